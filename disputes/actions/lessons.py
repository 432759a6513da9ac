"""Taking a lesson into an action plan, by the module that the settings name: the two apps do not know each other."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction

from disputes.models import Lesson


def plans() -> Any:
    """The module that knows the action plans: `may_take(compact, user)` and `form(…)` with `save(by=)`."""
    return import_module(settings.LESSONS_GO_TO)


@transaction.atomic
def take(lesson: Lesson, form, *, by) -> None:
    """Make the action, and write down at the lesson what it became."""
    taken_as, address = form.save(by=by)
    lesson.take(by=by, taken_as=taken_as, address=address)

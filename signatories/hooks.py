"""What the apps above know of organisations and their people, by the names in the settings.

Each module that ORGANISATION_HOOKS names may have any of these functions:

* `of_organisation(organisation, user) -> dict`: what the page of an organisation shows of it (`template`, and what that
  template needs);
* `open_work_of(person, organisation) -> list[Work]`: what a person has open in an organisation;
* `hand_over(person, organisation, *, to, by) -> list[str]`: hand that to a colleague, and say in sentences what;
* `why_not_merge(old, into) -> str`: why two records cannot be merged now, in a sentence, or "";
* `merge(old, into, *, by, reason) -> list[str]`: take along what is open, and say in sentences what.
"""

from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings


class Work(NamedTuple):
    """Something that a person has open in an organisation.

    `goes` says whether a colleague can take it over; `after` what becomes of it, in a sentence. `links`, each words and
    an address, are shown to those who act for the organisation; officers read `words` alone.
    """

    words: str
    goes: bool
    after: str
    links: tuple[tuple[str, str], ...] = ()


def call(name: str, *args: Any, **kwargs: Any) -> list[Any]:
    """Call a function of every module that has it, and return what each returned."""
    modules = [import_module(path) for path in settings.ORGANISATION_HOOKS]
    return [getattr(module, name)(*args, **kwargs) for module in modules if hasattr(module, name)]

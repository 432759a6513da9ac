"""What other apps show beside a clause. They know the texts; the texts know only their names, from the settings."""

from django.conf import settings
from django.utils.module_loading import import_string


def panels(clause, user) -> list[dict]:
    """The panels of a clause for a person: each has the `template` that draws it, and what that template needs."""
    return [import_string(name)(clause, user) for name in settings.BESIDE_CLAUSES]

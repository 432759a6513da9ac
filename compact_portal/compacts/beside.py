"""What other apps show beside clauses. They know the texts; the texts know only their names, from the settings."""

from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


class Link(NamedTuple):
    """What a clause has led to, in a few words, and where on the clause's own page (or at which address) it stands."""

    sentence: str
    where: str


def panels(clause, user) -> list[dict]:
    """The panels of a clause for a person: each has the `template` that draws it, and what that template needs."""
    return [import_string(name)(clause, user) for name in settings.BESIDE_CLAUSES]


def links(edition, user) -> dict[UUID, list[Link]]:
    """What the clauses of an edition have led to, by lineage: a few queries for the whole edition.

    Each function that BESIDE_EDITIONS names takes an edition and a person, and returns a Link for each lineage of which
    it has something to tell: `Link("2 actions", "#actions")`.
    """
    found: dict[UUID, list[Link]] = {}
    for name in settings.BESIDE_EDITIONS:
        for lineage, link in import_string(name)(edition, user).items():
            found.setdefault(lineage, []).append(Link(*link))
    return found

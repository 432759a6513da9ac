"""The Welsh of an edition: which clauses have it, whether it is older than the English, and how it is read."""

from typing import NamedTuple

from django.db.models import Count, Max
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from compact_portal.compacts.models import Clause, Edition
from compact_portal.compacts.models.translation import Language, Translation
from compact_portal.templatetags.portal import markdown

#: How a text may be read, by the value of `?iaith=`. Each name is in its own language.
CHOICES = {"en": "English", "cy": "Cymraeg", "both": _("English and Cymraeg")}


class Welsh(NamedTuple):
    """The Welsh of a clause: its heading and its body as HTML, and whether it is older than the English."""

    heading: str
    html: SafeString
    is_older: bool


class Standing(NamedTuple):
    """How much of an edition is in Welsh: clauses up to date, older than their English, and missing."""

    current: int
    older: int
    missing: int

    @property
    def any(self) -> bool:
        """Whether there is any Welsh at all."""
        return bool(self.current or self.older)


def of(edition: Edition) -> dict[int, Translation]:
    """The Welsh of an edition's clauses, by clause. One query."""
    found = Translation.objects.filter(clause__edition=edition, language=Language.WELSH)
    return {translation.clause_id: translation for translation in found.order_by()}


def standing(clauses: list[Clause], translations: dict[int, Translation]) -> Standing:
    """Count how much of some clauses is in Welsh."""
    current = sum(
        1 for clause in clauses if clause.pk in translations and translations[clause.pk].is_current_for(clause)
    )
    there = sum(1 for clause in clauses if clause.pk in translations)
    return Standing(current, there - current, len(clauses) - there)


def to_read(clause: Clause, translation: Translation | None) -> Welsh | None:
    """The Welsh of a clause as it is read."""
    if translation is None:
        return None
    return Welsh(translation.heading, markdown(translation.body), not translation.is_current_for(clause))


def version(editions) -> list:
    """What changes when the Welsh of some editions does. One query."""
    return list(
        Translation.objects.filter(clause__edition__in=editions)
        .order_by()
        .values_list("clause__edition")
        .annotate(Count("pk"), Max("updated_at"))
    )


def carry_on(copies: dict[int, Clause], *, by, reason: str) -> None:
    """Give the clauses of a new draft the Welsh of those they were copied from (`copies`, by the key of those).

    It stays what it was made from: where the English changes afterwards, the Welsh is older.
    """
    rows = [
        Translation(
            clause=copies[old.clause_id],
            language=old.language,
            heading=old.heading,
            body=old.body,
            made_from=old.made_from,
        )
        for old in Translation.objects.filter(clause__in=copies.keys())
    ]
    bulk_create_with_history(rows, Translation, batch_size=500, default_user=by, default_change_reason=reason)

"""The rule book of the concern log: its themes, and which numbers of it everybody may see.

A concern is what is not yet a case. Public numbers never let anybody be recognised (disputes/figures.py).
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from disputes.figures import Band, band, told

YEARS_KEPT = 2  # After so long the words of a concern go; its theme is still counted.


class Theme(TextChoices):
    """What a concern is about. A closed list, so that numbers can be told without anybody's words."""

    CONSULTATION = "consultation", _("Consultation: too short, too late, or no answer to it")
    ENDING = "ending", _("Funding ended or cut without notice or reasons")
    FUNDING = "funding", _("How funding is offered, decided or paid")
    CONTRACTS = "contracts", _("Contracts and buying")
    MONITORING = "monitoring", _("Monitoring that asks for too much")
    PREMISES = "premises", _("Premises and land")
    INVOLVED = "involved", _("Decisions taken without those they are about")
    FREE_TO_SPEAK = "free-to-speak", _("Being afraid to speak out")
    FAIRNESS = "fairness", _("Fair treatment of small or minority groups")
    VOLUNTEERS = "volunteers", _("Volunteers and volunteering")
    WORKING_TOGETHER = "working-together", _("How people of the other sector deal with us")
    OTHER = "other", _("Something else")


class Told(NamedTuple):
    """What everybody may know: each theme with its number as it may be told, and the number of all."""

    rows: list[tuple[Theme, Band]]
    whole: Band | None


def in_public(numbers: Mapping[str, int]) -> Told:
    """Return what everybody may know of the numbers by theme (value → number): bands of five, or nothing."""
    counts = {theme: numbers.get(theme.value, 0) for theme in Theme}
    total = sum(counts.values())
    shown = told(counts, total) or {}
    return Told(sorted(shown.items(), key=lambda row: -row[1].least), band(total))

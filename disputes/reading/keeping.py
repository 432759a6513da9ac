"""How long cases are kept, as the pages show it."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from compact_portal.compacts.models import Compact
from compact_portal.deadlines import written
from disputes.actions import keeping
from disputes.models import Dispute, LegalHold
from disputes.models.keeping import kept_until
from disputes.reading.papers import rows_of
from disputes.words import Party

AHEAD_YEARS = 1


def holds_of(dispute: Dispute, user, parties: frozenset[Party]) -> list[dict[str, Any]]:
    """The holds of a case, newest first: who asked, as this reader may know it, and whether the reader can end it."""
    found = []
    for hold in dispute.holds.all():
        hold.dispute = dispute
        by = {
            Party.COMPLAINANT.value: dispute.complainant_as(parties),
            Party.RESPONDENT.value: str(dispute.respondent),
        }
        found.append(
            {
                "hold": hold,
                "by": by.get(hold.party, ""),
                "may_lift": not keeping.why_not_lift(hold, user, parties),
            }
        )
    return found


def when_due(compact: Compact, today: date) -> list[dict[str, Any]]:
    """How many cases of a Compact are due to be anonymised within a year, by month; without what tells which."""
    found = list(keeping.ended_by(kept_until(today, AHEAD_YEARS)).filter(compact=compact))
    held = set(LegalHold.objects.in_force(today).filter(dispute__in=found).values_list("dispute", flat=True))
    months = Counter(month_of(keeping.goes_on(one, today)) for one in found if one.pk not in held)
    rows = [{"month": month, "count": count} for month, count in sorted(months.items())]
    return [*rows, {"month": None, "count": len(held)}] if held else rows


def figures_of(dispute: Dispute) -> list[dict[str, str]]:
    """What stays of an anonymised case: its dates, its last stage, the clauses, what came of it."""
    numbers = [citation.clause.reference for citation in dispute.citations.select_related("clause__edition__text")]
    return rows_of(
        [
            (_("Date of the decision"), written(dispute.decision_on) if dispute.decision_on else ""),
            (_("Raised"), written(dispute.raised_on) if dispute.raised_on else ""),
            (_("Ended"), written(localdate(dispute.ended_at)) if dispute.ended_at else ""),
            (_("Last stage"), dispute.stage.name if dispute.stage else ""),
            (_("Clauses"), "\n".join(numbers)),
            (_("How it ended"), dispute.position.label),
            (_("What came of it"), dispute.get_outcome_display() if dispute.outcome else ""),
        ]
    )


def month_of(day: date) -> date:
    """The first day of the month of a day."""
    return day - timedelta(days=day.day - 1)

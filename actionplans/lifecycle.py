"""The rule book of plans and actions: their states, what counts as overdue, how progress is put into words.

Knows neither the database nor the web.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

# An open action of which nothing has been heard for so long may no longer be what its status says.
STALE_AFTER = timedelta(days=90)


class PlanState(TextChoices):
    """Where a year's plan is in its life; each follows the one before it."""

    DRAFT = "draft", _("Draft")
    AGREED = "agreed", _("Agreed")
    CLOSED = "closed", _("Closed")


class Status(TextChoices):
    """How an action stands, in the words of the last note on it."""

    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")
    COMPLETE = "complete", _("Complete")
    STOPPED = "stopped", _("Stopped")


class Origin(TextChoices):
    """What gave rise to an action."""

    PLAN = "plan", _("Agreed with the plan")
    REVIEW = "review", _("Annual Review")
    SURVEY = "survey", _("Survey")
    DISPUTE = "dispute", _("Lesson from a dispute")
    SELF_ASSESSMENT = "self_assessment", _("Self-assessment of a signatory")


# Nothing more is to be done.
FINISHED = {Status.COMPLETE, Status.STOPPED}
# What may be said by a progress note; an action is stopped with a reason, by an officer.
REPORTABLE = [status for status in Status if status != Status.STOPPED]


def is_overdue(status: str, due_on: date | None, today: date) -> bool:
    """Whether an action should have been done by today (the due date itself still counts as in time)."""
    return due_on is not None and due_on < today and status not in FINISHED


def is_stale(status: str, last_heard_on: date | None, today: date) -> bool:
    """Whether nothing has been heard of an unfinished action for more than 90 days."""
    return status not in FINISHED and last_heard_on is not None and today - last_heard_on > STALE_AFTER


@dataclass(frozen=True)
class Progress:
    """How a set of actions stands: `done` of `total` are complete (stopped ones count in neither)."""

    counts: Counter
    overdue: int = 0

    @classmethod
    def of(cls, standings: Iterable[tuple[str, bool]]) -> "Progress":
        """From pairs of a status and whether that action is overdue."""
        pairs = list(standings)
        return cls(Counter(status for status, _late in pairs), sum(late for _status, late in pairs))

    @property
    def done(self) -> int:
        return self.counts[Status.COMPLETE]

    @property
    def total(self) -> int:
        return sum(self.counts.values()) - self.counts[Status.STOPPED]

    def sentence(self) -> str:
        """ "4 of 12 actions complete: 5 on track, 2 at risk, 1 not started. 1 overdue."""
        if not sum(self.counts.values()):
            return _t("No actions yet.")
        if not self.total:
            return _t("All actions have been stopped.")
        words = ngettext(
            "%(done)s of %(total)s action complete", "%(done)s of %(total)s actions complete", self.total
        ) % {"done": self.done, "total": self.total}
        rest = [
            f"{self.counts[status]} {status.label.lower()}"
            for status in Status
            if status != Status.COMPLETE and self.counts[status]
        ]
        words += (": " + ", ".join(rest) if rest else "") + "."
        if self.overdue:
            words += " " + _t("%(number)s overdue.") % {"number": self.overdue}
        return words

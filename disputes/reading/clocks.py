"""The clocks of a dispute, in words."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from compact_portal.deadlines import deadline, period, written
from disputes.lateness import Lateness, lateness, left_in_words
from disputes.models import Dispute
from disputes.stages import SAFETY_WEEKS, OutsideClock
from disputes.words import State

NEAR = timedelta(weeks=SAFETY_WEEKS)

# What is due when the clock of a stage runs out, by the state.
DUE: dict[State, Any] = {
    State.TALKING: _l("Time for talks"),
    State.AWAITING_ANSWER: _l("The answer is due"),
    State.AWAITING_NOMINATION: _l("A mediator is due"),
    State.AWAITING_STATEMENT: _l("A mediator is due"),
    State.AWAITING_ACCEPTANCE: _l("A mediator is due"),
    State.OBJECTED: _l("A mediator is due"),
    State.AWAITING_ADMISSION: _l("Whether it is taken on is due"),
    State.AWAITING_DECISION: _l("The decision is due"),
}


class Tag(NamedTuple):
    """A state of a clock, as a tag shows it: its word for colour and shape, and its words."""

    value: str
    label: str


class Running(NamedTuple):
    """A clock of the procedure, ready for the page: what is due, on which day, how near that is, and why that day."""

    what: str
    due_on: date
    left: str
    tag: Tag | None
    reasons: list[str]


def tag_of(dispute: Dispute, today: date) -> Tag | None:
    """The tag of a dispute's clock, the same in every list, on the case page and on the desk; None: nothing to say."""
    if not dispute.is_open:
        return None
    if dispute.paused_on:
        return Tag("paused", _("Paused"))
    return _near(dispute, dispute.due_on, today) if dispute.due_on else None


def left_of(dispute: Dispute, today: date) -> str:
    """How many working days are left, or how many it is late; "" where no clock runs."""
    if dispute.due_on is None or dispute.paused_on:
        return ""
    return left_in_words(dispute.due_on, today, dispute.compact.nation, _days_off(dispute))


def running(dispute: Dispute, today: date) -> list[Running]:
    """The clocks of the procedure that run: the stage's, then the one over all."""
    found = []
    if dispute.due_on and dispute.position in DUE:
        found.append(_of_stage(dispute, dispute.due_on, today))
    overall = dispute.overall_clock()
    if overall:
        reasons = [
            *overall.sentences(),
            _("Pauses do not stop it. When it has run out, no further step need be waited for."),
        ]
        left = left_in_words(overall.ends_on, today, dispute.compact.nation, _days_off(dispute))
        tag = _near(dispute, overall.ends_on, today)
        found.append(Running(_("The whole case is to end"), overall.ends_on, left, tag, reasons))
    return found


def _of_stage(dispute: Dispute, due_on: date, today: date) -> Running:
    what = str(DUE[dispute.position])
    if not dispute.paused_on:
        return Running(what, due_on, left_of(dispute, today), tag_of(dispute, today), dispute.explain_deadline())
    clock = dispute.clock()
    goes_on = dispute.paused_until
    later = clock.after_pause(dispute.paused_on, goes_on).ends_on if clock and goes_on else due_on
    words = {"from": written(dispute.paused_on), "until": written(goes_on) if goes_on else "", "day": written(later)}
    reasons = [
        *dispute.explain_deadline(),
        _("The case is paused from %(from)s. If it goes on on %(until)s, the last day is %(day)s.") % words,
    ]
    return Running(what, later, _("if it goes on on %(until)s") % words, tag_of(dispute, today), reasons)


def _near(dispute: Dispute, due_on: date, today: date) -> Tag | None:
    found = lateness(due_on, today, dispute.compact.nation, _days_off(dispute))
    return None if found == Lateness.IN_TIME else Tag(found.value, found.label)


def _days_off(dispute: Dispute) -> dict[date, str]:
    """The days off that the dispute's own clock leaves out."""
    return {date.fromisoformat(day): name for day, name in dispute.clock_extra.items()}


def clocks(dispute: Dispute, today: date) -> list[dict[str, Any]]:
    """The outside clocks, in words: those that are near marked, and those that are over."""
    return [outside_clock(dispute, clock, today) for clock in dispute.outside_clocks()]


def outside_clock(dispute: Dispute, clock: OutsideClock, today: date) -> dict[str, Any]:
    """One time limit outside the Compact, counted from the decision; where the rule may count from the day it was
    known, that later day as well."""
    ombudsman = dispute.respondent.get_ombudsman_display() if dispute.respondent.ombudsman else ""
    route, days = clock.route, (clock.ends_on - today).days
    tag = ""
    if days < 0:
        tag = "time-passed"
    elif clock.ends_on <= today + NEAR:
        tag = "time-near"
    return {
        "name": ombudsman if route.ombudsman and ombudsman else str(route.name),
        "period": period(route.amount or 0, route.unit),
        "ends_on": clock.ends_on,
        "left": days_left(days) if days >= 0 else _("over"),
        "tag": tag,
        "tag_words": {"time-passed": _("Passed"), "time-near": _("Near")}.get(tag, ""),
        "later": _if_from_known(dispute, clock),
        "text": str(route.text),
    }


def _if_from_known(dispute: Dispute, clock: OutsideClock) -> str:
    """Say when it would end if it counted from the day the decision was known, where that is later."""
    known, route = dispute.known_on, clock.route
    if not (known and dispute.decision_on and known > dispute.decision_on and route.ombudsman and route.amount):
        return ""
    ends_on = deadline(known, route.amount, route.unit, dispute.compact.nation, runs_on=False).ends_on
    return _("%(end)s if it counts from the day you knew of the decision, %(known)s") % {
        "end": written(ends_on),
        "known": written(known),
    }


def days_left(days: int) -> str:
    """Say how far away a last day is."""
    if days < 0:
        return ngettext("%(n)s day overdue", "%(n)s days overdue", -days) % {"n": -days}
    if days == 0:
        return _("today is the last day")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def clocks_of_draft(dispute: Dispute) -> list[dict[str, Any]]:
    """The outside clocks as they run from the date given in a draft."""
    return clocks(dispute, timezone.localdate())

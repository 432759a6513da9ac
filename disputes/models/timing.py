"""Timed: the steps that lead elsewhere, or that time allows."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal.history import NotAllowed
from disputes.clocks import check_pause
from disputes.models.moving import Moving
from disputes.words import Action, Outcome, RemedyMet


class Timed(Moving):
    """The steps that lead a dispute elsewhere, or that time allows."""

    class Meta:
        abstract = True

    def go_national(self, *, by, body: str = "", note: str = "", at=None):
        """Take the dispute to a national body."""
        return self._end_with(Action.GO_NATIONAL, by=by, note=note, at=at, body=body)

    def go_outside(self, *, by, body: str, body_reference: str = "", note: str = "", at=None):
        """Record that the dispute is with an ombudsman or a court."""
        return self._end_with(Action.GO_OUTSIDE, by=by, note=note, at=at, body=body, body_reference=body_reference)

    def lapse(self, *, by, note: str = "", at=None):
        """Close the case, for the respondent, because nothing has happened for a long time."""
        unresolved = {"outcome": Outcome.UNRESOLVED.value, "remedy_met": RemedyMet.NOT_AT_ALL.value}
        return self._end_with(Action.LAPSE, by=by, note=note, at=at, **unresolved)

    def withdraw(self, *, by, note: str = "", at=None):
        """Withdraw the dispute."""
        return self._end_with(Action.WITHDRAW, by=by, note=note, at=at)

    # -- Time ----

    @transaction.atomic
    def pause(self, *, by, until: date, note: str, at=None):
        """Stop the clock of the stage until a day, for a reason. Clocks outside the Compact run on."""
        party, at = self._may(Action.PAUSE, by, at)
        today = timezone.localdate(at)
        if reason := check_pause(until, today):
            raise NotAllowed(reason)
        facts = {"on": today.isoformat(), "until": until.isoformat()}
        return self._move(
            Action.PAUSE, party, by=by, at=at, note=note, facts=facts, paused_on=today, paused_until=until
        )

    @transaction.atomic
    def restart(self, *, by=None, note: str = "", at=None):
        """Let the clock run on: by the complainant, or by time (`by` None) when the day of the pause has come."""
        if by is None:
            party, at = None, at or timezone.now()
            if self.paused_until is None or timezone.localdate(at) < self.paused_until:
                raise NotAllowed(_t("This is not for you to do."))
        else:
            party, at = self._may(Action.RESTART, by, at)
        today = timezone.localdate(at)
        changes: dict[str, Any] = {"paused_on": None, "paused_until": None}
        clock = self.clock()
        if clock and self.due_on and self.paused_on and self.paused_on <= self.due_on:
            clock = clock.after_pause(self.paused_on, today)
            changes |= {"clock_paused_days": clock.paused_days, "due_on": clock.ends_on}
        return self._move(Action.RESTART, party, by=by, at=at, note=note, facts={"on": today.isoformat()}, **changes)

    @transaction.atomic
    def extend(self, *, by, days: int, note: str, at=None):
        """Take working days more for one's own part, once in a stage, for a reason."""
        party, at = self._may(Action.EXTEND, by, at)
        clock, rule = self.clock(), self.stage_rule
        most = (rule and rule.extend_by) or 0
        if clock is None or not 1 <= days <= most:
            raise NotAllowed(_t("Enter a number of working days from 1 to %(most)s.") % {"most": most})
        longer = clock.extended(days)
        return self._move(
            Action.EXTEND,
            party,
            by=by,
            at=at,
            note=note,
            facts={"days": days},
            clock_extension=longer.extension,
            due_on=longer.ends_on,
        )

    @transaction.atomic
    def warn(self, *, by, note: str = "", at=None):
        """Give notice, for the respondent, that a case in which nothing happens will be closed."""
        party, at = self._may(Action.WARN, by, at)
        return self._move(Action.WARN, party, by=by, at=at, note=note, warned_on=timezone.localdate(at))

    @transaction.atomic
    def reopen(self, *, by, note: str, at=None):
        """Reopen a case that has ended: it begins again the stage at which it ended."""
        party, at = self._may(Action.REOPEN, by, at)
        return self._move(
            Action.REOPEN,
            party,
            by=by,
            at=at,
            note=note,
            facts={"outcome": self.outcome, "remedy_met": self.remedy_met},
            ended_at=None,
            outcome="",
            remedy_met="",
            nomination=None,
            warned_on=None,
            reopened=F("reopened") + 1,
        )

    def link(self, *, by, note: str, at=None):
        """Link the case to another one."""
        return self._step(Action.LINK, by=by, note=note, at=at)

    def report_back(self, *, by, note: str, at=None):
        """Record what a body outside the Compact said."""
        return self._step(Action.REPORT_BACK, by=by, note=note, at=at)

"""Timed: the steps that lead elsewhere, or that time allows."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal.deadlines import written
from compact_portal.history import NotAllowed
from disputes import notifications
from disputes.clocks import check_pause
from disputes.directory import why_closed
from disputes.models.moving import SIDES, Moving
from disputes.words import Action, Audience, Outcome, Party, Record, RemedyMet

OWN_SIDE = {Party.COMPLAINANT: Audience.COMPLAINANT, Party.RESPONDENT: Audience.RESPONDENT}


class Timed(Moving):
    """The steps that lead a dispute elsewhere, or that time allows."""

    referrals: Any

    class Meta:
        abstract = True

    @transaction.atomic
    def go_national(self, *, by, body: str = "", body_reference: str = "", note: str = "", at=None):
        """Take the dispute to a national body. NotAllowed for one that has closed."""
        self._require_open(body, at)
        went = {"body": body, "body_reference": body_reference}
        event = self._end_with(Action.GO_NATIONAL, by=by, note=note, at=at, **went)
        if body:
            self._refer_outside(event, body, body_reference)
        return event

    @transaction.atomic
    def go_outside(self, *, by, body: str, body_reference: str = "", note: str = "", at=None):
        """Record that the dispute is with an ombudsman or a court. NotAllowed for one that has closed."""
        self._require_open(body, at)
        went = {"body": body, "body_reference": body_reference}
        event = self._end_with(Action.GO_OUTSIDE, by=by, note=note, at=at, **went)
        self._refer_outside(event, body, body_reference)
        return event

    def _require_open(self, body: str, at) -> None:
        if closed := why_closed(self, body, timezone.localdate(at)):
            raise NotAllowed(closed)

    def _refer_outside(self, event, body: str, reference: str) -> None:
        """Write down to whom it was taken, on which day."""
        on = timezone.localdate(event.at)
        self.referrals.create(
            body=body, reference=reference, referred_on=on, referred_by=event.actor, referred_at=event.at
        )

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

    @transaction.atomic
    def link(self, *, by, other, note: str = "", at=None):
        """Say that another case belongs with this one, which the person may see too.

        Written into the history for the person's own side alone, and told to nobody: others need not know of the other
        case. NotAllowed for a case they may not see, or one that is linked already.
        """
        party, at = self._may(Action.LINK, by, at)
        if other.pk == self.pk or not type(self).objects.visible_to(by).filter(pk=other.pk).exists():
            raise NotAllowed(_t("Choose another case that you may see."))
        first, second = sorted((self, other), key=lambda case: case.pk)
        if self.links_from(first, second):
            raise NotAllowed(_t("The two cases are linked already."))
        self._links.create(first=first, second=second, reason=note, linked_by=by, linked_at=at)
        return self._move(Action.LINK, party, by=by, at=at, note=note, audience=OWN_SIDE[party])

    @transaction.atomic
    def unlink(self, *, by, link, at=None) -> None:
        """End a link. NotAllowed for whoever may not see both cases, or where somebody has ended it before."""
        seen = type(self).objects.visible_to(by).filter(pk__in=[link.first_id, link.second_id]).count()
        party = next((side for side in SIDES if side in self.parties_of(by)), None)
        if seen != 2 or party is None or self.pk not in (link.first_id, link.second_id):
            raise NotAllowed(_t("This is not for you to do."))
        at = at or timezone.now()
        if not self._links.filter(pk=link.pk, ended_at=None).update(ended_by=by, ended_at=at):
            raise NotAllowed(_t("The two cases are linked no more."))
        self.record(Record.UNLINKED, by=by, at=at, party=party, audience=OWN_SIDE[party])

    @property
    def _links(self):
        return apps.get_model("disputes", "LinkedCases").objects

    def links_from(self, first, second):
        """The link between two cases, as long as it holds."""
        return self._links.filter(first=first, second=second, ended_at=None)

    @transaction.atomic
    def report_back(self, *, by, note: str, referral=None, outcome_on: date | None = None, at=None):
        """Record what a body outside the Compact said, and on which day (today unless told).

        NotAllowed where somebody has reported back from the same body before, or for a day before it went there.
        """
        party, at = self._may(Action.REPORT_BACK, by, at)
        day = outcome_on or timezone.localdate(at)
        referral = referral or self.referrals.filter(reported_at=None).last()
        if referral is None:
            raise NotAllowed(_t("What came of it is recorded already. Add a note instead."))
        if day < referral.referred_on:
            raise NotAllowed(
                _t("The day must be %(day)s or later: that is when it went there.")
                % {"day": written(referral.referred_on)}
            )
        waiting = self.referrals.filter(pk=referral.pk, reported_at=None)
        if not waiting.update(outcome=note, outcome_on=day, reported_by=by, reported_at=at):
            raise NotAllowed(_t("What came of it is recorded already. Add a note instead."))
        facts = {"body": referral.body, "reference": referral.reference, "on": day.isoformat()}
        return self._move(Action.REPORT_BACK, party, by=by, at=at, note=note, facts=facts)

    @transaction.atomic
    def run_out(self, clock: str, due_on: date, *, at=None) -> bool:
        """Write down, by time and once for each clock, that a time has run out: the next stage is open from today."""
        held = type(self).objects.select_for_update(no_key=True).filter(pk=self.pk, moves=self.moves).first()
        facts = {"which": clock, "due_on": due_on.isoformat()}
        told = self.events.filter(action=Record.RUN_OUT, facts__which=clock, facts__due_on=facts["due_on"])
        if held is None or told.filter(stage=self.stage).exists():
            return False
        event = self.record(Record.RUN_OUT, at=at, facts=facts)
        notifications.tell(self, event)
        return True

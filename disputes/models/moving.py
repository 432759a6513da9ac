"""Moving: who may do what with a dispute, and how one step is taken."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t

from compact_portal import access
from compact_portal.deadlines import Unit
from compact_portal.history import NotAllowed
from disputes import notifications, standing
from disputes.clocks import StageClock, start_of
from disputes.models.complaint import too_late
from disputes.models.position import Positioned
from disputes.models.rules import Stage
from disputes.procedure import (
    CLOCK_RUNS,
    ENDED,
    NO_MEDIATOR_YET,
    OPEN,
    STANDING,
    Answer,
    Facts,
    leads_to,
    offered,
    why_not,
)
from disputes.stages import DEFAULT_ANSWER_DAYS, outside_opens_on
from disputes.words import Action, Audience, Clock, Decider, Party, Record, StageKind, Start, State
from signatories.models import Organisation

SIDES = (Party.COMPLAINANT, Party.RESPONDENT)
ROOM_AUDIENCES = (Audience.MEDIATION, Audience.COMPLAINANT_ROOM, Audience.RESPONDENT_ROOM)


class Moving(Positioned):
    """Who may do what, and how one step is taken: a part of a dispute."""

    panellists: Any
    recusals: Any
    _claim_nomination: Any
    _end_mediator: Any
    _end_panel: Any
    _before_forum: Any
    _see_to_the_forum: Any

    class Meta:
        abstract = True

    # -- Who may do what ----

    def parties_of(self, user) -> frozenset[Party]:
        """In which ways a person takes part now. The people of the support body take part as the complainant's."""
        if not (user.is_authenticated and user.is_active):
            return frozenset()
        found = set()
        keys = [key for key in (self.complainant_id, self.respondent_id, self.support_body_id) if key]
        mine = set(Organisation.objects.filter(pk__in=keys).acted_for_by(user).values_list("pk", flat=True))
        if {self.complainant_id, self.support_body_id} & mine or self.is_entered_by(user):
            found.add(Party.COMPLAINANT)
        if self.respondent_id in mine and self.position != State.DRAFT:
            found.add(Party.RESPONDENT)
        presides = not found and self.before_forum and user in standing.acting_chairs(self)
        if presides and access.rights(user, self.compact) & {"chair_forum", "deputise_for_chair"}:
            found.add(Party.CHAIR)
        if self.nomination and self.nomination.person_id == user.pk:
            if self.position == State.AWAITING_STATEMENT:
                found.add(Party.NOMINEE)
            elif self.position == State.MEDIATING and access.permits(user, "mediate_dispute", self):
                found.add(Party.MEDIATOR)
        if not found and self.position in OPEN and self.panellists.filter(person=user, left_at=None).exists():
            found.add(Party.PANEL)
        return frozenset(found)

    @property
    def before_forum(self) -> bool:
        """Whether it has come before the Forum, so that somebody presides over it."""
        return self.referred_at is not None

    def through(self, user, party: Party | None) -> Organisation | None:
        """The support body through which a person acts for the complainant; None where it is their own case."""
        if party != Party.COMPLAINANT or self.support_body is None or self.complainant.permits(user, "act_for"):
            return None
        return self.support_body

    def facts(self, party: Party | None, *, at: datetime | None = None) -> Facts:
        """What the rule book needs to know, as it is for one party at a moment."""
        nomination = self.nomination if self.position in NO_MEDIATOR_YET else None
        other = Party.RESPONDENT if party == Party.COMPLAINANT else Party.COMPLAINANT
        rule = self.stage_rule
        opens_on = outside_opens_on(self.routes, self.decision_on, self.compact.nation) if self.decision_on else None
        return Facts(
            state=self.position,
            today=timezone.localdate(at),
            party=party,
            due_on=self.due_on,
            moved_on=self.moved_at and timezone.localdate(self.moved_at),
            outside_opens_on=opens_on,
            exits=self.exits,
            own_answer=nomination.answer_of(party) if nomination and party else Answer.NONE,
            other_answer=nomination.answer_of(other) if nomination else Answer.NONE,
            overruled=bool(nomination and nomination.overruled_at),
            paused_until=self.paused_until,
            warned_on=self.warned_on,
            ended_on=self.ended_at and timezone.localdate(self.ended_at),
            anonymised=self.anonymised_at is not None,
            proposal_by=self.proposal_by,
            own_room=bool(self.nomination and party in SIDES and self.nomination.room_of(party)),
            seats_panel=bool(rule and rule.decides == Decider.PANEL),
            panel_seated=self.panel_seated,
            extend_by=rule.extend_by if rule else None,
            extended=bool(self.clock_extension),
            entry=rule.entry if rule else State.TALKING,
            nation=self.compact.nation,
            overall_over=self.overall_over(timezone.localdate(at)),
        )

    @cached_property
    def panel_seated(self) -> bool:
        """Whether a panel that decides has its members."""
        rule = self.stage_rule
        return bool(rule and rule.decides == Decider.PANEL) and self.panellists.filter(left_at=None).exists()

    def actions_for(self, user, *, parties: frozenset[Party] | None = None) -> dict[Action, str]:
        """What a person may do now or later: each action, with the sentence that says why not now ("": now)."""
        parties = self.parties_of(user) if parties is None else parties
        outside = any(rule.kind == StageKind.OUTSIDE for rule in self.rules)
        found: dict[Action, str] = {}
        for party in Party:
            if party in parties:
                facts = self.facts(party)
                for action in offered(self.position, party, facts.exits, outside=outside, facts=facts):
                    found.setdefault(action, why_not(action, facts))
        return found

    def why_not(self, action: Action, user) -> str:
        """The sentence that says why a person may not take an action now; "" if they may."""
        _party, reason = self._acting_party(Action(action), user)
        return reason

    def _acting_party(self, action: Action, user, at: datetime | None = None) -> tuple[Party | None, str]:
        """As which party a person takes an action, and why they may not."""
        outside = any(rule.kind == StageKind.OUTSIDE for rule in self.rules)
        reasons = []
        for party in sorted(self.parties_of(user), key=list(Party).index):
            facts = self.facts(party, at=at)
            if action in offered(self.position, party, facts.exits, outside=outside):
                reason = why_not(action, facts)
                if not reason:
                    return party, ""
            else:
                reason = why_not(action, facts) or _t("This procedure has no such step from here.")
            reasons.append(reason)
        return None, reasons[0] if reasons else _t("This is not for you to do.")

    # -- One step ----

    def _may(self, action: Action, by, at: datetime | None) -> tuple[Party, datetime]:
        """Return as which party and when a person takes an action, or raise NotAllowed with the sentence.

        Whoever moves a dispute takes hold of its row first and of anything else after it, so that two who press at
        once wait for each other and never each for what the other holds.
        """
        type(self).objects.select_for_update(no_key=True).filter(pk=self.pk).values_list("pk").first()
        party, reason = self._acting_party(action, by, at)
        if party is None:
            raise NotAllowed(reason)
        return party, at or timezone.now()

    def _move(
        self,
        action: Action,
        party: Party | None,
        *,
        by,
        at: datetime,
        note: str = "",
        audience: Audience = Audience.CASE,
        facts: dict[str, Any] | None = None,
        **changes: Any,
    ):
        """Claim the step, write its history, set the clock, and put the mail into the outbox; or change nothing.

        `by` and `party` are None for a step that time takes. The claim is one conditional UPDATE: of two people
        pressing at once one succeeds, and the other gets NotAllowed.
        """
        before, facts = self.position, dict(facts or {})
        target = leads_to(action, self.facts(party, at=at))
        entered = isinstance(target, StageKind) or action == Action.REOPEN
        stage = self._stage_of_kind(target) if isinstance(target, StageKind) else self.stage
        after = stage.rule().entry if isinstance(target, StageKind) else target
        if after != before or entered:
            changes |= {"state": after.value, "stage": stage, "moves": F("moves") + 1, "moved_at": at}
            changes |= {"paused_on": None, "paused_until": None}
            anew = entered or action == Action.STEP_DOWN
            changes |= self._clock_for(after, stage, at, entered=anew)
            if anew and changes["due_on"]:
                facts["clock"] = clock_facts(changes)
        elif action in STANDING:
            changes["moves"] = F("moves") + 1
        if party == Party.COMPLAINANT and action not in (Action.ACCEPT, Action.OBJECT):  # Those are kept hidden.
            changes |= {"moved_at": at, "warned_on": None}
        changes |= self._shown_in(stage, at) if entered else {}
        if after in ENDED:
            changes |= {"ended_at": at, "proposal_by": ""}
        if target in (StageKind.MEDIATION, StageKind.PANEL):
            changes |= self._before_forum(at, self.procedure)
        if party == Party.COMPLAINANT and not changes.get("shown_at"):
            self.keep_name_back(note)
        claimed = type(self).objects.filter(pk=self.pk, state=before.value, moves=self.moves)
        if not claimed.update(**(changes or {"moves": F("moves")})):
            raise NotAllowed(too_late())
        self._reread()
        event = self.events.create(
            action=action.value,
            actor=by,
            at=at,
            note=note,
            party=party.value if party else "",
            through=self.through(by, party) if by else None,
            before=before.value,
            after=after.value,
            stage=self.stage,
            nomination=self.nomination,
            due_on=self.due_on,
            audience=audience.value,
            facts=facts,
        )
        self._tell_shown(changes)
        notifications.tell(self, event)
        self._see_to_the_forum(before, after, by=by, at=at)
        return event

    def _shown_in(self, stage: Stage | None, at: datetime) -> dict[str, Any]:
        """Return that a name is shown from now on, where it was held back and a stage does not allow that."""
        hidden = self.held_back and not self.shown_at
        return {"shown_at": at} if hidden and stage and not stage.anonymous else {}

    def _tell_shown(self, changes: dict[str, Any]) -> None:
        """Write into the history that a step has shown the name."""
        if "shown_at" in changes:
            self.record(Record.NAME_SHOWN, at=changes["shown_at"])

    def shows_name_by(self, action: Action, party: Party | None) -> bool:
        """Whether a step, taken now, would show everybody in the case a name that is held back."""
        if not self.held_back or self.shown_at:
            return False
        target = leads_to(action, self.facts(party))
        return isinstance(target, StageKind) and not self._stage_of_kind(target).anonymous

    def _reread(self) -> None:
        """Read the row again, and forget what was worked out from it."""
        self.refresh_from_db()
        for name in ("rules", "panel_seated"):
            self.__dict__.pop(name, None)

    def record(
        self,
        record: Record,
        *,
        by=None,
        at: datetime | None = None,
        note: str = "",
        party: Party | None = None,
        audience: Audience = Audience.CASE,
        facts: dict[str, Any] | None = None,
    ):
        """Write into the history what moves nothing. Nobody is told of it from here."""
        return self.events.create(
            action=record.value,
            actor=by,
            at=at or timezone.now(),
            note=note,
            party=party.value if party else "",
            through=self.through(by, party) if by else None,
            before=self.state,
            after=self.state,
            stage=self.stage,
            nomination=self.nomination if audience in ROOM_AUDIENCES else None,
            due_on=self.due_on,
            audience=audience.value,
            facts=facts or {},
        )

    def _stage_of_kind(self, kind: StageKind) -> Stage:
        """Return the stage that an exit of the present one leads to, or the procedure's stage of that kind."""
        stages = Stage.objects.filter(procedure=self.procedure, kind=kind.value)
        if self.stage:
            stages = stages.filter(order__gt=self.stage.order)
            if exit_ := stages.filter(entrances=self.stage).first():
                return exit_
        return stages.order_by("order")[0]

    def _clock_for(self, after: State, stage: Stage | None, at: datetime, *, entered: bool) -> dict[str, Any]:
        """Return the clock after a step: a new one in a new stage, the same within it, none where none runs."""
        if not entered and after in CLOCK_RUNS:
            return {}
        none: dict[str, Any] = {
            "due_on": None,
            "clock_from_on": None,
            "clock_amount": None,
            "clock_unit": "",
            "clock_by_default": False,
            "clock_paused_days": 0,
            "clock_extension": 0,
            "clock_extra": {},
        }
        if after not in CLOCK_RUNS or stage is None or stage.clock == Clock.NONE:
            return none
        if stage.clock == Clock.RESPONDENT:
            amount, unit = self.respondent.complaints_days or DEFAULT_ANSWER_DAYS, Unit.WORKING_DAYS
        else:
            amount, unit = stage.amount or 0, Unit(stage.unit)
        start = start_of(Start(stage.starts), timezone.localdate(at), self.decision_on, self.known_on)
        clock = StageClock(start, amount, unit, self.compact.nation, extra_days=self.days_off())
        return none | {
            "due_on": clock.ends_on,
            "clock_from_on": start,
            "clock_amount": amount,
            "clock_unit": unit.value,
            "clock_by_default": stage.clock == Clock.RESPONDENT and not self.respondent.complaints_days,
            "clock_extra": {day.isoformat(): name for day, name in clock.extra_days.items()},
        }

    @transaction.atomic
    def _step(self, action: Action, *, by, note: str = "", at: datetime | None = None, **changes: Any):
        """Take an action that needs no more than its words."""
        party, at = self._may(action, by, at)
        return self._move(action, party, by=by, at=at, note=note, **changes)

    @transaction.atomic
    def _end_with(self, action: Action, **given: Any):
        """Take a step that ends whatever nomination or mediation is under way."""
        open_states = ["asked", "willing", "mediating"]
        nomination = self.nomination if self.nomination and self.nomination.state in open_states else None
        event = self._step(action, **given)
        if nomination and nomination.state == "mediating":
            self._end_mediator(by=given["by"])
        elif nomination:
            self._claim_nomination(state="replaced")
        return event


def other_side(party: Party) -> Party:
    """Return the other party."""
    return Party.RESPONDENT if party == Party.COMPLAINANT else Party.COMPLAINANT


def clock_facts(clock: dict[str, Any]) -> dict[str, Any]:
    """Return a clock that starts as the history keeps it."""
    return {
        "from": clock["clock_from_on"].isoformat(),
        "amount": clock["clock_amount"],
        "unit": clock["clock_unit"],
        "extra": clock["clock_extra"],
    }

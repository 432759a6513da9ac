"""Moving: where a dispute stands, who may do what, and how one step is taken."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.deadlines import Deadline, Unit, deadline
from compact_portal.history import NotAllowed
from disputes import notifications, standing
from disputes.models.complaint import Complaint, too_late
from disputes.models.rules import UNITS, Procedure, Stage
from disputes.procedure import (
    ENDED,
    ENTRY,
    NO_MEDIATOR_YET,
    OPEN,
    Answer,
    Facts,
    leads_to,
    offered,
    why_not,
)
from disputes.stages import DEFAULT_ANSWER_DAYS, OutsideClock, outside_clocks, outside_opens_on
from disputes.words import Action, Audience, Clock, Outcome, Party, RemedyMet, StageKind, State
from signatories.models import Organisation

CLOCK_RUNS = NO_MEDIATOR_YET | {State.AWAITING_ANSWER}
SIDES = (Party.COMPLAINANT, Party.RESPONDENT)


class Moving(Complaint):
    """Where a dispute stands and how it moves: a part of a dispute.

    `state` says exactly where it is; `moves` counts the steps, so that a stale page can be told from a fresh
    one. The clock: `due_on` is the last day of `clock_amount` `clock_unit` from `clock_from_on`; empty where
    none runs.
    """

    reference = models.CharField(_("reference"), max_length=80, unique=True, null=True, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, null=True, related_name="disputes")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="disputes")
    moves = models.PositiveIntegerField(default=0)
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    raised_on = models.DateField(null=True, blank=True)
    raised_at = models.DateTimeField(null=True, blank=True)
    referred_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    clock_from_on = models.DateField(null=True, blank=True)
    clock_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    clock_unit = models.CharField(max_length=12, choices=UNITS, blank=True)
    clock_by_default = models.BooleanField(default=False)
    nomination = models.OneToOneField(
        "disputes.Nomination", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.CharField(_("body"), max_length=160, blank=True)
    body_reference = models.CharField(_("its reference"), max_length=80, blank=True)
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome.choices, blank=True)
    remedy_met = models.CharField(_("against what was asked for"), max_length=12, choices=RemedyMet.choices, blank=True)

    events: Any
    nominations: Any

    class Meta:
        abstract = True

    # -- Where it stands ----

    @property
    def position(self) -> State:
        """The state, as the rule book knows it."""
        return State(self.state)

    @property
    def is_open(self) -> bool:
        """Whether it is raised and has not ended."""
        return self.position in OPEN

    @property
    def title(self) -> str:
        """Between whom it is: "Hill Street Tenants and Derby City Council"."""
        return _t("%(complainant)s and %(respondent)s") % {
            "complainant": self.complainant,
            "respondent": self.respondent,
        }

    @cached_property
    def rules(self):
        """The stages of its procedure, as the rule book knows them."""
        if self.procedure_id is None:
            return Procedure.rules_for(self.compact)
        stages = Stage.objects.filter(procedure=self.procedure_id).prefetch_related("exits", "routes")
        return tuple(stage.rule() for stage in stages)

    @property
    def exits(self) -> frozenset[StageKind]:
        """The kinds of stage that the present one leads to."""
        if self.stage is None:
            return frozenset()
        orders = next(rule.exits for rule in self.rules if rule.order == self.stage.order)
        return frozenset(rule.kind for rule in self.rules if rule.order in orders)

    @property
    def routes(self):
        """All outside routes of its procedure, by the ombudsman that covers the respondent where one does."""
        return [route for rule in self.rules if rule.kind == StageKind.OUTSIDE for route in rule.routes]

    def outside_clocks(self) -> list[OutsideClock]:
        """The last days for ombudsman and courts, from the date of the decision."""
        return outside_clocks(self.routes, self.decision_on, self.compact.nation) if self.decision_on else []

    def deadline(self) -> Deadline | None:
        """The clock that runs, which can explain itself; None where none runs."""
        if self.due_on is None or self.clock_from_on is None or self.clock_amount is None:
            return None
        return deadline(self.clock_from_on, self.clock_amount, Unit(self.clock_unit), self.compact.nation)

    def explain_deadline(self) -> list[str]:
        """Why the date is what it is, in sentences."""
        found = self.deadline()
        if found is None:
            return []
        sentences = found.sentences()
        if self.clock_by_default:
            sentences.insert(
                0,
                _t("%(respondent)s has told the portal no time of its own, so %(days)s working days are used.")
                % {"respondent": self.respondent, "days": DEFAULT_ANSWER_DAYS},
            )
        elif self.position == State.AWAITING_ANSWER and self.stage and self.stage.clock == Clock.RESPONDENT:
            sentences.insert(
                0,
                _t("%(respondent)s answers complaints within %(days)s working days by its own procedure.")
                % {"respondent": self.respondent, "days": self.clock_amount},
            )
        return sentences

    def overdue(self, today: date | None = None) -> bool:
        """Whether the running clock has run out."""
        return self.due_on is not None and (today or timezone.localdate()) > self.due_on

    # -- Who may do what ----

    def parties_of(self, user) -> frozenset[Party]:
        """In which ways a person takes part now."""
        if not (user.is_authenticated and user.is_active):
            return frozenset()
        found = set()
        pair = [self.complainant_id, self.respondent_id]
        mine = set(Organisation.objects.filter(pk__in=pair).acted_for_by(user).values_list("pk", flat=True))
        if self.complainant_id in mine:
            found.add(Party.COMPLAINANT)
        if self.respondent_id in mine and self.position != State.DRAFT:
            found.add(Party.RESPONDENT)
        presides = not found and self.referred_at and user in standing.acting_chairs(self)
        if presides and access.rights(user, self.compact) & {"chair_forum", "deputise_for_chair"}:
            found.add(Party.CHAIR)
        if self.nomination and self.nomination.person_id == user.pk:
            if self.position == State.AWAITING_STATEMENT:
                found.add(Party.NOMINEE)
            elif self.position == State.MEDIATING and access.permits(user, "mediate_dispute", self):
                found.add(Party.MEDIATOR)
        return frozenset(found)

    def facts(self, party: Party | None, *, at: datetime | None = None) -> Facts:
        """What the rule book needs to know, as it is for one party at a moment."""
        nomination = self.nomination if self.position in NO_MEDIATOR_YET else None
        other = Party.RESPONDENT if party == Party.COMPLAINANT else Party.COMPLAINANT
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
        )

    def actions_for(self, user, *, parties: frozenset[Party] | None = None) -> dict[Action, str]:
        """What a person may do now or later: each action, with the sentence that says why not now ("": now)."""
        parties = self.parties_of(user) if parties is None else parties
        outside = any(rule.kind == StageKind.OUTSIDE for rule in self.rules)
        found: dict[Action, str] = {}
        for party in Party:
            if party in parties:
                facts = self.facts(party)
                for action in offered(self.position, party, facts.exits, outside=outside):
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
        """Return as which party and when a person takes an action, or raise NotAllowed with the sentence."""
        party, reason = self._acting_party(action, by, at)
        if party is None:
            raise NotAllowed(reason)
        return party, at or timezone.now()

    def _move(
        self,
        action: Action,
        party: Party,
        *,
        by,
        at: datetime,
        note: str = "",
        audience: Audience = Audience.CASE,
        **changes: Any,
    ):
        """Claim the step, write its history, set the clock, and put the mail into the outbox; or change nothing.

        The claim is one conditional UPDATE: of two people pressing at once one succeeds, and the other gets
        NotAllowed.
        """
        before = self.position
        target = leads_to(action, self.facts(party, at=at))
        stage = self._stage_of_kind(target) if isinstance(target, StageKind) else self.stage
        after = ENTRY[target] if isinstance(target, StageKind) else target
        if after != before or action == Action.GO_FORMAL:
            changes |= {"state": after.value, "stage": stage, "moves": F("moves") + 1, "moved_at": at}
            changes |= self._clock_for(after, stage, at, entered=isinstance(target, StageKind))
        if after in ENDED:
            changes["ended_at"] = at
        if target == StageKind.MEDIATION:
            changes["referred_at"] = at
        claimed = type(self).objects.filter(pk=self.pk, state=before.value, moves=self.moves)
        if not claimed.update(**(changes or {"moves": F("moves")})):
            raise NotAllowed(too_late())
        self.refresh_from_db()
        event = self.events.create(
            action=action.value,
            actor=by,
            at=at,
            note=note,
            party=party.value,
            before=before.value,
            after=after.value,
            stage=self.stage,
            nomination=self.nomination,
            due_on=self.due_on,
            audience=audience.value,
        )
        notifications.tell(self, event)
        return event

    def _stage_of_kind(self, kind: StageKind) -> Stage:
        """Return the stage that an exit of the present one leads to, or the procedure's stage of that kind."""
        stages = Stage.objects.filter(procedure=self.procedure, kind=kind.value)
        if self.stage:
            stages = stages.filter(order__gt=self.stage.order)
            if exit_ := stages.filter(entrances=self.stage).first():
                return exit_
        return stages.get()

    def _clock_for(self, after: State, stage: Stage | None, at: datetime, *, entered: bool) -> dict[str, Any]:
        """Return the clock after a step: a new one in a new stage, the same within it, none where none runs."""
        none = {
            "due_on": None,
            "clock_from_on": None,
            "clock_amount": None,
            "clock_unit": "",
            "clock_by_default": False,
        }
        if after not in CLOCK_RUNS or stage is None or stage.clock == Clock.NONE:
            return none
        if not entered:
            return {}
        if stage.clock == Clock.RESPONDENT:
            amount, unit = self.respondent.complaints_days or DEFAULT_ANSWER_DAYS, Unit.WORKING_DAYS
        else:
            amount, unit = stage.amount or 0, Unit(stage.unit)
        start = timezone.localdate(at)
        return {
            "due_on": deadline(start, amount, unit, self.compact.nation).ends_on,
            "clock_from_on": start,
            "clock_amount": amount,
            "clock_unit": unit.value,
            "clock_by_default": stage.clock == Clock.RESPONDENT and not self.respondent.complaints_days,
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

"""Dispute: a complaint that a clause of the Compact was breached, from the first talk to what came of it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.models import Compact
from compact_portal.deadlines import Deadline, Unit, deadline
from compact_portal.history import NotAllowed
from disputes import notifications, standing
from disputes.models.complaint import Complaint, too_late
from disputes.models.lists import ENDED_VALUES, DisputeQuerySet
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


class Dispute(Complaint):
    """A dispute between two organisations of one Compact.

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

    ROLES = {"mediator": ["mediate_dispute"], "viewer": ["view_dispute"]}

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        permissions = [("mediate_dispute", "Mediates the dispute")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(complainant=F("respondent")),
                name="a_complainant_is_not_the_respondent",
                violation_error_message=_("An organisation cannot raise a dispute against itself."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", reference=None, raised_on=None, raised_at=None, stage=None)
                | Q(
                    ~Q(state="draft"),
                    reference__isnull=False,
                    raised_on__isnull=False,
                    raised_at__isnull=False,
                    stage__isnull=False,
                    procedure__isnull=False,
                    edition__isnull=False,
                    decision_on__isnull=False,
                ),
                name="a_raised_dispute_has_a_reference_a_stage_and_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED_VALUES, ended_at__isnull=False)
                | Q(~Q(state__in=ENDED_VALUES), ended_at=None),
                name="an_ended_dispute_has_the_moment_of_its_end",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None, clock_from_on=None, clock_amount=None)
                | Q(due_on__isnull=False, clock_from_on__isnull=False, clock_amount__gte=1),
                name="a_clock_has_a_start_a_length_and_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="awaiting-answer") | Q(due_on__isnull=False),
                name="an_answer_that_is_awaited_is_due_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["resolved", "closed"]) | (~Q(outcome="") & ~Q(remedy_met="")),
                name="an_outcome_is_recorded_against_the_remedy_sought",
            ),
            models.CheckConstraint(
                condition=~Q(state="outside") | ~Q(body=""), name="a_dispute_outside_names_the_body"
            ),
            models.CheckConstraint(
                condition=Q(raised_on=None) | Q(decision_on__lte=F("raised_on")),
                name="a_decision_comes_before_the_dispute",
            ),
            models.CheckConstraint(
                condition=Q(known_on=None) | Q(known_on__gte=F("decision_on")),
                name="a_decision_is_known_once_it_is_made",
            ),
        ]
        indexes = [models.Index(fields=["compact", "state"])]

    def __str__(self) -> str:
        return self.reference or _t("Draft")

    def get_absolute_url(self) -> str:
        if self.reference is None:
            return reverse("disputes:draft", args=[self.pk, "decision"])
        return reverse("disputes:case", args=[self.reference])

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
        claimed = Dispute.objects.filter(pk=self.pk, state=before.value, moves=self.moves)
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

    # -- Raising it ----

    @classmethod
    @transaction.atomic
    def begin(cls, compact: Compact, *, complainant, respondent, by, at: datetime | None = None) -> "Dispute":
        """Begin a draft, which only the complainant's people see. NotAllowed with a sentence where they may not."""
        if not complainant.permits(by, "act_for"):
            raise NotAllowed(_t("You do not act for %(organisation)s.") % {"organisation": complainant})
        if complainant == respondent:
            raise NotAllowed(_t("An organisation cannot raise a dispute against itself. Choose the other party."))
        return cls.objects.create(
            compact=compact,
            complainant=complainant,
            respondent=respondent,
            begun_by=by,
            begun_at=at or timezone.now(),
        )

    @transaction.atomic
    def lodge(self, *, by, at: datetime | None = None):
        """Raise the dispute: give it its reference, begin at the procedure's first stage, tell the respondent."""
        party, at = self._may(Action.RAISE, by, at)
        if missing := self.missing(timezone.localdate(at)):
            raise NotAllowed(" ".join(sentence for _step, sentence in missing))
        Compact.objects.select_for_update().get(pk=self.compact_id)  # References are given one after the other.
        procedure = Procedure.newest(self.compact) or Procedure.adopt(self.compact)
        self.procedure, self.stage = procedure, None
        self.__dict__.pop("rules", None)
        first = procedure.stages.order_by("order")[0]
        after = ENTRY[StageKind(first.kind)]
        changes = {
            "state": after.value,
            "stage": first,
            "procedure": procedure,
            "edition": self.edition_on_the_day(),
            "reference": self._next_reference(timezone.localdate(at).year),
            "raised_on": timezone.localdate(at),
            "raised_at": at,
            "moved_at": at,
            "moves": F("moves") + 1,
            **self._clock_for(after, first, at, entered=True),
        }
        if first.kind == StageKind.MEDIATION:
            changes["referred_at"] = at
        if not Dispute.objects.filter(pk=self.pk, state=State.DRAFT, moves=self.moves).update(**changes):
            raise NotAllowed(too_late())
        self.refresh_from_db()
        event = self.events.create(
            action=Action.RAISE.value,
            actor=by,
            at=at,
            party=party.value,
            before=State.DRAFT.value,
            after=after.value,
            stage=first,
            due_on=self.due_on,
        )
        notifications.tell(self, event)
        return event

    def _next_reference(self, year: int) -> str:
        """Return the next reference of the Compact in a year: DERBY-2026-0001."""
        start = f"{self.compact.slug.upper()}-{year}-"
        last = (
            Dispute.objects.filter(compact=self.compact, reference__startswith=start)
            .order_by("-reference")
            .values_list("reference", flat=True)
            .first()
        )
        return f"{start}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04}"

    # -- The steps, each by its name ----

    def go_formal(self, *, by, note: str = "", at=None):
        """Put the complaint formally: the respondent's time to answer begins."""
        return self._step(Action.GO_FORMAL, by=by, note=note, at=at)

    def respond(self, *, by, note: str, at=None):
        """Answer the complaint, for the respondent."""
        return self._step(Action.RESPOND, by=by, note=note, at=at)

    def refer(self, *, by, note: str = "", at=None):
        """Ask the Forum to mediate, because talking has not settled it."""
        return self._step(Action.REFER, by=by, note=note, at=at)

    @transaction.atomic
    def nominate(self, person, *, by, summary: str, at=None):
        """Ask somebody of neither party to mediate; they see the summary, which names nobody, and nothing else."""
        party, at = self._may(Action.NOMINATE, by, at)
        candidate = next((found for found in self.roster() if found.person == person), None)
        if candidate is None or candidate.left_out:
            raise NotAllowed(
                candidate.left_out if candidate else _t("Choose somebody from the list of Compact Champions.")
            )
        nomination = self.nominations.create(person=person, summary=summary, chosen_by=by, chosen_at=at)
        return self._move(Action.NOMINATE, party, by=by, at=at, nomination=nomination)

    def roster(self):
        """Everybody who may be asked to mediate, and why some may not."""
        return standing.roster(self)

    @transaction.atomic
    def declare(self, *, by, statement: str, at=None):
        """Agree to mediate, with a statement about conflicts of interest that both parties will read."""
        party, at = self._may(Action.DECLARE, by, at)
        self._claim_nomination(state="willing", statement=statement, replied_at=at)
        return self._move(Action.DECLARE, party, by=by, at=at, note=statement)

    @transaction.atomic
    def decline(self, *, by, note: str = "", at=None):
        """Decline to mediate; the Chair chooses somebody else."""
        party, at = self._may(Action.DECLINE, by, at)
        self._claim_nomination(state="declined", replied_at=at)
        return self._move(Action.DECLINE, party, by=by, at=at, note=note)

    @transaction.atomic
    def replace(self, *, by, note: str, at=None):
        """Take the nomination back, because the person or a party does not reply."""
        party, at = self._may(Action.REPLACE, by, at)
        self._claim_nomination(state="replaced")
        return self._move(Action.REPLACE, party, by=by, at=at, note=note)

    def accept(self, *, by, note: str = "", at=None):
        """Accept the mediator, for one party. When both have, the mediation begins."""
        return self._answer(Action.ACCEPT, Answer.ACCEPTS, by=by, note=note, at=at)

    def object(self, *, by, note: str, at=None):
        """Object to the mediator, with a reason. The Chair decides when both answers are in."""
        return self._answer(Action.OBJECT, Answer.OBJECTS, by=by, note=note, at=at)

    @transaction.atomic
    def _answer(self, action: Action, answer: Answer, *, by, note: str, at):
        party, at = self._may(action, by, at)
        side = party.value
        given = {f"{side}_answer": answer.value, f"{side}_reason": note}
        self._claim_nomination(**given, only_if={f"{side}_answer": ""})
        # Whoever came second sees the first one's answer here: the row is locked until both are counted.
        nomination = self._under_way
        audience = Audience.COMPLAINANT if party == Party.COMPLAINANT else Audience.RESPONDENT
        if {answer, nomination.answer_of(_other(party))} == {Answer.ACCEPTS}:
            grant = access.appoint(
                nomination.person, self, "mediator", starts_on=timezone.localdate(at), by=by, reason=str(self)
            )
            self._claim_nomination(state="mediating", grant=grant)
        return self._move(action, party, by=by, at=at, note=note, audience=audience)

    @transaction.atomic
    def sustain(self, *, by, note: str = "", at=None):
        """Uphold an objection: the next candidate is chosen."""
        party, at = self._may(Action.SUSTAIN, by, at)
        self._claim_nomination(state="objected")
        return self._move(Action.SUSTAIN, party, by=by, at=at, note=note)

    @transaction.atomic
    def overrule(self, *, by, note: str, at=None):
        """Ask whoever objects to think again, once: a mediator must be acceptable to both in the end."""
        party, at = self._may(Action.OVERRULE, by, at)
        again = {f"{side.value}_answer": "" for side in SIDES if self._under_way.answer_of(side) == Answer.OBJECTS}
        self._claim_nomination(**{"overruled_at": at, **again})
        return self._move(Action.OVERRULE, party, by=by, at=at, note=note)

    @transaction.atomic
    def end_mediation(self, *, by, note: str, at=None):
        """End the mediation without agreement; the mediator's right to the papers ends with it."""
        party, at = self._may(Action.END_MEDIATION, by, at)
        event = self._move(Action.END_MEDIATION, party, by=by, at=at, note=note)
        self._end_mediator(by=by)
        return event

    def go_national(self, *, by, body: str = "", note: str = "", at=None):
        """Take the dispute to a national body."""
        return self._end_with(Action.GO_NATIONAL, by=by, note=note, at=at, body=body)

    def go_outside(self, *, by, body: str, body_reference: str = "", note: str = "", at=None):
        """Record that the dispute is with an ombudsman or a court."""
        return self._end_with(Action.GO_OUTSIDE, by=by, note=note, at=at, body=body, body_reference=body_reference)

    def settle(self, *, by, outcome: str, remedy_met: str, note: str = "", at=None):
        """Record that it is resolved, how, and how that compares with what was asked for."""
        return self._end_with(Action.SETTLE, by=by, note=note, at=at, outcome=outcome, remedy_met=remedy_met)

    def close(self, *, by, outcome: str, remedy_met: str, note: str = "", at=None):
        """Close the case and record what came of it."""
        return self._end_with(Action.CLOSE, by=by, note=note, at=at, outcome=outcome, remedy_met=remedy_met)

    def lapse(self, *, by, note: str = "", at=None):
        """Close the case, for the respondent, because nothing has happened for a long time."""
        unresolved = {"outcome": Outcome.UNRESOLVED.value, "remedy_met": RemedyMet.NOT_AT_ALL.value}
        return self._end_with(Action.LAPSE, by=by, note=note, at=at, **unresolved)

    def withdraw(self, *, by, note: str = "", at=None):
        """Withdraw the dispute."""
        return self._end_with(Action.WITHDRAW, by=by, note=note, at=at)

    def add_note(self, *, by, note: str, at=None):
        """Add a note that both parties, and the Chair once it is referred, can read."""
        return self._step(Action.NOTE, by=by, note=note, at=at)

    def add_mediation_note(self, *, by, note: str, at=None):
        """Add a note without prejudice, which only the two parties and the mediator ever read."""
        return self._step(Action.MEDIATION_NOTE, by=by, note=note, at=at, audience=Audience.MEDIATION)

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

    def _end_mediator(self, *, by) -> None:
        """Let the mediator's right to the papers end at once."""
        yesterday = timezone.localdate() - timedelta(days=1)
        access.end(self._under_way.grant, self, on=yesterday, by=by, reason=str(self))
        self._claim_nomination(state="ended")

    @property
    def _under_way(self) -> Any:
        """The nomination under way; NotAllowed where somebody has just ended it."""
        if self.nomination is None:
            raise NotAllowed(too_late())
        return self.nomination

    def _claim_nomination(self, *, only_if: dict[str, str] | None = None, **changes: Any) -> None:
        """Change the nomination under way, or raise NotAllowed if somebody else just has."""
        nomination = self._under_way
        unchanged = self.nominations.filter(pk=nomination.pk, state=nomination.state, **(only_if or {}))
        if not unchanged.update(**changes):
            raise NotAllowed(too_late())
        nomination.refresh_from_db()

    @transaction.atomic
    def look_in(self, *, by, reason: str, at=None):
        """Open the case to one administrator for today, with a reason that both parties read."""
        at = at or timezone.now()
        if not by.is_administrator or self.position == State.DRAFT:
            raise NotAllowed(_t("This is not for you to do."))
        today = timezone.localdate(at)
        access.appoint(by, self, "viewer", starts_on=today, ends_on=today, by=by, reason=reason)
        event = self.events.create(
            action="look", actor=by, at=at, note=reason, before=self.state, after=self.state, stage=self.stage
        )
        notifications.tell(self, event)
        return event


def _other(party: Party) -> Party:
    return Party.RESPONDENT if party == Party.COMPLAINANT else Party.COMPLAINANT


class DisputeUserObjectPermission(access.UserObjectPermissionBase):
    """A permission of one person on one dispute."""

    content_object = models.ForeignKey(Dispute, on_delete=models.CASCADE)


class DisputeGroupObjectPermission(access.GroupObjectPermissionBase):
    """A permission of a role's group (the mediator, a viewer) on one dispute."""

    content_object = models.ForeignKey(Dispute, on_delete=models.CASCADE)

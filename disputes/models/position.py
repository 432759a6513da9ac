"""Positioned: where a dispute stands, and until when."""

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.deadlines import Deadline, Unit, deadline
from disputes import stages
from disputes.clocks import StageClock
from disputes.directory import outside_routes
from disputes.models.complaint import Complaint
from disputes.models.days import DayOff
from disputes.models.rules import UNITS, Procedure, Stage
from disputes.procedure import (
    OPEN,
)
from disputes.stages import DEFAULT_ANSWER_DAYS, OutsideClock, outside_clocks
from disputes.words import Clock, Outcome, Party, RemedyMet, StageKind, State


class Positioned(Complaint):
    """Where a dispute stands, and until when: a part of a dispute.

    `state` says exactly where it is; `moves` counts the steps, so that a stale page can be told from a fresh
    one. The clock: `due_on` is the last day of `clock_amount` `clock_unit` from `clock_from_on`; empty where
    none runs.
    """

    reference = models.CharField(_("reference"), max_length=80, unique=True, null=True, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, null=True, related_name="disputes")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="disputes")
    moves = models.PositiveIntegerField(default=0)
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
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
    clock_paused_days = models.PositiveSmallIntegerField(default=0)
    clock_extension = models.PositiveSmallIntegerField(default=0)
    clock_extra = models.JSONField(default=dict, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    warned_on = models.DateField(null=True, blank=True)
    proposal_by = models.CharField(max_length=12, blank=True)
    presiding_sector = models.CharField(max_length=12, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    anonymised_at = models.DateTimeField(null=True, blank=True)
    nomination = models.OneToOneField(
        "disputes.Nomination", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.CharField(_("body"), max_length=160, blank=True)
    body_reference = models.CharField(_("its reference"), max_length=80, blank=True)
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome.choices, blank=True)
    remedy_met = models.CharField(_("against what was asked for"), max_length=12, choices=RemedyMet.choices, blank=True)

    events: Any
    nominations: Any
    reader: Any = None  # Who looks at it, where a page has said so. Without one, nothing shows a name held back.

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
        """Between whom it is: "Hill Street Tenants and Derby City Council"; no name that its reader may not know."""
        return self.title_as(self._parties_of_reader())

    @property
    def complainant_name(self) -> str:
        """The complainant's name, or the words that stand for it where its reader may not know it: for the pages."""
        return self.complainant_as(self._parties_of_reader())

    @property
    def names_complainant(self) -> bool:
        """Whether its reader may know who complains."""
        return not self.name_hidden_from(self._parties_of_reader())

    def _parties_of_reader(self) -> frozenset[Party]:
        """In which ways its reader takes part, asked only where a name is held back; nobody's way without a reader."""
        if self.reader is None or not self.name_hidden_from(frozenset()):
            return frozenset()
        return self.parties_of(self.reader)

    def name_hidden_from(self, parties: frozenset[Party]) -> bool:
        """Whether the complainant's name is held back from somebody who takes part in these ways."""
        return self.held_back and self.shown_at is None and Party.COMPLAINANT not in parties

    def complainant_as(self, parties: frozenset[Party]) -> str:
        """The complainant's name, as somebody may read it who takes part in these ways."""
        if self.name_hidden_from(parties):
            return _t("A group supported by %(body)s") % {"body": self.support_body}
        return str(self.complainant)

    def complainant_within(self, parties: frozenset[Party]) -> str:
        """The same, as it stands inside a sentence."""
        if self.name_hidden_from(parties):
            return _t("a group supported by %(body)s") % {"body": self.support_body}
        return self.complainant_as(parties)

    def title_as(self, parties: frozenset[Party]) -> str:
        """Between whom it is, as somebody may read it who takes part in these ways."""
        words = {"complainant": self.complainant_as(parties), "respondent": self.respondent}
        return _t("%(complainant)s and %(respondent)s") % words

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
        rule = self.stage_rule
        return frozenset(other.kind for other in self.rules if rule and other.order in rule.exits)

    @property
    def routes(self):
        """All outside routes of its procedure, or those of the nation where it names none: time runs there anyway."""
        found = [route for rule in self.rules if rule.kind == StageKind.OUTSIDE for route in rule.routes]
        return found or list(outside_routes(self.compact.nation))

    def outside_clocks(self) -> list[OutsideClock]:
        """The last days for ombudsman and courts, from the date of the decision."""
        return outside_clocks(self.routes, self.decision_on, self.compact.nation) if self.decision_on else []

    @property
    def stage_rule(self) -> stages.Stage | None:
        """The present stage, as the rule book knows it."""
        return next((rule for rule in self.rules if self.stage and rule.order == self.stage.order), None)

    def days_off(self) -> dict[date, str]:
        """The days off, besides weekends and bank holidays, that a clock which starts now leaves out."""
        return DayOff.objects.named(self.compact)

    def clock(self) -> StageClock | None:
        """The clock that runs, which can explain itself; None where none runs."""
        if self.due_on is None or self.clock_from_on is None or self.clock_amount is None:
            return None
        return StageClock(
            self.clock_from_on,
            self.clock_amount,
            Unit(self.clock_unit),
            self.compact.nation,
            self.clock_paused_days,
            self.clock_extension,
            {date.fromisoformat(day): name for day, name in self.clock_extra.items()},
        )

    def overall_clock(self) -> Deadline | None:
        """The time over all, from the day it was raised; None where the procedure sets none, or it has ended."""
        procedure = self.procedure
        if not (self.is_open and procedure and procedure.overall_amount and self.raised_on):
            return None
        unit = Unit(procedure.overall_unit)
        extra = {date.fromisoformat(day): name for day, name in self.clock_extra.items()}
        return deadline(self.raised_on, procedure.overall_amount, unit, self.compact.nation, extra)

    def overall_over(self, today: date) -> bool:
        """Whether the time over all has run out; pauses do not stop it."""
        clock = self.overall_clock()
        return clock is not None and today > clock.ends_on

    def explain_deadline(self) -> list[str]:
        """Why the date is what it is, in sentences."""
        found = self.clock()
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
        return self.due_on is not None and not self.paused_on and (today or timezone.localdate()) > self.due_on

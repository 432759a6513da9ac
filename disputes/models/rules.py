"""Procedure: the stages of one Compact, as rows. A changed procedure is a new version; a dispute keeps its own."""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Compact
from compact_portal.deadlines import Unit
from compact_portal.history import NotAllowed
from disputes import stages as rules
from disputes.words import Clock, Decider, Presides, StageKind, Start

UNITS = [(unit.value, unit.value.replace("_", " ")) for unit in Unit]


class ProcedureQuerySet(models.QuerySet):
    """Versions of procedures."""

    def with_stages(self):
        """With their stages, exits and routes at hand."""
        return self.prefetch_related("stages__exits", "stages__routes")


def _day_of_adoption(on: date | None, last: "Procedure | None") -> date:
    today = timezone.localdate()
    if on and on > today:
        raise NotAllowed(_t("The day on which it is adopted must be today or earlier."))
    if on and last and on < last.adopted_on:
        raise NotAllowed(_t("The version before was adopted later than that. Choose a later day."))
    return on or today


class Procedure(models.Model):
    """One version of a Compact's procedure. Rows are written once, by `adopt`, and never edited."""

    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, related_name="procedures")
    version = models.PositiveIntegerField()
    adopted_on = models.DateField(default=timezone.localdate)
    adopted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    overall_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    overall_unit = models.CharField(max_length=12, choices=UNITS, blank=True)
    presides = models.CharField(max_length=12, choices=Presides.choices, default=Presides.CHAIR.value)

    objects = ProcedureQuerySet.as_manager()
    until_on: date | None = None  # The last day in force, where a list of versions has worked it out.

    class Meta:
        ordering = ["compact", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["compact", "version"], name="versions_of_a_procedure_are_numbered"),
            models.CheckConstraint(
                condition=Q(overall_amount=None, overall_unit="") | (Q(overall_amount__gte=1) & ~Q(overall_unit="")),
                name="the_time_over_all_has_a_number_and_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compact}, procedure {self.version}"

    @classmethod
    @transaction.atomic
    def adopt(
        cls,
        compact: Compact,
        stages: Iterable[rules.Stage] | None = None,
        *,
        by=None,
        on: date | None = None,
        presides: str = Presides.CHAIR,
        overall_amount: int | None = None,
        overall_unit: str = "",
    ) -> "Procedure":
        """Give a Compact a new version of its procedure: Derby's five stages unless told, from today unless told.

        Raises NotAllowed with a sentence for each fault of the stages (disputes/soundness.py), and for a day that is
        still to come or before the version there is.
        """
        stages = list(rules.default_for(compact.nation) if stages is None else stages)
        if found := rules.faults(stages):
            raise NotAllowed(" ".join(found))
        Compact.objects.select_for_update().get(pk=compact.pk)  # Versions are numbered one after the other.
        last = cls.objects.filter(compact=compact).first()
        procedure = cls.objects.create(
            compact=compact,
            version=(last.version if last else 0) + 1,
            adopted_by=by,
            adopted_on=_day_of_adoption(on, last),
            presides=Presides(presides).value,
            overall_amount=overall_amount or None,
            overall_unit=Unit(overall_unit).value if overall_amount else "",
        )
        made = {stage.order: Stage.from_rule(procedure, stage) for stage in stages}
        for stage in stages:
            made[stage.order].exits.set(made[order] for order in stage.exits)
        return procedure

    @classmethod
    def newest(cls, compact: Compact) -> "Procedure | None":
        """Return the version that new disputes begin under, with its stages at hand; None: Derby's, not yet adopted."""
        return cls.objects.filter(compact=compact).with_stages().first()

    @classmethod
    def rules_for(cls, compact: Compact) -> tuple[rules.Stage, ...]:
        """Return the stages that new disputes of a Compact go through, as the rule book knows them."""
        procedure = cls.newest(compact)
        return procedure.rules() if procedure else rules.default_for(compact.nation)

    @property
    def is_own(self) -> bool:
        """Whether somebody adopted it. The usual procedure is adopted by nobody, as the first dispute is begun."""
        return self.adopted_by_id is not None

    def rules(self) -> tuple[rules.Stage, ...]:
        """Return the stages as the rule book knows them (3 queries, or none where they are at hand)."""
        return tuple(stage.rule() for stage in self.stages.all())


class Stage(models.Model):
    """One stage of a procedure: its own name, clock, exits, who decides and what silence means."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="stages")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=StageKind.choices)
    name = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    silence = models.TextField(blank=True)
    decides = models.CharField(max_length=12, choices=Decider.choices, default=Decider.PARTIES.value)
    clock = models.CharField(max_length=12, choices=Clock.choices, default=Clock.NONE.value)
    amount = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12, choices=UNITS, blank=True)
    starts = models.CharField(max_length=12, choices=Start.choices, default=Start.STAGE.value)
    extend_by = models.PositiveSmallIntegerField(null=True, blank=True)
    anonymous = models.BooleanField(default=False)
    only_serious = models.BooleanField(default=False)
    exits = models.ManyToManyField("self", symmetrical=False, related_name="entrances")

    class Meta:
        ordering = ["procedure", "order"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "order"], name="stages_of_a_procedure_are_numbered"),
            models.CheckConstraint(
                condition=~Q(clock="fixed") | (Q(amount__gte=1) & ~Q(unit="")), name="a_fixed_clock_has_a_length"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["formal", "mediation", "panel"]) | ~Q(clock="none"),
                name="a_stage_that_waits_for_somebody_has_a_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.name}"

    @classmethod
    def from_rule(cls, procedure: Procedure, rule: rules.Stage) -> "Stage":
        """Write down a stage with its routes; its exits follow when all stages are written."""
        stage = cls.objects.create(
            procedure=procedure,
            order=rule.order,
            kind=rule.kind.value,
            name=str(rule.name),
            text=str(rule.text),
            silence=str(rule.silence),
            decides=rule.decides.value,
            clock=rule.clock.value,
            amount=rule.amount,
            unit=rule.unit.value if rule.amount else "",
            starts=(rule.starts or Start.STAGE).value,
            extend_by=rule.extend_by,
            anonymous=rule.anonymous,
            only_serious=rule.only_serious,
        )
        for place, route in enumerate(rule.routes, 1):
            stage.routes.create(
                place=place,
                name=str(route.name),
                text=str(route.text),
                amount=route.amount,
                unit=route.unit.value if route.amount else "",
                closed_on=route.closed_on,
                ombudsman=route.ombudsman,
            )
        return stage

    def rule(self) -> rules.Stage:
        """Return the stage as the rule book knows it."""
        return rules.Stage(
            order=self.order,
            kind=StageKind(self.kind),
            name=self.name,
            text=self.text,
            silence=self.silence,
            decides=Decider(self.decides),
            clock=Clock(self.clock),
            amount=self.amount,
            unit=Unit(self.unit or Unit.WEEKS),
            exits=tuple(stage.order for stage in self.exits.all()),
            routes=tuple(route.rule() for route in self.routes.all()),
            starts=Start(self.starts),
            extend_by=self.extend_by,
            anonymous=self.anonymous,
            only_serious=self.only_serious,
        )


class Route(models.Model):
    """A body or court that a stage leads to, with its time limit from the decision, and the day it closed."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="routes")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    amount = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12, choices=UNITS, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    ombudsman = models.BooleanField(default=False)

    class Meta:
        ordering = ["stage", "place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None, unit="") | (Q(amount__gte=1) & ~Q(unit="")),
                name="a_time_limit_has_a_number_and_a_unit",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def rule(self) -> rules.Route:
        """Return the route as the rule book knows it."""
        return rules.Route(
            name=self.name,
            text=self.text,
            amount=self.amount,
            unit=Unit(self.unit or Unit.MONTHS),
            closed_on=self.closed_on,
            ombudsman=self.ombudsman,
        )

"""ProcedureDraft: the next version of a Compact's procedure while its officers edit it. Nobody else sees it."""

from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed
from disputes import redrafting
from disputes.directory import for_nation
from disputes.models.rules import UNITS, Procedure
from disputes.procedures import READY_MADE
from disputes.redrafting import Drafted
from disputes.shape import Stage
from disputes.soundness import faults, faults_by_stage
from disputes.words import Presides

PRESENT = "present"  # To begin from the version in force.
KEPT = ("stages", "presides", "overall_amount", "overall_unit")  # What a step changes, and what undoing brings back.


class Overtaken(NotAllowed):
    """Somebody else has changed the draft since the page was opened."""


class ProcedureDraft(models.Model):
    """The next version, one for a Compact at a time.

    `stages` are as `disputes.redrafting` describes. `revision` counts the steps, so that of two people who press at
    once one succeeds and the other is told. `before` is what the last step changed, so that it can be undone.
    """

    compact = models.OneToOneField(Compact, on_delete=models.PROTECT, related_name="procedure_draft")
    stages = models.JSONField(default=list)
    presides = models.CharField(
        _("who presides"), max_length=12, choices=Presides.choices, default=Presides.CHAIR.value
    )
    overall_amount = models.PositiveSmallIntegerField(_("time over all"), null=True, blank=True)
    overall_unit = models.CharField(max_length=12, choices=UNITS, blank=True)
    before = models.JSONField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1)
    begun_from = models.CharField(max_length=40)
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.compact}, draft of the procedure"

    @classmethod
    @transaction.atomic
    def begin(cls, compact: Compact, source: str = PRESENT, *, by) -> "ProcedureDraft":
        """Begin a draft from the version in force, or from a procedure that is ready (its key).

        NotAllowed for who keeps no Compact, and where there is a draft already.
        """
        _require_officer(compact, by)
        draft, begun = cls.objects.get_or_create(
            compact=compact,
            defaults=_start(compact, source) | {"begun_from": source, "begun_by": by, "changed_by": by},
        )
        if not begun:
            raise Overtaken(_t("There is a draft already. Here it is."))
        return draft

    @property
    def rules(self) -> tuple[Stage, ...]:
        """Its stages as the rule book knows them."""
        return redrafting.staged(self.stages)

    def faults(self) -> dict[int, list[str]]:
        """What is wrong with it, by the number of the stage."""
        return faults_by_stage(self.rules)

    def stage(self, key: str) -> dict[str, Any] | None:
        """The stage with a key, or None."""
        return redrafting.found(self.stages, key)

    # -- Steps, each of which can be undone ----

    def add_stage(self, *, by, after: str = "", **stage: Any) -> str:
        """Add a stage behind the one with a key (or first) and return its own key."""
        stages, key = redrafting.added(self.stages, stage, after=after)
        self._step(by=by, stages=stages)
        return key

    def revise_stage(self, key: str, *, by, **changes: Any) -> None:
        """Let a stage say something else."""
        self._require(key)
        self._step(by=by, stages=redrafting.revised(self.stages, key, **changes))

    def move_stage(self, key: str, places: int, *, by) -> None:
        """Move a stage down, or up; the ways between stages stay."""
        self._require(key)
        self._step(by=by, stages=redrafting.moved(self.stages, key, places))

    def remove_stage(self, key: str, *, by) -> None:
        """Take a stage out, and the ways to it."""
        self._require(key)
        self._step(by=by, stages=redrafting.removed(self.stages, key))

    def put_route(self, key: str, route: dict[str, Any], *, by, route_key: str = "") -> None:
        """Add a body or court to a stage, or let one say something else."""
        stage = self._require(key)
        if route_key:
            routes = redrafting.revised(stage["routes"], route_key, **route)
        else:
            routes = redrafting.with_route(stage, route)
        self._step(by=by, stages=redrafting.revised(self.stages, key, routes=routes))

    def remove_route(self, key: str, route_key: str, *, by) -> None:
        """Take a body or court out of a stage."""
        stage = self._require(key)
        routes = [route for route in stage["routes"] if route["key"] != route_key]
        self._step(by=by, stages=redrafting.revised(self.stages, key, routes=routes))

    def rule_over_all(self, *, by, presides: str, overall_amount: int | None, overall_unit: str) -> None:
        """Say who presides, and how long everything together may take."""
        unit = overall_unit if overall_amount else ""
        self._step(by=by, presides=presides, overall_amount=overall_amount, overall_unit=unit)

    def undo(self, *, by) -> None:
        """Bring back what the last step changed. Undoing twice does it again."""
        if self.before is None:
            raise NotAllowed(_t("There is nothing to undo."))
        self._step(by=by, **self.before)

    # -- The end of the draft ----

    @transaction.atomic
    def adopt(self, *, by) -> Procedure:
        """Make it the version that new disputes begin under. NotAllowed while anything in it has to be mended."""
        _require_officer(self.compact, by)
        if found := faults(self.rules):
            raise NotAllowed(" ".join(found))
        self._end()
        if Procedure.newest(self.compact) is None:  # Else its number would tell whether a dispute was ever begun.
            Procedure.adopt(self.compact)
        return Procedure.adopt(
            self.compact,
            self.rules,
            by=by,
            presides=self.presides,
            overall_amount=self.overall_amount,
            overall_unit=self.overall_unit,
        )

    def discard(self, *, by) -> None:
        """Throw it away; the version in force stays."""
        _require_officer(self.compact, by)
        self._end()

    def _end(self) -> None:
        gone, _rows = ProcedureDraft.objects.filter(pk=self.pk, revision=self.revision).delete()
        if not gone:
            raise Overtaken(_overtaken())

    def _require(self, key: str) -> dict[str, Any]:
        stage = self.stage(key)
        if stage is None:
            raise Overtaken(_t("Somebody else has taken this stage out. What is shown is how it stands now."))
        return stage

    def _step(self, *, by, **changes: Any) -> None:
        """Write a change down, and what was there before; Overtaken if somebody was quicker."""
        _require_officer(self.compact, by)
        before = {name: getattr(self, name) for name in KEPT}
        changes |= {"changed_by": by, "changed_at": timezone.now()}
        claimed = ProcedureDraft.objects.filter(pk=self.pk, revision=self.revision)
        if not claimed.update(before=before, revision=F("revision") + 1, **changes):
            raise Overtaken(_overtaken())
        self.refresh_from_db()


def _overtaken() -> str:
    return _t("Somebody else has changed the draft since you opened this page. Look at how it stands now.")


def _require_officer(compact: Compact, person) -> None:
    if "change_compact" not in compact.actions_for(person):
        raise NotAllowed(_t("An officer of the Compact does this."))


def _start(compact: Compact, source: str) -> dict[str, Any]:
    """What a draft says at first."""
    if source == PRESENT:
        present = Procedure.newest(compact)
        stages: Drafted = redrafting.drafted(Procedure.rules_for(compact))
        if present is None:
            return {"stages": stages}
        return {"stages": stages} | {name: getattr(present, name) for name in KEPT[1:]}
    ready = READY_MADE[source]
    stages = redrafting.drafted(for_nation(ready.stages, compact.nation))
    return {
        "stages": redrafting.likened(stages, Procedure.rules_for(compact)),
        "presides": ready.presides.value,
        "overall_amount": ready.overall_amount,
        "overall_unit": ready.overall_unit.value if ready.overall_amount else "",
    }

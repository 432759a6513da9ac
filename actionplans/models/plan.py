"""ActionPlan: one year of a Compact, agreed by both sectors; its themes; the reference numbers."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from actionplans import notifications
from actionplans.lifecycle import FINISHED, PlanState, Progress, is_overdue
from compact_portal import access
from compact_portal.compacts.models import Compact
from compact_portal.history import Event, NotAllowed, keep_history

YEAR = RegexValidator(r"^\d{4}(?:-\d{2})?$", _("Enter a year like 2026, or 2026-27."))
TOO_LATE = _("Somebody else has just done that. See below how the plan stands now.")


class ReferenceNumbers(models.Model):
    """The counter from which a Compact's actions get their references, each once and for ever: D-001, D-002 …"""

    compact = models.OneToOneField(Compact, on_delete=models.PROTECT, related_name="reference_numbers")
    prefix = models.CharField(max_length=6)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(prefix=""), name="references_have_a_prefix")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last:03}"

    @classmethod
    @transaction.atomic
    def next_for(cls, compact: Compact) -> str:
        """The next reference of a Compact. The row stays locked until the transaction ends, so no two are the same."""
        prefix = "".join(word[0] for word in compact.area_name.split() if word[0].isalpha()).upper()[:6] or "A"
        numbers, _made = cls.objects.get_or_create(compact=compact, defaults={"prefix": prefix})
        cls.objects.filter(pk=numbers.pk).update(last=F("last") + 1)
        numbers.refresh_from_db()
        return str(numbers)


class ActionPlanQuerySet(models.QuerySet):
    """Plans by who may see them, and by the day they are asked for."""

    def visible_to(self, user):
        """Agreed and closed plans; drafts for those who may read the Compact's drafts, or were let see this one."""
        visible = ~Q(state=PlanState.DRAFT)
        if user.is_authenticated:
            visible |= Q(compact__in=access.objects_for(user, "view_drafts", Compact.objects.all()))
            visible |= Q(pk__in=access.objects_for(user, "view_actionplan", ActionPlan.objects.all()))
        return self.filter(visible)

    def this_years(self, on: date | None = None):
        """The plan of a day first: the one whose year it is, else the latest; drafts only where nothing is agreed."""
        day = on or timezone.localdate()
        return self.alias(
            holds_now=models.Case(models.When(Q(starts_on__lte=day, ends_on__gte=day), then=1), default=0),
            drafts_last=models.Case(models.When(state=PlanState.DRAFT, then=1), default=0),
        ).order_by("drafts_last", "-holds_now", "-starts_on")


class ActionPlan(models.Model):
    """Who will do what by when, in one year, to make a Compact real."""

    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, related_name="action_plans")
    year = models.CharField(_("year"), max_length=7, validators=[YEAR], help_text=_("Like 2026, or 2026-27."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    introduction = models.TextField(_("introduction"), max_length=3000, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=PlanState, default=PlanState.DRAFT)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ActionPlanQuerySet.as_manager()
    history = keep_history()

    class Meta:
        ordering = ["compact", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "year"],
                name="a_compact_has_one_plan_a_year",
                violation_error_message=_("There is already a plan for that year. Choose another year."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="a_plan_ends_after_it_starts",
                violation_error_message=_("The last day must be after the first day."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", agreed_on=None, closed_on=None)
                | Q(state="agreed", agreed_on__isnull=False, closed_on=None)
                | Q(state="closed", agreed_on__isnull=False, closed_on__isnull=False),
                name="a_plan_is_dated_as_far_as_it_has_come",
            ),
        ]

    def __str__(self) -> str:
        return _t("Action plan %(year)s") % {"year": self.year}

    def get_absolute_url(self) -> str:
        return reverse("actionplans:plan", args=[self.compact.slug, self.year])

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT

    @property
    def is_closed(self) -> bool:
        return self.state == PlanState.CLOSED

    def is_kept_by(self, user) -> bool:
        """Whether a person is an officer of the Compact, whatever the plan's state allows."""
        return access.permits(user, "change_compact", self.compact)

    def actions_for(self, user) -> frozenset[str]:
        """What a person may do with the plan now: add, edit, agree, close, see its history."""
        rights = access.rights(user, self.compact) if user.is_authenticated else frozenset()
        may = set()
        if "change_compact" in rights:
            may |= {"history"} | {
                PlanState.DRAFT: {"edit", "add", "agree"},
                PlanState.AGREED: {"edit", "add", "close"},
                PlanState.CLOSED: set(),
            }[PlanState(self.state)]
        if "sit_on_forum" in rights:
            may |= {"history"}
        return frozenset(may)

    def progress(self) -> Progress:
        """How its actions stand: one query."""
        today = timezone.localdate()
        rows = self.actions.values_list("status", "due_on")
        return Progress.of((status, is_overdue(status, due, today)) for status, due in rows)

    @classmethod
    @transaction.atomic
    def begin(
        cls, compact: Compact, *, by, year: str, starts_on: date, ends_on: date, introduction: str = ""
    ) -> "ActionPlan":
        """A new, empty draft of a year's plan. Raises ValidationError where it breaks a rule of the record."""
        plan = cls(compact=compact, year=year, starts_on=starts_on, ends_on=ends_on, introduction=introduction)
        plan.full_clean()
        plan._history_user = by
        plan.save()
        plan.events.create(action="begun", actor=by)
        return plan

    @transaction.atomic
    def take_over(self, earlier: "ActionPlan", *, by) -> None:
        """Carry every unfinished action of an earlier plan forward into this draft, themes and all."""
        themes = {}
        for action in earlier.actions.exclude(status__in=sorted(FINISHED)).select_related("theme", "plan"):
            if action.theme_id not in themes:
                themes[action.theme_id] = Theme.add(self, action.theme.title, aim=action.theme.aim, by=by)
            action.carry_forward(self, by=by, theme=themes[action.theme_id])

    @transaction.atomic
    def revise(self, *, by, **fields) -> None:
        """Change its days or its introduction."""
        self.insist("edit", by)
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean()
        self._history_user = by
        self.save(update_fields=[*fields, "updated_at"])
        self.events.create(action="revised", actor=by)

    def why_not_agree(self) -> str:
        """Why the plan cannot be agreed now, in a sentence; empty where it can."""
        if self.state != PlanState.DRAFT:
            return _t("This plan has already been agreed.")
        if not self.actions.exists():
            return _t("This plan has no actions yet. Add at least one first.")
        return ""

    @transaction.atomic
    def agree(self, *, by, on: date | None = None, note: str = "") -> None:
        """Record that both sectors have agreed the plan; from now on it is public.

        `on`: the day they agreed it, today unless told. Raises NotAllowed with a sentence where it cannot be.
        """
        if reason := self.why_not_agree():
            raise NotAllowed(reason)
        self._move(PlanState.DRAFT, PlanState.AGREED, by=by, note=note, agreed_on=on or timezone.localdate())
        notifications.agreed(self, self.actions.select_related("lead", "joint_lead", "plan__compact"))

    @transaction.atomic
    def close(self, *, by, on: date | None = None, note: str = "") -> None:
        """End the year: the plan stays as the record of what came of it, and takes no more changes."""
        self._move(PlanState.AGREED, PlanState.CLOSED, by=by, note=note, closed_on=on or timezone.localdate())

    def _move(self, before: PlanState, after: PlanState, *, by, note: str, **changes) -> None:
        self.insist("agree" if after == PlanState.AGREED else "close", by)
        if not ActionPlan.objects.filter(pk=self.pk, state=before).update(state=after, **changes):
            raise NotAllowed(TOO_LATE)
        self.refresh_from_db()
        self._history_user, self._change_reason = by, note
        self.save(update_fields=["updated_at"])
        self.events.create(action=after.value, actor=by, note=note)

    def insist(self, action: str, by) -> None:
        """Raise NotAllowed unless a person may do something with the plan as it stands now."""
        if action not in self.actions_for(by):
            if self.is_closed:
                raise NotAllowed(_t("This plan is closed, so it takes no more changes."))
            raise NotAllowed(_t("Only an officer of this Compact can do that, while the plan allows it."))


class ActionPlanUserObjectPermission(access.UserObjectPermissionBase):
    """A permission of one person on one plan: an auditor who may see a draft, say."""

    content_object = models.ForeignKey(ActionPlan, on_delete=models.CASCADE)


class ActionPlanGroupObjectPermission(access.GroupObjectPermissionBase):
    """A permission of a role's people on one plan."""

    content_object = models.ForeignKey(ActionPlan, on_delete=models.CASCADE)


class PlanEvent(Event):
    """What was done to a plan: begun, revised, agreed, closed; themes and actions added or removed."""

    WORDS = {
        "begun": _("Plan begun"),
        "revised": _("Plan's dates or introduction changed"),
        "agreed": _("Plan agreed"),
        "closed": _("Plan closed"),
        "theme_added": _("Theme added"),
        "theme_changed": _("Theme changed"),
        "action_added": _("Action added"),
        "action_carried": _("Action carried forward"),
        "action_removed": _("Action removed"),
        "action_stopped": _("Action stopped"),
    }

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="events")

    @property
    def title(self) -> str:
        return str(self.WORDS.get(self.action, self.action))


class Theme(models.Model):
    """A part of a year's plan with an aim of its own, like communication or funding."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="themes")
    position = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=120)
    aim = models.TextField(_("aim"), max_length=1000, blank=True)

    history = keep_history()

    class Meta:
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "title"],
                name="a_theme_has_its_own_title",
                violation_error_message=_("This plan already has a theme of that title. Choose another."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    @transaction.atomic
    def add(cls, plan: ActionPlan, title: str, *, by, aim: str = "") -> "Theme":
        """A new theme at the end of a plan."""
        plan.insist("add", by)
        last = plan.themes.aggregate(last=models.Max("position"))["last"] or 0
        theme = cls(plan=plan, title=title, aim=aim, position=last + 1)
        theme.full_clean()
        theme._history_user = by
        theme.save()
        plan.events.create(action="theme_added", actor=by, note=title)
        return theme

    @transaction.atomic
    def revise(self, *, by, title: str, aim: str) -> None:
        """Give it another title or aim."""
        self.plan.insist("edit", by)
        self.title, self.aim = title, aim
        self.full_clean()
        self._history_user = by
        self.save()
        self.plan.events.create(action="theme_changed", actor=by, note=title)

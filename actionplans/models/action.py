"""Action: who will do what by when, and which clauses it carries out; its progress, note by note."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from actionplans.lifecycle import FINISHED, REPORTABLE, STALE_AFTER, Origin, PlanState, Status, is_overdue, is_stale
from actionplans.models.plan import ActionPlan, ReferenceNumbers, Theme
from codes.citing import cite, in_order
from compact_portal import access
from compact_portal.compacts.models import Clause, Compact
from compact_portal.history import NotAllowed, keep_history
from signatories.models import Organisation, WorkingGroup


class Stale(NotAllowed):
    """Somebody else has changed the record since the form was opened; nothing was saved."""


class ActionQuerySet(models.QuerySet):
    """Actions by who may see or update them, by clause, and by what follows from dates."""

    def visible_to(self, user):
        """The actions of the plans a person may see."""
        return self.filter(plan__in=ActionPlan.objects.visible_to(user))

    def updatable_by(self, user):
        """The actions on which a person may record progress now."""
        return self.reported_by(user).filter(plan__state=PlanState.AGREED)

    def reported_by(self, user):
        """The actions on which a person reports, as officer or acting for a lead body, whatever their state allows."""
        if not user.is_authenticated:
            return self.none()
        ours = Organisation.objects.acted_for_by(user)
        officer_of = access.objects_for(user, "change_compact", Compact.objects.all())
        return self.filter(Q(lead__in=ours) | Q(joint_lead__in=ours) | Q(plan__compact__in=officer_of))

    def led_for_by(self, user):
        """Agreed plans' unfinished actions led by an organisation a person acts for: what their dashboard shows."""
        if not user.is_authenticated:
            return self.none()
        ours = Organisation.objects.acted_for_by(user)
        return self.filter(Q(lead__in=ours) | Q(joint_lead__in=ours), plan__state=PlanState.AGREED).exclude(
            status__in=sorted(FINISHED)
        )

    def carrying_out(self, clause: Clause):
        """The actions that say they carry out a clause, in whichever edition they cite it."""
        return self.filter(clauses__lineage=clause.lineage).distinct()

    def overdue(self, today: date | None = None):
        day = today or timezone.localdate()
        return self.filter(due_on__lt=day).exclude(status__in=sorted(FINISHED))

    def with_last_update(self):
        """With `heard_on`, the day of the last note, so that a list costs no query a row."""
        notes = ProgressUpdate.objects.filter(of=OuterRef("pk")).order_by("-on", "-pk")
        return self.annotate(heard_on=Subquery(notes.values("on")[:1]))

    def wanting_news(self, today: date | None = None):
        """Unfinished actions of agreed plans that are overdue or of which nothing was heard for 90 days."""
        day = today or timezone.localdate()
        long_ago = day - STALE_AFTER
        silent = Q(heard_on__lt=long_ago) | Q(heard_on=None, plan__agreed_on__lt=long_ago)
        return (
            self.with_last_update()
            .filter(Q(due_on__lt=day) | silent, plan__state=PlanState.AGREED)
            .exclude(status__in=sorted(FINISHED))
        )

    def for_lists(self):
        """With everything that a row shows, in a number of queries that does not grow."""
        return (
            self.with_last_update()
            .select_related("plan__compact", "theme", "lead", "joint_lead", "group", "carried_from__plan")
            .prefetch_related(
                "partners",
                models.Prefetch("clauses", Clause.objects.select_related("edition__text__code")),
            )
        )


record = keep_history(m2m_fields=["clauses", "partners"], excluded_fields=["reminded_on"])


class Action(models.Model):
    """One action of a year's plan. Its reference stays with it when a later plan takes it up again.

    `version` counts its edits, so that a form opened before somebody else's edit is told so.
    """

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="actions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="actions", verbose_name=_("theme"))
    reference = models.CharField(_("reference"), max_length=12, editable=False)
    what = models.TextField(_("what will be done"), max_length=500)
    clauses = models.ManyToManyField(
        Clause, related_name="actions", blank=True, verbose_name=_("clauses it carries out")
    )
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="led_actions", verbose_name=_("lead body")
    )
    joint_lead = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jointly_led_actions",
        verbose_name=_("joint lead of the other sector"),
    )
    partners = models.ManyToManyField(
        Organisation, related_name="partner_actions", blank=True, verbose_name=_("partners")
    )
    group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("working group"),
    )
    starts_on = models.DateField(_("start"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    resources = models.CharField(_("resources"), max_length=250, blank=True)
    measure = models.CharField(_("measure of success"), max_length=250, blank=True)
    baseline = models.CharField(_("where it stood at the start"), max_length=120, blank=True)
    target = models.CharField(_("target"), max_length=120, blank=True)
    evidence = models.TextField(_("evidence"), max_length=1000, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NOT_STARTED)
    origin = models.CharField(_("origin"), max_length=16, choices=Origin, default=Origin.PLAN)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to", editable=False
    )
    closed_reason = models.TextField(_("why it was stopped"), max_length=500, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ActionQuerySet.as_manager()
    history = record

    class Meta:
        ordering = ["plan", "theme__position", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "reference"], name="a_reference_stands_once_in_a_plan"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                name="an_action_is_due_after_it_starts",
                violation_error_message=_("The due date must not be before the start. Enter a later due date."),
            ),
            models.CheckConstraint(
                condition=Q(joint_lead=None) | ~Q(joint_lead=F("lead")),
                name="a_joint_lead_is_another_body",
                violation_error_message=_("The joint lead must be another body than the lead."),
            ),
            models.CheckConstraint(
                condition=~Q(status="stopped") | ~Q(closed_reason=""),
                name="a_stopped_action_says_why",
                violation_error_message=_("Enter why the action was stopped."),
            ),
        ]

    # What an officer edits in the action's form, beside its clauses and partners.
    EDITABLE = (
        "theme",
        "what",
        "lead",
        "joint_lead",
        "group",
        "starts_on",
        "due_on",
        "resources",
        "measure",
        "baseline",
        "target",
        "evidence",
        "origin",
    )

    def __str__(self) -> str:
        return f"{self.reference} {self.what}"

    def get_absolute_url(self) -> str:
        return reverse("actionplans:action", args=[self.plan.compact.slug, self.plan.year, self.reference])

    def actions_for(self, user) -> frozenset[str]:
        """What a person may do with it now: edit, stop or remove, start again, post progress, see its history."""
        updatable = self.plan.state == PlanState.AGREED and self.is_reported_by(user)
        return self.what_may_be_done(self.plan.actions_for(user), updatable)

    def is_reported_by(self, user) -> bool:
        """Whether a person reports on it, as officer or acting for a lead body."""
        return Action.objects.filter(pk=self.pk).reported_by(user).exists()

    def what_may_be_done(self, with_plan: frozenset[str], may_update: bool) -> frozenset[str]:
        """The same from what is known for a whole list: what one may do with the plan, and whether one may update."""
        may = with_plan & {"edit", "history"}
        if may_update:
            may |= {"history"}
            if self.status != Status.STOPPED:
                may |= {"update"}
        if "edit" in may:
            may |= {"restart"} if self.status == Status.STOPPED else {"remove" if self.plan.is_draft else "stop"}
        return may

    def clean(self) -> None:
        """The rules that need more than one record, as sentences at their fields."""
        errors: dict[str, object] = {}
        if self.theme_id and self.theme.plan_id != self.plan_id:
            errors["theme"] = _("Choose a theme of this plan.")
        if self.joint_lead and self.lead_id and self.joint_lead.sector == self.lead.sector:
            errors["joint_lead"] = _("Choose a joint lead of the other sector, or none.")
        same = Action.objects.filter(plan=self.plan_id, what=self.what).exclude(pk=self.pk).first()
        if same:
            errors["what"] = _t("This plan already has that action: %(reference)s.") % {"reference": same.reference}
        if errors:
            raise ValidationError(errors)

    # Verbs.

    @classmethod
    @transaction.atomic
    def add(
        cls, plan: ActionPlan, *, by, clauses=(), partners=(), carried_from: "Action | None" = None, **fields
    ) -> "Action":
        """A new action with the next reference of the Compact; one carried forward keeps the reference it had.

        Raises NotAllowed where the person may not, ValidationError where it breaks a rule of the record.
        """
        plan.insist("add", by)
        action = cls(plan=plan, carried_from=carried_from, **fields)
        action.full_clean(exclude=["reference"])
        action.reference = carried_from.reference if carried_from else ReferenceNumbers.next_for(plan.compact)
        action._write("+", by=by, clauses=clauses, partners=partners)
        verb = "action_carried" if carried_from else "action_added"
        plan.events.create(action=verb, actor=by, note=str(action))
        return action

    @transaction.atomic
    def carry_forward(self, plan: ActionPlan, *, by, theme: Theme) -> "Action":
        """Take the action up again in a later plan: same reference, not started anew but where it stands."""
        if plan.compact_id != self.plan.compact_id or plan.starts_on <= self.plan.starts_on:
            raise NotAllowed(_t("An action is carried forward into a later plan of the same Compact."))
        if self.status in FINISHED:
            raise NotAllowed(_t("This action is finished, so there is nothing to carry forward."))
        names = [name for name in self.EDITABLE if name not in {"theme", "due_on", "starts_on"}]
        return Action.add(
            plan,
            by=by,
            carried_from=self,
            theme=theme,
            starts_on=plan.starts_on,
            status=self.status,
            clauses=list(self.clauses.all()),
            partners=list(self.partners.all()),
            **{name: getattr(self, name) for name in names},
        )

    @transaction.atomic
    def revise(self, *, by, version: int, clauses=None, partners=None, **fields) -> None:
        """Change what the action is. `version` is the one the person had before them.

        Raises Stale, and changes nothing, where somebody else has changed it since; NotAllowed and ValidationError
        as `add` does.
        """
        self.plan.insist("edit", by)
        if not Action.objects.filter(pk=self.pk, version=version).update(version=F("version") + 1):
            raise Stale(_t("Somebody else has changed this action since you opened it."))
        self.refresh_from_db()
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean(exclude=["reference"])
        self._write("~", by=by, clauses=clauses, partners=partners)

    @transaction.atomic
    def update_progress(
        self, *, by, status: str, note: str, on: date | None = None, evidence: str = ""
    ) -> "ProgressUpdate":
        """Say how the action stands, with a note. `on` is the day it stood so: today, or a day before.

        The action takes the status of its latest note by day. Raises NotAllowed with a sentence.
        """
        on = on or timezone.localdate()
        Action.objects.select_for_update().get(pk=self.pk)  # Two notes at once are taken one after the other.
        self.refresh_from_db(fields=["status"])
        if reason := self.why_not_update(by):
            raise NotAllowed(reason)
        if status not in REPORTABLE:
            raise NotAllowed(_t("Choose one of the statuses; an action is stopped on a page of its own."))
        if on > timezone.localdate():
            raise NotAllowed(_t("A progress note cannot be dated in the future. Enter today or a day before."))
        latest = self.updates.first()
        if latest and (latest.by, latest.status, latest.note, latest.on) == (by, status, note, on):
            raise NotAllowed(_t("This note is recorded already. Nothing more is to be done."))
        update = self._note(by=by, status=status, note=note, on=on)
        if not self.updates.filter(on__gt=on).exists():
            self._stand(status, by=by, note=note)
        return update

    def why_not_update(self, user) -> str:
        """Why a person cannot post progress on the action now, in a sentence; empty where they can."""
        if self.plan.is_draft:
            return _t("This plan is still a draft. Progress is recorded once it is agreed.")
        if self.plan.is_closed:
            return _t("This plan is closed, so it takes no more changes.")
        if self.status == Status.STOPPED:
            return _t("This action was stopped. An officer of the Compact can start it again.")
        if not self.is_reported_by(user):
            return _t("Only its lead bodies and officers of the Compact can record progress on this action.")
        return ""

    @transaction.atomic
    def stop(self, *, by, reason: str, on: date | None = None) -> None:
        """End an action of an agreed plan before it is complete; it stays in the plan with the reason.

        `on`: the day it was stopped, today unless told.
        """
        self._insist("stop", by)
        self.closed_reason = reason
        self._note(by=by, status=Status.STOPPED, note=reason, on=on)
        self._stand(Status.STOPPED, by=by, note=reason)
        self.plan.events.create(action="action_stopped", actor=by, note=f"{self}: {reason}")

    @transaction.atomic
    def restart(self, *, by, note: str) -> None:
        """Take a stopped action up again."""
        self._insist("restart", by)
        self.closed_reason = ""
        self._note(by=by, status=Status.NOT_STARTED, note=note)
        self._stand(Status.NOT_STARTED, by=by, note=note)

    @transaction.atomic
    def remove(self, *, by, reason: str = "") -> None:
        """Take an action out of a draft. Its reference is never given to another; history keeps what it was."""
        self._insist("remove", by)
        self.plan.events.create(action="action_removed", actor=by, note=f"{self}: {reason}".rstrip(": "))
        self._history_user, self._change_reason = by, reason
        self.delete()

    def _insist(self, action: str, by) -> None:
        Action.objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db(fields=["status", "closed_reason"])
        if action not in self.actions_for(by):
            raise NotAllowed(_t("That cannot be done with this action now, or not by you."))

    def _note(self, *, by, status: str, note: str, on: date | None = None) -> "ProgressUpdate":
        return ProgressUpdate.objects.create(
            of=self, by=by, before=self.status, status=status, note=note, on=on or timezone.localdate()
        )

    def _stand(self, status: str, *, by, note: str) -> None:
        self.status = status
        self._history_user, self._change_reason = by, note
        self.save(update_fields=["status", "closed_reason", "updated_at"])

    def _write(self, kind: str, *, by, clauses, partners) -> None:
        """Save with its clauses and partners, and write one history row for all of it."""
        self.skip_history_when_saving = True
        self.save()
        if clauses is not None:
            self.clauses.set(clauses)
        if partners is not None:
            self.partners.set(partners)
        del self.skip_history_when_saving
        self._history_user = by
        record.create_historical_record(self, kind)

    # What follows from dates.

    @cached_property
    def last_heard_on(self) -> date | None:
        """The day of the last note, else the day the plan was agreed. Costs no query after `with_last_update`."""
        if "heard_on" in self.__dict__:
            heard = self.__dict__["heard_on"]
        else:
            heard = self.updates.order_by("-on").values_list("on", flat=True).first()
        return heard or self.plan.agreed_on

    @property
    def lead_slugs(self) -> set[str]:
        """The addresses of its lead and joint lead."""
        return {body.slug for body in (self.lead, self.joint_lead) if body}

    @property
    def cited(self) -> list[tuple[str, str]]:
        """Short citation and address of each clause it carries out, in reading order."""
        return [(cite(clause), clause.get_absolute_url()) for clause in in_order(self.clauses.all())]

    @property
    def is_overdue(self) -> bool:
        return not self.plan.is_closed and is_overdue(self.status, self.due_on, timezone.localdate())

    @property
    def days_overdue(self) -> int:
        return (timezone.localdate() - self.due_on).days if self.due_on and self.is_overdue else 0

    @property
    def is_stale(self) -> bool:
        """Whether nothing has been heard of it for more than 90 days although it is unfinished."""
        running = self.plan.state == PlanState.AGREED
        return running and is_stale(self.status, self.last_heard_on, timezone.localdate())


class ProgressUpdate(models.Model):
    """How an action stood on a day, said by a named person; only ever added."""

    of = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    on = models.DateField(_("date"))
    at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="progress_updates")
    before = models.CharField(_("status before"), max_length=12, choices=Status)
    status = models.CharField(_("status"), max_length=12, choices=Status)
    note = models.TextField(_("note"), max_length=2000)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="a_progress_update_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.of.reference}: {self.get_status_display()}"

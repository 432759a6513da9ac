"""WorkingGroup: commissioned by the Forum, with a remit, members, and reports that come back to the Forum."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed, keep_history
from signatories.models.decision import Decision
from signatories.models.filed import Filed
from signatories.models.forum import KEEPERS
from signatories.models.meeting import Meeting
from signatories.models.organisation import Organisation


class WorkingGroup(models.Model):
    """A group that the Forum has asked to take part of its work forward; it reports back to the Forum.

    Its table was made with the action plans.
    """

    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, related_name="working_groups")
    name = models.CharField(_("name"), max_length=120)
    remit = models.TextField(_("what it is to do"), max_length=1000)
    commissioned_by = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name=_("decision that set it up"),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("planned until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.TextField(_("why it ended"), max_length=1000, blank=True, default="")

    history = keep_history(table_name="actionplans_historicalworkinggroup")

    class Meta:
        db_table = "actionplans_workinggroup"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "name"],
                name="a_working_group_has_its_own_name",
                violation_error_message=_("This Compact already has a working group of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("signatories:group", args=[self.compact.slug, self.pk])

    def actions_for(self, user, rights=None) -> frozenset[str]:
        """What a person may do: keep (an officer, the chair, the vice-chair); report, also as its lead.

        `rights`: what the person may do on the Compact, where that is known already.
        """
        may = set()
        if KEEPERS & (access.rights(user, self.compact) if rights is None else rights):
            may |= {"keep", "report"}
        elif user.is_authenticated and self.members.in_term().filter(person=user, is_lead=True).exists():
            may.add("report")
        return frozenset(may) if self.ended_on is None else frozenset(may & {"keep"})

    @classmethod
    @transaction.atomic
    def form(cls, compact: Compact, *, by, **fields) -> "WorkingGroup":
        """A new working group. Raises NotAllowed unless the person keeps the Forum of the Compact."""
        if not access.rights(by, compact) & KEEPERS:
            raise NotAllowed(_t("Only an officer of this Compact, the chair or the vice-chair can form a group."))
        group = cls(compact=compact, **fields)
        group.full_clean()
        group._history_user = by
        group.save()
        return group

    @transaction.atomic
    def revise(self, *, by, **fields) -> None:
        """Change its name, remit or dates."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean()
        self._history_user = by
        self.save()

    @transaction.atomic
    def end(self, *, by, reason: str, on: date | None = None) -> None:
        """Its work is done, or is not to go on; the reason is public. Its reports stay."""
        ended = WorkingGroup.objects.filter(pk=self.pk, ended_on=None).update(
            ended_on=on or timezone.localdate(), end_reason=reason
        )
        if not ended:
            raise NotAllowed(_t("This group has ended already."))
        self.refresh_from_db()
        self._history_user, self._change_reason = by, reason
        self.save()

    @transaction.atomic
    def go_on(self, *, by) -> None:
        """Take the ending back."""
        if not WorkingGroup.objects.filter(pk=self.pk, ended_on__isnull=False).update(ended_on=None, end_reason=""):
            raise NotAllowed(_t("This group goes on already."))
        self.refresh_from_db()
        self._history_user = by
        self.save()


class GroupMemberQuerySet(models.QuerySet):
    """Members of working groups, by term."""

    def in_term(self, on: date | None = None):
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class GroupMember(models.Model):
    """A person or an organisation in a working group, from a date until a date (both included)."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(_("name of the person"), max_length=120, blank=True)
    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="working_groups"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="working_groups"
    )
    is_lead = models.BooleanField(_("leads the group"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()
    history = keep_history()

    class Meta:
        ordering = ["-is_lead", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | Q(organisation__isnull=False),
                name="a_member_of_a_group_is_a_person_or_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.organisation)

    def end(self, *, by, on: date | None = None) -> None:
        """Let the membership end with a day, today unless told."""
        self.ends_on = on or timezone.localdate()
        self._history_user = by
        self.save(update_fields=["ends_on"])


class GroupReport(Filed):
    """What a working group reported, on which day, to which meeting; with a file or without."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="reports")
    on = models.DateField(_("date"))
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("report"), max_length=20_000, blank=True)
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("to which meeting"),
    )
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    history = keep_history()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") | ~Q(file=""),
                name="a_report_says_something",
                violation_error_message=_("Write the report, or choose a file."),
            )
        ]

    def __str__(self) -> str:
        return self.title

"""Decision: what the Forum decided at a meeting, numbered, and the clauses and amendments it is about."""

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Clause
from compact_portal.history import NotAllowed, keep_history
from signatories.models.forum import Forum
from signatories.models.meeting import AgendaItem, Meeting


class DecisionQuerySet(models.QuerySet):
    """Decisions of Forums. They are public as soon as they are on record."""

    def for_lists(self):
        """With all that a list names."""
        return self.select_related("forum__compact", "meeting__forum")

    def about(self, lineages):
        """Those that are about clauses, in whichever edition."""
        return self.filter(clauses__lineage__in=lineages).distinct()


class Decision(models.Model):
    """A decision of a meeting. It keeps its number; whether the meeting was quorate, the meeting says."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("item")
    )
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(_("what was decided"), max_length=250)
    body = models.TextField(_("more about it"), max_length=8000, blank=True)
    clauses = models.ManyToManyField(Clause, related_name="decisions", blank=True, verbose_name=_("clauses"))
    amendments = models.ManyToManyField(
        "signatories.Amendment", related_name="decisions", blank=True, verbose_name=_("amendments")
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DecisionQuerySet.as_manager()
    history = keep_history(m2m_fields=["clauses", "amendments"])

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "year", "number"], name="decisions_are_numbered_once_a_year"),
            models.CheckConstraint(condition=Q(number__gte=1), name="decisions_are_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("signatories:decision", args=[self.forum.compact.slug, self.reference])

    @property
    def reference(self) -> str:
        """The number it is cited by: F-2026-03."""
        return f"F-{self.year}-{self.number:02}"

    @classmethod
    @transaction.atomic
    def record(cls, meeting: Meeting, *, by, clauses, amendments, **fields) -> "Decision":
        """Record what a meeting decided, under the next number of its year. NotAllowed before it was held."""
        if not meeting.is_over:
            raise NotAllowed(_t("Record who came first: only a meeting that was held decides."))
        meeting.forum.locked()
        year = meeting.day.year
        last = cls.objects.filter(forum=meeting.forum, year=year).aggregate(last=models.Max("number"))["last"] or 0
        made = cls(forum=meeting.forum, meeting=meeting, year=year, number=last + 1, **fields)
        made._history_user = by
        made.save()
        made._link(clauses, amendments, by=by)
        return made

    @transaction.atomic
    def revise(self, *, by, clauses, amendments, reason: str = "", **fields) -> None:
        """Word it otherwise, or link it otherwise; what it said before stays in its history.

        After the minutes were confirmed it takes a reason.
        """
        if self.meeting.is_confirmed and not reason.strip():
            raise NotAllowed(_t("The minutes are confirmed. Enter why the decision is corrected."))
        for name, value in fields.items():
            setattr(self, name, value)
        self._history_user, self._change_reason = by, reason
        self.save()
        self._link(clauses, amendments, by=by)

    def _link(self, clauses, amendments, *, by) -> None:
        for field, wanted in ((self.clauses, clauses), (self.amendments, amendments)):
            if {record.pk for record in field.all()} != {record.pk for record in wanted}:
                self._history_user = by
                field.set(wanted)

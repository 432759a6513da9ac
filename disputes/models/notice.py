"""What each person has been told: of a step (which they have seen or not), and the reminders of a date."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disputes.models.case import Dispute
from disputes.models.papers import DisputeEvent
from disputes.words import Party


class NoticeQuerySet(models.QuerySet):
    """Notices, and which are new."""

    def new_for(self, person, *, visible=None):
        """What a person has not seen yet, of disputes that still exist for them (`visible`); the newest first."""
        visible = Dispute.objects.visible_to(person) if visible is None else visible
        return self.filter(person=person, seen_at=None, dispute__in=visible.values("pk"))

    def see(self, person, **which) -> int:
        """Note that a person has seen what was new. Returns how many notices."""
        return self.filter(person=person, seen_at=None, **which).update(seen_at=timezone.now())


class Notice(models.Model):
    """One person was told of one step, in the part they took then. What they are shown is worded when it is read."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(DisputeEvent, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="notices")
    party = models.CharField(max_length=12, choices=Party.choices)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="a_person_is_told_of_a_step_once"),
        ]
        indexes = [models.Index(fields=["person", "dispute"], condition=Q(seen_at=None), name="notices_not_seen")]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.event_id}"


class Reminder(models.Model):
    """One person was reminded of one thing at one rung of its ladder; running twice finds the row and sends nothing.

    `about` is what ("clock", "outside", "idle", "escalated"…), `due_on` the day it is about, `moves` where it was.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    address = models.EmailField(_("address"), blank=True)
    party = models.CharField(max_length=12, choices=Party.choices, blank=True)
    about = models.CharField(max_length=12)
    rung = models.CharField(max_length=80)
    due_on = models.DateField()
    moves = models.PositiveIntegerField()
    sent_on = models.DateField()

    class Meta:
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "person", "about", "rung", "due_on"],
                condition=Q(person__isnull=False),
                name="a_person_is_reminded_once_at_a_rung",
            ),
            models.UniqueConstraint(
                fields=["dispute", "address", "about", "rung", "due_on"],
                condition=Q(person=None),
                name="an_address_is_reminded_once_at_a_rung",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="") | (Q(person=None) & ~Q(address="")),
                name="a_reminder_goes_to_a_person_or_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.about} {self.rung}"

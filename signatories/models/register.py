"""Keeping the register of organisations: mergers, pairs that are two bodies, uploads before they are accepted."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Compact
from compact_portal.history import Event
from signatories.models.organisation import Organisation

KEPT_HOURS = 48


class Merger(Event):
    """A record was merged into another, once; `moved` says in sentences what went over, `note` why it was done."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="merger")
    into = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mergers")
    moved = models.JSONField(_("what went over"), default=list)


class NotTheSame(models.Model):
    """An officer has said that two records are of two bodies, so they are not listed as one again."""

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_bodies_are_told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="of_two_bodies_the_older_is_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class RegisterUpload(models.Model):
    """A file of organisations that an officer uploaded, kept until it is accepted, thrown away, or 48 hours old.

    `columns` are the keys of the columns it has, `rows` its rows: the number of the line and the cells by column.
    """

    compact = models.ForeignKey(Compact, on_delete=models.CASCADE, related_name="register_uploads")
    file_name = models.CharField(max_length=200)
    columns = models.JSONField()
    rows = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def kept_until(self):
        """The moment at which it is thrown away."""
        return self.made_at + timedelta(hours=KEPT_HOURS)


def throw_away_uploads() -> str:
    """Timed work: throw away uploads that nobody has accepted for 48 hours."""
    old = RegisterUpload.objects.filter(made_at__lt=timezone.now() - timedelta(hours=KEPT_HOURS))
    count, _kinds = old.delete()
    return f"{count} uploaded registers thrown away"


class Handover(Event):
    """The open work of somebody who leaves was handed to a colleague: `moved` says in sentences what."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handovers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(_("what was handed over"), default=list)

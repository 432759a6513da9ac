"""How long cases are kept: the Compact's time, the warning before, holds; who else read; the case as a file."""

from datetime import date, datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Compact
from compact_portal.history import keep_history
from compact_portal.printing import Printed
from disputes.models.case import Dispute
from disputes.words import Party

USUAL_YEARS, FEWEST_YEARS, MOST_YEARS = 6, 1, 15
WARNED_WEEKS = 6  # So long before a case is anonymised both parties are told; it never goes sooner after the warning.
LONGEST_HOLD_YEARS = 2


class RetentionRule(models.Model):
    """For how many years after their end the disputes of a Compact are kept whole."""

    compact = models.OneToOneField(Compact, on_delete=models.PROTECT, related_name="retention_rule")
    years = models.PositiveSmallIntegerField(
        _("years after the end"),
        default=USUAL_YEARS,
        validators=[MinValueValidator(FEWEST_YEARS), MaxValueValidator(MOST_YEARS)],
    )

    history = keep_history()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(years__gte=FEWEST_YEARS, years__lte=MOST_YEARS), name="cases_are_kept_for_1_to_15_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compact}: {self.years}"


def years_kept(compact: Compact) -> int:
    """For how many years the cases of a Compact are kept whole."""
    rule = RetentionRule.objects.filter(compact=compact).first()
    return rule.years if rule else USUAL_YEARS


def kept_until(ended_on: date, years: int) -> date:
    """The last day on which a case is kept whole; 29 February becomes 28 February."""
    try:
        return ended_on.replace(year=ended_on.year + years)
    except ValueError:
        return ended_on.replace(year=ended_on.year + years, day=28)


class RetentionWarning(models.Model):
    """Both parties were told on which day the case will be anonymised; never sooner than six weeks after that."""

    dispute = models.OneToOneField(Dispute, on_delete=models.CASCADE, related_name="retention_warning")
    warned_at = models.DateTimeField(default=timezone.now, editable=False)
    goes_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.dispute}: {self.goes_on}"


class LegalHoldQuerySet(models.QuerySet):
    """Holds, and which are in force."""

    def in_force(self, on: date | None = None):
        """Those that keep a case on a day (today unless told)."""
        return self.filter(lifted_at=None, ends_on__gte=on or timezone.localdate())


class LegalHold(models.Model):
    """A case is kept whole, whatever its time, until a day: with a reason that both parties read."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="holds")
    party = models.CharField(_("asked for by"), max_length=12, choices=Party.choices, blank=True)
    placed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.TextField(_("reason"))
    ends_on = models.DateField(_("until"))
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.ends_on}"

    @property
    def is_in_force(self) -> bool:
        """Whether it keeps the case today."""
        return self.lifted_at is None and self.ends_on >= timezone.localdate()


class What(models.TextChoices):
    """What of a dispute somebody read."""

    CASE = "case", _("The page of the case")
    EVIDENCE = "evidence", _("A paper")
    FILE = "file", _("The case file")


class PaperRead(models.Model):
    """Somebody who belongs to neither party read something of a dispute, in an hour. Both parties see who.

    `number` is that of the paper; 0 for what is no paper.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="reads")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    party = models.CharField(_("as"), max_length=12, choices=Party.choices, blank=True)
    what = models.CharField(max_length=8, choices=What)
    number = models.PositiveIntegerField(default=0)
    hour = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "person", "what", "number", "hour"], name="a_read_is_noted_once_an_hour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.what} {self.number}"


def hour_of(moment: datetime) -> datetime:
    """The hour in which a moment lies."""
    return moment.replace(minute=0, second=0, microsecond=0)


def read_this_hour(user) -> Any:
    """What it is noted already that somebody read in this hour."""
    return PaperRead.objects.filter(person=user, hour=hour_of(timezone.now()))


def note_read(dispute: Dispute, user, parties: frozenset[Party], what: What, number: int = 0) -> None:
    """Note that somebody of neither party reads something, once an hour. One query, and none for the parties."""
    if parties & {Party.COMPLAINANT, Party.RESPONDENT}:
        return
    now = timezone.now()
    party = next((party.value for party in Party if party in parties), "")
    read: Any = PaperRead(dispute=dispute, person=user, party=party, what=what, number=number, at=now)
    read.hour = hour_of(now)
    PaperRead.objects.bulk_create([read], ignore_conflicts=True)


class Reader(models.TextChoices):
    """For whom a case file is made."""

    COMPLAINANT = "complainant", _("For the complainant")
    RESPONDENT = "respondent", _("For the respondent")
    OTHERS = "others", _("Without names and words")


class PrintedCase(Printed):
    """The case file for one kind of reader: as PDF, or packed with the papers. It is thrown away within a day."""

    class Form(models.TextChoices):
        """As what it is given."""

        PDF = "pdf", _("PDF")
        ZIP = "zip", _("ZIP")

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="printed")
    reader = models.CharField(max_length=12, choices=Reader)
    form = models.CharField(max_length=3, choices=Form)
    file = models.FileField(upload_to="cases/", blank=True)

    class Meta(Printed.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "reader", "form", "content_digest"], name="a_case_is_printed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute} {self.reader} {self.form}"

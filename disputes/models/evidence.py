"""Evidence: a paper that a party hands over, for everybody in the case or for fewer; and its check for viruses."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal import clamd
from disputes.examining import CONTENT_TYPES, KIND_NAMES, PaperKind
from disputes.models.case import Dispute
from disputes.models.papers import READERS
from disputes.words import Audience, Party


class ScanState(models.TextChoices):
    """What the check for viruses has come to."""

    NOT_SCANNED = "not-scanned", _("Not checked for viruses")
    WAITING = "waiting", _("Waiting for the check for viruses")
    CLEAN = "clean", _("Checked for viruses")
    INFECTED = "infected", _("Held back: it holds a virus")


#: For whom a paper can be: everybody for whom the case exists, those in the mediation, one's own room.
AUDIENCES = (Audience.CASE, Audience.MEDIATION, Audience.COMPLAINANT_ROOM, Audience.RESPONDENT_ROOM)


def somewhere_else(evidence, name: str) -> str:
    """A path that tells nothing of what is in it, and that nobody guesses."""
    return f"evidence/{uuid4().hex}"


class EvidenceQuerySet(models.QuerySet):
    """Papers, and who may read them."""

    def read_by(self, parties: frozenset[Party]):
        """The papers that somebody who takes part in these ways may know of."""
        readable = [audience for audience, may_read in READERS.items() if may_read & parties]
        return self.filter(audience__in=[Audience.CASE, *readable])

    def to_be_scanned(self):
        """Those of which nobody knows whether they hold a virus."""
        return self.filter(scan__in=[ScanState.WAITING, ScanState.NOT_SCANNED]).exclude(file="")


class Evidence(models.Model):
    """A paper of a dispute, known by its number in it. Once the dispute is raised it is never silently gone.

    `entered_at` is when it became a part of the raised dispute: with it, or later. What was removed keeps its row, with
    the reason; its file is gone.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="evidence")
    number = models.PositiveIntegerField(_("number"))
    file = models.FileField(upload_to=somewhere_else, blank=True)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(max_length=4, choices=[(kind.value, name) for kind, name in KIND_NAMES.items()])
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(_("digest (SHA-256)"), max_length=64)
    description = models.CharField(_("what it shows"), max_length=300)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.CASE.value)
    party = models.CharField(max_length=12, choices=Party.choices)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    entered_at = models.DateTimeField(null=True, blank=True, editable=False)
    scan = models.CharField(max_length=12, choices=ScanState, default=ScanState.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_why = models.CharField(_("why it was removed"), max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["dispute", "number"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="a_paper_has_a_number_of_its_own"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_why="") | (Q(removed_at__isnull=False) & ~Q(removed_why="")),
                name="a_paper_is_removed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=[audience.value for audience in AUDIENCES]),
                name="a_paper_is_for_the_case_the_mediation_or_a_room",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def get_absolute_url(self) -> str:
        if self.dispute.reference is None:
            return reverse("disputes:draft_paper", args=[self.dispute_id, self.number])
        return reverse("disputes:paper", args=[self.dispute.reference, self.number])

    @property
    def is_given_out(self) -> bool:
        """Whether its file may leave the portal: never before a scanner that there is has found it clean."""
        if self.removed_at or not self.file:
            return False
        return self.scan == ScanState.CLEAN or (self.scan == ScanState.NOT_SCANNED and not clamd.is_configured())

    @property
    def standing(self) -> str:
        """What there is to know of its file, in words: empty where it can be had."""
        if self.removed_at:
            return str(_("Removed"))
        if self.is_given_out:
            return ""
        return str((ScanState.WAITING if self.scan == ScanState.NOT_SCANNED else ScanState(self.scan)).label)

    @property
    def content_type(self) -> str:
        """The media type it is given out as."""
        return CONTENT_TYPES[PaperKind(self.kind)]

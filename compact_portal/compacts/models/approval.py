"""Approval: somebody with the right to do so approves the words of an edition for a sector."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models.edition import Edition


class Approval(models.Model):
    """A person approved, for a sector, the words that have this digest (`Edition.words_digest`).

    It holds for those words only: an edit makes it void. It stays on record, also when it is taken back.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="approvals")
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="approvals")
    digest = models.CharField(max_length=64, editable=False)
    note = models.TextField(_("note"), blank=True)
    approved_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["approved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "sector", "digest"],
                condition=Q(taken_back_at=None),
                name="a_sector_approves_the_same_words_once",
            ),
            models.UniqueConstraint(
                fields=["edition", "person", "digest"],
                condition=Q(taken_back_at=None),
                name="a_person_approves_the_same_words_for_one_sector",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_back_at__gte=F("approved_at")),
                name="an_approval_is_given_before_it_is_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_sector_display()}"

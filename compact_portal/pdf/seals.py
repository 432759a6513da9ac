"""With which certificates documents were sealed, and every seal that was ever set: what is needed to check one later.

Private keys are never here: they lie encrypted in a folder of their own, or in a council's own device (`keys.py`).
"""

import re
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal.pdf.numbers import SHORT_ID_LENGTH


class NotSealed(Exception):
    """A document could not be sealed; the text is a sentence that says why, without any secret."""


class SealingCertificate(models.Model):
    """A certificate with which documents were or are sealed. Old ones are kept, because old seals need them."""

    class Source(models.TextChoices):
        """Where the key of a certificate is."""

        OWN = "own", _("Made by this portal")
        PKCS12 = "pkcs12", _("A file of the council (PKCS#12)")
        PKCS11 = "pkcs11", _("A device of the council (PKCS#11)")

    fingerprint = models.CharField(_("SHA-256 fingerprint"), max_length=64, unique=True)
    subject = models.CharField(_("issued to"), max_length=250)
    issuer = models.CharField(_("issued by"), max_length=250)
    pem = models.TextField(_("certificate"))
    chain = models.TextField(_("certificates of its issuers"), blank=True)
    not_before = models.DateTimeField(_("valid from"))
    not_after = models.DateTimeField(_("valid until"))
    source = models.CharField(_("source"), max_length=8, choices=Source)
    scope = models.CharField(_("Compact"), max_length=60, blank=True, help_text=_("Its slug; empty for all."))
    known_since = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    warned_at_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-known_since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(not_before__lt=models.F("not_after")), name="a_certificate_begins_before_it_ends"
            ),
            models.CheckConstraint(
                condition=~Q(fingerprint="") & ~Q(pem=""), name="a_certificate_has_its_fingerprint_and_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.fingerprint[:16]})"

    @property
    def name(self) -> str:
        """The name in it that people know, without the rest of what it was issued to."""
        found = re.search(r"(?:^|[,+])CN=((?:\\.|[^,+])+)", self.subject)
        return found[1].replace("\\", "") if found else self.subject

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return self.not_after < timezone.now()

    def was_valid_at(self, moment: datetime) -> bool:
        """Whether a moment lies within its time."""
        return self.not_before <= moment <= self.not_after


class Seal(models.Model):
    """A seal that was set: of which file, with which certificate, when (UTC). Rows are only ever added."""

    digest = models.CharField(_("SHA-256 of the sealed file"), max_length=64, unique=True)
    unsealed_digest = models.CharField(_("SHA-256 before sealing"), max_length=64)
    short_id = models.CharField(_("number of the document"), max_length=SHORT_ID_LENGTH, db_index=True)
    key = models.ForeignKey(SealingCertificate, on_delete=models.PROTECT, related_name="seals")
    sealed_at = models.DateTimeField()
    time_stamped_by = models.CharField(_("time-stamp authority"), max_length=250, blank=True)

    class Meta:
        ordering = ["sealed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.short_id} ({self.digest[:16]})"


class Sealed(NamedTuple):
    """What sealing gives: the file, the certificate it was sealed with, when, and who stamped the time, if anybody."""

    document: bytes
    key: SealingCertificate
    at: datetime
    time_stamped_by: str = ""

"""The trace of a signing: from which address and with which browser. Deleted after the retention time."""

import hashlib
import secrets
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from signatories.models.request import SigningRequest
from signatories.models.signature import Signature

LONGEST = 300


class Came(NamedTuple):
    """Where somebody came from: the address of their machine, and what their browser calls itself."""

    address: str | None = None
    browser: str = ""


STEPS = {
    "opened": _("Link used"),
    "code confirmed": _("Code confirmed"),
    "signed": _("Signed"),
    "handed over": _("Handed over"),
    "declined": _("Declined"),
    "witness opened": _("Link used by the witness"),
    "witness code confirmed": _("Code confirmed by the witness"),
    "witnessed": _("Confirmed by the witness"),
    "witness refused": _("Not confirmed by the witness"),
}


class SigningTraceQuerySet(models.QuerySet):
    """Traces, by what they belong to."""

    def of_signature(self, signature: Signature):
        """Every step that led to a signature."""
        return self.filter(Q(signature=signature) | Q(request__signature=signature))


class SigningTrace(models.Model):
    """Where a step of signing came from. Shown to the organisation and the officers only.

    The log keeps only `digest`, which says nothing once the row with its salt is gone.
    """

    request = models.ForeignKey(SigningRequest, on_delete=models.PROTECT, null=True, related_name="traces")
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, null=True, related_name="traces")
    action = models.CharField(_("what"), max_length=40)
    at = models.DateTimeField(_("when"), default=timezone.now)
    address = models.GenericIPAddressField(_("address"), null=True, unpack_ipv4=True)
    browser = models.CharField(_("browser"), max_length=LONGEST, blank=True)
    salt = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    objects = SigningTraceQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.action} ({self.at:%Y-%m-%d %H:%M})"

    @property
    def said(self) -> str:
        """What was done, in words."""
        return str(STEPS.get(self.action, self.action))

    @classmethod
    def keep(cls, action: str, came: Came | None, *, request=None, signature=None) -> str:
        """Keep where a step came from. Returns the digest by which the log refers to it; "" where nothing is known."""
        if came is None:
            return ""
        browser = "".join(mark for mark in came.browser if mark.isprintable())[:LONGEST]
        trace = cls(
            request=request,
            signature=signature,
            action=action,
            address=came.address,
            browser=browser,
            salt=secrets.token_hex(16),
        )
        trace.digest = trace.digest_of_it()
        trace.save(force_insert=True)
        return trace.digest

    def digest_of_it(self) -> str:
        """The digest that it must have."""
        said = f"{self.salt}|{self.address or ''}|{self.browser}"
        return hashlib.sha256(said.encode()).hexdigest()

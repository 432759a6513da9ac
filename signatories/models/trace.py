"""The trace of a signing: from which address and with which browser. Deleted after the retention time."""

import hashlib
import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from signatories.models.request import SigningRequest
from signatories.models.signature import Signature


class SigningTrace(models.Model):
    """Where a step of signing came from. Shown to the organisation and the officers only.

    The log keeps only `digest`, which says nothing once the row with its salt is gone.
    """

    request = models.ForeignKey(SigningRequest, on_delete=models.PROTECT, null=True, related_name="traces")
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, null=True, related_name="traces")
    action = models.CharField(_("what"), max_length=40)
    at = models.DateTimeField(_("when"), default=timezone.now)
    address = models.GenericIPAddressField(_("address"), null=True, unpack_ipv4=True)
    browser = models.CharField(_("browser"), max_length=300, blank=True)
    salt = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.action} ({self.at:%Y-%m-%d %H:%M})"

    @classmethod
    def keep(cls, action: str, *, address: str | None, browser: str, request=None, signature=None) -> "SigningTrace":
        """Keep where a step came from, and the digest by which the log refers to it."""
        salt = secrets.token_hex(16)
        said = f"{salt}|{address or ''}|{browser[:300]}"
        return cls.objects.create(
            request=request,
            signature=signature,
            action=action,
            address=address,
            browser=browser[:300],
            salt=salt,
            digest=hashlib.sha256(said.encode()).hexdigest(),
        )

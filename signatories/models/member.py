"""SignedMember: a member of an umbrella body for which it signed too."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.models.organisation import Organisation
from signatories.models.signature import Signature


class SignedMember(models.Model):
    """One for whom an umbrella body signed: an organisation of the register, or one that is only named.

    It is told, and may opt out: then the register no longer names it. `key` stands in the address by which it does.
    """

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_through"
    )
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("email address"), blank=True)
    key = models.CharField(max_length=24, unique=True, editable=False)
    secret_digest = models.CharField(max_length=64, blank=True, editable=False)
    told_at = models.DateTimeField(null=True, blank=True)
    opted_out_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("why it opted out"), blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "organisation"],
                condition=Q(organisation__isnull=False),
                name="an_umbrella_signs_for_a_member_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

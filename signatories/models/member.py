"""SignedMember: a member of an umbrella body for which it signed too. It is told, and may opt out."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.history import NotAllowed
from signatories.models.chain import ChainEntry
from signatories.models.organisation import Organisation
from signatories.models.request import digest_of, new_key
from signatories.models.signature import Signature
from signatories.notifications import joining as tell

OPT_OUT_DAYS = 28


class Named(NamedTuple):
    """A member that is not in the register: its name, and its address of email or ""."""

    name: str
    email: str = ""


class SignedMember(models.Model):
    """One for whom an umbrella body signed: an organisation of the register, or one that is only named.

    It is told, and may opt out. Within `OPT_OUT_DAYS` it was never bound, and the register does not name it; later it
    leaves, and the register says so. `key` stands in the address by which it does.
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

    def get_absolute_url(self) -> str:
        return reverse("signatories:member", args=[self.key])

    @property
    def may_opt_out_until(self) -> date | None:
        """The last day on which it may opt out as if nobody had signed for it; None where it was not told."""
        return timezone.localdate(self.told_at) + timedelta(days=OPT_OUT_DAYS) if self.told_at else None

    @property
    def opted_out_in_time(self) -> bool:
        """Whether it was never bound."""
        until = self.may_opt_out_until
        return self.opted_out_at is not None and (until is None or timezone.localdate(self.opted_out_at) <= until)

    @property
    def left_on(self) -> date | None:
        """The day on which it left, after having been bound."""
        return timezone.localdate(self.opted_out_at) if self.opted_out_at and not self.opted_out_in_time else None

    @classmethod
    @transaction.atomic
    def sign_for(
        cls, signature: Signature, organisations: Iterable[Organisation], others: Iterable[Named] = ()
    ) -> list["SignedMember"]:
        """Say for which members a signature was given too, and tell each that has an address, once it is complete."""
        made = [cls(signature=signature, organisation=body, name=body.name, email=body.email) for body in organisations]
        made += [cls(signature=signature, name=name, email=email.lower()) for name, email in others]
        for member in made:
            member.key = new_key() + new_key()[:4]
            member.save(force_insert=True)
            member.record("signed for")
            if not signature.awaits_witness:
                member.tell()
        return made

    @classmethod
    def tell_all(cls, signature: Signature) -> None:
        """Tell those for whom a signature was given that is complete now."""
        for member in cls.objects.filter(signature=signature, told_at=None).select_related("organisation"):
            member.signature = signature
            member.tell()

    def tell(self) -> None:
        """Mail the link with which it opts out, with a new secret, to its address and to those who act for it."""
        secret = secrets.token_urlsafe(24)
        link = reverse("signatories:member_link", args=[self.key, secret])
        if tell.member_signed_for(self, link=link):
            self.secret_digest, self.told_at = digest_of(secret), self.told_at or timezone.now()
            self.save(update_fields=["secret_digest", "told_at"])

    def knows(self, secret: str) -> bool:
        """Whether a secret is that of the latest mail."""
        return bool(self.secret_digest) and constant_time_compare(digest_of(secret), self.secret_digest)

    @transaction.atomic
    def opt_out(self, *, reason: str = "", by=None) -> None:
        """Say that the umbrella body did not sign for it (any more)."""
        now = timezone.now()
        if not SignedMember.objects.filter(pk=self.pk, opted_out_at=None).update(opted_out_at=now, reason=reason):
            raise NotAllowed(_t("%(name)s has opted out already.") % {"name": self})
        self.refresh_from_db(fields=["opted_out_at", "reason"])
        self.record("opted out", by=by)
        tell.member_opted_out(self)

    @transaction.atomic
    def stay(self, *, by=None) -> None:
        """Take an opt-out back, in the time in which it may opt out."""
        if self.may_opt_out_until is None or timezone.localdate() > self.may_opt_out_until:
            raise NotAllowed(_t("That cannot be taken back any more. The organisation can sign for itself."))
        came_back = SignedMember.objects.filter(pk=self.pk, opted_out_at__isnull=False)
        if not came_back.update(opted_out_at=None, reason=""):
            raise NotAllowed(_t("%(name)s has not opted out.") % {"name": self})
        self.refresh_from_db(fields=["opted_out_at", "reason"])
        self.record("stays", by=by)

    def record(self, action: str, *, by=None) -> None:
        """Write what happened into the log of the Compact."""
        facts = {"member": self.name, "certificate": self.signature.certificate}
        compact: Any = self.signature.edition.text.compact
        ChainEntry.add(compact, f"member {action}", facts, by=by)


def keep_members() -> str:
    """Timed work: addresses of members are wiped some time after they have left, or the signature has ended."""
    now = timezone.now()
    before = now - timedelta(days=OPT_OUT_DAYS)
    over = Q(opted_out_at__lt=before) | Q(signature__withdrawn_on__lt=timezone.localdate(before))
    keys = list(SignedMember.objects.filter(over).exclude(email="").values_list("pk", flat=True))
    return f"{SignedMember.objects.filter(pk__in=keys).update(email='')} addresses of members wiped"

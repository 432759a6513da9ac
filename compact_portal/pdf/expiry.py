"""Before the certificate that documents are sealed with ends, administrators are told, once for each step."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal import mail
from compact_portal.pdf.seals import SealingCertificate

STEPS = (60, 30, 14, 7, 1, 0)  # Days before the end.


def ending(now: datetime | None = None) -> list[tuple[SealingCertificate, int]]:
    """Return the certificates in use that end within 60 days or have ended, each with the days that are left."""
    now = now or timezone.now()
    used = SealingCertificate.objects.filter(retired_at=None).order_by("not_after")
    left = [(certificate, max(0, (certificate.not_after - now).days)) for certificate in used]
    return [(certificate, days) for certificate, days in left if days <= STEPS[0]]


def sentence(certificate: SealingCertificate, days: int) -> str:
    """Say when a certificate ends."""
    if certificate.has_expired:
        return _("The certificate that agreements are sealed with ended on %(day)s. Nothing can be sealed.") % {
            "day": date_format(timezone.localdate(certificate.not_after))
        }
    return ngettext(
        "The certificate that agreements are sealed with ends in %(days)s day, on %(day)s.",
        "The certificate that agreements are sealed with ends in %(days)s days, on %(day)s.",
        days,
    ) % {"days": days, "day": date_format(timezone.localdate(certificate.not_after))}


def warn() -> str:
    """Timed work: tell the administrators of certificates that end soon. Run twice, it tells them once."""
    told = 0
    for certificate, days in ending():
        step = min(step for step in STEPS if step >= days)
        with transaction.atomic():
            due = SealingCertificate.objects.filter(Q(warned_at_days=None) | Q(warned_at_days__gt=step))
            if due.filter(pk=certificate.pk).update(warned_at_days=step):
                _tell(certificate, days)
                told += 1
    return _("%(count)d warnings of certificates that end") % {"count": told}


def _tell(certificate: SealingCertificate, days: int) -> None:
    """Put the warning into the outbox."""
    mail.write(
        to=get_user_model().objects.filter(is_administrator=True, is_active=True),
        subject=_("The certificate of the seal ends soon"),
        template="portal/email/seal_ends.txt",
        context={"certificate": certificate, "sentence": sentence(certificate, days)},
        about=f"sealing certificate {certificate.pk}",
    )

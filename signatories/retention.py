"""What is kept of a signing for a time only: addresses and browsers, sessions, and whom it was mailed to."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from compact_portal import mail
from signatories.models import SigningClaim, SigningRequest, SigningTrace, Witnessing


def forget() -> str:
    """Timed work: traces older than `SIGNING_TRACE_DAYS` are deleted, addresses of what ended before then are wiped.

    Names stay with what was answered. The log of signing holds without them.
    """
    before = timezone.now() - timedelta(days=settings.SIGNING_TRACE_DAYS)
    deleted, _kinds = SigningTrace.objects.filter(at__lt=before).delete()
    SigningClaim.objects.filter(made_at__lt=before).delete()
    ended = SigningRequest.objects.filter(ended_at__lt=before).exclude(to_email="")
    ended.exclude(signature__awaits_witness=True, signature__withdrawn_on=None).update(to_email="")
    Witnessing.objects.filter(ended_at__lt=before).exclude(to_email="").update(to_email="")
    mail.forget_sent("signing ", before=before)
    return ngettext("%(count)d trace of signing deleted", "%(count)d traces of signing deleted", deleted) % {
        "count": deleted
    }

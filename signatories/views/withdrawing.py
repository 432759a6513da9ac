"""Leaving: an authorised signatory gives notice, and may take it back until it has run out."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from compact_portal.templatetags.portal import day
from signatories import actions
from signatories.forms.withdrawing import WithdrawForm
from signatories.models import Signature, SigningRules
from signatories.views.finding import find_compact, find_signature


def _own_signature(request, slug: str, number: int) -> Signature:
    """Return a signature of an organisation for which the person signs, or raise Http404 or PermissionDenied."""
    signature = find_signature(find_compact(request, slug), number)
    if "sign_for" not in signature.organisation.actions_for(request.user):
        raise PermissionDenied
    return signature


@login_required
def withdraw(request, slug: str, number: int) -> HttpResponse:
    """Give notice with a reason; where the Compact asks for none, withdraw at once."""
    signature = _own_signature(request, slug, number)
    days = SigningRules.of(signature.edition.text.compact).notice_days
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            form.save(signature, by=request.user)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _done(signature))
        return redirect(signature)
    context = {
        "compact": find_compact(request, slug),
        "signature": signature,
        "form": form,
        "days": days,
        "leaves_on": timezone.localdate() + timedelta(days=days),
    }
    return render(request, "signatories/withdraw.html", context)


def _done(signature: Signature) -> str:
    if signature.withdrawn_on:
        return _("The signature is withdrawn. The register says so, and keeps it.")
    return _("Notice is given. The organisation leaves on %(day)s; until then you can take it back.") % {
        "day": day(signature.leaves_on)
    }


@login_required
@require_POST
def stay(request, slug: str, number: int) -> HttpResponse:
    """Take the notice back."""
    signature = _own_signature(request, slug, number)
    try:
        actions.stay(signature, by=request.user)
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The notice is taken back. The organisation stays a signatory."))
    return redirect(signature)

"""Signing with an account, as an authorised signatory: the pages are those of `steps`."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from signatories.models import Signature
from signatories.views.finding import find_compact
from signatories.views.steps import Signing, take_step


@login_required
def begin(request, slug: str) -> HttpResponse:
    """Say what signing asks for, or why it is not possible here and now."""
    signing = Signing(request, find_compact(request, slug))
    reason = signing.why_not()
    context = {"compact": signing.compact, "reason": reason, "first": signing.address("who"), "signing": signing}
    return render(request, "signatories/sign/begin.html", context, status=403 if reason and signing.editions else 200)


@login_required
def step(request, slug: str, step: str) -> HttpResponse:
    """Ask one question, keep the answer, and go on; the last step signs."""
    signing = Signing(request, find_compact(request, slug))
    if signing.why_not():
        return redirect("signatories:sign", slug)
    return take_step(request, signing, step)


@login_required
def signed(request, slug: str, number: int) -> HttpResponse:
    """Confirm to the person who signed, with the number of the certificate and where the printed agreement is."""
    compact = find_compact(request, slug)
    mine = Signature.objects.under(compact).filter(person=request.user)
    mine = mine.select_related("organisation", "edition__text__compact")
    context = {"compact": compact, "signature": get_object_or_404(mine, pk=number)}
    return render(request, "signatories/sign/signed.html", context)

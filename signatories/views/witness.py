"""The witness: confirms a signature through a mailed link; whoever signed looks after that."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from compact_portal.history import NotAllowed
from signatories import actions
from signatories.forms.signing import ConfirmSignatureForm, RefuseToWitnessForm, WitnessForm
from signatories.models import Signature, SigningClaim, Witnessing
from signatories.notifications import witnessing as tell
from signatories.views.claims import ByAccount, address, find_subject, for_those_asked, over
from signatories.views.finding import came_from, find_compact


@never_cache
def standing(request, key: str, *, kind: str) -> HttpResponse:
    """How a confirmation stands, for whoever has its number: it opens nothing."""
    found = find_subject(kind, key)
    if found is None:
        raise Http404
    context = {
        "witnessing": found,
        "compact": found.compact,
        "again": address(found, "again") if found.is_live and not found.secret_digest else "",
        "private": True,
    }
    return render(request, "signatories/sign/witnessing.html", context)


def words_of(signature: Signature) -> str:
    """What a witness confirms, in a sentence."""
    return _("I confirm that I know %(name)s, %(office)s of %(organisation)s, and that they signed in its name.") % {
        "name": signature.signed_name,
        "office": signature.office,
        "organisation": signature.organisation,
    }


@for_those_asked
def confirm(request, claim: SigningClaim) -> HttpResponse:
    """Show the witness what was signed, and let them confirm it."""
    asked = claim.subject
    if not asked.is_live:
        return over(request, asked)
    form = ConfirmSignatureForm(request.POST if request.method == "POST" else None, words=words_of(asked.signature))
    if form.is_valid():
        try:
            actions.witness(asked, office=form.cleaned_data["office"], by=_person(request), came=came_from(request))
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Thank you. The signature counts now, and the register shows it."))
            return redirect(asked)
    context = {
        "witnessing": asked,
        "signature": asked.signature,
        "codes": list(asked.signature.codes.select_related("text")),
        "compact": asked.compact,
        "form": form,
        "refuse": address(asked, "refuse"),
        "private": True,
    }
    return render(request, "signatories/sign/confirm_signature.html", context)


@for_those_asked
def refuse(request, claim: SigningClaim) -> HttpResponse:
    """Let the witness say that they cannot confirm it."""
    asked = claim.subject
    if not asked.is_live:
        return over(request, asked)
    form = RefuseToWitnessForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.refuse_to_witness(asked, by=_person(request), came=came_from(request), **form.cleaned_data)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The person who signed is told. The signature does not count."))
            return redirect(asked)
    context = {"compact": asked.compact, "form": form, "back": address(asked, "begin"), "private": True}
    return render(request, "signatories/sign/refuse_to_witness.html", context)


# Looking after the witness: by the session that signed, or with an account.


@for_those_asked
def of_request(request, claim: SigningClaim | ByAccount) -> HttpResponse:
    """Look after the witness of the signature that answered a request."""
    asked = claim.subject
    if not asked.awaits_witness:
        return over(request, asked)
    if isinstance(claim, ByAccount):
        return redirect("signatories:look_after_witness", asked.compact.slug, asked.signature_id)
    end = {"here": address(asked, "witness"), "end": address(asked)}
    return _look_after(request, asked.signature, own=asked.signature.addresses_of_signatory(), **end)


@login_required
def of_signature(request, slug: str, number: int) -> HttpResponse:
    """Look after the witness of a signature, as the person who signed or another signatory of the organisation."""
    compact = find_compact(request, slug)
    waiting = Signature.objects.under(compact).select_related("organisation", "edition__text__compact", "person")
    signature = get_object_or_404(waiting, pk=number)
    if signature.person != request.user and not signature.organisation.permits(request.user, "sign_for"):
        if signature.awaits_witness:
            raise Http404
        raise PermissionDenied
    if not signature.waits:
        return redirect(signature)
    here = reverse("signatories:look_after_witness", args=[slug, number])
    own = signature.addresses_of_signatory() | {request.user.email.lower()}
    return _look_after(request, signature, own=own, here=here, end=signature.organisation.get_absolute_url())


def _look_after(request, signature: Signature, *, own: set[str], here: str, end: str) -> HttpResponse:
    """Remind the witness, name another one, or give the signature up."""
    do = request.POST.get("do", "")
    asked = signature.witnessings.filter(state="asked").first()
    form = WitnessForm(request.POST if do == "replace" else None, own=own)
    try:
        if do == "remind" and asked:
            asked.remind(by=_person(request))
            messages.success(request, _("%(name)s has a new link by email.") % {"name": asked.to_name})
            return redirect(here)
        if do == "cancel":
            actions.cancel_waiting(signature, by=_person(request))
            messages.success(request, _("The signature is cancelled. It was never in the register."))
            return redirect(end)
        if form.is_valid():
            made = _replace(request, signature, **form.cleaned_data)
            messages.success(request, _("%(name)s has a link by email now.") % {"name": made.to_name})
            return redirect(here)
    except NotAllowed as reason:
        messages.error(request, str(reason))
        return redirect(here)
    context = {
        "signature": signature,
        "compact": signature.edition.text.compact,
        "asked": asked,
        "last": signature.witnessings.first(),
        "form": form,
        "private": True,
    }
    return render(request, "signatories/sign/look_after.html", context)


def _replace(request, signature: Signature, *, witness_name: str, witness_email: str) -> Witnessing:
    made = Witnessing.ask(signature, name=witness_name, email=witness_email, by=_person(request))
    tell.waiting(signature, made)
    return made


def _person(request):
    return request.user if request.user.is_authenticated else None

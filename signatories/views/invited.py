"""Answering a request without an account: sign, hand over to the right person, or decline with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from compact_portal.history import NotAllowed
from signatories import actions
from signatories.forms.signing import DeclineForm, HandOverForm
from signatories.models import Organisation, Signature, SigningClaim, SigningRequest, SigningRules
from signatories.views.claims import ByAccount, address, claim_of, for_those_asked, over
from signatories.views.finding import came_from
from signatories.views.steps import Signing, take_step


class InvitedSigning(Signing):
    """What somebody who was invited has answered so far: one edition, one organisation, no account."""

    claim: SigningClaim

    def __init__(self, request, claim: SigningClaim) -> None:
        self.claim = claim
        self.asked: SigningRequest = claim.subject
        super().__init__(request, self.asked.compact)

    @property
    def key(self) -> str:
        return f"signing-request-{self.asked.pk}"

    @property
    def editions(self):
        return [self.asked.edition] if self.asked.edition.open_for_signing else []

    @property
    def organisations(self):
        return Organisation.objects.filter(pk=self.asked.organisation_id)

    @property
    def home(self) -> str:
        return address(self.asked, "begin")

    def address(self, name: str) -> str:
        return address(self.asked, "step", name)

    def address_of_end(self, signature: Signature) -> str:
        return address(self.asked, "signed")

    @property
    def name(self) -> str:
        return self.asked.to_name

    @property
    def own_addresses(self) -> set[str]:
        user = self.request.user
        return {self.asked.to_email} | ({user.email.lower()} if user.is_authenticated else set())


@never_cache
def request(request, key: str, *, kind: str) -> HttpResponse:
    """How a request stands, for whoever has its number from paper: it opens nothing."""
    found = get_object_or_404(SigningRequest.objects.at_hand(), key=key)
    claim = claim_of(request, kind, key)
    here = claim is not None and not claim.is_over and not found.why_not_person(request.user)
    context = {
        "asked": found,
        "compact": found.compact,
        "go_on": address(found, "begin") if found.is_live and (here or found.is_signed_for_by(request.user)) else "",
        "again": address(found, "again") if found.is_live and not found.secret_digest else "",
        "private": True,
    }
    return render(request, "signatories/requested.html", context)


@for_those_asked
def begin(request, claim: SigningClaim | ByAccount) -> HttpResponse:
    """Show what is asked, and the three answers there are."""
    asked = claim.subject
    if asked.awaits_witness:
        return redirect(address(asked, "witness"))
    if not asked.is_open:
        return over(request, asked)
    by_account = reverse("signatories:sign", args=[asked.compact.slug])
    gone = _("%(edition)s can be signed no more.") % {"edition": asked.edition}
    context = {
        "asked": asked,
        "compact": asked.compact,
        "reason": "" if asked.edition.open_for_signing else gone,
        "first": by_account if isinstance(claim, ByAccount) else address(asked, "step", "who"),
        "rules": SigningRules.of(asked.compact),
        "hand_over": address(asked, "hand_over"),
        "decline": address(asked, "decline"),
        "private": True,
    }
    return render(request, "signatories/sign/invited.html", context)


@for_those_asked
def step(request, claim: SigningClaim | ByAccount, step: str) -> HttpResponse:
    """Ask one question, keep the answer, and go on; the last step signs."""
    if isinstance(claim, ByAccount):
        return redirect("signatories:sign", claim.subject.compact.slug)
    signing = InvitedSigning(request, claim)
    if not claim.subject.is_open or not signing.editions:
        return over(request, claim.subject) if claim.subject.over_sentence() else redirect(signing.home)
    return take_step(request, signing, step)


@for_those_asked
def signed(request, claim: SigningClaim | ByAccount) -> HttpResponse:
    """Confirm to the person who signed, with the number of the certificate and where the printed agreement is."""
    asked = claim.subject
    if asked.signature is None:
        return redirect(address(asked, "begin"))
    signature = Signature.objects.select_related("organisation", "edition__text__compact").get(pk=asked.signature_id)
    context = {
        "compact": asked.compact,
        "signature": signature,
        "look_after": address(asked, "witness"),
        "private": True,
    }
    return render(request, "signatories/sign/signed.html", context)


@for_those_asked
def hand_over(request, claim: SigningClaim | ByAccount) -> HttpResponse:
    """Name the right person, who gets a link of their own."""
    asked = claim.subject
    if not asked.is_open:
        return over(request, asked)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            after = actions.hand_over(asked, by=_person(request), came=came_from(request), **form.cleaned_data)
        except NotAllowed as reason:
            form.add_error("to_email", str(reason))
        else:
            messages.success(request, _("%(name)s has a link by email now.") % {"name": after.to_name})
            return redirect(asked)
    context = {"asked": asked, "compact": asked.compact, "form": form, "back": address(asked, "begin"), "private": True}
    return render(request, "signatories/sign/hand_over.html", context)


@for_those_asked
def decline(request, claim: SigningClaim | ByAccount) -> HttpResponse:
    """Say that the organisation does not sign, and why. The page says beforehand who reads it."""
    asked = claim.subject
    if not asked.is_open:
        return over(request, asked)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.decline(asked, by=_person(request), came=came_from(request), **form.cleaned_data)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("You have declined. All concerned get an email with your reason."))
            return redirect(asked)
    context = {"asked": asked, "compact": asked.compact, "form": form, "back": address(asked, "begin"), "private": True}
    return render(request, "signatories/sign/decline.html", context)


def _person(request):
    return request.user if request.user.is_authenticated else None

"""From the link of a mail to the page it is for: a button takes the link up, a mailed code opens the rest.

Opening the link changes nothing, since mail programs open links. The button uses it up: from then on this session, and
no other, may enter the code, and after that act on this one request for two hours. Who is signed in as somebody else is
refused, whoever they are.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from signatories.forms.signing import CodeForm
from signatories.models import SigningClaim, SigningRequest, Witnessing
from signatories.models.claim import CODE_MINUTES
from signatories.models.mailed import Mailed
from signatories.views.finding import came_from

SESSION = "signing-claims"
KINDS: dict[str, type[Mailed]] = {SigningRequest.kind: SigningRequest, Witnessing.kind: Witnessing}
#: The names of the addresses of each kind.
NAMES = {SigningRequest.kind: "request", Witnessing.kind: "witness"}
TIME_IS_OVER = gettext_lazy(
    "These pages stay open for 2 hours, in one browser at a time. Have a new link sent to go on."
)
USED = gettext_lazy(
    "It works once, in one browser, and only the one in the latest email does. If you began in another browser, go on "
    "there; otherwise have a new link sent."
)
TOO_MANY = gettext_lazy("There were too many tries from you or your network. Wait an hour, then try again.")


class ByAccount(NamedTuple):
    """An authorised signatory who is signed in may answer for the organisation without the mail."""

    subject: SigningRequest


def find_subject(kind: str, key: str):
    """Return what a key names, with all at hand that its pages say, or None."""
    related = {
        SigningRequest.kind: ["edition__text__compact", "edition__supersedes", "organisation", "asked_by", "signature"],
        Witnessing.kind: ["signature__edition__text__compact", "signature__organisation", "signature__person"],
    }[kind]
    return KINDS[kind]._default_manager.select_related(*related).filter(key=key).first()


def claim_of(request, kind: str, key: str) -> SigningClaim | None:
    """Return the claim of a thing that this session holds, over or not; None where it never held one."""
    secret = request.session.get(SESSION, {}).get(f"{kind}/{key}")
    return SigningClaim.known_by(secret, kind, key) if secret else None


def address(subject, name: str = "", *more: str) -> str:
    """Return the address of a page about something that was asked."""
    return reverse("signatories:" + "_".join(filter(None, [NAMES[subject.kind], name])), args=[subject.key, *more])


def not_here(request) -> HttpResponse:
    """Tell whoever has no claim how one gets here: the same, whether there is such a page or not."""
    return render(request, "signatories/sign/not_here.html", {"private": True}, status=404)


def not_you(request, subject, reason: str) -> HttpResponse:
    """Tell somebody who is signed in that this was sent to somebody else."""
    context = {"compact": subject.compact, "reason": reason, "private": True}
    return render(request, "signatories/sign/not_you.html", context, status=403)


def over(request, subject, sentence: object = "") -> HttpResponse:
    """Tell that a link or a session is over, why, and what to do."""
    context = {
        "subject": subject,
        "compact": subject.compact if subject else None,
        "sentence": str(sentence) or (subject.over_sentence() if subject else ""),
        "ended": bool(subject and not subject.is_live),
        "again": address(subject, "again") if subject and subject.is_live else "",
        "certificate": _certificate(subject),
        "private": True,
    }
    return render(request, "signatories/sign/over.html", context, status=410)


def _certificate(subject) -> str:
    """Return the address of the certificate, where the thing ended in a signature that everybody can see."""
    signature = subject.signature if subject else None
    return signature.get_absolute_url() if signature and not signature.awaits_witness else ""


def for_those_asked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only the session come to a page that took up the mailed link and confirmed the code.

    The view gets the claim; or `ByAccount` where an authorised signatory of the organisation is signed in. Everybody
    else finds nothing (404); a session that is over is told so (410); who is signed in as another is refused (403).
    """

    @never_cache
    @wraps(view)
    def guarded(request, key: str, *, kind: str, **more: Any) -> HttpResponse:
        claim = claim_of(request, kind, key)
        if claim is None or claim.is_over:
            subject = find_subject(kind, key) if request.user.is_authenticated else None
            if isinstance(subject, SigningRequest) and subject.is_signed_for_by(request.user):
                return view(request, ByAccount(subject), **more)
        if claim is None:
            return not_here(request)
        if reason := claim.subject.why_not_person(request.user):
            return not_you(request, claim.subject, reason)
        if claim.is_over:
            return over(request, claim.subject, "" if not claim.subject.is_live else TIME_IS_OVER)
        if not claim.confirmed_at:
            return redirect(address(claim.subject, "code"))
        return view(request, claim, **more)

    return guarded


@never_cache
def link(request, key: str, secret: str, *, kind: str) -> HttpResponse:
    """Show what the link is for, with a button. Opening the link does nothing; the button takes it up."""
    subject = find_subject(kind, key)
    claim = claim_of(request, kind, key)
    if claim and not claim.is_over and not claim.subject.why_not_person(request.user):
        return redirect(address(subject, "code"))  # The same browser again.
    if subject is None or not subject.is_live or not subject.knows(secret):
        return over(request, subject, USED if subject and subject.is_live else "")
    if reason := subject.why_not_person(request.user):
        return not_you(request, subject, reason)
    status = 200
    if request.method == "POST":
        if not _may(request, "signing_link", subject):
            messages.error(request, TOO_MANY)
            status = 429
        else:
            return _take_up(request, subject, secret)
    context = {
        "subject": subject,
        "compact": subject.compact,
        "with_account": subject.is_signed_for_by(request.user),
        "private": True,
    }
    return render(request, f"signatories/sign/link_{kind}.html", context, status=status)


def _take_up(request, subject, secret: str) -> HttpResponse:
    try:
        mine = SigningClaim.begin(subject, secret, came=came_from(request))
    except NotAllowed:
        return over(request, subject, USED)
    request.session[SESSION] = request.session.get(SESSION, {}) | {f"{subject.kind}/{subject.key}": mine}
    return redirect(address(subject, "code"))


def _may(request, action: str, subject) -> bool:
    """Say whether there were not too many tries yet, from one network, for one request, and to one address."""
    return all(ratelimit.consume(request, action=action, key=key) for key in (subject.key, subject.to_email))


@require_POST
def again(request, key: str, *, kind: str) -> HttpResponse:
    """Mail a new link to the address that was asked, so anybody may ask for it; the page says the same to everybody."""
    subject = find_subject(kind, key)
    if subject is None:
        return not_here(request)
    if not ratelimit.consume(request, action="signing_again", key=subject.key):
        messages.error(request, TOO_MANY)
        return redirect(subject)
    subject.send_again()
    messages.success(
        request,
        _(
            "If the last link has been used, a new one is on its way to %(address)s. Otherwise use the link in the "
            "latest email."
        )
        % {"address": subject.masked_email},
    )
    return redirect(subject)


@never_cache
def code(request, key: str, *, kind: str) -> HttpResponse:
    """Ask for the code from the mail."""
    claim = claim_of(request, kind, key)
    if claim is None:
        return not_here(request)
    if reason := claim.subject.why_not_person(request.user):
        return not_you(request, claim.subject, reason)
    if claim.is_over or not claim.subject.is_live:
        return over(request, claim.subject, TIME_IS_OVER if claim.subject.is_live else "")
    if claim.confirmed_at:
        return redirect(address(claim.subject, "begin"))
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        if not _may(request, "signing_try", claim.subject):
            form.add_error(None, TOO_MANY)
            status = 429
        elif reason := claim.why_not_code(form.cleaned_data["code"], came=came_from(request)):
            form.add_error("code", reason)
        else:
            request.session.cycle_key()  # Whoever knew the session before does not know it now.
            return redirect(address(claim.subject, "begin"))
    context = {
        "subject": claim.subject,
        "compact": claim.subject.compact,
        "form": form,
        "minutes": CODE_MINUTES,
        "again": address(claim.subject, "code_again"),
        "private": True,
    }
    return render(request, "signatories/sign/code.html", context, status=status)


@require_POST
def code_again(request, key: str, *, kind: str) -> HttpResponse:
    """Mail another code."""
    claim = claim_of(request, kind, key)
    if claim is None or claim.is_over or claim.subject.why_not_person(request.user):
        return not_here(request)
    try:
        if not _may(request, "signing_code", claim.subject):
            raise NotAllowed(TOO_MANY)
        claim.send_code()
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("A new code is on its way. The earlier one works no more."))
    return redirect(address(claim.subject, "code"))

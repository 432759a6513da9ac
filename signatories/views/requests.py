"""The officer's pages about requests to sign: who was asked, inviting, sending again, taking back. Never the link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from compact_portal.compacts.forms.fields import keys_of
from compact_portal.history import NotAllowed
from signatories.concerned import WORDS
from signatories.forms.requests import CancelForm, InviteToSignForm, RequestsForm, WhomForm
from signatories.models import ChainEntry, RequestState, Signature, SigningRequest
from signatories.notifications.joining import preview_of
from signatories.registered import agreements_of
from signatories.views.finding import find_own_compact, open_editions

A_PAGE = 50
MOST_AT_ONCE = 25
SORTS = {
    "organisation": "organisation__name",
    "asked": "asked_at",
    "last": "lapses_on",
    "state": "state",
}


def requests_of(compact):
    """Return the requests that the officer of a Compact keeps: of its own text, and of its bodies to its core's."""
    editions = agreements_of(compact).values("pk")
    found = SigningRequest.objects.filter(edition__in=editions)
    if compact.core_id:
        found = found.filter(organisation__in=compact.organisations.values("pk"))
    return found.select_related("organisation", "edition__text__compact", "asked_by", "handed_to")


def find_request(request, slug: str, key: str):
    """Return a Compact and a request of it, for its officer; or raise Http404 or PermissionDenied."""
    compact = find_own_compact(request, slug)
    return compact, get_object_or_404(requests_of(compact), key=key)


@login_required
def requests(request, slug: str) -> HttpResponse:
    """List the requests to sign: who was asked when and by whom, and how each stands."""
    compact = find_own_compact(request, slug)
    form = RequestsForm(request.GET)
    sort = request.GET.get("sort", "")
    order = SORTS.get(sort.removeprefix("-"), "asked_at")
    found = requests_of(compact)
    chosen = form.chosen(found).order_by(f"-{order}" if sort.startswith("-") or not sort else order, "-pk")
    context = {
        "compact": compact,
        "form": form,
        "any": found.exists(),
        "page": Paginator(chosen, A_PAGE).get_page(request.GET.get("page")),
        "open": open_editions(compact),
    }
    return render(request, "signatories/requests.html", context)


@login_required
def whom(request, slug: str) -> HttpResponse:
    """Choose which organisations to invite: those of the area that have not signed and have not been asked."""
    compact = find_own_compact(request, slug)
    form, editions = WhomForm(request.GET), open_editions(compact)
    newest = editions[0] if editions else None
    done = Signature.objects.standing().filter(edition=newest).values("organisation")
    asked = SigningRequest.objects.filter(edition=newest, state=RequestState.OPEN).values("organisation")
    bodies = compact.organisations.standing().exclude(pk__in=done).exclude(pk__in=asked).order_by("name")
    context = {
        "compact": compact,
        "edition": newest,
        "form": form,
        "any": bodies.exists(),
        "page": Paginator(form.chosen(bodies), A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "signatories/requests_whom.html", context)


@login_required
def invite(request, slug: str) -> HttpResponse:
    """Invite the organisations chosen: who is asked for each; then the mail as it will be; then it is sent."""
    compact = find_own_compact(request, slug)
    data = request.POST if request.method == "POST" else None
    keys = keys_of((data or request.GET).getlist("organisation"))[:MOST_AT_ONCE]
    bodies, editions = list(compact.organisations.standing().filter(pk__in=keys)), open_editions(compact)
    if not bodies or not editions:
        if not bodies:
            messages.error(request, _("Tick the organisations that you want to invite."))
        return redirect("signatories:whom", slug)
    form = InviteToSignForm(data, compact=compact, editions=editions, organisations=bodies)
    preview = []
    if form.is_valid():
        if "send" in request.POST:
            try:
                made = form.save(by=request.user)
            except NotAllowed as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, _sent(len(made)))
                return redirect("signatories:requests", slug)
        else:
            preview = [(one, preview_of(one, by=request.user)) for one in form.requests(by=request.user)]
    context = {"compact": compact, "form": form, "preview": preview, "bodies": bodies}
    return render(request, "signatories/requests_invite.html", context)


def _sent(count: int) -> str:
    words = ngettext("The invitation is on its way.", "%(count)d invitations are on their way.", count)
    return words % {"count": count}


@login_required
def request(request, slug: str, key: str) -> HttpResponse:
    """Show one request with its history, its reminders and its scans."""
    compact, found = find_request(request, slug, key)
    entries = ChainEntry.objects.filter(action__startswith="request ", facts__contains=f'"key":"{found.key}"')
    context = {
        "compact": compact,
        "asked": found,
        "events": [
            {"title": WORDS.get(entry.action, entry.action), "at": entry.at, "actor": entry.actor or _("the portal")}
            for entry in entries.select_related("actor")
        ],
        "reminders": found.reminders.select_related("by"),
        "scans": found.scans.all(),
    }
    return render(request, "signatories/request_kept.html", context)


@login_required
@require_POST
def send_again(request, slug: str, key: str) -> HttpResponse:
    """Mail the link again, a new one; the link before stops working."""
    _compact, found = find_request(request, slug, key)
    if found.is_open and found.edition.open_for_signing:
        found.send(by=request.user)
        found.record("sent", by=request.user)
        messages.success(request, _("A new link is on its way to %(name)s.") % {"name": found.to_name})
    else:
        messages.error(request, _("This request has been answered, or has ended. Look at how it stands now."))
    return redirect("signatories:request_kept", slug, key)


@login_required
def cancel(request, slug: str, key: str) -> HttpResponse:
    """Take a request back, with a reason."""
    compact, found = find_request(request, slug, key)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found.cancel(by=request.user, reason=form.cleaned_data["reason"])
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The request is taken back. The link in the email no longer works."))
        return redirect("signatories:request_kept", slug, key)
    return render(request, "signatories/request_cancel.html", {"compact": compact, "asked": found, "form": form})

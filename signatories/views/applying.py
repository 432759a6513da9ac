"""An organisation asks to sign, without an account: it is confirmed by mail, then by an officer."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from signatories.forms.applying import AcceptForm, ApplicationForm, RefuseForm, candidates
from signatories.models import ApplicationState, Organisation
from signatories.views.finding import find_compact, find_own_compact, open_editions

A_PAGE = 50
MOST_FOUND = 20
LISTS = {
    "waiting": [ApplicationState.WAITING, ApplicationState.HELD],
    "decided": [ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.SPAM],
}


def apply(request, slug: str) -> HttpResponse:
    """Search the register for the organisation first, so that nobody is written down twice."""
    compact = find_compact(request, slug)
    asked = " ".join(request.GET.get("q", "").split())[:100]
    found = Organisation.objects.standing().called(asked).order_by("name")[:MOST_FOUND] if len(asked) > 1 else []
    context = {"compact": compact, "asked": asked, "found": found, "open": open_editions(compact)}
    return render(request, "signatories/apply.html", context)


@never_cache
def details(request, slug: str) -> HttpResponse:
    """Ask who the organisation is and who asks for it. Who has not signed in confirms an address by a mailed link."""
    compact = find_compact(request, slug)
    editions = open_editions(compact)
    if not editions:
        return redirect("signatories:apply", slug)
    given = request.GET.get("organisation", "")
    body = get_object_or_404(Organisation.objects.standing(), slug=given) if given else None
    person = request.user if request.user.is_authenticated else None
    form = ApplicationForm(
        request.POST if request.method == "POST" else None,
        compact=compact,
        editions=editions,
        organisation=body,
        person=person,
        initial={"name": " ".join(request.GET.get("name", "").split())[:100]},
    )
    status = 200
    if form.is_valid():
        if not ratelimit.consume(request, action="apply", key=form.cleaned_data["email"].lower()):
            status = 429
            form.add_error(None, _("There were too many applications from you or your network. Try again in an hour."))
        else:
            try:
                form.save()
            except NotAllowed as reason:
                form.add_error(None, str(reason))
            else:
                return redirect("signatories:applied" if person else "signatories:application_sent", slug)
    context = {"compact": compact, "form": form, "organisation": body}
    return render(request, "signatories/apply_details.html", context, status=status)


def sent(request, slug: str, *, confirmed: bool = False) -> HttpResponse:
    """After an application: what happens next."""
    context = {"compact": find_compact(request, slug), "confirmed": confirmed}
    return render(request, "signatories/apply_sent.html", context)


@never_cache
def confirm(request, slug: str, number: int, token: str) -> HttpResponse:
    """The link of the confirming mail. Opening it does nothing, since mail programs open links; the button confirms."""
    compact = find_compact(request, slug)
    found = compact.applications.filter(pk=number).first()
    if found is None or not found.link_is_good(token):
        context = {"compact": compact, "private": True}
        return render(request, "signatories/apply_link_is_over.html", context, status=410)
    if request.method == "POST":
        try:
            found.confirm()
        except NotAllowed as reason:
            messages.error(request, str(reason))
        return redirect("signatories:applied", slug)
    return render(
        request, "signatories/apply_confirm.html", {"compact": compact, "application": found, "private": True}
    )


@login_required
def applications(request, slug: str) -> HttpResponse:
    """List the applications to the officer: those that wait first, and on another list those decided."""
    compact = find_own_compact(request, slug)
    chosen = request.GET.get("list") if request.GET.get("list") in LISTS else "waiting"
    found = compact.applications.filter(state__in=LISTS[chosen]).select_related("organisation", "request")
    if chosen == "decided":
        found = found.order_by("-decided_at", "-pk")
    context = {
        "compact": compact,
        "chosen": chosen,
        "waiting": compact.applications.to_decide().count(),
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "signatories/applications.html", context)


def _find(request, slug: str, number: int):
    compact = find_own_compact(request, slug)
    known = compact.applications.exclude(state=ApplicationState.UNCONFIRMED)
    found = get_object_or_404(known.select_related("compact", "organisation", "request"), pk=number)
    return compact, found


@login_required
def application(request, slug: str, number: int) -> HttpResponse:
    """Show an application beside what the register knows, and accept it once the officer knows who it is."""
    compact, found = _find(request, slug, number)
    form = AcceptForm(
        request.POST if request.method == "POST" else None, application=found, editions=open_editions(compact)
    )
    if form.is_valid():
        try:
            asked = form.save(by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(
                request, _("Accepted. %(name)s gets the email with the link to sign.") % {"name": asked.to_name}
            )
            return redirect("signatories:applications", slug)
    context = {
        "compact": compact,
        "application": found,
        "form": form,
        "candidates": candidates(found) if found.is_open else [],
        "open": open_editions(compact),
        "events": found.events.select_related("actor"),
    }
    return render(request, "signatories/application.html", context)


@login_required
def refuse(request, slug: str, number: int) -> HttpResponse:
    """Refuse an application with a reason that goes to who asked."""
    compact, found = _find(request, slug, number)
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            form.save(found, by=request.user)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Refused. The reason is on its way by email."))
        return redirect("signatories:applications", slug)
    context = {"compact": compact, "application": found, "form": form}
    return render(request, "signatories/application_refuse.html", context)


@login_required
@require_POST
def spam(request, slug: str, number: int) -> HttpResponse:
    """Mark an application as spam: nobody is told."""
    _compact, found = _find(request, slug, number)
    try:
        found.mark_spam(by=request.user)
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Marked as spam. Nobody is told, and the address is wiped."))
    return redirect("signatories:applications", slug)

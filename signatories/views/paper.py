"""Signing on paper: the page to print, the scan uploaded, and the officer who confirms it."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from compact_portal import access
from compact_portal.compacts.models import Compact
from compact_portal.compacts.views.printing import offer
from compact_portal.history import NotAllowed
from signatories.forms.paper import ConfirmForm, RefuseScanForm, ScanForm
from signatories.models import Organisation, Scan, SigningRequest
from signatories.models.scan import ENDINGS, ScanState
from signatories.paper import PRINTER
from signatories.views.claims import claim_of
from signatories.views.finding import find_own_compact
from signatories.views.requests import requests_of

A_PAGE = 50


def _seen_by(person):
    """Return the requests of which a person may print the page: as officer, or for the organisation."""
    kept = access.objects_for(person, "change_compact", Compact.objects.all())
    mine = Organisation.objects.acted_for_by(person)
    found = SigningRequest.objects.select_related("organisation", "edition__text__compact")
    as_officer = found.filter(edition__text__compact__in=kept) | found.filter(
        edition__text__compact__adopted_by__in=kept, organisation__compacts__in=kept
    )
    return (as_officer | found.filter(organisation__in=mine)).distinct()


def for_concerned(view):
    """Let officers, those who act for the organisation, and who came by the mailed link and its code to a page.

    The view gets the request to sign. Others who are signed in find nothing (404); others are asked to sign in.
    """

    @never_cache
    @wraps(view)
    def guarded(request, key: str) -> HttpResponseBase:
        claim = claim_of(request, SigningRequest.kind, key)
        if claim and claim.confirmed_at and not claim.is_over and not claim.request.why_not_person(request.user):
            return view(request, claim.request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, get_object_or_404(_seen_by(request.user), key=key))

    return guarded


@for_concerned
def signature_page(request, asked: SigningRequest) -> HttpResponseBase:
    """Give the page to print as PDF, or say that it is being made."""
    context = {
        "compact": asked.edition.text.compact,
        "heading": asked.edition,
        "back": asked.organisation.get_absolute_url(),
    }
    name = f"signature-page-{asked.key}.pdf"
    return offer(request, PRINTER, PRINTER.ask_for(asked), name=name, public=False, context=context)


@for_concerned
def upload(request, asked: SigningRequest) -> HttpResponse:
    """Upload the scan of the page of one request, as its organisation or as an officer."""
    form = _scan_form(request, asked)
    if form.is_valid() and (scan := _take(request, form)):
        return redirect(_after(request, scan))
    context = {"compact": asked.edition.text.compact, "asked": asked, "form": form, "reason": Scan.why_not(asked)}
    return render(request, "signatories/scan_upload.html", context)


def _scan_form(request, asked: SigningRequest | None = None, requests=None) -> ScanForm:
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    if requests is None:
        seen = Q(pk__in=_seen_by(request.user).values("pk")) | Q(pk=asked.pk)
        requests = SigningRequest.objects.filter(seen).select_related("organisation", "edition__text__compact")
    return ScanForm(data, files, asked=asked, requests=requests)


def _take(request, form: ScanForm) -> Scan | None:
    try:
        scan = form.save(by=request.user if request.user.is_authenticated else None)
    except NotAllowed as reason:
        form.add_error("file", str(reason))
        return None
    messages.success(request, _("The scan for %(organisation)s is here.") % {"organisation": scan.request.organisation})
    return scan


def _after(request, scan: Scan) -> str:
    """Return where to go after an upload: an officer to confirming, the organisation to its page."""
    if access.permits(request.user, "change_compact", scan.request.compact):
        return scan.get_absolute_url()
    messages.info(request, _("An officer of the Compact confirms it next. Then you get an email."))
    return scan.request.organisation.get_absolute_url()


@login_required
def scans(request, slug: str) -> HttpResponse:
    """List the scans of a Compact to its officer; and take one, whose code says of whom it is."""
    compact = find_own_compact(request, slug)
    form = _scan_form(request, requests=requests_of(compact))
    if form.is_valid() and (scan := _take(request, form)):
        return redirect(scan)
    found = Scan.objects.filter(request__in=requests_of(compact)).select_related(
        "request__organisation", "request__edition__text__compact"
    )
    context = {
        "compact": compact,
        "form": form,
        "waiting": found.waiting(),
        "page": Paginator(found.exclude(state=ScanState.WAITING).order_by("-decided_at", "-pk"), A_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "signatories/scans.html", context)


def _find_scan(request, slug: str, number: int) -> tuple[Compact, Scan]:
    compact = find_own_compact(request, slug)
    found = Scan.objects.filter(request__in=requests_of(compact))
    found = found.select_related("request__organisation", "request__edition__text__compact", "uploaded_by")
    return compact, get_object_or_404(found, pk=number)


@login_required
def scan(request, slug: str, number: int) -> HttpResponse:
    """Show a scan beside what it is to say, and put the signature on record."""
    compact, found = _find_scan(request, slug, number)
    form = ConfirmForm(
        request.POST if request.method == "POST" else None, initial={"signed_name": found.request.to_name}
    )
    if form.is_valid():
        try:
            signature = form.save(found, by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The signature of %s is on record.") % signature.organisation)
            return redirect(signature)
    context = {
        "compact": compact,
        "scan": found,
        "asked": found.request,
        "form": form,
        "reason": found.why_not_decide(),
        "events": found.events.select_related("actor"),
    }
    return render(request, "signatories/scan.html", context)


@login_required
def refuse(request, slug: str, number: int) -> HttpResponse:
    """Do not accept a scan, for a reason that goes to who uploaded it."""
    compact, found = _find_scan(request, slug, number)
    form = RefuseScanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found.refuse(by=request.user, reason=form.cleaned_data["reason"])
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The scan is not accepted. Who uploaded it is told why."))
        return redirect("signatories:scans", slug)
    return render(request, "signatories/scan_refuse.html", {"compact": compact, "scan": found, "form": form})


def _read(kept) -> bytes:
    """Return the bytes of a file that was kept, or raise Http404 where it is no longer there."""
    try:
        with kept.open() as opened:
            return opened.read()
    except FileNotFoundError as error:
        raise Http404 from error


@login_required
@never_cache
def picture(request, slug: str, number: int) -> HttpResponse:
    """Give the first page of a scan as a picture, to its officer."""
    _compact, found = _find_scan(request, slug, number)
    return HttpResponse(_read(found.preview), content_type="image/png")


@login_required
@never_cache
def file(request, slug: str, number: int) -> HttpResponse:
    """Give the file of a scan as a download, to its officer."""
    _compact, found = _find_scan(request, slug, number)
    name = f"{found.request.organisation.slug}-{found.request.key}.{ENDINGS[found.kind]}"
    response = HttpResponse(_read(found.file), content_type=found.kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

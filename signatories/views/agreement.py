"""The agreement as PDF: signed, or the text alone while it is not agreed; and every issue of it that was made."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compact_portal.compacts.models import Edition, Language, Translation
from compact_portal.compacts.views.getting import get_edition
from compact_portal.compacts.views.printing import document, give, give_for_good
from signatories import printing
from signatories.models import SignedAgreement
from signatories.views.finding import find_compact

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request, slug: str, edition: str) -> HttpResponseBase:
    """The agreement with its signatures; its text alone where it is not agreed yet, for those who may see it."""
    found = get_edition(request, slug, edition)
    if found.is_open:
        return document(request, slug, edition)
    back = f"{found.text.compact.get_absolute_url()}signatories/"
    language = _language(request, found)
    return give(request, printing.PRINTER, found, None, language, name=_name(slug, edition, language), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def in_force(request, slug: str) -> HttpResponseBase:
    """The agreement by which a Compact goes now: its own, or another's that it adopts, with its own signatories."""
    compact = find_compact(request, slug)
    current = compact.current_edition
    if current is None:
        raise Http404
    if current.text_id == compact.agreement.pk:
        return redirect("signatories:agreement", slug, current.slug)
    back = f"{compact.get_absolute_url()}signatories/"
    language = _language(request, current)
    name = _name(slug, current.slug, language)
    return give(request, printing.PRINTER, current, compact, language, name=name, back=back, compact=compact)


@require_http_methods(["GET", "HEAD", "POST"])
def issues(request, slug: str, edition: str) -> HttpResponse:
    """Every issue of an agreement, the newest first; an officer may have one made again that could not be made."""
    found = get_edition(request, slug, edition)
    is_officer = "change_compact" in found.text.compact.actions_for(request.user)
    if request.method == "POST":
        if not is_officer:
            raise PermissionDenied
        return _make_again(request, found)
    listed = _issues(found)
    context = {
        "compact": found.text.compact,
        "edition": found,
        "page": Paginator(listed, A_PAGE).get_page(request.GET.get("page")),
        "is_officer": is_officer,
    }
    return render(request, "signatories/issues.html", context)


def issue(request, slug: str, edition: str, short_id: str) -> HttpResponseBase:
    """One issue, as it was made: the same bytes for good."""
    found = get_edition(request, slug, edition)
    made = get_object_or_404(_issues(found).exclude(file=""), short_id=short_id)
    return give_for_good(request, made, f"{slug}-compact-{edition}-{short_id}.pdf")


def _issues(edition: Edition):
    """Return the issues of an edition with which came after each, of the same Compact and language."""
    same = {"edition": edition, "language": OuterRef("language"), "made_at__gt": OuterRef("made_at")}
    later = SignedAgreement.objects.filter(**same).order_by("made_at")
    own = later.filter(adopted_by=None).values("short_id")[:1]
    districts = later.filter(adopted_by=OuterRef("adopted_by")).values("short_id")[:1]
    return (
        SignedAgreement.objects.filter(edition=edition)
        .select_related("adopted_by")
        .annotate(after_own=Subquery(own), after_of_district=Subquery(districts))
        .order_by(F("made_at").desc(nulls_first=True), "-pk")
    )


def _make_again(request, edition: Edition) -> HttpResponse:
    row = get_object_or_404(SignedAgreement, edition=edition, short_id=request.POST.get("issue", ""))
    if printing.PRINTER.retry(row):
        messages.success(request, _("The PDF is being made again."))
    else:
        messages.info(request, _("The PDF is already being made."))
    return redirect("signatories:issues", edition.text.slug, edition.slug)


def _language(request, edition: Edition) -> str:
    """Return the language asked for: Welsh where the edition has any, else none, which is English."""
    wanted = request.GET.get("iaith") == Language.WELSH
    return Language.WELSH if wanted and Translation.objects.filter(clause__edition=edition).exists() else ""


def _name(slug: str, edition: str, language: str) -> str:
    return f"{slug}-compact-{edition}{'-cymraeg' if language else ''}.pdf"

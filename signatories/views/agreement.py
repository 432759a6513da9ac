"""The agreement as PDF: signed, or the text alone while it is not agreed or where a Compact adopts another's."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from compact_portal.compacts import printing as texts
from compact_portal.compacts.views.getting import get_edition
from compact_portal.compacts.views.printing import document, give
from signatories import printing
from signatories.views.finding import find_compact


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request, slug: str, edition: str) -> HttpResponseBase:
    """The agreement with its signatures; its text alone where it is not agreed yet, for those who may see it."""
    found = get_edition(request, slug, edition)
    if found.is_open:
        return document(request, slug, edition)
    back = f"{found.text.compact.get_absolute_url()}signatories/"
    return give(request, printing.PRINTER, found, name=f"{slug}-compact-{edition}.pdf", back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def in_force(request, slug: str) -> HttpResponseBase:
    """The agreement by which a Compact goes now: its own, or another's text that it adopts, with its own cover."""
    compact = find_compact(request, slug)
    current = compact.current_edition
    if current is None:
        raise Http404
    if current.text_id == compact.agreement.pk:
        return redirect("signatories:agreement", slug, current.slug)
    back = f"{compact.get_absolute_url()}agreement/"
    return give(request, texts.PRINTER, current, compact, name=f"{slug}-compact-{current.slug}.pdf", back=back)

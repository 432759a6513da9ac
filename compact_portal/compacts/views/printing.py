"""Texts as PDF, and what is said while they are being made."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compact_portal.caching import keep
from compact_portal.compacts.printing import PRINTER
from compact_portal.compacts.views.getting import get_edition
from compact_portal.printing import Printed, Printer

MOST_KEPT_BYTES = 400_000  # A file for good that is larger is read from the disk each time.


@require_http_methods(["GET", "HEAD", "POST"])
def document(request, slug: str, edition: str, under: str = "") -> HttpResponseBase:
    """The text of an edition as PDF: of a draft only for those who may see it."""
    found = get_edition(request, slug, edition, under)
    return give(request, PRINTER, found, None, name=f"{slug}-{edition}.pdf", back=found.get_absolute_url())


def give(request, printer: Printer, edition, *more, name: str, back: str, compact=None) -> HttpResponseBase:
    """Give a document of an edition (see `offer`). `compact`: on whose pages, where it is not the text's own."""
    context = {"compact": compact or edition.text.compact, "heading": edition, "back": back}
    return offer(
        request, printer, printer.ask_for(edition, *more), name=name, public=not edition.is_open, context=context
    )


def offer(
    request, printer: Printer, printed: Printed, *, name: str, public: bool, context: dict[str, Any]
) -> HttpResponseBase:
    """Give a document that was asked for, or say that it is being made; a POST by somebody signed in tries again what
    failed.

    `name` is that of the file. What is not `public` is kept by no browser. `context` holds `compact`, `heading` and
    `back` of the page on which one waits.
    """
    if not printed.is_made:
        printer.reap(printed)
        printed.refresh_from_db()
    if request.method == "POST":
        return _try_again(request, printer, printed)
    if printed.is_made and not request.htmx:
        return _file(request, printed, name, public=public)
    template = "compacts/_printed_state.html" if request.htmx else "compacts/printed.html"
    response = render(request, template, context | {"printed": printed}, status=200 if request.htmx else 202)
    add_never_cache_headers(response)  # At the address of a file that is about to be there.
    return response


def _try_again(request, printer: Printer, printed: Printed) -> HttpResponse:
    if not request.user.is_authenticated:
        messages.error(request, _("Sign in to have the PDF made again."))
    elif printer.retry(printed):
        messages.success(request, _("The PDF is being made again."))
    else:
        messages.info(request, _("The PDF is already being made."))
    return redirect(request.get_full_path())


def give_for_good(request, printed: Printed, name: str) -> HttpResponseBase:
    """Give a file at an address of its own, where it never changes: whoever has it need not ask again."""
    response = _file(request, printed, name, public=True)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    if not response.streaming or printed.file.size > MOST_KEPT_BYTES:
        return response
    whole = HttpResponse(b"".join(response), headers=dict(response.items()))
    printed.file.close()  # Not the response: that would end the request, and with it the connection to the database.
    return keep(whole, lambda: None, None)


def _file(request, printed, name: str, *, public: bool) -> HttpResponseBase:
    """Give the file, or say that the browser has it already."""
    etag = f'"{printed.file_digest}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return unchanged
    response = FileResponse(printed.file.open(), filename=name, content_type="application/pdf")
    if not public:
        add_never_cache_headers(response)
        return response
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"  # Kept, and asked for by its ETag each time: it may change.
    return response

"""The signed agreement as PDF, and what is said while it is being made."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from signatories import printing
from signatories.models import SignedAgreement
from signatories.models.signature import RenderState
from signatories.views.finding import agreements_of, find_compact


@require_http_methods(["GET", "HEAD", "POST"])
def document(request, slug: str, edition: str) -> HttpResponseBase:
    """Give the signed agreement, or say that it is being made; a POST by somebody signed in tries again what failed."""
    compact = find_compact(request, slug)
    found = get_object_or_404(agreements_of(compact).filter(text__compact=compact), slug=edition)
    agreement = printing.ask_for(found)
    if agreement.state != RenderState.READY:
        printing.reap(agreement)
        agreement.refresh_from_db()
    if request.method == "POST":
        return _try_again(request, agreement)
    if agreement.state == RenderState.READY and not request.htmx:
        return _file(request, agreement, f"{slug}-compact-{edition}.pdf")
    template = "signatories/_agreement_state.html" if request.htmx else "signatories/agreement.html"
    context = {"compact": compact, "edition": found, "agreement": agreement}
    response = render(request, template, context, status=200 if request.htmx else 202)
    add_never_cache_headers(response)  # At the address of a file that is about to be there.
    return response


def _try_again(request, agreement: SignedAgreement) -> HttpResponse:
    if not request.user.is_authenticated:
        messages.error(request, _("Sign in to have the agreement made again."))
    elif printing.retry(agreement):
        messages.success(request, _("The agreement is being made again."))
    else:
        messages.info(request, _("The agreement is already being made."))
    return redirect(request.path)


def _file(request, agreement: SignedAgreement, name: str) -> HttpResponseBase:
    """Give the file, or say that the browser has it already."""
    etag = f'"{agreement.content_digest}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return unchanged
    response = FileResponse(agreement.file.open(), filename=name, content_type="application/pdf")
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"  # Kept, and asked for by its ETag each time: somebody may sign.
    return response

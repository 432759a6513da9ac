"""Giving an edition away as a file; the logo of a Compact."""

from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from compact_portal.compacts.exporting.gathering import FORMATS, export, file_name
from compact_portal.compacts.exporting.shape import SCHEMA
from compact_portal.compacts.models import Compact
from compact_portal.compacts.views.getting import get_edition


def download(request, slug, edition, ending, under=""):
    """An edition as a file of one of the FORMATS, for everybody who may read it."""
    found = get_edition(request, slug, edition, under)
    named = content_disposition_header(as_attachment=True, filename=file_name(found, ending))
    content_type = FORMATS[ending].content_type
    return HttpResponse(
        export(found, ending), content_type=content_type, headers={"Content-Disposition": named or "attachment"}
    )


def edition_schema(request):
    """The JSON Schema of an edition as JSON."""
    return JsonResponse(SCHEMA, content_type="application/schema+json", json_dumps_params={"indent": 1})


def logo(request, slug) -> HttpResponseBase:
    """The logo of a Compact. Its file has a name of its content, which says whether a browser has it already."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user), slug=slug)
    if not compact.logo:
        raise Http404
    etag = f'"{compact.logo.name}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = FileResponse(compact.logo.open(), content_type="image/png")
    response["ETag"], response["Cache-Control"] = etag, "public, max-age=3600"
    return response

"""Giving an edition away as a file."""

from django.http import HttpResponse, JsonResponse
from django.utils.http import content_disposition_header

from compact_portal.compacts.exporting.gathering import FORMATS, export, file_name
from compact_portal.compacts.exporting.shape import SCHEMA
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

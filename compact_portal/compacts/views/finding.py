"""Finding Compacts: the directory."""

import csv

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from compact_portal.compacts.forms.finding import DirectoryForm
from compact_portal.compacts.models import Compact

ON_A_PAGE = 20


def directory(request):
    """All Compacts with their state, by place, state and nation."""
    form = DirectoryForm(request.GET)
    found = form.chosen(Compact.objects.visible_to(request.user))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "compacts/directory.html", {"filters": form, "page": page, "query": request.GET.urlencode()})


def directory_rows(request):
    """The Compacts asked for, as rows of plain values."""
    for compact in DirectoryForm(request.GET).chosen(Compact.objects.visible_to(request.user)):
        current = compact.current_edition
        yield {
            "name": compact.name,
            "area": compact.area_name,
            "kind_of_area": compact.area_kind,
            "nation": compact.nation,
            "state": compact.state,
            "state_in_words": compact.state_sentence(),
            "edition": current.reference if current else "",
            "in_force_from": current.in_force_on.isoformat() if current and current.in_force_on else "",
            "core": compact.core.slug if compact.core else "",
            "address": request.build_absolute_uri(compact.get_absolute_url()),
        }


def directory_csv(request):
    """The directory as a table for a spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="compacts.csv"'
    rows = list(directory_rows(request))
    writer = csv.DictWriter(response, fieldnames=list(rows[0]) if rows else ["name"])
    writer.writeheader()
    writer.writerows({name: in_a_cell(value) for name, value in row.items()} for row in rows)
    return response


def in_a_cell(value: str) -> str:
    """Return a value that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def directory_json(request):
    """The directory as JSON."""
    return JsonResponse({"compacts": list(directory_rows(request))})

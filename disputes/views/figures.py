"""The public figures of a Compact's disputes: a page, and the same as data."""

import csv
from functools import partial

from django.db.models import Count, Max
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from compact_portal.caching import keep
from disputes.models import Dispute
from disputes.reading.figures import as_rows, figures
from disputes.views.getting import get_compact


def version(pk: int):
    """What the figures of a Compact are drawn from: they change when a dispute moves, and with the year."""
    found = Dispute.objects.filter(compact=pk).aggregate(raised=Count("raised_at"), moved=Max("moved_at"))
    return (*found.values(), timezone.localdate().year)


def page(request, slug):
    """All figures, of all years and by year."""
    compact = get_compact(request, slug)
    read = partial(version, compact.pk)
    drawn_from = read()
    context = {"compact": compact, "figures": figures(compact)}
    return keep(render(request, "disputes/figures.html", context), read, drawn_from)


def as_csv(request, slug):
    """The figures as a table for spreadsheets."""
    rows = as_rows(figures(get_compact(request, slug)))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-disputes.csv"'
    writer = csv.DictWriter(response, ["measure", "part", "period", "at_least", "at_most"])
    writer.writeheader()
    writer.writerows(rows)
    return response


def as_json(request, slug):
    """The figures as JSON."""
    compact = get_compact(request, slug)
    found = figures(compact)
    return JsonResponse({"compact": compact.name, "fewest_shown": found.fewest, "figures": as_rows(found)})

"""The register of an area as a file: giving it, taking one in, and looking at what it would change."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from signatories import actions
from signatories.forms.uploads import AcceptForm, UploadForm
from signatories.importing import ADDED, CHANGED, UNCHANGED, WRONG
from signatories.models import RegisterUpload
from signatories.tables import COLUMN_HINTS, COLUMNS, written
from signatories.views.finding import find_own_compact

A_PAGE = 50
IN_ORDER = [WRONG, CHANGED, ADDED, UNCHANGED]


@login_required
def export(request, slug: str) -> HttpResponse:
    """Give the organisations of an area as a file, in the columns in which they can be taken in again."""
    compact = find_own_compact(request, slug)
    organisations = compact.organisations.standing().select_related("umbrella", "successor")
    content = written(organisations.prefetch_related("other_names").order_by("name"))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-organisations.csv"'
    return response


@login_required
def upload(request, slug: str) -> HttpResponse:
    """Take in a file of organisations, to be looked at before anything is written."""
    compact = find_own_compact(request, slug)
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        kept = form.save(compact, by=request.user)
        return redirect("signatories:upload", slug, kept.pk)
    waiting = RegisterUpload.objects.filter(compact=compact).select_related("made_by")
    columns = [(name, COLUMN_HINTS.get(key, "")) for key, name in COLUMNS.items()]
    context = {"compact": compact, "form": form, "waiting": waiting, "columns": columns}
    return render(request, "signatories/upload_form.html", context)


@login_required
def look(request, slug: str, number: int) -> HttpResponse:
    """Show what an uploaded file would change, row by row; the button's POST writes it."""
    compact = find_own_compact(request, slug)
    found = get_object_or_404(RegisterUpload.objects.select_related("made_by"), compact=compact, pk=number)
    found.compact = compact
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = actions.accept(found, by=request.user, **form.cleaned_data)
        except NotAllowed as reason:
            messages.error(request, str(reason))
            return redirect("signatories:upload", slug, number)
        messages.success(request, _("Added: %(added)s. Changed: %(changed)s.") % done)
        return redirect("signatories:organisations", slug)
    plan = actions.plan_of(found)
    asked = request.GET.get("show", "")
    rows = plan.counted(asked) if asked in IN_ORDER else sorted(plan.rows, key=lambda row: IN_ORDER.index(row.status))
    form.initial["seen"] = plan.digest
    context = {
        "compact": compact,
        "upload": found,
        "form": form,
        "counts": [(status, len(plan.counted(status))) for status in IN_ORDER],
        "may_accept": not plan.counted(WRONG) and bool(plan.counted(ADDED) or plan.counted(CHANGED)),
        "wrong": bool(plan.counted(WRONG)),
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
    }
    return render(request, "signatories/upload.html", context)


@login_required
@require_POST
def discard(request, slug: str, number: int) -> HttpResponse:
    """Throw an uploaded file away."""
    compact = find_own_compact(request, slug)
    get_object_or_404(RegisterUpload, compact=compact, pk=number).delete()
    messages.success(request, _("The file is thrown away. Nothing was changed."))
    return redirect("signatories:upload_register", slug)

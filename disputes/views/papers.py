"""Papers of a dispute: adding, giving and removing them; who else has read; the whole case as a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from compact_portal.compacts.views.printing import offer
from disputes.actions import evidence
from disputes.case_file import PRINTER, reader_of
from disputes.forms.papers import PaperForm, RemoveForm
from disputes.models import Evidence
from disputes.models.keeping import PrintedCase, Reader, What, note_read
from disputes.reading.evidence import listed, reads_of
from disputes.views.getting import A_PAGE, get_dispute, get_draft, saved
from disputes.words import Party


def form_for(request, dispute, parties) -> PaperForm:
    """The form for a paper; with what was posted, where it was."""
    posted = request.method == "POST"
    files = request.FILES if posted else None
    return PaperForm(request.POST if posted else None, files, dispute=dispute, parties=parties)


@login_required
def draft_papers(request, pk):
    """The papers that go with a complaint, while it is a draft: a page of raising it."""
    dispute = get_draft(request, pk)
    parties = dispute.parties_of(request.user)
    reason = evidence.why_not_add(dispute, parties)
    form = form_for(request, dispute, parties)
    if not reason and form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("The paper is added. Add another one, or continue."))
        return redirect("disputes:draft_papers", pk)
    context = {"compact": dispute.compact, "dispute": dispute, "form": form, "reason": reason, "private": True}
    return render(request, "disputes/draft_papers.html", context | {"papers": listed(dispute, parties)})


@login_required
def draft_paper(request, pk, number):
    """Give a paper of a draft to who may see the draft."""
    return give(get_object_or_404(get_draft(request, pk).evidence, number=number))


@login_required
@require_POST
def remove_draft_paper(request, pk, number):
    """Remove a paper of a draft."""
    paper = get_object_or_404(get_draft(request, pk).evidence.select_related("dispute"), number=number)
    evidence.remove(paper, by=request.user)
    messages.success(request, _("The paper is removed."))
    return redirect("disputes:draft_papers", pk)


@login_required
def add_paper(request, reference):
    """Add a paper to a dispute that is under way."""
    dispute = get_dispute(request, reference)
    parties = dispute.parties_of(request.user)
    if evidence.why_not_add(dispute, parties):
        raise PermissionDenied
    form = form_for(request, dispute, parties)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("The paper is added."))
        return redirect(f"{dispute.get_absolute_url()}#papers")
    hidden = Party.COMPLAINANT in parties and dispute.name_hidden_from(frozenset({Party.RESPONDENT}))
    context = {"compact": dispute.compact, "dispute": dispute, "form": form, "private": True}
    return render(request, "disputes/add_paper.html", context | {"hidden": hidden})


def get_paper(request, reference, number) -> tuple[Evidence, frozenset[Party]]:
    """Return a paper that exists for this person, and as what they take part; or 404."""
    dispute = get_dispute(request, reference)
    parties = dispute.parties_of(request.user)
    paper = get_object_or_404(dispute.evidence.read_by(parties), number=number)
    paper.dispute = dispute
    return paper, parties


@login_required
def paper(request, reference, number):
    """Give a paper to who may read it."""
    found, parties = get_paper(request, reference, number)
    response = give(found)
    note_read(found.dispute, request.user, parties, What.EVIDENCE, number)
    return response


def give(found: Evidence) -> HttpResponseBase:
    """Give a file to keep, never to be shown or run; 404 while nobody knows that it is clean."""
    if not found.is_given_out or not found.file.storage.exists(found.file.name):
        raise Http404
    file = found.file.open()
    return to_keep(FileResponse(file, as_attachment=True, filename=found.name, content_type=found.content_type))


def to_keep(response: HttpResponseBase) -> HttpResponseBase:
    """Have no browser run, show or keep a response."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    add_never_cache_headers(response)
    return response


@login_required
def remove_paper(request, reference, number):
    """Remove a paper of one's own side, with a reason."""
    found, parties = get_paper(request, reference, number)
    if evidence.why_not_remove(found, parties):
        raise PermissionDenied
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        evidence.remove(found, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("The paper is removed. Its name and your reason stay."))
        return redirect(f"{found.dispute.get_absolute_url()}#papers")
    context = {"compact": found.dispute.compact, "dispute": found.dispute, "paper": found, "form": form}
    return render(request, "disputes/remove_paper.html", context | {"private": True})


@login_required
def reads(request, reference):
    """Who else has read the case: for the two parties alone."""
    dispute = get_dispute(request, reference)
    parties = dispute.parties_of(request.user)
    if not parties & evidence.SIDES:
        raise PermissionDenied
    known = dispute.evidence.read_by(parties).values("number")
    found = dispute.reads.exclude(~Q(number__in=known), what=What.EVIDENCE).select_related("person")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"compact": dispute.compact, "dispute": dispute, "page": page, "rows": reads_of(page.object_list)}
    return render(request, "disputes/reads.html", context | {"private": True})


@login_required
def case_file(request, reference):
    """The case as a file: what is in it, and where to get it."""
    dispute, reader = get_case_file(request, reference)
    context = {"compact": dispute.compact, "dispute": dispute, "reader": reader, "full": reader != Reader.OTHERS}
    return render(request, "disputes/file.html", context | {"private": True})


def get_case_file(request, reference):
    """Return a dispute of which this person may have the file, and as which reader; or 404."""
    dispute = get_dispute(request, reference)
    return dispute, reader_of(dispute.parties_of(request.user))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def whole(request, reference, form) -> HttpResponseBase:
    """Give the case as one PDF, or packed with its papers; or say that it is being made."""
    dispute, reader = get_case_file(request, reference)
    if form not in PrintedCase.Form.values:
        raise Http404
    printed = PRINTER.ask_for(dispute, reader.value, form)
    name = f"{dispute.reference}.{form}"
    context = {"compact": dispute.compact, "heading": _("The file of %s") % dispute, "private": True}
    context["back"] = dispute.get_absolute_url() + "file/"
    response = offer(request, PRINTER, printed, name=name, public=False, context=context)
    if not isinstance(response, FileResponse):
        return response
    note_read(dispute, request.user, dispute.parties_of(request.user), What.FILE)
    if form == PrintedCase.Form.ZIP:
        response["Content-Type"] = "application/zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return to_keep(response)

"""Raising a dispute, one thing a page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from disputes.forms.raising import DRAFT_PAGES, PartiesForm
from disputes.reading.clocks import clocks_of_draft
from disputes.reading.draft import check_pages
from disputes.views.getting import get_compact, get_draft, saved
from signatories.acting import acting_for
from signatories.models import Organisation


@login_required
def begin(request, slug):
    """Who complains, and of whom."""
    compact = get_compact(request, slug)
    if not Organisation.objects.acted_for_by(request.user).exists():
        return render(request, "disputes/not_yet.html", {"compact": compact, "private": True})
    form = PartiesForm(
        request.POST if request.method == "POST" else None,
        compact=compact,
        user=request.user,
        acting_for=acting_for(request),
    )
    if form.is_valid():
        return redirect("disputes:draft", form.save().pk, "decision")
    return render(request, "disputes/raise.html", {"compact": compact, "form": form, "private": True})


@login_required
def draft(request, pk, page):
    """One page of a draft: saved as one goes."""
    dispute = get_draft(request, pk)
    if page not in DRAFT_PAGES:
        raise Http404
    if page == "clauses" and dispute.edition_on_the_day() is None:
        return redirect("disputes:draft", pk, "decision")
    form = DRAFT_PAGES[page](request.POST if request.method == "POST" else None, dispute=dispute)
    if form.is_valid() and saved(form, by=request.user):
        return redirect(after(page, pk, checking="check" in request.GET))
    context = {"compact": dispute.compact, "dispute": dispute, "form": form, "private": True}
    return render(request, "disputes/draft.html", context | {"number": list(DRAFT_PAGES).index(page) + 2})


def after(page, pk, *, checking):
    """Return the address of the page after one: the next one, or back to the check."""
    pages = list(DRAFT_PAGES)
    following = pages[pages.index(page) + 1 :]
    from_there = "check" if checking or not following else following[0]
    return (
        redirect("disputes:check", pk).url if from_there == "check" else redirect("disputes:draft", pk, from_there).url
    )


@login_required
def check(request, pk):
    """Check the answers, then raise the dispute."""
    dispute = get_draft(request, pk)
    missing = dispute.missing()
    if request.method == "POST" and not missing:
        try:
            dispute.lodge(by=request.user)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("You have raised the dispute. Its reference is %s.") % dispute.reference)
            return redirect(dispute)
    context = {
        "compact": dispute.compact,
        "dispute": dispute,
        "missing": missing,
        "pages": check_pages(dispute),
        "clocks": clocks_of_draft(dispute),
        "private": True,
    }
    return render(request, "disputes/check.html", context)


@login_required
@require_POST
def discard(request, pk):
    """Throw a draft away."""
    get_draft(request, pk).delete()
    messages.success(request, _("The draft is thrown away."))
    return redirect("disputes:mine")

"""Raising a dispute: who complains and of whom, then a draft, one thing a page, saved as one goes, and checked."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from compact_portal import access
from compact_portal.history import NotAllowed
from disputes.forms.beginning import OWN, RECEIVED, SUPPORT, AgainstForm, GroupForm, ReceivedForm, WhoForm
from disputes.forms.raising import DRAFT_PAGES
from disputes.models import Concern, Dispute
from disputes.reading.clocks import clocks_of_draft
from disputes.reading.draft import check_pages, how_they_stood, shown_from, tasks
from disputes.supporting import around
from disputes.views.getting import get_compact, get_draft, saved
from disputes.words import Channel
from signatories.acting import acting_for
from signatories.models import Organisation

BEGUN = "disputes-begun"  # What the first pages have asked, in the session until the draft is made.


def posted(request):
    """Return what was posted, or None."""
    return request.POST if request.method == "POST" else None


# Before there is a draft ----


@login_required
def begin(request, slug):
    """Who complains."""
    compact = get_compact(request, slug)
    officer = access.permits(request.user, "change_compact", compact)
    if not officer and not Organisation.objects.acted_for_by(request.user).exists():
        return render(request, "disputes/not_yet.html", {"compact": compact, "private": True})
    form = WhoForm(posted(request), compact=compact, user=request.user, officer=officer, acting_for=acting_for(request))
    if form.is_valid():
        way, key = form.way
        request.session[BEGUN] = {"way": way, "organisation": key, "concern": request.POST.get("concern", "")[:12]}
        return redirect("disputes:against" if way == OWN else "disputes:raise_for", slug)
    context = {"compact": compact, "form": form, "concern": request.GET.get("concern", ""), "private": True}
    return render(request, "disputes/raising/begin.html", context)


@login_required
def for_another(request, slug):
    """For which group, or for whom that wrote, telephoned or came."""
    compact = get_compact(request, slug)
    begun = request.session.get(BEGUN, {})
    forms = {SUPPORT: GroupForm, RECEIVED: ReceivedForm}
    if begun.get("way") not in forms:
        return redirect("disputes:raise", slug)
    form = forms[begun["way"]](posted(request), compact=compact)
    if form.is_valid():
        said = form.cleaned_data
        received = said.get("received_on")
        begun |= {"complainant": said["complainant"].pk, "channel": said.get("channel", "")}
        request.session[BEGUN] = begun | {"received_on": received.isoformat() if received else ""}
        return redirect("disputes:against", slug)
    context = {"compact": compact, "form": form, "heading": form.heading, "private": True}
    return render(request, "disputes/raising/for_another.html", context)


def who_complains(compact, begun):
    """Return who complains, through which support body, by what the first pages have asked; (None, None) before."""
    if begun.get("way") == OWN:
        return Organisation.objects.filter(pk=begun.get("organisation")).first(), None
    complainant = around(compact).filter(pk=begun.get("complainant", 0)).first()
    through = Organisation.objects.filter(pk=begun["organisation"]).first() if begun.get("way") == SUPPORT else None
    return complainant, through


@login_required
def against(request, slug):
    """Of whom, which begins the draft."""
    compact = get_compact(request, slug)
    begun = request.session.get(BEGUN, {})
    complainant, through = who_complains(compact, begun)
    if complainant is None:
        return redirect("disputes:raise", slug)
    form = AgainstForm(posted(request), compact=compact, complainant=complainant)
    if form.is_valid():
        try:
            draft = make_draft(compact, complainant, through, form.cleaned_data["respondent"], begun, by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            del request.session[BEGUN]
            return redirect("disputes:draft", draft.pk, "decision")
    context = {"compact": compact, "form": form, "complainant": complainant, "private": True}
    return render(request, "disputes/raising/against.html", context)


def make_draft(compact, complainant, through, respondent, begun, *, by):
    """Begin the draft; with the words of a concern where it begins from one."""
    received = begun.get("received_on")
    draft = Dispute.begin(
        compact,
        complainant=complainant,
        respondent=respondent,
        by=by,
        through=through,
        channel=begun.get("channel") or Channel.ONLINE,
        received_on=date.fromisoformat(received) if received else None,
    )
    if begun.get("concern", "").isdecimal():
        concern = Concern.objects.filter(pk=begun["concern"], author=by, compact=compact, dispute=None).first()
        if concern:
            concern.become(draft, by=by)
    return draft


# The draft ----


@login_required
def overview(request, pk):
    """Where a draft stands: every page of it, done or not."""
    dispute = get_draft(request, pk)
    missing = dispute.missing()
    context = {"compact": dispute.compact, "dispute": dispute, "tasks": tasks(dispute, missing), "missing": missing}
    context |= {"channel": Channel(dispute.channel).label, "private": True}
    return render(request, "disputes/raising/overview.html", context)


@login_required
def draft(request, pk, page):
    """One page of a draft: saved as one goes."""
    dispute = get_draft(request, pk)
    if page not in DRAFT_PAGES:
        raise Http404
    if page in ("signed", "clauses") and dispute.edition_on_the_day() is None:
        return redirect("disputes:draft", pk, "decision")
    files = {"files": request.FILES} if request.FILES else {}
    form = DRAFT_PAGES[page](posted(request), dispute=dispute, asked=request.GET, **files)
    if form.is_valid() and saved(form, by=request.user):
        return redirect(after(request, page, dispute, form))
    return render(request, form.page, page_context(page, dispute, form))


def page_context(page, dispute, form):
    """Return what every page of a draft shows."""
    pages = list(DRAFT_PAGES)
    number = pages.index(page)
    back = reverse("disputes:draft", args=[dispute.pk, pages[number - 1]]) if number else ""
    context = {"compact": dispute.compact, "dispute": dispute, "form": form, "private": True, "step": page}
    context |= {"number": number + 1, "of": len(pages) + 1, "back": back}
    if page == "signed":
        context["parties"] = how_they_stood(dispute)
    if page == "representative":
        context["nobody_acts"] = not dispute.complainant.acting()
        context["may_invite"] = dispute.channel != Channel.ONLINE
    if page == "confidence":
        context["shown_from"] = shown_from(dispute)
    return context


def after(request, page, dispute, form):
    """Return the address after a page: the same one, the overview, the check, or the next page."""
    address = reverse("disputes:draft", args=[dispute.pk, page])
    checking = "check" in request.GET
    if query := form.stay():
        return address + query + ("&check=1" if checking else "")
    if request.POST.get("do") == "later":
        return reverse("disputes:overview", args=[dispute.pk])
    pages = list(DRAFT_PAGES)
    following = pages[pages.index(page) + 1 :]
    if checking:
        return reverse("disputes:check", args=[dispute.pk])
    if not following:
        return reverse("disputes:draft_papers", args=[dispute.pk])
    return reverse("disputes:draft", args=[dispute.pk, following[0]])


@login_required
def against_whom(request, pk):
    """Complain of another organisation than said before."""
    dispute = get_draft(request, pk)
    given = {"respondent": dispute.respondent_id}
    form = AgainstForm(posted(request), compact=dispute.compact, complainant=dispute.complainant, initial=given)
    if form.is_valid():
        try:
            dispute.point_at(form.cleaned_data["respondent"], by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("disputes:check" if "check" in request.GET else "disputes:overview", pk)
    context = {"compact": dispute.compact, "form": form, "complainant": dispute.complainant, "dispute": dispute}
    return render(request, "disputes/raising/against.html", context | {"private": True})


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
            return raised(request, dispute)
    context = {
        "compact": dispute.compact,
        "dispute": dispute,
        "missing": missing,
        "pages": check_pages(dispute),
        "clocks": clocks_of_draft(dispute),
        "entering": dispute.is_entered_by(request.user),
        "private": True,
    }
    return render(request, "disputes/check.html", context)


def raised(request, dispute):
    """Say that it is raised. An officer who entered it sees it no longer."""
    if get_if_seen(request, dispute):
        messages.success(request, _("You have raised the dispute. Its reference is %s.") % dispute.reference)
        return redirect(dispute)
    words = _("You have entered it. Its reference is %s. %s has been told, and from now on you do not see it.")
    messages.success(request, words % (dispute.reference, dispute.complainant))
    return redirect("disputes:mine")


def get_if_seen(request, dispute):
    """Return whether a dispute still exists for this person."""
    return Dispute.objects.visible_to(request.user).filter(pk=dispute.pk).exists()


@login_required
def discard(request, pk):
    """Throw a draft away, after a question."""
    dispute = get_draft(request, pk)
    if request.method == "POST":
        try:
            dispute.discard(by=request.user)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The draft is thrown away."))
        return redirect("disputes:mine")
    context = {"compact": dispute.compact, "dispute": dispute, "private": True}
    return render(request, "disputes/raising/discard.html", context)

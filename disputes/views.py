"""Pages of disputes: how they are settled here, raising one, mine, the case, the chair's desk, the mediator's reply."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal import access
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed
from disputes import reading
from disputes.forms import DRAFT_PAGES, STEP_FORMS, LookForm, PartiesForm, ReplyForm, StepForm
from disputes.models import Dispute, Nomination, Procedure
from disputes.models.complaint import too_late
from disputes.models.lists import ENDED_VALUES
from disputes.procedure import MOVES, NO_MEDIATOR_YET
from disputes.words import Action, State
from signatories.acting import acting_for
from signatories.models import Organisation

A_PAGE = 20


def get_compact(request, slug):
    """Return a Compact with its editions at hand, or 404."""
    return get_object_or_404(Compact.objects.visible_to(request.user).with_editions(), slug=slug)


def get_dispute(request, reference):
    """Return a raised dispute that exists for this person, or 404."""
    return get_object_or_404(Dispute.objects.visible_to(request.user).with_parties(), reference=reference)


def get_draft(request, pk):
    """Return a draft of the person's own organisation, or 404."""
    drafts = Dispute.objects.party_to(request.user).filter(state=State.DRAFT).with_parties()
    return get_object_or_404(drafts, pk=pk)


def settled_here(request, slug):
    """How disputes are settled here: the procedure, whom to talk to first, public figures."""
    compact = get_compact(request, slug)
    context = {
        "compact": compact,
        "stages": reading.stages(Procedure.rules_for(compact)),
        "figures": reading.figures(compact),
    }
    return render(request, "disputes/compact.html", context)


# Raising a dispute ----


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


def saved(form, *, by) -> bool:
    """Save a form, or let it say why it could not be."""
    try:
        form.save(by=by)
    except NotAllowed as reason:
        form.add_error(None, str(reason))
    return not form.errors


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
        "pages": reading.check_pages(dispute),
        "clocks": reading.clocks_of_draft(dispute),
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


# My disputes ----


def presides(user) -> bool:
    """Whether a person presides over a Forum, so that there is a desk for them."""
    return any(access.objects_for(user, right, Compact.objects.all()).exists() for right in reading.CHAIRING)


@login_required
def mine(request):
    """The disputes a person takes part in: those that wait for them first."""
    which = request.GET.get("show", "open")
    found = Dispute.objects.visible_to(request.user).waiting_for(request.user).with_parties()
    if which in ("open", "ended"):
        ended = found.filter(state__in=ENDED_VALUES)
        found = ended if which == "ended" else found.exclude(state__in=ENDED_VALUES)
    page = Paginator(found.order_by("-waits", "due_on", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": reading.rows(page.object_list, request.user),
        "which": which,
        "asked": Nomination.objects.filter(person=request.user, state="asked").select_related("dispute__compact"),
        "presides": presides(request.user),
        "private": True,
    }
    return render(request, "disputes/mine.html", context)


@login_required
def case(request, reference):
    """A dispute: where it is, whose turn, what you can do, the papers, the timeline."""
    dispute = get_dispute(request, reference)
    context = {"compact": dispute.compact, "dispute": dispute, "private": True}
    return render(request, "disputes/case.html", context | {"case": reading.case_page(dispute, request.user)})


def too_late_for(dispute, action, request) -> bool:
    """Say whether the person opened the page when the step was theirs to take, and was overtaken."""
    return "moves" in request.POST and bool(MOVES[action].parties & dispute.parties_of(request.user))


def said(dispute, action) -> str:
    """Say what a step has done."""
    if action in (Action.NOTE, Action.MEDIATION_NOTE):
        return _("Your note is added.")
    return _("%(dispute)s is now: %(state)s.") % {"dispute": dispute, "state": dispute.position.label}


@login_required
def act(request, reference, action):
    """Say what a step means, ask what it needs, and take it."""
    dispute = get_dispute(request, reference)
    posted = request.method == "POST"
    stale = posted and request.POST.get("moves", "") != str(dispute.moves)
    reason = dispute.why_not(action, request.user)
    if reason and not (stale and too_late_for(dispute, action, request)):
        raise PermissionDenied
    form = STEP_FORMS.get(action, StepForm)(request.POST if posted else None, dispute=dispute, action=action)
    if stale:
        form.refresh()
        messages.error(request, too_late())
    elif form.is_valid() and saved(form, by=request.user):
        messages.success(request, said(dispute, action))
        return redirect(dispute if Dispute.objects.visible_to(request.user).filter(pk=dispute.pk) else "disputes:mine")
    context = {"compact": dispute.compact, "dispute": dispute, "form": form, "action": action, "reason": reason}
    context |= {"meaning": reading.MEANING[action], "private": True}
    return render(request, "disputes/act.html", context, status=409 if stale else 200)


# The Forum ----


@login_required
def desk(request):
    """The chair's desk: referrals, by the days left."""
    if not presides(request.user):
        raise Http404
    referred = Dispute.objects.chaired_by(request.user).with_parties().order_by("due_on", "referred_at")
    waiting = list(referred.filter(state__in=sorted(NO_MEDIATOR_YET)))
    others = referred.exclude(state__in=[*sorted(NO_MEDIATOR_YET), *ENDED_VALUES])
    page = Paginator(others, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": reading.desk_rows(waiting),
        "others": reading.rows(page.object_list, request.user),
        "page": page,
        "private": True,
    }
    return render(request, "disputes/desk.html", context)


@login_required
def nomination(request, pk):
    """What the person asked to mediate sees: a summary without names; and their reply."""
    found = get_object_or_404(
        Nomination.objects.select_related("dispute__compact"), pk=pk, person=request.user, state="asked"
    )
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            form.save(found.dispute, by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Your reply is with the Chair. You get mail when there is something to do."))
            return redirect("disputes:mine")
    context = {"compact": found.dispute.compact, "nomination": found, "form": form, "private": True}
    return render(request, "disputes/nomination.html", context | reading.anonymous_summary(found))


@login_required
def look(request):
    """An administrator opens a case for today, with a reason that both parties read."""
    if not request.user.is_administrator:
        raise Http404
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect(form.save(by=request.user))
        except NotAllowed as reason:
            form.add_error(None, str(reason))
    return render(request, "disputes/look.html", {"form": form, "private": True})

"""My disputes, a dispute, and its steps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed
from disputes import standing
from disputes.forms.registry import STEP_FORMS
from disputes.forms.steps import StepForm
from disputes.models import Dispute, LinkedCases, Nomination, Notice
from disputes.models.complaint import too_late
from disputes.models.keeping import What, note_read
from disputes.models.lists import ENDED_VALUES
from disputes.procedure import MOVES
from disputes.reading.case import case_page
from disputes.reading.endings import owed_by_lists
from disputes.reading.lists import rows
from disputes.reading.meanings import MEANING
from disputes.views.getting import A_PAGE, get_case, get_dispute, saved
from disputes.views.keeping import anonymised
from disputes.words import Action, Party


@login_required
def mine(request):
    """The disputes a person takes part in: those that wait for them first."""
    which = request.GET.get("show", "open")
    chaired = standing.chaired_by(request.user)
    found = Dispute.objects.visible_to(request.user, chaired=chaired).waiting_for(request.user, chaired=chaired)
    found = found.with_parties()
    if which in ("open", "ended"):
        ended = found.filter(state__in=ENDED_VALUES)
        found = ended if which == "ended" else found.exclude(state__in=ENDED_VALUES)
    page = Paginator(found.order_by("-waits", "due_on", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    asked = Nomination.objects.filter(person=request.user, state="asked").select_related("dispute__compact")
    context = {
        "page": page,
        "rows": rows(page.object_list, request.user),
        "which": which,
        "asked": asked[:A_PAGE],
        "presides": presides(request.user),
        "remedies": owed_by_lists(request.user),
        "private": True,
    }
    return render(request, "disputes/mine.html", context)


def presides(user) -> bool:
    """Whether a person presides over a Forum, so that there is a desk for them."""
    return Compact.objects.filter(standing.presided_by(user)).exists()


@login_required
def case(request, reference):
    """A dispute: where it is, whose turn, what you can do, the papers, the timeline."""
    try:
        dispute = get_case(request, reference)
    except Http404:
        return anonymised(request, reference, figures=False)
    if dispute.anonymised_at:
        return anonymised(request, reference, figures=True)
    page = case_page(dispute, request.user, show=request.GET.get("show", ""), number=request.GET.get("page"))
    if dispute.has_news:
        Notice.objects.see(request.user, dispute=dispute)
    if not dispute.is_noted:
        note_read(dispute, request.user, page.parties, What.CASE)
    context = {"compact": dispute.compact, "dispute": dispute, "case": page, "private": True}
    return render(request, "disputes/case.html", context)


@require_POST
@login_required
def seen(request):
    """Note that a person has seen everything that was new."""
    Notice.objects.see(request.user)
    messages.success(request, _("Nothing is new any more. Each case keeps its history."))
    return redirect("dashboard")


def too_late_for(dispute, action, request) -> bool:
    """Say whether the person opened the page when the step was theirs to take, and was overtaken."""
    return "moves" in request.POST and bool(MOVES[action].parties & dispute.parties_of(request.user))


def said(dispute, action) -> str:
    """Say what a step has done."""
    if action in (Action.NOTE, Action.MEDIATION_NOTE):
        return _("Your note is added.")
    return _("%(dispute)s is now: %(state)s.") % {"dispute": dispute, "state": dispute.position.label}


def party_of(dispute, request):
    """Return as which party a person acts first: the order of the list of parties."""
    return min(dispute.parties_of(request.user), key=list(Party).index, default=None)


@login_required
def act(request, reference, action):
    """Say what a step means, ask what it needs, and take it."""
    dispute = get_dispute(request, reference)
    posted = request.method == "POST"
    stale = posted and request.POST.get("moves", "") != str(dispute.moves)
    reason = dispute.why_not(action, request.user)
    if reason and not (stale and too_late_for(dispute, action, request)):
        raise PermissionDenied
    data = request.POST if posted else None
    form = STEP_FORMS.get(action, StepForm)(data, dispute=dispute, action=action, by=request.user)
    if stale:
        form.refresh()
        messages.error(request, too_late())
    elif form.is_valid() and saved(form, by=request.user):
        messages.success(request, said(dispute, action))
        return redirect(dispute if Dispute.objects.visible_to(request.user).filter(pk=dispute.pk) else "disputes:mine")
    context = {"compact": dispute.compact, "dispute": dispute, "form": form, "action": action, "reason": reason}
    context |= {"meaning": MEANING[action], "private": True}
    context["shows_name"] = (
        dispute.held_back and not reason and dispute.shows_name_by(action, party_of(dispute, request))
    )
    return render(request, "disputes/act.html", context, status=409 if stale else 200)


@login_required
@require_POST
def unlink(request, reference, pk):
    """End a link to another case."""
    dispute = get_dispute(request, reference)
    seen = Dispute.objects.visible_to(request.user)
    links = LinkedCases.objects.filter(Q(first=dispute) | Q(second=dispute), first__in=seen, second__in=seen)
    link = get_object_or_404(links, pk=pk)
    try:
        dispute.unlink(by=request.user, link=link)
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The two cases are linked no more."))
    return redirect(dispute)

"""Pages of settlements, of what each party says came of a case, and of remedies."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from compact_portal.compacts.views.printing import offer
from disputes import printing
from disputes.forms.remedies import REMEDY_FORMS, PromiseForm, ViewForm
from disputes.forms.settling import ProposalForm
from disputes.models import Remedy, Settlement
from disputes.reading.endings import remedy_buttons, settlement_buttons
from disputes.views.getting import get_dispute, saved
from disputes.words import Action, Audience, Party

SIDES = frozenset({Party.COMPLAINANT, Party.RESPONDENT})


def get_case(request, reference, *, only_parties: bool = True):
    """Return a dispute with the ways in which this person takes part; 404 for those who may not know what is asked."""
    dispute = get_dispute(request, reference)
    parties = dispute.parties_of(request.user)
    if only_parties and not parties & SIDES:
        raise Http404
    return dispute, parties


def get_settlement(request, reference, number):
    """Return a settlement that this person may read, with its dispute and the ways they take part, or 404."""
    dispute, parties = get_case(request, reference, only_parties=False)
    mediates = Party.MEDIATOR in parties
    if not (parties & SIDES or mediates):
        raise Http404
    found = get_object_or_404(dispute.settlements.prefetch_related("signatures"), number=number)
    if mediates and not parties & SIDES and found.audience != Audience.MEDIATION:
        raise Http404
    found.dispute = dispute
    return found, dispute, parties


def page_of(dispute, parties, **more):
    """What every page about a dispute shows."""
    return {"compact": dispute.compact, "dispute": dispute, "title": dispute.title_as(parties), "private": True, **more}


@login_required
@never_cache
def settlement(request, reference, number):
    """A settlement: its words, who signed it, and what can be done with it."""
    found, dispute, parties = get_settlement(request, reference, number)
    buttons = settlement_buttons(found, dispute, request.user, parties)
    context = page_of(dispute, parties, proposal=found, buttons=buttons, is_party=bool(parties & SIDES))
    return render(request, "disputes/ending/settlement.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settlement_pdf(request, reference, number):
    """The sealed paper of an agreed settlement, for the two parties alone."""
    found, dispute, parties = get_settlement(request, reference, number)
    if found.state != Settlement.State.AGREED or not parties & SIDES:
        raise Http404
    paper = found.papers.filter(state="sealed").first() or printing.ask_for(found)
    context = page_of(dispute, parties, heading=_("Settlement"), back=found.get_absolute_url())
    name = f"{dispute.reference}-settlement.pdf"
    return offer(request, printing.PRINTER, paper, name=name, public=False, context=context)


@login_required
@never_cache
def counter(request, reference):
    """Propose something else instead of what the other party proposed."""
    dispute, parties = get_case(request, reference)
    before = dispute.open_proposal()
    if before is None or dispute.why_not(Action.TURN_DOWN, request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(data, dispute=dispute, action=Action.PROPOSE, follows=before)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("Your proposal is with the other party, in place of theirs."))
        return redirect(dispute)
    words = _("The form starts from the other party's proposal, which is no longer open once you send yours.")
    return ask(request, dispute, parties, form, _("Propose something else"), words=words)


def ask(request, dispute, parties, form, heading, *, words="", button="", back=""):
    """Show a form about a dispute."""
    more = {"form": form, "heading": heading, "words": words, "button": button or heading}
    context = page_of(dispute, parties, back=back or dispute.get_absolute_url(), **more)
    return render(request, "disputes/ending/form.html", context)


@login_required
@never_cache
def view(request, reference):
    """Say what came of the case, as one's own side sees it."""
    dispute, parties = get_case(request, reference)
    if dispute.why_no_view(parties):
        raise PermissionDenied
    form = ViewForm(request.POST if request.method == "POST" else None, dispute=dispute)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("What you say stands beside the record."))
        return redirect(dispute)
    words = _("Recorded is: %(outcome)s. %(met)s.") % {
        "outcome": dispute.get_outcome_display(),
        "met": dispute.get_remedy_met_display(),
    }
    return ask(request, dispute, parties, form, _("Say what came of it, as you see it"), words=words, button=_("Save"))


# Remedies ----


def get_remedy(request, reference, number):
    """Return a remedy of a dispute in which this person acts for a party, or 404."""
    dispute, parties = get_case(request, reference)
    found = get_object_or_404(Remedy, dispute=dispute, number=number)
    found.dispute = dispute
    return found, dispute, parties


@login_required
@never_cache
def promise(request, reference):
    """Take on to do something for the other party."""
    dispute, parties = get_case(request, reference)
    form = PromiseForm(request.POST if request.method == "POST" else None, dispute=dispute)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("Your promise is written down. Both parties see whether it is kept."))
        return redirect(dispute)
    words = _("It stands on the page of the case with its last day, until the other party says that it is done.")
    return ask(request, dispute, parties, form, _("Promise a remedy"), words=words, button=_("Promise it"))


@login_required
@never_cache
def remedy(request, reference, number):
    """A remedy: what is to be done by whom by when, and how it stands."""
    found, dispute, parties = get_remedy(request, reference, number)
    context = page_of(dispute, parties, remedy=found, buttons=remedy_buttons(found, parties))
    context |= {"standing": found.standing(), "may_reopen": _may_reopen(dispute, found, request.user)}
    return render(request, "disputes/ending/remedy.html", context)


def _may_reopen(dispute, remedy: Remedy, user) -> bool:
    """Whether a person may now reopen the case because of a remedy that is not kept."""
    not_kept = remedy.is_overdue() or bool(remedy.not_done_reason)
    return not_kept and not dispute.is_open and not dispute.why_not(Action.REOPEN, user)


@login_required
@never_cache
def remedy_step(request, reference, number, verb):
    """Ask what a change of a remedy needs, and make it."""
    found, dispute, parties = get_remedy(request, reference, number)
    if verb not in REMEDY_FORMS:
        raise Http404
    posted = request.method == "POST"
    stale = posted and request.POST.get("version", str(found.version)) != str(found.version)
    if verb not in found.verbs_for(parties) and not stale:
        raise PermissionDenied
    form = REMEDY_FORMS[verb](request.POST if posted else None, remedy=found)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, found.standing() + ".")
        return redirect(found)
    words = f"{found.what} ({found.standing()})"
    heading, button = form.heading, form.button
    return ask(request, dispute, parties, form, heading, words=words, button=button, back=found.get_absolute_url())

"""How long cases are kept: for the parties of one, for the officers of a Compact, for administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from disputes.actions import keeping as actions
from disputes.actions.evidence import SIDES
from disputes.forms.keeping import HoldForm, HoldOnForm, YearsForm
from disputes.models import Dispute, LegalHold
from disputes.models.keeping import WARNED_WEEKS, years_kept
from disputes.models.lists import ENDED_VALUES
from disputes.reading.keeping import figures_of, holds_of, when_due
from disputes.views.getting import get_compact, get_dispute


@login_required
def keeping(request, reference):
    """How long a case is kept, and why; a party has it kept longer here."""
    dispute = get_dispute(request, reference)
    parties = dispute.parties_of(request.user)
    if not (parties & SIDES or request.user.is_administrator):
        raise PermissionDenied
    reason = actions.why_not_hold(dispute, request.user, parties)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and reason:
        raise PermissionDenied
    if form.is_valid() and placed(form, dispute, by=request.user):
        messages.success(request, _("The case is kept until the day you chose. Both parties read your reason."))
        return redirect("disputes:keeping", reference)
    context = {
        "compact": dispute.compact,
        "dispute": dispute,
        "years": years_kept(dispute.compact),
        "goes_on": actions.goes_on(dispute) if dispute.state in ENDED_VALUES else None,
        "held": dispute.holds.in_force().exists(),
        "holds": holds_of(dispute, request.user, parties),
        "form": None if reason else form,
        "private": True,
    }
    return render(request, "disputes/keeping.html", context)


def anonymised(request, reference, *, figures):
    """Say of a case that it is anonymised, for its reference still leads somewhere; who presides sees its figures."""
    gone = Dispute.objects.filter(anonymised_at__isnull=False).select_related("compact", "stage")
    dispute = get_object_or_404(gone, reference=reference)
    context = {"compact": dispute.compact, "dispute": dispute, "rows": figures_of(dispute) if figures else []}
    return render(request, "disputes/anonymised.html", context | {"private": True})


def placed(form, dispute, *, by) -> bool:
    """Place a hold, or let the form say why it cannot be."""
    try:
        actions.hold(dispute, by=by, reason=form.cleaned_data["reason"], ends_on=form.cleaned_data["ends_on"])
    except NotAllowed as reason:
        form.add_error("ends_on", str(reason))
    return not form.errors


@login_required
@require_POST
def lift(request, reference, pk):
    """End a hold."""
    dispute = get_dispute(request, reference)
    found = get_object_or_404(LegalHold, dispute=dispute, pk=pk)
    found.dispute = dispute
    if actions.why_not_lift(found, request.user, dispute.parties_of(request.user)):
        raise PermissionDenied
    actions.lift(found, by=request.user)
    messages.success(request, _("The hold has ended."))
    return redirect("disputes:keeping", reference)


@login_required
def hold(request):
    """An administrator has a case kept, by its reference, with a reason that both parties read."""
    if not request.user.is_administrator:
        raise Http404
    form = HoldOnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        dispute = form.cleaned_data["reference"]
        if placed(form, dispute, by=request.user):
            messages.success(request, _("%s is kept. Both parties get mail.") % dispute)
            return redirect("disputes:hold")
    holds = LegalHold.objects.in_force().filter(party="").select_related("dispute")
    return render(request, "disputes/hold.html", {"form": form, "holds": holds, "private": True})


@login_required
def years(request, slug):
    """For how many years the cases of a Compact are kept; how many are due, and when."""
    compact = get_compact(request, slug)
    if "change_compact" not in compact.actions_for(request.user):
        raise PermissionDenied
    form = YearsForm(request.POST if request.method == "POST" else None, initial={"years": years_kept(compact)})
    if form.is_valid():
        actions.set_years(compact, form.cleaned_data["years"], by=request.user)
        messages.success(request, _("Saved. No case is anonymised before its parties were warned."))
        return redirect("disputes:years", slug)
    context = {
        "compact": compact,
        "form": form,
        "due": when_due(compact, timezone.localdate()),
        "weeks": WARNED_WEEKS,
        "private": True,
    }
    return render(request, "disputes/years.html", context)

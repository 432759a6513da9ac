"""Approvals: what is to be approved, by whom; asking for it, giving it, taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from compact_portal.compacts import agreeing
from compact_portal.compacts.forms.publishing import ApproveForm, AskForm
from compact_portal.compacts.lifecycle import EditionStep
from compact_portal.compacts.views.getting import get_edition
from compact_portal.compacts.views.publishing import around, posted
from compact_portal.history import NotAllowed


def approval(request, slug, edition, under=""):
    """Who has approved an edition and who is awaited; once it is agreed, everybody can read who approved it."""
    found = get_edition(request, slug, edition, under)
    actions = found.actions_for(request.user)
    compact = found.text.compact
    if found.is_open and not actions and not (compact and "view_drafts" in compact.actions_for(request.user)):
        raise PermissionDenied
    now, main = found.as_it_stands(), found.published_with
    standing = agreeing.awaited(found, now)
    good = [one.approval for one in standing if one.approval]
    sectors = found.sectors_approved_by(request.user) if "approve" in actions else []
    context = around(
        found,
        actions=actions,
        standing=standing,
        void=[one for one in now.given if one not in good and not one.taken_back_at] if found.is_open else [],
        taken_back=[one for one in now.given if one.taken_back_at],
        mine=next((one for one in good if one.person_id == request.user.pk), None),
        why_not=[found.why_not_approve(request.user, sector, now) for sector in sectors],
        bundle=agreeing.before_each(now.bundle) if found.is_open else [],
        asked=found.events.filter(action=EditionStep.APPROVAL_ASKED).select_related("actor").last(),
        why_not_ask=agreeing.why_not_ask(found, now, standing) if "publish" in actions else "",
        why_not_publish=found.why_not_publish(now) if "publish" in actions else "",
        main=main if main and main.is_open == found.is_open else None,
    )
    return render(request, "compacts/approval.html", context)


@login_required
def ask(request, slug, edition, under=""):
    """Ask those who can give the approvals that are missing, by mail."""
    found = get_edition(request, slug, edition, under, to="publish")
    form = AskForm(posted(request))
    if form.is_valid():
        try:
            count = agreeing.ask_for_approval(found, by=request.user, note=form.cleaned_data["note"])
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            words = ngettext(
                "%(count)d person is asked to approve it.", "%(count)d people are asked to approve it.", count
            )
            messages.success(request, words % {"count": count})
        return redirect(f"{found.get_absolute_url()}approval/")
    now = found.as_it_stands()
    waiting = agreeing.awaited(found, now)
    context = around(
        found,
        form=form,
        waiting=[one for one in waiting if not one.approval],
        stopped=agreeing.why_not_ask(found, now, waiting),
        heading=_("Ask for approval"),
        go=_("Ask them"),
        back=f"{found.get_absolute_url()}approval/",
    )
    return render(request, "compacts/ask.html", context)


@login_required
def approve(request, slug, edition, under=""):
    """Approve the words of an edition as they stand, for a sector."""
    found = get_edition(request, slug, edition, under, to="approve")
    now, mine = found.as_it_stands(), found.sectors_approved_by(request.user)
    sectors = [sector for sector in mine if not found.why_not_approve(request.user, sector, now)]
    if not sectors:
        return redirect(f"{found.get_absolute_url()}approval/")
    form = ApproveForm(posted(request), sectors=sectors, seen=now.digest)
    if form.is_valid():
        sector = next(one for one in sectors if one.value == form.cleaned_data["sector"])
        try:
            found.approve(
                by=request.user, sector=sector, note=form.cleaned_data["note"], seen=form.cleaned_data["seen"]
            )
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("You have approved it. It binds to the words as they stand now."))
        return redirect(f"{found.get_absolute_url()}approval/")
    context = around(
        found,
        form=form,
        sectors=sectors,
        bundle=agreeing.before_each(now.bundle),
        heading=_("Approve “%(label)s”") % {"label": found.label},
        go=_("Approve it"),
        back=f"{found.get_absolute_url()}approval/",
    )
    return render(request, "compacts/approve.html", context)


@login_required
@require_POST
def take_back(request, slug, edition, under=""):
    """Take back the approval that one has given."""
    found = get_edition(request, slug, edition, under, to="approve")
    try:
        found.take_back_approval(by=request.user)
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Your approval is taken back. The officers are told."))
    return redirect(f"{found.get_absolute_url()}approval/")

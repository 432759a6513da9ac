"""The people who act for an organisation: who they are, inviting a colleague, ending a role, handing over."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from signatories import actions
from signatories.forms.people import ColleagueForm, EndMembershipForm, InviteForm
from signatories.models import Membership, Organisation
from signatories.open_work import open_work
from signatories.views.finding import find_organisation, following_mergers

SOON = timedelta(days=30)


def find_kept(request, slug: str) -> Organisation:
    """Return an organisation whose people the person keeps: they act for it, or are an officer of its area."""
    return find_organisation(request, slug, "act_for", "change_organisation")


def find_membership(organisation: Organisation, number: int) -> Membership:
    """Return a membership of an organisation, or raise Http404."""
    return get_object_or_404(organisation.memberships.select_related("person"), pk=number)


@login_required
@following_mergers
def people(request, slug: str) -> HttpResponse:
    """List who acts for an organisation now, later and earlier, to those who act for it and the officer."""
    organisation = find_kept(request, slug)
    today = timezone.localdate()
    memberships = list(organisation.memberships.select_related("person").order_by("person__name", "starts_on"))
    now = [m for m in memberships if m.starts_on <= today and (m.ends_on is None or m.ends_on >= today)]
    context = {
        "organisation": organisation,
        "now": now,
        "leaving": [m for m in now if not m.person.is_active or (m.ends_on and m.ends_on <= today + SOON)],
        "later": [m for m in memberships if m.starts_on > today and (m.ends_on is None or m.ends_on >= today)],
        "earlier": [m for m in memberships if m.ends_on and m.ends_on < today],
    }
    return render(request, "signatories/people.html", context)


@login_required
@following_mergers
def invite(request, slug: str) -> HttpResponse:
    """Invite somebody to act for an organisation."""
    organisation = find_kept(request, slug)
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, organisation=organisation, by=request.user)
    if form.is_valid():
        try:
            membership = form.save(by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            if membership.person.joined_at:
                done = _("%(person)s now has this role, and gets a message that says so.")
            else:
                done = _("%(person)s is invited. The message with the link is on its way to %(email)s.")
            messages.success(request, done % {"person": membership.person, "email": membership.person.email})
            return redirect("signatories:people", slug)
    context = {"organisation": organisation, "form": form, "is_empty": not organisation.people().exists()}
    return render(request, "signatories/invite.html", context)


@login_required
@require_POST
@following_mergers
def invite_again(request, slug: str, number: int) -> HttpResponse:
    """Send an invitation anew; the link before stops working."""
    membership = find_membership(find_kept(request, slug), number)
    said = _("A new invitation is on its way to %(email)s.") % {"email": membership.person.email}
    return _done(request, slug, said, actions.invite_again, membership)


@login_required
@require_POST
@following_mergers
def cancel(request, slug: str, number: int) -> HttpResponse:
    """Take an invitation back."""
    membership = find_membership(find_kept(request, slug), number)
    said = _("The invitation of %(person)s is cancelled, and the link no longer works.") % {"person": membership.person}
    return _done(request, slug, said, actions.cancel_invitation, membership)


def _done(request, slug: str, said: str, verb, membership: Membership) -> HttpResponse:
    try:
        verb(membership, by=request.user)
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, said)
    return redirect("signatories:people", slug)


@login_required
@following_mergers
def end(request, slug: str, number: int) -> HttpResponse:
    """End a membership, at once or on a day, and hand the person's open work to a colleague with it."""
    organisation = find_kept(request, slug)
    membership = find_membership(organisation, number)
    data = request.POST if request.method == "POST" else None
    form = EndMembershipForm(data)
    colleague = ColleagueForm(data, organisation=organisation, leaver=membership.person, optional=True)
    work = open_work(membership.person, organisation)
    if form.is_valid() and colleague.is_valid():
        to = colleague.cleaned_data.get("to") if work else None
        try:
            form.save(membership, by=request.user, to=to, note=colleague.cleaned_data.get("note", ""))
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The membership of %s ends.") % membership.person)
            if to:
                messages.success(request, _("What was open is handed to %s, who is told.") % to)
            own = membership.person == request.user
            return redirect(organisation if own else f"{organisation.get_absolute_url()}people/")
    context = {"membership": membership, "form": form, "colleague": colleague}
    return render(request, "signatories/end_membership.html", context | leaver(request, organisation, membership, work))


@login_required
@following_mergers
def hand_over(request, slug: str, number: int) -> HttpResponse:
    """Show what somebody who leaves, or has left, has open, and hand it to a colleague."""
    organisation = find_kept(request, slug)
    membership = find_membership(organisation, number)
    data = request.POST if request.method == "POST" else None
    form = ColleagueForm(data, organisation=organisation, leaver=membership.person)
    work = open_work(membership.person, organisation)
    if form.is_valid() and form.can_be:
        try:
            handover = form.save(by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("What was open is handed to %s, who is told.") % handover.to)
            return redirect("signatories:people", slug)
    context = {"membership": membership, "form": form} | leaver(request, organisation, membership, work)
    return render(request, "signatories/hand_over.html", context)


def leaver(request, organisation: Organisation, membership: Membership, work: list) -> dict:
    """What a page says of somebody who leaves: their open work, in full only to those who act for the organisation."""
    others = [person for person in organisation.acting() if person != membership.person]
    roles = organisation.memberships.in_term().filter(person=membership.person).count()
    return {
        "organisation": organisation,
        "work": work,
        "goes": any(piece.goes for piece in work),
        "in_full": organisation.permits(request.user, "act_for"),
        "is_last": not others and membership.role != "champion" and roles <= 1,
    }

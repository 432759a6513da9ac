"""The people who act for an organisation: who they are, inviting a colleague, ending a membership."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories.forms.people import EndForm, InviteForm
from signatories.views.finding import find_organisation


@login_required
def people(request, slug: str) -> HttpResponse:
    """List who acts for an organisation now, later and earlier, to those who act for it and the officer."""
    organisation = find_organisation(request, slug, "act_for", "change_organisation")
    today = timezone.localdate()
    memberships = list(organisation.memberships.select_related("person").order_by("person__name", "starts_on"))
    context = {
        "organisation": organisation,
        "now": [m for m in memberships if m.starts_on <= today and (m.ends_on is None or m.ends_on >= today)],
        "later": [m for m in memberships if m.starts_on > today and (m.ends_on is None or m.ends_on >= today)],
        "earlier": [m for m in memberships if m.ends_on and m.ends_on < today],
    }
    return render(request, "signatories/people.html", context)


@login_required
def invite(request, slug: str) -> HttpResponse:
    """Invite somebody to act for an organisation."""
    organisation = find_organisation(request, slug, "act_for", "change_organisation")
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, organisation=organisation, by=request.user)
    if form.is_valid():
        membership = form.save(by=request.user)
        if membership.person.joined_at:
            done = _("%(person)s now has this role, and gets a message that says so.")
        else:
            done = _("%(person)s is invited. The message with the link is on its way to %(email)s.")
        messages.success(request, done % {"person": membership.person, "email": membership.person.email})
        return redirect("signatories:people", slug)
    return render(request, "signatories/invite.html", {"organisation": organisation, "form": form})


@login_required
def end(request, slug: str, number: int) -> HttpResponse:
    """End a membership, at once or on a day."""
    organisation = find_organisation(request, slug, "act_for", "change_organisation")
    membership = get_object_or_404(organisation.memberships.select_related("person"), pk=number)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save(membership, by=request.user)
        messages.success(request, _("The membership of %s ends.") % membership.person)
        own = membership.person == request.user
        return redirect(organisation if own else f"{organisation.get_absolute_url()}people/")
    context = {"organisation": organisation, "membership": membership, "form": form}
    return render(request, "signatories/end_membership.html", context)

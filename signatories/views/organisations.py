"""Organisations: the officer's register of them, and the public page of each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.history import changes
from signatories.forms.organisations import OrganisationForm
from signatories.models import Role
from signatories.views.finding import find_organisation, find_own_compact

A_PAGE = 50


@login_required
def kept(request, slug: str) -> HttpResponse:
    """List the organisations of an area to its officer, with what is missing."""
    compact = find_own_compact(request, slug)
    today = timezone.localdate()
    acting = Q(memberships__starts_on__lte=today) & (Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=today))
    asked = request.GET.get("q", "").strip()[:100]
    organisations = (
        compact.organisations.filter(name__icontains=asked)
        .annotate(people_count=Count("memberships__person", filter=acting, distinct=True))
        .order_by("name")
    )
    page = Paginator(organisations, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "signatories/organisations.html", {"compact": compact, "page": page, "asked": asked})


@login_required
def add(request, slug: str) -> HttpResponse:
    """Add an organisation to an area, as its officer."""
    compact = find_own_compact(request, slug)
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        by=request.user,
        compact=compact,
        initial={"compacts": [compact]},
    )
    if form.is_valid():
        organisation = form.save()
        messages.success(request, _("%s is in the register. Now invite the people who act for it.") % organisation)
        return redirect("signatories:people", organisation.slug)
    return render(request, "signatories/organisation_form.html", {"compact": compact, "form": form})


def organisation(request, slug: str) -> HttpResponse:
    """Show an organisation to everybody: what it is, what it signed, its seats on Forums."""
    found = find_organisation(request, slug)
    context = {
        "organisation": found,
        "signatures": found.signatures.complete()
        .select_related("edition__text__compact")
        .order_by("-edition__ordinal", "-pk"),
        "champions": found.people(Role.CHAMPION),
        "seats": found.seats.in_term().select_related("forum__compact", "person"),
        "compacts": found.compacts.all(),
        "members": found.members.all(),
        "actions": found.actions_for(request.user),
    }
    return render(request, "signatories/organisation.html", context)


@login_required
def edit(request, slug: str) -> HttpResponse:
    """Edit an organisation, as an officer of a Compact of its area."""
    found = find_organisation(request, slug, "change_organisation")
    form = OrganisationForm(request.POST if request.method == "POST" else None, instance=found, by=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("The changes are saved."))
        return redirect(found)
    # The form writes what was typed into the record; the page's title keeps the name it has.
    context = {"organisation": find_organisation(request, slug), "form": form}
    return render(request, "signatories/organisation_form.html", context)


@login_required
def history(request, slug: str) -> HttpResponse:
    """Show what was changed about an organisation and its people, and by whom."""
    found = find_organisation(request, slug, "change_organisation", "act_for")
    memberships = found.memberships.model.history.filter(organisation_id=found.pk)
    context = {"organisation": found, "changes": changes(found.history.all(), memberships)}
    return render(request, "signatories/organisation_history.html", context)

"""Organisations: the list of an area, the public page of each, and keeping them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.history import changes
from signatories import hooks
from signatories.forms.organisations import ListForm, OrganisationForm, OtherNameForm
from signatories.models import Membership, Organisation, OtherName, Role, Seat, Signature
from signatories.views.finding import find_compact, find_organisation, find_own_compact, following_mergers

A_PAGE = 50
SORTS = {"name": "name", "sector": "sector", "kind": "kind", "people": "people_count"}


def kept(request, slug: str) -> HttpResponse:
    """List the organisations of an area to everybody; to its officer with who acts for them and what is missing."""
    compact = find_compact(request, slug)
    is_officer = "change_compact" in compact.actions_for(request.user)
    form = ListForm(request.GET, is_officer=is_officer)
    organisations = form.chosen(compact.organisations.standing())
    sort = request.GET.get("sort", "")
    key = SORTS.get(sort.removeprefix("-"), "name")
    if is_officer:
        today = timezone.localdate()
        now = Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=today)
        now &= Q(memberships__starts_on__lte=today, memberships__person__is_active=True)
        organisations = organisations.annotate(people_count=Count("memberships__person", filter=now, distinct=True))
    elif key == "people_count":
        key = "name"
    order = f"-{key}" if sort.startswith("-") else key
    organisations = organisations.select_related("successor").order_by(order, "name")
    context = {
        "compact": compact,
        "page": Paginator(organisations, A_PAGE).get_page(request.GET.get("page")),
        "filters": form,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "is_officer": is_officer,
    }
    return render(request, "signatories/organisations.html", context)


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


@following_mergers
def organisation(request, slug: str) -> HttpResponse:
    """Show an organisation to everybody: what it is, what it signed, what it does; what each record of it did."""
    found = find_organisation(request, slug)
    around = list(Organisation.objects.around(found))
    records = [found, *(other for other in around if other.merged_into_id == found.pk)]
    signatures = Signature.objects.filter(organisation__in=records)
    context = {
        "organisation": found,
        "signatures": signatures.complete()
        .select_related("organisation", "edition__text__compact")
        .order_by("-edition__ordinal", "-pk"),
        "champions": found.people(Role.CHAMPION),
        "seats": Seat.objects.in_term().filter(organisation__in=records).select_related("forum__compact", "person"),
        "compacts": found.compacts.all(),
        "members": [other for other in around if other.umbrella_id == found.pk and not other.merged_into_id],
        "names": found.other_names.all(),
        "predecessors": [other for other in around if other.successor_id == found.pk and not other.merged_into_id],
        "merged": records[1:],
        "panels": hooks.call("of_organisation", found, request.user),
        "actions": found.actions_for(request.user),
    }
    return render(request, "signatories/organisation.html", context)


@login_required
@following_mergers
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
@following_mergers
def names(request, slug: str) -> HttpResponse:
    """List the other names of an organisation, and add one, as an officer of its area."""
    found = find_organisation(request, slug, "change_organisation")
    form = OtherNameForm(request.POST if request.method == "POST" else None, organisation=found)
    if form.is_valid():
        name = form.save()
        messages.success(request, _("“%(name)s” is added. Searching for it finds the organisation.") % {"name": name})
        return redirect("signatories:names", found.slug)
    context = {"organisation": found, "form": form, "names": found.other_names.all()}
    return render(request, "signatories/names.html", context)


@login_required
@require_POST
@following_mergers
def remove_name(request, slug: str, number: int) -> HttpResponse:
    """Take an other name away; the history keeps it."""
    found = find_organisation(request, slug, "change_organisation")
    name = get_object_or_404(found.other_names, pk=number)
    name.delete()
    messages.success(request, _("“%(name)s” is taken away.") % {"name": name})
    return redirect("signatories:names", found.slug)


@login_required
@following_mergers
def history(request, slug: str) -> HttpResponse:
    """Show what was changed about an organisation, its names and people, and by whom; of all records of it."""
    found = find_organisation(request, slug, "change_organisation", "act_for")
    records = found.records().values_list("pk", flat=True)
    context = {
        "organisation": found,
        "changes": changes(
            Organisation.history.filter(id__in=records),
            OtherName.history.filter(organisation_id__in=records),
            Membership.history.filter(organisation_id__in=records),
            about=lambda row: row.name if hasattr(row, "name") else "",
        ),
        "mergers": found.mergers.select_related("organisation", "actor").order_by("-at"),
        "actions": found.actions_for(request.user),
        "handovers": found.handovers.select_related("person", "to", "actor").order_by("-at"),
    }
    return render(request, "signatories/organisation_history.html", context)

"""Elections to the Forum: their pages, their candidates, their results."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.history import changes
from signatories.forms.forum_elections import CandidateForm, ElectionForm, ResultForm
from signatories.forms.forum_meetings import CancelForm, NothingForm
from signatories.models import Candidate, Election
from signatories.views.forum import home_of
from signatories.views.forum_asking import ask, sent
from signatories.views.forum_finding import find_election, find_kept_place


def election(request, slug: str, number: int) -> HttpResponse:
    """Show an election: its notice and days, who stands, and what came of it."""
    place, found = find_election(request, slug, number)
    candidates = list(found.candidates.select_related("organisation", "seat"))
    context = {
        "compact": place.compact,
        "place": place,
        "election": found,
        "standing": [candidate for candidate in candidates if not candidate.withdrawn_on],
        "withdrawn": [candidate for candidate in candidates if candidate.withdrawn_on],
    }
    return render(request, "signatories/forum/election.html", context)


@login_required
def announce(request, slug: str) -> HttpResponse:
    """Announce an election."""
    place = find_kept_place(request, slug)
    form = ElectionForm(sent(request)[0], compact=place.compact)
    return ask(
        request,
        form,
        lambda: form.save_by(by=request.user),
        compact=place.compact,
        heading=_("Announce an election"),
        note=[_("For an election that was held already, enter its days as they were, then record its result.")],
        button=_("Announce the election"),
        said=_("The election is announced."),
        back=home_of(place),
    )


@login_required
def edit(request, slug: str, number: int) -> HttpResponse:
    """Change what was announced, while the result is awaited."""
    place, found = find_election(request, slug, number, keep=True)
    if not found.is_open:
        return redirect(found)
    form = ElectionForm(sent(request)[0], compact=place.compact, instance=found)
    return ask(
        request,
        form,
        lambda: form.save_by(by=request.user),
        compact=place.compact,
        heading=_("Change the election"),
        caption=str(found),
        back=found.get_absolute_url(),
    )


@login_required
def stand(request, slug: str, number: int) -> HttpResponse:
    """Put a candidate on the list."""
    place, found = find_election(request, slug, number, keep=True)
    if not found.is_open:
        return redirect(found)
    form = CandidateForm(sent(request)[0], election=found, compact=place.compact)
    return ask(
        request,
        form,
        lambda: form.save_by(by=request.user),
        compact=place.compact,
        heading=_("Add a candidate"),
        caption=str(found),
        button=_("Add the candidate"),
        said=_("The candidate is on the list."),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


@login_required
def withdraw(request, slug: str, number: int, candidate: int) -> HttpResponse:
    """Take a candidate off the list, after a question."""
    place, found = find_election(request, slug, number, keep=True)
    row = get_object_or_404(Candidate, election=found, pk=candidate)
    row.election = found
    return ask(
        request,
        NothingForm(sent(request)[0]),
        lambda: row.withdraw(by=request.user),
        compact=place.compact,
        heading=_("Record that a candidate withdrew?"),
        note=[_("%(candidate)s is then listed as withdrawn, today.") % {"candidate": row}],
        button=_("Record it"),
        kind="warning",
        said=_("The candidate has withdrawn."),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


@login_required
def result(request, slug: str, number: int) -> HttpResponse:
    """Record the result, which fills the seats."""
    place, found = find_election(request, slug, number, keep=True)
    if not found.is_open and request.method != "POST":
        return redirect(found)
    form = ResultForm(
        sent(request)[0], election=found, initial={"held_on": min(found.planned_on, timezone.localdate())}
    )
    note = _("It fills the seats at once, tells the members by mail, and stays as it is recorded.")
    return ask(
        request,
        form,
        lambda: form.save(by=request.user),
        compact=place.compact,
        heading=_("Record the result"),
        caption=str(found),
        note=[note],
        button=_("Record the result and fill the seats"),
        said=_("The result is recorded, and the seats are filled."),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


@login_required
def cancel(request, slug: str, number: int) -> HttpResponse:
    """Cancel an election, with a reason."""
    place, found = find_election(request, slug, number, keep=True)
    if not found.is_open and request.method != "POST":
        return redirect(found)
    form = CancelForm(sent(request)[0])
    return ask(
        request,
        form,
        lambda: found.cancel(by=request.user, **form.cleaned_data),
        compact=place.compact,
        heading=_("Cancel the election"),
        caption=str(found),
        note=[_("It stays in the list, marked as cancelled, with your reason.")],
        button=_("Cancel the election"),
        kind="warning",
        said=_("The election is cancelled."),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


@login_required
def history(request, slug: str, number: int) -> HttpResponse:
    """Show what was changed about an election, to those who keep the Forum."""
    place, found = find_election(request, slug, number, keep=True)
    told = changes(Election.history.filter(id=found.pk), Candidate.history.filter(election=found))
    context = {"compact": place.compact, "changes": told, "back": found.get_absolute_url()}
    heading = _("History of the %(election)s") % {"election": found}
    return render(request, "signatories/forum/history.html", context | {"heading": heading})

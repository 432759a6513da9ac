"""The Forum of a Compact: who sits on it, whether the sectors are equal, when it meets."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed, changes
from signatories.forms.forum import MeetingForm, SeatForm
from signatories.forms.people import EndForm
from signatories.models import Forum, Meeting, Office, Seat
from signatories.views.finding import find_compact, find_own_compact

ORDER = [Office.CHAIR, Office.VICE_CHAIR, Office.MEMBER]


def forum(request, slug: str) -> HttpResponse:
    """Show the seats by sector, the offices, who held a seat before, and the meetings."""
    compact = find_compact(request, slug)
    found = _forum_of(compact)
    seats = _seats(found)
    now = timezone.now()
    meetings = list(found.meetings.all()) if found else []
    context = {
        "compact": compact,
        "forum": found,
        "sectors": [(sector.label, [seat for seat in seats if seat.sector == sector]) for sector in Sector],
        "balance": Forum.balance_sentence(*(sum(seat.sector == sector for seat in seats) for sector in Sector)),
        "chair": next((seat for seat in seats if seat.office == Office.CHAIR), None),
        "ended": found.seats.ended().select_related("person", "organisation").order_by("-ends_on") if found else [],
        "coming": [meeting for meeting in reversed(meetings) if meeting.starts_at >= now],
        "past": [meeting for meeting in meetings if meeting.starts_at < now],
        "is_officer": "change_compact" in compact.actions_for(request.user),
    }
    return render(request, "signatories/forum.html", context)


@login_required
def add_seat(request, slug: str) -> HttpResponse:
    """Fill a seat, as an officer of the Compact."""
    compact = find_own_compact(request, slug)
    form = SeatForm(request.POST if request.method == "POST" else None, forum=_forum_of(compact), compact=compact)
    if form.is_valid():
        try:
            seat = form.save(by=request.user)
        except NotAllowed as reason:  # Somebody else was quicker.
            form.add_error("office", str(reason))
        else:
            messages.success(request, _("%s has a seat on the Forum.") % seat)
            return redirect("signatories:forum", slug)
    return render(request, "signatories/seat_form.html", {"compact": compact, "form": form})


@login_required
def end_seat(request, slug: str, number: int) -> HttpResponse:
    """End the term of a seat, at once or on a day."""
    compact = find_own_compact(request, slug)
    seat = get_object_or_404(Seat.objects.filter(forum__compact=compact).select_related("forum__compact"), pk=number)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save(seat, by=request.user)
        messages.success(request, _("The seat of %s ends.") % seat)
        return redirect("signatories:forum", slug)
    return render(request, "signatories/end_seat.html", {"compact": compact, "seat": seat, "form": form})


@login_required
def add_meeting(request, slug: str) -> HttpResponse:
    """Announce a meeting, as an officer of the Compact."""
    compact = find_own_compact(request, slug)
    return _meeting(request, compact, Meeting(forum=_forum_of(compact) or Forum(compact=compact)))


@login_required
def edit_meeting(request, slug: str, number: int) -> HttpResponse:
    """Change a meeting or write down what came of it, as an officer of the Compact."""
    compact = find_own_compact(request, slug)
    return _meeting(request, compact, get_object_or_404(Meeting, forum__compact=compact, pk=number))


def _meeting(request, compact: Compact, meeting: Meeting) -> HttpResponse:
    is_new = meeting.pk is None
    form = MeetingForm(request.POST if request.method == "POST" else None, instance=meeting)
    if form.is_valid():
        form.save()
        messages.success(request, _("The meeting is saved."))
        return redirect("signatories:forum", compact.slug)
    return render(request, "signatories/meeting_form.html", {"compact": compact, "form": form, "is_new": is_new})


@login_required
def history(request, slug: str) -> HttpResponse:
    """Show what was changed about the seats and meetings, and by whom, to the officer."""
    compact = find_own_compact(request, slug)
    seats = Seat.history.filter(forum__compact=compact)
    meetings = Meeting.history.filter(forum__compact=compact)
    context = {"compact": compact, "changes": changes(seats, meetings)}
    return render(request, "signatories/forum_history.html", context)


def _forum_of(compact: Compact) -> Forum | None:
    """Return the Forum of a Compact, or None where it has none yet."""
    return Forum.objects.filter(compact=compact).first()


def _seats(forum: Forum | None) -> list[Seat]:
    """Return the seats held today, by office and name."""
    if forum is None:
        return []
    seats = forum.seats.in_term().select_related("person", "organisation")
    return sorted(seats, key=lambda seat: (ORDER.index(Office(seat.office)), str(seat)))

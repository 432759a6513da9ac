"""The agenda and the minutes of a meeting as PDF, and the meetings as calendar."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from compact_portal.compacts.views.printing import offer
from signatories.calendar import calendar_of
from signatories.forum_printing import PRINTER
from signatories.models import Meeting, PrintedMeeting
from signatories.views.forum_finding import find_meeting, find_minutes, find_place

What = PrintedMeeting.What


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request, slug: str, number: int) -> HttpResponseBase:
    """Give the agenda: to everybody once the meeting is called, before that to the Forum."""
    place, found = find_meeting(request, slug, number)
    if not found.shows_agenda_to(place.rights):
        raise Http404
    return give(request, found, What.AGENDA, public=found.shows_agenda_to(()))


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request, slug: str, number: int) -> HttpResponseBase:
    """Give the minutes: to everybody once they are confirmed, before that to the Forum."""
    _place, found = find_minutes(request, slug, number)
    return give(request, found, What.MINUTES, public=found.is_confirmed)


def give(request, meeting: Meeting, what, *, public: bool) -> HttpResponseBase:
    """Give a document of a meeting, or say that it is being made."""
    context = {
        "compact": meeting.forum.compact,
        "heading": f"{PrintedMeeting.What(what).label}, {meeting}",
        "back": meeting.get_absolute_url(),
    }
    name = f"{meeting.day:%Y-%m-%d}-{what}.pdf"
    return offer(request, PRINTER, PRINTER.ask_for(meeting, what), name=name, public=public, context=context)


def calendar(request, slug: str) -> HttpResponse:
    """Give all meetings of the Forum as a calendar to follow."""
    place = find_place(request, slug)
    meetings = list(place.forum.meetings.order_by("starts_at", "pk")) if place.forum else []
    for meeting in meetings:
        meeting.forum = place.forum
    return as_calendar(place.forum, meetings, name=str(place.forum or place.compact), file=f"{slug}-forum.ics")


def event(request, slug: str, number: int) -> HttpResponse:
    """Give one meeting for a calendar."""
    place, found = find_meeting(request, slug, number)
    return as_calendar(place.forum, [found], name=str(found), file=f"{slug}-forum-{found.day:%Y-%m-%d}.ics")


def as_calendar(forum, meetings: list[Meeting], *, name: str, file: str) -> HttpResponse:
    """Give meetings as a calendar file."""
    response = HttpResponse(calendar_of(forum, meetings, name=name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file}"'
    return response

"""The agenda and the minutes of a meeting as PDF, and the meetings as calendar."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compact_portal.printing import RenderState
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
    """Give a document, or say that it is being made; a POST by somebody signed in tries again what failed."""
    printed = PRINTER.ask_for(meeting, what)
    if printed.state != RenderState.READY:
        PRINTER.reap(printed)
        printed.refresh_from_db()
    if request.method == "POST":
        if request.user.is_authenticated and PRINTER.retry(printed):
            messages.success(request, _("The PDF is being made again."))
        return redirect(request.path)
    if printed.state == RenderState.READY and not request.htmx:
        return file_of(request, printed, f"{meeting.day:%Y-%m-%d}-{what}.pdf", public=public)
    template = "compacts/_printed_state.html" if request.htmx else "signatories/forum/printed.html"
    context = {
        "compact": meeting.forum.compact,
        "meeting": meeting,
        "what": PrintedMeeting.What(what).label,
        "printed": printed,
        "back": meeting.get_absolute_url(),
    }
    response = render(request, template, context, status=200 if request.htmx else 202)
    add_never_cache_headers(response)  # At the address of a file that is about to be there.
    return response


def file_of(request, printed: PrintedMeeting, name: str, *, public: bool) -> HttpResponseBase:
    """Give the file, or say that the browser has it already; a draft is kept by nobody."""
    etag = f'"{printed.content_digest}"'
    if public and (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return unchanged
    response = FileResponse(printed.file.open(), filename=name, content_type="application/pdf")
    if not public:
        add_never_cache_headers(response)
        return response
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"  # Kept, and asked for by its ETag each time: it may change.
    return response


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

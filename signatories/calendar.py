"""The meetings of a Forum as a calendar that other programs follow (RFC 5545, RFC 7986)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from signatories.models import Forum, Meeting
from signatories.sitting import MeetingState

STATUS = {
    MeetingState.PLANNED: "TENTATIVE",
    MeetingState.CALLED: "CONFIRMED",
    MeetingState.HELD: "CONFIRMED",
    MeetingState.CONFIRMED: "CONFIRMED",
    MeetingState.CANCELLED: "CANCELLED",
}
ASK_AGAIN = timedelta(hours=12)


def calendar_of(forum: Forum | None, meetings: list[Meeting], *, name: str) -> bytes:
    """Return a calendar of meetings, which have their Forum at hand. The same meetings give the same bytes."""
    zone = ZoneInfo(settings.TIME_ZONE)
    made = Calendar()
    made.add("prodid", "-//Compact Portal//Forum//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    if meetings:
        made.add_component(Timezone.from_tzinfo(zone, zone.key))
    for meeting in meetings:
        made.add_component(event_of(meeting, zone))
    return made.to_ical()


def event_of(meeting: Meeting, zone: ZoneInfo) -> Event:
    """Return one meeting; its times stand in the zone of the portal, so that they stay right over summer time."""
    address = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    said = meeting.updated_at or meeting.starts_at
    event = Event()
    event.add("uid", str(meeting.uid))
    event.add("dtstamp", said.replace(microsecond=0).astimezone(ZoneInfo("UTC")))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", timezone.localtime(meeting.starts_at, zone))
    event.add("dtend", timezone.localtime(meeting.closes_at, zone))
    event.add("summary", f"{meeting.forum.name}: {meeting.title}")
    if meeting.venue:
        event.add("location", meeting.venue)
    event.add("description", description_of(meeting, address))
    event.add("url", address)
    event.add("status", STATUS[MeetingState(meeting.state)])
    return event


def description_of(meeting: Meeting, address: str) -> str:
    """What a calendar shows below the title: why it was cancelled, or where the agenda stands."""
    if meeting.state == MeetingState.CANCELLED:
        return _("Cancelled. %(reason)s") % {"reason": meeting.cancel_reason}
    return _("Agenda and papers: %(address)s") % {"address": address}

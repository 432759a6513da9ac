"""A person's dates as a calendar that other programs follow (RFC 5545, RFC 7986): days, and sessions with a time.

The dates come from the functions that `settings.DATES_OF_PEOPLE` names; each gets a person and yields what they may
know now. So a right that has ended takes its dates along.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

ASK_AGAIN = timedelta(hours=6)


@dataclass(frozen=True)
class PersonsDate:
    """One date: a whole day, or from a moment to a moment.

    `title` names no party, since others may see a calendar. `uid` stays the same while the date moves; `sequence` grows
    with every change; `said_at` is when it was last changed. `cancelled` says that it need not be kept any more.
    """

    uid: str
    title: str
    words: str
    path: str
    said_at: datetime
    sequence: int = 0
    on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    cancelled: bool = False

    @property
    def day(self) -> date:
        """The day, by the portal's own clock."""
        return self.on or timezone.localdate(self.starts_at)


def dates_of(person) -> list[PersonsDate]:
    """All dates of a person, the earliest first."""
    found = [one for name in settings.DATES_OF_PEOPLE for one in import_string(name)(person)]
    return sorted(found, key=lambda one: (one.day, one.uid))


def calendar_of(dates: Iterable[PersonsDate], *, name: str) -> bytes:
    """Return a calendar. The same dates give the same bytes."""
    zone = ZoneInfo(settings.TIME_ZONE)
    made, dates = Calendar(), list(dates)
    made.add("prodid", "-//Compact Portal//Dates//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", zone.key)
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    if any(one.starts_at for one in dates):
        made.add_component(Timezone.from_tzinfo(zone, zone.key))
    for one in dates:
        made.add_component(event_of(one, zone))
    return made.to_ical()


def event_of(one: PersonsDate, zone: ZoneInfo) -> Event:
    """Return one date as an event: a whole day keeps nobody from being free, a session does."""
    address = f"{settings.SITE_URL}{one.path}"
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.said_at.replace(microsecond=0).astimezone(ZoneInfo("UTC")))
    event.add("sequence", one.sequence)
    if one.starts_at:
        event.add("dtstart", timezone.localtime(one.starts_at, zone))
        event.add("dtend", timezone.localtime(one.ends_at or one.starts_at + timedelta(hours=1), zone))
    elif one.on:
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("summary", one.title)
    if one.place:
        event.add("location", one.place)
    event.add("description", "\n\n".join(filter(None, [one.words, _("Open it: %(address)s") % {"address": address}])))
    event.add("url", address)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    return event

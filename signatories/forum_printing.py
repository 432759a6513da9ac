"""The agenda and the minutes of a meeting as files: what stands in them. Made when somebody first wants them."""

import hashlib
import json
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from compact_portal import pdf
from compact_portal.compacts.printing import throw_away
from compact_portal.printing import Printer, RenderState
from signatories.models import AgendaItem, Attendance, Decision, Meeting, PrintedMeeting
from signatories.models.meeting import Attended

LAYOUT = 1  # Raise it when the template or its styles change, so that every document is made anew.


class Content(NamedTuple):
    """What stands in an agenda or in minutes, and a digest of it all."""

    meeting: Meeting
    what: str
    items: list[AgendaItem]
    decisions: list[Decision]
    came: list[tuple[str, list[str]]]
    digest: str

    @property
    def moment(self) -> datetime:
        """The moment the meeting was last changed: its items and decisions touch it."""
        return self.meeting.updated_at or self.meeting.starts_at

    @property
    def is_minutes(self) -> bool:
        """Whether these are the minutes."""
        return self.what == PrintedMeeting.What.MINUTES

    @property
    def rows(self) -> list[tuple[AgendaItem, list[Decision]]]:
        """Each item with what was decided under it."""
        return [(item, [found for found in self.decisions if found.item_id == item.pk]) for item in self.items]

    @property
    def loose(self) -> list[Decision]:
        """What was decided under no item."""
        return [found for found in self.decisions if found.item_id is None]


def content_of(meeting: Meeting, what: str) -> Content:
    """Return what the agenda or the minutes of a meeting say today. Four queries at most."""
    items = list(meeting.agenda.all())
    is_minutes = what == PrintedMeeting.What.MINUTES
    decisions = list(meeting.decisions.order_by("number")) if is_minutes else []
    rows = list(meeting.attendance.select_related("seat__person", "seat__organisation")) if is_minutes else []
    forum = meeting.forum
    with translation.override(settings.LANGUAGE_CODE):
        came = who_came(rows)
        facts = [
            LAYOUT,
            what,
            [str(forum), forum.compact.colour, meeting.title, meeting.notes, meeting.venue, meeting.state],
            [meeting.starts_at.isoformat(), meeting.closes_at.isoformat(), meeting.quorum_sentence()],
            [str(meeting.confirmed_at), str(meeting.confirmed_on), meeting.cancel_reason],
            [[item.position, item.title, item.lead, item.length, item.about] for item in items],
            [item.minutes for item in items] if is_minutes else [],
            [[found.reference, found.title, found.body, found.item_id] for found in decisions],
            came,
        ]
    return Content(meeting, what, items, decisions, came, hashlib.sha256(json.dumps(facts).encode()).hexdigest())


def who_came(rows: list[Attendance]) -> list[tuple[str, list[str]]]:
    """Names by how they attended; guests have no seat."""
    found = [
        (str(how.label), sorted(named(row) for row in rows if row.seat_id and row.attended == how)) for how in Attended
    ]
    found.append((translation.gettext("Guests"), sorted(named(row) for row in rows if row.seat_id is None)))
    return [(label, names) for label, names in found if names]


def named(row: Attendance) -> str:
    """Somebody and whom they come for; a member with their sector."""
    if row.seat is None:
        return ", ".join(filter(None, [row.name, row.organisation]))
    body = row.seat.organisation if row.seat.person and row.seat.organisation else None
    return f"{', '.join(str(part) for part in (row.seat, body) if part)} ({row.get_sector_display()})"


def draw(content: Content) -> bytes:
    """Return the agenda or the minutes as PDF."""
    with translation.override(settings.LANGUAGE_CODE):
        meeting = content.meeting
        context = {"content": content, "meeting": meeting, "forum": meeting.forum, "compact": meeting.forum.compact}
        html = render_to_string("signatories/pdf/meeting.html", context | {"site_url": settings.SITE_URL})
        return pdf.render(html, made_at=content.moment)


def name_of(printed: PrintedMeeting) -> str:
    """Return the path of a document's file."""
    return f"meetings/{printed.meeting_id}-{printed.what}-{printed.content_digest[:16]}.pdf"


@task()
def print_meeting(pk: int) -> str:
    """Job: make the file of an agenda or of minutes, and throw away those that it makes out of date."""
    done = PRINTER.make(pk)
    printed = PrintedMeeting.objects.filter(pk=pk, state=RenderState.READY).first()
    if printed is not None:
        throw_away(PrintedMeeting.objects.filter(meeting=printed.meeting, what=printed.what).exclude(pk=pk))
    return done


PRINTER = Printer(
    model=PrintedMeeting,
    of=("meeting", "what"),
    content_of=content_of,
    draw=draw,
    name_of=name_of,
    job=lambda: print_meeting,
    with_related=("meeting__forum__compact", "meeting__confirmed_at"),
)


def keep_printed() -> str:
    """Timed work: pick up what was not finished."""
    return f"{PRINTER.reap()} papers of meetings to be made again"

"""What the pages of a mediation show: its meetings, its rooms, who has agreed to meet together."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disputes.models import Dispute, Session
from disputes.models.moving import SIDES
from disputes.models.rooms import rooms_of
from disputes.words import Action, Audience, Party, Record, State

MESSAGES_A_PAGE = 20
# The room's word in an address.
ADDRESSES = {
    Audience.MEDIATION: "joint",
    Audience.COMPLAINANT_ROOM: "complainant",
    Audience.RESPONDENT_ROOM: "respondent",
}
ROOM_CALLED = {word: room for room, word in ADDRESSES.items()}


def entered(dispute: Dispute, parties: frozenset[Party]) -> list[Audience]:
    """The rooms that exist for somebody: a party's once there was a mediation, the mediator's while it lasts."""
    rooms = rooms_of(parties)
    if not rooms or dispute.position == State.MEDIATING:
        return rooms
    return rooms if dispute.nominations.filter(grant__isnull=False).exists() else []


def name_of(room: Audience, dispute: Dispute, parties: frozenset[Party]) -> str:
    """What a room is called, as it reads for somebody."""
    if room == Audience.MEDIATION:
        return _("The joint room")
    if Party.MEDIATOR not in parties:
        return _("You and the mediator")
    other = dispute.complainant_as(parties) if room == Audience.COMPLAINANT_ROOM else dispute.respondent
    return _("You and %(party)s") % {"party": other}


@dataclass(frozen=True)
class Met:
    """A meeting as somebody reads it: with whom, who comes, what came of it, and what they can do."""

    session: Session
    who: str
    replies: list[tuple[str, str]]
    notes: list[Any]
    to_come: bool
    may_answer: bool
    may_call_off: bool
    may_note: bool


@dataclass(frozen=True)
class Room:
    """A room on the overview: its name, who reads it, how many messages, when the last came."""

    name: str
    href: str
    readers: str
    messages: int
    last_at: Any
    may_write: bool


def overview(dispute: Dispute, reader, parties: frozenset[Party], rooms: list[Audience]) -> dict[str, Any]:
    """The page of a mediation. Four queries."""
    return {
        "mediator": dispute.nomination.person if dispute.position == State.MEDIATING and dispute.nomination else None,
        "meetings": meetings(dispute, parties),
        "rooms": _rooms(dispute, parties, rooms),
        "agreed": consents(dispute, parties),
        "under_way": dispute.position == State.MEDIATING,
        "is_mediator": Party.MEDIATOR in parties,
        "actions": [
            (action.label, reverse("disputes:act", args=[dispute.reference, action.value]))
            for action, why_not in dispute.actions_for(reader, parties=parties).items()
            if action in OFFERED and not why_not
        ],
    }


OFFERED = (
    Action.HOLD_SESSION,
    Action.OPEN_ROOM,
    Action.CLOSE_ROOM,
    Action.PROPOSE,
    Action.END_MEDIATION,
    Action.STEP_DOWN,
)


def _rooms(dispute: Dispute, parties: frozenset[Party], rooms: list[Audience]) -> list[Room]:
    found = dispute.events.read_by(parties).filter(action=Action.MEDIATION_NOTE.value)
    stamps = list(found.order_by("at").values_list("audience", "at"))
    writes = dispute.rooms_to_write_in(parties)
    return [
        Room(
            name=name_of(room, dispute, parties),
            href=address(dispute, room),
            readers=room.label,
            messages=sum(audience == room for audience, _at in stamps),
            last_at=next((at for audience, at in reversed(stamps) if audience == room), None),
            may_write=room in writes,
        )
        for room in rooms
    ]


def address(dispute: Dispute, room: Audience) -> str:
    """The address of a room."""
    return reverse("disputes:room", args=[dispute.reference, ADDRESSES[room]])


def consents(dispute: Dispute, parties: frozenset[Party]) -> list[tuple[str, str]]:
    """Who has agreed to a joint room, for those in the mediation while it lasts."""
    nomination = dispute.nomination
    if dispute.position != State.MEDIATING or nomination is None:
        return []
    names = {Party.COMPLAINANT: dispute.complainant_as(parties), Party.RESPONDENT: str(dispute.respondent)}
    said = {True: _("Has agreed"), False: _("Has not agreed")}
    return [(names[side], said[nomination.room_of(side)]) for side in SIDES]


def meetings(dispute: Dispute, parties: frozenset[Party]) -> list[Met]:
    """The meetings somebody may know of, the next first and then the last ones. Two queries."""
    now = timezone.now()
    sessions = list(dispute.sessions.met_by(parties))
    written = dispute.events.read_by(parties).filter(
        action__in=[Action.HOLD_SESSION.value, Record.SESSION_NOTED.value, Record.SESSION_CALLED_OFF.value]
    )
    notes: dict[int, list[Any]] = {session.pk: [] for session in sessions}
    for event in written.select_related("actor"):
        if event.note and event.facts.get("session") in notes:
            notes[event.facts["session"]].append(event)
    found = [met(dispute, session, parties, notes[session.pk]) for session in sessions]
    return sorted(found, key=lambda one: (not one.to_come, abs((one.session.starts_at - now).total_seconds())))


def met(dispute: Dispute, session: Session, parties: frozenset[Party], notes=()) -> Met:
    """A meeting as somebody reads it who takes part in these ways."""
    now = timezone.now()
    names = {Party.COMPLAINANT: dispute.complainant_as(parties), Party.RESPONDENT: str(dispute.respondent)}
    under_way = dispute.position == State.MEDIATING and session.nomination_id == dispute.nomination_id
    to_come = session.starts_at > now and session.cancelled_at is None
    mediates = under_way and Party.MEDIATOR in parties
    return Met(
        session=session,
        who=_("Both parties") if len(session.asked) == len(SIDES) else names[session.asked[0]],
        replies=[(names[side], session.reply_of(side)) for side in session.asked],
        notes=list(notes),
        to_come=to_come,
        may_answer=under_way and to_come and bool(set(session.asked) & parties),
        may_call_off=mediates and to_come,
        may_note=mediates and session.cancelled_at is None and session.starts_at <= now,
    )


def room_page(dispute: Dispute, parties: frozenset[Party], room: Audience, number: Any) -> dict[str, Any]:
    """A room: its messages, the newest first, by pages."""
    found = dispute.events.read_by(parties).filter(action=Action.MEDIATION_NOTE.value, audience=room.value)
    page = Paginator(found.order_by("-at", "-pk").select_related("actor"), MESSAGES_A_PAGE).get_page(number)
    who = {
        Party.COMPLAINANT: dispute.complainant_as(parties),
        Party.RESPONDENT: str(dispute.respondent),
        Party.MEDIATOR: _("Mediator"),
    }
    return {
        "room_name": name_of(room, dispute, parties),
        "readers": room.label,
        "page": page,
        "messages_here": [
            {
                "title": who[Party(event.party)] if event.party else "",
                "at": event.at,
                "actor": _writer(dispute, event, parties),
                "note": event.note,
            }
            for event in page.object_list
        ],
        "may_write": room in dispute.rooms_to_write_in(parties),
        "agreed": consents(dispute, parties) if room == Audience.MEDIATION else [],
        "is_open": dispute.room_is_open,
    }


def _writer(dispute: Dispute, event, parties: frozenset[Party]) -> str:
    """Who wrote a message; not whom it would give away where the complainant's name is held back."""
    hidden = event.party == Party.COMPLAINANT and dispute.name_hidden_from(parties)
    return dispute.complainant_as(parties) if hidden else str(event.actor)


def on_case_page(page) -> dict[str, Any] | None:
    """The part of a case's page about its mediation: the next meeting, and the way to the rooms. One query."""
    dispute: Dispute = page.dispute
    rooms = rooms_of(page.parties)
    had_one = dispute.nomination is not None and dispute.nomination.grant_id is not None
    if not rooms or not (had_one or dispute.position == State.MEDIATING):
        return None
    coming = None
    if dispute.position == State.MEDIATING:
        sessions = dispute.sessions.met_by(page.parties)
        coming = sessions.filter(starts_at__gt=timezone.now(), cancelled_at=None).first()
    return {
        "href": reverse("disputes:mediation", args=[dispute.reference]),
        "next": coming,
        "under_way": dispute.position == State.MEDIATING,
        "rooms": [(name_of(room, dispute, page.parties), address(dispute, room)) for room in rooms],
    }

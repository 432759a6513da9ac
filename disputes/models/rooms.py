"""Rooms and meetings of a mediation: each party alone with the mediator, and all three where both have agreed."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.history import NotAllowed
from disputes import notifications
from disputes.models.complaint import too_late
from disputes.models.moving import SIDES, Moving
from disputes.words import Action, Audience, Party, Record, State

# Who reads what is written in each room. The mediator's part ends with the mediation; the parties keep theirs.
ROOMS: dict[Audience, frozenset[Party]] = {
    Audience.MEDIATION: frozenset({Party.COMPLAINANT, Party.RESPONDENT, Party.MEDIATOR}),
    Audience.COMPLAINANT_ROOM: frozenset({Party.COMPLAINANT, Party.MEDIATOR}),
    Audience.RESPONDENT_ROOM: frozenset({Party.RESPONDENT, Party.MEDIATOR}),
}
WHO_COMES = [
    (Audience.MEDIATION.value, _("Both parties")),
    (Audience.COMPLAINANT_ROOM.value, _("The complainant alone")),
    (Audience.RESPONDENT_ROOM.value, _("The respondent alone")),
]
REPLIES = [("", _("No reply yet")), ("comes", _("Comes")), ("cannot", _("Cannot come then"))]


def rooms_of(parties: frozenset[Party]) -> list[Audience]:
    """The rooms that somebody who takes part in these ways may enter."""
    return [room for room, readers in ROOMS.items() if readers & parties]


class Roomed(Moving):
    """The rooms and meetings of a mediation: a part of a dispute."""

    sessions: Any

    class Meta:
        abstract = True

    @property
    def room_is_open(self) -> bool:
        """Whether both parties have agreed to a joint room, and nobody has left it."""
        nomination = self.nomination
        return self.position == State.MEDIATING and bool(nomination and all(map(nomination.room_of, SIDES)))

    def rooms_to_write_in(self, parties: frozenset[Party]) -> list[Audience]:
        """The rooms in which somebody may write now; in the joint one a party only while both have agreed to it."""
        if self.position != State.MEDIATING:
            return []
        closed = not self.room_is_open and Party.MEDIATOR not in parties
        return [room for room in rooms_of(parties) if not (closed and room == Audience.MEDIATION)]

    def _writes(self, action: Action, room: Audience | None, *, by, at) -> tuple[Party, datetime, Audience]:
        """As which party, when and in which room somebody writes; NotAllowed where they may not."""
        party, at = self._may(action, by, at)
        rooms = self.rooms_to_write_in(frozenset({party}))
        room = room or rooms[0]
        if room not in rooms:
            raise NotAllowed(_t("You cannot write there now. Choose another room."))
        return party, at, room

    @transaction.atomic
    def add_mediation_note(self, *, by, note: str, room: Audience | None = None, at=None):
        """Write in a room, without prejudice: nobody but those in it ever reads it.

        Without a room: in the joint one where the person may, else alone with the mediator.
        """
        party, at, room = self._writes(Action.MEDIATION_NOTE, room, by=by, at=at)
        return self._move(Action.MEDIATION_NOTE, party, by=by, at=at, note=note, audience=room)

    def open_room(self, *, by, note: str = "", at=None):
        """Agree to a joint room, for one party; it opens when both have."""
        return self._room(Action.OPEN_ROOM, True, by=by, note=note, at=at)

    def close_room(self, *, by, note: str = "", at=None):
        """Leave the joint room, for one party; it is shut then, and what was written there stays with both."""
        return self._room(Action.CLOSE_ROOM, False, by=by, note=note, at=at)

    @transaction.atomic
    def _room(self, action: Action, agreed: bool, *, by, note: str, at):
        party, at = self._may(action, by, at)
        room: dict[str, Any] = {f"{party.value}_room": agreed}
        self._claim_nomination(**room)
        return self._move(action, party, by=by, at=at, note=note, audience=Audience.MEDIATION)

    @transaction.atomic
    def reach_agreement(self, *, by, at=None):
        """Record, for the mediator, that the parties agree: that and no more. They then propose and sign it."""
        party, at = self._may(Action.END_MEDIATION, by, at)
        if party != Party.MEDIATOR:
            raise NotAllowed(_t("This is not for you to do."))
        event = self.record(Record.AGREEMENT_REACHED, by=by, at=at, party=party)
        notifications.tell(self, event)
        return event

    # -- Meetings ----

    @transaction.atomic
    def hold_session(
        self,
        *,
        by,
        starts_at: datetime,
        kind: str = Audience.MEDIATION.value,
        place: str = "",
        note: str = "",
        at=None,
    ):
        """Propose a meeting with both parties or with one of them, at a moment to come; they say whether they come."""
        party, at, room = self._writes(Action.HOLD_SESSION, Audience(kind), by=by, at=at)
        if starts_at <= at:
            raise NotAllowed(_t("Choose a day and time to come."))
        session = self.sessions.create(
            nomination=self.nomination, room=room.value, starts_at=starts_at, place=place, proposed_at=at
        )
        facts = {"session": session.pk}
        return self._move(Action.HOLD_SESSION, party, by=by, at=at, note=note, audience=room, facts=facts)

    @transaction.atomic
    def answer_session(self, session, *, by, comes: bool, note: str = "", at=None):
        """Say, for a party, whether it comes to a meeting; it may say otherwise until the meeting begins."""
        at = at or timezone.now()
        party = self._in_session(session, by, SIDES)
        reply = "comes" if comes else "cannot"
        changed = self.sessions.filter(pk=session.pk, cancelled_at=None, starts_at__gt=at)
        if not changed.update(**{f"{party.value}_reply": reply}):
            raise NotAllowed(_t("This meeting has begun, or was called off."))
        return self._told(Record.SESSION_ANSWERED, session, party, by=by, at=at, note=note, facts={"reply": reply})

    @transaction.atomic
    def call_off_session(self, session, *, by, note: str, at=None):
        """Call a meeting off, for the mediator, with a reason."""
        at = at or timezone.now()
        party = self._in_session(session, by, (Party.MEDIATOR,))
        if not self.sessions.filter(pk=session.pk, cancelled_at=None, starts_at__gt=at).update(cancelled_at=at):
            raise NotAllowed(_t("This meeting has begun, or was called off."))
        return self._told(Record.SESSION_CALLED_OFF, session, party, by=by, at=at, note=note)

    @transaction.atomic
    def note_session(self, session, *, by, note: str, at=None):
        """Write down, for the mediator, what came of a meeting; those who could come read it, and nobody else."""
        at = at or timezone.now()
        party = self._in_session(session, by, (Party.MEDIATOR,))
        if session.cancelled_at or session.starts_at > at:
            raise NotAllowed(_t("This opens when the meeting has begun."))
        return self._told(Record.SESSION_NOTED, session, party, by=by, at=at, note=note)

    def _in_session(self, session, by, parties) -> Party:
        """As which of some parties a person is in a meeting of the mediation under way; NotAllowed where in none."""
        here = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk, state=State.MEDIATING.value)
        if not here.exists() or session.nomination_id != self.nomination_id:
            raise NotAllowed(too_late())
        mine = self.parties_of(by) & ROOMS[Audience(session.room)]
        party = next((party for party in parties if party in mine), None)
        if party is None:
            raise NotAllowed(_t("This is not for you to do."))
        return party

    def _told(self, record: Record, session, party: Party, *, facts: dict[str, Any] | None = None, **given: Any):
        room = Audience(session.room)
        event = self.record(record, party=party, audience=room, facts={"session": session.pk, **(facts or {})}, **given)
        notifications.tell(self, event)
        return event


class SessionQuerySet(models.QuerySet):
    """Meetings, and for whom they exist."""

    def met_by(self, parties: frozenset[Party]):
        """Those to which somebody may come who takes part in these ways; a mediator only to their own."""
        sides = [room.value for room in rooms_of(parties - {Party.MEDIATOR})]
        found = Q(room__in=sides)
        if Party.MEDIATOR in parties:
            found |= Q(nomination=models.F("dispute__nomination"))
        return self.filter(found)


class Session(models.Model):
    """A meeting of a mediation, with both parties or one of them. What was said stands in the history."""

    dispute = models.ForeignKey("disputes.Dispute", on_delete=models.PROTECT, related_name="sessions")
    nomination = models.ForeignKey("disputes.Nomination", on_delete=models.PROTECT, related_name="sessions")
    room = models.CharField(max_length=20, choices=WHO_COMES)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    proposed_at = models.DateTimeField()
    complainant_reply = models.CharField(max_length=8, choices=REPLIES, blank=True)
    respondent_reply = models.CharField(max_length=8, choices=REPLIES, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(room="mediation")
                | Q(room="complainant-room", respondent_reply="")
                | Q(room="respondent-room", complainant_reply=""),
                name="only_those_reply_who_are_asked_to_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__gt=models.F("proposed_at")), name="a_meeting_is_proposed_before_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def asked(self) -> list[Party]:
        """The parties who are asked to come."""
        return [side for side in SIDES if side in ROOMS[Audience(self.room)]]

    def reply_of(self, party: Party) -> str:
        """What a party has replied, in words."""
        name = "complainant_reply" if party == Party.COMPLAINANT else "respondent_reply"
        return str(dict(REPLIES)[getattr(self, name)])

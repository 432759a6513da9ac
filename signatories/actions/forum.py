"""The Forum: filling and ending seats, the result of an election, calling, moving and cancelling a meeting."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from compact_portal.accounts.models import User
from compact_portal.history import NotAllowed
from signatories.models import Candidate, Election, Forum, Meeting, Office, Seat
from signatories.models.forum import How
from signatories.notifications import forum as tell
from signatories.sitting import MeetingState


@transaction.atomic
def fill_seat(forum: Forum, *, email: str = "", name: str = "", by: User, **seat) -> Seat:
    """Fill a seat of the Forum, with a person known by their address or with an organisation alone.

    They are told, and so are the other members.
    """
    person = User.invite(email=email, name=name, by=by) if email else None
    made = forum.seat(by=by, person=person, **seat)
    tell.seated(made, by=by)
    return made


@transaction.atomic
def end_seat(seat: Seat, *, by: User, on: date | None, reason: str = "") -> None:
    """Let a seat end with a day (at once without one), and tell who held it."""
    seat.end(by=by, on=on, reason=reason)
    tell.unseated(seat, by=by, reason=reason)


@transaction.atomic
def record_result(
    election: Election,
    *,
    by: User,
    held_on: date,
    method: str,
    note: str,
    votes: dict[int, int | None],
    elected: list[Candidate],
    starts_on: date,
    ends_on: date | None,
    keep_sitting: bool = True,
) -> None:
    """Record the result of an election, and fill its seats: all of it or nothing, once.

    Who is elected and holds a seat already leaves that the day before. Who held the office stays as a member where
    `keep_sitting`, else leaves too. Raises NotAllowed with a sentence, above all where somebody would seat themselves.
    """
    forum = election.forum.locked()
    if any(candidate.email.lower() == by.email.lower() for candidate in elected):
        raise NotAllowed(_("You were elected yourself. Ask another officer, or the chair, to record the result."))
    day_before = starts_on - timedelta(days=1)
    if election.office != Office.MEMBER:
        _leave_office(forum, election.office, starts_on, ends_on, by=by, keep_sitting=keep_sitting, but=elected)
    seats = {}
    for candidate in elected:
        person = User.invite(email=candidate.email, name=candidate.name, by=by)
        champion = True
        for held in forum.seats.filter(person=person).within(starts_on, ends_on):
            champion = held.champion
            held.end(by=by, on=max(day_before, held.starts_on - timedelta(days=1)), reason=str(election))
        seats[candidate.pk] = forum.seat(
            by=by,
            sector=candidate.sector,
            person=person,
            organisation=candidate.organisation,
            office=election.office,
            how=How.ELECTED,
            champion=champion,
            starts_on=starts_on,
            ends_on=ends_on,
            appointed_on=held_on,
            election=election,
        )
    election.hold(by=by, held_on=held_on, method=method, note=note, votes=votes, elected=seats)
    for seat in seats.values():
        tell.seated(seat, by=by)
    tell.elected(election, by=by)


def _leave_office(
    forum: Forum, office: str, starts_on, ends_on, *, by, keep_sitting: bool, but: list[Candidate]
) -> None:
    """End the seats that carry an office in a term; their holders go on as members, or leave.

    Raises NotAllowed where somebody would give themselves the seat of a member so.
    """
    addresses = {candidate.email.lower() for candidate in but}
    for held in list(forum.seats.filter(office=office).within(starts_on, ends_on).select_related("person")):
        until = held.ends_on
        held.end(by=by, on=max(starts_on - timedelta(days=1), held.starts_on - timedelta(days=1)))
        again = held.person is not None and held.person.email.lower() in addresses
        if keep_sitting and not again:
            forum.seat(
                by=by,
                sector=held.sector,
                person=held.person,
                organisation=held.organisation,
                how=held.how,
                champion=held.champion,
                starts_on=starts_on,
                ends_on=until if until and until >= starts_on else None,
                appointed_by=held.appointed_by,
                appointed_on=held.appointed_on,
            )


@transaction.atomic
def call_meeting(meeting: Meeting, *, by: User) -> None:
    """Call a meeting, and send the members its agenda."""
    event = meeting.call(by=by)
    tell.meeting_moved(meeting, event, by=by)


@transaction.atomic
def move_meeting(
    meeting: Meeting, *, by: User, starts_at: datetime, ends_at: datetime | None, venue: str, reason: str = ""
) -> None:
    """Move a meeting; the members are told where it had been called."""
    event = meeting.move(by=by, starts_at=starts_at, ends_at=ends_at, venue=venue, reason=reason)
    if meeting.state == MeetingState.CALLED:
        tell.meeting_moved(meeting, event, by=by)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User, reason: str) -> None:
    """Cancel a meeting; the members are told where it had been called."""
    event = meeting.cancel(by=by, reason=reason)
    if event.before == MeetingState.CALLED:
        tell.meeting_moved(meeting, event, by=by)

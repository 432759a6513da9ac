"""Reminding of a meeting of a mediation: once, on the working day before, whoever is asked to come and the mediator."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from compact_portal.accounts.models import MailChoice
from disputes import reminding
from disputes.models import Dispute, Reminder, Session
from disputes.notifications.readers import WITHIN, readers_of
from disputes.notifications.sessions import write_about_session
from disputes.words import State

AHEAD = timedelta(days=7)  # Christmas and a weekend lie between two working days at most.


def remind_of_sessions(today: date) -> int:
    """Write today's reminders of meetings. Returns how many letters."""
    now = timezone.now()
    coming = Session.objects.filter(cancelled_at=None, starts_at__gt=now, starts_at__lt=now + AHEAD)
    under_way = coming.filter(dispute__state=State.MEDIATING.value, dispute__paused_on=None)
    return sum(_remind(session, today) for session in under_way.select_related("dispute__compact"))


@transaction.atomic
def _remind(session: Session, today: date) -> int:
    nation, day = session.dispute.compact.nation, timezone.localdate(session.starts_at)
    if reminding.due_now([reminding.Rung("-1", reminding.working_day(day, -1, nation))], today, nation) is None:
        return 0
    dispute = Dispute.objects.with_parties().select_for_update(of=("self",)).get(pk=session.dispute_id)
    if session.nomination_id != dispute.nomination_id:
        return 0
    readers = [reader for reader in readers_of(dispute) if reader.party in WITHIN[session.room]]
    choices = MailChoice.of_all(reader.person for reader in readers)
    written = 0
    for reader in readers:
        row, new = Reminder.objects.get_or_create(
            dispute=dispute,
            person=reader.person,
            about="session",
            rung=str(session.pk),
            due_on=day,
            defaults={"party": reader.party.value, "moves": dispute.moves, "sent_on": today},
        )
        if new:
            write_about_session(session, dispute, reader, row, how=choices[reader.person.pk])
            written += 1
    return written

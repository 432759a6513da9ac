"""Reminding of remedies that are owed: whoever owes one hears of its last day, and the other party once it is late."""

from datetime import date, timedelta

from django.db import transaction

from compact_portal.accounts.models import MailChoice
from disputes import reminding
from disputes.models import Dispute, Remedy, Reminder
from disputes.notifications.readers import Reader, readers_of
from disputes.notifications.remedies import write_about_remedy
from disputes.words import Party

MADE_BEFORE = timedelta(weeks=4)  # A remedy's ladder begins so long before its last day at most.
LATE_FOR_OTHER = "+2"  # The rung at which the party to which it is owed hears that it is late.


def remind_of_remedies(today: date) -> int:
    """Write today's reminders of remedies. Returns how many letters."""
    near = {"due_on__gte": today - MADE_BEFORE, "due_on__lte": today + MADE_BEFORE}
    return sum(_remind(remedy, today) for remedy in Remedy.objects.still_owed().filter(**near).with_dispute())


@transaction.atomic
def _remind(remedy: Remedy, today: date) -> int:
    dispute = Dispute.objects.with_parties().select_for_update(of=("self",)).get(pk=remedy.dispute_id)
    nation = dispute.compact.nation
    rungs = reminding.before_and_after(remedy.due_on - MADE_BEFORE, remedy.due_on, nation)
    rung = reminding.due_now(rungs, today, nation)
    if rung is None or dispute.anonymised_at:
        return 0
    told: set[Party] = {remedy.owner} | ({remedy.owed_to} if rung.name == LATE_FOR_OTHER else set())
    readers = [reader for reader in readers_of(dispute) if reader.party in told]
    choices = MailChoice.of_all(reader.person for reader in readers)
    written = 0
    for reader in readers:
        row, new = _row(remedy, dispute, reader, rung, today)
        if new:
            write_about_remedy(remedy, dispute, reader, row, today, how=choices[reader.person.pk])
            written += 1
    return written


def _row(remedy: Remedy, dispute: Dispute, reader: Reader, rung: reminding.Rung, today: date) -> tuple[Reminder, bool]:
    """Return the row of one reminder, and whether it is to be written: not twice, and not too soon after another."""
    key = {"dispute": dispute, "person": reader.person, "about": "remedy", "due_on": remedy.due_on}
    key["rung"] = f"{remedy.number}: {rung.name}"
    if row := Reminder.objects.filter(**key).first():
        return row, False
    before = (
        dispute.reminders.filter(person=reader.person)
        .exclude(about__in=("remedy", "session"))
        .values_list("sent_on", flat=True)
    )
    row = Reminder(**key, party=reader.party.value, moves=dispute.moves, sent_on=today)
    may = reminding.may_send(before, today, dispute.compact.nation)
    if may:
        row.save()
    return row, may

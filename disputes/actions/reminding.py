"""Reminding people of what is due from them, each once at a rung of its ladder (``reminding.py``)."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from compact_portal.accounts.models import How, MailChoice
from compact_portal.deadlines import is_working_day
from disputes import reminding
from disputes.actions.remedies import remind_of_remedies
from disputes.actions.sessions import remind_of_sessions
from disputes.models import Dispute, Reminder
from disputes.notifications.organisations import write_escalation
from disputes.notifications.readers import Reader, readers_of
from disputes.notifications.reminders import write_reminder
from disputes.notifications.telling import has_turn
from disputes.procedure import OPEN, TIMED, notice_ends_on
from disputes.reminding import LONG_OVERDUE, Rung
from disputes.words import Party, State

log = logging.getLogger("portal.disputes")

# From then on in the morning, by the portal's own clock; before the mail of the day, which gathers them.
FROM = time(6, 30)
APART = ("remedy", "session")  # Appointments and promises have ladders of their own.
NAMED = f"{LONG_OVERDUE:+d}"


class Due(NamedTuple):
    """Something to remind the people of one party of: what, at which rung, of which day."""

    about: str
    party: Party
    rung: Rung
    day: date


def remind() -> str:
    """Timed work: write the reminders of today. On a day off none; what was written once is not written again."""
    now = timezone.localtime()
    key = f"disputes-reminded-{now.date()}"
    if now.time() < FROM or cache.get(key):
        return "Reminders of disputes: not now"
    written = 0
    for dispute in list(waiting(now.date())):  # All are read before anything is written.
        try:
            written += remind_of(dispute, now.date())
        except Exception:  # Whatever is wrong with one case, people are reminded of the others.
            log.exception("nobody was reminded of dispute %s", dispute.pk)
    written += remind_of_remedies(now.date()) + remind_of_sessions(now.date())
    cache.set(key, True, timeout=24 * 3600)
    return f"Reminders of disputes: {written} written"


def waiting(today: date) -> Iterator[Dispute]:
    """Yield the open disputes that are not paused and have something to remind of today."""
    open_ones = Dispute.objects.filter(state__in=sorted(OPEN), paused_on=None, anonymised_at=None)
    rules: dict[int, Any] = {}
    for dispute in open_ones.with_parties().order_by("pk").iterator(chunk_size=500):
        if not is_working_day(today, dispute.compact.nation):
            continue
        # Thousands of disputes share a few procedures.
        if dispute.procedure_id in rules:
            dispute.__dict__["rules"] = rules[dispute.procedure_id]
        rules[dispute.procedure_id] = dispute.rules
        if any(True for _due in due_of(dispute, today)):
            yield dispute


def due_of(dispute: Dispute, today: date) -> Iterator[Due]:
    """Yield what is to be reminded of in a dispute today, by party; the clock that runs first."""
    nation, clock = dispute.compact.nation, dispute.clock()
    turn = [party for party in Party if has_turn(dispute, party)]
    if clock and dispute.due_on and dispute.position in TIMED:
        days_off = clock.extra_days
        rungs = reminding.before_and_after(clock.start, dispute.due_on, nation, days_off)
        if rung := reminding.due_now(rungs, today, nation, days_off):
            yield from (Due("clock", party, rung, dispute.due_on) for party in turn)
    elif dispute.warned_on:
        last = notice_ends_on(dispute.warned_on, nation)
        rungs = [one for one in reminding.before_and_after(dispute.warned_on, last, nation) if one.on <= last]
        if rung := reminding.due_now(rungs, today, nation):
            yield Due("notice", Party.COMPLAINANT, rung, last)
    elif dispute.moved_at:
        moved_on = timezone.localdate(dispute.moved_at)
        if rung := reminding.due_now(reminding.of_idleness(dispute.position, moved_on), today, nation):
            yield from (Due("idle", party, rung, moved_on) for party in turn)
    if dispute.position == State.OUTSIDE:
        return
    for limit in dispute.outside_clocks():
        rungs = reminding.of_outside(limit.ends_on, str(limit.route.name))
        late = reminding.OUTSIDE_LATE
        if rung := reminding.due_now(rungs, today, nation, late=late, after=dispute.raised_on):
            yield Due("outside", Party.COMPLAINANT, rung, limit.ends_on)
            return  # One letter names all the time limits.


@transaction.atomic
def remind_of(dispute: Dispute, today: date) -> int:
    """Write what is to be written of one dispute. Returns how many letters."""
    # Of two runs at once the second waits here.
    dispute = Dispute.objects.with_parties().select_for_update(of=("self",)).get(pk=dispute.pk)
    sent = defaultdict(list)
    earlier = dispute.reminders.exclude(person=None).exclude(about__in=APART)
    for person, sent_on in earlier.values_list("person", "sent_on"):
        sent[person].append(sent_on)
    readers = readers_of(dispute)
    choices = MailChoice.of_all(reader.person for reader in readers)
    written = 0
    for due in due_of(dispute, today):
        for reader in readers:
            before, how = sent[reader.person.pk], choices[reader.person.pk]
            may = reader.party == due.party and reminding.may_send(before, today, dispute.compact.nation)
            if may and _write(dispute, reader, due, today, how=how):
                before.append(today)
                written += 1
        if due.about == "clock" and due.rung.name == NAMED and due.party == Party.RESPONDENT:
            written += _escalate(dispute, due, today)
    return written


def _write(dispute: Dispute, reader: Reader, due: Due, today: date, *, how: How) -> bool:
    """Remind one person at one rung, unless they were. Returns whether something was written."""
    row, new = Reminder.objects.get_or_create(
        dispute=dispute,
        person=reader.person,
        about=due.about,
        rung=due.rung.name,
        due_on=due.day,
        defaults={"party": due.party.value, "moves": dispute.moves, "sent_on": today},
    )
    if new:
        write_reminder(dispute, reader, row, today, how=how)
    return new


def _escalate(dispute: Dispute, due: Due, today: date) -> int:
    """Tell the respondent's organisation once, without content, that something of it is long overdue."""
    respondent = dispute.respondent.remaining
    act = {membership.person_id for membership in respondent.people()}
    others = {
        membership.person.email.lower(): membership.person
        for membership in respondent.memberships.in_term().filter(person__is_active=True).select_related("person")
        if membership.person_id not in act
    }
    written = 0
    for address in dict.fromkeys([*others, *filter(None, [respondent.email.lower()])]):
        person = others.get(address)
        _row, new = Reminder.objects.get_or_create(
            dispute=dispute,
            person=person,
            address="" if person else address,
            about="escalated",
            rung=due.rung.name,
            due_on=due.day,
            defaults={"party": due.party.value, "moves": dispute.moves, "sent_on": today},
        )
        if new:
            write_escalation(dispute, address, due.day)
            written += 1
    return written

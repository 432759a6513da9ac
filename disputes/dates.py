"""The dates of a person's disputes, for their private calendar: what is due, time limits outside, and what may end.

Titles carry the reference only. Whoever no longer takes part in a case, or only looked into it, gets none of its dates.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.accounts.calendars import PersonsDate
from disputes import sentences
from disputes.models import Dispute, DisputeEvent, Panellist, Remedy, Session
from disputes.notifications.readers import WITHIN
from disputes.notifications.reminders import IS_DUE
from disputes.notifications.telling import has_turn
from disputes.procedure import ENDED, notice_ends_on
from disputes.words import Action, Party, State
from signatories.models import Organisation

GONE = timedelta(days=30)  # So long a date that need not be kept any more stays in the calendar, as cancelled.
MEETING = timedelta(hours=2)  # So long a meeting is taken to last: nobody says when it ends.
OTHERS_TIME: dict[State, Any] = {
    State.AWAITING_ANSWER: _l("the other party’s answer is due"),
    State.AWAITING_NOMINATION: _l("a mediator is due to be chosen"),
    State.AWAITING_STATEMENT: _l("a mediator is due to be chosen"),
    State.AWAITING_ACCEPTANCE: _l("a mediator is due to be chosen"),
    State.OBJECTED: _l("a mediator is due to be chosen"),
    State.AWAITING_ADMISSION: _l("the decision whether it is taken on is due"),
    State.AWAITING_DECISION: _l("the decision is due"),
}


@dataclass(frozen=True)
class Clock:
    """A clock that ran or runs: at which stage and from when, its last day, and when it stopped (None: it runs)."""

    stage: int | None
    start: str
    due_on: date
    stopped_at: datetime | None = None


@dataclass
class Told:
    """What the events that a person may read say of a dispute: how many there are, the last, and its clocks."""

    count: int = 0
    last_at: datetime | None = None
    clocks: list[Clock] | None = None


def of_person(person) -> Iterator[PersonsDate]:
    """Yield the dates of every dispute in which a person takes part now."""
    parts = parts_of(person)
    told = told_by(parts)
    remedies = defaultdict(list)
    for remedy in Remedy.objects.open().filter(dispute__in=[dispute.pk for dispute, _party in parts]):
        remedies[remedy.dispute_id].append(remedy)
    sessions = defaultdict(list)
    lately = timezone.now() - GONE
    for session in Session.objects.filter(dispute__in=[dispute.pk for dispute, _party in parts], starts_at__gt=lately):
        sessions[session.dispute_id].append(session)
    rules: dict[int | None, Any] = {}
    for dispute, party in parts:
        # Thousands of disputes share a few procedures.
        if dispute.procedure_id in rules:
            dispute.__dict__["rules"] = rules[dispute.procedure_id]
        rules[dispute.procedure_id] = dispute.rules
        yield from of_dispute(dispute, party, told[dispute.pk])
        if party in (Party.COMPLAINANT, Party.RESPONDENT):
            yield from _of_remedies(dispute, party, told[dispute.pk], remedies[dispute.pk])
        yield from _of_sessions(dispute, party, told[dispute.pk], sessions[dispute.pk])


def parts_of(person) -> list[tuple[Dispute, Party]]:
    """Return the raised disputes in which a person takes part, with their part; ended ones for a while."""
    recent = (
        Q(ended_at=None) | Q(ended_at__gt=timezone.now() - GONE) | Q(pk__in=Remedy.objects.open().values("dispute"))
    )
    seated = set(Panellist.objects.filter(person=person, left_at=None).values_list("dispute", flat=True))
    asked = Q(nomination__person=person, nomination__state="asked")
    found = Dispute.objects.filter(recent).exclude(state=State.DRAFT)
    visible = Q(pk__in=Dispute.objects.visible_to(person).values("pk"))
    disputes = list(found.filter(visible | asked | Q(pk__in=seated)).with_parties())
    if not disputes:
        return []
    mine = set(Organisation.objects.acted_for_by(person).values_list("pk", flat=True))
    chaired = set(Dispute.objects.chaired_by(person).filter(recent).values_list("pk", flat=True))
    parts = []
    for dispute in disputes:
        nomination = dispute.nomination
        own = nomination is not None and nomination.person_id == person.pk
        party = None
        if {dispute.complainant_id, dispute.support_body_id} & mine:
            party = Party.COMPLAINANT
        elif dispute.respondent_id in mine:
            party = Party.RESPONDENT
        elif own and dispute.position == State.MEDIATING:
            party = Party.MEDIATOR
        elif own and dispute.position == State.AWAITING_STATEMENT:
            party = Party.NOMINEE
        elif dispute.pk in chaired:
            party = Party.CHAIR
        elif dispute.pk in seated:
            party = Party.PANEL
        if party:
            parts.append((dispute, party))
    return parts


def told_by(parts: list[tuple[Dispute, Party]]) -> dict[int, Told]:
    """Return what the readable events say of each dispute. One query.

    Nothing that the reader may not know yet, like the other party's answer about a mediator, is counted.
    """
    party_of = {dispute.pk: party for dispute, party in parts}
    told: dict[int, Told] = defaultdict(Told)
    rows = DisputeEvent.objects.filter(dispute__in=party_of).order_by("at", "pk")
    fields = ("dispute", "action", "audience", "stage", "at", "due_on", "facts")
    for key, action, audience, stage, at, due_on, facts in rows.values_list(*fields):
        if party_of[key] not in WITHIN[audience] or action in (Action.ACCEPT, Action.OBJECT):
            continue
        one = told[key]
        one.count, one.last_at = one.count + 1, at
        one.clocks = _with(one.clocks or [], stage, at, due_on, facts)
    return told


def _with(clocks: list[Clock], stage, at: datetime, due_on: date | None, facts: dict) -> list[Clock]:
    """Return the clocks as they are after one more event."""
    last = clocks[-1] if clocks and clocks[-1].stopped_at is None else None
    started = facts.get("clock", {}).get("from", "")
    if last and (started or due_on is None):
        clocks = [*clocks[:-1], Clock(last.stage, last.start, last.due_on, at)]
    elif last and due_on:
        clocks = [*clocks[:-1], Clock(last.stage, last.start, due_on)]
    if started and due_on:
        clocks = [*clocks, Clock(stage, started, due_on)]
    return clocks


def of_dispute(dispute: Dispute, party: Party, told: Told) -> Iterator[PersonsDate]:
    """Yield the dates of one dispute for somebody who takes part in it as a party."""
    if party == Party.NOMINEE:
        yield from _of_nominee(dispute, told)
        return
    for clock in told.clocks or []:
        if clock.stopped_at is None or timezone.now() - clock.stopped_at < GONE:
            yield _of_clock(dispute, party, told, clock)
    if party in (Party.COMPLAINANT, Party.RESPONDENT):
        yield from _of_endings(dispute, party, told)
    if party == Party.COMPLAINANT:
        yield from _of_outside(dispute, told)


def _made(dispute: Dispute, told: Told, what: str, title: Any, words: str, on: date | None, **more: Any) -> PersonsDate:
    path = more.pop("path", dispute.get_absolute_url())
    return PersonsDate(
        uid=str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/disputes/{dispute.pk}/{what}")),
        title=_("%(reference)s: %(what)s") % {"reference": more.pop("reference", dispute.reference), "what": title},
        words=words,
        path=path,
        said_at=told.last_at or dispute.begun_at,
        sequence=told.count,
        on=on,
        **more,
    )


def _of_clock(dispute: Dispute, party: Party, told: Told, clock: Clock) -> PersonsDate:
    """Return the last day of a clock; one that has stopped, or that is paused, as cancelled."""
    what = f"clock/{clock.stage}/{clock.start}"
    if clock.stopped_at or dispute.position in ENDED:
        done = _("This need not be kept any more: the case has moved on.")
        return _made(dispute, told, what, _("a time that no longer runs"), done, clock.due_on, cancelled=True)
    mine = has_turn(dispute, party)
    title = str(IS_DUE.get(dispute.position, "")) if mine else str(OTHERS_TIME.get(dispute.position, ""))
    title = _("%(what)s is due") % {"what": title[:1].lower() + title[1:]} if mine and title else title
    turn = sentences.whose_turn(dispute, frozenset({party}), timezone.localdate())
    words = "\n\n".join([turn, " ".join(dispute.explain_deadline())])
    paused = dispute.paused_on is not None
    return _made(dispute, told, what, title or _("the time for talks ends"), words, clock.due_on, cancelled=paused)


def _of_nominee(dispute: Dispute, told: Told) -> Iterator[PersonsDate]:
    if dispute.due_on and dispute.nomination:
        words = _("You have been asked to mediate. Say whether you can, and whether anything binds you.")
        path = dispute.nomination.get_absolute_url()
        about = {"path": path, "reference": _("Compact Forum")}
        what = f"nominee/{dispute.nomination.pk}"
        yield _made(dispute, told, what, _("your reply about mediating is due"), words, dispute.due_on, **about)


def _of_endings(dispute: Dispute, party: Party, told: Told) -> Iterator[PersonsDate]:
    """Yield the day on which a pause ends, and the one from which a quiet case may be closed."""
    if dispute.paused_on and dispute.paused_until:
        words = _("The pause ends by itself on this day, and time runs again.")
        yield _made(dispute, told, f"pause/{dispute.paused_on}", _("the pause ends"), words, dispute.paused_until)
    if dispute.warned_on and dispute.position not in ENDED:
        words = _("After this day the case may be closed, because nothing has happened in it.")
        if party == Party.COMPLAINANT:
            words += " " + _("Any step of yours until then keeps the case open.")
        day = notice_ends_on(dispute.warned_on, dispute.compact.nation)
        yield _made(dispute, told, f"notice/{dispute.warned_on}", _("the notice runs out"), words, day)


def _of_remedies(dispute: Dispute, party: Party, told: Told, remedies: list[Remedy]) -> Iterator[PersonsDate]:
    """Yield the last days of what is owed after the case, by either party; one that is said to be done as cancelled."""
    for remedy in remedies:
        mine = remedy.owner == party
        title = _("a remedy of yours is due") if mine else _("a remedy owed to you is due")
        path = reverse("disputes:remedy", args=[dispute.reference, remedy.number])
        what, words = f"remedy/{remedy.number}", remedy.standing() + "."
        over = remedy.done_on is not None
        yield _made(dispute, told, what, title, words, remedy.due_on, path=path, cancelled=over)


def _of_sessions(dispute: Dispute, party: Party, told: Told, sessions: list[Session]) -> Iterator[PersonsDate]:
    """Yield the meetings of a mediation to which somebody is asked; the mediator keeps only their own."""
    for session in sessions:
        mine = party != Party.MEDIATOR or session.nomination_id == dispute.nomination_id
        if party not in WITHIN[session.room] or not mine:
            continue
        words = _("What is said stays between those who come. If you cannot, say so on the portal.")
        made = _made(dispute, told, f"session/{session.pk}", _("a meeting of the mediation"), words, None)
        over = session.cancelled_at is not None or dispute.position != State.MEDIATING
        ends_at = session.starts_at + MEETING
        yield replace(made, starts_at=session.starts_at, ends_at=ends_at, place=session.place, cancelled=over)


def _of_outside(dispute: Dispute, told: Told) -> Iterator[PersonsDate]:
    """Yield the last days of ombudsman and courts. Once the case has ended they are no longer kept."""
    ombudsman = dispute.respondent.get_ombudsman_display() if dispute.respondent.ombudsman else ""
    for clock in dispute.outside_clocks():
        name = ombudsman if clock.route.ombudsman and ombudsman else str(clock.route.name)
        words = _(
            "%(name)s: the last day, counted from the date of the decision. No step of the Compact stops it. This is "
            "general information, not legal advice."
        ) % {"name": name}
        what = f"outside/{clock.route.name}"
        title = _("a time limit outside the Compact ends")
        yield _made(dispute, told, what, title, words, clock.ends_on, cancelled=dispute.position in ENDED)

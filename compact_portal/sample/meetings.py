"""Meetings of Derby's Forum: two with confirmed minutes (one was not quorate), one with a draft, one to come."""

import io
from datetime import datetime, time, timedelta

import docx
from django.utils import timezone

from actionplans import deciding
from actionplans.models import Action
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Clause, Compact
from signatories.actions import forum as actions
from signatories.filing import FileKind
from signatories.models import (
    AgendaItem,
    Amendment,
    Attendance,
    Decision,
    GroupMember,
    GroupReport,
    Meeting,
    Organisation,
    Paper,
    WorkingGroup,
)
from signatories.models.meeting import Attended, OpenTo, Reply

HALL = "Community Hall, Sample Street"
# Title, who leads it, minutes planned, and the minutes of a meeting that was held.
SPRING = [
    ("Welcome and apologies", "Charlie Chair", 5, "The chair welcomed everybody. Apologies are listed above."),
    (
        "The action plan",
        "Olive Officer",
        30,
        "Each theme was looked at. *Communication* is on track; two wait.",
    ),
    (
        "Consultations",
        "Nadia Networker",
        25,
        "Three consultations ran for less than twelve weeks. No reason given.",
    ),
]
SUMMER = [
    ("Minutes of the spring meeting", "Charlie Chair", 5, "Found right."),
    ("Small grants", "Corin Councilhouse", 40, "Talked about, and put to the next meeting: too few were there."),
]
AUTUMN = [
    ("Minutes of the summer meeting", "Charlie Chair", 5, "Found right."),
    ("Disputes of the year in figures", "Charlie Chair", 20, "Fewer than five, so no figure is published."),
    ("Report of the Consultation group", "Nadia Networker", 20, "- Received with thanks.\n- The calendar goes on."),
]
NEXT = [
    ("Minutes of the autumn meeting", "Charlie Chair", 5, ""),
    ("Small grants", "Corin Councilhouse", 30, ""),
    ("Amendments for the Annual Review", "Olive Officer", 40, ""),
]


def make_meetings(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """The meetings, their decisions, and the group that one of them set up."""
    officer = people["officer"]
    spring = meeting(compact, "Spring meeting", -230, SPRING, by=officer)
    hold(spring, people, absent=["champion-3"], guests=[("Gwen Gardener", "Chaddesden Garden Share")])
    decided = decide(spring, 3, "A working group looks at how consultations run", people, clauses="4.3")
    group = commission(compact, decided, people, bodies)
    summer = meeting(compact, "Summer meeting", -140, SUMMER, by=officer)
    hold(summer, people, absent=["vice-chair", "champion-2", "champion-3"], apologies=["mediator"])
    spring.confirm(by=officer, at=summer, on=summer.day)
    decide(summer, 2, "Ask the next meeting to pay small grants in advance", people, clauses="4.7")
    autumn = meeting(compact, "Autumn meeting", -45, AUTUMN, by=officer)
    hold(autumn, people, apologies=["champion-3"])
    summer.confirm(by=officer, at=autumn, on=autumn.day)
    item = summer.agenda.get(position=2)
    item.correct(
        by=officer,
        minutes="Talked about, and put to the next meeting: fewer came than the quorum asks for.",
        reason="The draft did not say why",
    )
    report(group, autumn, people)
    last = decide(autumn, 3, "Every consultation stands in one calendar a month before it opens", people, clauses="4.3")
    last.amendments.set(Amendment.objects.filter(compact=compact, clause__number="4.3")[:1])
    deciding.save(last, Action.objects.filter(plan__compact=compact, group=group).order_by("-plan")[:1], by=officer)
    ahead(compact, people)


def meeting(compact: Compact, title: str, days: int, items: list[tuple], *, by: User) -> Meeting:
    """A meeting with its agenda, some days from today, at 2pm."""
    day = timezone.localdate() + timedelta(days=days)
    starts_at = timezone.make_aware(datetime.combine(day, time(14)))
    made = Meeting.announce(
        compact, by=by, title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), venue=HALL
    )
    for words, lead, length, minutes in items:
        AgendaItem.add(made, by=by, title=words, lead=lead, length=length, minutes=minutes)
    return made


def hold(held: Meeting, people: dict[str, User], *, absent=(), apologies=(), guests=()) -> None:
    """Record who came: everybody but those named."""
    away = {people[name].pk: Attended.ABSENT for name in absent}
    away |= {people[name].pk: Attended.APOLOGIES for name in apologies}
    attended = {seat.pk: away.get(seat.person_id, Attended.PRESENT) for seat in held.seats()}
    held.hold(by=people["officer"], attended=attended, guests=list(guests))


def decide(held: Meeting, item: int, title: str, people: dict[str, User], *, clauses: str) -> Decision:
    """A decision under an item of the agenda, about a clause of the agreement in force."""
    about = Clause.objects.filter(edition=held.forum.compact.current_edition, number=clauses)
    return Decision.record(
        held,
        by=people["officer"],
        item=held.agenda.get(position=item),
        title=title,
        clauses=about,
        amendments=[],
    )


def commission(
    compact: Compact, decided: Decision, people: dict[str, User], bodies: dict[str, Organisation]
) -> WorkingGroup:
    """The group that looks at consultations, its lead and its members."""
    group, day = compact.working_groups.get(name="Consultation group"), decided.meeting.day
    group.revise(by=people["officer"], commissioned_by=decided, starts_on=day, until_on=day + timedelta(days=365))
    GroupMember.objects.create(
        group=group,
        name=people["support"].name,
        person=people["support"],
        organisation=bodies["community-action-derby"],
        is_lead=True,
        starts_on=day,
    )
    for body in ("derby-city-council", "forum-of-faiths"):
        GroupMember.objects.create(group=group, organisation=bodies[body], starts_on=day)
    return group


def report(group: WorkingGroup, to: Meeting, people: dict[str, User]) -> None:
    """What the group reported, as text and as a file."""
    body = "We looked at 14 consultations. Nine ran for twelve weeks or more; of the other five, two gave a reason."
    made = GroupReport(
        group=group,
        on=to.day - timedelta(days=7),
        title="Consultations of the year",
        body=body,
        meeting=to,
        by=people["support"],
    )
    made.put("consultations.docx", FileKind.DOCX, word_document("Consultations of the year", body))
    made.save()


def ahead(compact: Compact, people: dict[str, User]) -> None:
    """The meeting to come, called, with a paper for members and two replies; and one that was cancelled."""
    officer = people["officer"]
    coming = meeting(compact, "Winter meeting", 75, NEXT, by=officer)
    actions.call_meeting(coming, by=officer)
    Paper.add(
        coming,
        ("small-grants.docx", FileKind.DOCX, word_document("Small grants", "Four cities pay in advance.")),
        by=officer,
        item=coming.agenda.get(position=2),
        title="Small grants: how other cities pay them",
        open_to=OpenTo.FORUM,
    )
    for name, answer in (("chair", Reply.COMING), ("champion-2", Reply.APOLOGIES)):
        Attendance.answer(coming, coming.seats().get(person=people[name]), answer, by=people[name])
    special = meeting(compact, "Extra meeting on the budget", 30, [], by=officer)
    actions.cancel_meeting(special, by=officer, reason="The budget is settled at the winter meeting instead.")


def word_document(title: str, words: str) -> bytes:
    """A small Word document."""
    made, file = docx.Document(), io.BytesIO()
    made.add_heading(title)
    made.add_paragraph(words)
    made.save(file)
    return file.getvalue()

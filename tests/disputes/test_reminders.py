"""Reminders as they are written: by the ladder, once, to who can act, never stale; and the dates in one's calendar."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from icalendar import Calendar

from compact_portal import mail
from compact_portal.accounts.models import CalendarLink, How, MailChoice
from compact_portal.mail import Message
from disputes.actions.reminding import remind
from disputes.models import Dispute, Remedy, Reminder
from signatories.models import Kind, Role
from tests import factories
from tests.disputes import steps
from tests.queries import assert_same_queries

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)


def moment(day, hour=9):
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.fixture
def clock():
    """The clock, which stands at nine on a Monday and is moved by `clock.go(day)`; the day's work is forgotten."""
    with time_machine.travel(moment(MONDAY), tick=False) as machine:
        machine.go = lambda day, hour=9: (machine.move_to(moment(day, hour)), cache.clear())
        yield machine


@pytest.fixture
def formal(clock, town, group, council, complainant, respondent):
    """A formal complaint of that Monday: the answer is due in 20 working days, on 30 December 2026."""
    dispute = steps.raised(town, group, council, by=complainant)
    dispute.go_formal(by=complainant)
    mail.deliver()
    assert dispute.due_on == date(2026, 12, 30)
    return dispute


def on_days(clock, days, person):
    """What a person is written on days after that Monday: {day: subjects without reference}; run twice each day."""
    found = {}
    for day in (MONDAY + timedelta(days=number) for number in days):
        clock.go(day)
        before = Message.objects.count()
        remind()
        cache.clear()
        assert remind() == "Reminders of disputes: 0 written"
        new = [one for one in Message.objects.order_by("pk")[before:] if one.to == person.email]
        if new:
            found[f"{day:%d %b}"] = [one.subject.partition(": ")[2] for one in new]
        mail.deliver()
    return found


def test_the_ladder_of_an_answer(formal, clock, council, respondent):
    champion = factories.member(council, "Champ Ion", Role.CHAMPION)
    MailChoice.choose(respondent, How.WAITING)
    # 25 and 28 December and 1 January are no working days.
    days = [11, 14, 15, 21, 22, 24, 25, 28, 30, 31, 35, 36, 38, 45, 46, 50]
    assert on_days(clock, days, respondent) == {
        "14 Dec": ["Your answer is due on 30 December 2026"],
        "21 Dec": ["Your answer is due on 30 December 2026"],
        "24 Dec": ["Your answer is due on 30 December 2026"],
        "30 Dec": ["Your answer is due today"],
        "04 Jan": ["Your answer is overdue"],
        "07 Jan": ["Your answer is overdue"],
        "14 Jan": ["Your answer is overdue"],
    }
    first = Message.objects.filter(to=respondent.email, subject__contains="is due on").earliest("pk")
    assert "in 10 working days" in " ".join(first.body.split())
    told = Message.objects.get(to=champion.email)
    assert told.subject == "An answer of your organisation is overdue"
    for secret in (formal.reference, "Testham Gardeners", "grant"):
        assert secret not in told.body
    assert "Ray Respondent" in told.body


def test_nobody_is_reminded_of_what_is_done_paused_or_no_longer_theirs(formal, clock, complainant, respondent, council):
    clock.go(date(2026, 12, 14))
    remind()
    formal.respond(by=respondent, note="We acted within our rules.")
    mail.deliver()
    reminder = Message.objects.get(subject__contains="Your answer is due")
    assert (reminder.sent_at, reminder.dropped_because) == (None, "The dispute has moved on.")
    other = Dispute.objects.get(pk=formal.pk)
    other.pause(by=complainant, until=date(2027, 1, 20), note="We talk.")
    for day in (date(2026, 12, 29), date(2027, 1, 4), date(2027, 1, 11)):
        clock.go(day)
        remind()
    assert not Reminder.objects.filter(about="idle").exists()


def test_a_reminder_of_today_comes_at_once_whatever_was_chosen(formal, clock, respondent):
    MailChoice.choose(respondent, How.DAILY)
    clock.go(date(2026, 12, 21))
    remind()
    assert Message.objects.gathered_for(respondent).count() == 1
    clock.go(date(2026, 12, 30))
    remind()
    mail.deliver()
    assert Message.objects.get(to=respondent.email, subject__endswith="is due today").sent_at


def test_the_complainant_hears_of_time_limits_outside_and_of_standing_still(formal, clock, complainant, respondent):
    formal.respond(by=respondent, note="We acted within our rules.")
    written = on_days(clock, [1, 14, 15, 16, 25, 28, 29, 30, 31, 53, 54, 57, 58], complainant)
    told = [subject for subjects in written.values() for subject in subjects]
    assert "Nothing has happened for 4 weeks" in told
    assert any(subject.startswith("A time limit outside the Compact ends on ") for subject in told)
    sent_on = list(Reminder.objects.filter(person=complainant).order_by("sent_on").values_list("sent_on", flat=True))
    assert len(sent_on) == len(set(sent_on))
    outside = Message.objects.filter(subject__contains="outside the Compact").first().body
    assert "general information, not legal advice" in " ".join(outside.split())


# The calendar ----


@pytest.fixture
def events_of(client):
    """A function: the events in a person's calendar as (title, day, status, sequence), by its link."""

    def read(person):
        token = CalendarLink.make(person)
        made = client.get(f"/account/calendar/{token}/dates.ics").content
        return [
            (str(one["summary"]), one["dtstart"].dt, str(one["status"]), int(one["sequence"]), str(one["uid"]))
            for one in Calendar.from_ical(made).walk("VEVENT")
        ]

    return read


def test_each_part_has_its_dates_and_no_name_in_a_title(
    formal, clock, complainant, respondent, stranger, admin, events_of
):
    formal.look_in(by=admin, reason="A question of the complainant.")
    ref, due = formal.reference, date(2026, 12, 30)
    [(title, day, status, _sequence, uid)] = events_of(respondent)
    assert (title, day, status) == (f"{ref}: your answer is due", due, "CONFIRMED")
    mine = events_of(complainant)
    assert (f"{ref}: the other party’s answer is due", due, "CONFIRMED") in [one[:3] for one in mine]
    assert [one[0] for one in mine].count(f"{ref}: a time limit outside the Compact ends") == 4
    assert not any("Testham G" in one[0] or "Council" in one[0] for one in mine)
    assert uid in [one[4] for one in mine]
    assert events_of(stranger) == events_of(admin) == []


def test_a_date_keeps_its_uid_counts_its_changes_and_is_cancelled_for_a_while(
    formal, clock, complainant, respondent, events_of
):
    [(_title, _day, _status, first, uid)] = events_of(respondent)
    formal.pause(by=complainant, until=MONDAY + timedelta(days=14), note="We talk.")
    paused = {one[4]: one for one in events_of(respondent)}
    assert (paused[uid][2], paused[uid][3] > first) == ("CANCELLED", True)
    clock.go(MONDAY + timedelta(days=7))
    formal.restart(by=complainant)
    [again] = events_of(respondent)
    assert (again[4], again[1], again[2]) == (uid, formal.due_on, "CONFIRMED")
    assert formal.due_on > date(2026, 12, 30)
    formal.respond(by=respondent, note="We acted within our rules.")
    assert [(one[4], one[2]) for one in events_of(respondent)] == [(uid, "CANCELLED")]
    clock.go(MONDAY + timedelta(days=40))
    assert events_of(respondent) == []


def test_the_dates_go_with_the_role(formal, clock, respondent, events_of):
    respondent.memberships.get().end(by=None, on=MONDAY - timedelta(days=1))
    assert events_of(respondent) == []


def test_the_person_asked_to_mediate_sees_one_date_without_a_reference(
    formal, clock, complainant, respondent, chair, mediator, events_of
):
    formal.respond(by=respondent, note="We acted within our rules.")
    formal.refer(by=complainant)
    assert f"{formal.reference}: the choice of a mediator is due" in [one[0] for one in events_of(chair)]
    formal.nominate(mediator, by=chair, summary="A grant was cut at short notice.")
    assert [one[0] for one in events_of(mediator)] == ["Compact Forum: your reply about mediating is due"]


def test_the_calendar_costs_the_same_for_many_disputes(town, group, council, complainant, client_of):
    def add(number):
        for _ in range(number):
            steps.raised(town, group, council, by=complainant).go_formal(by=complainant)

    assert_same_queries(client_of(complainant), "/account/calendar/", add)


def test_a_meeting_with_one_side_is_known_to_that_side_and_the_mediator(
    clock, town, group, council, complainant, respondent, chair, mediator, events_of
):
    dispute = steps.raised(town, group, council, by=complainant)
    steps.bring(dispute, "mediating", complainant=complainant, respondent=respondent, chair=chair, mediator=mediator)
    friday = moment(MONDAY + timedelta(days=4), 14)
    dispute.hold_session(by=mediator, kind="complainant-room", starts_at=friday, place="Room 4")
    meeting = f"{dispute.reference}: a meeting of the mediation"
    for person, knows in ((complainant, True), (mediator, True), (respondent, False), (chair, False)):
        assert (meeting in [one[0] for one in events_of(person)]) == knows
    mail.deliver()
    clock.go(MONDAY + timedelta(days=3))
    remind()
    reminded = Message.objects.filter(subject=f"{dispute.reference}: A meeting is near")
    assert {one.to for one in reminded} == {complainant.email, mediator.email}
    assert "on 4 December 2026 at 2pm" in " ".join(reminded[0].body.split())
    assert "Room 4" not in reminded[0].body


def test_who_owes_a_remedy_is_reminded_and_the_other_hears_that_it_is_late(
    clock, town, group, council, complainant, respondent, events_of
):
    dispute = steps.raised(town, group, council, by=complainant)
    dispute.settle(by=complainant, outcome="explanation", remedy_met="partly")
    Remedy.promise(dispute, by=respondent, what="Pay the rest of the grant.", due_on=date(2026, 12, 11))
    assert [one[0] for one in events_of(respondent) if one[2] == "CONFIRMED"] == [
        f"{dispute.reference}: a remedy of yours is due"
    ]
    assert on_days(clock, [4, 7, 9, 10, 11], respondent) == {
        "04 Dec": ["A remedy of yours is due on 11 December 2026"],
        "09 Dec": ["A remedy of yours is due on 11 December 2026"],
        "11 Dec": ["A remedy of yours is due today"],
    }
    assert on_days(clock, [14, 15, 16], complainant) == {"15 Dec": ["A remedy owed to you is overdue"]}
    assert not Message.objects.filter(body__contains="Pay the rest").exists()


def test_a_name_held_back_is_in_no_mail_no_news_and_no_calendar_of_the_others(
    clock, town, group, council, complainant, respondent, chair, mediator, events_of, client_of
):
    body = factories.organisation("Testham Support", town, kind=Kind.INFRASTRUCTURE)
    helper = factories.member(body, "Helen Helper")
    dispute = steps.draft(town, group, council, by=complainant)
    Dispute.objects.filter(pk=dispute.pk).update(support_body=body, held_back=True)
    dispute.refresh_from_db()
    dispute.lodge(by=complainant)
    told = Message.objects.get(to=respondent.email)
    assert "A group supported by Testham Support has raised a dispute" in " ".join(told.body.split())
    theirs = [told.subject, told.body, str(events_of(respondent))]
    theirs.append(client_of(respondent).get("/dashboard/").content.decode())
    assert not any("Gardeners" in text for text in theirs)
    letter = " ".join(Message.objects.get(to=helper.email).body.split())
    assert "You get this because you act for Testham Support, which speaks for Testham Gardeners" in letter

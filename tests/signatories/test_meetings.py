"""Meetings of the Forum: called, moved, held, minuted, decided; seen by those who may, and no others."""

import io
import threading
from datetime import UTC, datetime, timedelta

import pypdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from icalendar import Calendar

from actionplans.models import Action
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Clause
from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from signatories.forms.forum_meetings import digest
from signatories.forum_printing import PRINTER
from signatories.models import AgendaItem, Amendment, Correction, Decision, Meeting, Paper
from signatories.models.meeting import MeetingEvent
from signatories.procedure import What
from tests import factories
from tests.pdf.conformance import faults
from tests.queries import assert_same_queries
from tests.signatories import meetings


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty store of papers."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ruled(town):
    """The town's Forum with a quorum of one of each sector."""
    forum = factories.forum(town)
    forum.statutory_quorum = forum.vcs_quorum = 1
    forum.save()
    return forum


def words(browser, address):
    """The words of a page, in one line."""
    return " ".join(browser.get(address).content.decode().split()).replace("&#x27;", "'")


def subjects():
    return sorted(Message.objects.values_list("to", "subject"))


def test_an_agenda_is_put_in_order_without_a_script(town, officer, client_of):
    meeting = meetings.meeting(town, by=officer, items=("One", "Two", "Three"))
    browser, address = client_of(officer), meeting.get_absolute_url()
    third = meeting.agenda.get(title="Three")
    browser.post(f"{address}agenda/{third.pk}/shift/", {"do": "up"})
    browser.post(f"{address}agenda/{third.pk}/shift/", {"do": "up"})
    browser.post(f"{address}agenda/{third.pk}/shift/", {"do": "up"})  # It is the first already.
    assert [str(item) for item in meeting.agenda.all()] == ["1. Three", "2. One", "3. Two"]
    browser.post(f"{address}agenda/{third.pk}/shift/", {"do": "down"})
    browser.post(f"{address}agenda/{meeting.agenda.get(title='One').pk}/remove/")
    assert [str(item) for item in meeting.agenda.all()] == ["1. Three", "2. Two"]
    said = {"title": "Four", "lead": "Cher Chair", "length": "15", "about": "- <b>x</b>"}
    browser.post(f"{address}agenda/", said)
    assert "35 minutes are planned in all." in words(browser, f"{address}agenda/")
    assert (
        "Enter a number of minutes from 1 to 480."
        in browser.post(f"{address}agenda/", said | {"length": "999"}).content.decode()
    )


def test_calling_a_meeting_sends_its_agenda_to_the_members(town, chair, forum_member, officer, client, client_of):
    meeting = meetings.meeting(town, by=officer)
    address = meeting.get_absolute_url()
    assert "The agenda is here once the meeting is called." in words(client, address)
    assert client.get(f"{address}agenda.pdf").status_code == 404
    client_of(chair).post(f"{address}call/")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("called", 1)
    assert {to for to, _subject in subjects()} == {chair.email, forum_member.email}
    body = Message.objects.first().body
    assert "1. Welcome (Cher Chair)" in body
    assert f"https://testserver{address}meeting.ics" in body
    assert "Any other business" in words(client, address)
    client_of(officer).post(f"{address}call/")  # Too late: it is called already.
    assert Message.objects.count() == 2


def test_an_empty_agenda_is_not_called(town, officer, client_of):
    meeting = meetings.meeting(town, by=officer, items=())
    sent = client_of(officer).post(f"{meeting.get_absolute_url()}call/").content.decode()
    assert "The agenda is empty. Add at least one item before you call the meeting." in sent


def test_moving_and_cancelling_tell_members_only_of_what_was_called(town, chair, officer, client, client_of):
    browser = client_of(officer)
    quiet, called = meetings.meeting(town, by=officer), meetings.meeting(town, by=officer, days=40)
    browser.post(f"{quiet.get_absolute_url()}cancel/", {"reason": "No hall"})
    assert not Message.objects.exists()
    browser.post(f"{called.get_absolute_url()}call/")
    moved = {"day_day": "3", "day_month": "6", "day_year": "2030", "time": "6:30pm", "until": "8pm", "venue": "Hall"}
    browser.post(f"{called.get_absolute_url()}move/", moved | {"reason": "The hall was taken"})
    browser.post(f"{called.get_absolute_url()}cancel/", {"reason": "Snow"})
    assert {subject for _to, subject in subjects()} == {
        "Meeting of the Compact Forum, Testham Compact on 3 June cancelled",
        f"Meeting of the Compact Forum, Testham Compact on {called.day:%-d %B}",
        "Meeting of the Compact Forum, Testham Compact moved to 3 June",
    }
    assert "This meeting is cancelled. Snow" in words(client, called.get_absolute_url())
    assert (
        "Enter why it is cancelled"
        in browser.post(f"{quiet.get_absolute_url()}cancel/", {"reason": ""}).content.decode()
        or quiet.events.filter(action="cancel").count() == 1
    )
    browser.post(f"{called.get_absolute_url()}restore/")
    called.refresh_from_db()
    assert (called.state, called.cancel_reason, called.venue, called.sequence) == ("planned", "", "Hall", 4)
    wrong = browser.post(f"{called.get_absolute_url()}move/", moved | {"until": "5pm"}).content.decode()
    assert "The meeting must end after it begins. Enter a later time." in wrong


def test_a_member_says_whether_they_come(town, chair, forum_member, officer, client, client_of):
    meeting = meetings.meeting(town, by=officer)
    meeting.call(by=officer)
    address = meeting.get_absolute_url()
    assert "Say whether you are coming" in words(client_of(forum_member), "/dashboard/")
    client_of(forum_member).post(f"{address}reply/", {"reply": "coming"})
    client_of(forum_member).post(f"{address}reply/", {"reply": "apologies"})
    assert meeting.attendance.get().reply == "apologies"
    assert "Say whether you are coming" not in words(client_of(forum_member), "/dashboard/")
    assert "Apologies: Fran Forum." in words(client_of(chair), address)
    assert "Fran Forum" not in words(client, address)
    with time_machine.travel(meeting.starts_at + timedelta(hours=1)):
        sent = client_of(forum_member).post(f"{address}reply/", {"reply": "coming"}).content.decode()
        assert "This meeting is not to come any more." in sent


def test_who_came_says_whether_it_was_quorate(ruled, town, chair, forum_member, officer, client, client_of):
    meeting = meetings.meeting(town, by=officer, days=-1)
    browser, address = client_of(officer), meeting.get_absolute_url()
    seats = {seat.person: f"seat-{seat.pk}" for seat in meeting.seats()}
    came = {seats[chair]: "present", seats[forum_member]: "absent", "guests": "Gwen Guest, Garden Club\n\nHal"}
    assert "Choose" in browser.post(f"{address}attendance/", came | {seats[chair]: ""}).content.decode()
    browser.post(f"{address}attendance/", came)
    found = words(client, address)
    assert "The meeting was not quorate: 0 of the statutory sector and 1 of the voluntary" in found
    assert "Gwen Guest, Garden Club<br>Hal" in found
    decided = meetings.decision(Meeting.objects.get(pk=meeting.pk), by=officer)
    assert "so this decision is to be confirmed by one that is" in words(client, decided.get_absolute_url())
    browser.post(f"{address}attendance/", came | {seats[forum_member]: "present"})
    ruled.statutory_quorum = 9
    ruled.save()  # A rule of later does not reach back.
    assert "The meeting was quorate: 1 of the statutory sector and 1 of" in words(client, address)
    assert meeting.attendance.filter(seat=None).count() == 2


def test_draft_minutes_are_for_the_forum_until_a_later_meeting_confirms_them(
    town, chair, forum_member, officer, stranger, client, client_of
):
    first, second = meetings.meeting(town, by=officer, days=-60), meetings.meeting(town, by=officer, days=-2)
    meetings.hold(first, by=officer)
    address, browser = first.get_absolute_url(), client_of(chair)
    item = first.agenda.first()
    browser.post(f"{address}minutes/write/", {f"item-{item.pk}": "We *met*.\r\n- One", f"was-{item.pk}": digest("")})
    for person, status in ((None, 404), (stranger, 404), (forum_member, 200), (officer, 200)):
        assert client_of(person).get(f"{address}minutes/").status_code == status
    assert "They are public once a later meeting has confirmed them." in words(client, address)
    assert "Choose" in browser.post(f"{address}confirm/", {"at": second.pk}).content.decode()  # Not held yet.
    meetings.hold(second, by=officer)
    browser.post(f"{address}confirm/", {"at": second.pk})
    found = words(client, f"{address}minutes/")
    assert "<em>met</em>" in found
    assert f"Confirmed on {second.day:%-d %B %Y} at the {second}." in found
    assert not client.get(f"{address}minutes/").cookies
    browser.post(f"{address}minutes/write/", {f"item-{item.pk}": "Something else"})
    assert "<em>met</em>" in words(client, f"{address}minutes/")
    browser.post(f"{address}minutes/{item.pk}/correct/", {"minutes": "We talked.", "reason": "A slip"})
    found = words(client, f"{address}minutes/")
    assert "We talked." in found
    assert "A slip" in found
    assert "<em>met</em>" in found
    assert MeetingEvent.objects.filter(meeting=first, action="corrected").exists()


def test_two_who_write_minutes_lose_nothing(town, chair, officer, client_of):
    meeting = meetings.hold(meetings.meeting(town, by=officer, days=-2, items=("One", "Two")), by=officer)
    one, two = meeting.agenda.all()
    address, seen = f"{meeting.get_absolute_url()}minutes/write/", {}
    for item in (one, two):
        seen |= {f"item-{item.pk}": "", f"was-{item.pk}": digest("")}
    client_of(chair).post(address, seen | {f"item-{one.pk}": "Of the chair"})
    client_of(officer).post(address, seen | {f"item-{two.pk}": "Of the officer"})  # Has not touched the first.
    assert [item.minutes for item in meeting.agenda.all()] == ["Of the chair", "Of the officer"]
    sent = client_of(officer).post(address, seen | {f"item-{one.pk}": "Mine"}).content.decode()
    assert "Somebody else has written here meanwhile: “Of the chair”." in sent
    assert "Mine" in sent
    assert f'value="{digest("Of the chair")}"' in sent
    assert meeting.agenda.first().minutes == "Of the chair"


def test_papers_for_members_are_not_there_for_others_before_the_meeting(
    town, forum_member, officer, stranger, client, client_of
):
    meeting = meetings.meeting(town, by=officer)
    browser, address = client_of(officer), meeting.get_absolute_url()
    file = SimpleUploadedFile("../../Figures <2026>.exe", meetings.PDF, "text/html")
    said = {"title": "Figures", "file": file, "open_to": "forum", "item": meeting.agenda.first().pk}
    browser.post(f"{address}papers/add/", said)
    paper = Paper.objects.get()
    for person, status in ((None, 404), (stranger, 404), (forum_member, 200)):
        got = client_of(person).get(paper.get_absolute_url())
        assert got.status_code == status
    assert got.getvalue() == meetings.PDF
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == 'attachment; filename="Figures <2026>.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in got["Cache-Control"]
    assert "Figures" not in words(client, address)
    with time_machine.travel(meeting.starts_at + timedelta(minutes=1)):
        assert client.get(paper.get_absolute_url()).getvalue() == meetings.PDF
        browser = client_of(officer)
        browser.post(f"{paper.get_absolute_url()}move/", {"do": "away"})
        assert client.get(paper.get_absolute_url()).status_code == 404
        assert client_of(forum_member).post(f"{paper.get_absolute_url()}move/", {"do": "back"}).status_code == 403
        browser.post(f"{paper.get_absolute_url()}move/", {"do": "back"})
        client.get(paper.get_absolute_url()).getvalue()
    assert Paper.objects.get().away_at is None


def test_a_paper_is_refused_for_what_it_is_and_the_form_keeps_the_rest(town, officer, client_of):
    meeting = meetings.meeting(town, by=officer)
    file = SimpleUploadedFile("paper.pdf", b"<html><script>1</script></html>", "application/pdf")
    said = {"title": "Kept title", "file": file, "open_to": "forum"}
    sent = client_of(officer).post(f"{meeting.get_absolute_url()}papers/add/", said).content.decode()
    assert "Choose a PDF, a .docx, .odt or .xlsx file" in sent
    assert "Kept title" in sent
    assert not Paper.objects.exists()


def test_a_decision_is_numbered_and_stands_beside_what_it_is_about(
    town, council, group, complainant, chair, officer, client, client_of
):
    action = factories.plan(town, str(timezone.localdate().year), council, by=officer, agreed=True)
    clause = Clause.objects.select_related("edition__text__compact").get(edition=town.current_edition, number="3.1")
    factories.signature(town.current_edition, group, complainant_signatory(group))
    amendment = Amendment.propose(clause, group, by=complainant, what=What.CHANGE, body="Early.", reason="Short")
    amendment.submit(by=complainant)
    held = meetings.hold(meetings.meeting(town, by=officer, days=-3), by=officer)
    meetings.decision(held, by=officer)
    said = {
        "title": "Ask early",
        "clauses": "3.1",
        "amendments": [amendment.pk],
        "actions": [action.pk],
        "item": held.agenda.first().pk,
    }
    browser = client_of(chair)
    keys = dict.fromkeys(["actions", "amendments", "item"], "9" * 20)  # The keys of nothing, and of no integer.
    assert browser.post(f"{held.get_absolute_url()}decisions/add/", said | keys).status_code == 200
    wrong = browser.post(f"{held.get_absolute_url()}decisions/add/", said | {"clauses": "9.9"}).content.decode()
    assert "No clause was found for: 9.9." in wrong
    there = browser.post(f"{held.get_absolute_url()}decisions/add/", said)["Location"]
    reference = f"F-{held.day.year}-02"
    assert there == f"/compacts/testham/forum/decisions/{reference}/"
    found = words(client, there)
    assert clause.get_absolute_url() in found
    assert amendment.get_absolute_url() in found
    assert action.get_absolute_url() in found
    for page in (clause.get_absolute_url(), amendment.get_absolute_url(), action.get_absolute_url()):
        assert reference in words(client, page), page
    browser.post(f"{there}edit/", said | {"title": "Ask very early", "actions": []})
    assert "Ask very early" in words(client, there)
    assert not Action.objects.get(pk=action.pk).decided.exists()
    assert "Ask early" in words(browser, f"{there}history/")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(number=2).update(number=7)
    with pytest.raises(NotAllowed, match="Record who came first"):
        meetings.decision(meetings.meeting(town, by=officer), by=officer)


def complainant_signatory(group):
    return factories.member(group, "Sid Signatory", "signatory")


def test_a_decision_after_confirmed_minutes_is_corrected_with_a_reason(town, officer, client_of):
    first, second = meetings.meeting(town, by=officer, days=-60), meetings.meeting(town, by=officer, days=-2)
    decided = meetings.decision(meetings.hold(first, by=officer), by=officer)
    first.confirm(by=officer, at=meetings.hold(second, by=officer), on=second.day)
    browser, address = client_of(officer), decided.get_absolute_url()
    sent = browser.post(f"{address}edit/", {"title": "Print two", "clauses": ""}).content.decode()
    assert "Enter why it is corrected" in sent
    browser.post(f"{address}edit/", {"title": "Print two", "clauses": "", "reason": "A slip"})
    assert "A slip" in words(browser, f"{address}history/")


def calendar(client, address="/compacts/testham/forum/calendar.ics"):
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content), response


def test_the_calendar_keeps_the_hour_over_summer_time_and_counts_changes(town, officer, client, client_of):
    times = {"Winter": datetime(2027, 1, 14, 18, 30, tzinfo=UTC), "Summer": datetime(2027, 7, 14, 17, 30, tzinfo=UTC)}
    for title, starts_at in times.items():
        Meeting.announce(town, by=officer, title=title, starts_at=starts_at, venue="Hall, Street; 2")
    feed, response = calendar(client)
    events = {str(event["SUMMARY"]): event for event in feed.walk("VEVENT")}
    assert "VTIMEZONE" in response.content.decode()
    for event in events.values():
        assert event.decoded("DTSTART").strftime("%H:%M %Z") in {"18:30 GMT", "18:30 BST"}
        assert event["DTSTART"].params["TZID"] == "Europe/London"
        assert (event.decoded("DTEND") - event.decoded("DTSTART")) == timedelta(hours=2)
        assert (event["SEQUENCE"], event["STATUS"]) == (0, "TENTATIVE")
    assert str(events["Compact Forum: Summer"]["LOCATION"]) == "Hall, Street; 2"
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    again = client.get("/compacts/testham/forum/calendar.ics", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    winter = Meeting.objects.get(title="Winter")
    winter.move(by=officer, starts_at=winter.starts_at + timedelta(days=1), ends_at=None, venue="")
    winter.cancel(by=officer, reason="Snow")
    feed, response = calendar(client)
    event = next(event for event in feed.walk("VEVENT") if "Winter" in event["SUMMARY"])
    assert (event["SEQUENCE"], event["STATUS"]) == (2, "CANCELLED")
    assert str(event["UID"]) == str(events["Compact Forum: Winter"]["UID"])
    one, _response = calendar(client, f"{winter.get_absolute_url()}meeting.ics")
    assert len(one.walk("VEVENT")) == 1


def test_a_town_without_a_forum_has_an_empty_calendar(town, client):
    feed, _response = calendar(client)
    assert feed.walk("VEVENT") == []


@pytest.mark.slow
def test_agenda_and_minutes_are_printed_for_everybody_to_hear(town, chair, forum_member, officer):
    meeting = meetings.meeting(town, by=officer, days=-9, items=("Croeso ŵ ŷ", "Grants"))
    item = meeting.agenda.first()
    item.about, item.minutes = "- One\n- Two", "We met.\n\n1. First\n2. Second"
    item.save()
    meetings.hold(meeting, by=officer, guests=[("Gwen Guest", "Garden Club")])
    meetings.decision(Meeting.objects.get(pk=meeting.pk), by=officer, item=item)
    meeting = Meeting.objects.select_related("forum__compact").get(pk=meeting.pk)
    for what in ("agenda", "minutes"):
        content = PRINTER.content_of(meeting, what)
        document = PRINTER.draw(content)
        assert faults(document) == []
        assert document == PRINTER.draw(content)
        text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages).split())
        assert "Croeso ŵ ŷ" in text
        assert ("Gwen Guest, Garden Club" in text) == (what == "minutes")
        assert ("Draft: not confirmed yet" in text) == (what == "minutes")
    before = PRINTER.content_of(meeting, "minutes").digest
    item.minutes = "We met again."
    item.save()
    assert PRINTER.content_of(meeting, "minutes").digest != before


def test_what_happened_cannot_be_rewritten(town, officer):
    meeting = meetings.hold(meetings.meeting(town, by=officer, days=-3), by=officer)
    item = AgendaItem.objects.filter(meeting=meeting).first()
    with pytest.raises(NotAllowed, match="a draft still"):
        item.correct(by=officer, minutes="x", reason="y")
    assert not Correction.objects.exists()
    for change in (
        lambda: meeting.events.update(note="x"),
        lambda: Meeting.objects.filter(pk=meeting.pk).delete(),
        lambda: AgendaItem.history.update(title="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_pages_cost_the_same_for_many(town, officer, client, client_of):
    meeting = meetings.hold(meetings.meeting(town, by=officer, days=-3), by=officer)

    def add(count):
        for number in range(count):
            body = factories.organisation(f"Body {number} {Decision.objects.count()}", town, sector=Sector.STATUTORY)
            seat = factories.forum_seat(town, f"Member {number}", sector=Sector.STATUTORY, organisation=body)
            item = AgendaItem.add(meeting, by=officer, title=f"Item {number}")
            meetings.paper(meeting, by=officer, item=item)
            meetings.decision(meeting, by=officer, item=item)
            meeting.attendance.create(seat=seat.seats.get(), sector="statutory", attended="present")

    address = meeting.get_absolute_url()
    assert_same_queries(client, address, add)
    browser = client_of(officer)
    for page in (address, f"{address}minutes/", f"{address}agenda/", f"{address}attendance/"):
        assert_same_queries(browser, page, lambda count: None)
    assert_same_queries(client, "/compacts/testham/forum/decisions/", lambda count: None)
    assert_same_queries(client, Decision.objects.first().get_absolute_url(), lambda count: None)
    assert_same_queries(browser, f"{address}history/", lambda count: None)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_get_two_numbers():
    town = factories.compact("Testham Compact")
    officer = factories.officer(town)
    held = meetings.hold(meetings.meeting(town, by=officer, days=-3), by=officer)

    def decide():
        try:
            meetings.decision(Meeting.objects.get(pk=held.pk), by=officer)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Decision.objects.values_list("number", flat=True)) == [1, 2, 3]

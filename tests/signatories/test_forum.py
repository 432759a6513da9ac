"""The Forum shows who sits on it, whether the sectors are equal, and when it meets; an officer keeps it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.history import NotAllowed
from signatories.models import Forum, Meeting, Seat
from tests import factories
from tests.queries import assert_same_queries

FORUM = "/compacts/testham/forum/"
SEAT = {
    "sector": "vcs",
    "name": "Sam Seat",
    "email": "sam@testham.example",
    "office": "member",
    "how": "elected",
    "champion": "on",
    "starts_on_day": "1",
    "starts_on_month": "1",
    "starts_on_year": "2026",
}
MEETING = {"title": "Spring meeting", "day_day": "3", "day_month": "6", "day_year": "2026", "time": "6:30pm"}


def page(browser, address=FORUM):
    """Return the words of a page, in one line."""
    return " ".join(browser.get(address).content.decode().split())


@pytest.mark.parametrize(
    ("statutory", "vcs", "sentence"),
    [
        (0, 0, "No seat is filled at present."),
        (1, 1, "Each sector holds 1 seat: the two are equal, as the Compact wants it."),
        (5, 5, "Each sector holds 5 seats: the two are equal, as the Compact wants it."),
        (
            5,
            4,
            "The statutory sector holds 5 of the seats, the voluntary and community sector 4. "
            "To be equal, 1 more is to be filled by the voluntary and community sector.",
        ),
        (
            0,
            2,
            "The statutory sector holds 0 of the seats, the voluntary and community sector 2. "
            "To be equal, 2 more are to be filled by the statutory sector.",
        ),
    ],
)
def test_the_balance_is_said_in_words(statutory, vcs, sentence):
    assert Forum.balance_sentence(statutory, vcs) == sentence


def test_a_compact_without_a_forum_says_so(town, client):
    assert "has no Forum on this portal yet" in page(client)


def test_seats_stand_by_sector_with_the_chair_first(chair, vice_chair, mediator, forum_member, client):
    found = page(client)
    assert "Each sector holds 2 seats" in found
    assert "The chair is Cher Chair." in found
    order = [found.rindex(name) for name in ("Statutory sector<", "Vic Vice-Chair", "Fran Forum")]
    assert order == sorted(order)
    assert "The vice-chair is Vic Vice-Chair." in found
    assert found.rindex("Cher Chair") < found.index("Mel Mediator")
    assert not client.get(FORUM).cookies


def test_a_seat_whose_term_is_over_is_listed_as_held_before(town, chair, client):
    factories.forum_seat(town, "Olga Old", ends_on=factories.yesterday())
    found = page(client)
    assert found.index("Who sat on it before") < found.index("Olga Old")
    assert "1 more is to be filled" in found


def test_an_officer_fills_the_first_seat_and_the_forum_begins(town, officer, client_of):
    browser = client_of(officer)
    assert browser.post(f"{FORUM}seats/add/", SEAT)["Location"] == FORUM
    person = User.objects.get(email="sam@testham.example")
    assert access.permits(person, "sit_on_forum", town)
    assert "Sam Seat" in page(browser)
    assert "Sam Seat" in page(browser, f"{FORUM}history/")


def test_a_seat_may_be_held_by_an_organisation_alone(town, council, officer, client_of):
    said = SEAT | {"name": "", "email": "", "organisation": council.pk, "sector": "statutory"}
    client_of(officer).post(f"{FORUM}seats/add/", said)
    assert Seat.objects.get().organisation == council


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "", "email": ""}, "Choose an organisation, or enter a person's name and email address."),
        ({"name": ""}, "Enter the full name of the person."),
        ({"email": ""}, "Enter the email address of the person."),
        ({"email": "no"}, "Enter an email address, like name@example.org"),
        ({"sector": ""}, "Choose the sector"),
        ({"starts_on_day": "31", "starts_on_month": "2"}, "as a real date"),
        (
            {"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2020"},
            "The last day must be the first day or later.",
        ),
        ({"office": "chair"}, "Cher Chair is the chair in that time. End that seat first"),
        ({"organisation": "council", "sector": "vcs"}, "Testham Council belongs to the other sector."),
    ],
)
def test_a_seat_that_cannot_be_is_refused_in_words(chair, council, officer, client_of, wrong, sentence):
    if "organisation" in wrong:
        wrong = wrong | {"organisation": council.pk}
    sent = client_of(officer).post(f"{FORUM}seats/add/", SEAT | wrong)
    assert sentence in sent.content.decode().replace("&#x27;", "'")
    assert Seat.objects.count() == 1
    assert not User.objects.filter(email="sam@testham.example").exists()


def test_a_chair_may_follow_a_chair(town, chair, officer, client_of):
    browser, seat = client_of(officer), Seat.objects.get()
    browser.post(f"{FORUM}seats/{seat.pk}/end/", {"reason": "Stood down"})
    assert not access.permits(chair, "chair_forum", town)
    assert "The Forum has no chair at present." in page(browser)
    overlapping = browser.post(f"{FORUM}seats/add/", SEAT | {"office": "chair"}).content.decode()
    assert "Cher Chair is the chair in that time. End that seat first" in overlapping
    today = timezone.localdate()
    term = {"starts_on_day": today.day, "starts_on_month": today.month, "starts_on_year": today.year}
    browser.post(f"{FORUM}seats/add/", SEAT | term | {"office": "chair"})
    assert "The chair is Sam Seat." in page(browser)


def test_meetings_stand_by_whether_they_were_held(town, chair, officer, client_of):
    browser = client_of(officer)
    there = browser.post(f"{FORUM}meetings/add/", MEETING)["Location"]
    meeting = Meeting.objects.get()
    assert there == meeting.get_absolute_url()
    assert timezone.localtime(meeting.starts_at) == timezone.make_aware(datetime(2026, 6, 3, 18, 30))  # noqa: DTZ001
    in_a_month = timezone.localdate() + timedelta(days=30)
    later = {"day_day": in_a_month.day, "day_month": in_a_month.month, "day_year": in_a_month.year}
    browser.post(f"{FORUM}meetings/{meeting.pk}/move/", MEETING | later)
    browser.post(f"{FORUM}meetings/{meeting.pk}/edit/", MEETING | {"notes": "- One\n- <script>two</script>"})
    assert Meeting.objects.count() == 1
    found = page(browser)
    assert found.index("Coming") < found.index("Spring meeting")
    assert "6:30pm" in found
    assert "&lt;script&gt;two" in page(client_of(None), meeting.get_absolute_url())


def test_a_second_click_does_nothing_twice(town, officer, client_of):
    browser = client_of(officer)
    browser.post(f"{FORUM}seats/add/", SEAT)
    assert "This person already has a seat." in browser.post(f"{FORUM}seats/add/", SEAT).content.decode()
    browser.post(f"{FORUM}meetings/add/", MEETING)
    assert "This meeting is in the list already." in browser.post(f"{FORUM}meetings/add/", MEETING).content.decode()
    assert (Seat.objects.count(), Meeting.objects.count()) == (1, 1)


def test_a_forum_without_seats_may_announce_a_meeting(town, officer, client_of):
    client_of(officer).post(f"{FORUM}meetings/add/", MEETING)
    assert Forum.objects.get(compact=town).meetings.count() == 1


def test_a_meeting_without_a_real_date_is_refused_in_words(town, officer, client_of):
    sent = client_of(officer).post(f"{FORUM}meetings/add/", MEETING | {"time": "late", "day_day": "32"})
    assert "Enter a time, like 6:30pm" in sent.content.decode()
    assert "Spring meeting" in sent.content.decode()
    assert not Forum.objects.exists()


def test_seats_of_another_forum_are_not_found(chair, client_of):
    other = factories.compact("Other Compact")
    officer = factories.officer(other, "Otto Officer")
    seat = Seat.objects.get()
    assert client_of(officer).post(f"/compacts/other/forum/seats/{seat.pk}/end/", {}).status_code == 404


def test_the_page_costs_the_same_for_2_seats_and_for_20(town, client, officer, client_of):
    def add(count):
        for number in range(count):
            body = factories.organisation(f"Body {Seat.objects.count()}", town, sector=Sector.STATUTORY)
            factories.forum_seat(town, f"Member {number}", sector=Sector.STATUTORY, organisation=body)
            factories.forum_seat(town, f"Before {number}", ends_on=factories.yesterday())
            factories.forum(town).meetings.create(title=f"Meeting {number}", starts_at=timezone.now())

    assert_same_queries(client, FORUM, add)
    assert_same_queries(client_of(officer), f"{FORUM}history/", add)


def test_a_forum_gets_no_second_chair(town, chair, stranger, officer):
    with pytest.raises(NotAllowed, match="is the chair in that time"):
        town.forum.seat(by=officer, sector="vcs", person=stranger, office="chair")
    assert not stranger.seats.exists()
    assert not stranger.grants.exists()

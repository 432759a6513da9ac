"""Elections fill seats and offices once; working groups report; nobody seats themselves."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from signatories.models import Champion, Election, Forum, GroupReport, Office, Role, Seat, WorkingGroup
from tests import factories
from tests.queries import assert_same_queries
from tests.signatories import meetings

FORUM = "/compacts/testham/forum/"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty store of files."""
    settings.MEDIA_ROOT = tmp_path


def words(browser, address):
    """The words of a page, in one line."""
    return " ".join(browser.get(address).content.decode().split()).replace("&#x27;", "'")


def on(name, day):
    """A date as a form sends it."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def result(election, *elected, **votes):
    """What the form of a result sends."""
    today = timezone.localdate()
    said = {"method": "ballot", "elected": [candidate.pk for candidate in elected], "sitting": "member"}
    return said | on("held_on", today) | on("starts_on", today) | votes


def test_an_election_is_announced_with_days_that_follow_each_other(town, officer, client, client_of):
    today = timezone.localdate()
    said = {
        "title": "Election of two",
        "office": "member",
        "sector": "vcs",
        "places": "2",
        "notice": "Who **votes**",
    }
    days = on("opens_on", today) | on("closes_on", today + timedelta(days=9))
    wrong = said | days | on("planned_on", today + timedelta(days=3))
    browser = client_of(officer)
    sent = browser.post(f"{FORUM}elections/add/", wrong).content.decode()
    assert "The election must be on the day nominations close, or later." in sent
    assert (
        "One person holds an office. Enter 1."
        in browser.post(f"{FORUM}elections/add/", wrong | {"office": "chair"}).content.decode()
    )
    browser.post(f"{FORUM}elections/add/", said | days | on("planned_on", today + timedelta(days=20)))
    election = Election.objects.get()
    found = words(client, election.get_absolute_url())
    assert "Nominations are open." in found
    assert "<strong>votes</strong>" in found
    assert "Nobody stands yet." in found
    assert "Election of two" in words(client, FORUM)


def test_candidates_stand_once_and_their_addresses_are_not_shown(town, council, officer, client, client_of):
    election, _candidate = meetings.election(town, by=officer)
    address, browser = election.get_absolute_url(), client_of(officer)
    said = {"name": "Dan Double", "email": "dan@testham.example", "statement": "Hello"}
    browser.post(f"{address}candidates/add/", said)
    again = browser.post(f"{address}candidates/add/", said | {"email": "DAN@testham.example"}).content.decode()
    assert "This person is a candidate already." in again
    wrong = browser.post(f"{address}candidates/add/", said | {"organisation": council.pk}).content.decode()
    assert "Testham Council belongs to the other sector." in wrong
    assert "Dan Double" in words(client, address)
    assert "dan@testham.example" not in words(client, address)
    dan = election.candidates.get(name="Dan Double")
    browser.post(f"{address}candidates/{dan.pk}/withdraw/")
    assert "Withdrew: Dan Double" in words(client, address)


def test_a_result_fills_the_seats_once_and_tells_the_members(town, chair, officer, client, client_of):
    election, carla = meetings.election(town, by=officer, places=2)
    dan = election.stand(by=officer, name="Dan", email="dan@testham.example", sector=Sector.VCS)
    other = election.stand(by=officer, name="Olu", email="olu@testham.example", sector=Sector.VCS)
    address, browser = election.get_absolute_url(), client_of(officer)
    said = result(election, carla, dan, **{f"votes-{carla.pk}": "7", f"votes-{dan.pk}": "5", f"votes-{other.pk}": "1"})
    assert (
        "There are 2 seats. Choose as many or fewer."
        in browser.post(f"{address}result/", said | {"elected": [carla.pk, dan.pk, other.pk]}).content.decode()
    )
    assert "Choose who was elected." in browser.post(f"{address}result/", said | {"elected": []}).content.decode()
    assert Seat.objects.count() == 1
    browser.post(f"{address}result/", said)
    person = User.objects.get(email="carla@testham.example")
    assert access.permits(person, "sit_on_forum", town)
    found = words(client, address)
    assert found.index("Carla Candidate") < found.index("Dan") < found.index("Olu")
    assert "7 votes" in found
    assert "Secret ballot at a meeting" in found
    assert f'<a class="govuk-link" href="{address}">elected</a>' in words(client, FORUM)
    told = Message.objects.filter(to=chair.email).values_list("subject", flat=True)
    assert "Result of an election to the Compact Forum, Testham Compact" in told
    late = browser.post(f"{address}result/", said).content.decode()
    assert "Somebody else has just done that." in late
    assert Seat.objects.count() == 3
    assert browser.post(f"{address}cancel/", {"reason": "x"}).content.decode().count("Somebody else has just") >= 1


def test_an_election_of_a_chair_moves_the_old_one_to_the_members(town, chair, mediator, officer, client_of):
    election, mel = meetings.election(town, by=officer, office="chair", email=mediator.email, name=mediator.name)
    client_of(officer).post(f"{election.get_absolute_url()}result/", result(election, mel))
    in_office = Seat.objects.in_term().get(office=Office.CHAIR)
    assert in_office.person == mediator
    assert access.permits(mediator, "chair_forum", town)
    assert not access.permits(chair, "chair_forum", town)
    assert access.permits(chair, "sit_on_forum", town)
    assert Seat.objects.in_term().filter(person=mediator).count() == 1


def test_nobody_elected_records_their_own_election(town, chair, officer, client_of):
    election, own = meetings.election(town, by=officer, email=officer.email, name=officer.name)
    sent = client_of(officer).post(f"{election.get_absolute_url()}result/", result(election, own)).content.decode()
    assert "You were elected yourself." in sent
    assert not officer.seats.exists()
    assert Election.objects.get().is_open
    client_of(chair).post(f"{election.get_absolute_url()}result/", result(election, own))
    assert officer.seats.count() == 1


def test_nobody_gives_themselves_a_seat_and_members_hear_of_new_ones(town, chair, officer, client_of):
    said = {
        "sector": "vcs",
        "name": "Olive",
        "email": officer.email.upper(),
        "office": "vice_chair",
        "how": "appointed",
        "appointed_by": "The board",
    } | on("starts_on", timezone.localdate())
    browser = client_of(officer)
    assert "Nobody gives themselves a seat." in browser.post(f"{FORUM}seats/add/", said).content.decode()
    with pytest.raises(NotAllowed, match="Nobody gives themselves a seat"):
        town.forum.seat(by=officer, sector="vcs", person=officer)
    assert not officer.seats.exists()
    wrong = said | {"email": "vi@testham.example", "appointed_by": ""}
    assert "Enter which body appointed them." in browser.post(f"{FORUM}seats/add/", wrong).content.decode()
    browser.post(f"{FORUM}seats/add/", said | {"email": "vi@testham.example", "name": "Vi"})
    assert "appointed by The board" in words(browser, FORUM)
    subjects = dict(Message.objects.values_list("to", "subject"))
    assert subjects[chair.email] == "Somebody joins the Compact Forum, Testham Compact"
    assert Message.objects.filter(
        to="vi@testham.example", subject="You have a seat on the Compact Forum, Testham Compact"
    ).exists()
    second = browser.post(f"{FORUM}seats/add/", said | {"email": "vo@testham.example", "name": "Vo"}).content.decode()
    assert "Vi is the vice-chair in that time." in second


def test_offices_and_seats_never_overlap_in_the_database(town, chair, vice_chair, forum_member, officer):
    forum, later = town.forum, timezone.localdate() + timedelta(days=9)
    seat = Seat.objects.get(person=chair)
    for wrong in (
        {"office": "chair", "person": officer, "starts_on": later, "ends_on": later},
        {"office": "vice_chair", "person": officer, "starts_on": later},
        {"office": "member", "person": forum_member, "starts_on": later},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            forum.seats.create(sector="vcs", **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(person=forum_member).update(office="chair")
    seat.end(by=officer, on=later - timedelta(days=1))
    forum.seat(by=officer, sector="vcs", person=factories.person("Nan Next"), office="chair", starts_on=later)
    assert forum.seats.filter(office="chair").count() == 2


def test_numbers_of_seats_give_vacancies_and_terms_that_end_are_shown(town, chair, officer, client, client_of):
    browser = client_of(officer)
    said = {"name": "Compact Forum", "about": "", "statutory_seats": "2", "vcs_seats": "3", "statutory_quorum": "3"}
    wrong = browser.post(f"{FORUM}edit/", said).content.decode()
    assert "A quorum cannot ask for more than there are seats." in wrong
    browser.post(f"{FORUM}edit/", said | {"statutory_quorum": "1", "vcs_quorum": "2"})
    found = words(client, FORUM)
    assert "They are not equal, as the Compact wants it." in found
    assert found.count("2 seats are vacant.") == 2
    assert "Seats of the statutory sector" in words(browser, f"{FORUM}history/")
    Seat.objects.update(ends_on=timezone.localdate() + timedelta(days=60))
    assert "1 term ends within 60 days:" in words(client, FORUM)
    assert "1 term ends within 60 days." in words(browser, "/dashboard/")
    Seat.objects.update(ends_on=timezone.localdate() + timedelta(days=61))
    assert "within 60 days" not in words(client, FORUM)
    assert Forum.vacancies_sentence(2, 3) == "1 more is filled than there are seats."


def test_champions_of_the_forum_and_of_organisations_stand_in_one_list(town, group, chair, client, client_of):
    both = factories.member(group, "Bea Both", Role.CHAMPION)
    factories.member(group, "Sid Signatory", Role.SIGNATORY)
    said = {"skills": "Grants", "areas": "North", "availability": "Tuesdays"}
    client_of(both).post(f"{FORUM}champions/{both.pk}/", said)
    found = words(client, f"{FORUM}champions/")
    assert found.index("Bea Both") < found.index("Cher Chair")
    assert "Tuesdays" in found
    assert "Sid Signatory" not in found
    assert client_of(both).post(f"{FORUM}champions/{chair.pk}/", said).status_code == 403
    assert Champion.objects.count() == 1

    def add(count):
        for number in range(count):
            factories.forum_seat(town, f"Member {number}")

    assert_same_queries(client, f"{FORUM}champions/", add)


def test_a_group_has_a_remit_members_and_reports_and_ends_with_a_reason(
    town, chair, complainant, officer, stranger, client, client_of
):
    held = meetings.hold(meetings.meeting(town, by=officer, days=-2), by=officer)
    decided = meetings.decision(held, by=officer)
    browser = client_of(chair)
    said = {"name": "Funding group", "remit": "Looks at grants.", "commissioned_by": decided.pk}
    browser.post(f"{FORUM}groups/add/", said)
    assert (
        "This Compact already has a working group of that name."
        in browser.post(f"{FORUM}groups/add/", said).content.decode()
    )
    group = WorkingGroup.objects.get()
    address = group.get_absolute_url()
    lead = {"name": "Connie", "email": complainant.email, "is_lead": "on"} | on("starts_on", factories.LONG_AGO)
    unknown = browser.post(f"{address}members/add/", lead | {"email": "no@testham.example"}).content.decode()
    assert "Nobody has an account with this address." in unknown
    browser.post(f"{address}members/add/", lead)
    today = on("on", timezone.localdate())
    empty = client_of(complainant).post(f"{address}reports/add/", {"title": "First"} | today).content.decode()
    assert "Write the report, or choose a file." in empty
    client_of(complainant).post(
        f"{address}reports/add/", {"title": "First", "body": "All *well*.", "meeting": held.pk} | today
    )
    assert client_of(stranger).get(f"{address}reports/add/").status_code == 403
    found = words(client, address)
    for piece in ("<em>well</em>", "Connie", "leads the group", decided.reference, str(held)):
        assert piece in found
    assert "First" in words(client, held.get_absolute_url())
    assert "Funding group" in words(client, decided.get_absolute_url())
    report = GroupReport.objects.get()
    browser.post(f"{address}reports/{report.pk}/move/", {"do": "away"})
    assert "<em>well</em>" not in words(client, address)
    browser.post(f"{address}reports/{report.pk}/move/", {"do": "back"})
    browser.post(f"{address}end/", {"reason": "Its work is done"} | today)
    assert "Its work is done" in words(client, f"{FORUM}groups/")
    assert client_of(complainant).get(f"{address}reports/add/").status_code == 403
    assert browser.get(f"{address}reports/add/").status_code == 403
    browser.post(f"{address}end/")
    assert WorkingGroup.objects.get().ended_on is None
    assert "Its work is done" in words(browser, f"{address}history/")


def test_pages_cost_the_same_for_many(town, officer, client, client_of):
    election, _candidate = meetings.election(town, by=officer)
    group, _member, _report = meetings.group(town, by=officer)

    def add(count):
        for number in range(count):
            body = factories.organisation(f"Body {Seat.objects.count()} {number}", town)
            factories.forum_seat(town, f"Member {number}", organisation=body)
            name = f"Candidate {number} {election.candidates.count()}"
            election.stand(
                by=officer, name=name, email=f"{name}@x.example".replace(" ", ""), organisation=body, sector=Sector.VCS
            )
            group.members.create(name=name, organisation=body, starts_on=factories.LONG_AGO)
            held = meetings.meeting(town, by=officer, days=-5)
            group.reports.create(on=factories.LONG_AGO, title=name, body="x", by=officer, meeting=held)

    browser = client_of(officer)
    assert_same_queries(browser, election.get_absolute_url(), add)
    same = [f"{group.get_absolute_url()}", f"{group.get_absolute_url()}history/", f"{FORUM}groups/", FORUM]
    for page in (*same, f"{FORUM}history/", f"{election.get_absolute_url()}history/"):
        assert_same_queries(browser, page, lambda count: None)
    assert_same_queries(client, FORUM, lambda count: None)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_vice_chairs_named_at_once_one_gets_the_office():
    town = factories.compact("Testham Compact")
    factories.forum(town)
    people, refused = [factories.person("Vi"), factories.person("Vo")], []

    def name(person):
        try:
            Forum.objects.get().seat(by=None, sector="vcs", person=person, office=Office.VICE_CHAIR)
        except NotAllowed as reason:
            refused.append(str(reason))
        finally:
            connection.close()

    threads = [threading.Thread(target=name, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Seat.objects.count() == len(refused) == 1

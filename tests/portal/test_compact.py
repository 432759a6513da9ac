"""The front page of a Compact: its state in a sentence, three ways in, who signed, Forum, contacts, dates."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from compact_portal.compacts.kinds import Sector
from tests import factories
from tests.queries import assert_same_queries

ADDRESS = "/compacts/testham/"


@pytest.fixture
def page(client):
    """A function: the page as anybody sees it."""

    def look():
        return client.get(ADDRESS).content.decode()

    return look


def test_it_says_how_the_compact_stands_and_shows_three_ways_in(town, page):
    text = page()
    assert "In force since 5 January 2026." in text
    for way in ["agreement/", "action-plan/", "disputes/"]:
        assert f'href="{ADDRESS}{way}"' in text
    assert 'href="/compacts/testham/signatories/sign/"' in text


def test_a_compact_without_anything_has_no_empty_corners(db, client):
    factories.compact("Nowhere Compact")
    text = client.get("/compacts/nowhere/").content.decode()
    for sentence in [
        "No current agreement.",
        "There is none in force now.",
        "No action plan has been agreed for this year yet.",
        "There is no agreement to sign now.",
        "No Forum is on record here.",
        "No contact is on record here.",
        "None on record",
        "Not set",
    ]:
        assert sentence in text


def test_it_counts_who_signed_by_sector(town, edition, group, council, signatory, page):
    assert "Nobody has signed the edition in force here yet." in page()
    factories.signature(edition, group, signatory)
    factories.signature(edition, council, factories.member(council, "Rita", "signatory"))
    assert "1 public body, 1 organisation of the voluntary and community sector." in page()


def test_it_shows_the_forum_its_balance_its_chair_and_the_next_meeting(town, chair, page):
    assert "has 1 of its seats, the statutory sector 0." in page()
    factories.forum_seat(town, "Stat Member", sector=Sector.STATUTORY)
    town.forum.meetings.create(title="Past", starts_at=timezone.now() - timedelta(days=9))
    town.forum.meetings.create(title="Next", starts_at=timezone.now() + timedelta(days=9))
    text = page()
    assert "Each sector has 1 seat." in text
    assert "Chair: Cher Chair." in text
    assert "Next meeting:" in text


def test_it_shows_the_contacts_and_the_dates(town, page):
    town.vcs_contact_name, town.vcs_contact_email = "Community Action Testham", "help@testham.example"
    town.reviewed_on = date(2025, 11, 4)
    town.save()
    text = page()
    assert "Community Action Testham can help." in text
    assert 'href="mailto:help@testham.example"' in text
    assert "4 November 2025" in text


def test_only_an_officer_of_this_compact_sees_its_ways_of_work(town, officer, stranger, admin, client_of):
    assert "You look after this Compact" in client_of(officer).get(ADDRESS).content.decode()
    for other in [stranger, admin, None]:
        assert "You look after this Compact" not in client_of(other).get(ADDRESS).content.decode()


def test_it_is_kept_by_browsers_and_sets_no_cookie(town, client):
    response = client.get(ADDRESS)
    assert not response.cookies
    assert client.get(ADDRESS, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_it_costs_the_same_for_many_signatures(town, edition, client):
    def add(number):
        for _one in range(number):
            name = f"Group {edition.signatures.count()}"
            group = factories.organisation(name, town)
            factories.signature(edition, group, factories.member(group, name, "signatory"))
            factories.forum_seat(town, name)

    assert_same_queries(client, ADDRESS, add)


def test_an_officer_keeps_the_details_and_every_change_is_remembered(town, officer, client_of, page):
    browser = client_of(officer)
    data = {"colour": "plum", "vcs_contact_name": "Community Action", "next_review_on_day": "5"}
    data |= {"next_review_on_month": "November", "next_review_on_year": "2030", "notice": "The office has moved."}
    assert browser.post(f"{ADDRESS}details/", data)["Location"] == ADDRESS
    text = page()
    for words in ["Community Action", "5 November 2030", "The office has moved.", "portal-accent--plum"]:
        assert words in text
    assert "Community Action" in browser.get(f"{ADDRESS}history/").content.decode()


def test_wrong_details_say_what_to_do_and_keep_what_was_typed(town, officer, client_of):
    data = {"colour": "plum", "vcs_contact_email": "nobody", "reviewed_on_day": "40"}
    text = client_of(officer).post(f"{ADDRESS}details/", data).content.decode()
    assert "Enter an email address, like name@example.org" in text
    assert "Last Annual Review needs a month and a year" in text
    assert 'value="nobody"' in text
    assert 'value="40"' in text

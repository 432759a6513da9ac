"""The timeline of a Compact in sentences, and what applied on a day."""

from datetime import date

import pytest
from django.utils.html import strip_tags

from codes.models import Adoption
from compact_portal.compacts.lifecycle import EditionState
from tests import factories
from tests.queries import assert_same_queries

TIMELINE, DAY = "/compacts/testham/timeline/", "/compacts/testham/on/"


def text_of(browser, address):
    response = browser.get(address)
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode()).split())


@pytest.fixture
def years(db):
    """A Compact with an edition from 2010, another from 2015 until it lapsed, and a code adopted between."""
    compact = factories.compact()
    factories.edition(compact, "first", in_force_on=date(2010, 3, 1), agreed_on=date(2010, 2, 1))
    second = factories.edition(compact, "second", in_force_on=date(2015, 6, 1))
    code = factories.code("Asking").text.editions.get()
    Adoption.adopt(compact, code, from_on=date(2012, 5, 1), until_on=date(2016, 4, 30), by=None)
    second.end(EditionState.LAPSED, on=date(2018, 1, 1), by=None)
    return compact


def test_it_tells_what_happened_with_days_newest_first(years, client):
    page = text_of(client, TIMELINE)
    expected = [
        ("2018", "Edition “second” of the agreement lapsed.", "1 January 2018"),
        ("2016", "Last day on which the Code of practice: Asking (first) applied.", "30 April 2016"),
        ("2015", "Edition “second” of the agreement came into force, in place of “first”.", "1 June 2015"),
        ("2012", "The Code of practice: Asking (first) was adopted.", "1 May 2012"),
        ("2010", "Edition “first” of the agreement came into force.", "1 March 2010"),
        ("2010", "Edition “first” of the agreement was agreed.", "1 February 2010"),
    ]
    places = [page.index(f"{sentence} {day}") for _year, sentence, day in expected]
    assert places == sorted(places)


def test_drafts_are_not_told_of_and_dates_that_moved_are(years, officer_of_years, client, client_of):
    draft = factories.draft(years, "third")
    assert "third" not in text_of(client_of(officer_of_years), TIMELINE)
    factories.publish(draft, by=None, in_force_on=date(2040, 1, 1))
    draft.tell_moved("The first day", date(2039, 1, 1), date(2040, 1, 1), by=None, reason="The vote was put off.")
    page = text_of(client, TIMELINE)
    assert "Edition “third” of the agreement is to come into force. 1 January 2040" in page
    assert "The first day moved from 1 January 2039 to 1 January 2040. The vote was put off." in page


@pytest.fixture
def officer_of_years(years):
    return factories.officer(years)


def test_what_no_document_dates_is_said_to_have_no_day(db, client):
    compact = factories.compact()
    assert "Nothing has happened yet that is public." in text_of(client, TIMELINE)
    factories.edition(compact, "old", in_force_on=None)
    page = text_of(client, TIMELINE)
    assert "On days that no document gives Edition “old” of the agreement came into force." in page


def test_signatures_are_counted_by_year(town, edition, group, signatory, council, officer, client):
    factories.signature(edition, group, signatory)
    edition.signatures.model.record_paper(edition=edition, organisation=council, by=officer, office="Chief Executive")
    page = text_of(client, TIMELINE)
    assert "1 organisation signed." in page.split("On days that no document gives")[0]
    assert "1 organisation signed." in page.split("On days that no document gives")[1]


def test_the_timeline_and_a_day_cost_the_same_for_many(town, officer, client):
    def add(count):
        for number in range(count):
            code = factories.code(f"Of {count} {number}").text.editions.get()
            Adoption.adopt(town, code, from_on=date(2012, 5, 1), by=None)
            factories.publish(factories.draft(town, f"{count} {number}"), by=None)

    assert_same_queries(client, TIMELINE, add)
    assert_same_queries(client, f"{DAY}2030-01-01/", lambda count: factories.code(f"Other {count}"))


# On a day.


@pytest.mark.parametrize(
    ("day", "agreement", "code"),
    [
        ("2009-12-31", None, False),
        ("2010-03-01", "first", False),
        ("2012-05-01", "first", True),
        ("2015-05-31", "first", True),
        ("2015-06-01", "second", True),
        ("2016-05-01", "second", False),
        ("2017-12-31", "second", False),
        ("2018-01-01", None, False),
    ],
)
def test_a_day_shows_the_edition_and_the_codes_that_applied(years, client, day, agreement, code):
    page = text_of(client, f"{DAY}{day}/")
    for label in ("first", "second"):
        assert (f"Testham Compact, edition {label}" in page) == (label == agreement)
    assert ("No agreement that this portal knows of was in force" in page) == (agreement is None)
    assert ("No code of practice applied on that day." in page) != code
    assert "not certain" not in page


def test_where_the_documents_give_no_days_it_says_so(db, client):
    compact = factories.compact()
    factories.edition(compact, "old", in_force_on=None).end(EditionState.SUPERSEDED, on=None, by=None)
    factories.edition(compact, "newer", in_force_on=None)
    page = text_of(client, f"{DAY}2004-01-01/")
    assert "it is not certain which of these texts applied then" in page
    assert "edition old" in page
    assert "edition newer" in page


def test_a_text_that_is_adopted_applies_and_so_does_one_that_lies_ahead(town, client):
    factories.compact("Lesser Testham Compact", core=town)
    page = text_of(client, "/compacts/lesser-testham/on/2026-02-01/")
    assert "Lesser Testham adopts the text of the Testham Compact." in page
    factories.publish(factories.draft(town, "2040"), by=None, in_force_on=date(2040, 1, 1))
    assert "Testham Compact, edition revised" in text_of(client, f"{DAY}2039-12-31/")
    page = text_of(client, f"{DAY}2040-01-01/")
    assert "Testham Compact, edition 2040" in page
    assert "That day lies ahead." in page


def test_a_day_is_asked_for_and_a_wrong_one_is_not_found(town, client):
    assert "On which day?" in text_of(client, DAY)
    answer = client.get(DAY, {"day_day": "1", "day_month": "June", "day_year": "2015"})
    assert answer["Location"] == f"{DAY}2015-06-01/"
    page = text_of(client, f"{DAY}?day_day=31&day_month=2&day_year=2015")
    assert "There is a problem" in page or "real date" in page
    assert client.get(f"{DAY}2015-02-31/").status_code == 404

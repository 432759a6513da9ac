"""The national library, reading codes, and adopting them."""

import pytest

from codes.models import Adoption
from tests import factories
from tests.queries import assert_same_queries

ADOPT = "/compacts/testham/codes/adopt/"


@pytest.fixture
def code(db):
    return factories.code("Asking")


def text_of(response):
    return response.content.decode()


def test_the_library_lists_national_codes_and_says_where_a_text_is_missing(code, town, client):
    factories.code("Local matters", compact=town)
    page = text_of(client.get("/codes/"))
    assert "Code of practice: Asking" in page
    assert "Local matters" not in page
    assert "Cited as “Asking”" in page


def test_a_code_is_read_and_cited_by_paragraph(code, client):
    assert "We ask early" in text_of(client.get("/codes/asking/"))
    assert "codes/asking/first/3.1" in text_of(client.get("/codes/asking/first/3.1/"))
    assert client.get("/codes/nothing/").status_code == 404


def test_the_library_costs_the_same_for_many(db, client):
    def add(count):
        for number in range(count):
            factories.code(f"Theme {count} {number}")

    assert_same_queries(client, "/codes/", add)


def test_an_officer_adopts_a_code_and_ends_it(code, town, officer, client_of, client):
    browser = client_of(officer)
    edition = code.text.editions.get()
    assert "Code of practice: Asking" in text_of(client.get("/compacts/testham/codes/"))
    sent = {
        "edition": edition.pk,
        "from_on_day": "1",
        "from_on_month": "April",
        "from_on_year": "2026",
    }
    assert browser.post(ADOPT, sent).status_code == 302
    page = text_of(client.get("/compacts/testham/codes/"))
    assert "As it is, from 1 April 2026." in page
    assert "Every code whose text is in the portal has been adopted" in text_of(browser.get(ADOPT))
    adoption = Adoption.objects.get()
    assert adoption.history.get().history_user == officer
    end = f"/compacts/testham/codes/{adoption.pk}/end/"
    early = {"until_on_day": "1", "until_on_month": "3", "until_on_year": "2026"}
    assert "must not be before the first" in text_of(browser.post(end, early))
    assert browser.post(end, early | {"until_on_month": "5"}).status_code == 302
    assert "until 1 May 2026" in text_of(client.get("/compacts/testham/codes/"))


def test_a_wrong_adoption_says_what_to_do(code, town, officer, client_of):
    browser = client_of(officer)
    page = text_of(browser.post(ADOPT, {"from_on_day": "41"}))
    assert "Answer “Which code?”" in page
    assert "Choose one of the answers" in text_of(browser.post(ADOPT, {"edition": "999"}))
    assert not Adoption.objects.exists()


def test_a_second_click_adopts_once(code, town, officer, client_of):
    browser = client_of(officer)
    sent = {"edition": code.text.editions.get().pk}
    browser.post(ADOPT, sent)
    assert browser.post(ADOPT, sent).status_code == 200
    assert Adoption.objects.count() == 1


def test_only_an_officer_of_this_compact_adopts(code, town, stranger, chair, admin, client_of):
    sent = {"edition": code.text.editions.get().pk}
    for person in (stranger, chair, admin, factories.officer(factories.compact("Neighbour Compact"))):
        assert client_of(person).post(ADOPT, sent).status_code == 403
    assert not Adoption.objects.exists()


def test_the_codes_of_a_compact_cost_the_same_for_many(town, officer, client_of):
    def add(count):
        for number in range(count):
            edition = factories.code(f"Theme {count} {number}").text.editions.get()
            Adoption.adopt(town, edition, how="as_it_is", by=officer)

    assert_same_queries(client_of(officer), "/compacts/testham/codes/", add)


def test_the_administrator_keeps_the_national_codes(code, admin, officer, client_of):
    sent = {"label": "second", "words": "## 1. Asking\n\n1.1 Government will ask.", "accept": "yes"}
    assert client_of(officer).post("/codes/asking/import/", sent).status_code == 403
    browser = client_of(admin)
    pending = browser.post("/codes/asking/import/", sent)["Location"]
    accepted = browser.post(f"{pending}accept/", {"label": "second", "version": 1})
    assert accepted["Location"] == "/codes/asking/second/edit/"
    changed = {f"summary_{code.text.editions.get(slug='second').pk}": "Government asks."}
    done = browser.post("/codes/asking/second/publish/", {"sure": "on"} | changed)
    assert done["Location"] == "/codes/asking/second/published/"

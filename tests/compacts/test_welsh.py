"""The Welsh of a text beside its English, and its easy-read version."""

from datetime import timedelta

import pytest

from compact_portal.compacts import actions
from compact_portal.compacts.models import EasyRead, Translation
from compact_portal.history import NotAllowed
from tests import factories
from tests.queries import assert_same_queries

REVISED = "/compacts/testham/agreement/revised/"
EARLY = "Rydym yn gofyn yn gynnar, ac yn gadael deuddeg wythnos am ateb."


def page_of(browser, address=REVISED, **asked):
    response = browser.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def early(edition, officer):
    """The clause 3.1 of the edition in force, with its Welsh, written after it was agreed."""
    clause = edition.clauses.get(number="3.1")
    Translation.write(clause, heading="", body=EARLY, by=officer, seen=None)
    return clause


def test_the_welsh_is_read_instead_of_the_english_or_beside_it(edition, early, client):
    english = page_of(client)
    assert EARLY not in english
    assert 'href="?iaith=cy" lang="cy" hreflang="cy">Cymraeg</a>' in english
    welsh = page_of(client, iaith="cy")
    assert f'lang="cy"><p>{EARLY}</p>' in welsh
    assert "leave twelve weeks for an answer.</p>" not in welsh
    assert "Not in Welsh yet. This is the English." in welsh
    assert f"{edition.clauses.count() - 1} clauses are not in Welsh yet" in welsh
    both = page_of(client, iaith="both")
    assert EARLY in both
    assert "leave twelve weeks for an answer.</p>" in both
    assert EARLY in page_of(client, f"{REVISED}3.1/")
    assert EARLY not in page_of(client, iaith="xx")
    Translation.write(edition.clauses.get(number="3"), heading="Addewidion", body="", by=None, seen=None)
    assert page_of(client, iaith="cy").count('<span lang="cy">Addewidion</span>') == 2, "in the contents and the text"


def test_a_page_that_was_kept_shows_welsh_as_soon_as_there_is_some(edition, officer, client):
    assert "Cymraeg" not in page_of(client)
    Translation.write(edition.clauses.first(), heading="Pam", body="", by=officer, seen=None)
    assert "Cymraeg" in page_of(client)


def test_welsh_is_older_once_the_english_has_changed_and_a_new_edition_brings_it_along(
    edition, early, officer, client_of
):
    draft = actions.begin_from(edition, "next", by=officer)
    clause = draft.clauses.get(number="3.1")
    browser, address = client_of(officer), "/compacts/testham/agreement/next/"
    assert "1 clause is up to date" in page_of(browser, f"{address}welsh/")
    assert "older than the English, which" not in page_of(browser, address, iaith="cy")
    actions.amend(clause, by=officer, reason="Longer", seen=clause.updated_at, body="We leave sixteen weeks.")
    page = page_of(browser, f"{address}welsh/")
    assert "0 clauses are up to date" in page
    assert "Bring up to date" in page
    assert "The Welsh is older than the English, which has changed since." in page_of(browser, address, iaith="cy")
    form = browser.get(f"{address}3.1/welsh/")
    assert "The English has changed since this Welsh was written." in form.content.decode()
    seen = clause.translations.get().updated_at.isoformat()
    answer = browser.post(f"{address}3.1/welsh/", {"body": "Un wythnos ar bymtheg.", "seen": seen}, follow=True)
    assert "The Welsh of 3.1 is saved." in answer.content.decode()
    assert clause.translations.get().is_current_for(draft.clauses.get(number="3.1"))
    assert early.translations.get().body == EARLY


def test_two_who_write_the_same_welsh_lose_nothing(early, officer, client_of):
    browser, address = client_of(officer), f"{REVISED}3.1/welsh/"
    before = early.translations.get().updated_at - timedelta(seconds=5)
    answer = browser.post(address, {"body": "Geiriau eraill.", "seen": before.isoformat()}).content.decode()
    assert "Somebody else has written the Welsh of this clause" in answer
    assert EARLY in answer
    assert "Geiriau eraill." in answer
    seen = answer.split('name="seen" value="')[1].split('"')[0]
    browser.post(address, {"body": "Y ddau.", "seen": seen})
    assert early.translations.get().body == "Y ddau."
    assert [row.body for row in Translation.history.order_by("history_date")] == [EARLY, "Y ddau."]
    with pytest.raises(NotAllowed):
        Translation.write(early, heading="", body="x", by=officer, seen=None)


def test_welsh_without_words_is_taken_away(early, officer, client_of):
    seen = early.translations.get().updated_at.isoformat()
    client_of(officer).post(f"{REVISED}3.1/welsh/", {"body": "", "seen": seen})
    assert not early.translations.exists()


def test_search_finds_the_welsh_and_shows_it(early, client):
    page = page_of(client, "/search/", q="deuddeg wythnos")
    assert "gadael <mark>deuddeg wythnos</mark> am ateb" in page
    assert "1 clause for" in page


def test_the_pages_in_welsh_cost_the_same_for_much(edition, officer, client_of):
    clauses = iter(edition.clauses.all())

    def add(count):
        for clause in list(clauses)[: 3 if count == 2 else None]:
            Translation.write(clause, heading="Gair", body="Geiriau.", by=officer, seen=None)

    browser = client_of(officer)
    assert_same_queries(browser, f"{REVISED}?iaith=both", add)
    assert_same_queries(browser, f"{REVISED}welsh/", lambda count: None)


# Easy read.


def test_an_easy_read_version_is_a_draft_until_it_is_published(edition, officer, client, client_of):
    browser, address = client_of(officer), f"{REVISED}easy-read/"
    assert client.get(address).status_code == browser.get(address).status_code == 404
    words = "# Promises\n\nShort.\n\n<script>x</script>"
    answer = browser.post(f"{address}edit/", {"body": words, "seen": ""}, follow=True)
    assert "Saved as a draft." in answer.content.decode()
    assert "This is a draft." in page_of(browser, address)
    assert client.get(address).status_code == 404
    assert "Easy read" not in page_of(client)
    seen = EasyRead.objects.get().updated_at.isoformat()
    browser.post(f"{address}edit/", {"body": words, "published": "on", "seen": seen})
    page = page_of(client, address)
    assert "<h2>Promises</h2>" in page
    assert "<script>x" not in page
    assert "Easy read" in page_of(client)


def test_two_who_write_the_easy_read_version_lose_nothing(edition, officer, client_of):
    EasyRead.write(edition, body="Theirs.", published=True, by=officer, seen=None)
    answer = client_of(officer).post(f"{REVISED}easy-read/edit/", {"body": "Mine.", "seen": ""}).content.decode()
    assert "Somebody else has changed the easy-read version" in answer
    assert "Theirs." in answer
    assert "Mine." in answer


def test_a_draft_text_has_its_easy_read_version_for_those_who_may_see_it(town, officer, client, client_of):
    draft = factories.draft(town, "next")
    EasyRead.write(draft, body="Soon.", published=True, by=officer, seen=None)
    assert client.get("/compacts/testham/agreement/next/easy-read/").status_code == 404
    assert "Soon." in page_of(client_of(officer), "/compacts/testham/agreement/next/easy-read/")

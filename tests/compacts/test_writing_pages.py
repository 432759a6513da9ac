"""Writing a draft in the browser: split, merge, move, number, delete, preview, go back; two officers at once."""

import pytest

from compact_portal.compacts import actions
from compact_portal.compacts.models import Clause
from tests import factories
from tests.queries import assert_same_queries, queries_of

DRAFT = "/compacts/testham/agreement/next/"


@pytest.fixture
def draft(edition, officer):
    """A draft begun from the edition in force."""
    return actions.begin_from(edition, "next", by=officer)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def other(town, client_of):
    """The browser of another officer."""
    return client_of(factories.officer(town, "Oscar Officer"))


def text_of(response):
    return response.content.decode()


def numbers(draft):
    return " ".join(draft.clauses.order_by("position").values_list("number", flat=True))


def form_of(browser, address):
    """What the form on a page holds."""
    form = browser.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def send(browser, address, **fields):
    return browser.post(address, form_of(browser, address) | fields)


def test_a_clause_is_shown_as_it_will_be_read_before_it_is_saved(draft, browser):
    address = f"{DRAFT}3.1/edit/"
    page = text_of(send(browser, address, body="We *ask*.", heading="Asking", preview="yes"))
    assert "<em>ask</em>" in page
    assert "We *ask*.</textarea>" in page
    assert "<em>new</em>" in text_of(send(browser, f"{DRAFT}add/", body="All *new*.", preview="yes"))
    assert draft.clauses.get(number="3.1").body.startswith("We ask early")


def test_a_clause_is_split_where_the_officer_chooses(draft, browser):
    send(browser, f"{DRAFT}3.1/edit/", body="We ask early. We wait. We answer.\n\nAll of it in writing.")
    address = f"{DRAFT}3.1/split/"
    form = browser.get(address).context["form"]
    body = draft.clauses.get(number="3.1").body
    assert [body[at:].split(".")[0] for at in form.cuts] == ["We wait", "We answer", "All of it in writing"]
    assert "Choose where does" not in text_of(send(browser, address))
    assert send(browser, address, at=form.cuts[-1])["Location"] == f"{DRAFT}edit/#c-3.1"
    assert numbers(draft) == "1 2 2.1 3 3.1 3.3 3.2 4 4.1 5 5.1"
    assert draft.clauses.get(number="3.3").body == "All of it in writing."
    assert "one sentence" in text_of(browser.get(f"{DRAFT}2.1/split/"))
    assert "already" not in text_of(browser.get(address))
    assert "Another clause of this edition has that number" in text_of(send(browser, address, at=14, number="3.2"))


def test_a_clause_is_merged_with_a_neighbour(draft, browser):
    address = f"{DRAFT}3.2/merge/"
    page = browser.get(address)
    assert len(page.context["form"].fields["other"].choices) == 1
    assert send(browser, address, other=draft.clauses.get(number="3.1").pk)["Location"] == f"{DRAFT}edit/#c-3.1"
    assert numbers(draft) == "1 2 2.1 3 3.1 4 4.1 5 5.1"
    assert "No other clause stands beside" in text_of(browser.get(f"{DRAFT}2.1/merge/"))


@pytest.mark.parametrize(
    ("where", "target", "expected"),
    [
        ("after", "4", "1 2 2.1 3 3.2 4 4.1 3.1 5 5.1"),
        ("inside", "5", "1 2 2.1 3 3.2 4 4.1 5 5.1 3.1"),
        ("inside_first", "5", "1 2 2.1 3 3.2 4 4.1 5 3.1 5.1"),
        ("out", "", "1 2 2.1 3 3.2 3.1 4 4.1 5 5.1"),
        ("begin", "", "3.1 1 2 2.1 3 3.2 4 4.1 5 5.1"),
        ("end", "", "1 2 2.1 3 3.2 4 4.1 5 5.1 3.1"),
    ],
)
def test_a_clause_is_moved_anywhere(draft, browser, where, target, expected):
    target = draft.clauses.get(number=target).pk if target else ""
    done = send(browser, f"{DRAFT}3.1/move/", where=where, target=target, reason="Belongs there")
    assert done["Location"] == f"{DRAFT}edit/#c-3.1"
    assert numbers(draft) == expected
    assert "Belongs there" in text_of(browser.get(f"{DRAFT}history/"))


def test_a_place_told_by_no_clause_is_asked_for(draft, browser):
    assert "Choose the clause that tells the place" in text_of(send(browser, f"{DRAFT}3.1/move/", where="after"))
    own = draft.clauses.get(number="3.1").pk
    assert "Choose one of the answers" in text_of(send(browser, f"{DRAFT}3/move/", where="inside", target=own))


def test_new_numbers_are_shown_before_they_are_given(draft, browser):
    assert "Nothing would change" in text_of(browser.get(f"{DRAFT}renumber/"))
    send(browser, f"{DRAFT}3.1/move/", where="inside", target=draft.clauses.get(number="4").pk)
    send(browser, f"{DRAFT}1/delete/")
    assert browser.get(f"{DRAFT}renumber/?inside=4").context["numbers"] == {"3.1": "4.2"}
    page = browser.get(f"{DRAFT}renumber/")
    assert page.context["numbers"]["3.1"] == "3.2"
    assert send(browser, f"{DRAFT}renumber/").status_code == 302
    assert numbers(draft) == "1 1.1 2 2.1 3 3.1 3.2 4 4.1"
    assert browser.get(f"{DRAFT}renumber/?inside=99").status_code == 404


def test_a_clause_is_deleted_with_all_under_it_or_they_take_its_place_and_it_comes_back(draft, browser):
    assert "Answer “What becomes of" in text_of(send(browser, f"{DRAFT}3/delete/", under=""))
    assert send(browser, f"{DRAFT}3/delete/", under="delete", reason="Said elsewhere").status_code == 302
    assert numbers(draft) == "1 2 2.1 4 4.1 5 5.1"
    assert send(browser, f"{DRAFT}4/delete/", under="raise").status_code == 302
    assert numbers(draft) == "1 2 2.1 4.1 5 5.1"
    state = Clause.history.filter(edition=draft, number="3", history_type="-").get().pk
    assert f"{DRAFT}history/{state}/" in text_of(browser.get(f"{DRAFT}history/"))
    page = text_of(browser.get(f"{DRAFT}history/{state}/"))
    assert "Bring clause 3 back?" in page
    assert send(browser, f"{DRAFT}history/{state}/", reason="Wanted").status_code == 302
    assert numbers(draft) == "1 2 2.1 3 4.1 5 5.1"


def test_a_clause_goes_back_to_any_earlier_state(draft, browser):
    for words in ("First words.", "Second words."):
        send(browser, f"{DRAFT}3.1/edit/", body=words)
    first = Clause.history.filter(edition=draft, body="First words.").get().pk
    page = text_of(browser.get(f"{DRAFT}history/{first}/"))
    assert "[removed: </span>Second" in page
    assert "[added: </span>First" in page
    assert send(browser, f"{DRAFT}history/{first}/", reason="Better").status_code == 302
    assert draft.clauses.get(number="3.1").body == "First words."
    assert "Better" in text_of(browser.get(f"{DRAFT}3.1/history/"))
    assert "nothing would change" in text_of(browser.get(f"{DRAFT}history/{first}/"))
    assert browser.get(f"/compacts/testham/agreement/revised/history/{first}/").status_code == 403
    assert browser.get(f"{DRAFT}history/999999/").status_code == 404


# Two officers.


def test_the_second_is_warned_when_another_has_the_clause_open(draft, browser, other):
    address = f"{DRAFT}3.1/edit/"
    assert "in the last ten minutes" not in text_of(browser.get(address))
    assert "Olive Officer opened this clause" in text_of(other.get(address))
    send(browser, address, body="Saved.")
    assert "Olive Officer opened" not in text_of(other.get(address))


def test_whoever_saves_second_sees_how_their_words_differ(draft, browser, other):
    address = f"{DRAFT}3.1/edit/"
    mine = form_of(browser, address)
    send(other, address, body="We ask early, and wait for an answer.")
    page = browser.post(address, mine | {"body": "We ask early, and look forward to an answer."})
    assert page.status_code == 409
    assert "[removed: </span>wait for" in text_of(page)
    assert "[added: </span>look forward to" in text_of(page)


@pytest.mark.parametrize("step", ["split", "merge", "delete", "move", "history", "renumber"])
def test_no_step_is_taken_on_a_clause_that_somebody_else_has_changed_since(draft, browser, other, step):
    body = "We ask early. We wait."
    send(browser, f"{DRAFT}3.1/edit/", body=body)
    key = draft.clauses.get(number="3.2").pk
    state = Clause.history.filter(edition=draft, number="3.1").last().pk
    address = {
        "history": f"{DRAFT}history/{state}/",
        "renumber": f"{DRAFT}renumber/",
    }.get(step, f"{DRAFT}3.1/{step}/")
    if step == "renumber":
        send(browser, f"{DRAFT}3.2/move/", where="out")
    mine = form_of(browser, address) | {"at": 14, "other": key, "where": "begin"}
    send(other, f"{DRAFT}3.1/edit/", body=f"{body} We listen.")
    send(other, f"{DRAFT}3.1/move/", where="end")
    before = numbers(draft)
    page = browser.post(address, mine, follow=True)
    assert "Somebody else has" in text_of(page)
    assert numbers(draft) == before
    assert draft.clauses.get(number="3.1").body == f"{body} We listen."
    if step in {"split", "merge", "delete"}:
        assert page.status_code == 409
        assert "[added: </span>We listen." in text_of(page)


def test_a_clause_deleted_or_renumbered_while_it_was_edited_loses_no_word(draft, browser, other):
    mine = form_of(browser, f"{DRAFT}3.1/edit/") | {"body": "Typed with care."}
    send(other, f"{DRAFT}3.1/delete/")
    page = browser.post(f"{DRAFT}3.1/edit/", mine)
    assert page.status_code == 409
    assert "Typed with care.</textarea>" in text_of(page)
    assert f"{DRAFT}add/?inside=3" in text_of(page)
    mine = form_of(browser, f"{DRAFT}3.2/edit/") | {"body": "Typed again."}
    send(other, f"{DRAFT}renumber/")
    page = browser.post(f"{DRAFT}3.2/edit/", mine)
    assert page.status_code == 409
    assert "We give three months" in text_of(page)
    assert browser.post(f"{DRAFT}3.2/edit/", mine | {"key": "999"}).status_code == 404


# Long drafts.


def test_the_pages_of_a_draft_cost_the_same_however_long_it_is(draft, officer, browser):
    for page in ("edit/", "3.1/edit/", "3.1/move/", "3.1/split/", "3.1/merge/", "3.1/delete/", "renumber/"):

        def add(count, page=page):
            stem = page.strip("/").replace("/", ".")
            last = draft.clauses.order_by("-position").first().position
            places = range(last + 1, last + count + 1)
            Clause.objects.bulk_create(
                [Clause(edition=draft, position=n, number=f"{stem}.{n}", body="x") for n in places]
            )

        assert_same_queries(browser, DRAFT + page, add)
    assert len(queries_of(browser, f"{DRAFT}history/")) <= 15

"""Officers arrange what was read from a file before it becomes a draft."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from compact_portal.compacts.exporting.gathering import FORMATS
from compact_portal.compacts.importing import parse
from compact_portal.compacts.models import Edition, PendingImport, PendingStep
from compact_portal.compacts.models.pending import throw_away
from tests import factories
from tests.queries import assert_same_queries, queries_of

BOROUGH = parse((Path(__file__).parent / "borough.md").read_text())


@pytest.fixture
def pending(town, officer):
    return PendingImport.begin(town.agreement, "next", BOROUGH, by=officer, file_name="borough.md")


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def text_of(response):
    return response.content.decode()


def key(pending, number):
    pending.refresh_from_db()
    return next(row.key for row in pending.arranged().rows if row.number == number)


def press(browser, pending, do, *numbers, **more):
    pending.refresh_from_db()
    rows = [key(pending, number) for number in numbers]
    sent = {"do": do, "version": pending.version, "rows": rows} | more
    return browser.post(pending.get_absolute_url(), sent, follow=True)


def numbers(pending):
    pending.refresh_from_db()
    return [row.number for row in pending.arranged().rows]


def test_the_outline_shows_what_was_found_with_its_doubts_and_what_was_left_out(pending, browser):
    page = text_of(browser.get(pending.get_absolute_url()))
    assert "Commitment, Statutory sector: 5" in page
    assert "borough.md, read by Olive Officer" in page
    assert page.count("Put back as a clause") == len(BOROUGH.left_out)
    assert "“Minutes” is defined again" in page.split("Minutes</strong>")[-1]
    assert "borough.md" in text_of(browser.get("/compacts/testham/agreement/import/"))


def test_steps_are_taken_and_undone_one_by_one(pending, browser):
    before = numbers(pending)
    page = text_of(press(browser, pending, "join", "4.2"))
    assert "Joined with the one before: 4.2" in page
    assert "4.2" not in numbers(pending)
    press(browser, pending, "renumber")
    assert "4.2" in numbers(pending)
    for step in ("Numbered afresh", "Joined with the one before: 4.2"):
        page = text_of(browser.post(f"{pending.get_absolute_url()}undo/", {"version": pending.version}, follow=True))
        assert f"Undone: {step}" in page
        pending.refresh_from_db()
    assert numbers(pending) == before
    page = text_of(browser.post(f"{pending.get_absolute_url()}undo/", {"version": pending.version}, follow=True))
    assert "nothing to undo" in page


def test_several_clauses_change_their_type_at_once(pending, browser):
    page = press(browser, pending, "retype", "4", "5", type="commitment both", under="on")
    pending.refresh_from_db()
    types = {row.type for row in pending.arranged().rows if row.number in ("4.1", "5.1", "4", "5")}
    assert types == {"commitment both"}
    assert text_of(page).count(" checked>") >= 2
    assert "tick the box" in text_of(press(browser, pending, "retype", type="text"))
    assert "Choose what the clauses are" in text_of(press(browser, pending, "retype", "4"))


def test_a_clause_is_renamed_split_and_put_back_on_pages_of_its_own(pending, browser):
    address = f"{pending.get_absolute_url()}{key(pending, '4.1')}/"
    sent = {"number": "4.1a", "heading": "Early", "type": "commitment vcs", "version": pending.version}
    assert browser.post(address, sent).status_code == 302
    assert "4.1a" in numbers(pending)
    taken = text_of(browser.post(address, sent | {"number": "4", "version": pending.version}))
    assert "Another clause has that number" in taken
    preamble = browser.get(f"{pending.get_absolute_url()}{key(pending, 'foreword')}/")
    at = preamble.context["pieces"][0].at
    assert "Split in two: foreword" in text_of(press(browser, pending, "split", "foreword", at=at))
    assert "Put back" in text_of(press(browser, pending, "put_back", as_clause=0))
    pending.refresh_from_db()
    assert len(pending.arranged().left_out) == len(BOROUGH.left_out) - 1


def test_whoever_arranges_second_is_told_and_loses_nothing(pending, town, browser, client_of):
    other = client_of(factories.officer(town, "Oscar Officer"))
    address = f"{pending.get_absolute_url()}{key(pending, '4.1')}/"
    assert "Moved up" in text_of(press(other, pending, "up", "4.2"))
    for row in (key(pending, "4.3"), 999):  # A clause that is there, and one that is not any more.
        late = {"do": "join", "version": 1, "rows": [row]}
        page = text_of(browser.post(pending.get_absolute_url(), late, follow=True))
        assert "Somebody else has arranged this text" in page
    sent = {"number": "4.1", "heading": "My words", "type": "text", "version": 1}
    page = browser.post(address, sent)
    assert page.status_code == 409
    assert 'value="My words"' in text_of(page)
    again = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    assert browser.post(address, again).status_code == 302
    late = browser.post(f"{pending.get_absolute_url()}accept/", {"label": "next", "version": 1}, follow=True)
    assert "Somebody else has arranged this text" in text_of(late)
    assert not Edition.objects.filter(slug="next").exists()


def test_what_was_arranged_becomes_the_draft(pending, browser):
    press(browser, pending, "leave_out", "foreword")
    pending.refresh_from_db()
    wrong = browser.post(f"{pending.get_absolute_url()}accept/", {"label": "revised", "version": pending.version})
    assert "already has an edition of that name" in text_of(wrong)
    done = browser.post(f"{pending.get_absolute_url()}accept/", {"label": "next", "version": pending.version})
    made = Edition.objects.get(slug="next")
    assert done["Location"] == f"{made.get_absolute_url()}edit/"
    assert list(made.clauses.values_list("number", flat=True)) == numbers_of(pending.arranged())
    assert not PendingImport.objects.exists()
    assert not PendingStep.objects.exists()


def numbers_of(arranged):
    return [row.number for row in arranged.rows]


def test_an_import_is_thrown_away_after_asking_or_after_a_month(pending, browser, officer, town):
    address = f"{pending.get_absolute_url()}discard/"
    assert "Throw this import away?" in text_of(browser.get(address))
    assert "thrown away" in text_of(browser.post(address, follow=True))
    PendingImport.begin(town.agreement, "next", BOROUGH, by=officer)
    assert throw_away() == "0 pending imports thrown away"
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert throw_away() == "1 pending imports thrown away"


def test_the_outline_of_500_clauses_costs_as_many_queries_as_that_of_5(town, officer, browser):
    few, many = (PendingImport.begin(town.agreement, "next", parse(long_text(count)), by=officer) for count in (5, 500))
    browser.get(few.get_absolute_url())
    short, long = (queries_of(browser, found.get_absolute_url()) for found in (few, many))
    assert len(short) == len(long) <= 15
    assert len(browser.get(many.get_absolute_url()).content) < 600_000


def test_the_list_of_imports_costs_as_many_queries_for_2_as_for_20(town, officer, browser):
    def add(count):
        for _number in range(count):
            factories.pending_import(town.agreement, by=officer)

    assert_same_queries(browser, "/compacts/testham/agreement/import/", add)


def long_text(count):
    return "# A\n\n" + "\n\n".join(
        f"## {n}. Section\n\nWe will do what is said here, early." for n in range(1, count + 1)
    )


@pytest.mark.parametrize("ending", FORMATS)
def test_an_edition_given_away_comes_back_through_the_same_pages(town, browser, ending):
    name = f"compacts.{ending}"
    data = browser.get(f"/compacts/testham/agreement/revised.{ending}").content
    sent = {"label": "next", "file": SimpleUploadedFile(name, data), "words": ""}
    page = browser.post("/compacts/testham/agreement/import/", sent, follow=True)
    assert name in text_of(page)
    pending = PendingImport.objects.get()
    assert "left out by hand" in text_of(press(browser, pending, "leave_out", "3.2"))
    browser.post(f"{pending.get_absolute_url()}undo/", {"version": 2})
    browser.post(f"{pending.get_absolute_url()}accept/", {"label": "next", "version": 3})
    made = Edition.objects.get(slug="next")
    assert made.canonical_digest() == town.current_edition.digest
    assert set(made.clauses.values_list("relation", flat=True)) == {"same"}

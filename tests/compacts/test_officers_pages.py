"""What officers do to drafts in the browser."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Clause, Edition
from compact_portal.history import NotAllowed
from tests import factories

BOROUGH = (Path(__file__).parent / "borough.md").read_text()
DRAFT = "/compacts/testham/agreement/next/"
IMPORT = "/compacts/testham/agreement/import/"


@pytest.fixture
def draft(town, officer):
    return factories.draft(town, "next", by=officer)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def text_of(response):
    return response.content.decode()


def numbers(edition):
    return list(edition.clauses.order_by("position").values_list("number", flat=True))


def form_of(browser, address):
    """What the form on a page holds."""
    form = browser.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


# Importing.


def test_a_text_is_shown_before_it_becomes_a_draft(town, browser):
    file = SimpleUploadedFile("text.md", BOROUGH.encode())
    shown = browser.post(IMPORT, {"label": "next", "file": file, "words": ""}, follow=True)
    assert "Commitment, Statutory sector: 5" in text_of(shown)
    assert "“Minutes” is defined again" in text_of(shown)
    assert not Edition.objects.filter(slug="next").exists()
    done = browser.post(f"{shown.request['PATH_INFO']}accept/", {"label": "next", "version": 1})
    assert done["Location"] == f"{DRAFT}edit/"
    assert numbers(Edition.objects.get(slug="next"))[8:11] == ["4", "4.1", "4.2"]
    assert browser.get(done["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x89PNG\x00", "picture"),
        (b"words \x00", "binary"),
        (b"x " * 2_600_000, "5 million"),
        (b"# Title", "only a title"),
    ],
)
def test_a_file_that_is_no_text_is_refused_and_the_rest_of_the_form_stays(town, browser, data, sentence):
    file = SimpleUploadedFile("file", data)
    page = text_of(browser.post(IMPORT, {"label": "next spring", "file": file, "words": ""}))
    assert sentence in page
    assert 'value="next spring"' in page
    assert Edition.objects.count() == 1


def test_five_megabytes_of_pasted_words_are_read(town, browser):
    words = "## Words\n\n" + ("A sentence of some length that says nothing. " * 200 + "\n\n") * 540
    page = text_of(browser.post(IMPORT, {"label": "long", "words": words}, follow=True))
    assert "What was found" in page


@pytest.mark.parametrize(
    ("label", "words", "sentence"),
    [
        ("", "Words.", "Enter the name of the edition"),
        ("revised", "Words.", "already has an edition of that name"),
        ("x" * 61, "Words.", "to 60 characters or fewer"),
        ("Editions", "Words.", "address of another page"),
        ("!!", "Words.", "letters or digits"),
        ("next", "", "Choose a file, or paste the text"),
        ("next", " \n", "Choose a file, or paste the text"),
    ],
)
def test_a_wrong_form_says_what_to_do_and_saves_nothing(town, browser, label, words, sentence):
    page = text_of(browser.post(IMPORT, {"label": label, "words": words}))
    assert sentence in page
    assert Edition.objects.count() == 1


def test_a_second_click_makes_no_second_draft(town, browser):
    pending = browser.post(IMPORT, {"label": "next", "words": BOROUGH})["Location"]
    assert browser.post(f"{pending}accept/", {"label": "next", "version": 1}).status_code == 302
    assert browser.post(f"{pending}accept/", {"label": "next", "version": 1}).status_code == 404
    assert Edition.objects.filter(slug="next").count() == 1


# Clauses.


def test_a_clause_is_changed_and_the_history_says_by_whom_and_why(draft, officer, browser):
    address = f"{DRAFT}3.1/edit/"
    sent = form_of(browser, address) | {"body": "We ask early.\r\n\r\nWe answer.", "reason": "Plainer"}
    assert browser.post(address, sent)["Location"] == f"{DRAFT}edit/#c-3.1"
    assert draft.clauses.get(number="3.1").body == "We ask early.\n\nWe answer."
    page = text_of(browser.get(f"{DRAFT}3.1/history/"))
    assert "Plainer" in page
    assert officer.name in page
    assert "3.1" in text_of(browser.get(f"{DRAFT}history/"))


def test_whoever_saves_second_sees_both_texts_and_loses_nothing(draft, town, browser, client_of):
    other = client_of(factories.officer(town, "Oscar Officer"))
    address = f"{DRAFT}3.1/edit/"
    mine, theirs = form_of(browser, address), form_of(other, address)
    assert other.post(address, theirs | {"body": "Their words."}).status_code == 302
    page = browser.post(address, mine | {"body": "My words."})
    assert page.status_code == 409
    assert "Their words." in text_of(page)
    assert "Oscar Officer" in text_of(page)
    assert "My words.</textarea>" in text_of(page)
    assert draft.clauses.get(number="3.1").body == "Their words."
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    assert browser.post(address, sent | {"body": "Both words."}).status_code == 302
    assert draft.clauses.get(number="3.1").body == "Both words."


def test_a_form_that_does_not_say_what_it_saw_is_stale(draft, browser):
    address = f"{DRAFT}3.1/edit/"
    sent = form_of(browser, address) | {"body": "Words.", "seen": "yesterday"}
    assert browser.post(address, sent).status_code == 409


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"number": ""}, "Enter the number"),
        ({"number": "3.2"}, "Another clause of this edition has that number"),
        ({"number": "Three!"}, "Use a number like 4.3"),
        ({"number": "history"}, "address of another page"),
        ({"number": "3" * 81}, "to 80 characters or fewer"),
        ({"heading": "x" * 251}, "to 250 characters or fewer"),
        ({"body": "x" * 40_001}, "to 40000 characters or fewer"),
        ({"body": ""}, "Enter a heading or a text."),
        ({"owed_by": ""}, "Choose who owes this commitment."),
        ({"kind": "poem"}, "Choose one of the answers"),
        ({"reason": "x" * 501}, "to 500 characters or fewer"),
    ],
)
def test_a_wrong_clause_says_what_to_do_and_keeps_what_was_typed(draft, browser, fields, sentence):
    address = f"{DRAFT}3.1/edit/"
    sent = form_of(browser, address) | {"body": "Typed with care."} | fields
    page = text_of(browser.post(address, sent))
    assert sentence in page
    assert fields.get("body", "Typed with care.") in page
    assert draft.clauses.get(number="3.1").body.startswith("We ask early")


def test_clauses_are_added_after_and_inside_others(draft, browser):
    address = f"{DRAFT}add/?after=3.1"
    sent = form_of(browser, address)
    assert (sent["number"], sent["kind"], sent["owed_by"]) == ("3.3", "commitment", "statutory")
    assert browser.post(address, sent | {"body": "We say thank you."}).status_code == 302
    assert numbers(draft)[4:7] == ["3.1", "3.3", "3.2"]
    address = f"{DRAFT}add/?inside=2"
    assert browser.post(address, form_of(browser, address) | {"kind": "principle", "body": "Trust."}).status_code == 302
    assert numbers(draft)[1:4] == ["2", "2.1", "2.2"]
    address = f"{DRAFT}add/"
    sent = form_of(browser, address) | {"kind": "section", "heading": "Last"}
    assert browser.post(address, sent).status_code == 302
    assert numbers(draft)[-1] == "6"
    assert browser.get(f"{DRAFT}add/?after=99").status_code == 404


def test_clauses_move_with_all_that_stands_under_them(draft, browser):
    browser.post(f"{DRAFT}move/", {"up": "4"})
    assert numbers(draft) == ["1", "2", "2.1", "4", "4.1", "3", "3.1", "3.2", "5", "5.1"]
    browser.post(f"{DRAFT}move/", {"down": "3.1"})
    assert numbers(draft) == ["1", "2", "2.1", "4", "4.1", "3", "3.2", "3.1", "5", "5.1"]
    page = browser.post(f"{DRAFT}move/", {"up": "1"}, follow=True)
    assert "already at that end" in text_of(page)
    assert browser.post(f"{DRAFT}move/", {"up": "99"}).status_code == 404
    assert browser.post(f"{DRAFT}move/", {}).status_code == 404


# Rights.


@pytest.mark.parametrize("who", ["stranger", "complainant", "chair", "admin", "neighbour"])
def test_nobody_but_an_officer_of_this_compact_changes_a_draft(draft, who, client_of, request):
    person = (
        factories.officer(factories.compact("Neighbour Compact"))
        if who == "neighbour"
        else request.getfixturevalue(who)
    )
    browser = client_of(person)
    before = list(Clause.objects.order_by("pk").values())
    refused = 403 if who == "chair" else 404
    for page in ("add/", "move/", "publish/", "3.1/edit/", "3.1/delete/"):
        sent = {"up": "4", "number": "3.1", "kind": "text", "body": "x", "sure": "on"}
        assert browser.post(DRAFT + page, sent).status_code == refused, page
    assert browser.post(IMPORT, {"label": "mine", "words": "x", "accept": "yes"}).status_code == 403
    assert list(Clause.objects.order_by("pk").values()) == before
    assert Edition.objects.get(slug="next").state == EditionState.DRAFT


# Publishing.


def test_publishing_freezes_the_text_and_supersedes_the_edition_in_force(draft, town, edition, browser):
    factories.approve(draft)
    page = text_of(browser.get(f"{DRAFT}publish/"))
    assert "cannot be changed any more" in page
    assert "“revised”, now in force, is superseded" in page
    assert "Tick “I have read the text" in text_of(browser.post(f"{DRAFT}publish/", {}))
    sent = {"sure": "on", "reason": "Agreed at the review"}
    assert "Enter what changed" in text_of(browser.post(f"{DRAFT}publish/", sent))
    done = browser.post(f"{DRAFT}publish/", sent | {f"summary_{draft.pk}": "Clause 3 is plainer."}, follow=True)
    assert "In force." in text_of(done)
    assert "Clause 3 is plainer." in text_of(browser.get(DRAFT))
    draft.refresh_from_db()
    edition.refresh_from_db()
    assert (draft.state, edition.state) == (EditionState.IN_FORCE, EditionState.SUPERSEDED)
    assert draft.open_for_signing
    assert draft.digest == draft.canonical_digest()


def test_a_date_ahead_leaves_the_old_edition_in_force_until_then(draft, edition, browser):
    factories.approve(draft)
    sent = {"in_force_on_day": "1", "in_force_on_month": "2", "in_force_on_year": "2099", "sure": "on"}
    sent[f"summary_{draft.pk}"] = "Clause 3 is plainer."
    page = text_of(browser.post(f"{DRAFT}publish/", sent, follow=True))
    assert "In force from 1 February 2099" in page
    edition.refresh_from_db()
    assert edition.state == EditionState.IN_FORCE


def test_dates_must_follow_each_other(draft, browser):
    sent = {
        f"{name}_{part}": value
        for name, year in [("agreed_on", 2026), ("in_force_on", 2025), ("expires_on", 2024)]
        for part, value in [("day", 1), ("month", 2), ("year", year)]
    }
    page = text_of(browser.post(f"{DRAFT}publish/", sent | {"sure": "on"}))
    assert "cannot be in force before it was agreed" in page
    assert "must not be before the first" in page


def test_a_change_while_the_publish_page_was_open_is_noticed_or_goes_in_whole(draft, browser, officer):
    stale = Edition.objects.get(pk=draft.pk)
    address = f"{DRAFT}3.1/edit/"
    factories.approve(draft)
    browser.post(address, form_of(browser, address) | {"body": "Changed meanwhile."})
    with pytest.raises(NotAllowed, match="not been approved for: statutory sector, voluntary and community sector"):
        stale.publish(by=officer)
    assert Edition.objects.get(pk=draft.pk).state == EditionState.DRAFT


def test_an_agreed_text_is_refused_by_every_page_and_by_the_database(town, edition, browser):
    clause = edition.clauses.get(number="3.1")
    for page in ("edit/", "add/", "publish/", "3.1/edit/", "3.1/delete/"):
        assert browser.get(f"/compacts/testham/agreement/revised/{page}").status_code == 403, page
    assert browser.post("/compacts/testham/agreement/revised/move/", {"up": "4"}).status_code == 403
    for change in (
        lambda: Clause.objects.filter(pk=clause.pk).update(body="Less."),
        lambda: Clause.objects.filter(pk=clause.pk).update(position=99),
        lambda: Clause.objects.bulk_create([Clause(edition=edition, position=99, number="99", body="More.")]),
        lambda: Clause.objects.filter(pk=clause.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic():
            change()


def test_a_draft_agreed_while_the_form_was_open_refuses_the_change(draft, browser, officer):
    address = f"{DRAFT}3.1/edit/"
    sent = form_of(browser, address) | {"body": "Too late."}
    factories.publish(Edition.objects.get(pk=draft.pk), by=officer)
    assert browser.post(address, sent).status_code == 403
    assert draft.clauses.get(number="3.1").body.startswith("We ask early")


def test_an_empty_draft_cannot_be_published(town, browser):
    factories.draft(town, "empty", [])
    assert "no clauses yet" in text_of(browser.get("/compacts/testham/agreement/empty/publish/"))
    sent = browser.post("/compacts/testham/agreement/empty/publish/", {"sure": "on"}, follow=True)
    assert "no clauses yet" in text_of(sent)

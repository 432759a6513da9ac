"""Disputes walked to their end: from raising to a settlement by keyboard alone, and from raising to an ombudsman."""

import re
import sqlite3
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.test_main_job import DESKTOP, PHONE, TODAY, fill, press, step
from tests.browser.test_signing import Judge

CASE = re.compile(r"/disputes/(DERBY-\d{4}-\d{4})/")
FOCUSED = "selector => !!document.activeElement && document.activeElement.matches(selector)"
WORDS = (
    "words => { const e = document.activeElement; return e && e.matches('button, a') && e.innerText.startsWith(words) }"
)


@pytest.fixture
def everybody(server):
    """Let people of the sample sign in who have no account to try: the support body's, the vice-chair."""
    with sqlite3.connect(server.folder / "portal.sqlite3") as database:
        database.execute(
            "UPDATE accounts_user SET password = (SELECT password FROM accounts_user WHERE email = ?) "
            "WHERE email IN (?, ?)",
            ["group@derby.example", "support@derby.example", "vice-chair@derby.example"],
        )


class Keyboard:
    """Somebody who uses nothing but the keyboard."""

    def __init__(self, page):
        self.page = page

    def reach(self, question, answer):
        """Press Tab until the focus is where it should be."""
        for _ in range(250):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(question, answer):
                return
        raise AssertionError(f"{self.page.url}: the Tab key does not come to {answer}")

    def write(self, name, words):
        """Come to a field and type into it."""
        self.reach(FOCUSED, f"main [name='{name}']")
        self.page.keyboard.type(words)

    def date(self, name, day):
        """Come to the three fields of a date and type it."""
        for part in ("day", "month", "year"):
            self.write(f"{name}_{part}", str(getattr(day, part)))

    def choose(self, name):
        """Come to the first of some choices and choose it."""
        self.reach(FOCUSED, f"main [name='{name}']")
        self.page.keyboard.press("Space")

    def press(self, words):
        """Come to a button or link by the beginning of its words, press it, and wait for the page."""
        self.reach(WORDS, words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def raise_by_keyboard(page):
    """A group raises a dispute, one thing a page; its reference."""
    hands = Keyboard(page)
    page.goto("/compacts/derby/disputes/raise/")
    hands.choose("who")
    hands.press("Continue")
    hands.write("respondent", "Derby City Council")
    hands.press("Save and continue")
    hands.date("decision_on", TODAY - timedelta(days=10))
    hands.press("Save and continue")
    hands.press("Save and continue")
    hands.choose("clauses")
    hands.press("Save and continue")
    hands.write("happened", "The grant was cut with two weeks' notice.")
    hands.press("Save and continue")
    hands.write("disadvantage", "We had to let a worker go.")
    hands.press("Save and continue")
    hands.date("on_0", TODAY - timedelta(days=5))
    hands.write("what_0", "We called the grants team.")
    hands.press("Save and continue")
    hands.write("remedy", "Three months' notice, and the money for them.")
    for _page in range(4):
        hands.press("Save and continue")
    hands.press("Continue")
    hands.press("Raise the dispute")
    return CASE.search(page.url)[1]


def test_from_raising_to_a_settlement_by_keyboard_and_on_a_phone(open_as, server, html_checker):
    judge = Judge(html_checker)
    group, respondent = open_as("group", viewport=DESKTOP), open_as("respondent", viewport=PHONE)
    reference = raise_by_keyboard(group)
    judge.look(group)
    respondent.goto(f"/disputes/{reference}/")
    judge.look(respondent)
    respondent.set_viewport_size(PHONE)
    respondent.goto(f"/disputes/{reference}/propose/")
    judge.look(respondent)
    terms = {
        "note": "The notice is three months, and is paid for.",
        "name": "Rosa Respondent",
        "office": "Head of grants",
    }
    outcome = {"outcome": "notice-given", "remedy_met": "wholly", "confirmed": True}
    step(respondent, reference, "propose", **terms, **outcome)
    hands = Keyboard(group)
    group.goto(f"/disputes/{reference}/")
    hands.press("Agree to the settlement")
    expect(group.locator("main")).to_contain_text("The notice is three months")
    judge.look(group)
    hands.write("name", "Grace Group")
    hands.write("office", "Treasurer")
    hands.choose("confirmed")
    hands.press("Agree to the settlement")
    group.goto(f"/disputes/{reference}/")
    expect(group.locator("main")).to_contain_text("Resolved")
    judge.look(group)
    server.work()
    for person in (group, respondent):
        paper = person.request.get(f"/disputes/{reference}/settlements/1.pdf")
        assert paper.status == 200
        assert paper.body().startswith(b"%PDF")
    for who in ("officer", "chair", "forum", "admin"):
        other = open_as(who)
        for page in ("", "settlements/1/", "settlements/1.pdf"):
            assert other.request.get(f"/disputes/{reference}/{page}").status == 404, f"{who} sees {page or 'the case'}"
    assert judge.faults == []


def raise_for_a_group(page):
    """A support body raises a dispute for a group, and holds back its name; the reference."""
    page.goto("/compacts/derby/disputes/raise/")
    page.locator("main [name=who][value^=support]").check()
    press(page, "Continue")
    fill(page, complainant="Normanton Sewing Circle", asked=True)
    page.locator("main form button.govuk-button").first.click()
    fill(page, respondent="Derby City Council")
    press(page, "Save and continue")
    fill(page, decision_on=TODAY - timedelta(days=10))
    press(page, "Save and continue")
    press(page, "Save and continue")
    page.locator("main [name=clauses]").first.check()
    press(page, "Save and continue")
    fill(page, happened="The room was let to somebody else without a word.")
    press(page, "Save and continue")
    fill(page, disadvantage="The class had nowhere to meet.")
    press(page, "Save and continue")
    press(page, "Save and continue")
    fill(page, remedy="The room on Tuesdays, as before.")
    for _page in range(3):
        press(page, "Save and continue")
    page.locator("main [name=held_back]").check()
    press(page, "Save and continue")
    press(page, re.compile("^Continue"))
    press(page, "Raise the dispute")
    expect(page).to_have_url(CASE)
    return CASE.search(page.url)[1]


def test_from_raising_to_an_ombudsman_through_a_support_body(open_as, server, everybody, html_checker):
    judge = Judge(html_checker)
    support, respondent = open_as("support", viewport=PHONE), open_as("respondent", viewport=DESKTOP)
    reference = raise_for_a_group(support)
    judge.look(support)
    respondent.goto(f"/disputes/{reference}/")
    expect(respondent.locator("body")).not_to_contain_text("Normanton")
    judge.look(respondent)
    step(support, reference, "go-formal", note="Talking has led nowhere.")
    respondent.goto(f"/disputes/{reference}/")
    expect(respondent.locator("main")).to_contain_text("Normanton Sewing Circle")
    step(respondent, reference, "respond", note="We acted within our rules.")
    step(support, reference, "refer", note="We ask the Forum to mediate.")
    chair, vice_chair = open_as("chair", viewport=DESKTOP), open_as("vice-chair", viewport=DESKTOP)
    assert vice_chair.request.get(f"/disputes/{reference}/").status == 404
    chair.goto("/disputes/desk/")
    expect(chair.locator("main")).to_contain_text(reference)
    judge.look(chair)
    step(chair, reference, "recuse", note="My sister teaches there.")
    assert chair.request.get(f"/disputes/{reference}/").status == 404
    vice_chair.goto(f"/disputes/{reference}/nominate/")
    judge.look(vice_chair)
    vice_chair.get_by_role("radio", name=re.compile("Mina Mediator")).check()
    fill(vice_chair, summary="A room was let to somebody else.")
    vice_chair.locator("main form button.govuk-button").first.click()
    mediator = open_as("mediator", viewport=PHONE)
    mediator.goto("/disputes/")
    mediator.locator("main a[href*='/disputes/nominations/']").last.click()
    expect(mediator.locator("main")).not_to_contain_text("Normanton")
    judge.look(mediator)
    fill(mediator, willing="yes", organisations="None", gains="no", took_part="no", said_before="no")
    fill(mediator, statement="I have no interest in the matter.", stands_down=True)
    mediator.locator("main form button.govuk-button").first.click()
    step(support, reference, "accept")
    step(respondent, reference, "accept")
    step(mediator, reference, "mediation-note", note="We met on Tuesday.")
    mediator.goto(f"/disputes/{reference}/")
    judge.look(mediator)
    assert vice_chair.request.get(f"/disputes/{reference}/").status == 200
    vice_chair.goto(f"/disputes/{reference}/")
    expect(vice_chair.locator("main")).not_to_contain_text("We met on Tuesday.")
    step(mediator, reference, "end-mediation", note="We could not agree.")
    step(support, reference, "go-outside", body="Local Government and Social Care Ombudsman")
    step(support, reference, "report-back", referral=True, outcome_on=TODAY, note="It found fault.")
    step(support, reference, "close", outcome="decided-outside", remedy_met="partly", note="See its decision.")
    support.goto(f"/disputes/{reference}/")
    expect(support.locator("main")).to_contain_text("Decided by a body outside the Compact")
    judge.look(support)
    assert open_as("officer").request.get(f"/disputes/{reference}/").status == 404
    assert judge.faults == []

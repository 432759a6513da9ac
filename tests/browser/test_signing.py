"""Asked by mail, without an account: signing, handing over, declining and witnessing, in a real browser."""

import re
import sqlite3

from playwright.sync_api import expect

from tests.browser.checkers import axe_faults

PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
LINK = re.compile(r"https?://[^/\s]+(/(?:sign|witness)/\w+/[\w-]{20,}/)")
CODE = re.compile(r"^(\d{6})$", re.MULTILINE)


def last_mail(server, address, pattern):
    """What the latest mail to an address says that fits a pattern; the mail has not left yet."""
    with sqlite3.connect(server.folder / "portal.sqlite3") as database:
        rows = database.execute('SELECT body FROM portal_message WHERE "to" = ? ORDER BY id DESC', [address])
        return next(found[1] for (body,) in rows if (found := pattern.search(body)))


def press(page, name):
    """Press a button by the beginning of its words."""
    page.locator("main").get_by_role("button", name=re.compile(f"^{name}")).first.click()


class Judge:
    """Judges each page that is come to: axe, the HTML, and whether it fits a phone."""

    def __init__(self, html_checker):
        self.html_checker, self.faults = html_checker, []

    def look(self, page):
        """Note what is wrong with the page in the browser."""
        self.faults += [f"{page.url}: {fault}" for fault in axe_faults(page)]
        self.faults += [f"{page.url}: {fault}" for fault in self.html_checker.faults(page.content().encode())]
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.faults += [f"{page.url}: is {wide} px too wide for a phone of 320 px"] if wide > 0 else []
        page.set_viewport_size(DESKTOP)


def come(page, server, address, judge):
    """Come through the latest link to an address, with its code."""
    page.goto(last_mail(server, address, LINK))
    judge.look(page)
    press(page, "Send a code")
    judge.look(page)
    page.locator("[name=code]").fill(last_mail(server, address, CODE))
    press(page, "Continue")
    expect(page).to_have_url(re.compile("/begin/$"))
    judge.look(page)


def test_somebody_without_an_account_hands_over_and_the_right_person_signs(open_as, server, html_checker):
    judge = Judge(html_checker)
    page = open_as(None, viewport=DESKTOP)
    come(page, server, "lottie@derby.example", judge)
    begin = page.url
    page.locator("main").get_by_role("link", name="Decline").click()
    judge.look(page)
    page.goto(begin)
    page.locator("main").get_by_role("link", name="Hand over").click()
    judge.look(page)
    page.locator("[name=to_name]").fill("Luke Ladle")
    page.locator("[name=to_email]").fill("luke@derby.example")
    press(page, "Hand over")
    expect(page.locator("main")).to_contain_text("handed over to another person")
    judge.look(page)
    page.goto(begin)
    expect(page.locator("main")).to_contain_text("This request is over")
    judge.look(page)

    right = open_as(None, viewport=DESKTOP)
    come(right, server, "luke@derby.example", judge)
    right.locator("main").get_by_role("button", name="Begin").click()
    right.locator("[name=office]").fill("Chair")
    press(right, "Continue")
    right.locator("[name=edition]").first.check()
    press(right, "Continue")
    right.locator("[name=organisation]").first.check()
    press(right, "Continue")
    right.locator("[name=authority]").fill("Decision of the trustees")
    press(right, "Continue")
    judge.look(right)
    press(right, "I have read it")
    right.locator("[name=declared]").check()
    press(right, "Sign for")
    expect(right.locator("main")).to_contain_text("DERBY-REVISED-")
    judge.look(right)
    assert open_as(None).goto(begin).status == 404
    assert judge.faults == []


def test_a_witness_confirms_without_javascript(open_as, server):
    page = open_as(None, viewport=PHONE, java_script_enabled=False)
    page.goto(last_mail(server, "wendi@derby.example", LINK))
    press(page, "Send a code")
    page.locator("[name=code]").fill(last_mail(server, "wendi@derby.example", CODE))
    press(page, "Continue")
    page.locator("[name=office]").fill("Teacher")
    page.locator("[name=confirmed]").check()
    press(page, "Confirm the signature")
    expect(page.locator("main")).to_contain_text("was confirmed on")
    page.goto("/compacts/denbighshire/signatories/")
    expect(page.locator("main")).to_contain_text("Denbighshire Voluntary Services Council")

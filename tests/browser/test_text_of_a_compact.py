"""A new edition in the browser: begun, amended, consulted on, approved by each sector, published and compared."""

import re
import sqlite3
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.test_main_job import DESKTOP, PHONE, TODAY, approve, fill, press

COMPACT = "/compacts/derby/"
DRAFT = f"{COMPACT}agreement/2028/"


def link_in_mail(server, to):
    """The address that the last message to somebody names."""
    with sqlite3.connect(server.folder / "portal.sqlite3") as database:
        rows = database.execute('SELECT body FROM portal_message WHERE "to" = ? ORDER BY id DESC LIMIT 1', [to])
        ((body,),) = rows.fetchall()
    return re.search(r"https?://[^/\s]+(/\S+)", body)[1]


def begin(officer):
    """An officer begins from the edition in force, and changes a promise."""
    officer.goto(f"{COMPACT}agreement/begin/")
    fill(officer, label="2028", way="before")
    press(officer, "Continue")
    expect(officer.locator("h1")).to_contain_text("2028")
    officer.goto(f"{DRAFT}4.3/edit/")
    before = officer.locator("[name=body]").input_value()
    fill(officer, body=f"{before} We publish what was said.", reason="Asked for by the Forum")
    press(officer, "Save")
    expect(officer.locator("main")).to_contain_text("We publish what was said.")


def amend(group, officer):
    """A signatory proposes other words for a clause; the review accepts them with changes; they go into the draft."""
    group.goto(f"{COMPACT}agreement/revised/4.4/")
    group.get_by_role("link", name="Propose an amendment to this clause").click()
    fill(group, what="change")
    press(group, "Go on")
    fill(group, organisation=True, reason="Groups wait for months.")
    fill(group, body="We tell people what we decided within four weeks.")
    press(group, "Submit")
    address = group.url
    officer.goto(f"{address}accept-changed/")
    fill(officer, body="We tell people what we decided within six weeks.", review="Annual Review 2026", on=TODAY)
    press(officer, "Record")
    press(officer, "Put it into the next draft")
    press(officer, "Put")
    officer.goto(f"{DRAFT}4.4/")
    expect(officer.locator("main")).to_contain_text("within six weeks")


def consult(officer, public, server):
    """The draft goes out; somebody without an account comments; the officer publishes and answers; it ends early."""
    officer.goto(f"{DRAFT}consultation/plan/")
    fill(officer, opens_on=TODAY, closes_on=TODAY + timedelta(weeks=3), about="Is it clear who does what?")
    press(officer, "Put it out")
    expect(officer.locator(".govuk-error-summary")).to_contain_text("fewer than twelve weeks")
    fill(officer, closes_on=TODAY + timedelta(weeks=12))
    press(officer, "Put it out")
    public.goto(f"{DRAFT}consultation/1/")
    public.goto(f"{DRAFT}consultation/1/comment/4.3/")
    fill(public, words="Say where you publish it.", name="Pat Public", email="pat@public.example")
    public.wait_for_timeout(4_000)  # Who is faster is taken for a machine.
    press(public, "Send")
    public.goto(link_in_mail(server, "pat@public.example"))
    press(public, "Yes, this is my comment")
    officer.goto(f"{DRAFT}consultation/1/comments/")
    expect(officer.locator("main")).to_contain_text("Say where you publish it.")
    officer.locator("main").get_by_role("checkbox").first.check()
    press(officer, "Publish")
    public.goto(f"{DRAFT}consultation/1/")
    expect(public.locator("main")).to_contain_text("Say where you publish it.")
    assert "pat@public.example" not in public.content()
    officer.goto(f"{DRAFT}4.3/edit/")
    assert officer.locator("main [name=body]").count() == 0, "a text can be edited while people comment on it"
    officer.goto(f"{DRAFT}consultation/1/end/")
    fill(officer, reason="The Forum asked for one more change before more people read it.")
    press(officer, "End")


def agree(officer, statutory, vcs):
    """An edit makes an approval void; with one of each sector the edition is published, with its date."""
    officer.goto(f"{DRAFT}publish/")
    expect(officer.locator("main")).to_contain_text("not been approved")
    approve(statutory, DRAFT)
    officer.goto(f"{DRAFT}4.3/edit/")
    fill(officer, heading="We ask early")
    press(officer, "Save")
    officer.goto(f"{DRAFT}publish/")
    expect(officer.locator("main")).to_contain_text("not been approved for: statutory sector, voluntary")
    for person in (statutory, vcs):
        approve(person, DRAFT)
    officer.goto(f"{DRAFT}publish/")
    officer.locator("main textarea").first.fill("Clause 4.3 promises to publish what was said.")
    fill(officer, in_force_on=TODAY, sure=True)
    press(officer, "Publish")
    officer.goto(f"{DRAFT}4.3/edit/")
    assert officer.locator("main [name=body]").count() == 0, "a published clause can still be edited"


def test_a_text_from_the_first_change_to_the_edition_in_force(open_as, server):
    officer, group = open_as("officer", viewport=DESKTOP), open_as("group", viewport=PHONE)
    statutory = open_as("approver-statutory", viewport=DESKTOP)
    vcs, public = open_as("approver-vcs", viewport=PHONE), open_as(None, viewport=PHONE)

    begin(officer)
    assert public.goto(DRAFT).status == 404
    amend(group, officer)
    consult(officer, public, server)
    agree(officer, statutory, vcs)

    public.goto(f"{COMPACT}agreement/revised/compare/2028/")
    expect(public.locator("main ins").filter(has_text="We publish what was said").first).to_be_visible()
    expect(public.locator("main ins").filter(has_text="within six weeks").first).to_be_visible()
    public.goto("/search/?q=%22publish+what+was+said%22")
    expect(public.locator("main")).to_contain_text("4.3")
    public.goto(f"{COMPACT}timeline/")
    expect(public.locator("main")).to_contain_text("2028")

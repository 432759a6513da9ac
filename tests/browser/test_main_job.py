"""The whole main job in the browser: a text is imported, published and signed, printed, planned for and disputed."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

TODAY = datetime.now(ZoneInfo("Europe/London")).date()
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}

TEXT = """
# The Derby Compact of 2028

## 1. Why we have it

We work better when each knows what to expect.

## 2. Shared principles

- **Candour** - bad news travels as fast as good.
- **Respect** - a volunteer's evening is worth as much as an officer's morning.

## 3. Commitments of the statutory sector

The statutory sector will:

- Ask before the drawings are finished, and leave twelve weeks for an answer.
- Give three months' notice before funding ends.

## 4. Commitments of the voluntary and community sector

The voluntary and community sector will:

- Tell its members what was asked and what it answered.
"""


def fill(page, **answers):
    """Fill the inputs of these names; a date goes into its three inputs, True ticks a box, words choose an option."""
    for name, answer in answers.items():
        if isinstance(answer, date):
            for part in ("day", "month", "year"):
                page.locator(f"[name={name}_{part}]").fill(str(getattr(answer, part)))
            continue
        field = page.locator(f"main [name={name}]").first
        kind = field.evaluate("field => field.type || field.tagName.toLowerCase()")
        if kind in {"radio", "checkbox"}:
            wanted = page.locator(f"main [name={name}]")
            (wanted.first if answer is True else wanted.and_(page.locator(f"[value='{answer}']"))).check()
        elif kind == "select-one":
            field.select_option(label=answer)
        else:
            field.fill(answer)


def press(page, words):
    """Press the button of these words."""
    page.locator("main").get_by_role("button", name=words).first.click()


def approve(person, draft):
    """Somebody with the right to do so approves a draft as it stands."""
    person.goto(f"{draft}approval/approve/")
    fill(person, sure=True)
    press(person, "Approve")


def import_and_publish(page, approvers):
    """An officer pastes a text, looks at what was found, mends a clause, and publishes what both sectors approve."""
    page.goto("/compacts/derby/agreement/import/")
    fill(page, label="2028", words=TEXT)
    press(page, "Read the text")
    expect(page.locator("h1")).to_contain_text("Arrange the text")
    page.get_by_label("3.1", exact=True).check()
    press(page, "Move out")
    expect(page.locator("main")).to_contain_text("Last step: Moved out: 3.1")
    press(page, "Undo")
    expect(page.locator("main")).to_contain_text("Undone: Moved out: 3.1")
    press(page, "Make the draft")
    expect(page.locator("main")).to_contain_text("twelve weeks")
    page.goto("/compacts/derby/agreement/2028/3.1/edit/")
    fill(page, body="We ask before the drawings are finished, and leave twelve weeks for an answer.")
    press(page, "Save")
    for person in approvers:
        approve(person, "/compacts/derby/agreement/2028/")
    page.goto("/compacts/derby/agreement/2028/publish/")
    press(page, "Publish")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.locator("main textarea").first.fill("A shorter text, in plain words.")
    fill(page, sure=True)
    press(page, "Publish")
    page.goto("/compacts/derby/agreement/2028/3.1/edit/")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("main [name=body]").count() == 0, "a published clause can still be edited"


def sign(page, edition="2028"):
    """An authorised signatory answers one question a page, reads the text, and signs."""
    page.goto("/compacts/derby/signatories/sign/")
    page.locator("main").get_by_role("button", name="Begin").click()
    fill(page, office="Treasurer")
    press(page, "Continue")
    fill(page, edition=True)
    press(page, "Continue")
    fill(page, organisation=True)
    press(page, "Continue")
    fill(page, authority="Resolved by our trustees on 2 November 2026")
    press(page, "Continue")
    expect(page.locator("main")).to_contain_text("twelve weeks" if edition == "2028" else "Compact")
    press(page, "I have read it")
    press(page, "Sign for")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    fill(page, declared=True)
    press(page, "Sign for")
    expect(page.locator("main")).to_contain_text(f"DERBY-{edition.upper()}-")


def plan(page):
    """An officer adds an action to the year's plan, and notes how it stands."""
    page.goto("/compacts/derby/action-plan/")
    page.locator("main").get_by_role("link", name="Add an action").first.click()
    fill(page, what="Publish a calendar of consultations", clauses="3.1", lead="Derby City Council")
    page.locator("main [name=theme]").select_option(index=1)
    fill(page, due_on=TODAY + timedelta(days=90))
    page.locator("main form button.govuk-button").first.click()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
    page.goto("/compacts/derby/action-plan/")
    expect(page.locator("main")).to_contain_text("Publish a calendar of consultations")


def raise_dispute(page):
    """A representative raises a dispute, page by page; its reference."""
    page.goto("/compacts/derby/disputes/raise/")
    page.locator("main [name=who]").first.check()
    press(page, "Continue")
    fill(page, respondent="Derby City Council")
    press(page, "Save and continue")
    fill(page, decision_on=TODAY + timedelta(days=3))
    press(page, "Save and continue")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    fill(page, decision_on=TODAY - timedelta(days=10))
    press(page, "Save and continue")
    expect(page.locator("main")).to_contain_text("Nothing is asked on this page")
    press(page, "Save and continue")
    page.locator("main [name=clauses]").first.check()
    press(page, "Save and continue")
    fill(page, happened="The grant was cut with two weeks' notice.")
    press(page, "Save and continue")
    fill(page, disadvantage="We had to let a worker go.")
    press(page, "Save and continue")
    fill(page, on_0=TODAY - timedelta(days=5), what_0="We called the grants team.")
    press(page, "Save and continue")
    fill(page, remedy="Three months' notice, and the money for them.")
    for _page in range(4):
        press(page, "Save and continue")
    press(page, re.compile("^Continue"))
    press(page, "Raise the dispute")
    expect(page).to_have_url(re.compile(r"/disputes/DERBY-\d{4}-\d{4}/"))
    return page.url.rstrip("/").rpartition("/")[2]


def step(page, reference, action, **answers):
    """Take a step of a dispute."""
    page.goto(f"/disputes/{reference}/{action}/")
    fill(page, **answers)
    page.locator("main form button.govuk-button").first.click()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
    expect(page).to_have_url(re.compile(f"/disputes/({reference}/)?$"))


def fill_plain(page, **answers):
    """Fill text inputs, where no script may be asked what kind they are."""
    for name, answer in answers.items():
        page.locator(f"main [name={name}]").fill(answer)


def test_signing_needs_no_javascript(open_as):
    sign_without = open_as("signatory", viewport=PHONE, java_script_enabled=False)
    sign_without.goto("/compacts/derby/signatories/sign/")
    sign_without.locator("main").get_by_role("button", name="Begin").click()
    fill_plain(sign_without, office="Treasurer")
    press(sign_without, "Continue")
    sign_without.locator("main [name=edition]").last.check()
    press(sign_without, "Continue")
    sign_without.locator("main [name=organisation]").first.check()
    press(sign_without, "Continue")
    fill_plain(sign_without, authority="Resolved by our trustees")
    press(sign_without, "Continue")
    press(sign_without, "I have read it")
    sign_without.locator("main [name=declared]").check()
    press(sign_without, "Sign for")
    expect(sign_without.locator("main")).to_contain_text("DERBY-")


def test_the_main_job_from_import_to_ombudsman(open_as, server):
    officer = open_as("officer", viewport=DESKTOP)
    approvers = [open_as(f"approver-{sector}", viewport=DESKTOP) for sector in ("statutory", "vcs")]
    import_and_publish(officer, approvers)

    signatory = open_as("signatory", viewport=PHONE)
    sign(signatory)
    stranger = open_as(None, viewport=DESKTOP)
    stranger.goto("/compacts/derby/signatories/")
    expect(stranger.locator("main")).to_contain_text("Littleover Lunch Club")

    being_made = stranger.goto("/compacts/derby/agreement/2028.pdf")
    assert being_made.status == 202
    server.work()
    printed = stranger.request.get("/compacts/derby/agreement/2028.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF")

    plan(officer)

    group, respondent = open_as("group", viewport=DESKTOP), open_as("respondent", viewport=PHONE)
    reference = raise_dispute(group)
    assert officer.goto(f"/disputes/{reference}/").status == 404, "an officer sees the content of a dispute"
    step(group, reference, "go-formal", note="Talking has not settled it.")
    step(respondent, reference, "respond", note="We acted within our rules.")
    step(group, reference, "refer", note="We ask the Forum to mediate.")
    chair = open_as("chair", viewport=DESKTOP)
    chair.goto("/disputes/desk/")
    expect(chair.locator("main")).to_contain_text(reference)
    chair.goto(f"/disputes/{reference}/nominate/")
    chair.get_by_role("radio", name=re.compile("Mina Mediator")).check()
    fill(chair, summary="A grant was cut at short notice.")
    chair.locator("main form button.govuk-button").first.click()
    mediator = open_as("mediator", viewport=PHONE)
    mediator.goto("/disputes/")
    mediator.locator("main a[href*='/disputes/nominations/']").last.click()
    expect(mediator.locator("main")).not_to_contain_text("Chaddesden")
    fill(mediator, willing="yes", organisations="None", gains="no", took_part="no", said_before="no")
    fill(mediator, statement="I have no interest in the matter.", stands_down=True)
    mediator.locator("main form button.govuk-button").first.click()
    step(group, reference, "accept")
    step(respondent, reference, "accept")
    assert mediator.goto(f"/disputes/{reference}/").status == 200
    step(mediator, reference, "end-mediation", note="We could not agree.")
    step(group, reference, "go-outside", body="Local Government and Social Care Ombudsman")
    group.goto(f"/disputes/{reference}/")
    expect(group.locator("main")).to_contain_text("Local Government and Social Care Ombudsman")
    # A page that was left open too long changes nothing, and says so.
    assert group.goto(f"/disputes/{reference}/refer/").status == 403


@pytest.mark.parametrize("path", ["/", "/account/login/", "/compacts/derby/", "/compacts/derby/agreement/"])
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(path, open_as):
    page = open_as(None, viewport=DESKTOP)
    page.goto(path)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
            .filter(e => e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0 && !e.disabled
                && !e.closest('details:not([open]) > :not(summary)')).length"""
    )
    reached, invisible = set(), []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return null;
                const all = [...document.querySelectorAll('*')], s = getComputedStyle(e);
                const shown = s.outlineStyle !== 'none' || s.boxShadow !== 'none' ||
                    s.backgroundColor !== 'rgba(0, 0, 0, 0)';
                return [all.indexOf(e), shown, e.outerHTML.slice(0, 90)]; }"""
        )
        if found is None:
            break
        reached.add(found[0])
        if not found[1]:
            invisible.append(found[2])
    assert invisible == []
    assert len(reached) >= wanted, f"the tab key reaches {len(reached)} of {wanted}"

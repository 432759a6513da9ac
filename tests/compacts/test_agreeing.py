"""From a draft to an edition in force and to its end, in the browser: asked, approved, published together, moved."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from compact_portal import mail
from compact_portal.compacts import actions, agreeing
from compact_portal.compacts.kinds import Sector, TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Edition, Text
from compact_portal.history import NotAllowed
from tests import factories
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
NEXT = "/compacts/testham/agreement/next/"
CHANGED = "Clause 3 is plainer."


def text_of(response):
    return response.content.decode()


def when(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def ahead(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def draft(town):
    return factories.draft(town, "next", summary=CHANGED)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def vcs_approver(town):
    return factories.approver(town, Sector.VCS)


def edit(draft, by):
    clause = draft.clauses.select_related("edition").get(number="3.1")
    actions.amend(clause, by=by, reason="", seen=clause.updated_at, body=f"{clause.body} And more.")


def approve(browser, **more):
    form = browser.get(f"{NEXT}approval/approve/").context["form"]
    return browser.post(
        f"{NEXT}approval/approve/",
        {"sector": form["sector"].value(), "seen": form["seen"].value(), "sure": "on"} | more,
    )


def test_approvers_are_asked_by_mail_and_on_their_dashboard_and_approve(
    draft, officer, browser, approver, vcs_approver, client_of, edition
):
    assert "Awaited" in text_of(browser.get(f"{NEXT}approval/"))
    browser.post(f"{NEXT}approval/ask/", {"note": "Look at 3.1 above all."})
    asked = mail.Message.objects.filter(subject__endswith="waits for your approval")
    assert {message.to for message in asked} == {approver.email, vcs_approver.email}
    assert "Look at 3.1 above all." in asked[0].body
    theirs = client_of(approver)
    assert f'href="{NEXT}approval/"' in text_of(theirs.get("/dashboard/"))
    assert f"{edition.get_absolute_url()}compare/next/" in text_of(theirs.get(f"{NEXT}approval/approve/"))
    assert "Tick “I have read" in text_of(approve(theirs, sure=""))
    approve(theirs, note="Decided by our board.")
    page = text_of(browser.get(f"{NEXT}approval/"))
    assert "Decided by our board." in page
    assert "It waits for approval by: voluntary and community sector." in text_of(browser.get("/dashboard/"))
    assert f"Approve {draft}" not in text_of(theirs.get("/dashboard/"))
    assert mail.Message.objects.filter(to=officer.email, subject__contains="was approved for").count() == 1
    approve(client_of(vcs_approver))
    assert "Both sectors have approved it. You can publish it." in text_of(browser.get("/dashboard/"))


def test_an_edit_makes_an_approval_void_and_everybody_concerned_sees_it(draft, officer, browser, approver, client_of):
    agreeing_page = f"{NEXT}approval/"
    factories.approver(draft.text.compact, Sector.VCS)
    agreeing.ask_for_approval(draft, by=officer)
    approve(client_of(approver))
    edit(draft, by=officer)
    assert "Void, because the text was changed afterwards" in text_of(browser.get(agreeing_page))
    assert f"Approve {draft}" in text_of(client_of(approver).get("/dashboard/"))


def test_what_changed_while_it_was_read_is_not_approved(draft, officer, approver, client_of):
    theirs = client_of(approver)
    form = theirs.get(f"{NEXT}approval/approve/").context["form"]
    edit(draft, by=officer)
    sent = {"sector": form["sector"].value(), "seen": form["seen"].value(), "sure": "on"}
    page = theirs.post(f"{NEXT}approval/approve/", sent, follow=True)
    assert "The text has changed since you opened it" in text_of(page)
    assert not draft.approvals.exists()


def test_an_approval_is_taken_back_until_it_is_published(draft, officer, browser, approver, client_of, client):
    theirs = client_of(approver)
    approve(theirs)
    theirs.post(f"{NEXT}approval/take-back/")
    assert "Taken back:" in text_of(browser.get(f"{NEXT}approval/"))
    assert mail.Message.objects.filter(to=officer.email, subject__contains="taken back").count() == 1
    page = theirs.post(f"{NEXT}approval/take-back/", follow=True)
    assert "no approval of yours to take back" in text_of(page)
    factories.publish(draft, by=officer)
    with pytest.raises(NotAllowed):
        draft.take_back_approval(by=approver)
    assert "Taken back:" in text_of(browser.get(f"{NEXT}approval/"))
    assert "Taken back:" not in text_of(client.get(f"{NEXT}approval/"))


def test_where_nobody_approves_the_page_says_what_to_do(draft, officer, browser):
    # One of each sector approved the edition in force; their terms have ended since.
    for grant in factories.access.Grant.objects.filter(role__startswith="approver"):
        factories.access.end(grant, draft.text.compact, on=factories.yesterday(), by=None)
    assert "An administrator of the portal appoints somebody" in text_of(browser.get(f"{NEXT}approval/"))
    assert "Ask an administrator" in text_of(browser.get(f"{NEXT}approval/ask/"))
    assert not mail.Message.objects.filter(subject__contains="approval").exists()


@pytest.fixture
def annex(town, draft):
    text = town.texts.create(kind=TextKind.ANNEX, slug="annexes/testham-forms", title="Forms")
    return factories.draft_of(text, "next")


def test_what_belongs_together_is_published_at_one_moment(draft, annex, officer, browser, client):
    browser.post(f"{NEXT}together/", {"others": [annex.pk]})
    annex.refresh_from_db()
    assert annex.published_with == draft
    factories.approve(draft)
    page = text_of(browser.get(f"{NEXT}publish/"))
    assert "Forms, edition next is agreed" in page
    sent = {"sure": "on", f"summary_{draft.pk}": CHANGED} | when("in_force_on", ahead(10))
    done = browser.post(f"{NEXT}publish/", sent)
    assert done["Location"] == f"{NEXT}published/"
    assert "Forms, edition next" in text_of(browser.get(done["Location"]))
    annex.refresh_from_db()
    assert (annex.state, annex.in_force_on) == (EditionState.AGREED, ahead(10))
    assert "No approval is on record" not in text_of(client.get(f"{NEXT}approval/"))
    assert f'href="{NEXT}approval/"' in text_of(client.get("/annexes/testham-forms/next/approval/"))
    assert CHANGED in text_of(client.get(NEXT))
    assert 'href="/annexes/testham-forms/"' in text_of(client.get(NEXT))
    assert 'href="/annexes/testham-forms/"' in text_of(client.get("/compacts/testham/"))


def test_what_is_approved_together_is_not_changed_for_another_of_the_same_words(town, draft, annex, officer):
    other = town.texts.create(kind=TextKind.ANNEX, slug="annexes/other", title="Other")
    same = factories.draft_of(
        other, "first", [(c.number, c.kind, c.owed_by, c.heading, c.body) for c in annex.clauses.all()]
    )
    agreeing.put_together(draft, [annex], by=officer)
    factories.approve(draft)
    agreeing.put_together(draft, [same], by=officer)
    assert draft.missing_approvals() == list(Sector)
    with pytest.raises(NotAllowed, match="one edition of each text"):
        agreeing.put_together(draft, [same, factories.draft_of(other, "second")], by=officer)


def test_if_one_cannot_be_published_none_is_and_the_sentence_says_which(draft, annex, officer):
    agreeing.put_together(draft, [annex], by=officer)
    factories.approve(draft)
    annex.clauses.exclude(parent=None).delete()
    annex.clauses.all().delete()
    with pytest.raises(NotAllowed, match="Forms, edition next has no clauses yet"):
        agreeing.publish(
            draft, by=officer, in_force_on=None, summaries={draft.pk: CHANGED}, note="", expires_on=ahead(100)
        )
    assert set(Edition.objects.filter(slug="next").values_list("state", "expires_on")) == {("draft", None)}


def test_a_published_date_moves_with_a_public_reason_for_all_published_together(draft, annex, officer, browser, client):
    agreeing.put_together(draft, [annex], by=officer)
    factories.publish(draft, by=officer, in_force_on=ahead(10))
    sent = {"which": "in_force_on", "reason": ""} | when("to", ahead(30))
    assert "Answer “Why does it move?”" in text_of(browser.post(f"{NEXT}dates/", sent))
    assert "must lie ahead" in text_of(
        browser.post(f"{NEXT}dates/", {"which": "in_force_on", "reason": "x"} | when("to", ahead(0)))
    )
    browser.post(f"{NEXT}dates/", sent | {"reason": "The printer is late."})
    for edition in (draft, annex):
        edition.refresh_from_db()
        assert edition.in_force_on == ahead(30)
    assert "The printer is late." in text_of(client.get(NEXT))
    assert "The printer is late." in text_of(client.get("/compacts/testham/timeline/"))
    browser.post(f"{NEXT}dates/", {"which": "expires_on", "reason": "Three years."} | when("to", ahead(400)))
    draft.refresh_from_db()
    assert draft.expires_on == ahead(400)


def test_an_edition_lapses_with_a_public_reason(edition, browser, client):
    address = edition.get_absolute_url()
    assert "Answer “Why does it lapse?”" in text_of(browser.post(f"{address}lapse/", {"sure": "on"}))
    browser.post(f"{address}lapse/", {"sure": "on", "reason": "Nobody signs it any more."})
    edition.refresh_from_db()
    assert (edition.state, edition.ended_on) == (EditionState.LAPSED, timezone.localdate())
    assert "Nobody signs it any more." in text_of(client.get(address))
    assert "Nobody signs it any more." in text_of(client.get("/compacts/testham/timeline/"))
    assert browser.get(f"{address}lapse/").status_code == 403
    with pytest.raises(NotAllowed, match="moved this edition on"):
        agreeing.lapse(edition, by=None, reason="Again.")


def test_a_correction_says_in_plain_words_what_changed(town, officer, browser):
    correction = factories.draft(town, "corrected")
    factories.approve(correction)
    address = correction.get_absolute_url()
    page = text_of(browser.post(f"{address}publish/", {"sure": "on", "reason": "kept"}))
    assert "Enter what changed in" in page
    assert 'value="kept"' in page
    with pytest.raises(NotAllowed, match="in plain words what changed"):
        agreeing.publish(correction, by=officer, in_force_on=None, summaries={}, note="")


def test_an_annex_is_added_with_a_draft_to_fill(town, browser):
    address = "/compacts/testham/annexes/add/"
    assert "Enter the title" in text_of(browser.post(address, {"title": "", "label": "first"}))
    done = browser.post(address, {"title": "Whom to call", "label": "first"})
    assert done["Location"] == "/annexes/testham-whom-to-call/first/edit/"
    assert browser.get(done["Location"]).status_code == 200
    assert "already" in text_of(browser.post(address, {"title": "Whom to  call", "label": "first"}))
    assert Text.objects.filter(kind=TextKind.ANNEX).count() == 1


def test_pages_of_agreeing_cost_few_queries(draft, annex, officer, browser, approver, vcs_approver, client_of):
    agreeing.put_together(draft, [annex], by=officer)
    agreeing.ask_for_approval(draft, by=officer)
    draft.approve(by=approver, sector=Sector.STATUTORY)
    theirs = client_of(vcs_approver)
    pages = [(browser, "approval/"), (theirs, "approval/"), (theirs, "approval/approve/")]
    for who, page in [*pages, (browser, "approval/ask/"), (browser, "together/"), (browser, "publish/")]:
        who.get(NEXT + page)
        assert len(queries_of(who, NEXT + page)) <= 15, page
    assert len(queries_of(theirs, "/dashboard/")) <= 15
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert len(queries_of(browser, "/dashboard/")) <= 15

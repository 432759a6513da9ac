"""The plan's pages through the front door: what each person sees and may do, bad input, two people at once."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from actionplans.lifecycle import Status
from actionplans.models import Action, ActionPlan, Theme
from compact_portal.compacts.kinds import Sector
from tests import factories
from tests.queries import assert_same_queries

pytestmark = pytest.mark.django_db
PERSONAS = [
    "anonymous",
    "stranger",
    "officer",
    "other_officer",
    "complainant",
    "respondent",
    "other_body",
    "forum_member",
]


@pytest.fixture
def other_officer(db):
    """An officer of another Compact."""
    return factories.officer(factories.compact("Elsewhere Compact"), "Otto Other")


@pytest.fixture
def other_body(town):
    """Represents a public body of the town that leads nothing here."""
    return factories.member(factories.organisation("Testham Police", town, sector=Sector.STATUTORY), "Ona Other")


def address(name, plan, *more):
    return reverse(f"actionplans:{name}", args=[plan.compact.slug, plan.year, *more])


def the_date(day, name="on"):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def fields_of(action, **changed):
    """What the form of an action sends, as a browser would send it."""
    due = the_date(action.due_on, "due_on") if action.due_on else {}
    return {
        "what": action.what,
        "theme": action.theme_id,
        "clauses": ", ".join(cited for cited, _address in action.cited),
        "lead": action.lead_id,
        "joint_lead": action.joint_lead_id or "",
        "group": "",
        "target": action.target,
        "origin": action.origin,
        "version": action.version,
        **due,
    } | changed


# 200 to see, 302 asked to sign in, 403 seen but not allowed, 404 not there for this person; in the order of PERSONAS.
RIGHTS = {
    "plan": "200 200 200 200 200 200 200 200",
    "table": "200 200 200 200 200 200 200 200",
    "action": "200 200 200 200 200 200 200 200",
    "revise": "302 403 200 403 403 403 403 403",
    "close": "302 403 200 403 403 403 403 403",
    "agree": "302 403 403 403 403 403 403 403",
    "add_theme": "302 403 200 403 403 403 403 403",
    "add_action": "302 403 200 403 403 403 403 403",
    "edit_action": "302 403 200 403 403 403 403 403",
    "stop": "302 403 200 403 403 403 403 403",
    "remove": "302 403 403 403 403 403 403 403",
    "restart": "302 403 403 403 403 403 403 403",
    "progress": "302 403 200 403 200 200 403 403",
    "action_history": "302 403 200 403 200 200 403 200",
    "plan_history": "302 403 200 403 403 403 403 200",
}
OF_AN_ACTION = {"action", "edit_action", "stop", "remove", "restart", "progress", "action_history"}


@pytest.mark.parametrize("name", RIGHTS)
def test_each_page_of_an_agreed_plan_answers_each_person(name, plan, action, client_of, request):
    url = address(name, plan, *([action.reference] if name in OF_AN_ACTION else []))
    got = [client_of(request.getfixturevalue(who)).get(url).status_code for who in PERSONAS]
    assert dict(zip(PERSONAS, got, strict=True)) == dict(zip(PERSONAS, map(int, RIGHTS[name].split()), strict=True))


@pytest.mark.parametrize("who", PERSONAS)
def test_a_draft_is_there_only_for_those_who_prepare_it(who, draft_plan, action, client_of, request):
    person = request.getfixturevalue(who)
    expected = 200 if who in {"officer", "forum_member"} else 404
    for url in [address("plan", draft_plan), address("table", draft_plan), action.get_absolute_url()]:
        assert client_of(person).get(url).status_code == expected


def test_somebody_let_see_one_draft_sees_it(draft_plan, stranger, officer, client_of):
    from compact_portal import access

    access.allow(stranger, "view_actionplan", draft_plan, by=officer, reason="Auditor")
    assert client_of(stranger).get(address("plan", draft_plan)).status_code == 200


def test_this_years_plan_stands_at_a_lasting_address(plan, client):
    page = client.get(reverse("actionplans:this_year", args=[plan.compact.slug]))
    assert f"Action plan {plan.year}" in page.content.decode()


def test_where_there_is_no_plan_the_page_says_so_and_an_officer_can_begin(town, officer, client, client_of):
    url = reverse("actionplans:this_year", args=[town.slug])
    assert "has been published here yet" in client.get(url).content.decode()
    assert "Begin an action plan" not in client.get(url).content.decode()
    assert "Begin an action plan" in client_of(officer).get(url).content.decode()


def test_the_public_plan_says_progress_in_words_and_sets_no_cookie(plan, action, respondent, client):
    action.update_progress(by=respondent, status=Status.COMPLETE, note="All printed.")
    page = client.get(address("plan", plan))
    text = page.content.decode()
    assert "1 of 1 action complete." in text
    assert "Complete" in text
    assert action.reference in text
    assert "3.1" in text
    assert "csrf" not in text
    assert not page.cookies


def test_a_lead_body_records_progress_and_everybody_reads_it(plan, action, respondent, client, client_of, today):
    url = address("progress", plan, action.reference)
    sent = {"status": "at_risk", "note": "The printer is late.", **the_date(today)}
    assert client_of(respondent).post(url, sent).status_code == 302
    action.refresh_from_db()
    assert action.status == Status.AT_RISK
    page = client.get(action.get_absolute_url()).content.decode()
    assert "The printer is late." in page
    assert "Ray Respondent" in page
    assert "At risk" in page


@pytest.mark.parametrize("who", ["anonymous", "stranger", "other_officer", "other_body", "forum_member"])
def test_nobody_else_records_progress(who, plan, action, client_of, today, request):
    url = address("progress", plan, action.reference)
    sent = {"status": "complete", "note": "Done.", **the_date(today)}
    answer = client_of(request.getfixturevalue(who)).post(url, sent)
    assert answer.status_code == (302 if who == "anonymous" else 403)
    assert not action.updates.exists()


def test_progress_needs_a_note_a_status_and_a_day_that_has_come(plan, action, respondent, client_of, today):
    url = address("progress", plan, action.reference)
    sent = {"status": "stopped", "note": "", **the_date(today + timedelta(days=1))}
    page = client_of(respondent).post(url, sent).content.decode()
    assert "There is a problem" in page
    assert "Enter what has happened" in page or "Answer “What has happened?”" in page
    assert "must be today or earlier" in page
    assert not action.updates.exists()


def test_progress_on_an_action_stopped_meanwhile_keeps_the_note(plan, action, officer, respondent, client_of, today):
    action.stop(by=officer, reason="No money.")
    url = address("progress", plan, action.reference)
    page = client_of(respondent).post(url, {"status": "complete", "note": "All done here.", **the_date(today)})
    text = page.content.decode()
    assert "This action was stopped" in text
    assert "All done here." in text


def test_an_officer_begins_fills_and_agrees_a_plan(town, officer, council, group, client_of, today):
    browser = client_of(officer)
    new = {
        "year": "2031",
        **{f"starts_on_{part}": value for part, value in [("day", 1), ("month", 1), ("year", 2031)]},
        **{f"ends_on_{part}": value for part, value in [("day", 31), ("month", 12), ("year", 2031)]},
    }
    assert browser.post(reverse("actionplans:begin", args=[town.slug]), new).status_code == 302
    plan = ActionPlan.objects.get(year="2031")
    assert "has no actions yet" in browser.post(address("agree", plan), the_date(today)).content.decode()
    browser.post(address("add_theme", plan), {"title": "Funding", "aim": ""})
    theme = Theme.objects.get(plan=plan)
    made = browser.post(
        address("add_action", plan),
        {
            "what": "Agree grants for three years",
            "theme": theme.pk,
            "clauses": "3.2, 4.1",
            "lead": council.pk,
            "joint_lead": group.pk,
            "partners": [],
            "origin": "review",
        },
    )
    assert made.status_code == 302, made.content.decode()
    action = Action.objects.get(plan=plan)
    assert action.reference == "T-001"
    assert [cited for cited, _address in action.cited] == ["3.2", "4.1"]
    assert browser.post(address("agree", plan), {"note": "At the review", **the_date(today)}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "agreed"
    assert plan.agreed_on == today
    assert "T-001" in client_of(None).get(address("plan", plan)).content.decode()


BAD_ACTIONS = {
    "nothing at all": (
        {"what": "", "theme": "", "lead": ""},
        ["Enter what will be done", "Choose the theme", "Choose the lead body"],
    ),
    "an unknown clause": ({"clauses": "3.1, 99.9"}, ["No clause was found for: 99.9", "like 4.3"]),
    "a clause of another code": ({"clauses": "Dancing 1"}, ["No clause was found for: Dancing 1"]),
    "too long": ({"what": "x" * 501}, ["500 characters or fewer"]),
    "a day that is none": (
        {"due_on_day": "31", "due_on_month": "2", "due_on_year": "2026"},
        ["Enter the due date as a real date"],
    ),
    "due before it starts": (
        {"starts_on_day": "1", "starts_on_month": "1", "starts_on_year": "2999"},
        ["The due date must not be before the start"],
    ),
    "an unknown body": ({"lead": "999999"}, ["Choose one of the answers given"]),
}


@pytest.mark.parametrize("bad", BAD_ACTIONS)
def test_bad_input_comes_back_with_what_to_do_and_everything_typed(bad, plan, action, officer, client_of):
    changed, sentences = BAD_ACTIONS[bad]
    sent = fields_of(action, resources="Typed before the mistake", **changed)
    page = client_of(officer).post(address("edit_action", plan, action.reference), sent)
    text = page.content.decode()
    assert page.status_code == 200
    for sentence in sentences:
        assert sentence in text
    assert "Typed before the mistake" in text
    action.refresh_from_db()
    assert action.version == 1
    assert action.resources == ""


def test_a_joint_lead_is_of_the_other_sector(plan, action, officer, other_body, client_of):
    police = other_body.memberships.get().organisation
    sent = fields_of(action, joint_lead=police.pk)
    page = client_of(officer).post(address("edit_action", plan, action.reference), sent)
    assert "joint lead of the other sector" in page.content.decode()


def test_two_editors_at_once_lose_nothing(plan, action, officer, client_of):
    url = address("edit_action", plan, action.reference)
    before = fields_of(action)
    client_of(officer).post(url, before | {"target": "600"})
    page = client_of(officer).post(url, before | {"target": "700", "resources": "Two days"}).content.decode()
    assert "Olive Officer has changed this action since you opened it" in page
    assert "600" in page
    assert "700" in page
    assert "Two days" in page
    action.refresh_from_db()
    assert (action.target, action.resources, action.version) == ("600", "", 2)
    client_of(officer).post(url, before | {"target": "700", "resources": "Two days", "version": 2})
    action.refresh_from_db()
    assert (action.target, action.resources, action.version) == ("700", "Two days", 3)


def test_a_row_opens_saves_and_closes_in_place(plan, action, officer, client_of):
    browser, hx = client_of(officer), {"HTTP_HX_REQUEST": "true"}
    url = address("edit_action", plan, action.reference)
    opened = browser.get(url, **hx).content.decode()
    assert opened.strip().startswith("<tr")
    assert "<form" in opened
    assert "<html" not in opened
    saved = browser.post(url, fields_of(action, what="Print a poster"), **hx).content.decode()
    assert saved.strip().startswith("<tr")
    assert "Print a poster" in saved
    assert "Saved" in saved
    closed = browser.get(address("row", plan, action.reference), **hx).content.decode()
    assert closed.strip().startswith("<tr")
    assert "<form" not in closed
    assert browser.get(address("row", plan, action.reference)).url == action.get_absolute_url()


def test_an_action_moves_to_another_theme_and_the_page_is_drawn_anew(plan, action, officer, client_of):
    other = Theme.add(plan, "Volunteering", by=officer)
    action.refresh_from_db()
    answer = client_of(officer).post(
        address("edit_action", plan, action.reference), fields_of(action, theme=other.pk), HTTP_HX_REQUEST="true"
    )
    assert answer["HX-Redirect"] == plan.get_absolute_url()
    action.refresh_from_db()
    assert action.theme == other


def test_an_edit_of_a_plan_closed_meanwhile_is_refused_and_keeps_what_was_typed(plan, action, officer, client_of):
    plan.close(by=officer)
    page = client_of(officer).post(address("edit_action", plan, action.reference), fields_of(action, target="900"))
    text = page.content.decode()
    assert "This plan is closed" in text
    assert "900" in text


def test_filters_choose_by_status_lead_theme_clause_and_overdue(plan, add, officer, group, respondent, client, today):
    Action.objects.get()  # the one of the plan
    late = Action.add(
        plan,
        by=officer,
        theme=plan.themes.get(),
        what="Hold a fair",
        lead=group,
        due_on=today - timedelta(days=3),
    )
    url = address("plan", plan)

    def shown(**query):
        text = client.get(url, query).content.decode()
        return ["Print a leaflet" in text, "Hold a fair" in text]

    assert shown() == [True, True]
    assert shown(clause="3.1") == [True, False]
    assert shown(lead=group.slug) == [True, True]  # Also where it is the joint lead.
    assert shown(lead="testham-council") == [True, False]
    assert shown(overdue="on") == [False, True]
    assert shown(status="complete") == [False, False]
    assert shown(theme=str(plan.themes.get().pk)) == [True, True]
    assert "3 days overdue" in client.get(url).content.decode()
    assert late.is_overdue


def test_a_filter_by_an_unknown_clause_says_so(plan, client):
    page = client.get(address("plan", plan), {"clause": "77"}).content.decode()
    assert "No clause was found for: 77" in page
    assert 'value="77"' in page


def test_the_table_for_a_spreadsheet_runs_no_formula(plan, officer, client, council):
    Action.add(plan, by=officer, theme=plan.themes.get(), what="=1+1", lead=council)
    rows = list(csv.DictReader(client.get(address("table", plan)).content.decode("utf-8-sig").splitlines()))
    assert [row["Action"] for row in rows] == ["Print a leaflet", "'=1+1"]
    assert rows[0]["Clauses"] == "3.1"
    assert rows[0]["Lead body"] == "Testham Council"
    assert rows[0]["Status"] == "Not started"
    assert rows[0]["Reference"] == "T-001"


@pytest.mark.parametrize("who", ["anonymous", "officer", "respondent"])
@pytest.mark.parametrize("name", ["plan", "table"])
def test_a_plan_costs_the_same_for_2_actions_and_for_20(name, who, plan, edition, officer, council, client_of, request):
    clause = edition.clauses.get(number="3.2")

    def more(number):
        for _ in range(number):
            made = Action.add(
                plan,
                by=officer,
                theme=plan.themes.get(),
                what=f"More {plan.actions.count()}",
                lead=council,
                clauses=[clause],
                partners=[council],
            )
            made.update_progress(by=officer, status=Status.ON_TRACK, note="Begun")

    assert_same_queries(client_of(request.getfixturevalue(who)), address(name, plan), more)


@pytest.mark.parametrize("who", ["anonymous", "officer"])
def test_an_action_costs_the_same_for_2_notes_and_for_20(who, plan, action, officer, client_of, request):
    def more(number):
        for _ in range(number):
            note = f"Note {action.updates.count()}"
            action.update_progress(by=officer, status=Status.ON_TRACK, note=note)

    assert_same_queries(client_of(request.getfixturevalue(who)), action.get_absolute_url(), more)


def test_the_history_of_an_action_tells_what_was_changed_and_by_whom(plan, action, officer, client_of):
    sent = fields_of(action, target="600", clauses="3.2")
    client_of(officer).post(address("edit_action", plan, action.reference), sent)
    page = client_of(officer).get(address("action_history", plan, action.reference)).content.decode()
    assert "Target" in page
    assert "500" in page
    assert "600" in page
    assert "Olive Officer" in page
    assert "Added" in page
    assert "Clauses it carries out" in page
    assert "Version" not in page
    page = client_of(officer).get(address("plan_history", plan)).content.decode()
    assert "Plan agreed" in page
    assert "Action added" in page


@pytest.mark.parametrize("name", ["action_history", "edit_action"])
def test_the_history_and_the_form_of_an_action_cost_the_same_for_2_edits_and_for_20(
    name, plan, action, officer, council, edition, client_of
):
    def more(number):
        for _ in range(number):
            clause = edition.clauses.get(number=f"3.{1 + action.version % 2}")
            action.revise(by=officer, version=action.version, target=f"No. {action.version}", clauses=[clause])
            factories.organisation(f"Body {action.version}", plan.compact)

    action.revise(by=officer, version=1, partners=[council])
    assert_same_queries(client_of(officer), address(name, plan, action.reference), more)


def test_a_second_click_adds_nothing_twice(plan, action, officer, council, client_of, today):
    browser = client_of(officer)
    new = {"what": "Hold a fair", "theme": plan.themes.get().pk, "lead": council.pk, "origin": "plan"}
    assert browser.post(address("add_action", plan), new).status_code == 302
    assert (
        "This plan already has that action: T-002." in browser.post(address("add_action", plan), new).content.decode()
    )
    assert plan.actions.filter(what="Hold a fair").count() == 1
    note = {"status": "on_track", "note": "Begun", **the_date(today)}
    url = address("progress", plan, action.reference)
    assert browser.post(url, note).status_code == 302
    assert "This note is recorded already" in browser.post(url, note).content.decode()
    assert action.updates.count() == 1
    browser.post(address("close", plan), the_date(today))
    assert "This plan is closed" in browser.post(address("close", plan), the_date(today)).content.decode()

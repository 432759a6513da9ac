"""An officer redrafts the procedure: nothing is lost, nothing unsound is adopted, open disputes keep theirs."""

import threading
from datetime import date
from itertools import combinations

import pytest
from django.db import connection
from django.utils import timezone

from compact_portal.history import NotAllowed
from disputes.models import Procedure, ProcedureDraft
from disputes.models.redraft import Overtaken
from disputes.procedures import READY_MADE
from disputes.stages import DERBY
from tests import factories
from tests.disputes import steps
from tests.queries import assert_same_queries, queries_of

PUBLIC = "/compacts/testham/disputes/"
PAGE = "/compacts/testham/disputes/procedure/draft/"


@pytest.fixture
def draft(town, officer):
    """A draft of the town's next procedure, begun from the one in force."""
    Procedure.adopt(town, by=officer)
    return ProcedureDraft.begin(town, by=officer)


@pytest.fixture
def browser(client_of, officer):
    """The officer's browser."""
    return client_of(officer)


def answers(stage, **changes):
    """What the form of a stage sends when nothing but `changes` was typed."""
    sent = {name: stage[name] for name in ("name", "kind", "text", "decides", "clock", "unit", "starts", "silence")}
    for name in ("amount", "extend_by"):
        sent[name] = stage[name] or ""
    sent |= {name: "on" for name in ("anonymous", "only_serious") if stage[name]}
    return sent | {"exits": stage["exits"]} | changes


def seen(browser, path):
    """The hidden mark of a form, as the page at a path has it."""
    return browser.get(path).context["form"].now


def press(browser, draft, path, **more):
    """Press a button of the draft's page, as it stands now."""
    draft.refresh_from_db()
    return browser.post(f"{PAGE}{path}", {"revision": draft.revision} | more, follow=True)


def test_an_officer_begins_from_the_present_version_and_sees_picture_and_steps(town, browser):
    assert "What do you begin from?" in browser.get(PAGE).content.decode()
    assert browser.post(PAGE, {}).status_code == 200
    page = browser.post(PAGE, {"source": "present"}, follow=True).content.decode()
    assert page.count('role="img"') == 1
    assert "It is sound, and can be adopted." in page
    assert all(str(stage.name) in page for stage in DERBY)
    assert ProcedureDraft.objects.get().begun_from == "present"


def test_an_officer_begins_from_a_procedure_that_is_ready(town, browser):
    page = browser.post(PAGE, {"source": "steering-group"}, follow=True).content.decode()
    assert "Serious breaches only" in page
    adopted = browser.get(f"{PAGE}adopt/").content.decode()
    assert "“Informal talks” goes." in adopted
    assert "“Steering Group” is new, as step 3." in adopted
    assert browser.post(PAGE, {"source": "nonsense"}, follow=True).status_code == 200


def test_two_officers_begin_one_draft(town, officer, draft):
    with pytest.raises(NotAllowed, match="There is a draft already"):
        ProcedureDraft.begin(town, "three-steps", by=officer)
    assert ProcedureDraft.objects.count() == 1


def test_nobody_but_an_officer_of_the_compact_may(town, draft, stranger, complainant, other_officer, admin):
    for person in (stranger, complainant, other_officer, admin):
        with pytest.raises(NotAllowed):
            draft.move_stage("s1", 1, by=person)
        with pytest.raises(NotAllowed):
            draft.adopt(by=person)


def test_a_step_is_added_changed_moved_and_taken_out_and_each_can_be_undone(draft, browser):
    before = draft.stages
    new = answers({**before[0], "exits": []}, name="Champions talk", seen="")
    assert browser.post(f"{PAGE}steps/add/?after=s1", new).status_code == 302
    draft.refresh_from_db()
    assert [stage["name"] for stage in draft.stages][:2] == ["Informal talks", "Champions talk"]
    page = browser.get(PAGE).content.decode()
    assert "2 things have to be mended" in page
    assert "“Champions talk” is a dead end: nothing follows it." in page
    assert "“Champions talk” can never be reached." in page
    assert "Something here has to be mended" in page
    press(browser, draft, "undo/")
    draft.refresh_from_db()
    assert draft.stages == before
    press(browser, draft, "steps/s2/down/")
    assert "leads back" in browser.get(PAGE).content.decode()
    press(browser, draft, "steps/s2/up/")
    assert (
        "These steps then no longer lead to it: Formal complaint, Mediation"
        in browser.get(f"{PAGE}steps/s4/remove/").content.decode()
    )
    press(browser, draft, "steps/s4/remove/")
    draft.refresh_from_db()
    assert [stage["key"] for stage in draft.stages] == ["s1", "s2", "s3", "s5"]
    assert "It is sound" in browser.get(PAGE).content.decode()


def test_a_change_reaches_the_draft_and_what_is_wrong_loses_nothing(draft, browser):
    path = f"{PAGE}steps/s3/"
    stage = draft.stage("s3")
    wrong = answers(stage, name="", amount="many", extend_by="0", seen=seen(browser, path))
    page = browser.post(path, wrong | {"text": "Words typed"}).content.decode()
    assert "Words typed" in page
    for sentence in ("Answer “What is this step called?”", "Enter a whole number, like 20", "Enter 1 or more"):
        assert sentence in page, sentence
    browser.post(path, answers(stage, amount="", exits=["s4"], seen=seen(browser, path)))
    draft.refresh_from_db()
    assert (draft.stage("s3")["amount"], draft.stage("s3")["exits"]) == (None, ["s4"])
    assert "“Mediation by the Forum” has a time limit without a length." in browser.get(path).content.decode()
    browser.post(path, answers(stage, starts="", seen=seen(browser, path)))
    assert "without a start" in browser.get(PAGE).content.decode()
    browser.post(path, answers(stage, exits=["s3", "s77"], seen=seen(browser, path)))
    assert "without a start" in browser.get(PAGE).content.decode()


def test_a_change_by_somebody_else_is_shown_and_not_written_over(draft, browser, officer):
    path = f"{PAGE}steps/s1/"
    old = seen(browser, path)
    draft.revise_stage("s1", by=officer, name="Talks over tea")
    mine = answers(draft.stage("s1"), name="Talks over coffee", seen=old)
    page = browser.post(path, mine)
    assert page.status_code == 200
    assert "Somebody else has changed this" in page.content.decode()
    assert "Talks over tea" in page.content.decode()
    assert "Talks over coffee" in page.content.decode()
    draft.refresh_from_db()
    assert draft.stage("s1")["name"] == "Talks over tea"
    browser.post(path, mine | {"seen": page.context["form"].now})
    draft.refresh_from_db()
    assert draft.stage("s1")["name"] == "Talks over coffee"


def test_a_step_that_was_taken_out_meanwhile_can_be_added_again(draft, browser, officer):
    path = f"{PAGE}steps/s4/"
    mine = answers(draft.stage("s4"), name="My national step", seen=seen(browser, path))
    draft.remove_stage("s4", by=officer)
    page = browser.post(path, mine)
    assert "Somebody else has taken this step out." in page.content.decode()
    assert browser.get(path).status_code == 404
    browser.post(path, mine | {"seen": ""})
    draft.refresh_from_db()
    assert "My national step" in [stage["name"] for stage in draft.stages]


def test_a_press_on_an_old_page_does_nothing_and_says_so(draft, browser, officer):
    draft.move_stage("s2", 1, by=officer)
    for path in ("undo/", "steps/s3/up/", "steps/s3/remove/", "discard/", "steps/s4/routes/r1/remove/"):
        page = browser.post(f"{PAGE}{path}", {"revision": 1}, follow=True).content.decode()
        assert "Somebody else has changed the draft" in page, path
    assert "Somebody else has changed the draft" in browser.post(f"{PAGE}undo/", {}, follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.revision == 2
    draft.move_stage("s2", -1, by=officer)
    stale = ProcedureDraft.objects.get()
    draft.rule_over_all(by=officer, presides="chair", overall_amount=9, overall_unit="months")
    with pytest.raises(Overtaken):
        stale.move_stage("s1", 1, by=officer)
    with pytest.raises(Overtaken):
        stale.adopt(by=officer)


def test_bodies_and_courts_are_added_changed_closed_and_taken_out(draft, browser):
    routes = f"{PAGE}steps/s4/routes/"
    body = {"name": "The Advocate", "text": "Takes all.", "amount": "8", "unit": "weeks", "seen": ""}
    browser.post(f"{routes}add/", body)
    draft.refresh_from_db()
    added = draft.stage("s4")["routes"][-1]
    assert (added["name"], added["amount"], added["unit"], added["closed_on"]) == ("The Advocate", 8, "weeks", "")
    path = f"{routes}{added['key']}/"
    closed = {"closed_on_day": "31", "closed_on_month": "3", "closed_on_year": "2025"}
    browser.post(path, body | closed | {"seen": seen(browser, path)})
    draft.refresh_from_db()
    assert draft.stage("s4")["routes"][-1]["closed_on"] == "2025-03-31"
    assert "31" in browser.get(path).content.decode()
    assert "(closed)" in browser.get(PAGE).content.decode()
    press(browser, draft, f"steps/s4/routes/{added['key']}/remove/")
    draft.refresh_from_db()
    assert "The Advocate" not in [route["name"] for route in draft.stage("s4")["routes"]]
    assert browser.get(path).status_code == 404


def test_rules_over_all_steps_are_kept_and_adopted(draft, browser, town):
    path = f"{PAGE}over-all/"
    sent = {"presides": "by-turns", "overall_amount": "6", "overall_unit": "months", "seen": seen(browser, path)}
    browser.post(path, sent)
    press(browser, draft, "adopt/", sure="on")
    adopted = Procedure.newest(town)
    assert (adopted.presides, adopted.overall_amount, adopted.overall_unit) == ("by-turns", 6, "months")


def test_what_is_not_sound_is_not_adopted(draft, browser, officer, town):
    draft.revise_stage("s3", by=officer, clock="none")
    assert "has to be mended first" in browser.get(f"{PAGE}adopt/").content.decode()
    press(browser, draft, "adopt/", sure="on")
    with pytest.raises(NotAllowed, match="dead end"):
        draft.adopt(by=officer)
    assert Procedure.objects.filter(compact=town).count() == 1


def test_adopting_is_confirmed_says_what_changes_and_leaves_open_disputes_theirs(
    draft, browser, officer, town, group, council, complainant, client
):
    old = steps.raised(town, group, council, by=complainant)
    draft.revise_stage("s3", by=officer, amount=5)
    page = browser.get(f"{PAGE}adopt/").content.decode()
    assert "“Mediation by the Forum”: its time is 5 weeks instead of 3 weeks." in page
    assert "Disputes that are under way keep the version they began under" in page
    assert "Tick" in press(browser, draft, "adopt/").content.decode()
    assert "The procedure is adopted." in press(browser, draft, "adopt/", sure="on").content.decode()
    assert not ProcedureDraft.objects.exists()
    new = steps.raised(town, group, council, by=complainant)
    old = type(old).objects.get(pk=old.pk)
    assert (old.procedure.version, new.procedure.version) == (1, 2)
    assert (old.rules[2].amount, new.rules[2].amount) == (3, 5)
    assert "Version 2 of the procedure, adopted on" in client.get(PUBLIC).content.decode()
    first, second = (client.get(f"{PUBLIC}procedure/{n}/").content.decode() for n in (1, 2))
    assert "Disputes that began under it keep it." in first
    assert "Time: 3 weeks" in first
    assert "In force since" in second
    assert client.get(f"{PUBLIC}procedure/3/").status_code == 404


def test_a_draft_is_thrown_away_after_a_question(draft, browser, town):
    assert "cannot be undone" in browser.get(f"{PAGE}discard/").content.decode()
    press(browser, draft, "discard/")
    assert not ProcedureDraft.objects.exists()
    assert Procedure.objects.filter(compact=town).count() == 1


def test_the_public_page_shows_picture_contacts_and_open_and_closed_routes(town, client, council):
    town.vcs_contact_name, town.statutory_contact_name = "Vera Voice", "Stella Statutory"
    town.save()
    factories.organisation("Testham Support", town, kind="infrastructure", email="help@testham.example")
    page = client.get(PUBLIC).content.decode()
    assert page.count('role="img"') == 1
    for words in (
        *("Vera Voice", "Stella Statutory", "Testham Support", "help@testham.example"),
        *("Local Government and Social Care Ombudsman", "12 months from the decision", "Judicial review"),
        *("Compact Commissioner", "Closed on 31 March 2011"),
        "This Compact has adopted no procedure of its own yet",
    ):
        assert words in page, words
    assert "draft" not in page.lower().split("raise a dispute")[0]


def test_the_pages_cost_the_same_for_few_and_many_versions_and_steps(town, browser, officer, draft, client):
    def add(count):
        draft.refresh_from_db()
        for number in range(count):
            draft.add_stage(by=officer, name=f"Step {number}", after="s1")
            Procedure.adopt(town, by=officer)

    assert_same_queries(browser, PAGE, add)
    assert len(queries_of(browser, PUBLIC)) <= 15
    few = len(queries_of(client, f"{PUBLIC}procedure/1/"))
    add(10)
    assert len(queries_of(client, f"{PUBLIC}procedure/1/")) == few <= 15


def test_a_version_says_until_when_it_was_in_force(town, officer, client):
    Procedure.adopt(town, by=officer, on=date(2024, 1, 10))
    Procedure.adopt(town, by=officer, on=date(2025, 2, 20))
    assert "In force from 10 January 2024 to 19 February 2025." in client.get(f"{PUBLIC}procedure/1/").content.decode()
    assert Procedure.newest(town).adopted_on == date(2025, 2, 20)
    with pytest.raises(NotAllowed, match="today or earlier"):
        Procedure.adopt(town, by=officer, on=timezone.localdate().replace(year=2999))


def test_nothing_is_taken_to_a_body_that_has_closed(town, group, council, complainant, respondent, officer, client_of):
    case = steps.raised(town, group, council, by=complainant)
    case.go_formal(by=complainant)
    case.respond(by=respondent, note="We kept to our rules.")
    page = client_of(complainant).get(f"/disputes/{case.reference}/go-national/").content.decode()
    assert "Compact Voice" in page
    assert "Compact Commissioner" not in page
    for act in (case.go_national, case.go_outside):
        with pytest.raises(NotAllowed, match="Compact Commissioner closed on 31 March 2011. Choose another body."):
            act(by=complainant, body="The Compact Commissioner")
    case.refresh_from_db()
    assert case.state == "answered"
    case.go_national(by=complainant, body="Compact Voice")


def test_time_runs_outside_also_where_the_procedure_names_no_route(town, group, council, complainant, officer):
    Procedure.adopt(town, READY_MADE["three-steps"].stages, by=officer)
    case = steps.raised(town, group, council, by=complainant)
    assert [str(clock.route.name) for clock in case.outside_clocks()] == [
        "Claims about some public contracts",
        "Judicial review of some planning decisions",
        "Judicial review",
        "Local Government and Social Care Ombudsman",
    ]


def test_no_version_tells_of_a_first_dispute(town, officer, group, council, complainant, client):
    public, usual = f"{PUBLIC}procedure/1/", client.get(f"{PUBLIC}procedure/1/").content
    assert "The usual procedure, as in Derby." in usual.decode()
    steps.raised(town, group, council, by=complainant)
    assert client.get(public).content == usual
    ProcedureDraft.begin(town, by=officer).adopt(by=officer)
    elsewhere = factories.compact("Quiet Compact")
    other = ProcedureDraft.begin(elsewhere, by=factories.officer(elsewhere)).adopt(by=officer_of(elsewhere))
    assert Procedure.newest(town).version == other.version == 2
    assert "It held until" in client.get(public).content.decode()


def officer_of(compact):
    """The officer of a Compact, who began its draft."""
    return compact.procedure_draft.begun_by


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_press_at_once_one_succeeds_and_the_other_is_told(town, officer):
    other = factories.officer(town, "Oscar Officer")
    ProcedureDraft.begin(town, by=officer)
    steps_taken = [
        lambda: ProcedureDraft.objects.get(compact=town).adopt(by=officer),
        lambda: ProcedureDraft.objects.get(compact=town).move_stage("s4", 1, by=other),
        lambda: ProcedureDraft.objects.get(compact=town).discard(by=other),
    ]
    for first, second in combinations(steps_taken, 2):
        told = pressed_at_once(first, second)
        assert set(told) <= {"done", "Overtaken", "DoesNotExist", "NotAllowed"}
        assert "done" in told
        if not ProcedureDraft.objects.filter(compact=town).exists():
            ProcedureDraft.begin(town, by=officer)
    numbers = list(Procedure.objects.filter(compact=town).values_list("version", flat=True))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def pressed_at_once(*presses):
    """What each of some presses came to, each in a thread of its own."""
    gate, told = threading.Barrier(len(presses)), []

    def take(press):
        try:
            gate.wait()
            press()
            told.append("done")
        except (NotAllowed, ProcedureDraft.DoesNotExist) as reason:
            told.append(type(reason).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[press]) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == len(presses)
    return told

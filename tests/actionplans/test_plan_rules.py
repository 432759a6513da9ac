"""Plans and actions by their verbs: references, states, what follows from dates, what the database refuses, mail."""

from datetime import date, timedelta
from threading import Thread, get_ident

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from actionplans.actions import remind
from actionplans.lifecycle import Progress, Status, is_overdue, is_stale
from actionplans.models import Action, ActionPlan, ProgressUpdate, ReferenceNumbers, Stale, Theme
from codes.citing import cite, find
from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("status", "due_on", "expected"),
    [
        ("on_track", date(2026, 5, 31), True),
        ("on_track", DAY, False),
        ("on_track", None, False),
        ("complete", date(2026, 5, 31), False),
        ("stopped", date(2026, 5, 31), False),
        ("not_started", date(2026, 5, 31), True),
    ],
)
def test_an_action_is_overdue_from_the_day_after_its_due_date_until_it_is_finished(status, due_on, expected):
    assert is_overdue(status, due_on, DAY) is expected


def test_an_action_is_stale_after_90_days_without_news():
    assert not is_stale("on_track", DAY - timedelta(days=90), DAY)
    assert is_stale("on_track", DAY - timedelta(days=91), DAY)
    assert not is_stale("complete", DAY - timedelta(days=91), DAY)
    assert not is_stale("on_track", None, DAY)


@pytest.mark.parametrize(
    ("standings", "sentence"),
    [
        ([], "No actions yet."),
        ([("stopped", False)], "All actions have been stopped."),
        ([("complete", False)], "1 of 1 action complete."),
        (
            [("complete", False), ("on_track", True), ("on_track", False), ("stopped", False)],
            "1 of 3 actions complete: 2 on track, 1 stopped. 1 overdue.",
        ),
    ],
)
def test_progress_is_put_into_words(standings, sentence):
    assert Progress.of(standings).sentence() == sentence


def test_references_are_given_once_and_for_ever(draft_plan, add, officer):
    first, second = add(), add()
    assert (first.reference, second.reference) == ("T-001", "T-002")
    second.remove(by=officer, reason="Said twice")
    assert add().reference == "T-003"


def test_each_compact_counts_its_own_references(draft_plan, add):
    add()
    other = factories.compact("Upper Testham Compact")
    assert ReferenceNumbers.next_for(other) == "UT-001"


def test_an_action_carried_forward_keeps_its_reference_and_clauses(plan, action, officer, today):
    action.update_progress(by=officer, status=Status.AT_RISK, note="Late")
    done = Action.add(plan, by=officer, theme=plan.themes.get(), what="Done", lead=action.lead)
    done.update_progress(by=officer, status=Status.COMPLETE, note="Done")
    plan.close(by=officer)
    later = ActionPlan.begin(
        plan.compact, by=officer, year="2099", starts_on=plan.ends_on, ends_on=plan.ends_on + timedelta(days=365)
    )
    later.take_over(plan, by=officer)
    carried = later.actions.get()
    assert carried.reference == action.reference
    assert carried.carried_from == action
    assert carried.status == Status.AT_RISK
    assert list(carried.clauses.all()) == list(action.clauses.all())
    assert carried.theme.title == "Communication"


def test_a_finished_action_is_not_carried_forward(plan, action, officer):
    action.update_progress(by=officer, status=Status.COMPLETE, note="Done")
    later = ActionPlan.begin(
        plan.compact, by=officer, year="2099", starts_on=plan.ends_on, ends_on=plan.ends_on + timedelta(days=365)
    )
    with pytest.raises(NotAllowed, match="nothing to carry forward"):
        action.carry_forward(later, by=officer, theme=Theme.add(later, "Any", by=officer))


def test_a_plan_is_agreed_once_then_closed_and_takes_no_more(plan, action, officer):
    with pytest.raises(NotAllowed, match="already been agreed"):
        plan.agree(by=officer)
    plan.close(by=officer)
    for change in [
        lambda: plan.close(by=officer),
        lambda: Theme.add(plan, "More", by=officer),
        lambda: action.stop(by=officer, reason="No"),
        lambda: action.update_progress(by=officer, status=Status.COMPLETE, note="Done"),
    ]:
        action.plan.refresh_from_db()
        with pytest.raises(NotAllowed):
            change()


def test_somebody_who_was_too_late_to_agree_is_told(draft_plan, action, officer):
    the_same = ActionPlan.objects.get(pk=draft_plan.pk)
    draft_plan.agree(by=officer)
    with pytest.raises(NotAllowed, match="Somebody else has just done that"):
        the_same.agree(by=officer)


@pytest.mark.parametrize("who", ["stranger", "respondent", "forum_member", "admin"])
def test_only_an_officer_changes_a_plan(who, draft_plan, theme, council, request):
    person = request.getfixturevalue(who)
    for change in [
        lambda: draft_plan.agree(by=person),
        lambda: Theme.add(draft_plan, "More", by=person),
        lambda: Action.add(draft_plan, by=person, theme=theme, what="More", lead=council),
        lambda: draft_plan.revise(by=person, introduction="Mine"),
    ]:
        with pytest.raises(NotAllowed):
            change()


def test_a_stale_edit_changes_nothing(plan, action, officer):
    action.revise(by=officer, version=1, target="600")
    with pytest.raises(Stale):
        action.revise(by=officer, version=1, target="700")
    action.refresh_from_db()
    assert action.target == "600"


def test_progress_noted_late_for_an_earlier_day_does_not_change_how_it_stands(plan, action, officer, today):
    action.update_progress(by=officer, status=Status.COMPLETE, note="Done")
    action.update_progress(by=officer, status=Status.AT_RISK, note="Was late", on=today - timedelta(days=20))
    action.refresh_from_db()
    assert action.status == Status.COMPLETE
    with pytest.raises(NotAllowed, match="future"):
        action.update_progress(by=officer, status=Status.COMPLETE, note="Soon", on=today + timedelta(days=1))


def test_a_stopped_action_says_why_and_can_be_started_again(plan, action, officer):
    action.stop(by=officer, reason="No money")
    action.refresh_from_db()
    assert (action.status, action.closed_reason) == (Status.STOPPED, "No money")
    action.restart(by=officer, note="Money found")
    action.refresh_from_db()
    assert (action.status, action.closed_reason) == (Status.NOT_STARTED, "")
    assert [update.note for update in action.updates.all()] == ["Money found", "No money"]


def test_one_history_row_tells_of_an_edit_and_its_clauses(plan, action, officer, edition):
    action.revise(by=officer, version=1, target="9", clauses=edition.clauses.filter(number__in=["3.1", "3.2"]))
    latest, *earlier = action.history.all()
    assert latest.history_user == officer
    assert {row.clause.number for row in latest.clauses.all()} == {"3.1", "3.2"}
    assert [row.history_type for row in earlier] == ["+"]


def test_clauses_are_cited_and_found_again(town, edition):
    found, unknown = find(town, "3.1; 4.1,\n testham/revised/3.2, 88, Nothing 3, elsewhere/1/1")
    assert [clause.number for clause in found] == ["3.1", "4.1", "3.2"]
    assert unknown == ["88", "Nothing 3", "elsewhere/1/1"]
    assert cite(found[0]) == "3.1"


def test_a_draft_of_an_agreement_cannot_be_cited(town):
    factories.draft(town, "next")
    assert find(town, "testham/next/3.1") == ([], ["testham/next/3.1"])


BREAKS = {
    "a_reference_stands_once_in_a_plan": lambda a: Action.objects.create(
        plan=a.plan, theme=a.theme, lead=a.lead, what="x", reference=a.reference
    ),
    "an_action_is_due_after_it_starts": lambda a: Action.objects.filter(pk=a.pk).update(starts_on=date(2999, 1, 1)),
    "a_joint_lead_is_another_body": lambda a: Action.objects.filter(pk=a.pk).update(joint_lead=a.lead),
    "a_stopped_action_says_why": lambda a: Action.objects.filter(pk=a.pk).update(status="stopped"),
    "a_plan_ends_after_it_starts": lambda a: ActionPlan.objects.filter(pk=a.plan_id).update(ends_on=date(1999, 1, 1)),
    "a_plan_is_dated_as_far_as_it_has_come": lambda a: ActionPlan.objects.filter(pk=a.plan_id).update(agreed_on=None),
    "An action keeps its reference": lambda a: Action.objects.filter(pk=a.pk).update(reference="X-1"),
    "only ever added to": lambda a: ProgressUpdate.objects.update(note="Something nicer"),
    "a_progress_update_says_something": lambda a: ProgressUpdate.objects.create(
        of=a, on=DAY, by=a.updates.get().by, before="on_track", status="on_track", note=""
    ),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_the_database_refuses_what_must_not_be(rule, plan, action, officer):
    action.update_progress(by=officer, status=Status.ON_TRACK, note="Begun")
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAKS[rule](action)
    if connection.vendor == "postgresql" or " " in rule or not rule.startswith("a_reference"):
        assert rule in str(refusal.value)


def test_a_closed_plan_keeps_its_actions_in_the_database_too(plan, action, officer):
    plan.close(by=officer)
    with pytest.raises(IntegrityError, match="This plan is closed"), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(what="Another")


def test_a_second_plan_for_the_same_year_is_refused_with_a_sentence(plan, officer):
    with pytest.raises(ValidationError, match="already a plan for that year"):
        ActionPlan.begin(plan.compact, by=officer, year=plan.year, starts_on=plan.starts_on, ends_on=plan.ends_on)


def test_lead_bodies_are_told_when_a_plan_is_agreed(draft_plan, action, officer, respondent, complainant):
    draft_plan.agree(by=officer)
    messages = Message.objects.filter(subject__contains="is agreed")
    assert {message.to for message in messages} == {respondent.email, complainant.email}
    assert f"{action.reference} Print a leaflet" in messages[0].body


def test_lead_bodies_are_asked_about_late_actions_once_in_30_days(plan, action, respondent, today):
    def asked():
        return Message.objects.filter(subject__contains="for news", to=respondent.email).count()

    with time_machine.travel(action.due_on, tick=False):
        plan.actions.get().update_progress(by=respondent, status=Status.ON_TRACK, note="Nearly")
        remind()
        assert asked() == 0
    with time_machine.travel(action.due_on + timedelta(days=1), tick=False):
        assert remind() == "Lead bodies were asked about 1 actions"
        assert remind() == "Lead bodies were asked about 0 actions"
        assert asked() == 1
    with time_machine.travel(action.due_on + timedelta(days=31), tick=False):
        remind()
        assert asked() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_never_get_the_same_reference(draft_plan, theme, officer, council):
    def add_ten():
        for number in range(10):
            what = f"Something {number} of {get_ident()}"
            Action.add(draft_plan, by=officer, theme=theme, what=what, lead=council)
        connection.close()

    threads = [Thread(target=add_ten) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    references = sorted(draft_plan.actions.values_list("reference", flat=True))
    assert references == [f"T-{number:03}" for number in range(1, 21)]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_the_same_version_one_is_told(plan, action, officer):
    told = []

    def save(target):
        try:
            Action.objects.get(pk=action.pk).revise(by=officer, version=1, target=target)
        except Stale as reason:
            told.append(reason)
        connection.close()

    threads = [Thread(target=save, args=(target,)) for target in ("600", "700")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    action.refresh_from_db()
    assert len(told) == 1
    assert action.version == 2

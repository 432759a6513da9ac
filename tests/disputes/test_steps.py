"""The verbs of a dispute: what each changes, whom it tells, and what the database refuses."""

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from disputes.models import Citation, Dispute, DisputeEvent, Nomination, Procedure
from disputes.procedure import ENDED
from disputes.stages import Stage
from disputes.words import Action, StageKind, State
from signatories.models import Organisation, Signature
from tests import factories
from tests.disputes import steps

OUTCOME = {"outcome": "explanation", "remedy_met": "partly"}


@pytest.mark.parametrize("state", sorted(steps.ROADS))
def test_a_dispute_reaches_each_state_and_writes_each_step(case, take, state):
    take(case, state)
    last = case.events.latest()
    assert last.after == state
    assert case.events.first().action == Action.RAISE
    assert (case.ended_at is not None) == (state in ENDED)


# Clocks ----


def test_the_answer_is_due_within_the_respondents_own_time(case, complainant):
    Organisation.objects.filter(pk=case.respondent_id).update(complaints_days=10)
    case.respondent.refresh_from_db()
    with time_machine.travel("2026-12-18 10:00", tick=False):
        Dispute.objects.filter(pk=case.pk).update(moved_at=timezone.now())
        case.go_formal(by=complainant)
    assert case.due_on == date(2027, 1, 6)
    explained = " ".join(case.explain_deadline())
    assert "Testham Council answers complaints within 10 working days by its own procedure." in explained
    assert "Christmas Day (25 December 2026)" in explained
    assert case.events.latest().due_on == date(2027, 1, 6)


def test_a_respondent_without_a_time_of_its_own_gets_20_working_days_and_it_is_said(town, group, complainant):
    quiet = factories.organisation("Quiet Council", town, sector="statutory", complaints_days=None)
    case = steps.raised(town, group, quiet, by=complainant)
    case.go_formal(by=complainant)
    assert case.clock_amount == 20
    assert "Quiet Council has told the portal no time of its own, so 20 working days are used." in (
        case.explain_deadline()
    )


def test_the_chair_has_three_weeks_and_the_same_clock_runs_for_the_next_candidate(case, take, mediator, chair):
    take(case, "awaiting-statement")
    due = case.due_on
    assert case.clock().ends_on == due
    assert (case.clock_amount, case.clock_unit) == (3, "weeks")
    case.decline(by=mediator)
    assert case.due_on == due


def test_no_clock_runs_while_nobody_is_waited_for(case, take):
    take(case, "answered")
    assert case.due_on is None
    assert case.explain_deadline() == []


@pytest.mark.parametrize("state", ["awaiting-nomination", "awaiting-statement", "awaiting-acceptance", "objected"])
def test_when_three_weeks_are_out_without_a_mediator_the_complainant_may_go_on(case, take, complainant, state):
    take(case, state)
    assert "This opens on" in case.why_not(Action.GO_NATIONAL, complainant)
    with time_machine.travel(timezone.now() + timedelta(weeks=4), tick=False):
        case.go_national(by=complainant, body="Compact Voice")
    assert case.state == State.NATIONAL
    assert case.nominations.filter(state__in=Nomination.OPEN).count() == 0


def test_an_answer_that_never_comes_opens_the_forum(case, take, complainant):
    take(case, "awaiting-answer")
    with pytest.raises(NotAllowed, match="The answer is not due until"):
        case.refer(by=complainant)
    with time_machine.travel(timezone.now() + timedelta(weeks=8), tick=False):
        case.refer(by=complainant)
    assert case.state == State.AWAITING_NOMINATION


def test_a_late_answer_is_still_an_answer(case, take, respondent):
    take(case, "awaiting-answer")
    with time_machine.travel(timezone.now() + timedelta(weeks=8), tick=False):
        case.respond(by=respondent, note="Late, but here it is.")
    assert case.state == State.ANSWERED


def test_the_respondent_may_close_a_case_that_sleeps_after_twelve_weeks_and_a_notice(case, take, respondent):
    take(case, "answered")
    with pytest.raises(NotAllowed, match="if nothing happens until then"):
        case.warn(by=respondent)
    with time_machine.travel(timezone.now() + timedelta(weeks=12, hours=1), tick=False):
        case.warn(by=respondent)
        with pytest.raises(NotAllowed, match="if nothing happens until then"):
            case.lapse(by=respondent)
    with time_machine.travel(timezone.now() + timedelta(weeks=18), tick=False):  # 20 working days, at Easter too.
        case.lapse(by=respondent)
    assert (case.state, case.outcome) == (State.CLOSED, "unresolved")


def test_going_outside_opens_before_the_courts_time_is_over(town, group, council, complainant):
    case = steps.raised(town, group, council, by=complainant, days_ago=20)
    assert "The earlier steps come first." in case.why_not(Action.GO_OUTSIDE, complainant)
    old = steps.raised(town, group, council, by=complainant, days_ago=75)
    old.go_outside(by=complainant, body="The court")
    assert (old.state, old.body) == (State.OUTSIDE, "The court")


def test_what_was_done_earlier_can_be_written_down_with_its_moment(town, group, council, complainant, respondent):
    at = timezone.now() - timedelta(days=30)
    case = steps.draft(town, group, council, by=complainant, days_ago=40)
    case.describe(by=complainant, known_on=case.decision_on)
    case.lodge(by=complainant, at=at)
    case.go_formal(by=complainant, at=at + timedelta(days=1))
    case.respond(by=respondent, note="No.", at=at + timedelta(days=9))
    assert [event.at for event in case.events.all()] == [at, at + timedelta(days=1), at + timedelta(days=9)]
    assert case.raised_on == timezone.localdate(at)


# Mediation ----


def test_an_objection_can_be_overruled_once_and_then_the_next_is_chosen(
    case, take, complainant, respondent, chair, forum_member
):
    take(case, "objected")
    case.overrule(by=chair, note="Knowing each other is no conflict.")
    assert case.state == State.AWAITING_ACCEPTANCE
    assert case.nomination.respondent_answer == ""
    assert case.nomination.complainant_answer == "accepts"
    case.object(by=respondent, note="We still do.")
    with pytest.raises(NotAllowed, match="acceptable to both"):
        case.overrule(by=chair, note="Again.")
    case.sustain(by=chair, note="Somebody else is better.")
    assert case.state == State.AWAITING_NOMINATION
    case.nominate(forum_member, by=chair, summary="The next one.")
    assert case.state == State.AWAITING_STATEMENT


def test_the_mediator_may_see_the_case_from_both_acceptances_until_the_end(case, take, mediator):
    take(case, "awaiting-acceptance")
    assert case not in Dispute.objects.visible_to(mediator)


@pytest.mark.parametrize("end", ["end_mediation", "settle", "withdraw"])
def test_the_mediators_right_ends_with_the_mediation(case, take, mediator, complainant, end):
    take(case, "mediating")
    assert case in Dispute.objects.visible_to(mediator)
    details = {"end_mediation": {"note": "No."}, "settle": OUTCOME, "withdraw": {}}[end]
    getattr(case, end)(by=complainant, **details)
    assert case not in Dispute.objects.visible_to(mediator)
    assert Nomination.objects.get().state == "ended"


def test_nobody_of_a_party_and_nobody_twice_is_asked(case, take, town, council, chair, mediator, respondent):
    bound = factories.forum_seat(town, "Bo Bound", organisation=council)
    take(case, "awaiting-statement")
    case.decline(by=mediator)
    for person, sentence in [
        (bound, "which is a party"),
        (mediator, "already asked"),
        (chair, "chooses the mediator"),
        (respondent, "from the list"),
    ]:
        with pytest.raises(NotAllowed, match=sentence):
            case.nominate(person, by=chair, summary="x")
    assert case.state == State.AWAITING_NOMINATION


def test_the_roster_says_how_busy_everybody_is(case, take, mediator, chair, forum_member):
    take(case, "mediating")
    roster = {str(found.person): found for found in case.roster()}
    assert roster["Mel Mediator"].load_sentence() == "1 other case now"
    assert roster["Fran Forum"].load_sentence() == "No other case now"
    assert next(iter(roster)) == "Fran Forum"


def test_a_seat_that_has_ended_mediates_and_chairs_no_longer(case, take, town, chair, vice_chair, mediator):
    take(case, "awaiting-nomination")
    town.forum.seats.get(person=mediator).end(by=None)
    town.forum.seats.get(person=chair).end(by=None)
    assert mediator not in [found.person for found in case.roster()]
    assert case not in Dispute.objects.visible_to(chair)
    assert case in Dispute.objects.visible_to(vice_chair)


# Rules of raising ----


def test_references_are_numbered_by_place_and_year(town, group, council, complainant):
    year = timezone.localdate().year
    found = [steps.raised(town, group, council, by=complainant).reference for _ in range(3)]
    assert found == [f"TESTHAM-{year}-000{number}" for number in (1, 2, 3)]


def test_a_dispute_keeps_the_procedure_it_began_under(case, town, group, council, complainant):
    before = case.procedure
    short = [
        Stage(1, StageKind.NATIONAL, "Help", "", "", exits=(2,)),
        Stage(2, StageKind.INFORMAL, "Talks", "", "", exits=()),
    ]
    with pytest.raises(NotAllowed, match="No step leads"):
        Procedure.adopt(town, short)
    newer = Procedure.adopt(town, [Stage(1, StageKind.NATIONAL, "Ask for help", "", "")])
    assert newer.version == before.version + 1
    later = steps.raised(town, group, council, by=complainant)
    case.refresh_from_db()
    assert (later.procedure, later.state) == (newer, State.NATIONAL)
    assert case.procedure == before


def test_clauses_of_an_edition_that_was_not_in_force_are_refused(town, group, council, complainant):
    old = town.current_edition.clauses.first()
    factories.edition(town, "newer", in_force_on=timezone.localdate() - timedelta(days=30))
    case = Dispute.begin(town, complainant=group, respondent=council, by=complainant)
    case.describe(by=complainant, decision_on=timezone.localdate() - timedelta(days=5))
    with pytest.raises(NotAllowed, match="was not in force on"):
        case.cite([old], by=complainant)
    case.describe(by=complainant, decision_on=timezone.localdate() - timedelta(days=60))
    case.cite([old], by=complainant)
    assert case.citations.count() == 1


def test_what_was_raised_cannot_be_rewritten(case, complainant):
    with pytest.raises(NotAllowed, match="already raised"):
        case.describe(by=complainant, happened="Something else")


def test_only_people_of_the_complainant_begin_a_dispute(town, group, council, respondent, signatory):
    with pytest.raises(NotAllowed, match="You do not act for Testham Gardeners"):
        Dispute.begin(town, complainant=group, respondent=council, by=respondent)
    Dispute.begin(town, complainant=group, respondent=council, by=signatory)
    assert not Signature.objects.exists()


# Mail ----


def test_the_first_answer_about_a_mediator_tells_nobody(case, take, respondent):
    take(case, "awaiting-acceptance")
    before = Message.objects.count()
    case.accept(by=respondent)
    assert Message.objects.count() == before


def test_a_step_that_is_refused_changes_nothing_and_writes_no_mail(case, stranger, respondent):
    before = (case.events.count(), Message.objects.count(), case.moves)
    for who, verb in ((stranger, case.go_formal), (respondent, case.go_formal), (respondent, case.withdraw)):
        with pytest.raises(NotAllowed):
            verb(by=who)
    case.refresh_from_db()
    assert (case.events.count(), Message.objects.count(), case.moves) == before


def test_papers_never_leave_the_portal_by_mail(case, take, respondent):
    take(case, "answered")
    assert not Message.objects.filter(body__contains="We acted within our rules").exists()
    assert not Message.objects.filter(body__contains="two weeks' notice").exists()


# Two at once ----


def test_of_two_who_read_the_same_state_only_the_first_moves_it(case, take, complainant, respondent):
    take(case, "answered")
    mine, theirs = (Dispute.objects.get(pk=case.pk) for _ in range(2))
    theirs.refer(by=respondent)
    with pytest.raises(NotAllowed, match="Somebody else has moved this dispute"):
        mine.go_national(by=complainant)
    case.refresh_from_db()
    assert case.state == State.AWAITING_NOMINATION


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_exactly_one_succeeds(case, take, complainant, respondent):
    take(case, "answered")
    assert at_once(case, [("refer", respondent, {}), ("refer", complainant, {})]) == ["done", "refused"]
    assert case.events.filter(action="refer").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_both_parties_accept_at_once_and_mediation_begins(case, take, complainant, respondent):
    take(case, "awaiting-acceptance")
    assert at_once(case, [("accept", respondent, {}), ("accept", complainant, {})]) == ["done", "done"]
    case.refresh_from_db()
    assert case.state == State.MEDIATING


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_disputes_raised_at_once_get_two_references(town, group, council, complainant):
    drafts = [steps.draft(town, group, council, by=complainant) for _ in range(2)]
    Procedure.adopt(town)
    gate = threading.Barrier(2)
    errors = []

    def raise_one(dispute):
        try:
            gate.wait()
            dispute.lodge(by=complainant)
        except Exception as error:  # noqa: BLE001 (told to the test)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=raise_one, args=[dispute]) for dispute in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(set(Dispute.objects.values_list("reference", flat=True))) == 2


def at_once(case, calls):
    """Take steps in threads of their own, all begun on the same reading of the case; what came of each, sorted."""
    gate = threading.Barrier(len(calls))
    results = []

    def take_step(verb, who, details):
        try:
            mine = Dispute.objects.get(pk=case.pk)
            gate.wait()
            getattr(mine, verb)(by=who, **details)
        except NotAllowed:
            results.append("refused")
        else:
            results.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=take_step, args=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


# What the database refuses ----


def refused(constraint, change):
    """Check that a change is refused by the constraint, and only by it."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    assert constraint in str(caught.value)


def update(case, **changes):
    return lambda: Dispute.objects.filter(pk=case.pk).update(**changes)


def test_the_database_keeps_the_rules_of_a_dispute(case):
    now = timezone.now()
    refused("a_raised_dispute_has_a_reference_a_stage_and_a_decision", update(case, edition=None))
    refused("an_ended_dispute_has_the_moment_of_its_end", update(case, ended_at=now))
    refused("a_clock_has_a_start_a_length_and_an_end", update(case, due_on=now.date()))
    refused("an_answer_that_is_awaited_is_due_on_a_day", update(case, state="awaiting-answer"))
    refused("a_dispute_outside_names_the_body", update(case, state="outside"))
    refused("an_outcome_is_recorded_against_the_remedy_sought", update(case, state="resolved", ended_at=now))
    refused("a_decision_comes_before_the_dispute", update(case, raised_on=case.decision_on - timedelta(days=1)))
    refused("a_decision_is_known_once_it_is_made", update(case, known_on=case.decision_on - timedelta(days=1)))


def test_a_reference_belongs_to_one_dispute(case, town, group, council, complainant):
    draft = steps.draft(town, group, council, by=complainant)
    raised = {"raised_on": case.raised_on, "raised_at": case.raised_at, "stage": case.stage, "edition": case.edition}
    again = update(draft, state="talking", procedure=case.procedure, reference=case.reference, **raised)
    refused("reference", again)


def test_a_complainant_is_not_the_respondent_for_the_database_either(town, group, council, complainant):
    draft = Dispute.begin(town, complainant=group, respondent=council, by=complainant)
    refused("a_complainant_is_not_the_respondent", update(draft, respondent=group))


def test_the_database_keeps_what_was_raised(case, take):
    refused("What was raised cannot change.", update(case, happened="Rewritten"))
    refused("What was raised cannot change.", update(case, state="draft"))
    raised = Dispute.objects.filter(pk=case.pk)
    refused("A dispute that was raised is never removed.", lambda: raised._raw_delete("default"))
    take(case, "withdrawn")
    refused(
        "A dispute that has ended stays as it ended, unless it is reopened.",
        update(case, state="talking", ended_at=None),
    )


def test_the_database_only_ever_adds_to_the_history_of_a_dispute(case):
    events = DisputeEvent.objects.filter(dispute=case)
    refused("History is only ever added to.", lambda: events.update(note="Rewritten"))
    refused("History is only ever added to.", lambda: events._raw_delete("default"))


def test_the_database_refuses_a_step_that_the_procedure_does_not_know(case, complainant):
    def step(action, before, after, **more):
        return lambda: case.events.create(action=action, before=before, after=after, actor=complainant, **more)

    refused("a_step_is_one_that_the_procedure_allows", step("refer", "talking", "mediating"))
    refused("a_step_is_one_that_the_procedure_allows", step("withdraw", "resolved", "withdrawn"))
    refused("a_step_is_one_that_the_procedure_allows", step("look", "talking", "answered", note="x"))
    refused("these_steps_are_never_taken_without_words", step("respond", "awaiting-answer", "answered"))
    refused(
        "what_is_said_in_mediation_stays_in_its_rooms",
        step("mediation-note", "mediating", "mediating", audience="case"),
    )
    refused(
        "an_answer_about_a_mediator_is_kept_from_the_other_party",
        step("accept", "awaiting-acceptance", "awaiting-acceptance", audience="case"),
    )


def test_the_database_keeps_the_rules_of_a_nomination(case, take, chair, forum_member):
    take(case, "awaiting-acceptance")
    found = Nomination.objects.filter(pk=case.nomination_id)
    refused("a_mediator_is_acceptable_to_both_parties", lambda: found.update(state="mediating"))
    refused("a_mediator_has_made_a_statement", lambda: found.update(statement=""))
    refused("an_objection_has_a_reason", lambda: found.update(respondent_answer="objects"))
    again = {"summary": "x", "chosen_by": chair, "chosen_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        case.nominations.create(person=forum_member, **again)
    with pytest.raises(IntegrityError), transaction.atomic():
        case.nominations.create(person=case.nomination.person, state="declined", **again)


def test_the_database_keeps_the_rules_of_a_procedure(case):
    stage = case.procedure.stages.get(kind="mediation")
    fields = {"procedure": case.procedure, "order": 9, "name": "x"}
    refused("A changed procedure is a new version.", lambda: type(stage).objects.filter(pk=stage.pk).update(name="x"))
    refused("a_fixed_clock_has_a_length", lambda: type(stage).objects.create(kind="national", clock="fixed", **fields))
    refused(
        "a_stage_that_waits_for_somebody_has_a_clock",
        lambda: type(stage).objects.create(kind="formal", clock="none", **fields),
    )
    refused("a_time_limit_has_a_number_and_a_unit", lambda: stage.routes.create(place=1, name="x", amount=3))
    with pytest.raises(IntegrityError), transaction.atomic():
        Procedure.objects.create(compact=case.compact, version=case.procedure.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(stage).objects.create(**fields | {"order": 1, "kind": "national"})


def test_a_clause_is_cited_once(case):
    clause = case.citations.first().clause
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.create(dispute=case, clause=clause)

"""The rule book: turns, guards, stages, outside clocks, the diagram. What each party may do is in ``test_tables``."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from compact_portal.deadlines import Unit
from disputes.diagram import diagram, put_into
from disputes.procedure import (
    ENDED,
    ENTRY,
    FORWARD,
    KIND_OF,
    MOVES,
    OPEN,
    TURN,
    Answer,
    Facts,
    leads_to,
    legal_steps,
    offered,
    why_not,
)
from disputes.stages import DERBY, Route, Stage, default_for, faults, outside_clocks, outside_opens_on
from disputes.words import Action, Clock, Outcome, Party, RemedyMet, StageKind, State, Words

# Whose turn it is in each state, written by hand.
TURNS = """
draft               complainant
talking             complainant respondent
awaiting-answer     respondent
answered            complainant
awaiting-nomination chair
awaiting-statement  nominee
awaiting-acceptance complainant respondent
objected            chair
mediating           mediator
mediation-ended     complainant
awaiting-admission  chair
awaiting-decision   chair
decided             complainant
not-taken-on        complainant
national            complainant
outside             complainant
resolved
withdrawn
closed
"""

TODAY = date(2026, 11, 23)
EXITS = {stage.kind: frozenset(DERBY[order - 1].kind for order in stage.exits) for stage in DERBY}


def facts(state, party, situation):
    """Return the facts of a case in which nothing, or one thing, has run out."""
    return Facts(
        state=State(state),
        today=TODAY,
        party=Party(party),
        due_on=date(2026, 11, 22) if situation == "+" else TODAY,
        moved_on=date(2026, 8, 31) if situation == "~" else date(2026, 9, 1),
        outside_opens_on=TODAY if situation == "!" else date(2026, 11, 24),
        exits=EXITS.get(KIND_OF.get(State(state)), frozenset(StageKind)),
    )


def may(action, found):
    return action in offered(found.state, found.party, found.exits) and not why_not(action, found)


def test_whose_turn_it_is_in_each_state():
    expected = {}
    for line in TURNS.strip().splitlines():
        state, *parties = line.split()
        expected[state] = set(parties)
    assert {state.value: {party.value for party in parties} for state, parties in TURN.items()} == expected


def test_every_state_is_open_ended_or_a_draft():
    assert set(State) == OPEN | ENDED | {State.DRAFT}
    assert set(TURN) == set(State)
    assert set(MOVES) == set(Action)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_whoever_has_the_turn_can_move_it(state):
    exits = EXITS.get(KIND_OF[state], frozenset(StageKind))
    for party in TURN[state]:
        moves = [
            action for action in offered(state, party, exits) if action not in (Action.NOTE, Action.MEDIATION_NOTE)
        ]
        assert moves or (state, party) == (State.TALKING, Party.RESPONDENT)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_silence_never_traps_the_complainant(state):
    found = facts(state, Party.COMPLAINANT, "+")
    onward = {
        Action.GO_FORMAL,
        Action.REFER,
        Action.GO_NATIONAL,
        Action.GO_OUTSIDE,
        Action.CLOSE,
        Action.END_MEDIATION,
    }
    assert any(may(action, found) for action in onward)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_the_forward_actions_are_actions_of_that_state(state):
    assert FORWARD[state]
    for action in FORWARD[state]:
        assert state in MOVES[action].states


def test_an_overdue_answer_opens_the_next_stage_the_day_after_and_not_before():
    found = facts(State.AWAITING_ANSWER, Party.COMPLAINANT, "")
    assert "22 November 2026" in why_not(
        Action.REFER, replace(found, due_on=date(2026, 11, 22), today=date(2026, 11, 22))
    )
    assert "23 November 2026" in why_not(
        Action.REFER, replace(found, due_on=date(2026, 11, 22), today=date(2026, 11, 22))
    )
    assert why_not(Action.REFER, replace(found, due_on=date(2026, 11, 22))) == ""


def test_the_first_acceptance_waits_for_the_second():
    found = facts(State.AWAITING_ACCEPTANCE, Party.COMPLAINANT, "")
    assert leads_to(Action.ACCEPT, found) == State.AWAITING_ACCEPTANCE
    assert leads_to(Action.OBJECT, found) == State.AWAITING_ACCEPTANCE
    accepted = replace(found, other_answer=Answer.ACCEPTS)
    assert leads_to(Action.ACCEPT, accepted) == State.MEDIATING
    assert leads_to(Action.OBJECT, accepted) == State.OBJECTED
    objected = replace(found, other_answer=Answer.OBJECTS)
    assert leads_to(Action.ACCEPT, objected) == State.OBJECTED
    assert leads_to(Action.OBJECT, objected) == State.OBJECTED


def test_nobody_answers_twice_about_the_same_mediator():
    found = replace(facts(State.AWAITING_ACCEPTANCE, Party.RESPONDENT, ""), own_answer=Answer.ACCEPTS)
    assert "already answered" in why_not(Action.ACCEPT, found)
    assert "already answered" in why_not(Action.OBJECT, found)


def test_an_objection_is_overruled_at_most_once():
    found = replace(facts(State.OBJECTED, Party.CHAIR, ""), overruled=True)
    assert "acceptable to both" in why_not(Action.OVERRULE, found)
    assert why_not(Action.SUSTAIN, found) == ""


def test_a_stage_is_entered_at_its_first_state():
    for action, kind in {
        Action.GO_FORMAL: StageKind.FORMAL,
        Action.REFER: StageKind.MEDIATION,
        Action.GO_NATIONAL: StageKind.NATIONAL,
        Action.GO_OUTSIDE: StageKind.OUTSIDE,
    }.items():
        assert leads_to(action, facts(State.ANSWERED, Party.COMPLAINANT, "")) == kind
    assert ENTRY == {
        StageKind.INFORMAL: State.TALKING,
        StageKind.FORMAL: State.AWAITING_ANSWER,
        StageKind.MEDIATION: State.AWAITING_NOMINATION,
        StageKind.PANEL: State.AWAITING_DECISION,
        StageKind.NATIONAL: State.NATIONAL,
        StageKind.OUTSIDE: State.OUTSIDE,
    }


def test_a_note_changes_nothing():
    steps = [step for step in legal_steps() if step[0] in (Action.NOTE, Action.MEDIATION_NOTE)]
    assert steps
    assert all(before == after for _action, before, after in steps)


def test_only_reopening_leads_out_of_a_dispute_that_has_ended():
    assert {step[0] for step in legal_steps() if step[1] in ENDED} == {Action.REOPEN}


def test_every_word_has_a_label():
    for words in Words.__subclasses__():
        for value, label in words.choices():
            assert words(value).label == str(label)
            assert str(label)[0].isupper()
    assert {RemedyMet, Outcome} <= set(Words.__subclasses__())
    # The same word in two lists keeps two labels.
    assert (Party.RESPONDENT.label, Clock.RESPONDENT.label) == (
        "Respondent",
        "The respondent's own complaints procedure",
    )
    assert (State.NATIONAL.label, StageKind.NATIONAL.label) == ("With a national body", "National options")


# -- The stages ----


def test_the_derby_procedure_is_sound_and_is_the_one_in_the_document():
    assert faults(DERBY) == []
    assert [stage.kind for stage in DERBY] == ["informal", "formal", "mediation", "national", "outside"]
    assert [stage.exits for stage in DERBY] == [(2,), (3, 4), (4, 5), (5,), ()]
    assert DERBY[1].clock == Clock.RESPONDENT
    assert (DERBY[2].clock, DERBY[2].amount, DERBY[2].unit) == (Clock.FIXED, 3, Unit.WEEKS)
    assert all(str(stage.text) and str(stage.silence) for stage in DERBY)


def test_each_nation_has_its_own_ombudsman():
    names = {
        nation: [(str(route.name), route.amount) for route in default_for(nation)[4].routes if route.ombudsman]
        for nation in ("england", "wales", "scotland", "northern_ireland")
    }
    assert names == {
        "england": [("Local Government and Social Care Ombudsman", 12)],
        "wales": [("Public Services Ombudsman for Wales", 12)],
        "scotland": [("Scottish Public Services Ombudsman", 12)],
        "northern_ireland": [("Northern Ireland Public Services Ombudsman", 6)],
    }


def stage(order, kind, name="A stage", **changes):
    return Stage(order, StageKind(kind), name, "", "", **changes)


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        ([], "at least one stage"),
        ([stage(1, "informal", "Talks")], "“Talks” is a dead end: nothing follows it."),
        ([stage(1, "formal", "Letter")], "“Letter” is a dead end: it has no time limit"),
        ([stage(1, "mediation", "Panel")], "“Panel” is a dead end: it has no time limit"),
        ([stage(1, "formal", "Letter", clock=Clock.FIXED)], "“Letter” has a time limit without a length."),
        (
            [stage(1, "informal", exits=(2,)), stage(2, "national", "Help"), stage(3, "outside", "Court")],
            "“Court” can never be reached.",
        ),
        ([stage(1, "informal", "Talks", exits=(7,))], "“Talks” leads to stage 7, which does not exist."),
        (
            [stage(1, "national", "Help", exits=(2,)), stage(2, "outside", "Court", exits=(1,))],
            "“Court” leads back to stage 1.",
        ),
        (
            [stage(1, "outside", "Court", exits=(2,)), stage(2, "informal", "Talks", exits=(3,))],
            "No step leads from “Court” to “Talks”.",
        ),
        ([stage(1, "national"), stage(1, "outside")], "Two stages have the same number."),
    ],
)
def test_a_procedure_with_a_fault_is_refused_with_a_sentence(stages, sentence):
    assert any(sentence in fault for fault in faults(stages))


@pytest.mark.parametrize(
    "stages",
    [
        # Talks, then a panel, then out of the Compact: no formal stage.
        [
            stage(1, "informal", exits=(2,)),
            stage(2, "mediation", clock=Clock.FIXED, amount=6, exits=(3,)),
            stage(3, "outside"),
        ],
        # One stage only: a complaint in writing.
        [stage(1, "formal", clock=Clock.FIXED, amount=20, unit=Unit.WORKING_DAYS)],
        # Two written steps, one after the other.
        [
            stage(1, "informal", exits=(2,)),
            stage(2, "formal", clock=Clock.RESPONDENT, exits=(3,)),
            stage(3, "formal", clock=Clock.FIXED, amount=4, exits=(4,)),
            stage(4, "national"),
        ],
    ],
)
def test_procedures_of_other_places_are_sound_too(stages):
    assert faults(stages) == []


# -- The outside clocks ----


def test_the_outside_clocks_run_from_the_decision_and_stay_where_they_fall():
    clocks = outside_clocks(DERBY[4].routes, date(2026, 11, 30), "england")
    assert [(str(clock.route.name), clock.ends_on) for clock in clocks] == [
        ("Claims about some public contracts", date(2026, 12, 30)),
        ("Judicial review of some planning decisions", date(2027, 1, 11)),
        ("Judicial review", date(2027, 2, 28)),
        ("Local Government and Social Care Ombudsman", date(2027, 11, 30)),
    ]
    assert not clocks[0].passed(date(2026, 12, 30))
    assert clocks[0].passed(date(2026, 12, 31))


def test_going_outside_opens_four_weeks_before_the_courts_time_ends():
    assert outside_opens_on(DERBY[4].routes, date(2026, 11, 30), "england") == date(2027, 1, 31)
    ombudsman = [Route("Ombudsman", "", 12, Unit.MONTHS, ombudsman=True)]
    assert outside_opens_on(ombudsman, date(2026, 11, 30), "england") == date(2027, 11, 2)
    assert outside_opens_on([Route("Advice")], date(2026, 11, 30), "england") is None


# -- The diagram ----


def test_readme_shows_the_procedure_as_it_is():
    readme = Path("README.md").read_text(encoding="utf-8")
    assert put_into(readme) == readme, "Run: manage.py procedure_diagram --write README.md"


def test_the_diagram_has_every_state_and_the_ordinary_ways_only():
    drawn = diagram()
    for state in State:
        assert state.label in drawn
    assert "awaiting_answer --> awaiting_nomination : Refer to the Forum" in drawn
    assert "mediation_ended --> outside : Go to an ombudsman or court" in drawn
    assert "talking --> outside" not in drawn
    assert "talking --> awaiting_nomination" not in drawn


def test_the_command_prints_the_diagram(capsys):
    call_command("procedure_diagram")
    assert capsys.readouterr().out == diagram()


def test_the_command_writes_between_the_marks(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("Before\n<!-- procedure -->\nwhat it was last year\n<!-- /procedure -->\nAfter\n", encoding="utf-8")
    call_command("procedure_diagram", write=page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("Before\n<!-- procedure -->\n```mermaid\n")
    assert text.endswith("<!-- /procedure -->\nAfter\n")
    assert "last year" not in text


def test_the_command_says_what_is_missing(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("No marks\n", encoding="utf-8")
    with pytest.raises(CommandError, match="has no <!-- procedure -->"):
        call_command("procedure_diagram", write=page)

"""The rule book against the tables written by hand: every party, every state, every action, every cell."""

from datetime import date

import pytest

from disputes.procedure import Answer, Facts, offered, why_not
from disputes.procedures import READY_MADE
from disputes.words import Action, Party, StageKind, State
from tests.disputes import tables

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)
LONG_AGO = date(2026, 8, 31)  # 12 weeks.
BY_HAND = {
    "derby": tables.DERBY,
    "three-steps": tables.THREE_STEPS,
    "standing-panel": tables.STANDING_PANEL,
    "steering-group": tables.STEERING_GROUP,
    "peer-support": tables.PEER_SUPPORT,
    "alternating-chair": tables.ALTERNATING_CHAIR,
}
PROCEDURES = {place: (READY_MADE[place].stages, table) for place, table in BY_HAND.items()}
EVERYWHERE = tables.cells(tables.EVERYWHERE)


def facts(state, party, situation, exits=frozenset()):
    """A case in which nothing, or one thing, is special."""
    party = Party(party)
    other = Party.RESPONDENT if party == Party.COMPLAINANT else Party.COMPLAINANT
    return Facts(
        state=State(state),
        today=TODAY,
        party=party,
        due_on=YESTERDAY if situation in ("+", "x") else TODAY,
        moved_on=LONG_AGO if situation == "~" else date(2026, 9, 1),
        outside_opens_on=TODAY if situation == "!" else date(2026, 11, 24),
        exits=exits,
        own_answer=Answer.ACCEPTS if situation == "a" else Answer.NONE,
        overruled=situation == "a",
        paused_until=date(2026, 12, 1) if situation == "z" else None,
        warned_on={"w": date(2026, 11, 1), "W": date(2026, 10, 23)}.get(situation),
        ended_on=LONG_AGO if situation != "T" else date(2026, 8, 30),
        proposal_by={"q": other.value, "o": party.value}.get(situation, ""),
        own_room=situation == "r",
        seats_panel=situation in ("k", "K"),
        panel_seated=situation == "K",
        extend_by=5 if situation in ("e", "E", "x") else None,
        extended=situation == "E",
    )


def says(action, found, *, outside):
    """What the code says: "yes", "later" or "no"."""
    if action not in offered(found.state, found.party, found.exits, outside=outside, facts=found):
        return "no"
    return "later" if why_not(action, found) else "yes"


def differences(columns, actions, situation, cells):
    """Where code and table differ. A column is its name, state, exits, and whether an outside stage is there."""
    wrong = []
    for name, state, exits, outside in columns:
        for party in Party:
            found = facts(state, party, situation, exits)
            for action in actions:
                expected = tables.may(cells[action, name], party.value, situation, action)
                answer = says(Action(action), found, outside=outside)
                if answer != expected:
                    wrong.append(f"{name} {party} {action} {situation!r}: {answer}, by hand {expected}")
    return wrong


@pytest.mark.parametrize("situation", tables.SITUATIONS)
def test_each_party_may_do_in_each_state_what_is_written_for_every_procedure(situation):
    columns = [(name, state, frozenset(), True) for name, state in tables.STATES.items()]
    actions = sorted({action for action, _column in EVERYWHERE})
    assert differences(columns, actions, situation, EVERYWHERE) == []


@pytest.mark.parametrize("place", PROCEDURES)
def test_each_party_may_go_on_from_each_stage_as_is_written_for_the_place(place):
    stages, table = PROCEDURES[place]
    cells = tables.cells(table)
    kinds = {stage.order: stage.kind for stage in stages}
    exits = {stage.order: frozenset(kinds[order] for order in stage.exits) for stage in stages}
    columns = [
        (name, tables.STATES[name[1:]], exits[int(name[0])], StageKind.OUTSIDE in kinds.values())
        for name in dict.fromkeys(column for _action, column in cells)
    ]
    wrong = [
        fault for situation in tables.SITUATIONS for fault in differences(columns, tables.WAYS_ON, situation, cells)
    ]
    assert wrong == []


@pytest.mark.parametrize("place", PROCEDURES)
def test_no_stage_and_no_state_of_it_is_missing_in_the_table_of_a_place(place):
    stages, table = PROCEDURES[place]
    of_kind = {
        StageKind.INFORMAL: ["talk"],
        StageKind.FORMAL: ["wait", "answ"],
        StageKind.MEDIATION: ["nomi", "stat", "acce", "obje", "medi", "ende"],
        StageKind.NATIONAL: ["nati"],
        StageKind.OUTSIDE: ["outs"],
    }
    expected = []
    for stage in stages:
        serious = ["admi", "deci", "done", "away"] if stage.only_serious else ["deci", "done"]
        expected += [f"{stage.order}{state}" for state in of_kind.get(stage.kind, serious)]
    assert list(dict.fromkeys(column for _action, column in tables.cells(table))) == expected
    assert {action for action, _column in tables.cells(table)} == set(tables.WAYS_ON)


def test_no_action_and_no_state_is_missing_in_the_tables():
    assert {action for action, _column in EVERYWHERE} | set(tables.WAYS_ON) == set(Action)
    assert {tables.STATES[column] for _action, column in EVERYWHERE} == set(State)
    assert set(tables.PARTIES.values()) == set(Party)
    assert set(BY_HAND) == set(READY_MADE)

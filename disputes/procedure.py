"""The rule book of a dispute: who may do what, when, and where it leads.

It knows neither the database nor the web. Source: the conflict resolution process of the Derby Compact (five
stages); what that process is silent about is answered in the stages' own texts, in ``stages.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

from compact_portal.deadlines import written

from .words import Action, Party, StageKind, State

FEWEST_SHOWN = 5  # Smaller public figures could give away who complained; they are said to be fewer than this.
QUIET_WEEKS = 12  # After so long without a move of the complainant the respondent may close the case.


KIND_OF: dict[State, StageKind] = {
    State.TALKING: StageKind.INFORMAL,
    State.AWAITING_ANSWER: StageKind.FORMAL,
    State.ANSWERED: StageKind.FORMAL,
    State.AWAITING_NOMINATION: StageKind.MEDIATION,
    State.AWAITING_STATEMENT: StageKind.MEDIATION,
    State.AWAITING_ACCEPTANCE: StageKind.MEDIATION,
    State.OBJECTED: StageKind.MEDIATION,
    State.MEDIATING: StageKind.MEDIATION,
    State.MEDIATION_ENDED: StageKind.MEDIATION,
    State.NATIONAL: StageKind.NATIONAL,
    State.OUTSIDE: StageKind.OUTSIDE,
}
ENTRY: dict[StageKind, State] = {
    StageKind.INFORMAL: State.TALKING,
    StageKind.FORMAL: State.AWAITING_ANSWER,
    StageKind.MEDIATION: State.AWAITING_NOMINATION,
    StageKind.NATIONAL: State.NATIONAL,
    StageKind.OUTSIDE: State.OUTSIDE,
}
OPEN = frozenset(KIND_OF)
ENDED = frozenset({State.RESOLVED, State.WITHDRAWN, State.CLOSED})
NO_MEDIATOR_YET = frozenset(
    {State.AWAITING_NOMINATION, State.AWAITING_STATEMENT, State.AWAITING_ACCEPTANCE, State.OBJECTED}
)
TIMED = NO_MEDIATOR_YET | {State.AWAITING_ANSWER}

TURN: dict[State, frozenset[Party]] = {
    State.DRAFT: frozenset({Party.COMPLAINANT}),
    State.TALKING: frozenset({Party.COMPLAINANT, Party.RESPONDENT}),
    State.AWAITING_ANSWER: frozenset({Party.RESPONDENT}),
    State.ANSWERED: frozenset({Party.COMPLAINANT}),
    State.AWAITING_NOMINATION: frozenset({Party.CHAIR}),
    State.AWAITING_STATEMENT: frozenset({Party.NOMINEE}),
    State.AWAITING_ACCEPTANCE: frozenset({Party.COMPLAINANT, Party.RESPONDENT}),
    State.OBJECTED: frozenset({Party.CHAIR}),
    State.MEDIATING: frozenset({Party.MEDIATOR}),
    State.MEDIATION_ENDED: frozenset({Party.COMPLAINANT}),
    State.NATIONAL: frozenset({Party.COMPLAINANT}),
    State.OUTSIDE: frozenset({Party.COMPLAINANT}),
    State.RESOLVED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.CLOSED: frozenset(),
}


class Answer(StrEnum):
    """What a party says of the person chosen to mediate."""

    NONE = ""
    ACCEPTS = "accepts"
    OBJECTS = "objects"


@dataclass(frozen=True)
class Facts:
    """What the guards need to know. Dates are days in the portal's own time zone."""

    state: State
    today: date
    party: Party | None = None
    due_on: date | None = None
    moved_on: date | None = None
    outside_opens_on: date | None = None
    exits: frozenset[StageKind] = frozenset()
    own_answer: str = Answer.NONE
    other_answer: str = Answer.NONE
    overruled: bool = False


def nothing(facts: Facts) -> str:
    """Stand in no one's way."""
    return ""


def time_still_runs(facts: Facts) -> str:
    """Keep a stage shut until the time given to somebody else has run out; an answer opens it at once."""
    if facts.state in TIMED and facts.due_on and facts.today <= facts.due_on:
        opens = written(facts.due_on + timedelta(days=1))
        if facts.state == State.AWAITING_ANSWER:
            return _("The answer is not due until %(due)s. This opens when it comes, or on %(opens)s.") % {
                "due": written(facts.due_on),
                "opens": opens,
            }
        return _("The Chair has until %(due)s to find a mediator. This opens on %(opens)s.") % {
            "due": written(facts.due_on),
            "opens": opens,
        }
    return ""


def outside_not_yet(facts: Facts) -> str:
    """Keep the order of the steps, but never so long that a time limit outside the Compact runs out."""
    if facts.outside_opens_on and facts.today >= facts.outside_opens_on:
        return ""
    if StageKind.OUTSIDE in facts.exits:
        return time_still_runs(facts)
    if facts.outside_opens_on:
        return _(
            "The earlier steps come first. This opens on %(opens)s at the latest, so that no time limit is "
            "lost. Nothing here stops you from going to an ombudsman or a court yourself."
        ) % {"opens": written(facts.outside_opens_on)}
    return _("The earlier steps come first.")


def not_yet_quiet(facts: Facts) -> str:
    """Let the respondent close a case only after nothing has happened for a long time."""
    quiet_on = facts.moved_on and facts.moved_on + timedelta(weeks=QUIET_WEEKS)
    if quiet_on and facts.today < quiet_on:
        return _("This opens on %(opens)s if nothing happens until then.") % {"opens": written(quiet_on)}
    return ""


def already_answered(facts: Facts) -> str:
    """Ask each party once."""
    if facts.own_answer:
        return _("You have already answered. You will see the other party's answer when it is in.")
    return ""


def asked_twice(facts: Facts) -> str:
    """An objection is overruled at most once for the same person: a mediator must be acceptable to both."""
    if facts.overruled:
        return _("This party was asked a second time and still objects. A mediator must be acceptable to both.")
    return ""


def when_both_accept(facts: Facts) -> State:
    """Lead on when the second answer is in."""
    if not facts.other_answer:
        return State.AWAITING_ACCEPTANCE
    return State.MEDIATING if facts.other_answer == Answer.ACCEPTS else State.OBJECTED


def when_one_objects(facts: Facts) -> State:
    """Wait for the other party's answer before anybody learns of the objection."""
    return State.OBJECTED if facts.other_answer else State.AWAITING_ACCEPTANCE


class Move(NamedTuple):
    """One line of the rule book.

    ``to`` is where the move leads: nothing (it changes no state), one state, or the kind of stage entered.
    Where there are several states, ``where`` picks one of them.
    """

    states: frozenset[State]
    parties: frozenset[Party]
    to: tuple[State, ...] | StageKind | None
    why_not: Callable[[Facts], str] = nothing
    where: Callable[[Facts], State] | None = None


COMPLAINANT, RESPONDENT, CHAIR, NOMINEE, MEDIATOR = (frozenset({party}) for party in Party)
BOTH = COMPLAINANT | RESPONDENT

MOVES: dict[Action, Move] = {
    Action.RAISE: Move(frozenset({State.DRAFT}), COMPLAINANT, tuple(ENTRY.values())),
    Action.GO_FORMAL: Move(
        frozenset({State.TALKING, State.AWAITING_ANSWER, State.ANSWERED}),
        COMPLAINANT,
        StageKind.FORMAL,
        time_still_runs,
    ),
    Action.RESPOND: Move(frozenset({State.AWAITING_ANSWER}), RESPONDENT, (State.ANSWERED,)),
    Action.REFER: Move(
        frozenset({State.TALKING, State.AWAITING_ANSWER, State.ANSWERED}),
        BOTH,
        StageKind.MEDIATION,
        time_still_runs,
    ),
    Action.NOMINATE: Move(frozenset({State.AWAITING_NOMINATION}), CHAIR, (State.AWAITING_STATEMENT,)),
    Action.DECLARE: Move(frozenset({State.AWAITING_STATEMENT}), NOMINEE, (State.AWAITING_ACCEPTANCE,)),
    Action.DECLINE: Move(frozenset({State.AWAITING_STATEMENT}), NOMINEE, (State.AWAITING_NOMINATION,)),
    Action.REPLACE: Move(
        frozenset({State.AWAITING_STATEMENT, State.AWAITING_ACCEPTANCE}), CHAIR, (State.AWAITING_NOMINATION,)
    ),
    Action.ACCEPT: Move(
        frozenset({State.AWAITING_ACCEPTANCE}),
        BOTH,
        (State.AWAITING_ACCEPTANCE, State.MEDIATING, State.OBJECTED),
        already_answered,
        when_both_accept,
    ),
    Action.OBJECT: Move(
        frozenset({State.AWAITING_ACCEPTANCE}),
        BOTH,
        (State.AWAITING_ACCEPTANCE, State.OBJECTED),
        already_answered,
        when_one_objects,
    ),
    Action.SUSTAIN: Move(frozenset({State.OBJECTED}), CHAIR, (State.AWAITING_NOMINATION,)),
    Action.OVERRULE: Move(frozenset({State.OBJECTED}), CHAIR, (State.AWAITING_ACCEPTANCE,), asked_twice),
    Action.END_MEDIATION: Move(frozenset({State.MEDIATING}), MEDIATOR | BOTH, (State.MEDIATION_ENDED,)),
    Action.GO_NATIONAL: Move(
        frozenset({State.AWAITING_ANSWER, State.ANSWERED, State.MEDIATION_ENDED}) | NO_MEDIATOR_YET,
        COMPLAINANT,
        StageKind.NATIONAL,
        time_still_runs,
    ),
    Action.GO_OUTSIDE: Move(OPEN - {State.MEDIATING, State.OUTSIDE}, COMPLAINANT, StageKind.OUTSIDE, outside_not_yet),
    Action.SETTLE: Move(OPEN, COMPLAINANT, (State.RESOLVED,)),
    Action.CLOSE: Move(OPEN - {State.TALKING, State.MEDIATING}, COMPLAINANT, (State.CLOSED,), time_still_runs),
    Action.LAPSE: Move(
        frozenset({State.TALKING, State.ANSWERED, State.MEDIATION_ENDED, State.NATIONAL}),
        RESPONDENT,
        (State.CLOSED,),
        not_yet_quiet,
    ),
    Action.WITHDRAW: Move(OPEN, COMPLAINANT, (State.WITHDRAWN,)),
    Action.NOTE: Move(OPEN - {State.MEDIATING}, BOTH, None),
    Action.MEDIATION_NOTE: Move(frozenset({State.MEDIATING}), BOTH | MEDIATOR, None),
}

# The button that carries the case forward in each state; every other one is quieter.
FORWARD: dict[State, tuple[Action, ...]] = {
    State.TALKING: (Action.GO_FORMAL, Action.REFER),
    State.AWAITING_ANSWER: (Action.RESPOND, Action.REFER),
    State.ANSWERED: (Action.REFER, Action.GO_NATIONAL),
    State.AWAITING_NOMINATION: (Action.NOMINATE, Action.GO_NATIONAL),
    State.AWAITING_STATEMENT: (Action.DECLARE, Action.GO_NATIONAL),
    State.AWAITING_ACCEPTANCE: (Action.ACCEPT, Action.GO_NATIONAL),
    State.OBJECTED: (Action.SUSTAIN, Action.GO_NATIONAL),
    State.MEDIATING: (Action.SETTLE,),
    State.MEDIATION_ENDED: (Action.GO_NATIONAL, Action.GO_OUTSIDE),
    State.NATIONAL: (Action.GO_OUTSIDE, Action.CLOSE),
    State.OUTSIDE: (Action.CLOSE,),
}


def offered(state: State, party: Party, exits: frozenset[StageKind], *, outside: bool = True) -> list[Action]:
    """Return the actions that a party may take in a state, now or later, in the table's order.

    ``exits`` are the kinds of stage that the present stage leads to; ``outside`` says whether the procedure
    has an outside stage at all, because the way there is open from every stage when a time limit is about to
    run out.
    """
    found = []
    for action, move in MOVES.items():
        if state not in move.states or party not in move.parties:
            continue
        if isinstance(move.to, StageKind):
            there = outside if move.to == StageKind.OUTSIDE else move.to in exits
            if not there:
                continue
        found.append(action)
    return found


def why_not(action: Action, facts: Facts) -> str:
    """Return the sentence that says why a party may not take an action now; empty if they may."""
    if facts.state in ENDED:
        return _("This dispute has ended.")
    move = MOVES[action]
    if facts.party not in move.parties:
        return _("This is not for you to do.")
    if facts.state not in move.states:
        return _("This cannot be done while the dispute is: %(state)s.") % {"state": facts.state.label}
    return move.why_not(facts)


def leads_to(action: Action, facts: Facts) -> State | StageKind:
    """Return the state that an action leads to, or the kind of stage it enters."""
    move = MOVES[action]
    if move.to is None:
        return facts.state
    if isinstance(move.to, StageKind):
        return move.to
    return move.where(facts) if move.where else move.to[0]


def legal_steps() -> list[tuple[Action, State, State]]:
    """Return each (action, state before, state after) that the table allows; the database refuses others."""
    steps = []
    for action, move in MOVES.items():
        for before in State:
            if before not in move.states:
                continue
            if move.to is None:
                afters: tuple[State, ...] = (before,)
            elif isinstance(move.to, StageKind):
                afters = (ENTRY[move.to],)
            else:
                afters = move.to
            steps += [(action, before, after) for after in afters]
    return steps

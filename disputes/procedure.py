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

from compact_portal.deadlines import Unit, deadline, written

from .words import Action, Party, StageKind, State

FEWEST_SHOWN = 5  # Smaller public figures could give away who complained; they are said to be fewer than this.
QUIET_WEEKS = 12  # After so long without a move of the complainant the respondent may give notice.
NOTICE_DAYS = 20  # Working days after the notice until the respondent may close the case, unless the complainant acts.
REOPEN_WEEKS = 12  # So long after its end the complainant may reopen a case.


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
    State.AWAITING_ADMISSION: StageKind.PANEL,
    State.AWAITING_DECISION: StageKind.PANEL,
    State.DECIDED: StageKind.PANEL,
    State.NOT_TAKEN_ON: StageKind.PANEL,
    State.NATIONAL: StageKind.NATIONAL,
    State.OUTSIDE: StageKind.OUTSIDE,
}
ENTRY: dict[StageKind, State] = {
    StageKind.INFORMAL: State.TALKING,
    StageKind.FORMAL: State.AWAITING_ANSWER,
    StageKind.MEDIATION: State.AWAITING_NOMINATION,
    StageKind.PANEL: State.AWAITING_DECISION,
    StageKind.NATIONAL: State.NATIONAL,
    StageKind.OUTSIDE: State.OUTSIDE,
}
ENTRIES: dict[StageKind, tuple[State, ...]] = {
    kind: (State.AWAITING_ADMISSION, state) if kind == StageKind.PANEL else (state,) for kind, state in ENTRY.items()
}
OPEN = frozenset(KIND_OF)
ENDED = frozenset({State.RESOLVED, State.WITHDRAWN, State.CLOSED})
NO_MEDIATOR_YET = frozenset(
    {State.AWAITING_NOMINATION, State.AWAITING_STATEMENT, State.AWAITING_ACCEPTANCE, State.OBJECTED}
)
NO_DECISION_YET = frozenset({State.AWAITING_ADMISSION, State.AWAITING_DECISION})
PANEL_DONE = frozenset({State.DECIDED, State.NOT_TAKEN_ON})
# Somebody else's time runs in these, and keeps the next stage shut until it has run out.
TIMED = NO_MEDIATOR_YET | NO_DECISION_YET | {State.AWAITING_ANSWER}
# A stage's time, where it has one, runs in these.
CLOCK_RUNS = TIMED | {State.TALKING}

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
    State.AWAITING_ADMISSION: frozenset({Party.CHAIR}),
    State.AWAITING_DECISION: frozenset({Party.CHAIR}),
    State.DECIDED: frozenset({Party.COMPLAINANT}),
    State.NOT_TAKEN_ON: frozenset({Party.COMPLAINANT}),
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
    paused_until: date | None = None
    warned_on: date | None = None
    ended_on: date | None = None
    anonymised: bool = False
    proposal_by: str = ""
    own_room: bool = False
    seats_panel: bool = False
    panel_seated: bool = False
    extend_by: int | None = None
    extended: bool = False
    entry: State = State.TALKING
    nation: str = "england"
    overall_over: bool = False


def nothing(facts: Facts) -> str:
    """Stand in no one's way."""
    return ""


def time_still_runs(facts: Facts) -> str:
    """Keep a stage shut until the time given to somebody else has run out; an answer opens it at once.

    When the time over all has run out, nothing is kept shut any more.
    """
    if facts.overall_over:
        return ""
    if facts.state in TIMED and facts.due_on and facts.today <= facts.due_on:
        opens = written(facts.due_on + timedelta(days=1))
        if facts.state == State.AWAITING_ANSWER:
            return _("The answer is not due until %(due)s. This opens when it comes, or on %(opens)s.") % {
                "due": written(facts.due_on),
                "opens": opens,
            }
        if facts.state in NO_DECISION_YET:
            return _("The decision is not due until %(due)s. This opens when it comes, or on %(opens)s.") % {
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
    """Let the respondent give notice only after nothing has happened for a long time."""
    quiet_on = facts.moved_on and facts.moved_on + timedelta(weeks=QUIET_WEEKS)
    if quiet_on and facts.today < quiet_on:
        return _("This opens on %(opens)s if nothing happens until then.") % {"opens": written(quiet_on)}
    return ""


def notice_runs(facts: Facts) -> str:
    """Let the respondent close a quiet case when the notice has run out and the complainant has not stirred."""
    if facts.warned_on and facts.today <= (last := notice_ends_on(facts.warned_on, facts.nation)):
        return _("This opens on %(opens)s if nothing happens until then.") % {
            "opens": written(last + timedelta(days=1))
        }
    return ""


def notice_ends_on(warned_on: date, nation: str) -> date:
    """Return the last day on which the complainant can keep a quiet case open: 20 working days after the notice."""
    return deadline(warned_on, NOTICE_DAYS, Unit.WORKING_DAYS, nation).ends_on


def reopen_time_over(facts: Facts) -> str:
    """Let a case be reopened for a while, and never one of which nothing is left."""
    last = facts.ended_on and facts.ended_on + timedelta(weeks=REOPEN_WEEKS)
    if facts.anonymised or (last and facts.today > last):
        return _("A case can be reopened within %(weeks)s weeks of its end. Raise a new dispute instead.") % {
            "weeks": REOPEN_WEEKS
        }
    return ""


def panel_not_seated(facts: Facts) -> str:
    """Let a panel decide when it has members."""
    if facts.seats_panel and not facts.panel_seated:
        return _("Choose who sits on the panel first.")
    return ""


def extended_once(facts: Facts) -> str:
    """Lengthen a stage's time once, and only while it runs."""
    if facts.extended:
        return _("The time was already made longer once.")
    if facts.due_on and facts.today > facts.due_on:
        return _("The time ended on %(due)s. It can be made longer only while it runs.") % {
            "due": written(facts.due_on)
        }
    return ""


# Whether a step is one to think of at all, as things stand; where it is not, it is not offered.


def always(facts: Facts) -> bool:
    """Offer it."""
    return True


def running(facts: Facts) -> bool:
    """Offer to pause what is not paused."""
    return facts.paused_until is None


def paused(facts: Facts) -> bool:
    """Offer to restart what is paused."""
    return facts.paused_until is not None


def own_clock(facts: Facts) -> bool:
    """Offer more time to whoever's time it is: the respondent's for the answer, the Chair's before the Forum."""
    owner = Party.RESPONDENT if facts.state == State.AWAITING_ANSWER else Party.CHAIR
    return facts.party == owner and bool(facts.extend_by)


def nothing_proposed(facts: Facts) -> bool:
    """Offer to propose where no proposal is open."""
    return not facts.proposal_by


def own_proposal(facts: Facts) -> bool:
    """Offer to take back one's own proposal."""
    return bool(facts.proposal_by) and facts.proposal_by == facts.party


def others_proposal(facts: Facts) -> bool:
    """Offer to answer the other party's proposal."""
    return bool(facts.proposal_by) and facts.proposal_by != facts.party


def room_shut(facts: Facts) -> bool:
    """Offer a party the joint room it has not agreed to."""
    return not facts.own_room


def room_agreed(facts: Facts) -> bool:
    """Offer a party to leave the joint room it has agreed to."""
    return facts.own_room


def panel_sits(facts: Facts) -> bool:
    """Offer to choose the members where a panel decides."""
    return facts.seats_panel


def not_warned(facts: Facts) -> bool:
    """Offer to give notice once."""
    return facts.warned_on is None


def warned(facts: Facts) -> bool:
    """Offer to close a quiet case after a notice."""
    return facts.warned_on is not None


def where_it_ended(facts: Facts) -> State:
    """Begin again the stage at which the case ended."""
    return facts.entry


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
    Where there are several states, ``where`` picks one of them. ``applies`` says whether it is offered at all,
    ``why_not`` why it must wait.
    """

    states: frozenset[State]
    parties: frozenset[Party]
    to: tuple[State, ...] | StageKind | None
    why_not: Callable[[Facts], str] = nothing
    where: Callable[[Facts], State] | None = None
    applies: Callable[[Facts], bool] = always


COMPLAINANT, RESPONDENT, CHAIR, NOMINEE, MEDIATOR, _PANEL = (frozenset({party}) for party in Party)
BOTH = COMPLAINANT | RESPONDENT

BEFORE_FORUM = frozenset({State.TALKING, State.AWAITING_ANSWER, State.ANSWERED})
AFTER_MEDIATION = NO_MEDIATOR_YET | {State.MEDIATION_ENDED}
QUIET = PANEL_DONE | {State.TALKING, State.ANSWERED, State.MEDIATION_ENDED, State.NATIONAL}  # The complainant's turn.
CHAIRED = NO_MEDIATOR_YET | NO_DECISION_YET
ALL_ENTRIES = tuple(state for states in ENTRIES.values() for state in states)

MOVES: dict[Action, Move] = {
    Action.RAISE: Move(frozenset({State.DRAFT}), COMPLAINANT, ALL_ENTRIES),
    Action.GO_FORMAL: Move(
        BEFORE_FORUM | AFTER_MEDIATION | PANEL_DONE,
        COMPLAINANT,
        StageKind.FORMAL,
        time_still_runs,
    ),
    Action.RESPOND: Move(frozenset({State.AWAITING_ANSWER}), RESPONDENT, (State.ANSWERED,)),
    Action.REFER: Move(
        BEFORE_FORUM | NO_DECISION_YET | PANEL_DONE,
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
        BEFORE_FORUM | AFTER_MEDIATION | NO_DECISION_YET | PANEL_DONE,
        COMPLAINANT,
        StageKind.NATIONAL,
        time_still_runs,
    ),
    Action.GO_OUTSIDE: Move(OPEN - {State.MEDIATING, State.OUTSIDE}, COMPLAINANT, StageKind.OUTSIDE, outside_not_yet),
    Action.SETTLE: Move(OPEN, COMPLAINANT, (State.RESOLVED,)),
    Action.CLOSE: Move(OPEN - {State.TALKING, State.MEDIATING}, COMPLAINANT, (State.CLOSED,), time_still_runs),
    Action.LAPSE: Move(QUIET, RESPONDENT, (State.CLOSED,), notice_runs, applies=warned),
    Action.WITHDRAW: Move(OPEN, COMPLAINANT, (State.WITHDRAWN,)),
    Action.NOTE: Move(OPEN - {State.MEDIATING}, BOTH, None),
    Action.MEDIATION_NOTE: Move(frozenset({State.MEDIATING}), BOTH | MEDIATOR, None),
    Action.GO_ON: Move(frozenset({State.TALKING}), COMPLAINANT, StageKind.INFORMAL),
    Action.ASK_PANEL: Move(BEFORE_FORUM | AFTER_MEDIATION | PANEL_DONE, BOTH, StageKind.PANEL, time_still_runs),
    Action.TAKE_ON: Move(frozenset({State.AWAITING_ADMISSION}), CHAIR, (State.AWAITING_DECISION,)),
    Action.TURN_AWAY: Move(frozenset({State.AWAITING_ADMISSION}), CHAIR, (State.NOT_TAKEN_ON,)),
    Action.SEAT_PANEL: Move(frozenset({State.AWAITING_DECISION}), CHAIR, None, applies=panel_sits),
    Action.DECIDE: Move(frozenset({State.AWAITING_DECISION}), CHAIR, (State.DECIDED,), panel_not_seated),
    Action.RECUSE: Move(CHAIRED, CHAIR, None),
    Action.STEP_DOWN: Move(frozenset({State.MEDIATING}), MEDIATOR, (State.AWAITING_NOMINATION,)),
    Action.HOLD_SESSION: Move(frozenset({State.MEDIATING}), MEDIATOR, None),
    Action.OPEN_ROOM: Move(frozenset({State.MEDIATING}), BOTH, None, applies=room_shut),
    Action.CLOSE_ROOM: Move(frozenset({State.MEDIATING}), BOTH, None, applies=room_agreed),
    Action.PROPOSE: Move(OPEN, BOTH, None, applies=nothing_proposed),
    Action.AGREE: Move(OPEN, BOTH, (State.RESOLVED,), applies=others_proposal),
    Action.TURN_DOWN: Move(OPEN, BOTH, None, applies=others_proposal),
    Action.TAKE_BACK: Move(OPEN, BOTH, None, applies=own_proposal),
    Action.PAUSE: Move(OPEN - {State.NATIONAL, State.OUTSIDE}, COMPLAINANT, None, applies=running),
    Action.RESTART: Move(OPEN - {State.NATIONAL, State.OUTSIDE}, COMPLAINANT, None, applies=paused),
    Action.EXTEND: Move(TIMED, RESPONDENT | CHAIR, None, extended_once, applies=own_clock),
    Action.WARN: Move(QUIET, RESPONDENT, None, not_yet_quiet, applies=not_warned),
    Action.REOPEN: Move(ENDED, COMPLAINANT, ALL_ENTRIES, reopen_time_over, where_it_ended),
    Action.LINK: Move(OPEN, BOTH, None),
    Action.REPORT_BACK: Move(frozenset({State.NATIONAL, State.OUTSIDE}), BOTH, None),
}
# What a pause does not stop: nobody is kept from ending it, from talking or answering, from leaving a mediation, or
# from a route whose time runs out.
WHILE_PAUSED = frozenset(
    {
        Action.RESTART,
        Action.RESPOND,
        Action.SETTLE,
        Action.WITHDRAW,
        Action.GO_OUTSIDE,
        Action.PROPOSE,
        Action.AGREE,
        Action.TURN_DOWN,
        Action.TAKE_BACK,
        Action.NOTE,
        Action.MEDIATION_NOTE,
        Action.LINK,
        Action.RECUSE,
        Action.STEP_DOWN,
        Action.CLOSE_ROOM,
        Action.END_MEDIATION,
    }
)
# Steps that change how a case stands though its state stays: a page opened before them is stale.
STANDING = frozenset(
    {
        Action.PROPOSE,
        Action.TURN_DOWN,
        Action.TAKE_BACK,
        Action.PAUSE,
        Action.RESTART,
        Action.EXTEND,
        Action.WARN,
        Action.RECUSE,
        Action.SEAT_PANEL,
    }
)

# The button that carries the case forward in each state; every other one is quieter.
FORWARD: dict[State, tuple[Action, ...]] = {
    State.TALKING: (Action.GO_ON, Action.GO_FORMAL, Action.REFER, Action.ASK_PANEL),
    State.AWAITING_ANSWER: (Action.RESPOND, Action.REFER, Action.ASK_PANEL),
    State.ANSWERED: (Action.REFER, Action.ASK_PANEL, Action.GO_NATIONAL),
    State.AWAITING_NOMINATION: (Action.NOMINATE, Action.GO_NATIONAL),
    State.AWAITING_STATEMENT: (Action.DECLARE, Action.GO_NATIONAL),
    State.AWAITING_ACCEPTANCE: (Action.ACCEPT, Action.GO_NATIONAL),
    State.OBJECTED: (Action.SUSTAIN, Action.GO_NATIONAL),
    State.MEDIATING: (Action.SETTLE,),
    State.MEDIATION_ENDED: (Action.ASK_PANEL, Action.GO_NATIONAL, Action.GO_OUTSIDE),
    State.AWAITING_ADMISSION: (Action.TAKE_ON, Action.GO_NATIONAL),
    State.AWAITING_DECISION: (Action.DECIDE, Action.SEAT_PANEL, Action.GO_NATIONAL),
    State.DECIDED: (Action.SETTLE, Action.REFER, Action.GO_NATIONAL, Action.CLOSE),
    State.NOT_TAKEN_ON: (Action.REFER, Action.GO_NATIONAL, Action.GO_OUTSIDE, Action.CLOSE),
    State.NATIONAL: (Action.GO_OUTSIDE, Action.CLOSE),
    State.OUTSIDE: (Action.CLOSE,),
}


def offered(
    state: State,
    party: Party,
    exits: frozenset[StageKind],
    *,
    outside: bool = True,
    facts: Facts | None = None,
) -> list[Action]:
    """Return the actions that a party may take in a state, now or later, in the table's order.

    ``exits`` are the kinds of stage that the present stage leads to; ``outside`` says whether the procedure
    has an outside stage at all, because the way there is open from every stage when a time limit is about to
    run out. With ``facts`` those are left out that are nothing to think of as things stand.
    """
    found = []
    for action, move in MOVES.items():
        if state not in move.states or party not in move.parties:
            continue
        if isinstance(move.to, StageKind):
            there = outside if move.to == StageKind.OUTSIDE else move.to in exits
            if not there:
                continue
        if facts is None or move.applies(facts):
            found.append(action)
    return found


def why_not(action: Action, facts: Facts) -> str:
    """Return the sentence that says why a party may not take an action now; empty if they may."""
    move = MOVES[action]
    if facts.state in ENDED and facts.state not in move.states:
        return _("This dispute has ended.")
    if facts.party not in move.parties:
        return _("This is not for you to do.")
    if facts.state not in move.states:
        return _("This cannot be done while the dispute is: %(state)s.") % {"state": facts.state.label}
    if not move.applies(facts):
        return _("There is nothing to do of this kind, as the case stands now.")
    if facts.paused_until and action not in WHILE_PAUSED:
        return _("The case is paused until %(until)s. This opens when it goes on.") % {
            "until": written(facts.paused_until)
        }
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
                afters = ENTRIES[move.to]
            else:
                afters = move.to
            steps += [(action, before, after) for after in afters]
    return steps

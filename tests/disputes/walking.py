"""Random walks through a procedure without a database: people press what they may, days pass, and the rules must hold.

The walker keeps its own account of where the case stands, and compares it with what the history gives when replayed.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace

from compact_portal.deadlines import Unit
from disputes.clocks import MOST_PAUSED, StageClock, start_of
from disputes.procedure import CLOCK_RUNS, ENDED, MOVES, OPEN, TIMED, TURN, Answer, Facts, leads_to, offered, why_not
from disputes.replaying import Position, step
from disputes.stages import outside_opens_on
from disputes.words import Action, Clock, Decider, Party, StageKind, State

DAYS = (1, 3, 10, 25, 40, 90)  # How long people wait.
ANSWER_DAYS = 20
NATION = "england"
TALK = frozenset({Action.NOTE, Action.MEDIATION_NOTE, Action.LINK, Action.REPORT_BACK})
GIVE_UP = frozenset({Action.SETTLE, Action.WITHDRAW, Action.PROPOSE, Action.PAUSE})
# How often people who could do this do something else: most walks would end before they come to a mediator.
SELDOM = dict.fromkeys(TALK, 0.7) | dict.fromkeys([Action.SETTLE, Action.WITHDRAW, Action.AGREE, Action.CLOSE], 0.97)
SELDOM |= dict.fromkeys([Action.GO_OUTSIDE, Action.GO_NATIONAL, Action.REPLACE, Action.RECUSE], 0.85)
SELDOM |= dict.fromkeys([Action.DECLINE, Action.PROPOSE, Action.PAUSE, Action.OBJECT, Action.TURN_AWAY], 0.5)
SIDES = (Party.COMPLAINANT, Party.RESPONDENT)
BY_STATE = {
    state: [(party, action) for action, move in MOVES.items() if state in move.states for party in move.parties]
    for state in State
}


@cache
def ends_on(start, amount, unit, paused_days, extension):
    """The last day of a clock, worked out once."""
    return StageClock(start, amount, unit, NATION, paused_days, extension).ends_on


ways_out: dict = {}


def opens_outside(stages, decision_on):
    """From when the way outside is open, worked out once."""
    key = (id(stages), decision_on)
    if key not in ways_out:
        routes = [route for rule in stages if rule.kind == StageKind.OUTSIDE for route in rule.routes]
        ways_out[key] = outside_opens_on(routes, decision_on, NATION)
    return ways_out[key]


@cache
def offered_at_all(state, party, exits, outside):
    """What a party may think of in a state, as a set."""
    return frozenset(offered(state, party, exits, outside=outside))


class Broken(AssertionError):
    """A rule does not hold."""


@dataclass
class Case:
    """A case on its way: what the database would hold of it."""

    stages: tuple
    today: date
    decision_on: date
    state: State = State.DRAFT
    stage: int | None = None
    clock: StageClock | None = None
    due_on: date | None = None
    paused_on: date | None = None
    paused_until: date | None = None
    moved_on: date | None = None
    warned_on: date | None = None
    ended_on: date | None = None
    proposal_by: str = ""
    answers: dict = field(default_factory=dict)
    overruled: bool = False
    rooms: set = field(default_factory=set)
    seated: bool = False
    replayed: Position = field(default_factory=Position)
    history: list = field(default_factory=list)

    def __post_init__(self):
        self.rules = {rule.order: rule for rule in self.stages}
        self.opens_on = opens_outside(self.stages, self.decision_on)
        self.outside = any(rule.kind == StageKind.OUTSIDE for rule in self.stages)

    @property
    def rule(self):
        """The stage it is in."""
        return self.rules.get(self.stage)

    @property
    def exits(self):
        """The kinds of stage it may go on to."""
        return frozenset(self.rules[order].kind for order in self.rule.exits) if self.rule else frozenset()

    def facts(self, party):
        """What the rule book is told."""
        rule = self.rule
        own, other = (self.answers.get(side, Answer.NONE) for side in sides_of(party))
        return Facts(
            state=self.state,
            today=self.today,
            party=party,
            due_on=self.due_on,
            moved_on=self.moved_on,
            outside_opens_on=self.opens_on,
            exits=self.exits,
            own_answer=own,
            other_answer=other,
            overruled=self.overruled,
            paused_until=self.paused_until,
            warned_on=self.warned_on,
            ended_on=self.ended_on,
            proposal_by=self.proposal_by,
            own_room=party in self.rooms,
            seats_panel=bool(rule and rule.decides == Decider.PANEL),
            panel_seated=self.seated,
            extend_by=rule.extend_by if rule else None,
            extended=bool(self.clock and self.clock.extension),
            entry=rule.entry if rule else State.TALKING,
        )

    def may(self, party, action):
        """Whether a party may take an action now."""
        if action not in offered_at_all(self.state, party, self.exits, self.outside):
            return False
        facts = self.facts(party)
        return MOVES[action].applies(facts) and not why_not(action, facts)

    def wait(self, days):
        """Let days pass; a pause ends on its day."""
        self.today += timedelta(days=days)
        if self.paused_until and self.today >= self.paused_until:
            self.take(None, Action.RESTART)

    def take(self, party, action, days=5):
        """Take an action as the portal does, write its history, and replay that."""
        facts = self.facts(party)
        target = leads_to(action, facts)
        before, told, due_before = self.state, {}, self.due_on
        entered = isinstance(target, StageKind) or action in (Action.REOPEN, Action.RAISE)
        if action == Action.RAISE:
            self.stage = self.stages[0].order
            target = self.stages[0].entry
        elif isinstance(target, StageKind):
            self.stage = self.next_stage(target)
            target = self.rule.entry
        self.state = target
        if self.state != before or entered:
            self.moved_on, self.paused_on, self.paused_until = self.today, None, None
            self.set_clock(told, entered=entered or action == Action.STEP_DOWN)
        self.remember(party, action, told, days, entered=entered)
        if party == Party.COMPLAINANT and action not in (Action.ACCEPT, Action.OBJECT):
            self.moved_on, self.warned_on = self.today, None
        self.ended_on = self.today if self.state in ENDED else None
        if self.state in ENDED:
            self.proposal_by = ""
        event = SimpleNamespace(
            action=action.value, before=before.value, after=self.state.value, stage_order=self.stage, facts=told
        )
        self.history.append((self.today, event))
        self.replayed = step(self.replayed, event, NATION)
        if not entered and self.due_on and due_before and self.due_on < due_before:
            raise Broken(f"{action} moves the last day back from {due_before} to {self.due_on}")
        self.check()

    def next_stage(self, kind):
        """The stage of a kind that an exit leads to, or a later one of that kind."""
        later = [rule for rule in self.stages if rule.kind == kind and rule.order > self.stage]
        return next((rule.order for rule in later if rule.order in self.rule.exits), later[0].order)

    def set_clock(self, told, *, entered):
        """Start, keep or stop the clock."""
        rule = self.rule
        if self.state not in CLOCK_RUNS or (entered and rule.clock == Clock.NONE):
            self.clock = self.due_on = None
        elif entered:
            own = rule.clock == Clock.RESPONDENT
            amount, unit = (ANSWER_DAYS, Unit.WORKING_DAYS) if own else (rule.amount, rule.unit)
            start = start_of(rule.starts, self.today, self.decision_on, None)
            self.clock = StageClock(start, amount, unit, NATION)
            told["clock"] = {"from": start.isoformat(), "amount": amount, "unit": unit.value, "extra": {}}
        self.reckon()

    def reckon(self):
        """Work out the last day."""
        clock = self.clock
        self.due_on = clock and ends_on(clock.start, clock.amount, clock.unit, clock.paused_days, clock.extension)

    def remember(self, party, action, told, days, *, entered):
        """What an action changes beside the state."""
        if action in (Action.NOMINATE, Action.REOPEN, Action.STEP_DOWN) or entered:
            self.answers, self.overruled, self.rooms, self.seated = {}, False, set(), False
        elif action == Action.ACCEPT:
            self.answers[party] = Answer.ACCEPTS
        elif action == Action.OBJECT:
            self.answers[party] = Answer.OBJECTS
        elif action == Action.OVERRULE:
            self.overruled = True
            self.answers = {side: said for side, said in self.answers.items() if said != Answer.OBJECTS}
        elif action == Action.SEAT_PANEL:
            self.seated = True
        elif action == Action.OPEN_ROOM:
            self.rooms.add(party)
        elif action == Action.CLOSE_ROOM:
            self.rooms.discard(party)
        elif action == Action.PROPOSE:
            self.proposal_by = party.value
        elif action in (Action.AGREE, Action.TURN_DOWN, Action.TAKE_BACK):
            self.proposal_by = ""
        elif action == Action.WARN:
            self.warned_on = self.today
        elif action == Action.PAUSE:
            self.paused_on = self.today
            self.paused_until = self.today + timedelta(days=min(days, MOST_PAUSED * 7))
            told |= {"on": self.paused_on.isoformat(), "until": self.paused_until.isoformat()}
        elif action == Action.RESTART:
            told["on"] = self.today.isoformat()
            if self.clock and self.paused_on <= self.due_on:
                away = (self.today - self.paused_on).days
                self.clock = replace(self.clock, paused_days=self.clock.paused_days + away)
            self.paused_on = self.paused_until = None
        elif action == Action.EXTEND:
            more = min(days, self.rule.extend_by)
            told["days"] = more
            self.clock = replace(self.clock, extension=self.clock.extension + more)
        self.reckon()

    def check(self):
        """What must hold wherever a case stands."""
        found = self.replayed
        mine = (self.state, self.stage, self.clock, self.paused_on, self.paused_until)
        if (found.state, found.stage, found.clock, found.paused_on, found.paused_until) != mine:
            raise Broken(f"replayed it is {found}, but it stands at {mine}")
        if (self.due_on is None) != (self.clock is None) or (self.clock and self.state not in CLOCK_RUNS):
            raise Broken(f"a clock runs in {self.state}")
        if self.state in TIMED and self.due_on is None:
            raise Broken(f"in {self.state} somebody's time would never run out")
        if len(self.history) > 1 and self.history[-2][0] > self.today:
            raise Broken("the history runs backwards")
        if self.state in OPEN:
            self.check_that_somebody_can_go_on()

    def check_that_somebody_can_go_on(self):
        """Whoever has the turn can do more than talk or give up; and silence never holds the complainant for ever."""
        if self.paused_until:
            if not self.may(Party.COMPLAINANT, Action.RESTART):
                raise Broken("nobody can end the pause")
            return
        answered = self.answers if self.state == State.AWAITING_ACCEPTANCE else {}
        turns = [party for party in TURN[self.state] if party not in answered]
        if not any(self.moves(party) for party in turns):
            raise Broken(f"in {self.state} nobody whose turn it is can do anything: {turns}")
        if self.due_on and self.today > self.due_on and not self.moves(Party.COMPLAINANT):
            raise Broken(f"in {self.state} the time is over and the complainant cannot go on")

    def moves(self, party):
        """Whether a party can carry the case forward."""
        return any(
            who == party and action not in TALK | GIVE_UP and self.may(party, action)
            for who, action in BY_STATE[self.state]
        )


def sides_of(party):
    """A party, and the other side."""
    return (party, Party.RESPONDENT if party == Party.COMPLAINANT else Party.COMPLAINANT)


def walk(stages, chance, steps=25):
    """Walk at random until the case has ended, or so many steps; the case."""
    today = date(2026, 1, 1) + timedelta(days=chance.randrange(700))
    case = Case(stages, today, today - timedelta(days=chance.randrange(100)))
    case.take(Party.COMPLAINANT, Action.RAISE)
    for _step in range(steps):
        if chance.random() < 0.25:
            case.wait(chance.choice(DAYS))
            case.check()
            continue
        pairs = BY_STATE[case.state]
        if chance.random() < 0.5:  # Half of the time those act whose turn it is.
            pairs = [pair for pair in pairs if pair[0] in TURN[case.state]] or pairs
        if case.state in ENDED and chance.random() < 0.7:
            break
        for _try in range(12):
            party, action = chance.choice(pairs)
            if chance.random() < SELDOM.get(action, 0):
                continue
            if case.may(party, action):
                case.take(party, action, days=chance.choice(DAYS))
                break
    return case

"""Random walks through each procedure: no illegal step, no dead end, clocks run forwards, and the history replays.

Without a database by the thousand (`make walks`: 100,000 through each procedure), and through the real models a few.
"""

import os
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone, translation
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from compact_portal.deadlines import Unit
from compact_portal.history import NotAllowed
from disputes.models import Dispute, Procedure
from disputes.procedure import ENDED, NO_MEDIATOR_YET, legal_steps
from disputes.procedures import READY_MADE
from disputes.replaying import replay
from disputes.shape import Stage
from disputes.soundness import faults
from disputes.words import Action, Clock, Decider, Party, StageKind, Start, State
from tests import factories
from tests.disputes import pressing, steps, walking

WALKS = int(os.environ.get("WALKS", "300"))  # Through each procedure.
REAL_WALKS = int(os.environ.get("REAL_WALKS", "3"))

# What a place might make of it with the editor: every kind of stage, two of some, clocks that start earlier.
OTHERS = (
    Stage(1, StageKind.INFORMAL, "Talk", "", "", clock=Clock.FIXED, amount=4, exits=(2,)),
    Stage(2, StageKind.INFORMAL, "Meet", "", "", exits=(3,)),
    Stage(
        *(3, StageKind.MEDIATION, "Mediate", "", ""),
        clock=Clock.FIXED,
        amount=3,
        exits=(4,),
        starts=Start.DECISION,
        extend_by=5,
    ),
    Stage(
        *(4, StageKind.PANEL, "Panel", "", "", Decider.PANEL),
        clock=Clock.FIXED,
        amount=2,
        unit=Unit.MONTHS,
        exits=(5,),
        only_serious=True,
    ),
    Stage(5, StageKind.FORMAL, "Letter", "", "", clock=Clock.FIXED, amount=3, exits=(6,), extend_by=5),
    Stage(6, StageKind.MEDIATION, "Mediate again", "", "", clock=Clock.FIXED, amount=3, starts=Start.KNOWN),
)
PROCEDURES = {place: ready.stages for place, ready in READY_MADE.items()} | {"others": OTHERS}


@pytest.mark.parametrize("place", PROCEDURES)
def test_whoever_walks_at_random_never_comes_to_a_dead_end_and_history_replays(place):
    stages = PROCEDURES[place]
    assert faults(stages) == []
    seen = set()
    with translation.override(None):
        for number in range(WALKS):
            try:
                walked = walking.walk(stages, Random(f"{place} {number}"))
            except Exception as error:
                raise AssertionError(f"Walk {number} through {place}: {error}") from error
            seen |= {event.action for _day, event in walked.history}
    kinds = {stage.kind for stage in stages}
    away = {Action.NOMINATE, Action.ACCEPT, Action.OBJECT, Action.SUSTAIN} if StageKind.MEDIATION in kinds else set()
    away |= {Action.DECIDE} if StageKind.PANEL in kinds else set()
    assert seen >= away | {Action.WITHDRAW, Action.SETTLE, Action.AGREE, Action.REOPEN, Action.RESTART}


class People(RuleBasedStateMachine):
    """People of a case press what they may, in any order that hypothesis can think of."""

    @initialize(place=st.sampled_from(sorted(PROCEDURES)), day=st.dates(date(2024, 1, 1), date(2028, 12, 31)))
    def raise_it(self, place, day):
        """Somebody raises a dispute."""
        self.case = walking.Case(PROCEDURES[place], day, day - timedelta(days=20))
        self.case.take(Party.COMPLAINANT, Action.RAISE)

    @rule(days=st.integers(1, 120))
    def wait(self, days):
        """Days pass."""
        self.case.wait(days)

    @precondition(lambda self: self.open_steps())
    @rule(data=st.data(), days=st.integers(1, 60))
    def press(self, data, days):
        """Somebody presses a button."""
        party, action = data.draw(st.sampled_from(self.open_steps()))
        self.case.take(party, action, days=days)

    def open_steps(self):
        """Who may do what now."""
        return [pair for pair in walking.BY_STATE[self.case.state] if self.case.may(*pair)]

    @invariant()
    def holds(self):
        """What must hold always."""
        if hasattr(self, "case"):
            self.case.check()


test_hypothesis_finds_no_way_into_a_corner = People.TestCase
People.TestCase.settings = settings(max_examples=40, stateful_step_count=25)


# Through the real models ----


def as_replayed(dispute):
    """The events of a dispute as the pure replay wants them."""
    return [
        SimpleNamespace(
            action=event.action,
            before=event.before,
            after=event.after,
            stage_order=event.stage.order if event.stage else None,
            facts=event.facts,
        )
        for event in dispute.events.select_related("stage").order_by("pk")
    ]


def differences(dispute):
    """Where the stored row differs from what its history gives, and what is left open that should not be."""
    found = replay(as_replayed(dispute), dispute.compact.nation)
    stored = {
        "state": dispute.position,
        "stage": dispute.stage and dispute.stage.order,
        "due_on": dispute.due_on,
        "paused_on": dispute.paused_on,
        "paused_until": dispute.paused_until,
    }
    replayed = {name: getattr(found, name) for name in stored}
    wrong = [
        f"{name} is {stored[name]}, replayed {replayed[name]}" for name in stored if stored[name] != replayed[name]
    ]
    known = set(legal_steps())
    events = list(dispute.events.order_by("pk"))
    wrong += [f"{one.action} is illegal" for one in events if one.action in set(Action) and one_of(one) not in known]
    wrong += ["the history runs backwards" for one, after in pairwise(events) if one.at > after.at]
    if dispute.position not in NO_MEDIATOR_YET | {State.MEDIATING}:
        asked = dispute.nominations.filter(state__in=["asked", "willing", "mediating"]).count()
        wrong += [f"{asked} people are still asked to mediate"] if asked else []
    if dispute.position != State.AWAITING_DECISION:
        sits = dispute.panellists.filter(left_at=None).count()
        wrong += [f"{sits} people still sit on the panel"] if sits else []
    return wrong


def one_of(event):
    """A step as the rule book writes it."""
    return Action(event.action), State(event.before), State(event.after)


@pytest.fixture
def hands(complainant, respondent, chair, vice_chair, mediator, forum_member, town):
    """Everybody who could do something, with enough people to be asked."""
    others = [factories.forum_seat(town, f"Champion {number}") for number in range(3)]
    return [complainant, respondent, chair, vice_chair, mediator, forum_member, *others]


def step_at_random(dispute, hands, chance):
    """Let somebody who can do something do it."""
    for _try in range(8):
        person = chance.choice(hands)
        may = [action for action, reason in dispute.actions_for(person).items() if not reason]
        may = [action for action in may if chance.random() >= walking.SELDOM.get(action, 0)]
        if may:
            action = chance.choice(may)
            try:
                return pressing.do(dispute, action, person, chance) and (action, person)
            except NotAllowed as reason:
                return f"{action} was open to {person}, and refused: {reason}"
    return None


@pytest.mark.slow
@pytest.mark.parametrize("place", sorted(READY_MADE))
def test_the_stored_row_is_what_its_history_gives(place, town, group, council, complainant, hands):
    ready = READY_MADE[place]
    Procedure.adopt(town, ready.stages, presides=ready.presides)
    for number in range(REAL_WALKS):
        chance = Random(f"{place} {number}")
        dispute = steps.raised(town, group, council, by=complainant)
        with time_machine.travel(timezone.now(), tick=True) as clock:
            for _step in range(22):
                if chance.random() < 0.25:
                    clock.move_to(timezone.now() + timedelta(days=chance.choice(walking.DAYS)))
                    if dispute.paused_until and timezone.localdate() >= dispute.paused_until:
                        dispute.restart()
                taken = step_at_random(dispute, hands, chance)
                assert not isinstance(taken, str), taken
                dispute = Dispute.objects.get(pk=dispute.pk)
                assert differences(dispute) == [], f"walk {number}, after {taken}"
                if dispute.position in ENDED and chance.random() < 0.5:
                    break

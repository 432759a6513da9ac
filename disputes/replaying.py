"""A dispute played again from its events: where it stands, and until when. Pure; what is stored must be the same."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from compact_portal.deadlines import Unit
from disputes.clocks import StageClock
from disputes.procedure import CLOCK_RUNS, legal_steps
from disputes.words import Action, Record, State

LEGAL = frozenset(legal_steps())


@dataclass(frozen=True)
class Position:
    """Where a dispute stands. ``stage`` is the order of its stage, None in a draft."""

    state: State = State.DRAFT
    stage: int | None = None
    clock: StageClock | None = None
    paused_on: date | None = None
    paused_until: date | None = None

    @property
    def due_on(self) -> date | None:
        """The last day of the clock that runs; None where none does."""
        return self.clock.ends_on if self.clock else None


def replay(events: Iterable[Any], nation: str) -> Position:
    """Return where the events lead. Raises ValueError at one that does not follow from those before it.

    Each event has ``action``, ``before``, ``after`` (words), ``stage_order`` (int or None) and ``facts``, a dict as the
    database keeps it: ``clock`` with ``from``, ``amount``, ``unit`` and ``extra`` where one starts; ``on`` (the local
    day) and ``until`` of a pause, ``on`` of a restart; ``days`` of an extension; ``extra`` of a moved clock: the days
    off that then count.
    """
    position = Position()
    for event in events:
        position = step(position, event, nation)
    return position


def step(position: Position, event: Any, nation: str) -> Position:
    """Return the position after one event."""
    before, after = State(event.before), State(event.after)
    if before != position.state:
        raise ValueError(f"{event.action} begins at {before}, but the dispute was {position.state}.")
    if event.action not in set(Action):
        return _recorded(position, event)
    action = Action(event.action)
    if (action, before, after) not in LEGAL:
        raise ValueError(f"{action} does not lead from {before} to {after}.")
    if action in TIMES:
        return TIMES[action](position, event.facts)
    clock = position.clock
    if "clock" in event.facts:
        clock = _clock(event.facts["clock"], nation)
    elif after not in CLOCK_RUNS or event.stage_order != position.stage:
        clock = None
    if after != before or event.stage_order != position.stage or "clock" in event.facts:
        position = replace(position, paused_on=None, paused_until=None)
    return replace(position, state=after, stage=event.stage_order, clock=clock)


def _paused(position: Position, facts: dict[str, Any]) -> Position:
    return replace(position, paused_on=_day(facts["on"]), paused_until=_day(facts["until"]))


def _restarted(position: Position, facts: dict[str, Any]) -> Position:
    clock = position.clock
    if clock and position.paused_on:
        clock = clock.after_pause(position.paused_on, _day(facts["on"]))
    return replace(position, clock=clock, paused_on=None, paused_until=None)


def _extended(position: Position, facts: dict[str, Any]) -> Position:
    return replace(position, clock=position.clock.extended(facts["days"])) if position.clock else position


TIMES = {Action.PAUSE: _paused, Action.RESTART: _restarted, Action.EXTEND: _extended}


def _recorded(position: Position, event: Any) -> Position:
    if event.after != event.before:
        raise ValueError(f"{event.action} moves nothing, but leads from {event.before} to {event.after}.")
    if event.action == Record.CLOCK_MOVED and position.clock:
        extra = {_day(day): name for day, name in event.facts.get("extra", {}).items()}
        return replace(position, clock=replace(position.clock, extra_days=extra))
    return position


def _clock(facts: dict[str, Any], nation: str) -> StageClock:
    extra = {_day(day): name for day, name in facts.get("extra", {}).items()}
    return StageClock(_day(facts["from"]), facts["amount"], Unit(facts["unit"]), nation, extra_days=extra)


def _day(written: str) -> date:
    return date.fromisoformat(written)

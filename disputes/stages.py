"""The procedure that holds where a Compact has adopted none, and the clocks outside, which run from the decision.

What a stage is, is in ``shape.py``; procedures ready to begin from are in ``procedures/``; what makes one sound is in
``soundness.py``; bodies and courts outside are in ``directory.py``.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from compact_portal.deadlines import deadline

from .directory import for_nation
from .procedures.derby import DERBY
from .shape import Route, Stage
from .soundness import faults

__all__ = [
    "DEFAULT_ANSWER_DAYS",
    "DERBY",
    "SAFETY_WEEKS",
    "OutsideClock",
    "Route",
    "Stage",
    "default_for",
    "faults",
    "outside_clocks",
    "outside_opens_on",
]

DEFAULT_ANSWER_DAYS = 20  # Working days, for an organisation that has told nobody its own complaints time.
SAFETY_WEEKS = 4  # So long before an outside time limit ends, going outside opens at any stage.


def default_for(nation: str) -> tuple[Stage, ...]:
    """Return Derby's five stages, with the bodies of a nation."""
    return for_nation(DERBY, nation)


class OutsideClock(NamedTuple):
    """The last day for one outside route, counted from the date of the decision."""

    route: Route
    ends_on: date

    def passed(self, today: date) -> bool:
        """Say whether the last day is over."""
        return today > self.ends_on


def outside_clocks(routes: Iterable[Route], decision_on: date, nation: str) -> list[OutsideClock]:
    """Return the clocks of routes that have a time limit, the earliest first; they end where they fall."""
    clocks = [
        OutsideClock(route, deadline(decision_on, route.amount, route.unit, nation, runs_on=False).ends_on)
        for route in routes
        if route.amount
    ]
    return sorted(clocks, key=lambda clock: clock.ends_on)


def outside_opens_on(routes: Iterable[Route], decision_on: date, nation: str) -> date | None:
    """Return the day from which going outside is open at any stage, four weeks before a court's time ends.

    The general time is the longest one of the routes that are no ombudsman's; without one, the shortest of
    the others.
    """
    clocks = outside_clocks(routes, decision_on, nation)
    courts = [clock.ends_on for clock in clocks if not clock.route.ombudsman]
    ends_on = max(courts) if courts else min((clock.ends_on for clock in clocks), default=None)
    return ends_on and ends_on - timedelta(weeks=SAFETY_WEEKS)

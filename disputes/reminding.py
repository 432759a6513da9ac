"""When people are reminded of a date in a dispute: the rungs of each ladder, and what keeps one from being sent.

It knows neither the database nor the web. Nobody's rule is its source but the portal's own: a volunteer is told in good
time, on the day, and a few times after it; then the portal falls silent, because silence already opens the next stage.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from compact_portal.deadlines import ExtraDays, is_working_day, working_days_between

from .words import State

# Working days before (negative) and after the last day of a clock. Two at least lie between any two of them.
LADDER = (-10, -5, -2, 0, 2, 5, 10)
# A rung is left out where the whole clock is shorter than this many working days for it.
LONG_ENOUGH = {-10: 20, -5: 8, -2: 4}
LONG_OVERDUE = 10  # Working days after the last day: the others of the organisation are told, once.
SPACING = 2  # Working days between two reminders of one case to one person, whatever they are about.
MOST = 15  # Reminders of one case to one person, ever.
LATE = 2  # A rung that could not be sent on its day is sent so many working days later at most; then it is stale.
OUTSIDE_WEEKS = (8, 4, 1)  # Weeks before a time limit outside the Compact ends.
OUTSIDE_LATE = 4  # Working days: a time limit of a court is worth a later reminder.
# Where no clock runs: weeks without a move after which whoever's turn it is hears of it.
IDLE_WEEKS: dict[State, tuple[int, ...]] = {
    State.TALKING: (4, 8, 11),
    State.ANSWERED: (4, 8, 11),
    State.MEDIATION_ENDED: (4, 8, 11),
    State.MEDIATING: (6,),
    State.NATIONAL: (11, 26),
    State.OUTSIDE: (26, 52),
}


@dataclass(frozen=True)
class Rung:
    """One step of a ladder: what it is called in the record, and the day from which it may be sent."""

    name: str
    on: date


def before_and_after(start: date, due: date, nation: str, extra: ExtraDays = ()) -> list[Rung]:
    """Return the rungs of a clock that runs from a day until a day, the earliest first."""
    length = working_days_between(start, due, nation, extra)
    steps = [step for step in LADDER if length >= LONG_ENOUGH.get(step, 0)]
    found = [Rung(f"{step:+d}" if step else "0", working_day(due, step, nation, extra)) for step in steps]
    return [rung for rung in found if rung.on > start]


def of_outside(ends_on: date, name: str) -> list[Rung]:
    """Return the rungs before a time limit outside the Compact."""
    return [Rung(f"{weeks} weeks: {name}"[:80], ends_on - timedelta(weeks=weeks)) for weeks in OUTSIDE_WEEKS]


def of_idleness(state: State, moved_on: date) -> list[Rung]:
    """Return the rungs of a case in which nothing has happened since a day."""
    return [Rung(f"{weeks} weeks idle", moved_on + timedelta(weeks=weeks)) for weeks in IDLE_WEEKS.get(state, ())]


def due_now(
    rungs: Iterable[Rung],
    today: date,
    nation: str,
    extra: ExtraDays = (),
    *,
    late: int = LATE,
    after: date | None = None,
) -> Rung | None:
    """Return the rung to send today: the newest whose day has come and is not stale; None on a day off.

    Those of or before the day `after` are left out: what was over before somebody took part is no news.
    """
    if not is_working_day(today, nation, extra):
        return None
    come = [rung for rung in rungs if rung.on <= today and (after is None or rung.on > after)]
    fresh = [rung for rung in come if working_days_between(rung.on, today, nation, extra) <= late]
    return max(fresh, key=lambda rung: rung.on, default=None)


def may_send(sent_on: Iterable[date], today: date, nation: str, extra: ExtraDays = ()) -> bool:
    """Say whether one more reminder of a case may go to somebody who got some on these days."""
    days = sorted(sent_on)
    if len(days) >= MOST:
        return False
    return not days or working_days_between(days[-1], today, nation, extra) >= SPACING


def working_day(day: date, steps: int, nation: str, extra: ExtraDays = ()) -> date:
    """Return the day so many working days after or before a day; for 0 the day itself, or the last working day."""
    one = timedelta(days=1 if steps > 0 else -1)
    while steps == 0 and not is_working_day(day, nation, extra):
        day += one
    left = abs(steps)
    while left:
        day += one
        left -= is_working_day(day, nation, extra)
    return day

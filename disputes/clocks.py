"""The clock of a stage: the day on which it ends, with what pauses and extensions have added, and why that day.

Pure arithmetic. A pause adds as many calendar days as it lasted; where that ends on a day that is not a working day,
the next working day is taken. An extension adds working days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal.deadlines import Deadline, Unit, deadline, is_working_day, written
from disputes.words import Start

MOST_PAUSED = 8  # Weeks that a pause may last.


@dataclass(frozen=True)
class StageClock:
    """The time of one stage. Days are local days; ``extra_days`` are days off that one place or nation declared."""

    start: date
    amount: int
    unit: Unit
    nation: str
    paused_days: int = 0
    extension: int = 0
    extra_days: Mapping[date, str] = field(default_factory=dict)

    def first(self) -> Deadline:
        """Return the period itself, before anything was added."""
        return deadline(self.start, self.amount, self.unit, self.nation, self.extra_days)

    def _after_pauses(self) -> date:
        day = self.first().ends_on + timedelta(days=self.paused_days)
        while self.paused_days and not is_working_day(day, self.nation, self.extra_days):
            day += timedelta(days=1)
        return day

    @property
    def ends_on(self) -> date:
        """The last day."""
        day = self._after_pauses()
        if self.extension:
            return deadline(day, self.extension, Unit.WORKING_DAYS, self.nation, self.extra_days).ends_on
        return day

    def sentences(self) -> list[str]:
        """Return the explanation of the last day, one sentence each."""
        found = self.first().sentences()
        if self.paused_days:
            words = ngettext(
                "The case was paused for %(n)s day, so the last day moves to %(day)s.",
                "The case was paused for %(n)s days, so the last day moves to %(day)s.",
                self.paused_days,
            )
            found.append(words % {"n": self.paused_days, "day": written(self._after_pauses())})
        if self.extension:
            words = ngettext(
                "%(n)s working day more was taken, so the last day moves to %(day)s.",
                "%(n)s working days more were taken, so the last day moves to %(day)s.",
                self.extension,
            )
            found.append(words % {"n": self.extension, "day": written(self.ends_on)})
        return found

    def after_pause(self, paused_on: date, restarted_on: date) -> "StageClock":
        """Return the clock after a pause; a time that had run out before it stays run out."""
        if paused_on > self.ends_on:
            return self
        return replace(self, paused_days=self.paused_days + (restarted_on - paused_on).days)

    def extended(self, days: int) -> "StageClock":
        """Return the clock with working days added."""
        return replace(self, extension=self.extension + days)


def start_of(starts: Start, entered_on: date, decision_on: date | None, known_on: date | None) -> date:
    """Return the day from which a stage's time is counted, never after the stage begins."""
    if starts == Start.DECISION and decision_on:
        return decision_on
    if starts == Start.KNOWN and (known_on or decision_on):
        return known_on or decision_on or entered_on
    return entered_on


def longest_pause(today: date) -> date:
    """Return the last day to which a case can be paused."""
    return today + timedelta(weeks=MOST_PAUSED)


def check_pause(until: date, today: date) -> str:
    """Return the sentence that says why a case cannot be paused until a day; "" if it can."""
    if until <= today:
        return _("Choose a day after today.")
    if until > longest_pause(today):
        return _("Choose a day by %(day)s: a pause lasts %(weeks)s weeks at most.") % {
            "day": written(longest_pause(today)),
            "weeks": MOST_PAUSED,
        }
    return ""

"""Working days, periods of time, and the explanation of a date; pure arithmetic, without database or network.

Conventions, the same everywhere in the portal:

* The day on which a period starts is not counted; the day after it is day 1 (compare Civil Procedure Rules 2.8).
* A working day is a day from Monday to Friday that is no bank holiday in the nation and no local extra day.
* A period of working days ends on the last day counted, which is therefore always a working day.
* A period of weeks ends on the same day of the week; a period of months ends on the corresponding date, or on the last
  day of the month where the month has no such date (Dodds v Walker [1981] 1 WLR 1027).
* A period of days, weeks or months that ends on a day that is not a working day ends on the next working day, so that
  nobody must answer on a bank holiday. Time limits of courts and ombudsmen are not ours to lengthen: for these, ask
  with ``runs_on=False`` and the date stays where it falls.

Bank holidays come from the package ``holidays``, which needs no network. A holiday that is declared later, or that
only one place keeps, is an extra day.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}

# The names that the package gives, so that they are translated.
HOLIDAY_NAMES = (
    gettext_noop("New Year's Day"),
    gettext_noop("New Year Holiday"),
    gettext_noop("Saint Patrick's Day"),
    gettext_noop("Good Friday"),
    gettext_noop("Easter Monday"),
    gettext_noop("May Day"),
    gettext_noop("Spring Bank Holiday"),
    gettext_noop("Battle of the Boyne"),
    gettext_noop("Summer Bank Holiday"),
    gettext_noop("Late Summer Bank Holiday"),
    gettext_noop("Saint Andrew's Day"),
    gettext_noop("Christmas Day"),
    gettext_noop("Boxing Day"),
)
OBSERVED = " (observed)"

ExtraDays = Mapping[date, str] | Iterable[date]


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True)
class Skipped:
    """A day that was not counted, and why, in words."""

    on: date
    reason: str
    weekend: bool = False


@dataclass(frozen=True)
class Deadline:
    """The last day of a period, with everything needed to explain it.

    ``counted`` is the number of days counted: working days for a period of working days, calendar days for others.
    ``skipped`` are the days between ``starts_on`` and ``ends_on`` that were not counted, in order.
    """

    starts_on: date
    ends_on: date
    amount: int
    unit: Unit
    counted: int
    skipped: tuple[Skipped, ...] = ()
    shortened: bool = False

    def explanation(self) -> str:
        """Explain the date in readable sentences: the start, the days counted, the days skipped and why."""
        return " ".join(self.sentences())

    def sentences(self) -> list[str]:
        """Return the explanation, one sentence each."""
        sentences = [
            _("The time is %(period)s from %(start)s; the day after that is day 1.")
            % {"period": period(self.amount, self.unit), "start": written(self.starts_on)}
        ]
        if self.unit == Unit.WORKING_DAYS:
            if self.skipped:
                sentences.append(_("Days not counted: %(days)s.") % {"days": "; ".join(_groups(self.skipped))})
        else:
            if self.shortened:
                sentences.append(_("The last month has no such date, so its last day is taken."))
            if self.skipped:
                sentences.append(
                    _(
                        "It would end on %(day)s; the next working day is taken, "
                        "because these are not working days: %(days)s."
                    )
                    % {"day": written(self.skipped[0].on), "days": "; ".join(_groups(self.skipped))}
                )
        sentences.append(_("The last day is %(end)s.") % {"end": written(self.ends_on)})
        return sentences

    def __str__(self) -> str:
        return written(self.ends_on)


def written(day: date) -> str:
    """Return a date as people write it: 14 March 2027."""
    return date_format(day, "j F Y")


def period(amount: int, unit: Unit | str) -> str:
    """Return a period in words: "1 week", "20 working days"."""
    words = {
        Unit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", amount),
        Unit.DAYS: ngettext("%(n)s day", "%(n)s days", amount),
        Unit.WEEKS: ngettext("%(n)s week", "%(n)s weeks", amount),
        Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", amount),
    }
    return words[Unit(unit)] % {"n": amount}


def deadline(
    start: date,
    amount: int,
    unit: Unit | str,
    nation: str,
    extra_days: ExtraDays = (),
    *,
    runs_on: bool = True,
) -> Deadline:
    """Return the last day of a period.

    ``nation`` is england, wales, scotland or northern_ireland. ``extra_days`` are local days off: dates, or a mapping
    of dates to their names. ``runs_on=False`` leaves a period of days, weeks or months on the day where it falls.
    Raises ValueError for an amount below 1 or an unknown nation or unit.
    """
    unit = Unit(unit)
    if amount < 1:
        raise ValueError(f"A period needs at least 1 of its unit, not {amount}.")
    if nation not in SUBDIVISIONS:
        raise ValueError(f"No bank holidays are known for {nation!r}.")
    extra = _named(extra_days)
    if unit == Unit.WORKING_DAYS:
        return _in_working_days(start, amount, nation, extra)
    falls_on, shortened = _falls_on(start, amount, unit)
    ends_on, skipped = falls_on, []
    while runs_on and (why := _why_off(ends_on, nation, extra)):
        skipped.append(why)
        ends_on += timedelta(days=1)
    return Deadline(start, ends_on, amount, unit, (falls_on - start).days, tuple(skipped), shortened)


def is_working_day(day: date, nation: str, extra_days: ExtraDays = ()) -> bool:
    """Say whether people are at work on a day in a nation."""
    return _why_off(day, nation, _named(extra_days)) is None


def bank_holidays_between(start: date, end: date, nation: str) -> list[Skipped]:
    """Return the bank holidays of a nation that fall on a day from Monday to Friday, both ends included."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    found = (_why_off(day, nation, {}) for day in days)
    return [day for day in found if day and not day.weekend]


def why_off(day: date, nation: str, extra_days: ExtraDays = ()) -> Skipped | None:
    """Say why a day is no working day in a nation, or None if it is one."""
    return _why_off(day, nation, _named(extra_days))


def working_days_between(start: date, end: date, nation: str, extra_days: ExtraDays = ()) -> int:
    """Count the working days after ``start`` up to and including ``end``; 0 if there are none."""
    extra = _named(extra_days)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(_why_off(day, nation, extra) is None for day in days)


def _in_working_days(start: date, amount: int, nation: str, extra: dict[date, str]) -> Deadline:
    day, counted, skipped = start, 0, []
    while counted < amount:
        day += timedelta(days=1)
        if why := _why_off(day, nation, extra):
            skipped.append(why)
        else:
            counted += 1
    return Deadline(start, day, amount, Unit.WORKING_DAYS, counted, tuple(skipped))


def _falls_on(start: date, amount: int, unit: Unit) -> tuple[date, bool]:
    """Return the day on which a calendar period ends, and whether a month without that date shortened it."""
    if unit == Unit.DAYS:
        return start + timedelta(days=amount), False
    if unit == Unit.WEEKS:
        return start + timedelta(weeks=amount), False
    year, month = divmod(start.year * 12 + start.month - 1 + amount, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)), start.day > last


def _why_off(day: date, nation: str, extra: dict[date, str]) -> Skipped | None:
    """Say why a day is no working day, or None if it is one."""
    if day.weekday() >= 5:
        return Skipped(day, _("weekend"), weekend=True)
    if name := _bank_holidays(nation, day.year).get(day):
        return Skipped(day, _holiday_name(name))
    if day in extra:
        return Skipped(day, extra[day])
    return None


@lru_cache(maxsize=256)
def _bank_holidays(nation: str, year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=year, language="en_GB"))


def _holiday_name(name: str) -> str:
    """Return the translated name; two holidays that fall together are both named."""
    names = []
    for part in name.split("; "):
        plain = part.removesuffix(OBSERVED)
        names.append(_("substitute day for %(holiday)s") % {"holiday": _(plain)} if plain != part else _(plain))
    return _(" and ").join(names)


def _named(extra_days: ExtraDays) -> dict[date, str]:
    if isinstance(extra_days, Mapping):
        return dict(extra_days)
    return dict.fromkeys(extra_days, _("local day off"))


def _groups(skipped: tuple[Skipped, ...]) -> list[str]:
    """Put skipped days into words: weekends counted together, every other day with its name and date."""
    weekend_days = sum(day.weekend for day in skipped)
    groups = [
        _("%(name)s (%(day)s)") % {"name": day.reason, "day": written(day.on)} for day in skipped if not day.weekend
    ]
    if weekend_days:
        days = ngettext("%(n)s Saturday or Sunday", "%(n)s Saturdays and Sundays", weekend_days) % {"n": weekend_days}
        groups.insert(0, days)
    return groups

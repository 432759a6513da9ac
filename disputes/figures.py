"""What may be told in public of how many: numbers in fives, and nothing from which a small one could be worked out.

It knows neither the database nor the web. Three rules, each on its own too weak:

* no number below FEWEST_SHOWN is told, and nobody learns whether it is none or four;
* every number is told as a band of five ("10 to 14"), so that of two figures, pages, filters or days that differ by
  a few cases, the difference stays unknown: at least five values are possible, none of them the likelier;
* a list of which the bands together would still give away what is not told (`given_away`) is withheld as a whole.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext as _

from disputes.procedure import FEWEST_SHOWN

STEP = FEWEST_SHOWN
ROOM = 3  # So many values a number that is not told must at least leave possible.

K = TypeVar("K", bound=Hashable)


class Band(NamedTuple):
    """A number as it is told: at least so many, at most so many."""

    least: int
    most: int

    def __str__(self) -> str:
        return _("%(least)s to %(most)s") % {"least": self.least, "most": self.most}


UNTOLD = Band(0, FEWEST_SHOWN - 1)


def band(number: int) -> Band | None:
    """A number as the public is told it; None below FEWEST_SHOWN, nought included."""
    if number < FEWEST_SHOWN:
        return None
    least = number - number % STEP
    return Band(least, least + STEP - 1)


def told(counts: Mapping[K, int], total: int) -> dict[K, Band] | None:
    """The parts of a total that may be told, in their order; None where the list would give a part away.

    An empty answer says that every part is below FEWEST_SHOWN, which is told by showing none of them.
    """
    shown = {key: found for key, number in counts.items() if (found := band(number))}
    whole = band(total)
    if whole is None or given_away([_of({key: band(number) for key, number in counts.items()}, whole)]):
        return None
    return shown


def told_by_period(
    counts: Mapping[K, Sequence[int]], over_all: Mapping[K, Band], totals: Sequence[int] = ()
) -> dict[K, list[Band | None]]:
    """What may be told of each period beside what is told of all time; {} where that would give a part away.

    `counts`: for each part its number in each period. `totals`: where the parts make up a whole, that of each period.
    """
    shown = {key: [band(number) for number in row] for key, row in counts.items()}
    sums: list[Sum] = []
    for place, total in enumerate(totals):
        cells = {(key, place): row[place] for key, row in shown.items()}
        sums.append(_of(cells, band(total) or UNTOLD))
    for key, row in shown.items():
        sums.append(_of({(key, place): found for place, found in enumerate(row)}, over_all.get(key, UNTOLD)))
    return {} if given_away(sums) else shown


class Sum(NamedTuple):
    """Parts that make up a whole, each as wide as the public knows it; and which of them are not told."""

    parts: dict
    whole: Band
    untold: frozenset


def _of(cells: Mapping, whole: Band) -> Sum:
    """A sum of what is told, and of what is known to be below FEWEST_SHOWN."""
    untold = frozenset(key for key, found in cells.items() if found is None)
    return Sum({key: found or UNTOLD for key, found in cells.items()}, whole, untold)


def given_away(sums: Iterable[Sum]) -> bool:
    """Whether somebody with all the sums before them can narrow an untold part to fewer than ROOM values.

    Bounds are drawn together until nothing moves: what one who does sums on paper can find.
    """
    sums = list(sums)
    known: dict = {}
    for one in sums:
        for key, found in one.parts.items():
            known[key] = _both(known.get(key, found), found)
    moved = True
    while moved:
        moved = False
        for one in sums:
            least = sum(known[key].least for key in one.parts)
            most = sum(known[key].most for key in one.parts)
            for key in one.parts:
                before = known[key]
                tighter = Band(
                    max(before.least, one.whole.least - (most - before.most)),
                    min(before.most, one.whole.most - (least - before.least)),
                )
                if tighter != before:
                    known[key], moved = tighter, True
                    least += tighter.least - before.least
                    most += tighter.most - before.most
    return any(known[key].most - known[key].least + 1 < ROOM for one in sums for key in one.untold)


def _both(one: Band, other: Band) -> Band:
    return Band(max(one.least, other.least), min(one.most, other.most))


def periods(by_year: Mapping[int, int]) -> list[tuple[int, int]]:
    """Years from the latest back, each alone where enough was raised in it, else joined with earlier ones.

    Returns first and last year of each period. What is left over at the beginning joins the earliest period.
    """
    found: list[tuple[int, int]] = []
    last, number = None, 0
    for year in sorted(by_year, reverse=True):
        last = year if last is None else last
        number += by_year[year]
        if number >= FEWEST_SHOWN:
            found.append((year, last))
            last, number = None, 0
    if last is not None and found:
        found[-1] = (min(by_year), found[-1][1])
    return found


def middle(values: Sequence[int]) -> int | None:
    """The median in whole weeks of some days, halves up; None for fewer than FEWEST_SHOWN values."""
    if len(values) < FEWEST_SHOWN:
        return None
    ordered = sorted(values)
    half = len(ordered) // 2
    twice = ordered[half] * 2 if len(ordered) % 2 else ordered[half - 1] + ordered[half]
    return (twice + 7) // 14


def spread(values: Sequence[int]) -> tuple[int, int] | None:
    """The medians of the quicker and of the slower half, in whole weeks; None where a half has too few values.

    Not the least and the most: each of these is one case.
    """
    ordered = sorted(values)
    half = len(ordered) // 2
    quick, slow = middle(ordered[:half]), middle(ordered[-half:] if half else [])
    return None if quick is None or slow is None else (quick, slow)


def share(part: int, whole: int) -> int | None:
    """A share in tens of a hundred; None where part or rest is below FEWEST_SHOWN, because it would give that away."""
    if min(part, whole - part) < FEWEST_SHOWN:
        return None
    return (part * 20 + whole) // (whole * 2) * 10

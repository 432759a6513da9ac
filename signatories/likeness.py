"""Which records may be of one organisation: the same number, or names that are the same or nearly so.

It knows neither the database nor the web. Names are compared without capitals, accents, punctuation, small words and
legal forms, in any order of their words; longer ones also when one letter is missing, wrong, too many, or two are
swapped. Digits must be the same: the 1st and the 2nd Scout Group are two.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

SMALL_WORDS = {"the", "of", "and", "for", "in", "a", "y", "yr"}
LEGAL_FORMS = {"ltd", "limited", "cic", "cio", "plc", "llp", "inc", "charity", "registered", "cyf"}
SHORTEST_MISSPELT = 8  # Letters: shorter names differ by one letter and are of two bodies.


class Body(NamedTuple):
    """What is compared of a record: its key, all its names, and its numbers, each with the kind of number."""

    key: int
    names: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]


class Pair(NamedTuple):
    """Two records that may be one, the older first: keys, why (number, name or spelling), and what they share."""

    first: int
    second: int
    why: str
    shared: str


def words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, in alphabetical order; all of them, where none would be left."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode().replace("&", " and ")
    found = re.findall(r"[a-z0-9]+", re.sub(r"['’.]", "", plain))
    telling = [word for word in found if word not in SMALL_WORDS | LEGAL_FORMS]
    return tuple(sorted(telling or found))


def likeness(name: str) -> str:
    """A name as it is compared."""
    return " ".join(words(name))


def _misspellings(name: str) -> set[str]:
    """A name, and the name without each of its letters: two that differ by one letter have one of these in common."""
    letters = likeness(name).replace(" ", "")
    if len(letters) < SHORTEST_MISSPELT:
        return {letters}
    return {letters, *(letters[:place] + letters[place + 1 :] for place in range(len(letters)))}


def _digits(name: str) -> str:
    return "".join(sorted(re.findall(r"\d+", name)))


def alike(bodies: Iterable[Body]) -> list[Pair]:
    """The pairs that may be one, each once, with the strongest reason: a number, then a name, then a spelling."""
    found: dict[tuple[int, int], Pair] = {}
    for pair in [*_by_number(bodies := list(bodies)), *_by_name(bodies), *_by_spelling(bodies)]:
        found.setdefault((pair.first, pair.second), pair)
    return list(found.values())


def _grouped(entries: Iterable[tuple[str, int, str]], why: str) -> Iterator[Pair]:
    """Each two records that share an entry: (what is shared, key, how to say it)."""
    groups: dict[str, dict[int, str]] = {}
    for shared, key, said in entries:
        groups.setdefault(shared, {}).setdefault(key, said)
    for members in groups.values():
        for first, second in combinations(sorted(members), 2):
            yield Pair(first, second, why, members[second])


def _by_number(bodies: list[Body]) -> Iterator[Pair]:
    return _grouped(((f"{kind} {n}", body.key, n) for body in bodies for kind, n in body.numbers if n), "number")


def _by_name(bodies: list[Body]) -> Iterator[Pair]:
    return _grouped(((likeness(name), body.key, name) for body in bodies for name in body.names), "name")


def _by_spelling(bodies: list[Body]) -> Iterator[Pair]:
    entries = (
        (f"{form} {_digits(name)}", body.key, name)
        for body in bodies
        for name in body.names
        for form in _misspellings(name)
    )
    return _grouped(entries, "spelling")

"""Comparing two texts clause by clause and word by word. Knows neither the database nor the web.

`compare(before, after)` takes two lists of clauses in reading order. Which clause goes on from which comes from their
lineage, never from their numbers, so what was moved, split or merged is seen as that. `word_changes` compares any two
wordings. The words are compared by Python's own difflib.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_WORK = 8_000  # Pairs of equal words that are all looked at. A page of English has about 3,000.
ALIKE = 0.3  # With less in common than this share of the letters, all is shown as replaced: it reads better.
ISLAND = 4  # So many letters, unchanged between two changes, are shown as part of the change.

WORD = re.compile(r"(\w+(?:['’]\w+)*|[^\w\s])(\s*)")


class Mark(TextChoices):
    """What became of some words."""

    SAME = "same", _("Same")
    REMOVED = "removed", _("Removed")
    ADDED = "added", _("Added")


class Run(NamedTuple):
    """Some words, and what became of them."""

    mark: Mark
    words: str


class Outcome(TextChoices):
    """What became of a clause."""

    SAME = "same", _("The same")
    RENUMBERED = "renumbered", _("Renumbered")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    NEW = "new", _("New")
    DROPPED = "dropped", _("Dropped")


@dataclass(frozen=True)
class Row:
    """One clause of the comparison: `after` as it is now (None: dropped), and those it was `before` (none: new).

    `heading` and `body` are its words with what was removed and added. A clause split in several has a row for each
    piece (`pieces`: all of them), and each row shows the words that went into that piece. `moved`: it stands elsewhere
    than it did, under another clause or in another order.
    """

    outcome: Outcome
    before: tuple[Any, ...]
    after: Any
    heading: tuple[Run, ...]
    body: tuple[Run, ...]
    moved: bool = False
    pieces: tuple[Any, ...] = ()

    @property
    def clause(self) -> Any:
        """The clause as it is now, or as it was where it was dropped."""
        return self.after if self.after is not None else self.before[0]

    @property
    def was(self) -> Any:
        """The (first) clause before; None where it is new."""
        return self.before[0] if self.before else None

    @property
    def renumbered(self) -> bool:
        """Whether it has another number than it had."""
        return self.after is not None and bool(self.before) and self.after.number != self.before[0].number

    @property
    def kind_changed(self) -> bool:
        """Whether it is now another kind of clause."""
        return self.after is not None and bool(self.before) and self.after.kind != self.before[0].kind

    @property
    def owed_by_changed(self) -> bool:
        """Whether another sector owes it now."""
        return self.after is not None and bool(self.before) and self.after.owed_by != self.before[0].owed_by

    @property
    def words_changed(self) -> bool:
        """Whether any word of it was removed or added; not where only spaces and lines are set differently."""
        return any(run.mark != Mark.SAME and run.words.strip() for run in (*self.heading, *self.body))


@dataclass(frozen=True)
class Comparison:
    """Two texts compared, in the reading order of the later one; what was dropped stands where it stood."""

    rows: tuple[Row, ...]

    @property
    def changes(self) -> list[Row]:
        """Every row but those that are the same."""
        return [row for row in self.rows if row.outcome != Outcome.SAME]

    @property
    def is_same(self) -> bool:
        """Whether the two say the same, in the same order, under the same numbers."""
        return not self.changes

    def counts(self) -> dict[Outcome, int]:
        """How many clauses came to what, in the order of Outcome; one split in three counts as one."""
        first = Counter(row.outcome for row in self.rows if not row.pieces or row.after is row.pieces[0])
        return {outcome: first[outcome] for outcome in Outcome if first[outcome]}


def compare(before: Sequence[Any], after: Sequence[Any], links: Iterable[tuple[Any, Any]] | None = None) -> Comparison:
    """Compare two texts, each a list of clauses in reading order.

    A clause is anything with pk, parent_id, number, kind, owed_by, heading and body. `links` are pairs of keys, before
    and after, that say which goes on from which; without them they are those of `lineage_links`.
    """
    links = lineage_links(before, after) if links is None else links
    heirs, forebears = _both_ways(before, after, links)
    moved = _moved(before, after, heirs, forebears)
    by_key = {clause.pk: clause for clause in before}
    rows: dict[Any, Row] = {}
    for clause in after:
        if clause.pk not in rows:
            family = _family(clause.pk, heirs, forebears)
            olds = [old for old in before if old.pk in family[0]] if len(family[0]) > 1 else _only(family[0], by_key)
            news = [new for new in after if new.pk in family[1]] if len(family[1]) > 1 else [clause]
            rows |= {row.after.pk: row for row in _rows(olds, news, forebears, moved)}
    return Comparison(tuple(_in_order(before, after, rows, heirs, moved)))


def lineage_links(before: Iterable[Any], after: Iterable[Any]) -> set[tuple[Any, Any]]:
    """Which clause goes on from which, of two editions that follow each other, either way round.

    By `previous` first; by an equal `lineage` where neither of the two has another relative.
    """
    before, after = list(before), list(after)
    old, new = {clause.pk for clause in before}, {clause.pk for clause in after}
    links = {(clause.previous_id, clause.pk) for clause in after if clause.previous_id in old}
    links |= {(clause.pk, clause.previous_id) for clause in before if clause.previous_id in new}
    return links | same_lineage(before, after, links)


def same_lineage(
    before: Iterable[Any], after: Iterable[Any], links: Collection[tuple[Any, Any]]
) -> set[tuple[Any, Any]]:
    """Pairs of keys of clauses with an equal `lineage` that `links` leaves alone."""
    olds, news = {old for old, _new in links}, {new for _old, new in links}
    alone = {clause.lineage: clause.pk for clause in before if clause.pk not in olds}
    pairs = ((alone.pop(clause.lineage, None), clause.pk) for clause in after if clause.pk not in news)
    return {(old, new) for old, new in pairs if old is not None}


def _only(keys: set, by_key: dict) -> list:
    return [by_key[key] for key in keys]


def _both_ways(before, after, links) -> tuple[dict, dict]:
    """The links as heirs by forebear, and forebears by heir; what is in neither text left out."""
    old, new = {clause.pk for clause in before}, {clause.pk for clause in after}
    heirs, forebears = defaultdict(set), defaultdict(set)
    for one, other in links:
        if one in old and other in new:
            heirs[one].add(other)
            forebears[other].add(one)
    return heirs, forebears


def _family(key, heirs, forebears) -> tuple[set, set]:
    """All clauses, before and after, that are tied to a clause (of the later text) by splits and merges."""
    olds: set = set()
    news = {key}
    waiting = [key]
    while waiting:
        for old in forebears.get(waiting.pop(), set()) - olds:
            olds.add(old)
            found = heirs[old] - news
            news |= found
            waiting += found
    return olds, news


def _moved(before, after, heirs, forebears) -> set:
    """The keys (of the later text) of clauses that stand elsewhere: under another clause, or in another order.

    Of clauses that changed their order, as few as can be are said to have moved.
    """
    parents = {clause.pk: clause.parent_id for clause in before}
    places = {clause.pk: place for place, clause in enumerate(before)}
    moved = set()
    inside = defaultdict(list)
    for clause in after:
        olds = forebears.get(clause.pk)
        if not olds:
            continue
        above = {parents[old] for old in olds}
        meant = forebears.get(clause.parent_id, set())
        # Moved where a parent of before went on elsewhere; not where it was dropped and its place taken by another.
        stays = (clause.parent_id is None and None in above) or meant & above
        lost = {old for old in above if old is not None and not heirs.get(old)}
        if stays or (lost and clause.parent_id is not None and not meant):
            inside[clause.parent_id].append((min(places[old] for old in olds), clause.pk))
        else:
            moved.add(clause.pk)
    for row in inside.values():
        moved |= {key for _place, key in row} - _longest_in_order(row)
    return moved


def _longest_in_order(row: list[tuple[int, Any]]) -> set:
    """The keys of the longest part of a list of (place, key) whose places never fall (pieces of one share a place)."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for index, (place, _key) in enumerate(row):
        at = bisect_left(tails, place + 1)
        back.append(ends[at - 1] if at else -1)
        tails[at:] = [place, *tails[at + 1 :]]
        ends[at:] = [index, *ends[at + 1 :]]
    kept = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(row[index][1])
        index = back[index]
    return kept


def _rows(olds: list, news: list, forebears: dict, moved: set) -> list[Row]:
    """A row for each clause of a family, with the words that went into it."""
    headings = [_heading(olds[0] if olds and not place else None, new) for place, new in enumerate(news)]
    was = "\n\n".join(_said(old, whole=place > 0) for place, old in enumerate(olds))
    bodies = _cut(was, [new.body for new in news])
    rows = []
    for new, heading, body in zip(news, headings, bodies, strict=True):
        mine = tuple(old for old in olds if len(olds) == 1 or old.pk in forebears[new.pk])
        outcome = _outcome(mine, new, news, new.pk in moved, heading, body)
        pieces = tuple(news) if len(news) > 1 else ()
        rows.append(Row(outcome, mine, new, heading, body, new.pk in moved, pieces))
    return rows


def _heading(old, new) -> tuple[Run, ...]:
    return tuple(word_changes(old.heading if old else "", new.heading))


def _said(clause, *, whole: bool) -> str:
    """The words of a clause that are compared as its body: with the heading where that has no other place."""
    return "\n\n".join(filter(None, [clause.heading, clause.body])) if whole else clause.body


def _outcome(olds, new, news, moved, heading, body) -> Outcome:
    if not olds:
        return Outcome.NEW
    if len(olds) > 1:
        return Outcome.MERGED
    if len(news) > 1:
        return Outcome.SPLIT
    old = olds[0]
    if (old.heading, old.body, old.kind, old.owed_by) != (new.heading, new.body, new.kind, new.owed_by):
        return Outcome.CHANGED
    if moved:
        return Outcome.MOVED
    return Outcome.RENUMBERED if old.number != new.number else Outcome.SAME


def _in_order(before, after, rows: dict, heirs: dict, moved: set) -> list[Row]:
    """All rows in the reading order of the later text, each dropped clause after the one it stood after."""
    dropped = defaultdict(list)
    places = {clause.pk: place for place, clause in enumerate(after)}
    last = None  # The key (of the later text) of the clause that the dropped ones stand after.
    for clause in before:
        stayed = [new for new in heirs.get(clause.pk, ()) if new not in moved]
        if heirs.get(clause.pk):
            last = max(stayed, key=places.__getitem__, default=last)  # Of the pieces of a split clause, the last.
        else:
            heading = (Run(Mark.REMOVED, clause.heading),) if clause.heading else ()
            body = (Run(Mark.REMOVED, clause.body),) if clause.body else ()
            dropped[last].append(Row(Outcome.DROPPED, (clause,), None, heading, body))
    found = list(dropped[None])
    for clause in after:
        found += [rows[clause.pk], *dropped.get(clause.pk, ())]
    return found


# Words.


def word_changes(before: str, after: str) -> list[Run]:
    """What became of the words: the runs that are the same or removed spell `before`, same or added spell `after`."""
    return list(_cut(before, [after])[0])


def _cut(before: str, afters: list[str]) -> list[tuple[Run, ...]]:
    """The changes from one wording to several that follow each other, cut where each of these ends."""
    if len(afters) == 1 and before == afters[0]:
        return [(Run(Mark.SAME, before),) if before else ()]
    old = _words(before)
    parts = [_words(after) for after in afters]
    new = [word for part in parts for word in part]
    ends = list(accumulate(len(part) for part in parts))
    found: list[list[Run]] = [[] for _part in parts]
    for same, i1, i2, j1, j2 in _steps([word for word, _space in old], [word for word, _space in new]):
        if not same and i2 > i1:
            # What is only removed, between two pieces, belongs to the end of the first.
            at = bisect_left(ends, j1) if j1 == j2 else bisect_right(ends, j1)
            found[min(at, len(ends) - 1)].append(Run(Mark.REMOVED, _spell(old[i1:i2])))
        for at, part in enumerate(parts):
            begin, stop = max(j1, ends[at] - len(part)), min(j2, ends[at])
            if begin < stop and same:
                _add_same(found[at], old[i1 + begin - j1 : i1 + stop - j1], new[begin:stop])
            elif begin < stop:
                found[at].append(Run(Mark.ADDED, _spell(new[begin:stop])))
    return [tuple(_joined(runs)) for runs in found]


def _words(text: str) -> list[tuple[str, str]]:
    """A text as pairs of a word (or a sign) and the white space after it; white space at its start has no word."""
    start = len(text) - len(text.lstrip())
    found = WORD.findall(text, start)
    return [("", text[:start]), *found] if start else found


def _spell(words: Iterable[tuple[str, str]]) -> str:
    return "".join(word + space for word, space in words)


def _add_same(runs: list[Run], old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    """Add words that are the same, though the white space after some may not be."""
    kept: list[str] = []
    for (word, before), (_word, after) in zip(old, new, strict=True):
        if before == after:
            kept.append(word + after)
            continue
        runs.append(Run(Mark.SAME, "".join([*kept, word])))
        kept = []
        runs += [Run(mark, space) for mark, space in ((Mark.REMOVED, before), (Mark.ADDED, after)) if space]
    runs.append(Run(Mark.SAME, "".join(kept)))


def _joined(runs: Iterable[Run]) -> list[Run]:
    """The runs without empty ones, neighbours of one mark joined."""
    found: list[Run] = []
    for run in runs:
        if run.words and found and found[-1].mark == run.mark:
            found[-1] = Run(run.mark, found[-1].words + run.words)
        elif run.words:
            found.append(run)
    return found


Step = tuple[bool, int, int, int, int]  # Whether the words are the same, and which: old[i1:i2], new[j1:j2].


def _steps(old: list[str], new: list[str]) -> list[Step]:
    """What became of a list of words, as steps that lead through both lists."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = _matched(old[start : len(old) - end], new[start : len(new) - end])
    steps = [(same, i1 + start, i2 + start, j1 + start, j2 + start) for same, i1, i2, j1, j2 in middle]
    if start:
        steps.insert(0, (True, 0, start, 0, start))
    if end:
        steps.append((True, len(old) - end, len(old), len(new) - end, len(new)))
    return _readable(steps, old, new)


def _matched(old: list[str], new: list[str]) -> list[Step]:
    """The steps found by difflib.

    Its time grows with how often the words recur. Where that is much, it leaves out those that recur most (its
    `autojunk`, which looks at the second list and only where that is long: so the longer one is given second).
    """
    if not old or not new:
        return [(False, 0, len(old), 0, len(new))] if old or new else []
    recurring = _work(old, new) > MOST_WORK
    if recurring and len(old) > len(new):
        codes = SequenceMatcher(None, new, old).get_opcodes()
        return [(tag == "equal", i1, i2, j1, j2) for tag, j1, j2, i1, i2 in codes]
    codes = SequenceMatcher(None, old, new, autojunk=recurring).get_opcodes()
    return [(tag == "equal", i1, i2, j1, j2) for tag, i1, i2, j1, j2 in codes]


def _work(old: Iterable[str], new: Iterable[str]) -> int:
    """How many pairs of equal words there are: what difflib looks at, at least once."""
    counted = Counter(new)
    return sum(times * counted[word] for word, times in Counter(old).items())


def _readable(steps: list[Step], old: list[str], new: list[str]) -> list[Step]:
    """The steps without the little that is the same by chance: an "of" between changes, a few words of all."""
    kept = sum(len(word) for same, i1, i2, _j1, _j2 in steps if same for word in old[i1:i2])
    if kept < ALIKE * min(sum(map(len, old)), sum(map(len, new))):
        return [(False, 0, len(old), 0, len(new))] if old or new else []
    found: list[Step] = []
    for place, step in enumerate(steps):
        same, i1, i2, j1, j2 = step
        alone = 0 < place < len(steps) - 1 and not steps[place - 1][0] and not steps[place + 1][0]
        if same and alone and sum(map(len, old[i1:i2])) <= ISLAND:
            same = False
        if found and found[-1][0] == same:
            found[-1] = (same, found[-1][1], i2, found[-1][3], j2)
        else:
            found.append((same, i1, i2, j1, j2))
    return found

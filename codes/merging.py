"""How a newer version of a national code and a Compact's own wording come together, clause by clause.

It knows neither the database nor the web. A clause is anything with `lineage`, `pk`, `parent_id`, `number`, `kind`,
`owed_by`, `heading` and `body`; a list of clauses is in reading order. The same lineage is the same clause, however it
is numbered.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class Kind(StrEnum):
    """What a newer version does to a clause."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True)
class Change:
    """One clause that a newer version adds, changes, renumbers or leaves out.

    `before`: the clause of the national version known so far; `theirs`: of the newer one; `ours`: what holds here.
    Each is None where there is none.
    """

    lineage: UUID
    kind: Kind
    before: Any
    theirs: Any
    ours: Any

    @property
    def shown(self) -> Any:
        """The clause by which the change is called: that of the newer version, else the one that goes."""
        return self.theirs or self.ours or self.before

    @property
    def anchor(self) -> str:
        """The id of the change on its page."""
        return f"{'c' if self.theirs else 'was'}-{self.shown.number}"


@dataclass
class Merged:
    """A clause of the text as decided: its words, where it stands, and the clauses it comes from."""

    lineage: UUID
    number: str
    kind: str
    owed_by: str
    heading: str
    body: str
    parent: UUID | None
    ours: Any
    theirs: Any


def words(clause: Any) -> tuple[str, str, str, str]:
    """What a clause says, apart from its number."""
    return clause.kind, clause.owed_by, clause.heading, clause.body


def changes(before: list, theirs: list, ours: list) -> list[Change]:
    """What a newer version changes, in its order; what it leaves out stands where it stood.

    Left out: what here already is as the newer version has it, and what it drops that is not here.
    """
    old, new, own = ({clause.lineage: clause for clause in clauses} for clauses in (before, theirs, ours))
    found = []
    for lineage in in_order([clause.lineage for clause in theirs], [clause.lineage for clause in before]):
        a, b, here = old.get(lineage), new.get(lineage), own.get(lineage)
        if b is None:
            if here is not None:
                found.append(Change(lineage, Kind.GONE, a, None, here))
            continue
        if here is not None and words(here) == words(b) and here.number == b.number:
            continue
        if a is None:
            found.append(Change(lineage, Kind.NEW, None, b, here))
        elif words(a) != words(b):
            found.append(Change(lineage, Kind.CHANGED, a, b, here))
        elif a.number != b.number and here is not None and here.number == a.number:
            found.append(Change(lineage, Kind.MOVED, a, b, here))
    return found


def in_order(first: list, second: list) -> list:
    """All of both lists once: the first in its order, what only the second has after what it follows there."""
    result = list(first)
    known = set(first)
    last = None
    for item in second:
        if item not in known:
            result.insert(result.index(last) + 1 if last is not None else 0, item)
            known.add(item)
        last = item
    return result


def merge(ours: list, theirs: list, made: list[Change], decided: dict) -> list[Merged]:
    """The clauses as decided. `decided`: lineage → anything with `action` (adopt, keep, adapt), `heading`, `body`.

    What was not decided stays as it is here. Numbers are given once: where two clauses would have the same, the later
    takes the next one free beside it.
    """
    rows = {clause.lineage: _row(clause, ours, ours=clause) for clause in ours}
    new = {clause.lineage: clause for clause in theirs}
    for lineage, clause in new.items():
        if lineage in rows:
            rows[lineage].theirs = clause
    moving = []
    for change in made:
        decision = decided.get(change.lineage)
        if decision is None or decision.action == "keep":
            continue
        if change.theirs is None:
            if decision.action == "adopt":
                rows.pop(change.lineage)
        else:
            row = _row(change.theirs, theirs, ours=change.ours, theirs=change.theirs)
            if change.ours is None or change.ours.number != change.theirs.number:
                moving.append(change.lineage)
            rows[change.lineage] = row
        if decision.action == "adapt":
            rows[change.lineage].heading, rows[change.lineage].body = decision.heading, decision.body
    order = _order([clause.lineage for clause in ours], [clause.lineage for clause in theirs], set(rows), moving)
    return _whole([rows[lineage] for lineage in order])


def _row(clause: Any, among: list, *, ours: Any = None, theirs: Any = None) -> Merged:
    above = {other.pk: other.lineage for other in among}
    parent = above.get(clause.parent_id) if clause.parent_id else None
    return Merged(clause.lineage, clause.number, *words(clause), parent, ours, theirs)


def _order(ours: list, theirs: list, kept: set, moving: list) -> list:
    """Ours in order, with what comes in or moves put after what it follows in the newer version."""
    order = [lineage for lineage in ours if lineage in kept and lineage not in moving]
    for place, lineage in enumerate(theirs):
        if lineage not in moving or lineage not in kept:
            continue
        before = next((other for other in reversed(theirs[:place]) if other in order), None)
        order.insert(order.index(before) + 1 if before is not None else 0, lineage)
    return order


def _whole(rows: list[Merged]) -> list[Merged]:
    """The rows with each under a parent that is there, in an order in which parents come first, and numbered once."""
    there = {row.lineage: row for row in rows}
    children: dict[UUID | None, list[Merged]] = {}
    for row in rows:
        if row.parent not in there:
            row.parent = None
        children.setdefault(row.parent, []).append(row)
    result: list[Merged] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        row = waiting.pop()
        result.append(row)
        waiting += reversed(children.get(row.lineage, []))
    # What stays as it was keeps its number; what came in gives way.
    taken = {row.number for row in result if row.ours is not None and row.ours.number == row.number}
    for row in result:
        if row.ours is not None and row.ours.number == row.number:
            continue
        while row.number in taken:
            row.number = _next(row.number)
        taken.add(row.number)
    return result


def _next(number: str) -> str:
    """The number after a number: 4.3 → 4.4, annex → annex-2."""
    head, last = re.fullmatch(r"(.*?)(\d*)", number).groups()
    return f"{head}{int(last) + 1}" if last else f"{head}-2"

"""Arranging what was read from a file before it becomes a draft: no database, no web.

An `Arrangement` is the clauses in reading order, each with its `level` in the tree (1 at the top), what the reader was
unsure of, and what it left out. A step changes it, or raises `NotArranged` with a sentence and changes nothing. No step
loses a word: each stands in a clause or among what was left out. Numbers are given once, and the levels always make a
tree: the first clause stands at the top, each other at most one level below the one before it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from compact_portal.compacts import cutting
from compact_portal.compacts.exporting.as_markdown import mark
from compact_portal.compacts.exporting.shape import LONGEST_HEADING, is_a_number
from compact_portal.compacts.importing.parsed import Finding, LeftOut, ParsedClause, ParsedText
from compact_portal.compacts.importing.tree import RESERVED
from compact_portal.compacts.kinds import ClauseKind, OwedBy

DEEPEST = 8


class NotArranged(ValueError):
    """The step cannot be taken; the message is a sentence that says why."""


@dataclass
class Row:
    """A clause while it is arranged. `key` stays its own whatever is done; `line` is where the file has it."""

    key: int
    level: int
    number: str
    kind: str
    owed_by: str = ""
    heading: str = ""
    body: str = ""
    line: int = 0
    lineage: str = ""
    relation: str = ""
    previous: str = ""
    merged_from: list[str] = field(default_factory=list)
    guidance: str = ""

    @property
    def type(self) -> str:
        """What it is, with who owes it: "commitment vcs"."""
        return f"{self.kind} {self.owed_by}" if self.kind == ClauseKind.COMMITMENT else self.kind

    @property
    def words(self) -> str:
        """Heading and body, as Markdown."""
        return "\n\n".join(filter(None, [self.heading, self.body]))


@dataclass
class Doubt:
    """What the reader was unsure of: the key of the clause it concerns (None: of none), the place, a sentence."""

    key: int | None
    line: int
    message: str


class Piece(NamedTuple):
    """Where a body can be split: the offset, and the words that begin there."""

    at: int
    words: str


@dataclass
class Arrangement:
    """What was read from a file, being arranged."""

    title: str = ""
    unit: str = "line"
    rows: list[Row] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    signatories: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    next_key: int = 1

    # To and from

    @classmethod
    def of(cls, parsed: ParsedText) -> "Arrangement":
        """What was read, ready to be arranged."""
        made = cls(parsed.title, parsed.unit, signatories=list(parsed.signatories), codes=list(parsed.codes))
        made._take(parsed.clauses, 1)
        made.left_out = [{"line": left.line, "text": left.text, "why": str(left.why)} for left in parsed.left_out]
        made.doubts = [Doubt(made._at(found.line), found.line, str(found.message)) for found in parsed.findings]
        return made

    def _take(self, clauses: list[ParsedClause], level: int) -> None:
        for clause in clauses:
            given = {name: getattr(clause, name) for name in Row.__dataclass_fields__ if hasattr(clause, name)}
            given |= {"kind": str(clause.kind), "owed_by": str(clause.owed_by), "merged_from": [*clause.merged_from]}
            self.rows.append(Row(**({"key": self._new_key(), "level": level} | given)))
            self._take(clause.children, level + 1)

    def parsed(self) -> ParsedText:
        """The arrangement as a tree of clauses."""
        made = ParsedText(self.title, signatories=self.signatories, codes=self.codes, unit=self.unit)
        made.findings = [Finding(doubt.line, doubt.message, self.unit) for doubt in self.doubts]
        made.left_out = [LeftOut(left["line"], left["text"], left["why"], self.unit) for left in self.left_out]
        above: list[ParsedClause] = []
        for row in self.rows:
            given = {name: getattr(row, name) for name in ParsedClause.__dataclass_fields__ if hasattr(row, name)}
            given |= {"kind": ClauseKind(row.kind), "merged_from": tuple(row.merged_from)}
            clause = ParsedClause(**given)
            above = above[: row.level - 1]
            (above[-1].children if above else made.clauses).append(clause)
            above.append(clause)
        return made

    def as_dict(self) -> dict[str, Any]:
        """The arrangement as plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: dict[str, Any]) -> "Arrangement":
        """The arrangement that `as_dict` gave."""
        rows = [Row(**row) for row in given["rows"]]
        doubts = [Doubt(**doubt) for doubt in given["doubts"]]
        return cls(**(given | {"rows": rows, "doubts": doubts}))

    def copy(self) -> "Arrangement":
        """Another arrangement that says the same."""
        return Arrangement.from_dict(self.as_dict())

    # Finding

    def row(self, key: int) -> Row:
        """The clause of a key, or NotArranged where it is gone."""
        return self.rows[self.place(key)]

    def place(self, key: int) -> int:
        """Where the clause of a key stands, from 0; NotArranged where it is gone."""
        for index, row in enumerate(self.rows):
            if row.key == key:
                return index
        raise NotArranged(_("That clause is not there any more. Look at the text as it stands now."))

    def doubts_of(self) -> dict[int | None, list[str]]:
        """The sentences about each clause, by key; None: about none that is still there."""
        keys = {row.key for row in self.rows}
        found: dict[int | None, list[str]] = {}
        for doubt in self.doubts:
            found.setdefault(doubt.key if doubt.key in keys else None, []).append(doubt.message)
        return found

    def end(self, index: int) -> int:
        """Where what stands under the clause at a place ends."""
        level = self.rows[index].level
        after = index + 1
        while after < len(self.rows) and self.rows[after].level > level:
            after += 1
        return after

    def _chosen(self, keys: Iterable[int]) -> list[int]:
        """The keys that are there, in reading order; NotArranged where none is."""
        wanted = set(keys)
        found = [row.key for row in self.rows if row.key in wanted]
        if not found:
            raise NotArranged(_("Choose at least one clause first: tick the box before it."))
        return found

    def _outermost(self, keys: Iterable[int]) -> list[int]:
        """Those of the keys that stand under no other of them, in reading order."""
        found, until = [], 0
        for key in self._chosen(keys):
            index = self.place(key)
            if index >= until:
                found.append(key)
                until = self.end(index)
        return found

    def and_under(self, keys: Iterable[int]) -> list[int]:
        """The keys with those of all that stands under them."""
        found: list[int] = []
        for key in self._outermost(keys):
            index = self.place(key)
            found += [row.key for row in self.rows[index : self.end(index)]]
        return found

    def _at(self, line: int) -> int | None:
        """The key of the clause that a line of the file belongs to: the last that began on it or before."""
        before = [row for row in reversed(self.rows) if row.line <= line]
        return max(before, key=lambda row: row.line).key if before else None

    def _new_key(self) -> int:
        self.next_key += 1
        return self.next_key - 1

    # Steps

    def join(self, keys: Iterable[int]) -> None:
        """Join each clause with the one before it: its heading becomes a bold paragraph, what stands under it stays."""
        for key in self._chosen(keys):
            index = self.place(key)
            if index == 0:
                raise NotArranged(_("The first clause has none before it that it could be joined with."))
            before, row = self.rows[index - 1], self.rows[index]
            heading = f"**{mark(row.heading.strip())}**" if row.heading.strip() else ""
            before.body = "\n\n".join(filter(None, [before.body, heading, row.body]))
            before.guidance = "\n\n".join(filter(None, [before.guidance, row.guidance]))
            if row.previous:
                before.merged_from += [row.previous, *row.merged_from]
                before.relation = "merged"
            self._shift(index + 1, self.end(index), min(0, before.level - row.level))
            del self.rows[index]
            self._doubt_elsewhere(key, before.key)

    def pieces(self, key: int) -> list[Piece]:
        """Where the body of a clause can be split: before its paragraphs, points and sentences."""
        body = self.row(key).body
        return [Piece(at, " ".join(body[at:].split())[:100]) for at in cutting.split_points(body)]

    def has_points(self, key: int) -> bool:
        """Whether the body of a clause has a list."""
        return any(is_point for is_point, _words in cutting.cut(self.row(key).body))

    def split(self, key: int, at: int) -> int:
        """Split a clause in two at one of its `pieces`; return the key of the second.

        The second stands beside the first, or under it where the first is a section: then it is text.
        """
        index = self.place(key)
        row = self.rows[index]
        if at not in cutting.split_points(row.body):
            raise NotArranged(_("The clause cannot be split there. Choose one of the places shown."))
        first, second = row.body[:at].rstrip(), row.body[at:].strip("\n")
        inside = row.kind == ClauseKind.SECTION
        made = replace(
            row,
            key=self._new_key(),
            level=row.level + 1 if inside else row.level,
            number=self._number_after(row.number),
            kind=str(ClauseKind.TEXT) if inside else row.kind,
            owed_by="" if inside else row.owed_by,
            heading="",
            body=second,
            lineage="",
            relation="split" if row.previous else "",
            merged_from=[],
            guidance="",
        )
        if row.previous:
            row.relation = "split"
        row.body = first
        self.rows.insert(index + 1, made)
        return made.key

    def points(self, key: int, kind: str, owed_by: str) -> int:
        """Make a clause of each point of the lists in a body, and text of each paragraph after; return how many.

        They stand under the clause, before what stood there already.
        """
        index = self.place(key)
        row = self.rows[index]
        kind, owed_by = _typed(kind, owed_by)
        cut = cutting.cut(row.body)
        first = next((place for place, (is_point, _words) in enumerate(cut) if is_point), None)
        if first is None:
            raise NotArranged(_("There is no list in this clause."))
        if row.level >= DEEPEST:
            raise NotArranged(_("Clauses stand inside each other too many times there. Move this one out first."))
        before = "\n\n".join(words for _is_point, words in cut[:first])
        if not row.heading and not before:
            raise NotArranged(_("This clause is only a list. Give it a heading that the points can stand under."))
        row.body = before
        taken = {other.number for other in self.rows} | RESERVED
        made = []
        for is_point, words in cut[first:]:
            what = (kind, owed_by) if is_point else (str(ClauseKind.TEXT), "")
            number = _free_under(row.number, taken)
            taken.add(number)
            made.append(Row(self._new_key(), row.level + 1, number, *what, body=words, line=row.line))
        self.rows[index + 1 : index + 1] = made
        return len(made)

    def move(self, keys: Iterable[int], *, up: bool) -> None:
        """Move clauses, each with all under it, before or after their neighbour at the same level."""
        chosen = self._outermost(keys)
        moved = 0
        for key in chosen if up else reversed(chosen):
            start = self.place(key)
            end = self.end(start)
            other = self._neighbour(start, up=up)
            if other is None or (self.rows[other].key in chosen):
                continue
            if up:
                self.rows[other:end] = [*self.rows[start:end], *self.rows[other:start]]
            else:
                after = self.end(other)
                self.rows[start:after] = [*self.rows[end:after], *self.rows[start:end]]
            moved += 1
        if not moved:
            raise NotArranged(
                _("That is already at the end of those beside it. To take it further, move it in or out.")
            )

    def _neighbour(self, start: int, *, up: bool) -> int | None:
        """Where the clause before or after one at the same level, under the same, stands."""
        level = self.rows[start].level
        if not up:
            after = self.end(start)
            return after if after < len(self.rows) and self.rows[after].level == level else None
        for index in range(start - 1, -1, -1):
            if self.rows[index].level <= level:
                return index if self.rows[index].level == level else None
        return None

    def move_in(self, keys: Iterable[int]) -> None:
        """Put clauses, each with all under it, under the one before them."""
        moved = 0
        for key in self._outermost(keys):
            index = self.place(key)
            end = self.end(index)
            fits = index > 0 and self.rows[index].level <= self.rows[index - 1].level
            if fits and max(row.level for row in self.rows[index:end]) < DEEPEST:
                self._shift(index, end, 1)
                moved += 1
        if not moved:
            raise NotArranged(_("There is no clause before it, at the same level, that it could stand under."))

    def move_out(self, keys: Iterable[int]) -> None:
        """Take clauses, each with all under it, one level out. What followed beside them then stands under them."""
        moved = 0
        for key in self._outermost(keys):
            index = self.place(key)
            if self.rows[index].level > 1:
                self._shift(index, self.end(index), -1)
                moved += 1
        if not moved:
            raise NotArranged(_("It already stands at the top."))

    def retype(self, keys: Iterable[int], kind: str, owed_by: str) -> None:
        """Say of clauses what they are, and who owes them."""
        kind, owed_by = _typed(kind, owed_by)
        for key in self._chosen(keys):
            row = self.row(key)
            row.kind, row.owed_by = kind, owed_by

    def edit(self, key: int, *, number: str, heading: str, kind: str, owed_by: str) -> None:
        """Give a clause another number, heading and type."""
        row = self.row(key)
        kind, owed_by = _typed(kind, owed_by)
        if not is_a_number(number):
            raise NotArranged(_("Use a number like 4.3, in small letters, digits, dots and hyphens."))
        if number in RESERVED:
            raise NotArranged(_("That is the address of another page. Choose another number."))
        if any(other.number == number for other in self.rows if other.key != key):
            raise NotArranged(_("Another clause has that number. Choose another, or give that one another first."))
        if len(heading) > LONGEST_HEADING:
            raise NotArranged(_("Use at most %(most)d characters in the heading.") % {"most": LONGEST_HEADING})
        if not heading and not row.body:
            raise NotArranged(_("This clause has no text, so it needs a heading."))
        row.number, row.heading, row.kind, row.owed_by = number, heading, kind, owed_by

    def renumber(self) -> None:
        """Number all afresh: 1, 2… at the top, 1.1, 1.2… under it. What is called by its heading at the top stays."""
        kept = [row.number for row in self.rows if row.level == 1 and row.number[0].isalpha()]
        taken = {*kept, *RESERVED}
        numbers: list[str] = []
        above: list[str] = []
        count = 0
        for row in self.rows:
            above = above[: row.level - 1]
            if row.level == 1 and row.number in kept:
                number = row.number
            elif row.level == 1:
                count += 1
                number = str(count)
            else:
                number = _free_under(above[-1], taken)
            if not is_a_number(number):
                raise NotArranged(_("The clauses stand inside each other too many times to be numbered."))
            taken.add(number)
            above.append(number)
            numbers.append(number)
        for row, number in zip(self.rows, numbers, strict=True):
            row.number = number

    def leave_out(self, keys: Iterable[int]) -> None:
        """Leave clauses out. What stands under them stays, one level further out."""
        for key in self._chosen(keys):
            index = self.place(key)
            row = self.rows[index]
            self._shift(index + 1, self.end(index), -1)
            del self.rows[index]
            self.left_out.append({"line": row.line, "text": row.words, "why": _("left out by hand")})

    def put_back(self, index: int, *, as_clause: bool) -> int:
        """Put words that were left out back where the file has them; return the key of the clause they stand in."""
        if not 0 <= index < len(self.left_out):
            raise NotArranged(_("Those words are not left out any more."))
        left = self.left_out[index]
        key = self._at(left["line"])
        if as_clause or key is None:
            place = self.place(key) + 1 if key else 0
            level = 1
            if key:
                row = self.rows[place - 1]
                has_parts = self.end(place - 1) > place
                level = min(DEEPEST, row.level + (1 if has_parts or row.kind == ClauseKind.SECTION else 0))
            number = self._number_after(self.row(key).number) if key else self._number_after("preamble")
            key = self._new_key()
            self.rows.insert(
                place, Row(key, level, number, str(ClauseKind.TEXT), body=left["text"].strip(), line=left["line"])
            )
        else:
            row = self.row(key)
            row.body = "\n\n".join(filter(None, [row.body, left["text"].strip()]))
        del self.left_out[index]
        return key

    def _shift(self, start: int, end: int, levels: int) -> None:
        for row in self.rows[start:end]:
            row.level += levels

    def _doubt_elsewhere(self, key: int, other: int) -> None:
        for doubt in self.doubts:
            if doubt.key == key:
                doubt.key = other

    def _number_after(self, number: str) -> str:
        """A free number beside another: 4.3a after 4.3, 4.3b after that; foreword-2 after foreword."""
        taken = {row.number for row in self.rows} | RESERVED
        if number not in taken:
            return number
        last = re.fullmatch(r"(.*\d)([a-z]?)", number)
        if last:
            for letter in "abcdefghijklmnopqrstuvwxyz":
                if letter > last[2] and f"{last[1]}{letter}" not in taken:
                    return f"{last[1]}{letter}"
        stem, count = number[:70], 2
        while f"{stem}-{count}" in taken:
            count += 1
        return f"{stem}-{count}"


Step = Callable[[Arrangement], object]


def _free_under(number: str, taken: set[str]) -> str:
    """The first number under another that is not taken."""
    count = 1
    while f"{number}.{count}" in taken:
        count += 1
    return f"{number}.{count}"


def _typed(kind: str, owed_by: str) -> tuple[str, str]:
    """Return what a clause is and who owes it, or raise NotArranged where that is not known."""
    if kind not in ClauseKind.values:
        raise NotArranged(_("Choose what the clauses are."))
    if kind != ClauseKind.COMMITMENT:
        return kind, ""
    if owed_by not in OwedBy.values:
        raise NotArranged(_("Choose who owes this commitment."))
    return kind, owed_by

"""Preparing an edition to be read: its clauses in order, how deep each stands, and the words that are explained.

A word of the glossary is a link to its definition where a clause uses it first, and can be opened below the clause.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

import nh3
from django.utils.safestring import SafeString
from markdown_it.token import Token

from compact_portal.compacts.kinds import ClauseKind, OwedBy, Sector
from compact_portal.compacts.models import Clause, Edition
from compact_portal.templatetags.portal import PARSER, clean

MOST_PREPARED = 50
MOST_TERMS = 300  # A glossary longer than this is not linked from the clauses.


@dataclass
class Entry:
    """A clause as it is read: `level` of its heading (2 to 6), `html` of its body, defined `words` that it uses."""

    clause: Clause
    level: int
    html: SafeString
    words: list["Entry"] = field(default_factory=list)

    @cached_property
    def address(self) -> str:
        """The address of the clause's own page."""
        return self.clause.get_absolute_url()

    @cached_property
    def wording(self) -> str:
        """Its words as they are quoted: the body without Markdown, else the heading; a definition with its term."""
        lines = re.sub(
            r"</(?:p|li|tr|blockquote)>|<br>",
            "\n",
            self.html.replace("\n", " ").replace("</td>", " ").replace("</th>", " "),
        )
        words = "\n".join(filter(None, (line.strip() for line in unescape(nh3.clean(lines, tags=set())).split("\n"))))
        if self.clause.kind == ClauseKind.DEFINITION and words:
            return f"{self.clause.heading}: {words}"
        return words or self.clause.heading

    @property
    def is_citable(self) -> bool:
        """Whether people quote it by itself: a promise, or a definition."""
        return self.is_promise or self.clause.kind == ClauseKind.DEFINITION

    @property
    def anchor(self) -> str:
        """The id of the clause on the page of its edition."""
        return f"c-{self.clause.number}"

    @property
    def shown_number(self) -> str:
        """The number as readers see it: none where the address is made of a heading."""
        has_one = self.clause.number[0].isdigit() and (self.clause.heading or self.clause.kind != ClauseKind.TEXT)
        return self.clause.number if has_one else ""

    @property
    def is_promise(self) -> bool:
        """Whether it stands on its own: a commitment or a principle."""
        return self.clause.kind in {ClauseKind.COMMITMENT, ClauseKind.PRINCIPLE}


@dataclass
class Reading:
    """An edition to be read: all its clauses, and its contents as pairs of a section and its sections."""

    edition: Edition
    entries: list[Entry]
    contents: list[tuple[Entry, list[Entry]]]

    @cached_property
    def totals(self) -> list[tuple[Sector, int]]:
        """How many commitments each sector has made; those of both are counted for each."""
        return [(sector, len(self.owed_by(sector))) for sector in Sector]

    def owed_by(self, sector: Sector) -> list[Entry]:
        """The commitments of a sector, and those of both."""
        return [
            entry
            for entry in self.entries
            if entry.clause.kind == ClauseKind.COMMITMENT and entry.clause.owed_by in {sector, OwedBy.BOTH}
        ]

    def only(self, sector: Sector) -> list[Entry]:
        """The commitments of a sector and the clauses they stand under, in reading order."""
        wanted = self.owed_by(sector)
        keys = {entry.clause.pk for entry in wanted}
        for entry in wanted:
            keys |= {above.clause.pk for above in self.above(entry)}
        return [entry for entry in self.entries if entry.clause.pk in keys]

    def entry(self, number: str) -> Entry | None:
        """The clause with a number, if there is one."""
        return next((entry for entry in self.entries if entry.clause.number == number), None)

    def above(self, entry: Entry) -> list[Entry]:
        """The clauses that a clause stands under, outermost first."""
        by_key = {other.clause.pk: other for other in self.entries}
        found: list[Entry] = []
        parent = entry.clause.parent_id
        while parent:
            found.insert(0, by_key[parent])
            parent = by_key[parent].clause.parent_id
        return found

    def beside(self, entry: Entry, step: int) -> Entry | None:
        """The clause before (-1) or after (1) a clause, in reading order."""
        place = self.entries.index(entry) + step
        return self.entries[place] if 0 <= place < len(self.entries) else None

    def below(self, clause: Clause) -> list[Clause]:
        """The clauses that stand under a clause, in reading order."""
        return [other.clause for other in self.under(next(entry for entry in self.entries if entry.clause == clause))]

    def under(self, entry: Entry) -> list[Entry]:
        """What stands under a clause, in reading order."""
        inside = {entry.clause.pk}
        found = []
        for other in self.entries:
            if other.clause.parent_id in inside:
                inside.add(other.clause.pk)
                found.append(other)
        return found


def read(edition: Edition, *, permalinks: bool = False) -> Reading:
    """Prepare an edition, in one query. Words are linked within the page, or to their own pages (`permalinks`).

    What is agreed cannot change, so it is prepared once and remembered by this process.
    """
    if edition.is_open:
        return _read(edition, permalinks=permalinks)
    key = (edition.pk, edition.frozen_at, permalinks)
    if key not in _prepared:
        while len(_prepared) >= MOST_PREPARED:
            _prepared.pop(next(iter(_prepared)), None)
        _prepared[key] = _read(edition, permalinks=permalinks)
    return _prepared[key]


_prepared: dict[tuple, Reading] = {}


def _read(edition: Edition, *, permalinks: bool) -> Reading:
    clauses = list(edition.clauses.order_by("position"))
    for clause in clauses:
        clause.edition = edition
    glossary = Glossary(clauses, permalinks=permalinks)
    depths: dict[int | None, int] = {None: 1}
    entries = []
    contents: list[tuple[Entry, list[Entry]]] = []
    for clause in clauses:
        depth = depths[clause.pk] = depths.get(clause.parent_id, 1) + 1
        html, used = glossary.explain(clause)
        entry = Entry(clause, min(depth, 6), html, used)
        entries.append(entry)
        if clause.kind == ClauseKind.SECTION and depth == 2:
            contents.append((entry, []))
        elif clause.kind == ClauseKind.SECTION and depth == 3 and contents:
            contents[-1][1].append(entry)
    return Reading(edition, entries, contents)


class Glossary:
    """The definitions of an edition, and where its clauses use them."""

    def __init__(self, clauses: Iterable[Clause], *, permalinks: bool) -> None:
        self.permalinks = permalinks
        self.entries: dict[str, Entry] = {}
        for clause in clauses:
            if clause.kind == ClauseKind.DEFINITION and clause.heading:
                entry = Entry(clause, 3, clean(PARSER.render(clause.body)))
                for name in names(clause.heading):
                    self.entries.setdefault(name.casefold(), entry)
        words = sorted(self.entries, key=len, reverse=True)[:MOST_TERMS]
        pattern = "|".join(re.escape(word) for word in words)
        self.pattern = re.compile(rf"\b(?:{pattern})\b" if words else r"(?!)", re.IGNORECASE)

    def explain(self, clause: Clause) -> tuple[SafeString, list[Entry]]:
        """Return the body of a clause as HTML with its first use of each word linked, and those words."""
        tokens = PARSER.parse(clause.body)
        used: dict[int, Entry] = {}
        if clause.kind not in {ClauseKind.DEFINITION, ClauseKind.SECTION}:
            for token in tokens:
                if token.type == "inline" and token.children:
                    token.children = self._link(token.children, used)
        html = PARSER.renderer.render(tokens, PARSER.options, {})
        return clean(html), list(used.values())

    def _link(self, tokens: list[Token], used: dict[int, Entry]) -> list[Token]:
        found: list[Token] = []
        inside_a_link = False
        for token in tokens:
            if token.type in {"link_open", "link_close"}:
                inside_a_link = token.type == "link_open"
            if token.type != "text" or inside_a_link:
                found.append(token)
                continue
            found += self._link_words(token.content, used)
        return found

    def _link_words(self, text: str, used: dict[int, Entry]) -> list[Token]:
        found: list[Token] = []
        end = 0
        for match in self.pattern.finditer(text):
            entry = self.entries[match[0].casefold()]
            if entry.clause.pk in used:
                continue
            used[entry.clause.pk] = entry
            address = entry.clause.get_absolute_url() if self.permalinks else f"#{entry.anchor}"
            found.append(_text(text[end : match.start()]))
            found.append(Token("link_open", "a", 1, attrs={"href": address}))
            found.append(_text(match[0]))
            found.append(Token("link_close", "a", -1))
            end = match.end()
        found.append(_text(text[end:]))
        return found


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def names(heading: str) -> list[str]:
    """The ways in which a defined term is written: "Local Area Agreement (LAA)" is also "LAA"."""
    term, *short = re.split(r"\s*\(([^)]*)\)", heading)[:2]
    found = [name.strip(" '‘’“”\"") for name in (term, *short)]
    return [name for name in found if len(name) > 1]

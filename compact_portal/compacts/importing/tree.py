"""The tree of clauses while it is built: where each piece stands, and the number that it is cited by.

How numbers are given, so that they stay the same however often the text is read:

* a number printed before a heading or a paragraph is kept ("4", "11.1"), and says where it belongs,
  whatever its heading level;
* what has none inside a section is numbered on: 6.1, 6.2…; the points of all its lists too: 6.4.1…6.4.7;
* a top-level section without number takes its heading: "foreword", "glossary", and "glossary.4" inside;
* text that follows a point takes its number and a letter: "6.4.4a".
"""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from compact_portal.compacts.importing import wording
from compact_portal.compacts.importing.blocks import Block
from compact_portal.compacts.importing.furniture import LONGEST_HEADING
from compact_portal.compacts.importing.parsed import ParsedClause, ParsedText
from compact_portal.compacts.importing.refusals import NotAText
from compact_portal.compacts.kinds import ClauseKind

MOST_CLAUSES = 5_000
LONGEST_SLUG = 40
LONGEST_NUMBER = 80
LONGEST_BODY = 20_000  # Longer text is split between paragraphs.
LONGEST_PARAGRAPH = 20_000
# Addresses beside clauses.
RESERVED = frozenset(
    {
        "add",
        "approval",
        "compare",
        "consultation",
        "dates",
        "delete",
        "easy-read",
        "edit",
        "history",
        "issues",
        "lapse",
        "lineage",
        "move",
        "national",
        "publish",
        "published",
        "renumber",
        "together",
        "welsh",
    }
)
SMALL_WORDS = frozenset(
    (
        "a",
        "an",
        "and",
        "are",
        "at",
        "by",
        "for",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "our",
        "the",
        "this",
        "to",
        "we",
    )
)
SMALL_WORDS |= {"what", "will", "with", "you", "your"}


@dataclass
class Open:
    """A clause being read: `level` is that of its heading in the file, `parts` the paragraphs of its body."""

    clause: ParsedClause
    level: int = 0
    printed: tuple[int, ...] = ()
    parts: list[str] = field(default_factory=list)
    size: int = 0  # Characters in the parts.
    points: int = 0  # The last number given to something under it.
    letters: int = 0  # How many pieces of text followed its last point.
    continues: "Open | None" = None  # The numbered paragraph that following paragraphs belong to.
    inside: list["Open"] = field(default_factory=list)

    def add(self, paragraph: str) -> None:
        """Add a paragraph to the body."""
        self.parts.append(paragraph)
        self.size += len(paragraph)


class Tree:
    """Clauses being put together into a ParsedText."""

    def __init__(self, parsed: ParsedText, blocks: list[Block]) -> None:
        self.parsed = parsed
        self.blocks = blocks
        self.top: list[Open] = []
        self.stack: list[Open] = []  # The sections that are open, outermost first.
        self.numbered: dict[str, Open] = {}
        self.taken: set[str] = set(RESERVED)
        self.same: Counter[str] = Counter()
        self.terms: dict[str, tuple[str, int]] = {}
        self.intro = ""
        self.last_number = 0
        self.last_level = 0
        self.numbered_level = 0
        self.outer_levels: set[int] = set()
        self.headings = 0
        self.count = 0
        self.printed: list[tuple[int, ...]] = []  # For each block, the number printed on the next numbered heading.

    def _section(self, block: Block) -> Open:
        """Return the innermost open section; what stands before the first heading has one of its own."""
        if not self.stack:
            preamble = Open(ParsedClause("", ClauseKind.TEXT, line=block.line), level=7)
            self._attach(preamble, None, "preamble")
            self.stack = [preamble]
        return self.stack[-1]

    def _point(
        self,
        parent: Open,
        kind: ClauseKind,
        body: str,
        line: int,
        owed_by: str = "",
        number: str = "",
        heading: str = "",
    ) -> Open:
        """Attach a clause that is not a section."""
        point = Open(ParsedClause("", kind, owed_by, heading, line=line))
        point.add(body)
        self._attach(point, parent, number)
        parent.letters = 0
        return point

    def _attach(self, child: Open, parent: Open | None, number: str) -> None:
        """Put a clause into the tree under a number of its own: the one wanted if it is free, else the next."""
        self.count += 1
        if self.count > MOST_CLAUSES:
            raise NotAText(
                _(
                    "This text would make more than %(most)d clauses, and a Compact has a few hundred. "
                    "Import one agreement at a time."
                )
                % {"most": MOST_CLAUSES}
            )
        if number in self.taken and number not in RESERVED and child.printed:
            self._unsure(
                Block(child.clause.line),
                _("The number %(number)s is printed twice; the second was given another."),
                number=number,
            )
        if not number or number in self.taken:
            number = self._free(number, parent)
        if len(number) > LONGEST_NUMBER:
            message = _("The list at %(place)s has points inside points too many times. Use three levels at most.")
            raise NotAText(message % {"place": self.parsed.place(child.clause.line)})
        self.taken.add(number)
        child.clause.number = number
        last = number.rpartition(".")[2]
        if parent:
            parent.inside.append(child)
            if last.isdigit():
                parent.points = max(parent.points, int(last))
        else:
            self.top.append(child)

    def _free(self, wanted: str, parent: Open | None) -> str:
        """Return the next free number under a section, or beside it the wanted one with 2, 3… at its end."""
        while parent and not wanted[-1:].isalpha():
            parent.points += 1
            if (number := f"{parent.clause.number}.{parent.points}") not in self.taken:
                return number
        while True:
            self.same[wanted] += 1
            if (number := f"{wanted}-{self.same[wanted] + 1}") not in self.taken:
                return number

    def _finished(self, section: Open) -> ParsedClause:
        """Return the clause with its body and children; leaves under "Principles" become principles."""
        clause = section.clause
        clause.body = "\n\n".join(part for part in section.parts if part)
        clause.children = [self._finished(child) for child in section.inside]
        if not clause.heading and not clause.body:
            clause.heading = _("Preamble")  # Numbered paragraphs before any heading.
        leaves = clause.children and all(
            child.kind == ClauseKind.SECTION and child.body and not child.children for child in clause.children
        )
        for pattern, kind in (
            (wording.PRINCIPLES, ClauseKind.PRINCIPLE),
            (wording.GLOSSARY, ClauseKind.DEFINITION),
        ):
            if leaves and clause.kind == ClauseKind.SECTION and pattern.search(clause.heading):
                for child in clause.children:
                    child.kind = kind
        return clause

    def _unsure(self, block: Block, message: str, **words: object) -> None:
        """Note what an officer should look at."""
        self.parsed.unsure(block.line, message % words)

    def _slug(self, heading: str) -> str:
        """Return a short address made of a heading, without the words of the title."""
        title = set(slugify(self.parsed.title).split("-"))
        words = [word for word in slugify(heading[:LONGEST_HEADING]).replace("_", "-").split("-") if word]
        own = [word for word in words if word not in title]
        words = own if set(own) - SMALL_WORDS else words
        slug = ""
        for word in words:
            if slug and len(slug) + len(word) >= LONGEST_SLUG:
                break
            slug = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
        return slug or "section"

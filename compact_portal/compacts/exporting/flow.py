"""The body of a clause between Markdown and a word processor: a flow of paragraphs. No database, no web, no settings.

`units` cuts Markdown into its blocks and gives for each the paragraphs that it becomes in a document. `back` makes
Markdown of the paragraphs that a document holds: what nobody has changed is the Markdown of before, to the letter.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
DEEPEST_LIST = 3
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
SPECIAL = re.compile(r"([\\`*_\[\]<>])")
LOOKS_LIKE_A_MARK = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+>](?=\s|$)|=+\s*$|-+\s*$|~{3,}|\|)")
LOOKS_LIKE_A_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")


class Run(NamedTuple):
    """Words of one look. `marks`: b for bold, i for italics, c for code. A line break is a line feed."""

    text: str
    marks: str = ""
    href: str = ""


Runs = tuple[Run, ...]


class Paragraph(NamedTuple):
    """One paragraph, or a table. `kind`: p, h (heading), li (point), more (of a point), quote, code, rule, table."""

    kind: str
    runs: Runs = ()
    depth: int = 0
    ordered: bool = False
    rows: tuple[tuple[Runs, ...], ...] = ()


class Unit(NamedTuple):
    """A block of Markdown: its source, and the paragraphs it becomes."""

    source: str
    paragraphs: tuple[Paragraph, ...]


#: Kinds that are there even without words.
STANDING = {"li", "code", "rule", "table"}


def clean(text: str) -> str:
    """Return words with nothing in them that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", re.sub(r"\r\n?", "\n", text))


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs that Markdown becomes."""
    return tuple(one for unit in units(body) for one in unit.paragraphs)


def units(body: str) -> list[Unit]:
    """Cut Markdown into its blocks; joined by empty lines, their sources say all that it does."""
    tokens = MARKDOWN.parse(body)
    lines = re.sub(r"\r\n?", "\n", body).split("\n")
    groups: list[tuple[int, list[Token]]] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0 and token.map:
            groups.append((token.map[0], []))
        if groups:
            groups[-1][1].append(token)
    found = []
    for place, (start, group) in enumerate(groups):
        first = start if place else 0
        end = groups[place + 1][0] if place + 1 < len(groups) else len(lines)
        found.append(Unit("\n".join(lines[first:end]).strip("\n"), tuple(_paragraphs(group))))
    return found


class _Walk:
    """Makes paragraphs of the tokens of one block."""

    def __init__(self) -> None:
        self.found: list[Paragraph] = []
        self.lists: list[bool] = []  # The lists that are open: whether each is numbered.
        self.fresh = False  # A point has begun that has no words yet.
        self.heading = False
        self.quotes = 0
        self.rows: list[list[Runs]] | None = None

    def take(self, token: Token) -> None:
        """Take one token."""
        step = getattr(self, f"_{token.type}", None)
        if step:
            step(token)

    def _begin_point(self, runs: Runs = ()) -> None:
        self.found.append(Paragraph("li", runs, self._depth(), self.lists[-1]))
        self.fresh = False

    def _settle(self) -> None:
        """Write down a point whose own words did not come before what stands in it."""
        if self.fresh and self.lists:
            self._begin_point()

    def _depth(self) -> int:
        return min(len(self.lists), DEEPEST_LIST)

    def _bullet_list_open(self, token: Token) -> None:
        self._settle()
        self.lists.append(token.type == "ordered_list_open")

    def _bullet_list_close(self, token: Token) -> None:
        self.lists.pop()

    _ordered_list_open, _ordered_list_close = _bullet_list_open, _bullet_list_close

    def _list_item_open(self, token: Token) -> None:
        self.fresh = True

    def _list_item_close(self, token: Token) -> None:
        self._settle()
        self.fresh = False

    def _fence(self, token: Token) -> None:
        self._settle()
        self.found.append(Paragraph("code", joined([Run(clean(token.content.rstrip("\n")))])))

    _code_block = _fence

    def _hr(self, token: Token) -> None:
        self._settle()
        self.found.append(Paragraph("rule"))

    def _blockquote_open(self, token: Token) -> None:
        self._settle()
        self.quotes += 1

    def _blockquote_close(self, token: Token) -> None:
        self.quotes -= 1

    def _heading_open(self, token: Token) -> None:
        self.heading = True

    def _heading_close(self, token: Token) -> None:
        self.heading = False

    def _table_open(self, token: Token) -> None:
        self._settle()
        self.rows = []

    def _tr_open(self, token: Token) -> None:
        self.rows = [*(self.rows or []), []]

    def _table_close(self, token: Token) -> None:
        self.found.append(table(self.rows or []))
        self.rows = None

    def _inline(self, token: Token) -> None:
        runs = _runs(token.children or [])
        if self.rows is not None:
            self.rows[-1].append(runs)
        elif self.lists and self.fresh:
            self._begin_point(runs)
        else:
            kind = "more" if self.lists else "h" if self.heading else "quote" if self.quotes else "p"
            one = Paragraph(kind, runs, self._depth())
            if says_something(one):
                self.found.append(one)


def _paragraphs(tokens: Sequence[Token]) -> list[Paragraph]:
    """Return the paragraphs of one block."""
    walk = _Walk()
    for token in tokens:
        walk.take(token)
    return walk.found


def table(rows: Sequence[Sequence[Runs]]) -> Paragraph:
    """A table; its first row is the row of headings, whose words are bold without saying so."""
    headings = [joined([run._replace(marks=run.marks.replace("b", "")) for run in cell]) for cell in rows[0]]
    return Paragraph("table", rows=(tuple(headings), *(tuple(row) for row in rows[1:])))


def says_something(paragraph: Paragraph) -> bool:
    """Whether a paragraph has words, or stands without."""
    return paragraph.kind in STANDING or any(run.text.strip() for run in paragraph.runs)


def _runs(tokens: Sequence[Token]) -> Runs:
    """The runs of a line of Markdown."""
    marks: list[str] = []
    links: list[str] = []
    found: list[Run] = []
    opened = {"strong_open": "b", "em_open": "i"}
    for token in tokens:
        now, href = "".join(sorted(set(marks))), links[-1] if links else ""
        if token.type in opened:
            marks.append(opened[token.type])
        elif token.type in ("strong_close", "em_close"):
            marks.pop()
        elif token.type == "link_open":
            links.append(clean(str(token.attrs.get("href", ""))))
        elif token.type == "link_close":
            links.pop()
        elif token.type == "code_inline":
            found.append(Run(clean(token.content), "".join(sorted({*now, "c"})), href))
        elif token.type in ("softbreak", "hardbreak"):
            found.append(Run(" " if token.type == "softbreak" else "\n", now, href))
        else:
            found.append(Run(clean(token.content), now, href))
    return joined(found)


def joined(runs: Sequence[Run]) -> Runs:
    """The same runs with neighbours of one look joined, and none empty."""
    found: list[Run] = []
    for run in runs:
        if found and (found[-1].marks, found[-1].href) == (run.marks, run.href):
            found[-1] = Run(found[-1].text + run.text, run.marks, run.href)
        elif run.text:
            found.append(run)
    return tuple(run for run in found if run.text)


def back(body: str, read: Sequence[Paragraph]) -> str:
    """Return the Markdown of the paragraphs that a document holds for what was `body` when it was written.

    Blocks that are as they were keep their Markdown, whatever became of the others.
    """
    before = units(body)
    flat = [one for unit in before for one in unit.paragraphs]
    if flat == list(read):
        return body
    matcher = SequenceMatcher(None, flat, list(read), autojunk=False)
    partner = {old + step: new + step for old, new, size in matcher.get_matching_blocks() for step in range(size)}
    kept: dict[int, Unit] = {}
    start = 0
    for unit in before:
        places = [partner.get(start + step) for step in range(len(unit.paragraphs))]
        start += len(unit.paragraphs)
        if places and places[0] is not None and places == list(range(places[0], places[0] + len(places))):
            kept[places[0]] = unit
    _give_up_grown_lists(kept, read)
    pieces = []
    at = 0
    while at < len(read):
        end = at
        while end < len(read) and end not in kept:
            end += 1
        if end > at:
            pieces.append(as_markdown(read[at:end]))
        at = end
        if at in kept:
            pieces.append(kept[at].source)
            at += len(kept[at].paragraphs)
    return "\n\n".join(filter(None, pieces))


def _give_up_grown_lists(kept: dict[int, Unit], read: Sequence[Paragraph]) -> None:
    """Forget lists that somebody has put a point before or after: list and point are written as one."""

    def grows(at: int, covered: set[int]) -> bool:
        end = at + len(kept[at].paragraphs)
        ends = ((at, at - 1), (end - 1, end))
        return any(
            0 <= new < len(read) and new not in covered and {read[own].kind, read[new].kind} <= {"li", "more"}
            for own, new in ends
        )

    while True:
        covered = {at + step for at, unit in kept.items() for step in range(len(unit.paragraphs))}
        grown = [at for at in kept if grows(at, covered)]
        if not grown:
            return
        for at in grown:
            del kept[at]


def as_markdown(read: Sequence[Paragraph]) -> str:
    """Write paragraphs as Markdown."""
    found = []
    counts: dict[int, int] = {}
    in_list = False
    for one in read:
        if one.kind in ("li", "more"):
            indent = "    " * (one.depth - 1)
            if one.kind == "li":
                counts = {depth: count for depth, count in counts.items() if depth <= one.depth}
                counts[one.depth] = counts.get(one.depth, 0) + 1
                mark = f"{counts[one.depth]}. " if one.ordered else "- "
                found.append(("\n" if in_list else "\n\n") + indent + mark + _inline(one.runs, f"{indent}    "))
            else:
                found.append("\n\n" + indent + "    " + _inline(one.runs, f"{indent}    "))
            in_list = True
            continue
        counts, in_list = {}, False
        found.append("\n\n" + _block(one))
    return "".join(found).strip("\n")


def _block(one: Paragraph) -> str:
    words = _inline(one.runs)
    if one.kind == "h":
        return f"#### {' '.join(words.split())}"
    if one.kind == "quote":
        return "\n".join(f"> {line}" for line in words.split("\n"))
    if one.kind == "code":
        text = "".join(run.text for run in one.runs)
        fence = "`" * max([3, *(len(ticks) + 1 for ticks in re.findall("`+", text))])
        return f"{fence}\n{text}\n{fence}"
    if one.kind == "rule":
        return "---"
    if one.kind == "table" and one.rows:
        width = max(map(len, one.rows))
        rows = [[*map(_cell, row), *[""] * (width - len(row))] for row in one.rows]
        written = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([written[0], "|" + " --- |" * width, *written[1:]])
    return words


def _cell(runs: Runs) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(_inline(runs).split()))


def _inline(runs: Runs, indent: str = "") -> str:
    """Write runs as Markdown; what looks like a mark at the beginning of a line gets a backslash."""
    words = "".join(_run(run) for run in runs)
    lines = [line.strip() for line in words.split("\n")]
    safe = [LOOKS_LIKE_A_NUMBER.sub(r"\1\\\2", LOOKS_LIKE_A_MARK.sub(r"\1\\\2", line)) for line in lines if line]
    return f"  \n{indent}".join(safe)


def _run(run: Run) -> str:
    """Write one run: its marks close to its words, the blanks around them outside."""
    inside = run.text.strip()
    if not inside:
        return run.text
    lead, trail = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
    as_code = "c" in run.marks and "`" not in inside
    words = f"`{inside}`" if as_code else SPECIAL.sub(r"\\\1", inside)
    for mark, sign in (("i", "*"), ("b", "**")):
        if mark in run.marks:
            words = f"{sign}{words}{sign}"
    if run.href:
        words = f"[{words}](<{run.href}>)" if re.search(r"[\s()<>]", run.href) else f"[{words}]({run.href})"
    return f"{lead}{words}{trail}"

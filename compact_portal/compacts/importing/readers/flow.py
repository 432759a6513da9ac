"""Paragraphs as a document has them, made into blocks: lists nested, notes beside, headings told by their look."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import zip_longest

from compact_portal.compacts.importing import wording
from compact_portal.compacts.importing.blocks import Block, Item
from compact_portal.compacts.importing.readers.words import Run, as_markdown, clean, escape, plainly
from compact_portal.compacts.importing.refusals import Refused

DEEPEST = 12
MOST_PARAGRAPHS = 65_000  # As many as lines of a plain text.
BULLET = re.compile("^[•▪●◦‣∙·○■□➢➤✓❖\uf0b7\uf0a7\uf0d8\uf02d\uf076\uf0fc]\\s*|^[-–—*]\\s+(?=\\S)")
LABEL = re.compile(r"^(\(?\d{1,3}\)|\d{1,3}\.|\(?[a-z]{1,2}\)|[a-z]\.|\(?[ivx]{1,6}\)|[ivx]{1,6}\.)\s+(?=\S)")
DECIMAL = re.compile(r"^[(\[]?(\d{1,3}(?:\.\d{1,3})*)[.):\]]*$")
BIGGER = 1.12  # A heading by its size, in a text that marks none.
MUCH_BIGGER = 1.3  # The same in one that marks some.


@dataclass
class Paragraph:
    """A paragraph, list point or table.

    `level`: of a heading, by its style; `depth`: of a list point, from 0; `label`: the number or sign printed before it
    ("4.1", "(a)", "" for a bullet); `more`: goes on with the point before; `size`: of its letters in points, 0 where
    not known; `bold`: all of it is; `notes`: footnotes named in it.
    """

    line: int
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    depth: int | None = None
    label: str = ""
    more: bool = False
    size: float = 0
    bold: bool = False
    table: list[list[str]] = field(default_factory=list)
    left_out: str = ""
    notes: list[str] = field(default_factory=list)
    guessed: bool = False
    nesting: int = 0  # How deep it is a point, should it turn out to be one.
    words: str = ""

    def __post_init__(self) -> None:
        self.words = plainly(self.runs)


def check_length(paragraphs: int) -> None:
    """Refuse a document of more paragraphs than are read."""
    if paragraphs > MOST_PARAGRAPHS:
        raise Refused("huge")


def assemble(paragraphs: list[Paragraph]) -> list[Block]:
    """Return the blocks that the paragraphs of a document make."""
    written = [one for one in paragraphs if one.words or one.table or one.notes]
    for one in written:
        if not one.level and one.depth is None and not one.left_out and not one.table:
            _see_typed_label(one)
    _see_headings(written)
    blocks: list[Block] = []
    points: list[tuple[int, Item]] = []  # The open points with their depths, outermost first.
    for one in written:
        if one.left_out:
            blocks.append(Block(one.line, escape(one.words), left_out=one.left_out))
            continue
        if one.depth is None or one.level:
            if one.more and points:
                last = points[-1][1]
                last.text = f"{last.text}\n\n{_body(one)}".strip()
                continue
            points = []
            blocks += _standing_alone(one)
            continue
        number = DECIMAL.match(one.label)
        if number and "." in number[1]:
            points = []
            blocks.append(Block(one.line, f"{number[1]} {_body(one)}"))
            continue
        _add_point(blocks, points, one, int(number[1]) if number else None)
    return blocks


def _standing_alone(one: Paragraph) -> list[Block]:
    """Return the blocks of a heading, a paragraph or a table."""
    if one.table:
        return [Block(one.line, table=one.table)]
    if one.level:
        heading = as_markdown(one.runs, emphasis=False)
        number = DECIMAL.match(one.label)
        if number:
            heading = f"{number[1]}. {heading}"
        elif one.label:
            heading = f"{one.label} {heading}"
        blocks = [Block(one.line, heading, one.level, guessed=one.guessed)] if heading.strip() else []
        return [*blocks, *(Block(one.line, note) for note in one.notes)]
    body = _body(one)
    return [Block(one.line, body)] if body else []


def _body(one: Paragraph) -> str:
    """Return a paragraph as Markdown, with the notes that it names after it."""
    return "\n\n".join(filter(None, [as_markdown(one.runs), *one.notes]))


def _add_point(blocks: list[Block], points: list[tuple[int, Item]], one: Paragraph, printed: int | None) -> None:
    """Put a point of a list into the list that is open, or begin one."""
    depth = min(one.depth or 0, DEEPEST)
    label = f"{escape(one.label)} " if one.label and printed is None else ""
    item = Item(f"{label}{_body(one)}", one.line, printed)
    inside = bool(points)
    while points and points[-1][0] >= depth:
        points.pop()
    if points:
        points[-1][1].items.append(item)
    elif inside:
        next(block for block in reversed(blocks) if block.items).items.append(item)
    else:
        blocks.append(Block(one.line, items=[item]))
    points.append((depth, item))


def _see_typed_label(one: Paragraph) -> None:
    """Take a sign or number that was typed before a paragraph for what it is."""
    first = next((place for place, run in enumerate(one.runs) if run.text.strip()), None)
    if first is None:
        return
    text = clean(one.runs[first].text).lstrip()
    if one.runs[first].bold and not one.bold and DECIMAL.match(text.strip()):
        one.runs[first] = one.runs[first]._replace(bold=False, text=f"{text.strip()} ")  # A number is no emphasis.
    found = BULLET.match(text) or LABEL.match(f"{text} x" if len(text) < 8 else text)
    if not found or len(found[0]) >= len(one.words) + 1:
        return
    bullet = not found.re.groups
    if not bullet and (one.bold or wording.looks_like_a_heading(one.words)) and DECIMAL.match(found[1]):
        return  # "4. What we promise" is a heading, or is left to be one.
    one.depth, one.label = one.nesting, "" if bullet else found[1]
    one.runs[first] = one.runs[first]._replace(text=text[len(found[0]) :])
    one.words = plainly(one.runs)


def _see_headings(written: list[Paragraph]) -> None:
    """Take what is bigger or bolder than the text for a heading, where it is short and stands alone."""
    text = [one for one in written if not one.left_out and not one.table]
    sizes: Counter[float] = Counter()
    for one in text:
        sizes[one.size] += len(one.words)
    usual = sizes.most_common(1)[0][0] if sizes else 0
    mostly_bold = sum(one.bold for one in text) > len(text) / 2
    marked = sum(bool(one.level) for one in text) >= 2
    found: list[Paragraph] = []
    for one, following in zip_longest(text, text[1:]):
        ratio = one.size / usual if usual and one.size else 1
        stands_out = ratio >= MUCH_BIGGER if marked else ratio >= BIGGER or (one.bold and not mostly_bold)
        if one.level or one.more or not stands_out or not (following or ratio >= BIGGER):
            continue
        if one.depth is None and wording.looks_like_a_heading(one.words.replace("\n", " ")):
            found.append(one)
        elif one.depth == 0 and one.bold and DECIMAL.match(one.label) and wording.looks_like_a_heading(one.words):
            one.depth = None  # A heading that is numbered like a list.
            found.append(one)
    ranks = sorted({_look(one) for one in found}, reverse=True)
    title = bool(found) and not marked and found[0] is text[0] and _look(found[0]) == ranks[0]
    level = 1
    chosen = {id(one) for one in found}
    for one in text:
        if id(one) in chosen:
            rank = ranks.index(_look(one))
            one.level = min(6, level + 1 if marked else rank + (1 if title else 2))
            one.guessed = not (title and one is found[0])
        elif one.level:
            level = one.level


def _look(one: Paragraph) -> tuple[float, bool]:
    """Return what makes one heading stand above another."""
    return round(one.size * 2) / 2, one.bold


def in_a_cell(paragraphs: list[Paragraph]) -> str:
    """Return what stands in a cell as one line of Markdown."""
    parts = []
    for one in paragraphs:
        if one.left_out:
            continue
        label = f"{escape(one.label)} " if one.label else ("• " if one.depth is not None else "")
        inside = "; ".join(" – ".join(filter(None, row)) for row in one.table)
        parts.append(" ".join([f"{label}{as_markdown(one.runs) or inside}", *one.notes]).replace("  \n", " "))
    return " ".join(" ".join(parts).split())

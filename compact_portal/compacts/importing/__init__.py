"""Reading an agreement from a file into a tree of clauses: no database, no web.

`parse_file` takes the bytes of a file of any known format, `parse` a text. Each becomes blocks (blocks.py, readers/),
and the blocks become clauses, each with a number that can be cited; what was unsure is told. Nothing is lost: every
word stands in a clause, in the title, or in `left_out` with the reason. How numbers are given is told in `tree.py`.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _

from compact_portal.compacts.importing.blocks import Block, check, decode, guess_headings, marks_headings, read
from compact_portal.compacts.importing.exported import recognise, recognise_text
from compact_portal.compacts.importing.furniture import without_furniture
from compact_portal.compacts.importing.outline import Reader
from compact_portal.compacts.importing.parsed import Finding, LeftOut, ParsedClause, ParsedText
from compact_portal.compacts.importing.refusals import NotAText, Refused, sentence
from compact_portal.compacts.importing.sandbox import UNITS, read_apart
from compact_portal.compacts.importing.sniffing import kind_of

__all__ = [
    "Finding",
    "LeftOut",
    "NotAText",
    "ParsedClause",
    "ParsedText",
    "decode",
    "parse",
    "parse_blocks",
    "parse_file",
    "read_file",
]


class Content(NamedTuple):
    """What stands in a file: its blocks, what their lines count, and whether its headings are still to be guessed."""

    blocks: list[Block]
    unit: str
    guess: bool


def read_file(data: bytes) -> Content:
    """Read the bytes of a file into blocks, or raise NotAText with a sentence that says what to do.

    What it is (Word, OpenDocument, web page, PDF, Markdown, plain text) is told by its content. All but plain text is
    read in a process of its own.
    """
    try:
        kind = kind_of(data)
    except Refused as reason:
        raise NotAText(sentence(str(reason))) from None
    if kind == "text":
        text = decode(data)
        return Content(list(read(text)), "line", not marks_headings(text))
    blocks = read_apart(data, kind)
    return Content(blocks, UNITS[kind], not any(block.level for block in blocks))


def parse_file(data: bytes) -> ParsedText:
    """Read the bytes of a file into clauses, or raise NotAText with a sentence that says what to do."""
    if own := recognise(data):
        return own
    content = read_file(data)
    return parse_blocks(content.blocks, guess=content.guess, unit=content.unit)


def parse(text: str) -> ParsedText:
    """Read a text (Markdown, or plain) into clauses, or raise NotAText with a sentence that says what to do."""
    if own := recognise_text(text):
        return own
    text = check(text)
    return parse_blocks(list(read(text)), guess=not marks_headings(text))


def parse_blocks(blocks: list[Block], *, guess: bool = False, unit: str = "line") -> ParsedText:
    """Make clauses of blocks, or raise NotAText.

    `guess`: short lines standing alone are headings, because none is marked; `unit`: what their lines count.
    """
    parsed = ParsedText(unit=unit)
    kept = without_furniture(blocks, parsed)
    if guess:
        guess_headings(kept)
    Reader(parsed, kept).read()
    if not parsed.clauses:
        raise NotAText(_("There is only a title in this file. Add the text of the agreement, and try again."))
    parsed.findings.sort(key=lambda finding: finding.line)
    return parsed

"""Reading an agreement from Markdown or plain text into a tree of clauses: no database, no web.

`decode` turns a file into text or says why it cannot; `parse` turns the text into clauses, each with a
number that can be cited, and tells what it was unsure of. Nothing is lost: every word stands in a clause, in the
title, or in `left_out` with the reason. How numbers are given is told in `outline.py`.
"""

from django.utils.translation import gettext as _

from compact_portal.compacts.importing.blocks import Block, check, decode, guess_headings, marks_headings, read
from compact_portal.compacts.importing.furniture import without_furniture
from compact_portal.compacts.importing.outline import Reader
from compact_portal.compacts.importing.parsed import Finding, LeftOut, ParsedClause, ParsedText
from compact_portal.compacts.importing.refusals import NotAText

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
]


def parse_file(data: bytes) -> ParsedText:
    """Read the bytes of a file into clauses, or raise NotAText with a sentence that says what to do."""
    return parse(decode(data))


def parse(text: str) -> ParsedText:
    """Read a text (Markdown, or plain) into clauses, or raise NotAText with a sentence that says what to do."""
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

"""Reading an edition from the Markdown that the portal wrote (`exporting/as_markdown.py`), edited or not."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from compact_portal.compacts.exporting.as_markdown import FRONT, KNOWN_BY, begins_a_clause, unguarded, unmark
from compact_portal.compacts.importing.assembling import assemble
from compact_portal.compacts.importing.parsed import ParsedClause, ParsedText
from compact_portal.compacts.kinds import ClauseKind

LOOKED_THROUGH = 60  # Lines in which an own file shows itself, with or without its front matter.
LONGEST_LOOKED_AT = 400
NEARLY = re.compile(r"#{1,6}\s.*\{#c-[^{}]*\}\s*")


def read(text: str) -> ParsedText | None:
    """Return the clauses of the portal's own Markdown, or None for any other text."""
    lines = text.split("\n")
    opening = lines[:LOOKED_THROUGH]
    if not any(line.startswith(KNOWN_BY) or begins_a_clause(line) for line in opening):
        return None
    parsed = ParsedText()
    return assemble(parsed, _clauses(parsed, lines))


def _clauses(parsed: ParsedText, lines: list[str]) -> Iterator[tuple[int, ParsedClause]]:
    """Yield each clause with its depth."""
    told: dict[str, str] | None = None
    start = 0
    for index, line in enumerate([*lines, ""]):
        following = begins_a_clause(line)
        if not following and index < len(lines):
            continue
        inside = lines[start:index]
        if told is None:
            _beginning(parsed, inside)
        else:
            _look_for_broken_headings(parsed, inside, start + 1)
            yield int(told["depth"]), _clause(told, inside, start)
        told, start = following, index + 1


def _beginning(parsed: ParsedText, lines: list[str]) -> None:
    """Take the title from what stands before the first clause; what is neither it nor front matter is left out."""
    at = 0
    if lines and lines[0].strip() == FRONT and FRONT in lines[1:]:
        at = lines.index(FRONT, 1) + 1
    for number, line in enumerate(lines[at:], start=at + 1):
        if line.startswith("# ") and not parsed.title:
            parsed.title = unmark(line[2:].strip())
        elif line.strip():
            parsed.leave_out(number, line, _("stands before the first clause"))


def _clause(told: dict[str, str], lines: list[str], line: int) -> ParsedClause:
    number, words = told["number"], told["words"]
    if number[0].isdigit() and (words == number or words.startswith(f"{number} ")):
        words = words[len(number) :].lstrip(" ")
    return ParsedClause(
        number=number,
        kind=ClauseKind(told["kind"]),
        owed_by=told["owed_by"],
        heading=unmark(words),
        body=_body(lines),
        line=line,
    )


def _body(lines: list[str]) -> str:
    """The body in the lines of a clause: empty lines at its ends part it from the headings."""
    said = [index for index, line in enumerate(lines) if line.strip()]
    return "\n".join(map(unguarded, lines[said[0] : said[-1] + 1])) if said else ""


def _look_for_broken_headings(parsed: ParsedText, lines: list[str], first: int) -> None:
    """Tell of lines that were meant as the heading of a clause, and cannot be read as that."""
    for number, line in enumerate(lines, start=first):
        if line.startswith("#") and len(line) < LONGEST_LOOKED_AT and NEARLY.fullmatch(line):
            message = _("“%(line)s” looks like the heading of a clause but is not written as one. It became text.")
            parsed.unsure(number, message % {"line": line[:80]})

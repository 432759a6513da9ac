"""An edition as Markdown: each clause under a heading that carries its number, kind and who owes it.

They stand in pandoc's heading attributes, as `{#c-4.1 .commitment owed-by="statutory"}`; `#c-4.1` is also the anchor of
the clause on the portal's page. A number that readers see stands before the heading, too. The body follows as it is,
after an empty line. What would be misread gets a backslash before it, and loses it on the way back: a line of a body
that looks like the heading of a clause, an empty line at either end of a body, and marks in a heading.
"""

import json
import re
from collections.abc import Iterator

from compact_portal.compacts.exporting.shape import FORMAT, LANGUAGE, NUMBER, VERSION, ExportedClause, ExportedEdition
from compact_portal.compacts.kinds import ClauseKind, OwedBy

FRONT = "---"
KNOWN_BY = f"format: {FORMAT}"  # The line of the front matter that tells the portal's own files.
DEEPEST = 6  # Heading levels of Markdown. What stands deeper says so: `level=7`.
_ATTRIBUTES = re.compile(
    rf"\{{#c-(?P<number>{NUMBER})[ \t]+\.(?P<kind>{'|'.join(ClauseKind.values)})"
    rf"(?:[ \t]+owed-by=\"?(?P<owed_by>{'|'.join(OwedBy.values)})\"?)?"
    r"(?:[ \t]+level=\"?(?P<level>\d{1,3})\"?)?[ \t]*\}"
)
_MARKS = re.compile(r"([\\`*_{}\[\]<>|~]|&(?=#)|#(?=\s*$))")
_MARKED = re.compile(r"\\([!-/:-@\[-`{-~])|&#(\d{1,7});")
_ODD = re.compile(r"^\s+|\s+$|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def write(edition: ExportedEdition) -> bytes:
    """Return the file, in UTF-8."""
    parts = [f"{_front(edition)}\n\n# {mark(edition.title)}\n"]
    for clause in edition.clauses:
        parts.append(f"{_heading(clause)}\n")
        if clause.body:
            parts.append("\n".join(_guarded(clause.body)) + "\n")
    return "\n".join(parts).encode()


def _front(edition: ExportedEdition) -> str:
    """The front matter, in YAML."""
    told = {
        "title": edition.title,
        "edition": edition.label,
        "reference": edition.reference,
        "state": edition.state,
        **{name: day for name, day in edition.dates.items() if day},
        "language": LANGUAGE,
        "address": edition.address,
        "digest": edition.digest,
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in told.items()]
    return "\n".join([FRONT, *lines, f"{KNOWN_BY} {VERSION}", FRONT])


def begins_a_clause(line: str) -> dict[str, str] | None:
    """Return what the heading of a clause says: `depth`, `words`, `number`, `kind`, `owed_by`. None: another line."""
    marks = len(line) - len(line.lstrip("#"))
    start = line.rfind("{#c-")
    if not 1 <= marks <= DEEPEST or start < 0 or line[marks] not in " \t":
        return None
    found = _ATTRIBUTES.fullmatch(line[start:].rstrip(" \t"))
    if not found:
        return None
    told = {name: value or "" for name, value in found.groupdict().items()}
    return told | {"depth": told["level"] or str(marks), "words": line[marks:start].strip(" \t")}


def _heading(clause: ExportedClause) -> str:
    """The line that a clause begins with."""
    depth = clause.level + 1
    words = [clause.shown_number, mark(clause.heading)]
    attributes = [f"#c-{clause.number}", f".{clause.kind}"]
    if clause.owed_by:
        attributes.append(f'owed-by="{clause.owed_by}"')
    if depth > DEEPEST:
        attributes.append(f"level={depth}")
    return " ".join(["#" * min(depth, DEEPEST), *filter(None, words), f"{{{' '.join(attributes)}}}"])


def _guarded(body: str) -> Iterator[str]:
    """Yield the lines of a body, with a backslash before what would be misread."""
    lines = re.sub(r"\r\n?", "\n", f"{body}\n")[:-1].split("\n")
    said = [index for index, line in enumerate(lines) if line.strip()]
    first, last = (said[0], said[-1]) if said else (len(lines), -1)
    for index, line in enumerate(lines):
        bare = line.lstrip("\\")
        at_an_end = not first <= index <= last
        misread = begins_a_clause(bare) or (not bare.strip() and (bare != line or at_an_end))
        yield f"\\{line}" if misread else line


def unguarded(line: str) -> str:
    """Return a line of a body as it was before `write`."""
    bare = line.lstrip("\\")
    return line[1:] if bare != line and (not bare.strip() or begins_a_clause(bare)) else line


def mark(words: str) -> str:
    """Return plain words as Markdown that says just them, on one line."""
    return _ODD.sub(lambda odd: "".join(f"&#{ord(sign)};" for sign in odd[0]), _MARKS.sub(r"\\\1", words))


def unmark(words: str) -> str:
    """Return the plain words of Markdown that `mark` wrote."""
    return _MARKED.sub(lambda found: found[1] or _sign(int(found[2])), words)


def _sign(code: int) -> str:
    """The character of a code point; what is none is a question mark in a box."""
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"

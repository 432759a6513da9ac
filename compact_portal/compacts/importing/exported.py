"""Knowing the files that the portal wrote itself (see `exporting/`), which come back without loss."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from compact_portal.compacts.exporting.word_parts import PROPERTY
from compact_portal.compacts.importing import exported_json, exported_markdown
from compact_portal.compacts.importing.assembling import assemble
from compact_portal.compacts.importing.parsed import ParsedClause, ParsedText
from compact_portal.compacts.importing.refusals import MOST_BYTES, NotAText, sentence
from compact_portal.compacts.importing.sandbox import read_apart
from compact_portal.compacts.kinds import ClauseKind, OwedBy

PROPERTIES = "docProps/custom.xml"
LOOKED_AT = 100_000  # Bytes of the properties of a document.


def recognise(data: bytes) -> ParsedText | None:
    """Read the bytes of the portal's own JSON, Markdown or Word document; None for any other file."""
    if len(data) > MOST_BYTES:
        return None
    if data.startswith(b"PK"):
        return _word(data) if _is_our_word(data) else None
    try:
        return recognise_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def recognise_text(text: str) -> ParsedText | None:
    """Read the portal's own JSON or Markdown; None for any other text. Raises NotAText for JSON of another shape."""
    if "\0" in text:
        return None
    text = re.sub(r"\r\n?", "\n", text)
    return exported_json.read(text) or exported_markdown.read(text)


def _is_our_word(data: bytes) -> bool:
    """Say whether a package is a document that the portal wrote, however it was edited since."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(PROPERTIES) as properties:
            return PROPERTY.encode() in properties.read(LOOKED_AT)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        return False


def _word(data: bytes) -> ParsedText:
    """Read a Word document of our own, apart like any other file."""
    try:
        told = json.loads(read_apart(data, "own_docx")[0].text)
        parsed = ParsedText(title=str(told["title"]), unit="paragraph")
        for line, words in told["left_out"]:
            parsed.leave_out(int(line), str(words), _("stands before the first clause"))
        return assemble(parsed, list(_clauses(told["clauses"])))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise error if isinstance(error, NotAText) else NotAText(sentence("broken")) from None


def _clauses(given: list[dict[str, Any]]) -> Iterator[tuple[int, ParsedClause]]:
    """Yield the clauses that were read, each with its depth. Nothing is taken on trust but words."""
    lineages: set[str] = set()
    for clause in given:
        lineage = str(clause.get("lineage") or "")
        lineage = lineage if exported_json.is_a_lineage(lineage) and lineage not in lineages else ""
        lineages.add(lineage)
        owed_by = str(clause["owed_by"])
        made = ParsedClause(
            number=str(clause["number"]),
            kind=ClauseKind(clause["kind"]),
            owed_by=owed_by if owed_by in OwedBy.values else "",
            heading=str(clause["heading"]),
            body=str(clause["body"]),
            line=int(clause["line"]),
            lineage=lineage,
            relation=str(clause.get("relation") or ""),
            previous=str(clause.get("previous") or ""),
            merged_from=tuple(map(str, clause.get("merged_from") or ())),
            guidance=str(clause.get("guidance") or ""),
        )
        yield int(clause["depth"]), made

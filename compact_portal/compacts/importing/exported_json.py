"""Reading an edition from the portal's own JSON. Its shape is `exporting/shape.py`; what differs is refused."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from compact_portal.compacts.exporting.shape import FORMAT, LINEAGE, SCHEMA
from compact_portal.compacts.importing.assembling import assemble
from compact_portal.compacts.importing.parsed import ParsedClause, ParsedText
from compact_portal.compacts.importing.refusals import NotAText
from compact_portal.compacts.importing.tree import RESERVED
from compact_portal.compacts.kinds import ClauseKind

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "null": type(None),
}
MOST_SHOWN = 60


def read(text: str) -> ParsedText | None:
    """Return the clauses of a JSON text, None where it is no JSON; raise NotAText where it is not of this shape."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        if FORMAT not in text[:2000]:
            return None  # Words that begin with a bracket.
        message = _("The JSON cannot be read: something is wrong in line %(line)d, at character %(column)d.")
        raise NotAText(message % {"line": error.lineno, "column": error.colno}) from None
    except (ValueError, RecursionError):
        raise NotAText(_("The JSON cannot be read. Use a file that the portal has written.")) from None
    if given.get("format") != FORMAT:
        message = _(
            "This JSON is not an edition in the portal's own shape. It begins with “format”: “%(format)s”; "
            "download an edition as JSON to see one."
        )
        raise NotAText(message % {"format": FORMAT})
    fault = next(faults(given, SCHEMA), None) or next(_contradictions(given["clauses"]), None)
    if fault:
        raise NotAText(fault)
    title = given.get("text", {}).get("title", "")
    return assemble(ParsedText(title=title, unit="clause"), _clauses(given["clauses"]))


def is_a_lineage(words: str) -> bool:
    """Say whether words are a UUID as a lineage is written."""
    return re.fullmatch(LINEAGE, words) is not None


def faults(given: Any, shape: dict, where: str = "") -> Iterator[str]:
    """Yield a sentence for each way in which a value is not of a shape (the part of JSON Schema that SCHEMA uses)."""
    types = [shape["type"]] if isinstance(shape["type"], str) else shape["type"]
    if not any(isinstance(given, TYPES[name]) for name in types) or isinstance(given, bool):
        yield _("In the JSON, %(where)s is not what it must be: %(types)s.") % {
            "where": where or _("the whole"),
            "types": _(" or ").join(types),
        }
    elif "enum" in shape and given not in shape["enum"]:
        known = ", ".join("null" if value is None else f"“{value}”" for value in shape["enum"])
        yield _("In the JSON, %(where)s is “%(value)s”. It must be one of %(known)s.") % {
            "where": where,
            "value": str(given)[:MOST_SHOWN],
            "known": known,
        }
    elif isinstance(given, str):
        yield from _faults_of_words(given, shape, where)
    elif isinstance(given, list):
        yield from _faults_of_a_list(given, shape, where)
    elif isinstance(given, dict):
        yield from _faults_of_an_object(given, shape, where)


def _faults_of_a_list(given: list, shape: dict, where: str) -> Iterator[str]:
    if len(given) > shape["maxItems"]:
        message = _("In the JSON, %(where)s has more than %(most)d entries.")
        yield message % {"where": where, "most": shape["maxItems"]}
        return
    for index, entry in enumerate(given):
        yield from faults(entry, shape["items"], f"{where}[{index}]")


def _faults_of_an_object(given: dict, shape: dict, where: str) -> Iterator[str]:
    for name in shape.get("required", ()):
        if name not in given:
            yield _("In the JSON, %(where)s is missing.") % {"where": f"{where}.{name}".lstrip(".")}
    for name, inner in shape["properties"].items():
        if name in given:
            yield from faults(given[name], inner, f"{where}.{name}".lstrip("."))


def _faults_of_words(given: str, shape: dict, where: str) -> Iterator[str]:
    if len(given) > shape.get("maxLength", len(given)):
        message = _("In the JSON, %(where)s has more than %(most)d characters.")
        yield message % {"where": where, "most": shape["maxLength"]}
    elif "pattern" in shape and not re.search(shape["pattern"].replace("$", r"\Z"), given):
        message = _("In the JSON, %(where)s is “%(value)s”, which is not written as it must be.")
        yield message % {"where": where, "value": given[:MOST_SHOWN]}
    elif "\0" in given or any("\ud800" <= sign <= "\udfff" for sign in given):
        yield _("In the JSON, %(where)s holds a character that no text can have.") % {"where": where}


def _contradictions(clauses: list[dict]) -> Iterator[str]:
    """Yield what the shape cannot say: a sentence for each clause that is at odds with itself or another."""
    numbers: set[str] = set()
    lineages: set[str] = set()
    path: list[str] = []
    for clause in clauses:
        number, under, lineage = clause["number"], clause.get("under") or "", clause.get("lineage") or ""
        named = {"number": number, "under": under}
        while path and path[-1] != under:
            path.pop()
        if number in numbers:
            yield _("In the JSON, two clauses have the number %(number)s. Each has a number of its own.") % named
        elif number in RESERVED:
            yield _("In the JSON, a clause has the number “%(number)s”, which is the address of a page.") % named
        elif lineage in lineages:
            yield _("In the JSON, clause %(number)s has the lineage of another clause.") % named
        elif under and not path:
            yield (
                _(
                    "In the JSON, clause %(number)s stands under %(under)s. It must come after that clause, "
                    "and before any that stands elsewhere."
                )
                % named
            )
        elif not clause.get("heading") and not clause.get("body"):
            yield _("In the JSON, clause %(number)s has neither a heading nor a body.") % named
        elif clause["kind"] == ClauseKind.COMMITMENT and not clause.get("owed_by"):
            yield _("In the JSON, commitment %(number)s says nobody in “owed_by”.") % named
        numbers.add(number)
        lineages |= {lineage} - {""}
        path.append(number)


def _clauses(clauses: list[dict]) -> Iterator[tuple[int, ParsedClause]]:
    """Yield each clause with its depth."""
    depths = {"": 0}
    for count, given in enumerate(clauses, start=1):
        depth = depths[given["number"]] = depths[given.get("under") or ""] + 1
        yield (
            depth,
            ParsedClause(
                number=given["number"],
                kind=ClauseKind(given["kind"]),
                owed_by=given.get("owed_by") or "",
                heading=given.get("heading", ""),
                body=given.get("body", ""),
                line=count,
                lineage=given.get("lineage", ""),
                relation=given.get("relation", ""),
                previous=given.get("previous") or "",
                merged_from=tuple(given.get("merged_from", ())),
                guidance=given.get("guidance", ""),
            ),
        )

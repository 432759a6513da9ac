"""What is given away of an edition, and the JSON Schema of it: no database, no web."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from compact_portal.compacts.kinds import ClauseKind, OwedBy, TextKind
from compact_portal.compacts.lifecycle import EditionState

FORMAT = "compact-portal/edition"
VERSION = 1
LANGUAGE = "en-GB"
NUMBER = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"
LINEAGE = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
LONGEST_NUMBER = 80
LONGEST_HEADING = 250
LONGEST_BODY = 200_000
MOST_CLAUSES = 5_000


@dataclass(frozen=True)
class ExportedClause:
    """A clause as it is given away. `level` is 1 at the top; `under` the number of the clause it stands under."""

    number: str
    kind: str
    owed_by: str = ""
    heading: str = ""
    body: str = ""
    under: str = ""
    level: int = 1
    lineage: str = ""
    relation: str = ""
    previous: str = ""
    merged_from: tuple[str, ...] = ()
    guidance: str = ""

    @property
    def shown_number(self) -> str:
        """The number as readers see it: none where the address is made of a heading ("foreword", "glossary.4")."""
        return self.number if self.number[0].isdigit() else ""


@dataclass(frozen=True)
class ExportedEdition:
    """An edition as it is given away: dates are dates of the calendar as `2027-03-14`, or "" where not known."""

    address: str = ""
    text: str = ""
    kind: str = ""
    title: str = ""
    compact: str = ""
    label: str = ""
    reference: str = ""
    state: str = ""
    state_sentence: str = ""
    dates: dict[str, str] = field(default_factory=dict)
    supersedes: str = ""
    notice: str = ""
    summary: str = ""
    digest: str = ""
    schema: str = ""
    clauses: tuple[ExportedClause, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The edition in the shape of SCHEMA."""
        return {
            "$schema": self.schema,
            "format": FORMAT,
            "version": VERSION,
            "address": self.address,
            "text": {
                "reference": self.text,
                "kind": self.kind,
                "title": self.title,
                "compact": self.compact or None,
            },
            "edition": {
                "reference": self.reference,
                "label": self.label,
                "language": LANGUAGE,
                "state": self.state,
                **{name: day or None for name, day in self.dates.items()},
                "supersedes": self.supersedes or None,
                "notice": self.notice,
                "summary": self.summary,
                "digest": self.digest,
            },
            "clauses": [_clause_as_dict(clause) for clause in self.clauses],
        }


def _clause_as_dict(clause: ExportedClause) -> dict[str, Any]:
    given = asdict(clause)
    del given["level"]
    return given | {
        "owed_by": clause.owed_by or None,
        "under": clause.under or None,
        "previous": clause.previous or None,
        "merged_from": list(clause.merged_from),
    }


DATES = ("agreed_on", "in_force_on", "ended_on", "expires_on")
_DATE = {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_WORDS = {"type": "string", "maxLength": LONGEST_BODY}
_REFERENCE = {"type": "string", "maxLength": 300}

#: JSON Schema (draft 2020-12). What it does not say, in words: numbers and lineages are given once, a clause comes
#: after the one it stands under and before any that stands elsewhere, has a heading or a body, and a commitment is owed
#: by a sector. What is not required may be left away; what is not named is passed over.
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "An edition of a Compact or of a code of practice",
    "type": "object",
    "required": ["format", "version", "clauses"],
    "properties": {
        "$schema": {"type": "string", "description": "Where this schema is served."},
        "format": {"type": "string", "enum": [FORMAT]},
        "version": {"type": "integer", "enum": [VERSION]},
        "address": {"type": "string", "description": "Where the edition can be read."},
        "text": {
            "type": "object",
            "properties": {
                "reference": _REFERENCE | {"description": "Begins every reference into the text, like derby."},
                "kind": {"type": "string", "enum": list(TextKind.values)},
                "title": {"type": "string", "maxLength": 1000},
                "compact": {"type": ["string", "null"], "description": "The Compact whose text it is; null: national."},
            },
        },
        "edition": {
            "type": "object",
            "properties": {
                "reference": _REFERENCE | {"description": "Like derby/revised."},
                "label": {"type": "string", "maxLength": 60},
                "language": {"type": "string"},
                "state": {"type": "string", "enum": list(EditionState.values)},
                **dict.fromkeys(DATES, _DATE),
                "supersedes": {"type": ["string", "null"], "description": "The edition before, like derby/2002."},
                "notice": _WORDS,
                "summary": _WORDS | {"description": "What changed, in plain words (Markdown)."},
                "digest": {
                    "type": "string",
                    "pattern": "^(?:[0-9a-f]{64})?$",
                    "description": "SHA-256 of the canonical text, in hexadecimal.",
                },
            },
        },
        "clauses": {
            "type": "array",
            "maxItems": MOST_CLAUSES,
            "description": "In reading order.",
            "items": {
                "type": "object",
                "required": ["number", "kind"],
                "properties": {
                    "number": {"type": "string", "pattern": f"^{NUMBER}$", "maxLength": LONGEST_NUMBER},
                    "kind": {"type": "string", "enum": list(ClauseKind.values)},
                    "owed_by": {"type": ["string", "null"], "enum": [*OwedBy.values, None]},
                    "heading": {"type": "string", "maxLength": LONGEST_HEADING, "description": "Plain words."},
                    "body": _WORDS | {"description": "Markdown."},
                    "under": {
                        "type": ["string", "null"],
                        "description": "The number of the clause it stands under; null: at the top.",
                    },
                    "lineage": {
                        "type": "string",
                        "pattern": f"^(?:{LINEAGE})?$",
                        "description": "A UUID, the same through later editions.",
                    },
                    "relation": {
                        "type": "string",
                        "enum": ["", "new", "same", "changed", "moved", "split", "merged"],
                        "description": "How it stands to the edition before.",
                    },
                    "previous": {
                        "type": ["string", "null"],
                        "maxLength": 300,
                        "description": "The clause of the edition before that it goes on from, like derby/2002/4.3.",
                    },
                    "merged_from": {"type": "array", "maxItems": 100, "items": _REFERENCE},
                    "guidance": _WORDS | {"description": "Help for those who write the clause."},
                },
            },
        },
    },
}


def is_a_number(words: str) -> bool:
    """Say whether words can be the number of a clause."""
    return len(words) <= LONGEST_NUMBER and re.fullmatch(NUMBER, words) is not None

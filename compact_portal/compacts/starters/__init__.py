"""Model texts to begin from: a Compact and five codes, in our own words, with guidance beside the clauses.

Each is a file beside this module. Its first line is the title, the second says what it is. A clause begins with
`## number kind [who owes it] | heading`; lines with `>` are guidance for those who write, and no part of the text;
`{area}` stands for the name of the area.
"""

from pathlib import Path
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.importing.parsed import ParsedClause, ParsedText
from compact_portal.compacts.kinds import ClauseKind, OwedBy, TextKind

FOLDER = Path(__file__).parent


class Starter(NamedTuple):
    """A model text: the name of its file, what it is for, and how it is offered."""

    name: str
    kind: TextKind
    label: str | Promise
    hint: str | Promise


STARTERS = [
    Starter(
        "compact",
        TextKind.AGREEMENT,
        _("The model Compact"),
        _("Principles, promises of each sector, codes, action plan and review, disputes in stages, definitions"),
    ),
    Starter(
        "code-funding",
        TextKind.CODE,
        _("The model code on funding and buying"),
        _("How grants and contracts are planned, made, paid, watched and ended"),
    ),
    Starter(
        "code-volunteering",
        TextKind.CODE,
        _("The model code on volunteering"),
        _("What volunteers may expect, and who sees to it"),
    ),
    Starter(
        "code-bme",
        TextKind.CODE,
        _("The model code on Black and minority ethnic organisations"),
        _("So that organisations led by and for Black and minority ethnic people are heard, funded and treated fairly"),
    ),
    Starter(
        "code-community-groups",
        TextKind.CODE,
        _("The model code on community groups"),
        _("For groups without staff: clubs, tenants, carers, faith groups, friends of a park"),
    ),
    Starter(
        "code-consultation",
        TextKind.CODE,
        _("The model code on consultation"),
        _("How people are asked, how long they have, and what they hear afterwards"),
    ),
]


def starters_for(kind: str) -> list[Starter]:
    """Return the models for a kind of text."""
    return [starter for starter in STARTERS if starter.kind == kind]


def read(name: str, *, area: str) -> ParsedText:
    """Return a model text for an area. Raises KeyError where there is none of that name."""
    if name not in {starter.name for starter in STARTERS}:
        raise KeyError(name)
    words = (FOLDER / f"{name}.md").read_text(encoding="utf-8").replace("{area}", area)
    title, *pieces = words.split("\n## ")
    parsed = ParsedText(title=title.partition("\n")[0].removeprefix("# "))
    by_number: dict[str, ParsedClause] = {}
    for piece in pieces:
        clause = _clause(piece)
        parent = by_number.get(clause.number.rpartition(".")[0])
        (parent.children if parent else parsed.clauses).append(clause)
        by_number[clause.number] = clause
    return parsed


def _clause(piece: str) -> ParsedClause:
    """Return a clause from its lines."""
    first, *lines = piece.split("\n")
    what, _bar, heading = first.partition(" | ")
    number, kind, *who = what.split()
    guidance = [line.removeprefix(">").strip() for line in lines if line.startswith(">")]
    body = "\n".join(line for line in lines if not line.startswith(">"))
    return ParsedClause(
        number,
        ClauseKind(kind),
        OwedBy(who[0]) if who else "",
        heading.strip(),
        body.strip(),
        guidance="\n".join(guidance),
    )

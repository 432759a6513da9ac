"""Putting together what a file of the portal's own says, clause after clause; what somebody broke in it is mended."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from compact_portal.compacts.exporting.shape import LONGEST_HEADING, MOST_CLAUSES, is_a_number
from compact_portal.compacts.importing.parsed import ParsedClause, ParsedText
from compact_portal.compacts.importing.refusals import NotAText
from compact_portal.compacts.importing.tree import RESERVED
from compact_portal.compacts.kinds import ClauseKind, OwedBy


def assemble(parsed: ParsedText, read: Iterable[tuple[int, ParsedClause]]) -> ParsedText:
    """Make the tree of clauses that come in reading order, each with its depth, into `parsed`.

    What the database would not take is mended, and said: a number given twice, a heading that is too long, a
    commitment that nobody owes, a clause without words.
    """
    open_clauses: list[tuple[int, ParsedClause]] = []
    taken: set[str] = set(RESERVED)
    for depth, clause in read:
        if len(taken) > MOST_CLAUSES + len(RESERVED):
            message = _("This file has more than %(most)d clauses. Import one agreement at a time.")
            raise NotAText(message % {"most": MOST_CLAUSES})
        while open_clauses and open_clauses[-1][0] >= depth:
            open_clauses.pop()
        beside = open_clauses[-1][1].children if open_clauses else parsed.clauses
        _mend(parsed, clause, taken, inside=open_clauses[-1][1].number if open_clauses else "")
        beside.append(clause)
        open_clauses.append((depth, clause))
    if not any(clause.heading or clause.body for clause in parsed.walk()):
        raise NotAText(_("There is only a title in this file. Add the text of the agreement, and try again."))
    _drop_empty(parsed, parsed.clauses)
    return parsed


def _mend(parsed: ParsedText, clause: ParsedClause, taken: set[str], *, inside: str) -> None:
    """Make of a clause what the database takes."""
    if clause.number in taken or not is_a_number(clause.number):
        wanted, clause.number = clause.number, _free(clause.number, taken, inside)
        message = _("The number %(wanted)s is given twice, or cannot be one: it became %(number)s.")
        parsed.unsure(clause.line, message % {"wanted": wanted or "–", "number": clause.number})
    taken.add(clause.number)
    if len(clause.heading) > LONGEST_HEADING:
        clause.heading, clause.body = "", "\n\n".join(filter(None, [clause.heading, clause.body]))
        message = _("The heading of %(number)s has more than %(most)d characters and became text.")
        parsed.unsure(clause.line, message % {"number": clause.number, "most": LONGEST_HEADING})
    if clause.kind == ClauseKind.COMMITMENT and not clause.owed_by:
        clause.owed_by = OwedBy.BOTH
        message = _("It is not said who owes commitment %(number)s: both sectors were written down.")
        parsed.unsure(clause.line, message % {"number": clause.number})


def _free(wanted: str, taken: set[str], inside: str) -> str:
    """The next free number under the clause around it, or beside the one wanted."""
    start = inside or re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:40] or "clause"
    mark = "." if inside else "-"
    count = 1
    while f"{start}{mark}{count}" in taken:
        count += 1
    return f"{start}{mark}{count}"


def _drop_empty(parsed: ParsedText, clauses: list[ParsedClause]) -> None:
    """Leave out clauses whose words somebody has deleted. What still has parts keeps its number as heading."""
    for clause in list(clauses):
        _drop_empty(parsed, clause.children)
        if clause.heading or clause.body:
            continue
        if clause.children:
            clause.heading = clause.number
        else:
            clauses.remove(clause)
        message = _("Clause %(number)s has no words any more. Look whether something is missing.")
        parsed.unsure(clause.line, message % {"number": clause.number})

"""What the importer hands over: clauses, what it was unsure of, what it left out."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compact_portal.compacts.importing import wording
from compact_portal.compacts.kinds import ClauseKind, OwedBy

PLACES = {
    "line": gettext_lazy("Line %(number)d"),
    "paragraph": gettext_lazy("Paragraph %(number)d"),
    "page": gettext_lazy("Page %(number)d"),
    "clause": gettext_lazy("Clause %(number)d of the file"),
}


def place(number: int, unit: str) -> str:
    """Return where something stands in a file: "Line 12", "Page 3"."""
    return PLACES[unit] % {"number": number}


@dataclass(frozen=True)
class Finding:
    """Something the reader was unsure of: where it stands in the file, and a sentence about it."""

    line: int
    message: str
    unit: str = "line"

    @property
    def place(self) -> str:
        """Where it stands: "Line 12"."""
        return place(self.line, self.unit)


@dataclass(frozen=True)
class LeftOut:
    """Words that belong to the page and not to the agreement, with the reason."""

    line: int
    text: str
    why: str
    unit: str = "line"

    @property
    def place(self) -> str:
        """Where it stands: "Line 12"."""
        return place(self.line, self.unit)


@dataclass
class ParsedClause:
    """A clause as read: number, what it is, who owes it, heading (plain), body (Markdown), parts.

    A file that the portal wrote itself also brings what it knew of the clause: its `lineage` (a UUID), how it stands to
    the edition before (`relation`, and references like `derby/2002/4.3`), and the guidance for its writers.
    """

    number: str
    kind: ClauseKind
    owed_by: str = ""
    heading: str = ""
    body: str = ""
    line: int = 0
    lineage: str = ""
    relation: str = ""
    previous: str = ""
    merged_from: tuple[str, ...] = ()
    guidance: str = ""
    children: list["ParsedClause"] = field(default_factory=list)

    def walk(self) -> Iterator["ParsedClause"]:
        """Yield this clause and all under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class ParsedText:
    """What was read from a file. `unit`: what its `line` numbers count: lines, paragraphs or pages."""

    title: str = ""
    clauses: list[ParsedClause] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    signatories: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    unit: str = "line"

    def unsure(self, line: int, message: str) -> None:
        """Note what an officer should look at."""
        self.findings.append(Finding(line, message, self.unit))

    def leave_out(self, line: int, text: str, why: str) -> None:
        """Note words that belong to the page and not to the agreement."""
        self.left_out.append(LeftOut(line, text, why, self.unit))

    def place(self, line: int) -> str:
        """Where something stands, inside a sentence: "line 12"."""
        return place(line, self.unit).lower()

    def walk(self) -> Iterator[ParsedClause]:
        """Yield every clause in reading order."""
        for clause in self.clauses:
            yield from clause.walk()

    def found(self) -> list[str]:
        """Return sentences that tell what was found, with counts and numbers."""
        clauses = list(self.walk())
        kinds = Counter((clause.kind, clause.owed_by) for clause in clauses)
        lines = [
            f"{kind.label}, {OwedBy(owed_by).label}: {count}" if owed_by else f"{kind.label}: {count}"
            for (kind, owed_by), count in sorted(kinds.items())
        ]
        for clause in clauses:
            lines += _groups(clause)
        if self.codes:
            lines.append(
                ngettext(
                    "%(count)d code of practice named: %(names)s",
                    "%(count)d codes of practice named: %(names)s",
                    len(self.codes),
                )
                % {"count": len(self.codes), "names": "; ".join(self.codes)}
            )
        disputes = [
            _name(clause)
            for clause in clauses
            if clause.kind == ClauseKind.SECTION and wording.DISPUTES.search(clause.heading)
        ]
        if disputes:
            lines.append(_("Settling disputes: %(sections)s") % {"sections": "; ".join(disputes)})
        if self.signatories:
            lines.append(_("Places for signatures: %(count)d") % {"count": len(self.signatories)})
        return lines


def _name(clause: ParsedClause) -> str:
    """How a section is called: by number and heading, or by its heading where it has no number of its own."""
    return (
        f"{clause.number} {clause.heading}".strip() if clause.number[0].isdigit() else clause.heading or clause.number
    )


def _groups(clause: ParsedClause) -> list[str]:
    """Say what points stand directly under a clause, by kind and sector, with their first and last number."""
    groups: dict[tuple[ClauseKind, str], list[str]] = defaultdict(list)
    for child in clause.children:
        if child.kind not in (ClauseKind.SECTION, ClauseKind.TEXT):
            groups[child.kind, child.owed_by].append(child.number)
    return [
        _("%(section)s: %(what)s %(count)d (%(first)s to %(last)s)")
        % {
            "section": _name(clause),
            "what": f"{kind.label}, {OwedBy(owed_by).label}:" if owed_by else f"{kind.label}:",
            "count": len(numbers),
            "first": numbers[0],
            "last": numbers[-1],
        }
        for (kind, owed_by), numbers in groups.items()
    ]

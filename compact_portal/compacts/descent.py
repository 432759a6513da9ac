"""Where the clauses of a file come from: what the file says of it, as far as that is true here, or what is proposed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from compact_portal.compacts.importing.parsed import ParsedClause, ParsedText
from compact_portal.compacts.models import Clause, Edition, Relation, Text
from compact_portal.compacts.proposing import Why, propose


@dataclass
class Descent:
    """Where a clause comes from: values for its fields, what else went into it, and what speaks for a proposal."""

    fields: dict[str, Any] = field(default_factory=dict)
    merged_from: list[Clause] = field(default_factory=list)
    why: Why | None = None


def told(text: Text, before: Edition | None, parsed: ParsedText) -> dict[str, Descent]:
    """Return the descent of the clauses that brought their lineage along, by number.

    A lineage is kept where the text has it already or nobody has; never one that belongs to other texts only, or a file
    could tie its clauses to theirs. The clause goes on from the one of the edition `before` that has its lineage, or
    that the file names as the one it was split from.
    """
    lineages = {clause.lineage for clause in parsed.walk() if clause.lineage}
    if not lineages:
        return {}
    known = Clause.objects.filter(lineage__in=lineages).values_list("lineage", "edition__text").distinct()
    owners: dict[str, set[int]] = {}
    for lineage, owner in known:
        owners.setdefault(str(lineage), set()).add(owner)
    forebears = list(before.clauses.select_related("edition__text")) if before else []
    by_lineage = {str(forebear.lineage): forebear for forebear in forebears}
    by_reference = {forebear.reference: forebear for forebear in forebears}
    found = {}
    for clause in parsed.walk():
        own = bool(clause.lineage) and text.pk in owners.get(clause.lineage, {text.pk})
        previous = by_lineage.get(clause.lineage) if own else None
        if previous is None and clause.relation == Relation.SPLIT:
            previous = by_reference.get(clause.previous)
        merged = [by_reference[name] for name in clause.merged_from if previous and name in by_reference]
        fields = {"previous": previous, "relation": _relation(clause, previous, merged)}
        if own or previous:
            found[clause.number] = Descent(fields | ({"lineage": clause.lineage} if own else {}), merged)
    return found


def proposed(before: Edition | None, parsed: ParsedText, known: dict[str, Descent]) -> dict[str, Descent]:
    """Return the descent proposed for the clauses of which the file told nothing, by number."""
    gone_on = {descent.fields["previous"] for descent in known.values()}
    gone_on |= {clause for descent in known.values() for clause in descent.merged_from}
    forebears = [clause for clause in before.clauses.order_by("position") if clause not in gone_on] if before else []
    clauses = [clause for clause in parsed.walk() if clause.number not in known]
    found = {}
    lineages = set()
    proposals = propose(forebears, clauses) if forebears else []
    heirs = Counter(proposal.previous for proposal in proposals)
    for clause, proposal in zip(clauses, proposals, strict=False):
        fields: dict[str, Any] = {}
        if previous := proposal.previous:
            parted = heirs[previous] > 1
            fields = {"previous": previous, "relation": _relation_to(clause, previous, proposal.merged_from, parted)}
            if previous.lineage not in lineages and proposal.why != Why.PART:
                fields["lineage"] = previous.lineage
                lineages.add(previous.lineage)
        found[clause.number] = Descent(fields, proposal.merged_from, proposal.why)
    return found


def _relation_to(clause: ParsedClause, previous: Clause, merged: list[Clause], parted: bool) -> Relation:
    if merged:
        return Relation.MERGED
    return Relation.SPLIT if parted else _relation(clause, previous, [])


def _relation(clause: ParsedClause, previous: Clause | None, merged: list[Clause]) -> Relation:
    """How a clause stands to the one before it."""
    if previous is None:
        return Relation.NEW
    if merged:
        return Relation.MERGED
    if clause.relation == Relation.SPLIT and clause.previous == previous.reference:
        return Relation.SPLIT
    words = (clause.kind, clause.owed_by, clause.heading, clause.body)
    if words != (previous.kind, previous.owed_by, previous.heading, previous.body):
        return Relation.CHANGED
    return Relation.SAME if clause.number == previous.number else Relation.MOVED

"""What clauses show of the amendments proposed to them, and which amendment they came from."""

from collections import Counter

from django.db.models import Count, Q
from django.utils.translation import ngettext

from compact_portal.compacts.lifecycle import EditionState
from signatories.models import Amendment, Decision, Organisation
from signatories.procedure import OPEN

AT_MOST = 20


def of_clause(clause, user) -> dict:
    """The amendments proposed to a clause, in any edition, and those that gave it its words; the newest first.

    Whether an organisation has signed, so that it may propose one, is said where it does.
    """
    found = list(Amendment.objects.visible_to(user).about([clause.lineage]).with_words()[:AT_MOST])
    edition = clause.edition
    compact = edition.text.compact
    can_be = compact is not None and edition.state == EditionState.IN_FORCE and user.is_authenticated
    return {
        "template": "signatories/beside.html",
        "came_from": [amendment for amendment in found if _gave_words_to(amendment, clause)],
        "amendments": found,
        "waiting": sum(amendment.state in OPEN for amendment in found),
        "clause": clause,
        "may_be_amended": can_be and Organisation.objects.acted_for_by(user).exists(),
        "compact": compact,
    }


def _gave_words_to(amendment, clause) -> bool:
    """Whether the clause has its words from the amendment: it went into this clause, in this edition or before it."""
    into = amendment.into
    return bool(into and into.lineage == clause.lineage and amendment.draft.ordinal <= clause.edition.ordinal)


def of_edition(edition, user) -> dict:
    """How many amendments were proposed to each clause of an edition, by lineage. One query."""
    lineages = edition.clauses.order_by().values("lineage")
    rows = Amendment.objects.filter(submitted_at__isnull=False).filter(
        Q(clause__lineage__in=lineages) | Q(into__lineage__in=lineages)
    )
    counts: Counter = Counter()
    for about, into in rows.order_by().values_list("clause__lineage", "into__lineage"):
        counts.update({about, into} - {None})
    return {
        lineage: (ngettext("%(n)s amendment", "%(n)s amendments", number) % {"n": number}, "#amendments")
        for lineage, number in counts.items()
    }


def decisions_of_clause(clause, user) -> dict:
    """What a Forum decided about a clause, in any edition; the latest first."""
    found = Decision.objects.about([clause.lineage]).for_lists()[:AT_MOST]
    return {"template": "signatories/beside_decisions.html", "decisions": list(found)}


def decisions_of_edition(edition, user) -> dict:
    """How many decisions are about each clause of an edition, by lineage. One query; none for one still written."""
    if edition.is_open:
        return {}
    lineages = edition.clauses.order_by().values("lineage")
    rows = Decision.objects.filter(clauses__lineage__in=lineages).order_by().values_list("clauses__lineage")
    return {
        lineage: (ngettext("%(n)s decision", "%(n)s decisions", number) % {"n": number}, "#decisions")
        for lineage, number in rows.annotate(number=Count("pk", distinct=True))
    }

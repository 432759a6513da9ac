"""A case as one file: everything that one kind of reader may have, as plain facts that are printed and given as JSON.

In full for a party: all that it reads on the page of the case, its own rooms and what was said in mediation, which is
marked as without prejudice. For everybody else only figures: stages and dates, which steps were taken, the clauses, the
kind of outcome; no name, no word that somebody wrote, nothing of the mediation.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.deadlines import written
from disputes.masking import people_held_back
from disputes.models import Dispute
from disputes.models.keeping import Reader
from disputes.reading import papers
from disputes.reading.timeline import masked
from disputes.words import Action, Audience, Party

PARTIES = {
    Reader.COMPLAINANT: frozenset({Party.COMPLAINANT}),
    Reader.RESPONDENT: frozenset({Party.RESPONDENT}),
    Reader.OTHERS: frozenset[Party](),
}
WITHOUT_PREJUDICE = {Audience.MEDIATION, Audience.COMPLAINANT_ROOM, Audience.RESPONDENT_ROOM}
HIDDEN_ANSWERS = {Audience.COMPLAINANT, Audience.RESPONDENT}


def facts_of(dispute: Dispute, reader: Reader) -> dict[str, Any]:
    """Return the whole case for one kind of reader, as what JSON knows."""
    full = reader != Reader.OTHERS
    parties = PARTIES[reader]
    events = list(dispute.events.read_by(parties).select_related("actor", "stage", "through").order_by("at", "pk"))
    ours = people_held_back(dispute) if full and dispute.name_hidden_from(parties) else frozenset[int]()
    if not full:
        events = [event for event in events if event.audience == Audience.CASE and not event.nomination_id]
    facts: dict[str, Any] = {
        "reference": dispute.reference,
        "compact": str(dispute.compact),
        "for": str(reader.label),
        "state": str(dispute.position.label),
        "raised": day(dispute.raised_on),
        "decision": day(dispute.decision_on),
        "ended": day(dispute.ended_at and timezone.localdate(dispute.ended_at)),
        "outcome": dispute.get_outcome_display() if dispute.outcome else "",
        "remedy_met": dispute.get_remedy_met_display() if dispute.remedy_met else "",
        "sectors": [dispute.complainant.get_sector_display(), dispute.respondent.get_sector_display()],
        "clauses": clauses(dispute),
        "stages": stages(events),
        "events": [event_facts(event, dispute, parties, ours, full=full) for event in events],
    }
    if full:
        facts |= {
            "title": dispute.title_as(parties),
            "complaint": as_pairs(papers.complaint(dispute, parties)),
            "answers_about_mediator": [list(row) for row in papers.answers_about_mediator(dispute, parties)],
            "settlements": [settlement_facts(found) for found in dispute.settlements.prefetch_related("signatures")],
            "remedies": [remedy_facts(found) for found in dispute.remedies.all()],
            "evidence": [paper_facts(paper, dispute, parties) for paper in dispute.evidence.read_by(parties)],
        }
    return facts


def as_pairs(rows: list[dict[str, Any]]) -> list[list[str]]:
    """Rows of a summary list as (what, words)."""
    return [[str(row["key"]), str(row["value"])] for row in rows]


def day(on) -> str:
    """A day as people write it; "" for none."""
    return written(on) if on else ""


def clauses(dispute: Dispute) -> list[dict[str, str]]:
    """The clauses that it says were not kept, with their words."""
    cited = dispute.citations.select_related("clause__edition__text")
    return [
        {
            "reference": citation.clause.reference,
            "text": str(citation.clause.edition.text.title),
            "number": citation.clause.number,
            "heading": citation.clause.heading,
            "words": citation.clause.body,
        }
        for citation in cited
    ]


def stages(events) -> list[dict[str, str]]:
    """The stages that it has been at, each with the day on which it was first there."""
    found: dict[int, dict[str, str]] = {}
    for event in events:
        if event.stage and event.stage_id not in found:
            found[event.stage_id] = {"name": event.stage.name, "from": day(timezone.localdate(event.at))}
    return list(found.values())


def event_facts(event, dispute: Dispute, parties: frozenset[Party], ours: frozenset[int], *, full) -> dict[str, Any]:
    """One thing that was done: when, what, at which stage; in full also by whom, with their words.

    `ours`: the people of a side of which the name is held back from this reader.
    """
    found = {
        "at": event.at.isoformat(timespec="seconds"),
        "day": day(timezone.localdate(event.at)),
        "action": event.action,
        "what": event.title,
        "stage": event.stage.name if event.stage else "",
        "before": event.before,
        "after": event.after,
        "due": day(event.due_on),
        "as": str(Party(event.party).label) if event.party else "",
    }
    if full:
        found |= {
            "who": who(event, dispute, parties, ours),
            "words": "" if event.action == Action.DECLINE else event.note,
            "without_prejudice": event.audience in WITHOUT_PREJUDICE,
            "for": "" if event.audience == Audience.CASE else str(Audience(event.audience).label),
        }
    return found


def who(event, dispute: Dispute, parties: frozenset[Party], ours: frozenset[int]) -> str:
    """Who did it, as this side may know it: not who declined, and nobody of a side of which the name is held back."""
    if event.actor is None:
        return ""
    return _("The person asked") if event.action == Action.DECLINE else str(masked(dispute, event, parties, ours))


def settlement_facts(settlement) -> dict[str, Any]:
    """One proposal to settle: its words, how it stands, who signed it."""
    return {
        "number": settlement.number,
        "state": settlement.get_state_display(),
        "terms": settlement.terms,
        "outcome": settlement.get_outcome_display(),
        "without_prejudice": settlement.audience == Audience.MEDIATION,
        "signed": [
            f"{one.name}, {one.office}, {one.whom}, {day(timezone.localdate(one.signed_at))}"
            for one in settlement.signatures.all()
        ],
    }


def remedy_facts(remedy) -> dict[str, str]:
    """One remedy: what, by which side, by when, and whether it is done."""
    return {
        "what": remedy.what,
        "owed_by": str(Party(remedy.owed_by).label),
        "due": day(remedy.due_on),
        "done": day(remedy.done_on),
    }


def paper_facts(paper, dispute: Dispute, parties: frozenset[Party]) -> dict[str, Any]:
    """One paper: what it is, with its digest; and as which file it lies in the ZIP, if it does."""
    side = dispute.complainant_as(parties) if paper.party == Party.COMPLAINANT else str(dispute.respondent)
    return {
        "number": paper.number,
        "name": paper.name,
        "shows": paper.description,
        "from": side,
        "added": day(timezone.localdate(paper.uploaded_at)),
        "size": paper.size,
        "sha256": paper.digest,
        "without_prejudice": paper.audience in WITHOUT_PREJUDICE,
        "for": "" if paper.audience == Audience.CASE else str(Audience(paper.audience).label),
        "removed": day(paper.removed_at and timezone.localdate(paper.removed_at)),
        "removed_why": paper.removed_why,
        "state": paper.standing,
        "file": f"papers/{paper.number:03}-{paper.name}" if paper.is_given_out else "",
    }

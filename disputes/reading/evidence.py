"""Papers and who read them, as the pages show them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disputes.actions import evidence
from disputes.models import Dispute, Evidence
from disputes.models.keeping import What
from disputes.words import Audience, Party


def listed(dispute: Dispute, parties: frozenset[Party]) -> list[dict[str, Any]]:
    """The papers that a reader may know of. One query."""
    found = dispute.evidence.read_by(parties).select_related("uploaded_by", "removed_by")
    return [row(paper, dispute, parties) for paper in found]


def row(paper: Evidence, dispute: Dispute, parties: frozenset[Party]) -> dict[str, Any]:
    """One paper: what it is, from whom, for whom, and what the reader can do with it."""
    paper.dispute = dispute
    may_remove = not evidence.why_not_remove(paper, parties)
    return {
        "paper": paper,
        "from": who_added(paper, dispute, parties),
        "audience": "" if paper.audience == Audience.CASE else Audience(paper.audience).label,
        "without_prejudice": paper.audience != Audience.CASE,
        "href": paper.get_absolute_url() if paper.is_given_out else "",
        "standing": paper.standing,
        "remove": _remove(paper, dispute) if may_remove else "",
    }


def _remove(paper: Evidence, dispute: Dispute) -> str:
    if paper.entered_at is None:
        return reverse("disputes:remove_draft_paper", args=[dispute.pk, paper.number])
    return reverse("disputes:remove_paper", args=[dispute.reference, paper.number])


def who_added(paper: Evidence, dispute: Dispute, parties: frozenset[Party]) -> str:
    """From which party a paper is, as this reader may know it."""
    return dispute.complainant_as(parties) if paper.party == Party.COMPLAINANT else str(dispute.respondent)


def part(page) -> dict[str, Any] | None:
    """The papers on the page of a case, and what the reader can do about them."""
    is_party = bool(page.parties & evidence.SIDES)
    papers = listed(page.dispute, page.parties)
    return {
        "papers": papers,
        "may_add": is_party and page.dispute.is_open and len(papers) < evidence.MOST_PAPERS,
        "is_party": is_party,
        "dispute": page.dispute,
    }


def reads_of(reads) -> list[dict[str, Any]]:
    """Who else has read what, and when."""
    return [
        {
            "at": read.at,
            "person": str(read.person),
            "party": read.get_party_display() or _("Administrator, or somebody allowed to look"),
            "what": _("Paper %(number)s") % {"number": read.number} if read.number else What(read.what).label,
        }
        for read in reads
    ]

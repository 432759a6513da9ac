"""Where the case was taken outside the Compact, with what came of it; and the cases that belong with it."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from disputes.models import Dispute, LinkedCases
from disputes.words import Party

BOTH = frozenset({Party.COMPLAINANT, Party.RESPONDENT})


def referrals(page) -> dict[str, Any] | None:
    """The bodies outside to which the case was taken. One query, and none for a case that went nowhere."""
    if not page.dispute.body:
        return None
    found = list(page.dispute.referrals.all())
    return {"referrals": found} if found else None


def linked(page) -> dict[str, Any] | None:
    """The cases that belong with this one and that the reader may see too, each with the way to end the link."""
    dispute = page.dispute
    if not page.parties & BOTH:
        return None
    links = LinkedCases.objects.filter(Q(first=dispute) | Q(second=dispute), ended_at=None)
    others = {link.second_id if link.first_id == dispute.pk else link.first_id: link for link in links}
    if not others:
        return None
    seen = Dispute.objects.visible_to(page.reader).filter(pk__in=others).order_by("reference")
    rows = [
        {
            "case": other,
            "reason": others[other.pk].reason,
            "end": reverse("disputes:unlink", args=[dispute.reference, others[other.pk].pk]),
        }
        for other in seen
    ]
    return {"rows": rows} if rows else None

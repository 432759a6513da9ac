"""The rows of a list of disputes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from disputes import sentences
from disputes.models import Dispute
from disputes.reading.clocks import left_of, tag_of
from disputes.words import Party, State
from signatories.models import Organisation


def rows(disputes, user) -> list[dict[str, Any]]:
    """The rows of a list of disputes, in the words of the reader's side."""
    today = timezone.localdate()
    found: list[dict[str, Any]] = []
    disputes = list(disputes)
    if not disputes:
        return found
    mine = set(Organisation.objects.acted_for_by(user).values_list("pk", flat=True))
    for dispute in disputes:
        parties = frozenset(
            party
            for party, organisation in (
                (Party.COMPLAINANT, dispute.complainant_id),
                (Party.COMPLAINANT, dispute.support_body_id),
                (Party.RESPONDENT, dispute.respondent_id),
            )
            if organisation in mine
        )
        if dispute.is_entered_by(user):
            parties = frozenset({Party.COMPLAINANT})
        if not parties:
            mediates = dispute.position == State.MEDIATING and dispute.nomination.person_id == user.pk
            parties = frozenset({Party.MEDIATOR if mediates else Party.CHAIR})
        found.append(
            {
                "dispute": dispute,
                "other": dispute.respondent if Party.COMPLAINANT in parties else dispute.complainant_as(parties),
                "between": dispute.title_as(parties) if parties & {Party.CHAIR, Party.MEDIATOR} else "",
                "turn": " ".join([*offer(dispute, parties), sentences.whose_turn(dispute, parties, today)]),
                "left": left_of(dispute, today),
                "tag": tag_of(dispute, today),
                "waits": getattr(dispute, "waits", False),
            }
        )
    return found


def offer(dispute: Dispute, parties: frozenset[Party]) -> list[str]:
    """The sentence that tells a party of a settlement that the other one proposes; nobody else hears of it."""
    sides = {Party.COMPLAINANT, Party.RESPONDENT} & parties
    if not dispute.proposal_by or not sides or dispute.proposal_by in sides:
        return []
    return [_("The other party proposes a settlement: sign it, turn it down, or propose something else.")]

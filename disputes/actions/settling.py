"""Agreeing to a settlement, and having its paper made."""

from django.db import transaction

from disputes import printing
from disputes.models import Dispute


@transaction.atomic
def agree_and_print(dispute: Dispute, *, by, digest: str, name: str, office: str):
    """Sign the other party's proposal for one's own, and ask for the sealed paper with both signatures."""
    event = dispute.agree(by=by, digest=digest, name=name, office=office)
    printing.ask_for(dispute.settlements.get(number=event.facts["settlement"]))
    return event

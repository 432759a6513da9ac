"""Signing, recording from paper, withdrawing: told to whom it concerns, and printed anew."""

from django.db import transaction

from compact_portal.accounts.models import User
from signatories import printing
from signatories.models import Signature
from signatories.notifications import signing as tell


@transaction.atomic
def sign(**what) -> Signature:
    """Sign an edition for an organisation (see `Signature.sign`), tell the others, and have it printed anew."""
    signature = Signature.sign(**what)
    tell.signed(signature)
    printing.ask_for(signature.edition)
    return signature


@transaction.atomic
def record_paper(**what) -> Signature:
    """Record a signature on paper (see `Signature.record_paper`), and have the agreement printed anew."""
    signature = Signature.record_paper(**what)
    printing.ask_for(signature.edition)
    return signature


@transaction.atomic
def withdraw(signature: Signature, *, by: User, reason: str) -> None:
    """Withdraw a signature, tell those who act for the organisation, and have the agreement printed anew."""
    signature.withdraw(by=by, reason=reason)
    tell.withdrawn(signature, by=by)
    printing.ask_for(signature.edition)

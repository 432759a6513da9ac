"""Leaving a Compact: notice, taking it back, and the day on which it runs out; told to all concerned, printed anew."""

from typing import Any

from django.db import transaction

from compact_portal.accounts.models import User
from signatories import printing
from signatories.models import Signature, SigningRules
from signatories.notifications import withdrawing as tell


@transaction.atomic
def leave(signature: Signature, *, by: User, reason: str) -> None:
    """Give the notice that the rules of the Compact ask for; where they ask for none, withdraw at once."""
    compact: Any = signature.edition.text.compact
    days = SigningRules.of(compact).notice_days
    if days:
        signature.give_notice(by=by, reason=reason, days=days)
        tell.notice_given(signature, by=by)
    else:
        withdraw(signature, by=by, reason=reason)


@transaction.atomic
def withdraw(signature: Signature, *, by: User, reason: str) -> None:
    """Withdraw a signature at once, tell all concerned, and have the agreement printed anew."""
    signature.withdraw(by=by, reason=reason)
    tell.withdrawn(signature, by=by)
    printing.ask_for(signature.edition)


@transaction.atomic
def stay(signature: Signature, *, by: User) -> None:
    """Take a notice back, and tell those who heard of it."""
    signature.stay(by=by)
    tell.notice_taken_back(signature, by=by)


@transaction.atomic
def end_notices() -> str:
    """Timed work: notices that have run out end the signatures; all concerned are told."""
    ended = Signature.leave_those_whose_notice_is_over()
    for signature in ended:
        tell.withdrawn(signature, by=None)
    for edition in {signature.edition for signature in ended}:
        printing.ask_for(edition)
    return f"{len(ended)} signatures ended with their notice"

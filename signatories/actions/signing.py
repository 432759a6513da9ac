"""Signing and recording from paper: told to whom it concerns, and printed anew."""

from collections.abc import Iterable

from django.db import transaction

from compact_portal.accounts.models import User
from signatories import printing
from signatories.models import Came, Signature, SignedMember, SigningRequest, SigningTrace, Witnessing
from signatories.models.member import Named
from signatories.notifications import requests as tell_of_requests
from signatories.notifications import signing as tell
from signatories.notifications import witnessing as tell_of_witness


@transaction.atomic
def sign(
    *,
    witness_name: str = "",
    witness_email: str = "",
    members: Iterable[int] = (),
    others: Iterable[Named] = (),
    **what,
) -> Signature:
    """Sign an edition for an organisation (see `Signature.sign`), tell the others, and have it printed anew.

    `members` are the keys of members of the register for which it signs too, `others` those that are only named.
    Where it waits for a witness, the witness is asked, and the rest happens once they have confirmed it.
    """
    signature = Signature.sign(**what)
    SignedMember.sign_for(signature, signature.organisation.members.filter(pk__in=members), others)
    if not signature.awaits_witness:
        tell.signed(signature)
        printing.ask_for(signature.edition)
    elif witness_email:
        witnessing = Witnessing.ask(signature, name=witness_name, email=witness_email, by=what["by"])
        tell_of_witness.waiting(signature, witnessing)
    return signature


@transaction.atomic
def witness(witnessing: Witnessing, *, office: str, by: User | None = None, came: Came | None = None) -> Signature:
    """Confirm a signature as its witness: now it is complete, its organisation is told, and it is printed."""
    trace = SigningTrace.keep("witnessed", came, signature=witnessing.signature)
    witnessing.confirm(office=office, by=by, trace=trace)
    SignedMember.tell_all(witnessing.signature)
    tell.signed(witnessing.signature)
    printing.ask_for(witnessing.signature.edition)
    return witnessing.signature


@transaction.atomic
def refuse_to_witness(witnessing: Witnessing, *, reason: str, by: User | None = None, came: Came | None = None) -> None:
    """Say that one cannot confirm a signature, and tell the person who signed."""
    trace = SigningTrace.keep("witness refused", came, signature=witnessing.signature)
    witnessing.refuse(reason=reason, by=by, trace=trace)
    tell_of_witness.refused(witnessing)


@transaction.atomic
def cancel_waiting(signature: Signature, *, by: User | None = None) -> None:
    """Give up a signature that waits for its witness, and tell the witness."""
    asked = list(signature.witnessings.filter(state="asked"))
    signature.cancel(by=by)
    for witnessing in asked:
        tell_of_witness.replaced(witnessing)


@transaction.atomic
def hand_over(
    request: SigningRequest,
    *,
    to_name: str,
    to_email: str,
    note: str = "",
    by: User | None = None,
    came: Came | None = None,
) -> SigningRequest:
    """Let another person answer a request, and tell who handed it over and who asked."""
    trace = SigningTrace.keep("handed over", came, request=request)
    made = request.hand_over(to_name=to_name, to_email=to_email, note=note, by=by, trace=trace)
    tell_of_requests.handed_over(request, by=by)
    return made


@transaction.atomic
def decline(
    request: SigningRequest, *, reason: str, public: bool = False, by: User | None = None, came: Came | None = None
) -> None:
    """Decline a request with a reason, and tell all concerned."""
    trace = SigningTrace.keep("declined", came, request=request)
    request.decline(reason=reason, public=public, by=by, trace=trace)
    tell_of_requests.declined(request)


@transaction.atomic
def record_paper(**what) -> Signature:
    """Record a signature on paper (see `Signature.record_paper`), and have the agreement printed anew."""
    signature = Signature.record_paper(**what)
    printing.ask_for(signature.edition)
    return signature

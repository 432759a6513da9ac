"""What concerns several things at once: signing and printing; inviting somebody and letting them act."""

from datetime import date

from django.db import transaction

from compact_portal.accounts.models import User
from signatories import notifications, printing
from signatories.models import Forum, Membership, Organisation, Seat, Signature


@transaction.atomic
def sign(**what) -> Signature:
    """Sign an edition for an organisation (see `Signature.sign`), tell the others, and have it printed anew."""
    signature = Signature.sign(**what)
    notifications.signed(signature)
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
    notifications.withdrawn(signature, by=by)
    printing.ask_for(signature.edition)


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    email: str,
    name: str,
    role: str,
    starts_on: date,
    ends_on: date | None,
    by: User,
) -> Membership:
    """Let somebody act for an organisation, known by their address; who is new gets an invitation by mail.

    Those who act for it already are told, for whoever joins them reads what they read and does what they do.
    """
    person = User.invite(email=email, name=name, by=by)
    membership = Membership.begin(person, organisation, role, by=by, starts_on=starts_on, ends_on=ends_on)
    if person.joined_at:
        notifications.appointed(membership, by=by)
    notifications.joined(membership, by=by)
    return membership


@transaction.atomic
def fill_seat(forum: Forum, *, email: str = "", name: str = "", by: User, **seat) -> Seat:
    """Fill a seat of the Forum, with a person known by their address or with an organisation alone."""
    person = User.invite(email=email, name=name, by=by) if email else None
    return forum.seat(by=by, person=person, **seat)

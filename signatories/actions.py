"""What concerns several things at once: signing and printing; inviting somebody and letting them act."""

from datetime import date

from django.db import transaction

from compact_portal.accounts.models import User
from signatories import notifications, printing
from signatories.models import Amendment, Forum, Membership, Organisation, Seat, Signature
from signatories.procedure import Action


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


@transaction.atomic
def submit(amendment: Amendment, *, by: User) -> None:
    """Submit an amendment (see `Amendment.submit`), and tell the officers and the organisation."""
    amendment.submit(by=by)
    notifications.amendment_moved(amendment, by=by)
    notifications.amendment_submitted(amendment, by=by)


@transaction.atomic
def take_back(amendment: Amendment, *, by: User, note: str = "") -> None:
    """Withdraw an amendment (see `Amendment.withdraw`), and tell the organisation where it had been submitted."""
    amendment.withdraw(by=by, note=note)
    if amendment.submitted_at:
        notifications.amendment_moved(amendment, by=by)


@transaction.atomic
def decide(amendment: Amendment, action: Action, *, by: User, **decision) -> None:
    """Record what was decided about an amendment (see `Amendment.decide`), and tell the organisation."""
    amendment.decide(action, by=by, **decision)
    notifications.amendment_moved(amendment, by=by)

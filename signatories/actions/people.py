"""Letting somebody act for an organisation."""

from datetime import date

from django.db import transaction

from compact_portal.accounts.models import User
from signatories.models import Membership, Organisation
from signatories.notifications import people as tell


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
        tell.appointed(membership, by=by)
    tell.joined(membership, by=by)
    return membership

"""Filling the seats of the Forum."""

from django.db import transaction

from compact_portal.accounts.models import User
from signatories.models import Forum, Seat


@transaction.atomic
def fill_seat(forum: Forum, *, email: str = "", name: str = "", by: User, **seat) -> Seat:
    """Fill a seat of the Forum, with a person known by their address or with an organisation alone."""
    person = User.invite(email=email, name=name, by=by) if email else None
    return forum.seat(by=by, person=person, **seat)

"""What is done with an amendment, told to whom it concerns."""

from django.db import transaction

from compact_portal.accounts.models import User
from signatories.models import Amendment
from signatories.notifications import amendments as tell
from signatories.procedure import Action


@transaction.atomic
def submit(amendment: Amendment, *, by: User) -> None:
    """Submit an amendment (see `Amendment.submit`), and tell the officers and the organisation."""
    amendment.submit(by=by)
    tell.amendment_moved(amendment, by=by)
    tell.amendment_submitted(amendment, by=by)


@transaction.atomic
def take_back(amendment: Amendment, *, by: User, note: str = "") -> None:
    """Withdraw an amendment (see `Amendment.withdraw`), and tell the organisation where it had been submitted."""
    amendment.withdraw(by=by, note=note)
    if amendment.submitted_at:
        tell.amendment_moved(amendment, by=by)


@transaction.atomic
def decide(amendment: Amendment, action: Action, *, by: User, **decision) -> None:
    """Record what was decided about an amendment (see `Amendment.decide`), and tell the organisation."""
    amendment.decide(action, by=by, **decision)
    tell.amendment_moved(amendment, by=by)

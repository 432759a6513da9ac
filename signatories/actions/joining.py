"""The ways into the register: applications accepted, organisations asked, scans confirmed."""

from datetime import date
from typing import Any

from django.db import transaction

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Edition
from signatories import printing
from signatories.models import Application, Organisation, Origin, Scan, Signature, SigningRequest
from signatories.notifications import signing as tell


@transaction.atomic
def accept_application(
    application: Application,
    *,
    organisation: Organisation | None,
    edition: Edition,
    lapses_on: date,
    note: str,
    by: User,
) -> SigningRequest:
    """Say which organisation an application is of (None: a new one), put it into the area, and ask it to sign.

    Raises NotAllowed, and changes nothing, where somebody has just decided or it cannot be asked.
    """
    body = organisation or Organisation.objects.create(
        name=application.name,
        slug=Organisation.free_slug(application.name),
        sector=application.sector,
        kind=application.kind,
        charity_number=application.charity_number,
        company_number=application.company_number,
        website=application.site,
    )
    body.compacts.add(application.compact)
    request = SigningRequest.ask(
        edition=edition,
        organisation=body,
        to_name=application.person_name,
        to_email=application.email,
        by=by,
        origin=Origin.APPLICATION,
        lapses_on=lapses_on,
    )
    application.accept(by=by, organisation=body, request=request, note=note)
    return request


@transaction.atomic
def ask_all(asked: list[dict[str, Any]], *, by: User) -> list[SigningRequest]:
    """Ask several organisations to sign. Raises NotAllowed, and asks none, where one of them cannot be asked."""
    return [SigningRequest.ask(**one, by=by) for one in asked]


@transaction.atomic
def confirm_scan(scan: Scan, *, by: User, **read) -> Signature:
    """Put a signature on record from its scan (see `Scan.confirm`), tell its organisation, have it printed anew."""
    signature = scan.confirm(by=by, **read)
    tell.signed(signature)
    printing.ask_for(signature.edition)
    return signature

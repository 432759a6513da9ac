"""Mail about two records of one organisation that were made one."""

from django.utils.translation import gettext as _

from compact_portal import access, mail


def merged(merger, *, people) -> None:
    """Tell those who act for either record, both public addresses, and the other officers of the area."""
    into = merger.into
    officers = [person for compact in into.compacts.all() for person in access.holders(compact, "officer")]
    addresses = [record.email for record in (merger.organisation, into) if record.email]
    mail.write(
        to=[person for person in [*people, *officers, *addresses] if person != merger.actor],
        subject=_("Two records of %(organisation)s are now one") % {"organisation": into},
        template="signatories/email/merged.txt",
        context={"merger": merger},
        about=f"organisation {into.pk}",
    )

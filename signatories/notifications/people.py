"""Mail about who acts for an organisation."""

from django.utils.translation import gettext as _

from compact_portal import mail


def people_of(organisation) -> list:
    """Those who act for an organisation today: they are told what happens in its name."""
    return [membership.person for membership in organisation.people()]


def appointed(membership, *, by) -> None:
    """Tell somebody who already has an account that they now act for an organisation."""
    mail.write(
        to=[membership.person],
        subject=_("You now act for %(organisation)s") % {"organisation": membership.organisation},
        template="signatories/email/appointed.txt",
        context={"membership": membership, "by": by},
        about=f"organisation {membership.organisation_id}",
    )


def joined(membership, *, by) -> None:
    """Tell those who act for an organisation that somebody else now has a role in it."""
    mail.write(
        to=[person for person in people_of(membership.organisation) if person not in (membership.person, by)],
        subject=_("Somebody has a new role in %(organisation)s") % {"organisation": membership.organisation},
        template="signatories/email/joined.txt",
        context={"membership": membership, "by": by},
        about=f"organisation {membership.organisation_id}",
    )

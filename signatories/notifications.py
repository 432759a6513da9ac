"""Mail about signatures and roles, written into the outbox with the change it tells of."""

from django.utils.translation import gettext as _

from compact_portal import mail


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
        to=[person for person in _people(membership.organisation) if person not in (membership.person, by)],
        subject=_("Somebody has a new role in %(organisation)s") % {"organisation": membership.organisation},
        template="signatories/email/joined.txt",
        context={"membership": membership, "by": by},
        about=f"organisation {membership.organisation_id}",
    )


def signed(signature) -> None:
    """Tell everybody who acts for an organisation that it has signed."""
    mail.write(
        to=_people(signature.organisation),
        subject=_("%(organisation)s has signed the %(text)s")
        % {"organisation": signature.organisation, "text": signature.edition.text},
        template="signatories/email/signed.txt",
        context={"signature": signature},
        about=f"signature {signature.pk}",
    )


def withdrawn(signature, *, by) -> None:
    """Tell everybody who acts for an organisation that its signature was withdrawn."""
    mail.write(
        to=_people(signature.organisation),
        subject=_("%(organisation)s has withdrawn its signature from the %(text)s")
        % {"organisation": signature.organisation, "text": signature.edition.text},
        template="signatories/email/withdrawn.txt",
        context={"signature": signature, "by": by},
        about=f"signature {signature.pk}",
    )


def _people(organisation):
    return [membership.person for membership in organisation.people()]

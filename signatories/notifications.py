"""Mail about signatures and roles, written into the outbox with the change it tells of."""

from django.utils.translation import gettext as _

from compact_portal import access, mail


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


def amendment_moved(amendment, *, by) -> None:
    """Tell the organisation that proposed an amendment what was done with it; and the officers, what waits for them."""
    event = amendment.events.order_by("-at", "-pk").first()
    context = {"amendment": amendment, "event": event, "by": by}
    told = [*_people(amendment.organisation), amendment.proposed_by]
    mail.write(
        to=[person for person in told if person != by],
        subject=_("Amendment %(number)s to the %(compact)s: %(what)s")
        % {"number": amendment.number, "compact": amendment.compact, "what": event.title.lower()},
        template="signatories/email/amendment.txt",
        context=context,
        about=f"amendment {amendment.pk}",
    )


def amendment_submitted(amendment, *, by) -> None:
    """Tell the officers of a Compact that an amendment waits for the Annual Review."""
    mail.write(
        to=[person for person in access.holders(amendment.compact, "officer") if person != by],
        subject=_("An amendment to the %(compact)s was proposed") % {"compact": amendment.compact},
        template="signatories/email/amendment_submitted.txt",
        context={"amendment": amendment},
        about=f"amendment {amendment.pk}",
    )

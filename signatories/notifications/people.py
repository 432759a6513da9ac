"""Mail about who acts for an organisation."""

from django.utils.translation import gettext as _

from compact_portal import access, mail
from compact_portal.accounts.models import User


def people_of(organisation) -> list:
    """Those who act for an organisation today: they are told what happens in its name."""
    return organisation.acting()


def officers_of(organisation, *, but=()) -> list:
    """The officers of the Compacts of its area; where there are none but `but`, the administrators of the portal."""
    found = [person for compact in organisation.compacts.all() for person in access.holders(compact, "officer")]
    others = [person for person in found if person not in but]
    return others or [person for person in User.objects.filter(is_administrator=True) if person not in but]


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
    """Tell those who act for an organisation that somebody else now has a role in it.

    Of an authorised signatory its public address is told too; and the officers, where nobody but who did it would be.
    """
    organisation = membership.organisation
    told = [person for person in people_of(organisation) if person not in (membership.person, by)]
    if membership.role == "signatory":
        told += [organisation.email] if organisation.email else []
        told += [] if told else officers_of(organisation, but=[by])
    _tell_of_role(membership, told, by=by, is_first=False)


def first_person(membership, *, by) -> None:
    """Tell the public address of an organisation, and the other officers, who acts for it as the first."""
    organisation = membership.organisation
    told = officers_of(organisation, but=[membership.person, by])
    _tell_of_role(membership, [*([organisation.email] if organisation.email else []), *told], by=by, is_first=True)


def _tell_of_role(membership, told, *, by, is_first: bool) -> None:
    mail.write(
        to=told,
        subject=_("Somebody has a new role in %(organisation)s") % {"organisation": membership.organisation},
        template="signatories/email/joined.txt",
        context={"membership": membership, "by": by, "is_first": is_first},
        about=f"organisation {membership.organisation_id}",
    )


def ended(membership, *, by, reason: str) -> None:
    """Tell a person that their role ends, and those who stay."""
    stay = [person for person in people_of(membership.organisation) if person not in (membership.person, by)]
    context = {"membership": membership, "by": by, "reason": reason}
    mail.write(
        to=[person for person in [membership.person, *stay] if person != by],
        subject=_("A role in %(organisation)s ends") % {"organisation": membership.organisation},
        template="signatories/email/role_ended.txt",
        context=context,
        about=f"organisation {membership.organisation_id}",
    )


def account_closed(membership, *, work, by) -> None:
    """Tell the colleagues of somebody whose account was closed that it is, and what is open."""
    mail.write(
        to=[person for person in people_of(membership.organisation) if person != by],
        subject=_("A colleague in %(organisation)s has left the portal") % {"organisation": membership.organisation},
        template="signatories/email/account_closed.txt",
        context={"membership": membership, "work": work},
        about=f"organisation {membership.organisation_id}",
    )


def handed_over(handover) -> None:
    """Tell a colleague what they have taken over, and the person who leaves that it is in good hands."""
    mail.write(
        to=[person for person in (handover.to, handover.person) if person != handover.actor],
        subject=_("Open work was handed over in %(organisation)s") % {"organisation": handover.organisation},
        template="signatories/email/work_handed_over.txt",
        context={"handover": handover},
        about=f"organisation {handover.organisation_id}",
    )


def nobody_left(organisation) -> None:
    """Tell the officers that nobody acts for an organisation any more."""
    mail.write(
        to=officers_of(organisation),
        subject=_("Nobody acts for %(organisation)s any more") % {"organisation": organisation},
        template="signatories/email/nobody_left.txt",
        context={"organisation": organisation},
        about=f"organisation {organisation.pk}",
    )

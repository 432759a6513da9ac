"""Letting somebody act for an organisation, and what follows when they no longer do."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.accounts import invitations
from compact_portal.accounts.models import User
from compact_portal.history import NotAllowed
from signatories.actions import leaving
from signatories.models import Membership, Organisation, Role
from signatories.notifications import people as tell

SOON_AGAIN = timedelta(minutes=10)  # An invitation is not mailed more often.


def why_not_invite(organisation: Organisation, email: str, role: str, *, by: User) -> str:
    """Why a person cannot let an address act for an organisation in a role, in a sentence; empty where they can.

    An officer lets nobody read what an organisation disputes by making themselves one of its people. And nobody makes
    themselves authorised signatory: that takes another of its people, or an officer.
    """
    if email.lower() == by.email.lower():
        if "act_for" in Organisation.ROLES[Role(role)] and not organisation.permits(by, "act_for"):
            return _(
                "You cannot let yourself act for an organisation. Invite somebody who belongs to it: "
                "they can then invite you."
            )
        if role == Role.SIGNATORY:
            return _(
                "Nobody makes themselves authorised signatory. Ask another representative of the organisation, or an "
                "officer of your Compact, to do it."
            )
    held = organisation.memberships.in_term().filter(person__email__iexact=email, role=role)
    if held.exists():
        return _("This person already is %(role)s. Choose another role, or end that one first.") % {
            "role": Role(role).label.lower()
        }
    return ""


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

    Those who act for it already are told, for whoever joins them reads what they read and does what they do. The first
    person of an organisation for which nobody acts is put on record as such, and its public address and the other
    officers are told. NotAllowed with a sentence where `why_not_invite` says so.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if reason := why_not_invite(organisation, email, role, by=by):
        raise NotAllowed(reason)
    is_first = "act_for" in Organisation.ROLES[Role(role)] and not organisation.people().exists()
    person = User.invite(email=email, name=name, by=by)
    membership = Membership.begin(
        person,
        organisation,
        role,
        by=by,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=_("The first person of an organisation for which nobody acted") if is_first else "",
    )
    if person.joined_at:
        tell.appointed(membership, by=by)
    if is_first:
        Organisation.objects.filter(pk=organisation.pk).update(officers_told_at=None)
        tell.first_person(membership, by=by)
    else:
        tell.joined(membership, by=by)
    return membership


@transaction.atomic
def end(
    membership: Membership,
    *,
    by: User,
    on: date | None = None,
    reason: str = "",
    to: User | None = None,
    note: str = "",
) -> None:
    """End a membership (see `Membership.end`), and hand the person's open work to a colleague where one is named.

    The person and those who stay are told, officers where nobody is left. NotAllowed where it has ended already.
    """
    membership = Membership.objects.select_for_update().select_related("organisation", "person").get(pk=membership.pk)
    if membership.ends_on and membership.ends_on < timezone.localdate():
        raise NotAllowed(_("This role has ended already."))
    if to:
        leaving.hand_over_work(membership.organisation, membership.person, to=to, by=by, note=note)
    membership.end(by=by, on=on, reason=reason)
    tell.ended(membership, by=by, reason=reason)
    leaving.tell_officers(membership.organisation)


def invited(membership: Membership) -> User:
    """The person of a membership who has not joined yet, or NotAllowed."""
    if membership.person.joined_at:
        raise NotAllowed(_("%(person)s has joined in the meantime.") % {"person": membership.person})
    return membership.person


@transaction.atomic
def invite_again(membership: Membership, *, by: User) -> None:
    """Mail the invitation anew, with a new link. NotAllowed where that was just done, or where they have joined."""
    person = invited(membership)
    if person.invited_at and timezone.now() - person.invited_at < SOON_AGAIN:
        raise NotAllowed(
            _("An invitation left for %(email)s less than 10 minutes ago. Wait a little before you send another.")
            % {"email": person.email}
        )
    invitations.send(person, by=by)


@transaction.atomic
def cancel_invitation(membership: Membership, *, by: User) -> None:
    """Take an invitation back: the role ends, and the link too where the person was invited for nothing else."""
    person = invited(membership)
    membership.end(by=by, reason=_("Invitation cancelled"))
    if not person.grants.exclude(ends_on__lt=timezone.localdate()).exists():
        invitations.cancel(person)
    leaving.tell_officers(membership.organisation)

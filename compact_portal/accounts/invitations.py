"""Invitations: a mailed link with which a new person sets a name and a password, once, within `INVITATION_DAYS`."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from compact_portal import mail


def token_for(person) -> str:
    """The token of a person's latest invitation; it changes once they join or are invited anew."""
    state = f"{person.pk}|{person.email}|{person.password}|{person.joined_at}|{person.invited_at}"
    return salted_hmac("compact_portal.accounts.invitations", state, algorithm="sha256").hexdigest()[:40]


def send(person, *, by) -> None:
    """Write the invitation mail to a person who has not joined yet. An earlier link stops working."""
    person.invited_at = timezone.now()
    person.save(update_fields=["invited_at"])
    mail.write(
        to=[person],
        subject=_("You are invited to the %s") % settings.PORTAL_NAME,
        template="accounts/email/invitation.txt",
        context={
            "person": person,
            "by": by,
            "link": reverse("accounts:join", args=[person.pk, token_for(person)]),
            "days": settings.INVITATION_DAYS,
        },
        about=f"person {person.pk}",
        secret=True,
    )


def cancel(person) -> None:
    """Take back the invitation of somebody who has not joined: the link stops working, and none is sent again."""
    person.invited_at = None
    person.save(update_fields=["invited_at"])


def send_again(person) -> None:
    """Write the invitation anew for somebody whose latest link is over by time; one that still works stays good.

    Anybody may ask for it, so it must neither fill a mailbox nor end a link that somebody is about to use.
    """
    if person.invited_at and timezone.now() - person.invited_at > timedelta(days=settings.INVITATION_DAYS):
        send(person, by=person.invited_by or _("The administrator"))


def still_open(person, token: str) -> bool:
    """Whether a link's token is the person's latest, not used yet, and not older than `INVITATION_DAYS`."""
    return (
        person.joined_at is None
        and person.invited_at is not None
        and timezone.now() - person.invited_at <= timedelta(days=settings.INVITATION_DAYS)
        and constant_time_compare(token, token_for(person))
    )

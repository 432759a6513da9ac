"""Whether mail about a dispute still holds when it is about to leave; else it is dropped (compact_portal/mail.py)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.mail import Message
from disputes.models import Dispute, DisputeEvent, Remedy, Reminder, Session
from disputes.notifications.readers import Reader
from disputes.notifications.telling import has_turn, letter_of
from disputes.procedure import ENDED
from disputes.words import Party, State


def step_is_over(message: Message, asks_about: str) -> str:
    """Say why a letter on a step is not to be sent: its reader takes part no more, or a later letter says more.

    `asks_about` is the key of the event and how many steps the dispute had taken then. What waits for the mail of the
    day tells what happened, so there a later step takes nothing away.
    """
    key, moves = asks_about.split()
    event = DisputeEvent.objects.select_related("dispute", "nomination").get(pk=key)
    dispute, person = event.dispute, message.person
    notice = dispute.notices.filter(event=event, person=person).first()
    party = Party(notice.party) if notice else Party.COMPLAINANT  # Without one it is the receipt of who complains.
    letter = letter_of(event, Reader(person, party, ""))
    if letter and letter.closed:
        return ""
    if party == Party.NOMINEE:
        asked = event.nomination and event.nomination.state == "asked"
        return "" if asked else _("The person is no longer asked.")
    if not Dispute.objects.visible_to(person).filter(pk=dispute.pk).exists():
        return _("The person takes part no more.")
    if not message.gathers and dispute.moves > int(moves):
        later = Message.objects.filter(to=message.to, about=message.about, pk__gt=message.pk, dropped_at=None)
        if later.exists():
            return _("A later mail says how it stands.")
    return ""


def reminder_is_over(message: Message, asks_about: str) -> str:
    """Say why a reminder is not to be sent: what it asks for is done, put off or nobody's to do any more."""
    row = Reminder.objects.select_related("dispute__nomination").get(pk=asks_about)
    dispute = row.dispute
    if row.about == "remedy":
        owed = Remedy.objects.still_owed().filter(dispute=dispute, number=row.rung.partition(":")[0], due_on=row.due_on)
        visible = Dispute.objects.visible_to(message.person).filter(pk=dispute.pk)
        return "" if owed.exists() and visible.exists() else _("It is done, or has another day.")
    if row.about == "session":
        held = Session.objects.filter(pk=row.rung, cancelled_at=None, starts_at__gt=timezone.now())
        visible = Dispute.objects.visible_to(message.person).filter(pk=dispute.pk)
        return "" if held.exists() and visible.exists() else _("There is no such meeting any more.")
    if dispute.position in ENDED or dispute.paused_on:
        return _("The dispute has ended, or is paused.")
    if row.about == "outside":
        over = dispute.position == State.OUTSIDE or row.due_on < timezone.localdate()
        party_to = Dispute.objects.party_to(message.person).filter(pk=dispute.pk).exists()
        return _("The time limit matters no more.") if over or not party_to else ""
    if dispute.moves != row.moves or (row.about == "clock" and dispute.due_on != row.due_on):
        return _("The dispute has moved on.")
    if row.about == "notice" and dispute.warned_on is None:
        return _("It is done.")
    if row.about != "notice" and not has_turn(dispute, Party(row.party)):
        return _("It is done.")
    if row.party == Party.NOMINEE:
        return "" if dispute.nomination.person_id == message.person_id else _("The person is no longer asked.")
    if not Dispute.objects.visible_to(message.person).filter(pk=dispute.pk).exists():
        return _("The person takes part no more.")
    return ""

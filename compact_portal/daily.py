"""The one mail a day that a person may choose: what happened since the last one, and what waits for them."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal import mail
from compact_portal.accounts.models import How, MailChoice
from compact_portal.compacts.models import Compact
from compact_portal.dashboard import gather
from compact_portal.deadlines import is_working_day
from compact_portal.mail import Message
from signatories.models import Membership, Seat

# Working days are counted so for a person who belongs to no Compact.
NATION_OF_NOBODY = "england"


def send() -> str:
    """Timed work: write the mail of the day to who has chosen it, once on each working day on which there is news.

    Each is claimed first, so that two runs at once never write twice. What waits for the mail of somebody who has
    changed their mind meanwhile goes out by itself.
    """
    now = timezone.localtime()
    if now.time() < settings.DAILY_MAIL_AT:
        return "Mail of the day: not yet"
    news = Message.objects.waiting().filter(gathers=True, person=OuterRef("person"))
    chosen = MailChoice.objects.filter(Exists(news)).select_related("person")
    wanted = chosen.filter(how=How.DAILY).exclude(daily_on=now.date())
    written = sum(_send_to(choice, now.date()) for choice in wanted)
    for choice in chosen.exclude(how=How.DAILY):
        mail.release(choice.person)
    return f"Mail of the day: {written} written"


@transaction.atomic
def _send_to(choice: MailChoice, today: date) -> bool:
    """Write the mail of one person, if today is a working day for them and something still holds."""
    person = choice.person
    if not any(is_working_day(today, nation) for nation in nations_of(person)):
        return False
    claimed = MailChoice.objects.filter(pk=choice.pk, how=How.DAILY).exclude(daily_on=today)
    if not claimed.update(daily_on=today):
        return False
    news = []
    for message in Message.objects.gathered_for(person).select_for_update(of=("self",)).select_related("person"):
        if because := mail.why_over(message):
            mail.drop(message, because)
        else:
            news.append(message)
    if not news:
        return False
    waiting = gather(person).for_you
    context = {**mail.about_us(), "recipient": person, "news": news, "waiting": waiting}
    mail.tell(
        person,
        subject=_("Your mail of the day from the %s") % settings.PORTAL_NAME,
        body=render_to_string("portal/email/daily.txt", context),
        about=f"daily {person.pk}",
        secret=True,  # It tells of many things, each of which may have to be forgotten; so its text is not kept.
    )
    Message.objects.filter(pk__in=[message.pk for message in news]).update(sent_at=timezone.now())
    return True


def nations_of(person) -> set[str]:
    """The nations of the Compacts that a person has to do with, whose working days are theirs. One query."""
    mine = Membership.objects.in_term().filter(person=person, organisation__compacts=OuterRef("pk"))
    seated = Seat.objects.in_term().filter(person=person, forum__compact=OuterRef("pk"))
    found = Compact.objects.filter(Q(Exists(mine)) | Q(Exists(seated))).order_by()
    return set(found.values_list("nation", flat=True)) or {NATION_OF_NOBODY}

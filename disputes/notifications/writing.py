"""A letter to one person: salutation, short paragraphs, one link, why they get it; at once, or by for the day."""

from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from compact_portal import mail
from compact_portal.accounts.models import How
from disputes.notifications.readers import Reader
from disputes.words import Party


class Written(NamedTuple):
    """What a letter says. `news` are the paragraphs on what happened; `then` those on what to do, by when and why."""

    title: str
    news: list[str]
    then: list[str]
    path: str = ""


def write(dispute, reader: Reader, letter: Written, *, valid_while: str, how: How, waits: bool, urgent: bool = False):
    """Put a letter into the outbox for one reader, in the way they have chosen. Returns the message, if there is one.

    `waits`: whether something waits for the reader. Who wants only that gets nothing else; the dashboard has it all.
    `urgent` leaves at once whatever was chosen.
    """
    if how == How.WAITING and not (waits or urgent):
        return None
    context = {
        **mail.about_us(),
        "recipient": reader.person,
        "paragraphs": [*letter.news, *letter.then],
        "path": letter.path,
        "because": reader.because,
    }
    subject = _("%(reference)s: %(title)s") % {"reference": dispute.reference, "title": letter.title}
    if reader.party == Party.NOMINEE:  # Who only knows the summary is told no reference.
        subject = _("Compact Forum: %(title)s") % {"title": letter.title}
    return mail.tell(
        reader.person,
        subject=subject,
        body=render_to_string("disputes/email/notice.txt", context),
        about=dispute.reference,
        valid_while=valid_while,
        gathers=how == How.DAILY and not urgent,
        brief="\n".join([subject, *letter.news]),
    )

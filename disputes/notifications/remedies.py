"""What a reminder of a remedy says: when it is or was due, and where it stands; not what it is."""

from datetime import date

from django.utils.translation import gettext as _

from compact_portal.accounts.models import How
from compact_portal.deadlines import written
from disputes.notifications.readers import Reader
from disputes.notifications.writing import Written, write


def write_about_remedy(remedy, dispute, reader: Reader, row, today: date, *, how: How):
    """Write one reminder, about which there is a row, to one reader."""
    day = written(remedy.due_on)
    then = [_("When it is done, say so on the portal. If it needs longer, ask for another day there.")]
    if reader.party != remedy.owner:
        title, news = _("A remedy owed to you is overdue"), _("A remedy that is owed to you was due on %(day)s.")
        then = [_("See how it stands, agree to another day, or ask for it no longer.")]
    elif today > remedy.due_on:
        title, news = _("A remedy of yours is overdue"), _("A remedy that you owe was due on %(day)s, and is overdue.")
    elif today == remedy.due_on:
        title, news = _("A remedy of yours is due today"), _("A remedy that you owe is due today, %(day)s.")
    else:
        title, news = _("A remedy of yours is due on %(day)s"), _("A remedy that you owe is due on %(day)s.")
    letter = Written(title % {"day": day}, [news % {"day": day}], then, remedy.get_absolute_url())
    urgent = remedy.due_on == today and reader.party == remedy.owner
    valid_while = f"dispute-reminder {row.pk}"
    return write(dispute, reader, letter, valid_while=valid_while, how=how, waits=True, urgent=urgent)

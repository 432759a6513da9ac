"""What a reminder of a meeting of a mediation says: when it is; where, and with whom, stands on the portal."""

from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.accounts.models import How
from compact_portal.deadlines import written
from compact_portal.renderer import clock
from disputes.notifications.readers import Reader
from disputes.notifications.writing import Written, write


def write_about_session(session, dispute, reader: Reader, row, *, how: How):
    """Remind one reader of a meeting at once, whatever they have chosen: it is on the next working day, or before."""
    begins = timezone.localtime(session.starts_at)
    words = {"day": written(begins.date()), "time": clock(begins)}
    news = _("There is a meeting of the mediation on %(day)s at %(time)s.") % words
    then = [_("Where it is stands on the portal. If you cannot come, say so there as soon as you can.")]
    letter = Written(_("A meeting is near"), [news], then, dispute.get_absolute_url())
    return write(dispute, reader, letter, valid_while=f"dispute-reminder {row.pk}", how=how, waits=True, urgent=True)

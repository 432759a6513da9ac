"""Mail about amendments."""

from django.utils.translation import gettext as _

from compact_portal import access, mail
from signatories.notifications.people import people_of


def amendment_moved(amendment, *, by) -> None:
    """Tell the organisation that proposed an amendment what was done with it; and the officers, what waits for them."""
    event = amendment.events.order_by("-at", "-pk").first()
    context = {"amendment": amendment, "event": event, "by": by}
    told = [*people_of(amendment.organisation), amendment.proposed_by]
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

"""Mail about a draft that somebody else has begun for the complainant."""

from django.utils.translation import gettext as _

from compact_portal import mail
from disputes import standing


def begun_for(draft, by) -> None:
    """Tell the complainant's people that somebody else has begun a draft for them, which they can read and change."""
    people = [person for person in standing.people_of(draft.complainant) if person.pk != by.pk]
    mail.write(
        to=people,
        subject=_("A draft of a dispute was begun for you"),
        template="disputes/email/begun.txt",
        context={"draft": draft, "by": by, "path": draft.get_absolute_url()},
        about=f"draft-{draft.pk}",
    )

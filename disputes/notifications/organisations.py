"""Mail to an organisation as such: it says that something waits, and neither what, nor of whom, nor in which case."""

from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal import mail
from compact_portal.deadlines import written


def write_escalation(dispute, address: str, day: date) -> None:
    """Tell others of the respondent's organisation that an answer is long overdue: no case, no reference, no name."""
    acting = ", ".join(str(membership.person) for membership in dispute.respondent.people())
    _to_organisation(
        dispute,
        address,
        subject=_("An answer of your organisation is overdue"),
        first=_("An answer that %(organisation)s owes under the %(compact)s has been overdue since %(day)s."),
        day=written(day),
        acting=acting,
    )


def write_to_nobody(dispute) -> None:
    """Tell an organisation by its public address that nobody there can read what has come for it. No case, no name."""
    if dispute.respondent.remaining.email:
        _to_organisation(
            dispute,
            dispute.respondent.remaining.email,
            subject=_("Something for your organisation waits on the portal"),
            first=_(
                "Something has come for %(organisation)s under the %(compact)s, and may have to be answered in time."
            ),
            day=written(timezone.localdate()),
            acting="",
        )


def _to_organisation(dispute, address: str, *, subject: str, first: str, day: str, acting: str) -> None:
    context = {
        **mail.about_us(),
        "first": first % {"organisation": dispute.respondent.remaining, "compact": dispute.compact, "day": day},
        "acting": acting,
        "organisation": dispute.respondent.remaining,
        "compact_path": dispute.compact.get_absolute_url(),
    }
    mail.post(
        to=address,
        subject=subject,
        body=render_to_string("disputes/email/organisation.txt", context),
        about=dispute.reference,
    )

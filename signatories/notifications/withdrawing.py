"""Mail about leaving a Compact."""

from django.utils.translation import gettext as _

from compact_portal import access, mail
from signatories.notifications.people import people_of


def concerned(signature) -> list:
    """Who hears that an organisation leaves: its people, the officers, the Forum's chair, members it signed for."""
    compact = signature.edition.text.compact
    members = signature.members.filter(opted_out_at=None).exclude(email="")
    return [
        *people_of(signature.organisation),
        *access.holders(compact, "officer"),
        *access.holders(compact, "forum_chair"),
        *(member.email for member in members),
    ]


def _write(signature, subject: str, template: str, *, by) -> None:
    words = {"organisation": signature.organisation, "text": signature.edition.text}
    mail.write(
        to=concerned(signature),
        subject=subject % words,
        template=template,
        context={"signature": signature, "by": by},
        about=f"signature {signature.pk}",
    )


def notice_given(signature, *, by) -> None:
    """Tell all concerned that an organisation leaves, when and why."""
    _write(signature, _("%(organisation)s leaves the %(text)s"), "signatories/email/notice_given.txt", by=by)


def notice_taken_back(signature, *, by) -> None:
    """Tell all concerned that it stays."""
    _write(signature, _("%(organisation)s stays in the %(text)s"), "signatories/email/notice_taken_back.txt", by=by)


def withdrawn(signature, *, by) -> None:
    """Tell all concerned that a signature is withdrawn; by nobody where a notice has run out."""
    subject = _("%(organisation)s has withdrawn its signature from the %(text)s")
    _write(signature, subject, "signatories/email/withdrawn.txt", by=by)

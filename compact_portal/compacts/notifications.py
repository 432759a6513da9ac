"""The letters about consultations and approvals. Each is written in the transaction of what it tells of.

A letter about a comment goes to its author alone, and never names them in its subject.
"""

from django.utils.translation import gettext as _

from compact_portal import access, mail


def officers_of(text):
    """Who looks after a text: the officers of its Compact; nobody gets mail for the national library."""
    return access.holders(text.compact, "officer") if text.compact else []


def consultation_closed(consultation) -> None:
    """Tell the officers that it has closed, and what is to be done now."""
    mail.write(
        to=officers_of(consultation.edition.text),
        subject=_("The consultation on %(edition)s has closed") % {"edition": consultation.edition},
        template="compacts/email/consultation_closed.txt",
        context={
            "consultation": consultation,
            "to_decide": consultation.comments.to_decide().count(),
            "to_answer": consultation.comments.to_answer().count(),
        },
        about=f"consultation {consultation.pk}",
    )


def _to_author(comment, subject: str, template: str, *, secret: bool = False, **context) -> None:
    if not comment.address:
        return
    mail.write(
        to=[comment.person or comment.email],
        subject=subject % {"edition": comment.consultation.edition},
        template=template,
        context={"comment": comment, "consultation": comment.consultation, **context},
        about=comment.about,
        secret=secret,
    )


def confirm_comment(comment) -> None:
    """Ask somebody to confirm that a comment is theirs. The link leads to a page with a button."""
    path = f"{comment.consultation.get_absolute_url()}confirm/{comment.pk}/{comment.token()}/"
    subject = _("Confirm your comment on %(edition)s")
    _to_author(comment, subject, "compacts/email/confirm_comment.txt", secret=True, path=path)


def comment_published(comment) -> None:
    """Tell its author that everybody can read it now."""
    _to_author(comment, _("Your comment on %(edition)s is published"), "compacts/email/comment_published.txt")


def comment_refused(comment, reason: str) -> None:
    """Tell its author that it is not published, and why."""
    subject = _("Your comment on %(edition)s is not published")
    _to_author(comment, subject, "compacts/email/comment_refused.txt", reason=reason)


def comments_answered(answer, comments) -> None:
    """Tell the authors, each once, what was answered."""
    told = set()
    for comment in comments:
        if comment.address.lower() not in told:
            told.add(comment.address.lower())
            subject = _("Your comment on %(edition)s has an answer")
            _to_author(comment, subject, "compacts/email/comment_answered.txt", answer=answer)


def summary_published(consultation) -> None:
    """Tell everybody who commented, each once, what was said and done."""
    path = f"{consultation.get_absolute_url()}you-said-we-did/"
    told = set()
    for comment in consultation.comments.published().select_related("person"):
        if comment.address.lower() not in told:
            told.add(comment.address.lower())
            subject = _("What came of the consultation on %(edition)s")
            _to_author(comment, subject, "compacts/email/summary_published.txt", path=path)


def approval_asked(edition, people, *, together, note: str, by) -> None:
    """Ask people to approve an edition, or to say why they do not."""
    mail.write(
        to=people,
        subject=_("%(edition)s waits for your approval") % {"edition": edition},
        template="compacts/email/approval_asked.txt",
        context={
            "edition": edition,
            "together": together,
            "note": note,
            "by": by,
            "path": f"{edition.get_absolute_url()}approval/",
        },
        about=f"edition {edition.pk}",
    )


def approved(edition, approval) -> None:
    """Tell the officers that a sector has approved an edition."""
    mail.write(
        to=[person for person in officers_of(edition.text) if person != approval.person],
        subject=_("%(edition)s was approved for the %(sector)s")
        % {"edition": edition, "sector": str(approval.get_sector_display()).lower()},
        template="compacts/email/approved.txt",
        context={
            "edition": edition,
            "approval": approval,
            "missing": edition.missing_approvals(),
            "path": f"{edition.get_absolute_url()}approval/",
        },
        about=f"edition {edition.pk}",
    )


def approval_taken_back(edition, person) -> None:
    """Tell the officers that somebody has taken an approval back."""
    mail.write(
        to=[officer for officer in officers_of(edition.text) if officer != person],
        subject=_("An approval of %(edition)s was taken back") % {"edition": edition},
        template="compacts/email/approval_taken_back.txt",
        context={"edition": edition, "person": person, "path": f"{edition.get_absolute_url()}approval/"},
        about=f"edition {edition.pk}",
    )

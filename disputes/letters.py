"""Mail about papers held back, and about how long a case is kept. Subjects name no party; no paper is in a mail."""

from django.urls import reverse
from django.utils.translation import gettext as _

from compact_portal import mail
from compact_portal.deadlines import written
from disputes import standing
from disputes.words import Party


def sides_of(dispute) -> dict[Party, list]:
    """The people of each party."""
    complainant = standing.people_of(dispute.complainant)
    if dispute.support_body:
        complainant = [*complainant, *standing.people_of(dispute.support_body)]
    return {Party.COMPLAINANT: complainant, Party.RESPONDENT: standing.people_of(dispute.respondent)}


def infected(paper) -> None:
    """Tell who added a paper that it is held back."""
    words = [
        _("The check for viruses found one in a paper that you added. Nobody can open the paper, and nobody could."),
        _("Check the computer from which it came, and add the paper again from a clean copy, best as PDF."),
    ]
    _write(paper.dispute, _("A paper of yours is held back"), words, [paper.uploaded_by])


def held(hold, *, by) -> None:
    """Tell both parties that the case is kept longer, and why they find in it."""
    words = [_("The case is kept whole until %(day)s, whatever its time.") % {"day": written(hold.ends_on)}]
    _to_both(hold.dispute, _("The case is kept longer"), words, but=by)


def will_be_anonymised(dispute, goes_on) -> None:
    """Tell both parties when their case will be anonymised, and what they can do before."""
    words = [
        _("The time for keeping this case is nearly over. On %(day)s it is anonymised.") % {"day": written(goes_on)},
        _("Then names, words, papers and mail are deleted for good; only its stages, dates, clauses and outcome stay."),
        _("Before that you can save the whole case as a file, or have it kept longer, with a reason."),
    ]
    _to_both(dispute, _("The case will be anonymised"), words)


def _to_both(dispute, title, words, *, but=None) -> None:
    sides = sides_of(dispute)
    path = reverse("disputes:keeping", args=[dispute.reference])
    _write(dispute, title, words, [*sides[Party.COMPLAINANT], *sides[Party.RESPONDENT]], but=but, path=path)


def _write(dispute, title, words, to, *, but=None, path="") -> None:
    mail.write(
        to=[person for person in to if person is not None and person != but],
        subject=f"{dispute}: {title}",
        template="disputes/email/notice.txt",
        context={
            "paragraphs": words,
            "path": path or dispute.get_absolute_url(),
            "because": _("You get this because you take part in %(reference)s.") % {"reference": dispute},
        },
        about=dispute.reference or "",
    )

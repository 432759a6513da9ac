"""Mail about what follows a dispute: remedies, each party's view, lessons, summaries. Subjects name no party; papers
stay in the portal, and nobody gets mail about what they did themselves."""

from django.utils.translation import gettext as _

from compact_portal import mail
from disputes import standing
from disputes.words import DONE, Party


def people_for(dispute, side: Party) -> list:
    """The people who act for a party today; for the complainant also those of its support body."""
    if side == Party.RESPONDENT:
        return standing.people_of(dispute.respondent)
    found = standing.people_of(dispute.complainant)
    return found + (standing.people_of(dispute.support_body) if dispute.support_body else [])


def remedy_changed(remedy, what, *, by) -> None:
    """Tell the parties' other people how a remedy stands now."""
    _write(remedy.dispute, str(DONE[what]), remedy.get_absolute_url(), by=by)


def view_given(dispute, *, by) -> None:
    """Tell that a party has said what came of the case."""
    _write(dispute, _("What came of the case: a party has added its own view"), dispute.get_absolute_url(), by=by)


def lesson_offered(lesson, *, by) -> None:
    """Ask the other party whether the lesson may go to the officers and the Forum."""
    _write(
        lesson.dispute,
        _("A lesson of the case is offered: read it before it goes on"),
        lesson.get_absolute_url(),
        by=by,
    )


def summary_written(summary, *, by) -> None:
    """Ask the other party whether the summary may be published."""
    _write(
        summary.dispute, _("A summary without names was written: it needs your yes"), summary.get_absolute_url(), by=by
    )


def _write(dispute, title: str, path: str, *, by) -> None:
    to = {}
    for side in (Party.COMPLAINANT, Party.RESPONDENT):
        to |= {person.pk: person for person in people_for(dispute, side)}
    to.pop(getattr(by, "pk", None), None)
    mail.write(
        to=to.values(),
        subject=f"{dispute.reference}: {title}",
        template="disputes/email/afterwards.txt",
        context={"title": title, "dispute": dispute, "path": path},
        about=dispute.reference,
    )

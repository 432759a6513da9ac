"""The sentences that say whose turn it is and until when, in the words of the reader's side."""

from datetime import date

from django.utils.translation import gettext as _

from compact_portal.deadlines import written
from disputes.procedure import notice_ends_on
from disputes.words import Party, State


def whose_turn(dispute, parties: frozenset[Party], today: date) -> str:
    """Return one sentence: who has to do what by when, as it reads for somebody who takes part in these ways."""
    state = dispute.position
    words = {
        "complainant": dispute.complainant_as(parties),
        "within": dispute.complainant_within(parties),
        "respondent": dispute.respondent,
        "due": written(dispute.due_on) if dispute.due_on else "",
        "mediator": dispute.nomination.person if dispute.nomination else "",
        "body": dispute.body,
        "until": written(dispute.paused_until) if dispute.paused_until else "",
        "support": dispute.support_body or "",
    }
    overdue = dispute.overdue(today)
    if dispute.paused_on and state not in _PLAIN:
        return _paused(dispute, parties) % words
    return _sentence(dispute, state, parties, overdue) % words


def notice(dispute, parties: frozenset[Party], today: date) -> str:
    """Return the sentence that warns of the end of a case in which nothing happens; "" where no notice was given."""
    if dispute.warned_on is None or not dispute.is_open:
        return ""
    last = notice_ends_on(dispute.warned_on, dispute.compact.nation)
    words = {"last": written(last), "given": written(dispute.warned_on), "respondent": dispute.respondent}
    if today > last:
        said = _("Notice was given on %(given)s, and the time after it has run out: the case may be closed any day.")
    elif Party.COMPLAINANT in parties:
        said = _(
            "%(respondent)s gave notice on %(given)s, because nothing has happened for a long time. The case may be "
            "closed after %(last)s. Any step of yours, or a note, keeps it open."
        )
    else:
        said = _("Notice was given on %(given)s. The case may be closed after %(last)s, unless the complainant acts.")
    return said % words


def _paused(dispute, parties):
    if Party.COMPLAINANT in parties:
        return _("You have paused the case. It goes on by itself on %(until)s, or when you restart it.")
    if Party.RESPONDENT in parties:
        return _("The case is paused: %(within)s asked for it. It goes on by itself on %(until)s.")
    return _("The case is paused. It goes on by itself on %(until)s.")


def _sentence(dispute, state: State, parties: frozenset[Party], overdue: bool) -> str:
    if state in _PLAIN:
        return _PLAIN[state]()
    return _BY_SIDE[state](dispute, parties, overdue)


def _answer(dispute, parties, overdue):
    if Party.RESPONDENT in parties:
        if overdue:
            return _("Your answer was due on %(due)s. You can still answer until the dispute moves on.")
        return _("You have until %(due)s to answer.")
    if Party.COMPLAINANT in parties:
        if overdue:
            return _("%(respondent)s had until %(due)s to answer you and has not. You can go on.")
        return _("%(respondent)s has until %(due)s to answer you.")
    if overdue:
        return _("%(respondent)s had until %(due)s to answer and has not.")
    return _("%(respondent)s has until %(due)s to answer.")


def _talking(dispute, parties, overdue):
    if dispute.due_on:
        return _timed_talks(parties, overdue)
    if Party.COMPLAINANT in parties:
        return _("You and %(respondent)s talk and try to settle. No time is set: you can make it formal at any time.")
    if Party.RESPONDENT in parties:
        return _("You and %(within)s talk and try to settle. No time is set.")
    return _("The parties talk and try to settle.")


def _timed_talks(parties, overdue):
    if Party.COMPLAINANT in parties:
        if overdue:
            return _("You and %(respondent)s had until %(due)s to settle. You can go on to the next step.")
        return _("You and %(respondent)s talk until %(due)s. You need not wait: you can go on at any time.")
    if Party.RESPONDENT in parties:
        if overdue:
            return _("You and %(within)s had until %(due)s to settle. The complainant can go on.")
        return _("You and %(within)s talk and try to settle, until %(due)s.")
    if overdue:
        return _("The parties had until %(due)s to settle.")
    return _("The parties talk and try to settle, until %(due)s.")


def _answered(dispute, parties, overdue):
    if Party.COMPLAINANT in parties:
        return _("%(respondent)s has answered. It is your turn: say that it is resolved, or go on.")
    return _("%(respondent)s has answered. %(complainant)s decides how it goes on.")


def _nomination(dispute, parties, overdue):
    if Party.CHAIR in parties:
        if overdue:
            return _("You had until %(due)s to choose a mediator. The complainant can now go elsewhere.")
        return _("You have until %(due)s to choose a mediator.")
    if overdue:
        if Party.COMPLAINANT in parties:
            return _("The Chair had until %(due)s to choose a mediator. You can go on without one.")
        return _("The Chair had until %(due)s to choose a mediator.")
    return _("The Chair of the Forum has until %(due)s to choose a mediator.")


def _statement(dispute, parties, overdue):
    if overdue and Party.COMPLAINANT in parties:
        return _("Somebody was asked to mediate and has not replied by %(due)s. You can go on without a mediator.")
    if Party.CHAIR in parties:
        if overdue:
            return _("%(mediator)s has been asked to mediate and has not replied. The time ended on %(due)s.")
        return _("%(mediator)s has been asked to mediate and has not replied yet. The time ends on %(due)s.")
    if overdue:
        return _("Somebody has been asked to mediate and has not replied. The time ended on %(due)s.")
    return _("Somebody has been asked to mediate and has not replied yet. The time ends on %(due)s.")


def _acceptance(dispute, parties, overdue):
    nomination = dispute.nomination
    mine = next((side for side in (Party.COMPLAINANT, Party.RESPONDENT) if side in parties), None)
    if mine and not nomination.answer_of(mine):
        return _("%(mediator)s is willing to mediate. It is your turn: accept or object.")
    if mine and overdue:
        return _("You have answered about %(mediator)s. The other party has not. The time ended on %(due)s.")
    if mine:
        return _("You have answered about %(mediator)s. The other party has not yet. The time ends on %(due)s.")
    if overdue:
        return _("Both parties were to say whether they accept %(mediator)s. The time ended on %(due)s.")
    return _("Both parties say whether they accept %(mediator)s. The time ends on %(due)s.")


def _objected(dispute, parties, overdue):
    if Party.CHAIR in parties:
        return _("Both parties have answered about %(mediator)s, and there is an objection. It is your turn to decide.")
    return _("Both parties have answered about %(mediator)s, and there is an objection. The Chair decides.")


def _mediating(dispute, parties, overdue):
    if Party.MEDIATOR in parties:
        return _("You mediate. Only the two parties and you can read what is said here.")
    return _("%(mediator)s mediates. What is said stays between the two parties and the mediator.")


def _ended_mediation(dispute, parties, overdue):
    if Party.COMPLAINANT in parties:
        return _("The mediation ended without agreement. It is your turn: go on, or close the dispute.")
    return _("The mediation ended without agreement. %(complainant)s decides how it goes on.")


def _admission(dispute, parties, overdue):
    if Party.CHAIR in parties:
        if overdue:
            return _("You had until %(due)s to say whether the case is taken on. The complainant can now go elsewhere.")
        return _("You have until %(due)s to say whether the case is taken on.")
    if overdue and Party.COMPLAINANT in parties:
        return _("You were to hear by %(due)s whether your case is taken on, and have not. You can go on.")
    if overdue:
        return _("It was to be said by %(due)s whether the case is taken on.")
    if Party.COMPLAINANT in parties:
        return _("You hear by %(due)s whether your case is taken on: only serious breaches are.")
    return _("It is said by %(due)s whether the case is taken on: only serious breaches are.")


def _decision(dispute, parties, overdue):
    if Party.CHAIR in parties:
        if overdue:
            return _("The decision was due on %(due)s. You can still record it until the complainant goes on.")
        return _("The decision is due on %(due)s. You record it here.")
    if Party.PANEL in parties:
        if overdue:
            return _("You sit on the panel. Its decision was due on %(due)s.")
        return _("You sit on the panel. Its decision is due on %(due)s, and the Chair records it.")
    if overdue and Party.COMPLAINANT in parties:
        return _("The decision was due on %(due)s and has not come. You can go on.")
    if overdue:
        return _("The decision was due on %(due)s and has not come.")
    return _("The decision is due on %(due)s.")


def _decided(dispute, parties, overdue):
    if Party.COMPLAINANT in parties:
        return _("There is a decision. It is your turn: say that it is resolved, or go on.")
    return _("There is a decision. %(complainant)s decides how it goes on.")


def _not_taken_on(dispute, parties, overdue):
    if Party.COMPLAINANT in parties:
        return _("The case was not taken on. It is your turn: go on, or close the dispute.")
    return _("The case was not taken on. %(complainant)s decides how it goes on.")


def _elsewhere(dispute, parties, overdue):
    who = _("The dispute is with %(body)s.") if dispute.body else _("The dispute is at the national stage.")
    if Party.COMPLAINANT in parties:
        return f"{who} " + _("Record here what comes of it.")
    return f"{who} " + _("%(complainant)s records here what comes of it.")


_PLAIN = {
    State.DRAFT: lambda: _("This is a draft. Only your own organisation sees it."),
    State.RESOLVED: lambda: _("This dispute is resolved."),
    State.WITHDRAWN: lambda: _("This dispute was withdrawn. Nothing is left to do."),
    State.CLOSED: lambda: _("This dispute is closed."),
}
_BY_SIDE = {
    State.TALKING: _talking,
    State.AWAITING_ANSWER: _answer,
    State.ANSWERED: _answered,
    State.AWAITING_NOMINATION: _nomination,
    State.AWAITING_STATEMENT: _statement,
    State.AWAITING_ACCEPTANCE: _acceptance,
    State.OBJECTED: _objected,
    State.MEDIATING: _mediating,
    State.MEDIATION_ENDED: _ended_mediation,
    State.AWAITING_ADMISSION: _admission,
    State.AWAITING_DECISION: _decision,
    State.DECIDED: _decided,
    State.NOT_TAKEN_ON: _not_taken_on,
    State.NATIONAL: _elsewhere,
    State.OUTSIDE: _elsewhere,
}

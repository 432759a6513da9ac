"""The amendments of the sample: one waits, one was accepted with changes, one was declined."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from signatories.models import Amendment, Organisation
from signatories.procedure import Action, What

WAITING = (
    "Consult early and broadly on decisions that touch the sector, and leave at least twelve weeks for replies. Where "
    "that cannot be done, publish the reason before the consultation opens."
)
PROPOSED = (
    "Fund for three years at a time, pay within ten days, and pay ahead of spending where a group could not otherwise "
    "begin."
)
AGREED = (
    "Fund for three years at a time as the rule, pay within ten working days, and pay ahead of spending where a group "
    "could not otherwise begin."
)


def make_amendments(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """Three amendments to the agreement in force, two of them decided at the last Annual Review."""
    officer, council, support = people["officer"], people["respondent"], people["support"]
    day = compact.reviewed_on
    review = f"Annual Review {day.year}"
    accepted = propose(
        compact,
        "4.7",
        bodies["community-action-derby"],
        by=support,
        at=before(day, 60),
        body=PROPOSED,
        reason="Groups plan staff by the year. Late payment has closed two projects this spring.",
    )
    accepted.decide(
        Action.ACCEPT_CHANGED,
        by=officer,
        on=day,
        review=review,
        body=AGREED,
        reason="Both sectors agreed on working days, and that a shorter term needs a reason.",
    )
    declined = propose(
        compact,
        "4.8",
        bodies["derby-city-council"],
        by=council,
        at=before(day, 30),
        what=What.DELETE,
        reason="Contracts say already who bears which risk.",
    )
    declined.decide(
        Action.DECLINE,
        by=officer,
        on=day,
        review=review,
        reason="Contracts say who bears a risk, not who should. The promise is about what is put into them.",
    )
    propose(
        compact,
        "4.3",
        bodies["chaddesden-garden-share"],
        by=people["group"],
        at=before(timezone.localdate(), 9),
        body=WAITING,
        reason="“Wherever that can be done” has let two consultations run for four weeks without a word why.",
    )


def propose(compact: Compact, number: str, organisation: Organisation, *, by: User, at, **words) -> Amendment:
    """An amendment that was submitted at a moment."""
    clauses = compact.current_edition.clauses.select_related("edition__text__compact")
    made = Amendment.propose(clauses.get(number=number), organisation, by=by, **({"what": What.CHANGE} | words))
    made.submit(by=by, at=at)
    return made


def before(day, days: int):
    """Ten in the morning, so many days before a day."""
    return timezone.make_aware(datetime.combine(day - timedelta(days=days), time(10)))

"""Ways into a dispute, in the sample: concerns, a name held back, a letter that an officer enters."""

from datetime import timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Clause, Compact
from compact_portal.sample.cases import BUSES, COUNCIL, GARDEN, days_ago
from disputes.concerns import Theme
from disputes.models import Concern, Dispute
from disputes.words import Channel
from signatories.models import Organisation

SUPPORT, LUNCH = "community-action-derby", "littleover-lunch-club"
COUNTED = [(Theme.CONSULTATION, 7), (Theme.ENDING, 6), (Theme.FREE_TO_SPEAK, 2)]


def make_raising(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """What people have logged, and two drafts and a dispute that others than the group itself have begun."""
    make_concerns(compact, people, bodies)
    name_held_back(compact, people, bodies)
    entered_from_a_letter(compact, people, bodies)


def make_concerns(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """Concerns without a name, and one of somebody who lets the support body read it."""
    for theme, number in COUNTED:
        for _again in range(number):
            Concern.log(compact, theme=theme)
    Concern.log(
        compact,
        theme=Theme.FREE_TO_SPEAK,
        words="We were told that groups which complain are not asked to the next round of talks.",
        author=people["group"],
        shared_with=bodies[SUPPORT],
    )
    Concern.log(
        compact,
        theme=Theme.MONITORING,
        words="The new report form for a grant of £800 has forty questions.",
        shared_with=bodies[SUPPORT],
    )


def name_held_back(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """The support body talks with the Council for a group that does not want to be named yet."""
    by = people["support"]
    draft = Dispute.begin(
        compact, complainant=bodies[GARDEN], respondent=bodies[COUNCIL], through=bodies[SUPPORT], by=by, at=days_ago(13)
    )
    today = timezone.localdate()
    draft.describe(
        by=by,
        decision_on=today - timedelta(days=30),
        happened="The rule for small grants now asks for three years of audited accounts. Small groups have none.",
        disadvantage="The group cannot ask for the grant that has paid for its tools in each of the last six years.",
        remedy="Ask groups below £5,000 a year for a statement of income and spending instead.",
        achievable="This was the rule until last year, and other grants of the Council still have it.",
        confidentiality="Keep out of the minutes which groups have asked about this.",
    )
    draft.tell_attempts(
        [(today - timedelta(days=21), "A call to the grants team, who said that rules are rules.")], by=by
    )
    draft.cite(Clause.objects.filter(edition=compact.current_edition, number__in=["4.7", "4.8"]), by=by)
    draft.hold_back(True, by=by)
    draft.lodge(by=by, at=days_ago(12))
    draft.add_note(by=people["group"], note="We would rather talk than write.", at=days_ago(10))


def entered_from_a_letter(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """An officer is writing down what came by post; the club reads along, and goes on with it once it is raised."""
    today = timezone.localdate()
    draft = Dispute.begin(
        compact,
        complainant=bodies[LUNCH],
        respondent=bodies[BUSES],
        by=people["officer"],
        channel=Channel.POST,
        received_on=today - timedelta(days=3),
        at=days_ago(2),
    )
    draft.describe(
        by=people["officer"],
        decision_on=today - timedelta(days=20),
        happened="The door-to-door bus no longer stops at the hall on Wednesdays. We read it on a notice at the stop.",
    )

"""The codes of the sample: the national library, and what Derby holds to of it.

Three as they are (one of them for named bodies), one adapted, and one of which Derby uses an older version and has
begun to decide about the newer.
"""

from datetime import date, timedelta

from django.utils import timezone

from codes import actions, library
from codes.models import Adoption, Choice, NewVersion
from compact_portal.accounts.models import User
from compact_portal.compacts import actions as writing
from compact_portal.compacts.kinds import ClauseKind, OwedBy, Sector
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Compact, Edition
from compact_portal.sample.writing import NOTICE, publish

AS_THEY_ARE = ["volunteering", "bme"]
NAMED = "Derby City Council\nNHS Derby City\nCommunity Safety Partnership"

# What the Derby code says otherwise: number, words.
OWN_WORDS = {
    "11.1": "Leave twelve weeks for written replies, and two more where July, August or December lie within them. "
    "Where it has to be shorter, publish the reason in the city's calendar of consultations before it opens.",
    "2.3": "Enter each consultation in the city's calendar a month before it opens, so that groups find time for it.",
}
LEFT_OUT = ["12.3"]
OWN_CLAUSE = ("11.3", "Neighbourhood boards", "Bring the papers to the neighbourhood boards in the first four weeks.")


def make_codes(compact: Compact, approvers: dict[Sector, User], *, by: User) -> None:
    """The library, and the codes that a Compact holds to."""
    library.load()
    for slug in AS_THEY_ARE:
        Adoption.adopt(compact, national(slug), by=by, reason="Sample data")
    Adoption.adopt(compact, national("community-groups"), bodies=NAMED, from_on=date(2021, 4, 1), by=by)
    Adoption.adopt(compact, national("consultation"), by=by, reason="Sample data")
    adapt(compact, national("consultation"), approvers, by=by)
    older = Edition.objects.get(text__slug="codes/funding", label="2000")
    begin_to_decide(Adoption.adopt(compact, older, by=by, reason="Sample data"), by=by)


def national(slug: str) -> Edition:
    """The version in force of a national code."""
    return Edition.objects.get(text__slug=f"codes/{slug}", state=EditionState.IN_FORCE)


def adapt(compact: Compact, edition: Edition, approvers: dict[Sector, User], *, by: User) -> None:
    """The local code, adapted clause by clause and adopted two years ago."""
    local = actions.adapt(compact, edition, by=by)
    day = timezone.localdate() - timedelta(days=730)
    local.notice, local.agreed_on = NOTICE, day
    local.save()
    for number, words in OWN_WORDS.items():
        clause = local.clauses.select_related("edition").get(number=number)
        writing.amend(clause, by=by, reason="As the Forum agreed", seen=clause.updated_at, body=words)
    for number in LEFT_OUT:
        writing.delete(local.clauses.select_related("edition").get(number=number), by=by, reason="Done in the plan")
    after, heading, words = OWN_CLAUSE
    beside = local.clauses.select_related("edition", "parent").get(number=after)
    writing.add(
        local,
        by=by,
        reason="As the Forum agreed",
        inside=None,
        after=beside,
        number=writing.next_number(local, beside.parent),
        kind=ClauseKind.COMMITMENT,
        owed_by=OwedBy.STATUTORY,
        heading=heading,
        body=words,
    )
    local.refresh_from_db()
    publish(local, approvers, by=by, in_force_on=day, note="Sample data")
    Adoption.adopt(compact, local, from_on=day, by=by, reason="Agreed by the Forum")


def begin_to_decide(adoption: Adoption, *, by: User) -> None:
    """Decide about two clauses of the newer version, so that there is something to go on with."""
    new = NewVersion.begin(adoption, national("funding"))
    changes = {change.shown.number: change for change in new.changes}
    new.decide(changes["2.2"], Choice.ADOPT, by=by, reason="Groups have asked for this for years.")
    new.decide(
        changes["4.1"],
        Choice.ADAPT,
        by=by,
        reason="The Forum wants six months where jobs depend on it.",
        heading="Notice",
        body="Give three months' notice in writing before funding ends or is cut, and six where jobs depend on it.",
    )

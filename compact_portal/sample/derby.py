"""Derby: two editions, the signatories by office, the Forum."""

from datetime import date, timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Nation, Sector
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Compact, Edition
from compact_portal.sample.beside import write_easy_read
from compact_portal.sample.codes import make_codes
from compact_portal.sample.forum import make_forum
from compact_portal.sample.lineage import settle_lineage
from compact_portal.sample.people import (
    DERBY,
    appoint_approvers,
    appoint_officer,
    give_roles,
    long_ago,
    make_organisations,
)
from compact_portal.sample.writing import draft, publish
from signatories.actions import record_paper
from signatories.models import Organisation, Signature

FRAMEWORK = "The Compact in England (1998, renewed 2010); since 17 July 2025 the Civil Society Covenant"

# Who signed the revised edition, by office, as the document prints it; it names no persons and no days.
OFFICES = [
    ("derby-city-partnership", "Director of Derby City Partnership"),
    ("derby-city-council", "Chief Executive of Derby City Council"),
    ("community-action-derby", "Chief Executive of Community Action Derby"),
    ("nhs-derby-city", "Chief Executive of NHS Derby City"),
    ("public-health", "Director of Public Health NHS Derby City"),
    ("millennium-network", "Chief Executive of Derby Millennium Network"),
    ("community-safety", "Director of Community Safety Partnership"),
    ("forum-of-faiths", "Forum of Faiths"),
    ("health-and-social-care-forum", "Health and Social Care Forum"),
    ("children-and-young-people", "Children and Young People's Network"),
]


def make_derby(people: dict[str, User]) -> tuple[Compact, dict[str, Organisation]]:
    """The Derby Compact with everything but its plans and disputes. Returns it and its organisations by address."""
    officer = people["officer"]
    year = timezone.localdate().year
    compact = Compact.found(
        name="Derby Compact",
        slug="derby",
        area_name="Derby",
        area_kind="city",
        nation=Nation.ENGLAND,
        framework=FRAMEWORK,
        colour="blue",
        places="Allestree\nChaddesden\nLittleover\nMickleover\nNormanton\nOsmaston\nSpondon",
        statutory_contact_name="Olive Officer, Partnerships Team",
        statutory_contact_email=officer.email,
        statutory_contact_phone="01632 960 001",
        vcs_contact_name="Nadia Networker, Community Action Derby",
        vcs_contact_email=people["support"].email,
        vcs_contact_phone="01632 960 002",
        reviewed_on=last_review(),
        next_review_on=compact_week(year if compact_week(year) > timezone.localdate() else year + 1)
        + timedelta(days=2),
    )
    approvers = {Sector.STATUTORY: people["approver-statutory"], Sector.VCS: people["approver-vcs"]}
    appoint_officer(officer, compact, by=people["admin"])
    appoint_approvers(compact, approvers, by=people["admin"])
    bodies = make_organisations(compact, DERBY)
    give_roles(people, bodies)
    make_codes(compact, approvers, by=officer)
    edition = make_editions(compact, approvers, by=officer)
    sign(edition, people, bodies)
    make_forum(compact, people, bodies)
    return Compact.objects.get(pk=compact.pk), bodies


def compact_week(year: int) -> date:
    """The Monday of Compact Week: the first full week of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=-first.weekday() % 7)


def last_review() -> date:
    """The Wednesday of the last Compact Week."""
    year = timezone.localdate().year
    this_year = compact_week(year) + timedelta(days=2)
    return this_year if this_year < timezone.localdate() else compact_week(year - 1) + timedelta(days=2)


def make_editions(compact: Compact, approvers: dict[Sector, User], *, by: User) -> Edition:
    """The edition of 2002, superseded, and the revised one, in force; the documents give no days."""
    first = draft(compact.agreement, "2002", "derby-2002", by=by)
    publish(first, approvers, by=by, note="Put on record from paper")
    first.end(EditionState.SUPERSEDED, on=None, by=by)
    revised = draft(
        compact.agreement,
        "revised",
        "derby-revised",
        by=by,
        supersedes=first,
        signing_opens_on=long_ago(),
        summary=(
            "The revised edition takes in all public partners of the city, not the City Council alone. It has twelve "
            "commitments of the statutory sector where the first had four, and seven of the voluntary and community "
            "sector where the first had three."
        ),
    )
    settle_lineage(revised, first, by=by)
    publish(revised, approvers, by=by, note="Put on record from paper")
    write_easy_read(revised, by=by)
    return revised


def sign(edition: Edition, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """The signatures on paper, by office, and one given online."""
    Signature.sign(
        edition=edition,
        organisation=bodies["chaddesden-garden-share"],
        by=people["gardener"],
        signed_name="Gwen Gardener",
        office="Treasurer",
        authority="The committee decided it at its last meeting.",
        declaration="We have read the Compact and will keep its principles and our commitments.",
        digest=edition.digest,
    )
    for slug, office in OFFICES:
        paper = {"edition": edition, "organisation": bodies[slug], "by": people["officer"], "office": office}
        if slug == OFFICES[-1][0]:
            record_paper(**paper, note="From the printed agreement")  # The last one has the agreement printed.
        else:
            Signature.record_paper(**paper, note="From the printed agreement")

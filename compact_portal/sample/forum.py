"""Derby's Forum: its seats, its Champions, an election that filled some of them, and one that is to come."""

from datetime import timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.sample.people import long_ago
from signatories.actions.forum import record_result
from signatories.models import Champion, Election, Forum, Office, Organisation
from signatories.models.election import Method
from signatories.models.forum import How

# Person, organisation, office, by which body. Those of the voluntary sector without one are elected below.
APPOINTED = [
    ("chair", "millennium-network", Office.CHAIR, "the Forum, at its first meeting"),
    ("vice-chair", "nhs-derby-city", Office.VICE_CHAIR, "the board of NHS Derby City"),
    ("forum", "derby-city-partnership", Office.MEMBER, "the board of Derby City Partnership"),
    ("champion-2", "derby-city-council", Office.MEMBER, "the Cabinet of Derby City Council"),
    ("champion-3", "community-safety", Office.MEMBER, "the Community Safety Partnership"),
]
# Person, organisation, votes, elected.
CANDIDATES = [
    ("mediator", "forum-of-faiths", 31, True),
    ("support", "community-action-derby", 28, True),
    ("champion-1", "health-and-social-care-forum", 22, True),
    ("needle", "children-and-young-people", 13, False),
]
# Person, skills, areas, availability.
SAID = [
    ("chair", "Chairing, community mediation", "The whole city", "Evenings"),
    ("mediator", "Trained mediator, funding disputes", "Normanton, Littleover", "Two days' notice, one case at a time"),
    ("champion-1", "Social care, listening", "Care and health", "Tuesdays and Thursdays"),
    ("support", "Knows every group in the city", "The whole city", "Office hours"),
    ("vice-chair", "Health commissioning", "Care and health", ""),
    ("forum", "Partnerships, minutes", "", ""),
    ("champion-2", "Grants and contracts", "Funding", "Not in March"),
    ("champion-3", "Neighbourhoods, restorative practice", "Osmaston, Allestree", "Mornings"),
]


def make_forum(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """The Forum with equal sectors and a vacancy in each, its chair and vice-chair, and who was elected."""
    forum = Forum.objects.create(
        compact=compact,
        about="Watches over the action plan and helps to settle disputes. It meets three times a year.",
        statutory_seats=5,
        vcs_seats=5,
        statutory_quorum=2,
        vcs_quorum=2,
    )
    today = timezone.localdate()
    for person, body, office, by_whom in APPOINTED:
        organisation = bodies[body]
        forum.seat(
            by=people["officer"],
            sector=organisation.sector,
            person=people[person],
            organisation=organisation,
            office=office,
            how=How.ELECTED if office == Office.CHAIR else How.APPOINTED,
            appointed_by=by_whom,
            starts_on=long_ago(),
            ends_on=today + timedelta(days=40) if person == "champion-3" else None,
        )
    elect(forum, people, bodies)
    announce(forum, people, bodies)
    for person, skills, areas, availability in SAID:
        Champion.describe(people[person], by=people["officer"], skills=skills, areas=areas, availability=availability)


def elect(forum: Forum, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """The election that filled three seats of the voluntary sector."""
    officer, day = people["officer"], long_ago()
    election = Election.objects.create(
        forum=forum,
        title="Election of three members of the voluntary and community sector",
        sector=Sector.VCS,
        places=3,
        notice="Every group in the city that has signed the Compact may name one candidate and has one vote a seat.",
        opens_on=day - timedelta(days=60),
        closes_on=day - timedelta(days=21),
        planned_on=day - timedelta(days=7),
    )
    stood = {}
    for person, body, _votes, _elected in CANDIDATES:
        stood[person] = election.stand(
            by=officer,
            name=people[person].name,
            email=people[person].email,
            organisation=bodies[body],
            sector=Sector.VCS,
        )
    record_result(
        election,
        by=officer,
        held_on=election.planned_on,
        method=Method.POST,
        note="Ninety-four votes were given by 34 groups. The count was watched by both sectors.",
        votes={stood[person].pk: votes for person, _body, votes, _elected in CANDIDATES},
        elected=[stood[person] for person, _body, _votes, elected in CANDIDATES if elected],
        starts_on=day,
        ends_on=None,
    )


def announce(forum: Forum, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """The election for the vacant seat of the voluntary sector, with one candidate so far."""
    today = timezone.localdate()
    election = Election.objects.create(
        forum=forum,
        title="Election of one member of the voluntary and community sector",
        sector=Sector.VCS,
        notice="Groups of the city may name candidates until nominations close. The vote is by email.",
        opens_on=today - timedelta(days=10),
        closes_on=today + timedelta(days=20),
        planned_on=today + timedelta(days=34),
    )
    election.stand(
        by=people["officer"],
        name=people["repair"].name,
        email=people["repair"].email,
        organisation=bodies["community-action-derby"],
        sector=Sector.VCS,
        statement="I mend bicycles with young people, and would like small groups to be heard.",
    )

"""The people of the demonstration, all invented, and the organisations they act for."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from signatories.models import Kind, Membership, Ombudsman, Organisation, Role

DOMAIN = "derby.example"
PASSWORD = "compact-demo-2026"  # noqa: S105 - it opens nothing but the demonstration, and is printed there.

# Address before the @, name, what the account is for.
ACCOUNTS = [
    ("officer", "Olive Officer", "officer of the Derby Compact: texts, plans, organisations"),
    ("approver-statutory", "Asha Approver", "approves texts of the Derby Compact for the public bodies"),
    ("approver-vcs", "Arthur Approver", "approves texts of the Derby Compact for the voluntary and community sector"),
    ("group", "Grace Group", "represents Chaddesden Garden Share, a voluntary group with disputes"),
    ("signatory", "Sidney Signatory", "may sign for Littleover Lunch Club, which has not signed yet"),
    ("respondent", "Rosa Respondent", "represents Derby City Council, which answers disputes and leads actions"),
    ("chair", "Charlie Chair", "chairs the Compact Forum and chooses mediators"),
    ("mediator", "Mina Mediator", "a Compact Champion who mediates"),
    ("forum", "Felix Forum", "sits on the Compact Forum"),
    ("admin", "Ada Admin", "administers the portal"),
]
# People who have no account to try, but act in the sample.
OTHERS = [
    ("vice-chair", "Vera Vice-Chair"),
    ("support", "Nadia Networker"),
    ("champion-1", "Wilf Woollyhat"),
    ("champion-2", "Corin Councilhouse"),
    ("champion-3", "Petra Patchwork"),
    ("needle", "Nora Needle"),
    ("repair", "Ravi Repairer"),
    ("gardener", "Gwen Gardener"),
    ("leisure", "Lenny Leisure"),
    ("buses", "Bella Busstop"),
    ("approver-1", "Alma Approver"),
    ("approver-2", "Alun Approver"),
    ("county", "Connie Countyhall"),
    ("south", "Sunil Southerly"),
    ("wales", "Dilys Dragon"),
]
STAT, VCS = Sector.STATUTORY, Sector.VCS

# Address, name, sector, kind, complaints procedure in working days, ombudsman.
DERBY = [
    ("derby-city-partnership", "Derby City Partnership", STAT, Kind.PARTNERSHIP, None, ""),
    ("derby-city-council", "Derby City Council", STAT, Kind.COUNCIL, 20, Ombudsman.LGSCO),
    ("nhs-derby-city", "NHS Derby City", STAT, Kind.HEALTH, 25, Ombudsman.PHSO),
    ("public-health", "NHS Derby City, Public Health", STAT, Kind.HEALTH, 25, Ombudsman.PHSO),
    ("community-safety", "Community Safety Partnership", STAT, Kind.PARTNERSHIP, None, ""),
    ("community-action-derby", "Community Action Derby", VCS, Kind.INFRASTRUCTURE, None, ""),
    ("millennium-network", "Derby Millennium Network", VCS, Kind.NETWORK, None, ""),
    ("forum-of-faiths", "Forum of Faiths", VCS, Kind.FAITH, None, ""),
    ("health-and-social-care-forum", "Health and Social Care Forum", VCS, Kind.NETWORK, None, ""),
    ("children-and-young-people", "Children and Young People's Network", VCS, Kind.NETWORK, None, ""),
    # Invented from here on.
    ("chaddesden-garden-share", "Chaddesden Garden Share", VCS, Kind.GROUP, None, ""),
    ("littleover-lunch-club", "Littleover Lunch Club", VCS, Kind.CHARITY, None, ""),
    ("normanton-sewing-circle", "Normanton Sewing Circle", VCS, Kind.GROUP, None, ""),
    ("allestree-repair-shed", "Allestree Repair Shed", VCS, Kind.COMPANY, None, ""),
    ("derwentside-leisure-board", "Derwentside Leisure Board", STAT, Kind.OTHER_PUBLIC, 15, Ombudsman.LGSCO),
    ("markeaton-buses-authority", "Markeaton Buses Authority", STAT, Kind.OTHER_PUBLIC, None, Ombudsman.LGSCO),
]
# Person, organisation, role.
MEMBERSHIPS = [
    ("group", "chaddesden-garden-share", Role.REPRESENTATIVE),
    ("gardener", "chaddesden-garden-share", Role.SIGNATORY),
    ("signatory", "littleover-lunch-club", Role.SIGNATORY),
    ("respondent", "derby-city-council", Role.REPRESENTATIVE),
    ("needle", "normanton-sewing-circle", Role.REPRESENTATIVE),
    ("repair", "allestree-repair-shed", Role.REPRESENTATIVE),
    ("leisure", "derwentside-leisure-board", Role.REPRESENTATIVE),
    ("buses", "markeaton-buses-authority", Role.REPRESENTATIVE),
    ("support", "community-action-derby", Role.REPRESENTATIVE),
    ("chair", "millennium-network", Role.CHAMPION),
    ("mediator", "forum-of-faiths", Role.CHAMPION),
    ("champion-1", "health-and-social-care-forum", Role.CHAMPION),
    ("champion-2", "derby-city-council", Role.CHAMPION),
    ("champion-3", "community-safety", Role.CHAMPION),
    ("vice-chair", "nhs-derby-city", Role.CHAMPION),
    ("forum", "derby-city-partnership", Role.CHAMPION),
]


def make_people() -> dict[str, User]:
    """Everybody, by the part of the address before the @; the accounts can sign in with PASSWORD."""
    hashed = make_password(PASSWORD)  # Made once: it is slow on purpose.
    people = {}
    for short, name, _what in ACCOUNTS:
        person = User.objects.create_user(
            f"{short}@{DOMAIN}", name=name, joined_at=timezone.now(), is_administrator=short == "admin"
        )
        person.password = hashed
        person.save(update_fields=["password"])
        people[short] = person
    for short, name in OTHERS:
        people[short] = User.objects.create_user(f"{short}@{DOMAIN}", name=name, joined_at=timezone.now())
    return people


def long_ago() -> date:
    """When the roles of the sample began: three years back."""
    return timezone.localdate() - timedelta(days=3 * 365)


def appoint_officer(person: User, compact: Compact, *, by: User) -> None:
    """Let somebody keep a Compact."""
    access.appoint(person, compact, "officer", starts_on=long_ago(), by=by, reason="Sample data")


def appoint_approvers(compact: Compact, approvers: dict[Sector, User], *, by: User) -> None:
    """Let one person of each sector approve the texts of a Compact."""
    for sector, person in approvers.items():
        access.appoint(person, compact, f"approver_{sector}", starts_on=long_ago(), by=by, reason="Sample data")


def make_organisations(compact: Compact, rows) -> dict[str, Organisation]:
    """The organisations of an area, by address."""
    bodies = {}
    for slug, name, sector, kind, days, ombudsman in rows:
        body = Organisation.objects.create(
            slug=slug, name=name, sector=sector, kind=kind, complaints_days=days, ombudsman=ombudsman
        )
        body.compacts.add(compact)
        bodies[slug] = body
    return bodies


def give_roles(people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """Let people act for their organisations."""
    for person, body, role in MEMBERSHIPS:
        Membership.begin(
            people[person], bodies[body], role, by=people["admin"], starts_on=long_ago(), reason="Sample data"
        )

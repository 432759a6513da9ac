"""What the register of organisations shows in the demonstration: names, successors, records of one body, leavers."""

from datetime import date, timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.sample.people import long_ago
from signatories import actions
from signatories.models import Kind, Membership, NameKind, Organisation, RegisterUpload, Role
from signatories.tables import read

# Address, other details. All numbers and contacts but the council's code are invented.
DETAILS = {
    "derby-city-council": {
        "public_number": "E06000015",
        "contact_name": "Partnerships Team",
        "contact_phone": "01632 960 010",
        "email": "partnerships@council.example",
        "postal_address": "The Council House\nCorporation Street\nDerby",
        "website": "https://council.example",
    },
    "littleover-lunch-club": {"charity_number": "1999999", "email": "hello@lunch.example", "area_served": "Littleover"},
    "allestree-repair-shed": {"company_number": "09999999", "area_served": "Allestree and Darley Abbey"},
    "chaddesden-garden-share": {"umbrella": "community-action-derby", "contact_name": "The secretary"},
    "normanton-sewing-circle": {"umbrella": "community-action-derby"},
}


# A file that an officer has uploaded and not accepted yet: one row changed, one new, one wrong.
FILE = """Address,Name,Sector,Kind,Charity number,Area it serves
forum-of-faiths,Forum of Faiths,Voluntary and community sector,Faith group,,The whole city
,Osmaston Orchestra,Voluntary and community sector,Community group,,Osmaston
littleover-lunch-club,Littleover Lunch Club,Voluntary and community sector,Charity,19999,Littleover
"""


def add(compact: Compact, name: str, slug: str, **fields) -> Organisation:
    """An organisation of the area."""
    usual = {"sector": Sector.VCS, "kind": Kind.GROUP}
    made = Organisation.objects.create(name=name, slug=slug, **(usual | fields))
    made.compacts.add(compact)
    return made


def make_register(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """Fill the register: what is known of bodies, who followed whom, two records that are one, who leaves."""
    officer, today = people["officer"], timezone.localdate()
    for slug, details in DETAILS.items():
        for field, value in details.items():
            setattr(bodies[slug], field, bodies[value] if field == "umbrella" else value)
        bodies[slug].save()
    leisure = bodies["derwentside-leisure-board"]
    add(
        compact,
        "Derwentside Baths Committee",
        "derwentside-baths-committee",
        sector=Sector.STATUTORY,
        kind=Kind.OTHER_PUBLIC,
        successor=leisure,
        succeeded_on=date(2019, 4, 1),
    )
    leisure.other_names.create(name="Derwentside Leisure", kind=NameKind.ALIAS)
    bodies["allestree-repair-shed"].other_names.create(
        name="Allestree Tool Library", kind=NameKind.FORMER, from_on=date(2014, 5, 1), until_on=date(2021, 8, 31)
    )
    twice = add(compact, "The Allestree Repair Shed CIC", "the-allestree-repair-shed-cic", kind=Kind.COMPANY)
    actions.merge(
        twice, bodies["allestree-repair-shed"], by=officer, reason="Both have the same address and the same committee."
    )
    add(compact, "Normanton Sewing Circle Ltd", "normanton-sewing-circle-ltd", kind=Kind.COMPANY)
    leave(compact, people, bodies, today)
    columns, lines = read(FILE.encode())
    RegisterUpload.objects.create(
        compact=compact,
        file_name="organisations.csv",
        columns=columns,
        rows=[list(line) for line in lines],
        made_by=officer,
    )


def leave(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation], today: date) -> None:
    """One whose term ends soon, one who acts for two bodies, one who was the last to leave."""
    admin = people["admin"]
    said = {"by": admin, "starts_on": long_ago(), "reason": "Sample data"}
    Membership.begin(
        people["needle"],
        bodies["chaddesden-garden-share"],
        Role.REPRESENTATIVE,
        ends_on=today + timedelta(days=20),
        **said,
    )
    film = add(compact, "Littleover Film Nights", "littleover-film-nights")
    Membership.begin(people["signatory"], film, Role.REPRESENTATIVE, **said)
    stitchers = add(compact, "Spondon Story Tellers", "spondon-story-tellers", email="stories@spondon.example")
    last = Membership.begin(people["gardener"], stitchers, Role.REPRESENTATIVE, **said)
    actions.end(last, by=people["officer"], reason="Has moved away")

"""The ways into and out of the register, in the sample: a re-affirmation, an application, members, paper, notice."""

from datetime import timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.sample.people import DOMAIN, long_ago, make_organisations
from signatories import actions
from signatories.models import (
    Application,
    Campaign,
    Kind,
    Membership,
    Organisation,
    Role,
    Scan,
    Signature,
    SignedMember,
    SigningRequest,
)
from signatories.models.member import Named
from signatories.models.scan import Found
from signatories.paper import code_of

# Who signed the first edition on paper; the last two are invented, and have not signed the revised one.
FIRST = [
    ("derby-city-council", "Leader of the Council"),
    ("community-action-derby", "Chair"),
    ("derwentside-leisure-board", "Chair of the Board"),
    ("normanton-sewing-circle", "Secretary"),
]
MEMBERS = [
    ("osmaston-orchard-project", "Osmaston Orchard Project", Sector.VCS, Kind.GROUP, None, ""),
    ("sinfin-singers", "Sinfin Singers", Sector.VCS, Kind.GROUP, None, ""),
    ("mickleover-model-makers", "Mickleover Model Makers", Sector.VCS, Kind.GROUP, None, ""),
]


def make_joining(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """Everything about joining and leaving the Derby Compact."""
    more = make_organisations(compact, MEMBERS)
    reaffirm(compact, people["officer"], bodies)
    apply(compact)
    sign_for_members(compact, bodies["community-action-derby"], more)
    leave(compact, more["osmaston-orchard-project"], by=people["officer"])


def reaffirm(compact: Compact, officer: User, bodies: dict[str, Organisation]) -> None:
    """Who signed the first edition is asked to sign the revised one; one was reminded, one has scanned the page."""
    first, revised = compact.agreement.editions.get(slug="2002"), compact.agreement.editions.get(slug="revised")
    for slug, office in FIRST:
        Signature.record_paper(
            edition=first, organisation=bodies[slug], by=officer, office=office, note="From the first printed agreement"
        )
    today = timezone.localdate()
    campaign = Campaign.begin(
        revised, by=officer, says_from=today + timedelta(days=60), note="It has twelve commitments of public bodies."
    )
    asked = SigningRequest.objects.filter(edition=revised, origin="reaffirmation").at_hand()
    reminded = asked.get(organisation=bodies["normanton-sewing-circle"])
    asked.filter(pk=reminded.pk).update(sent_at=timezone.now() - timedelta(days=20))
    campaign.remind(next(one for one in campaign.due() if one.pk == reminded.pk))
    paper = asked.get(organisation=bodies["derwentside-leisure-board"])
    page = code_of(paper)
    Scan.take(paper, page, kind="image/png", preview=page, found=Found.CODE, by=officer)


def apply(compact: Compact) -> None:
    """An organisation that is in no register asks to sign, and waits for the officer."""
    Application.receive(
        compact,
        confirmed=True,
        name="Spondon Story Swap",
        sector=Sector.VCS,
        kind=Kind.CHARITY,
        charity_number="",
        company_number="",
        site="https://story-swap.example",
        person_name="Stella Storyteller",
        office="Chair of the trustees",
        email=f"stella@{DOMAIN}",
        words="We met your colleague at the library in May.",
    )


def sign_for_members(compact: Compact, umbrella: Organisation, more: dict[str, Organisation]) -> None:
    """The umbrella body signed for three members too; one of them has opted out."""
    signature = Signature.objects.standing().get(organisation=umbrella, edition__slug="revised")
    for slug in ("sinfin-singers", "mickleover-model-makers"):
        more[slug].umbrella, more[slug].email = umbrella, f"{slug}@{DOMAIN}"
        more[slug].save()
    ticked = [more["sinfin-singers"], more["mickleover-model-makers"]]
    members = SignedMember.sign_for(signature, ticked, [Named("Chellaston Chess Club", f"chess@{DOMAIN}")])
    members[0].opt_out(reason="Our committee wants to read it first.")


def leave(compact: Compact, body: Organisation, *, by: User) -> None:
    """An organisation signed, and has given notice."""
    person = User.objects.create_user(f"orchard@{DOMAIN}", name="Olwen Orchard", joined_at=timezone.now())
    Membership.begin(person, body, Role.SIGNATORY, by=by, starts_on=long_ago(), reason="Sample data")
    revised = compact.agreement.editions.get(slug="revised")
    signature = Signature.sign(
        edition=revised,
        organisation=body,
        by=person,
        signed_name=person.name,
        office="Coordinator",
        authority="Meeting of the members.",
        declaration="We have read the Compact and will keep its principles and our commitments.",
        digest=revised.digest,
    )
    actions.leave(signature, by=person, reason="The orchard is being handed to the parish, and the project ends.")

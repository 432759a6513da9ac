"""How organisations were asked and signed, in the sample: a request that waits, one declined, two with a witness."""

from datetime import timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact, Edition
from compact_portal.sample.people import DOMAIN, long_ago
from signatories import actions
from signatories.models import Came, Membership, Organisation, Role, SigningRequest, SigningRules, Witnessing
from signatories.models.grades import Grade, declaration_of

CAME = Came("192.0.2.10", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")


def make_requests(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """Derby: the lunch club is asked to sign the revised edition; the buses authority has declined."""
    asked = {"edition": compact.current_edition, "by": people["officer"]}
    SigningRequest.ask(
        **asked,
        organisation=bodies["littleover-lunch-club"],
        to_name="Lottie Ladle",
        to_email=f"lottie@{DOMAIN}",
        note="We met at the open day in the library. We would be glad to have you with us.",
    )
    declined = SigningRequest.ask(
        **asked,
        organisation=bodies["markeaton-buses-authority"],
        to_name="Bella Busstop",
        to_email=f"buses@{DOMAIN}",
    )
    reason = "Our board wants to see first how the commitment to three months' notice fits our contracts."
    actions.decline(declined, reason=reason, came=CAME)


def make_witnessed(compact: Compact, edition: Edition, bodies: dict[str, Organisation], *, by: User) -> None:
    """Denbighshire asks for a witness: one signature was confirmed, one waits. It may also be signed as a pledge."""
    grades = [Grade.FULL.value, Grade.PLEDGE.value]
    SigningRules.objects.create(compact=compact, needs_witness=True, grades=grades)
    for body, name, office, grade in [
        ("denbighshire-council", "Huw Hafod", "Chief Executive", Grade.FULL),
        ("denbighshire-vsc", "Sioned Sycharth", "Chair of the trustees", Grade.PLEDGE),
    ]:
        first = name.split()[0].lower()
        person = User.objects.create_user(f"{first}@{DOMAIN}", name=name, joined_at=timezone.now())
        Membership.begin(person, bodies[body], Role.SIGNATORY, by=by, starts_on=long_ago(), reason="Sample data")
        actions.sign(
            edition=edition,
            organisation=bodies[body],
            by=person,
            came=CAME,
            signed_name=name,
            office=office,
            authority="Decided at the last meeting of the board.",
            declaration=declaration_of(grade, with_codes=False),
            digest=edition.digest,
            grade=grade,
            opened_at=timezone.now() - timedelta(minutes=12),
            witness_name="Wendi Wrecsam",
            witness_email=f"wendi@{DOMAIN}",
        )
    asked = Witnessing.objects.get(signature__organisation=bodies["denbighshire-council"])
    actions.witness(asked, office="Clerk to the council", came=CAME)

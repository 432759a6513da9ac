"""Who somebody is to a dispute: the parties' people, the chair who acts, the mediator.

A chair whose own organisation is a party is recused, and the vice-chair acts.
"""

from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from signatories.models import Membership, Office, Organisation, Role, Seat

# Who speaks for the parties of a dispute, in a query over disputes.
PARTIES = ("complainant", "respondent", "complainant__merged_into", "respondent__merged_into")


def own_organisations(user) -> tuple[Any, Any]:
    """Return the organisations a person belongs to in any role, and those they sit on a Forum for: what recuses them.

    Two queries, each to be part of a query over disputes.
    """
    memberships = Membership.objects.in_term().filter(person=user).order_by().values("organisation")
    seats = Seat.objects.in_term().filter(person=user, organisation__isnull=False).order_by().values("organisation")
    return _records_of(memberships), _records_of(seats)


def _records_of(organisations):
    """The records of organisations, inside a query: they, and those that were merged into them."""
    found = Organisation.objects.filter(Q(pk__in=organisations) | Q(merged_into__in=organisations))
    return found.order_by().values("pk")


def party_keys(dispute) -> set[int]:
    """The keys of the parties of a dispute, and of the records that speak for them since they were merged."""
    parties = (dispute.complainant, dispute.respondent)
    return {key for party in parties for key in (party.pk, party.merged_into_id) if key}


def free_chairs(office: str):
    """Return the seats of an office whose holder belongs to neither party, inside a query over disputes."""
    a_party = Q()
    for party in PARTIES:
        a_party |= Q(organisation=OuterRef(OuterRef(party)))
    member = Membership.objects.in_term().filter(a_party, person=OuterRef("person"))
    seats = Seat.objects.in_term().filter(forum__compact=OuterRef("compact"), office=office, person__is_active=True)
    for party in PARTIES:
        seats = seats.exclude(organisation=Coalesce(OuterRef(party), 0))  # No record has the key 0.
    return seats.exclude(Exists(member))


def chaired_by(user) -> Q:
    """Return the condition for referred disputes over whose mediation a person presides, belonging to no party."""
    chairing = Seat.objects.in_term().filter(person=user, office__in=[Office.CHAIR, Office.VICE_CHAIR])
    if not chairing.exists():  # Most people chair nothing, and need not wait for the rest.
        return Q(pk__in=[])
    chaired = access.objects_for(user, "chair_forum", Compact.objects.all())
    deputised = access.objects_for(user, "deputise_for_chair", Compact.objects.all())
    belongs_to, sits_for = own_organisations(user)
    presides = Q(compact__in=chaired) | (Q(compact__in=deputised) & ~Exists(free_chairs(Office.CHAIR)))
    free = ~Q(complainant__in=belongs_to) & ~Q(respondent__in=belongs_to)
    free &= ~Q(complainant__in=sits_for) & ~Q(respondent__in=sits_for)
    return Q(referred_at__isnull=False) & presides & free


def acting_chairs(dispute) -> list[User]:
    """Return who acts as chair for a dispute: the chair, else the vice-chair; nobody where all belong to a party."""
    parties = party_keys(dispute)
    seats = list(
        Seat.objects.in_term()
        .filter(
            forum__compact=dispute.compact_id,
            office__in=[Office.CHAIR, Office.VICE_CHAIR],
            person__isnull=False,
            person__is_active=True,
        )
        .select_related("person")
    )
    bound = set(
        Membership.objects.in_term()
        .filter(person__in=[seat.person_id for seat in seats], organisation__in=parties)
        .values_list("person", flat=True)
    )
    for office in (Office.CHAIR, Office.VICE_CHAIR):
        free = [
            seat.person
            for seat in seats
            if seat.office == office and seat.organisation_id not in parties and seat.person_id not in bound
        ]
        if free:
            return free
    return []


def people_of(organisation: Organisation) -> list[User]:
    """Return the people who act for an organisation today."""
    return [membership.person for membership in organisation.people()]


class Candidate(NamedTuple):
    """Somebody on the roster of mediators; ``left_out`` is the sentence that says why they may not be asked."""

    person: User
    belongs_to: str
    skills: str
    load: int
    left_out: str

    def load_sentence(self) -> str:
        """How many other cases they mediate or were asked to, in words."""
        if not self.load:
            return _("No other case now")
        return ngettext("%(n)s other case now", "%(n)s other cases now", self.load) % {"n": self.load}


def roster(dispute) -> list[Candidate]:
    """Return everybody who may be called on to mediate in this Compact, those free first, the least busy first.

    Forum members who are Champions, and the Champions of organisations of the area. Five queries.
    """
    seats = {
        seat.person_id: seat for seat in Seat.objects.in_term().champions().filter(forum__compact=dispute.compact_id)
    }
    champions = Membership.objects.in_term().filter(role=Role.CHAMPION, organisation__compacts=dispute.compact_id)
    people = (
        User.objects.filter(Q(pk__in=seats) | Q(pk__in=champions.values("person")), is_active=True)
        .select_related("champion")
        .annotate(
            load=Count("nominations", filter=Q(nominations__state__in=["asked", "willing", "mediating"]), distinct=True)
        )
    )
    belongs: dict[int, list[Organisation]] = {person.pk: [] for person in people}
    for membership in (
        Membership.objects.in_term().filter(person__in=belongs).select_related("organisation").order_by("pk")
    ):
        if membership.organisation not in belongs[membership.person_id]:
            belongs[membership.person_id].append(membership.organisation)
    for seat in Seat.objects.in_term().filter(person__in=belongs).select_related("organisation"):
        if seat.organisation and seat.organisation not in belongs[seat.person_id]:
            belongs[seat.person_id].append(seat.organisation)
    asked = {nomination.person_id for nomination in dispute.nominations.all()}
    chairs = set(acting_chairs(dispute))
    found = [
        Candidate(
            person=person,
            belongs_to=", ".join(organisation.name for organisation in belongs[person.pk]),
            skills=person.champion.skills if hasattr(person, "champion") else "",
            load=person.load,
            left_out=_left_out(dispute, person, belongs[person.pk], asked, chairs),
        )
        for person in people
    ]
    return sorted(found, key=lambda candidate: (bool(candidate.left_out), candidate.load, str(candidate.person)))


def _left_out(dispute, person, organisations, asked, chairs) -> str:
    """Say why somebody may not be asked to mediate; "" if they may."""
    for organisation in organisations:
        if organisation.pk in party_keys(dispute):
            return _("Belongs to %(organisation)s, which is a party.") % {"organisation": organisation}
    if person.pk in asked:
        return _("Was already asked in this case.")
    if person in chairs:
        return _("Chooses the mediator.")
    return ""

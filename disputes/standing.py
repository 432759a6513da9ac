"""Who somebody is to a dispute: the parties' people, the chair who acts, who has a tie to a party.

Nobody presides or mediates who has a tie to a party: who belongs to it in any role, sits on the Forum for it, will
soon, or did within the last two years. The Compact of Derby says nothing of former people; two years are what boards
of public bodies commonly ask of their members.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.deadlines import written
from disputes.words import Party
from signatories.models import Membership, Office, Organisation, OtherName, Seat

# Who speaks for the parties of a dispute, in a query over disputes.
PARTIES = tuple(
    name for party in ("complainant", "respondent", "support_body") for name in (party, f"{party}__merged_into")
)
LATELY = timedelta(days=2 * 365)  # So long after leaving a party's organisation somebody has a tie to it.
RIGHT_OF = {Office.CHAIR: "chair_forum", Office.VICE_CHAIR: "deputise_for_chair"}
OFFICES = tuple(RIGHT_OF)


def lasting(rows):
    """Memberships or seats that tie somebody today: held, to come, or ended within the last two years."""
    since = timezone.localdate() - LATELY
    return rows.filter(Q(ends_on=None) | (Q(ends_on__gte=F("starts_on")) & Q(ends_on__gte=since)))


def own_organisations(user) -> tuple[Any, Any]:
    """Return the organisations a person has a tie to as one of theirs, and by a seat on a Forum: what recuses them.

    Two queries, each to be part of a query over disputes.
    """
    memberships = lasting(Membership.objects.filter(person=user)).order_by().values("organisation")
    seats = lasting(Seat.objects.filter(person=user, organisation__isnull=False)).order_by().values("organisation")
    return _records_of(memberships), _records_of(seats)


def _records_of(organisations):
    """The records of organisations, inside a query: they, those merged into them, and those they were merged into."""
    found = Q(pk__in=organisations) | Q(merged_into__in=organisations) | Q(merged__in=organisations)
    return Organisation.objects.filter(found).order_by().values("pk")


def party_keys(dispute) -> set[int]:
    """The keys of the parties and the support body, and of the records that speak for them since they were merged."""
    parties = filter(None, (dispute.complainant, dispute.respondent, dispute.support_body))
    return {key for party in parties for key in (party.pk, party.merged_into_id) if key}


class Tie(NamedTuple):
    """What ties a person to an organisation: they belong to it, sit for it, or did until a day."""

    organisation: Organisation
    seat: bool
    starts_on: date
    ends_on: date | None

    def sentence(self, *, party: bool = False) -> str:
        """The tie in words; `party` adds that the organisation is one."""
        named = _("%(organisation)s, which is a party") if party else "%(organisation)s"
        words = {"organisation": named % {"organisation": self.organisation}}
        today = timezone.localdate()
        if self.ends_on and self.ends_on < today:
            return _("Belonged until %(day)s to %(organisation)s.") % (words | {"day": written(self.ends_on)})
        if self.starts_on > today:
            return _("From %(day)s belongs to %(organisation)s.") % (words | {"day": written(self.starts_on)})
        if self.seat:
            return _("Sits on the Forum for %(organisation)s.") % words
        return _("Belongs to %(organisation)s.") % words


def ties_of(people: Iterable[int]) -> dict[int, list[Tie]]:
    """What ties people (their keys) to organisations; present ties first, each organisation once. Two queries."""
    people = list(people)
    found: dict[int, dict[int, Tie]] = defaultdict(dict)
    memberships = lasting(Membership.objects.filter(person__in=people))
    seats = lasting(Seat.objects.filter(person__in=people, organisation__isnull=False))
    for rows, seat in ((memberships, False), (seats, True)):
        latest_first = rows.select_related("organisation").order_by(F("ends_on").desc(nulls_first=True), "pk")
        for row in latest_first:
            tie = Tie(row.organisation, seat, row.starts_on, row.ends_on)
            before = found[row.person_id].get(row.organisation_id)
            if before is None or (before.ends_on and (not tie.ends_on or tie.ends_on > before.ends_on)):
                found[row.person_id][row.organisation_id] = tie
    return {person: list(ties.values()) for person, ties in found.items()}


def bound(ties: Iterable[Tie], parties: set[int]) -> Tie | None:
    """Return the first tie to a party; None where there is none."""
    return next((tie for tie in ties if {tie.organisation.pk, tie.organisation.merged_into_id} & parties), None)


# Who presides ----


def _free(seats, a_party: Q, dispute):
    """Seats of people who have no tie to a party (a condition on `organisation`) and have not stood aside."""
    mine = {"person": OuterRef("person")}
    aside = User.objects.filter(pk=OuterRef("person"), recusals__dispute=dispute)
    member, sits = (Exists(lasting(rows.objects.filter(a_party, **mine))) for rows in (Membership, Seat))
    return seats.filter(office__in=OFFICES, person__is_active=True).exclude(member).exclude(sits).exclude(Exists(aside))


def free_seats(**which):
    """The seats of chairs and vice-chairs who may preside, inside a query over disputes; `which` narrows them."""
    a_party = Q()
    for name in PARTIES:
        party = OuterRef(OuterRef(name))
        a_party |= Q(organisation=party) | Q(organisation__merged_into=party)
    seats = Seat.objects.in_term().filter(forum__compact=OuterRef("compact"), **which)
    return _free(seats, a_party, OuterRef(OuterRef("pk")))


def chaired_by(user) -> Q:
    """Return the condition for referred disputes over which a person presides, having no tie to a party."""
    seats = list(Seat.objects.in_term().filter(person=user, office__in=OFFICES).select_related("forum"))
    if not seats:  # Most people chair nothing, and need not wait for the rest.
        return Q(pk__in=[])
    presides = Q()
    for seat in seats:
        compacts = access.objects_for(user, RIGHT_OF[Office(seat.office)], Compact.objects.all())
        presides |= Q(compact=seat.forum.compact_id, compact__in=compacts) & _comes_first(seat)
    belongs_to, sits_for = own_organisations(user)
    free = Q(~Exists(User.objects.filter(pk=user.pk, recusals__dispute=OuterRef("pk"))))
    for party in ("complainant", "respondent", "support_body"):
        free &= ~Q(**{f"{party}__in": belongs_to}) & ~Q(**{f"{party}__in": sits_for})
    return Q(referred_at__isnull=False) & presides & free


def presided_by(user) -> Q:
    """Return the condition for Compacts over whose Forum a person presides, or does in the chair's place."""
    seats = Seat.objects.in_term().filter(person=user, office__in=OFFICES)
    return Q(pk__in=seats.order_by().values("forum__compact"))


def _comes_first(seat):
    """The condition for disputes in which nobody who may preside comes before the holder of a seat (see `rank`)."""
    other = Sector.VCS if seat.sector == Sector.STATUTORY else Sector.STATUTORY
    any_turn, own_turn, other_turn = (Q(presiding_sector=turn) for turn in ("", seat.sector, other))
    nobody_of_the_other = ~Exists(free_seats(sector=other))
    if seat.office == Office.CHAIR:
        return any_turn | own_turn | (other_turn & nobody_of_the_other)
    no_chair = ~Exists(free_seats(office=Office.CHAIR))
    no_chair_of_ours = ~Exists(free_seats(office=Office.CHAIR, sector=seat.sector))
    return (any_turn & no_chair) | (own_turn & no_chair_of_ours) | (other_turn & nobody_of_the_other & no_chair_of_ours)


def rank(dispute, seat) -> tuple[bool, bool]:
    """Who comes first: where the chair alternates, whoever sits for the sector whose turn it is; then the chair."""
    turn = dispute.presiding_sector
    return bool(turn) and seat.sector != turn, seat.office != Office.CHAIR


def acting_chairs(dispute) -> list[User]:
    """Return who presides over a dispute; nobody where chair and vice-chair have a tie to a party. One query."""
    parties = party_keys(dispute)
    a_party = Q(organisation__in=parties) | Q(organisation__merged_into__in=parties)
    seats = Seat.objects.in_term().filter(forum__compact=dispute.compact_id)
    free = sorted(_free(seats, a_party, dispute.pk).select_related("person"), key=lambda seat: rank(dispute, seat))
    return [seat.person for seat in free if rank(dispute, seat) == rank(dispute, free[0])]


def people_of(organisation: Organisation) -> list[User]:
    """Return the people who act for an organisation today."""
    return [membership.person for membership in organisation.people()]


def names_of(dispute) -> list[str]:
    """Every name that could give the parties of a dispute away: theirs, other and former ones, and their people's.

    Where the complainant's name is held back from the Chair, those of all organisations of the Compact: whoever tries
    names must not learn from the answer which one it is. Four queries.
    """
    parties = party_keys(dispute)
    those = Q(pk__in=parties) | Q(merged_into__in=parties)
    if dispute.name_hidden_from(frozenset({Party.CHAIR})):
        those |= Q(compacts=dispute.compact_id)
    keys = list(Organisation.objects.filter(those).values_list("pk", flat=True))
    people = lasting(Membership.objects.filter(organisation__in=keys)).order_by()
    return [
        *Organisation.objects.filter(pk__in=keys).order_by("name").values_list("name", flat=True),
        *OtherName.objects.filter(organisation__in=keys).values_list("name", flat=True),
        *people.values_list("person__name", flat=True).distinct(),
    ]

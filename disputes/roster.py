"""The roster: who may be called on to mediate or to sit on a panel, how busy they are, and why some may not."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal.accounts.models import User
from compact_portal.deadlines import written
from disputes import standing
from disputes.words import Party
from signatories.models import Membership, Role, Seat

BUSY = ["asked", "willing", "mediating"]


@dataclass(frozen=True)
class Candidate:
    """Somebody on the roster. `left_out` is the sentence that says why they may not be asked in a dispute.

    `load` counts the disputes they mediate or were asked to now; `asked`, `accepted` and `declined` all there were.
    `hidden`: even their name would give away a party that is held back, so they are only counted.
    """

    person: User
    sector: str
    ties: list[standing.Tie]
    skills: str = ""
    areas: str = ""
    availability: str = ""
    load: int = 0
    asked: int = 0
    accepted: int = 0
    declined: int = 0
    last_asked: datetime | None = None
    left_out: str = ""
    hidden: bool = False

    @property
    def belongs_to(self) -> str:
        """The organisations they belong to or sit for now, in words."""
        today = timezone.localdate()
        return ", ".join(str(tie.organisation) for tie in self.ties if not tie.ends_on or tie.ends_on >= today)

    def load_sentence(self) -> str:
        """How many other cases they mediate or were asked to, in words."""
        if not self.load:
            return _("No other case now")
        return ngettext("%(n)s other case now", "%(n)s other cases now", self.load) % {"n": self.load}

    def asked_sentence(self) -> str:
        """How often they were asked, and what they said, in words."""
        if not self.asked or not self.last_asked:
            return _("Never asked so far")
        times = ngettext("Asked once", "Asked %(n)s times", self.asked) % {"n": self.asked}
        said = _("willing %(accepted)s, declined %(declined)s, last asked on %(day)s") % {
            "accepted": self.accepted,
            "declined": self.declined,
            "day": written(timezone.localdate(self.last_asked)),
        }
        return f"{times}: {said}"

    def hint(self) -> str:
        """What a chair wants to know before asking them, in one line."""
        told = [self.belongs_to, self.skills, self.areas, self.availability]
        return ". ".join(filter(None, [*told, self.load_sentence(), self.asked_sentence()]))


def members(compact_id: int) -> list[Candidate]:
    """Everybody who may be called on in a Compact, the least busy first, then who was asked longest ago.

    Forum members who are Champions, and the Champions of organisations of the area. Five queries.
    """
    seats = {seat.person_id: seat for seat in Seat.objects.in_term().champions().filter(forum__compact=compact_id)}
    champions = Membership.objects.in_term().filter(role=Role.CHAMPION, organisation__compacts=compact_id)
    sectors = dict(champions.order_by("-pk").values_list("person", "organisation__sector"))
    sectors |= {person: seat.sector for person, seat in seats.items()}
    people = list(
        User.objects.filter(pk__in=sectors, is_active=True)
        .select_related("champion")
        .annotate(
            load=Count("nominations", filter=Q(nominations__state__in=BUSY)),
            asked=Count("nominations"),
            accepted=Count("nominations", filter=~Q(nominations__statement="")),
            declined=Count("nominations", filter=Q(nominations__state="declined")),
            last_asked=Max("nominations__chosen_at"),
        )
    )
    ties = standing.ties_of(person.pk for person in people)
    found = [_candidate(person, sectors[person.pk], ties.get(person.pk, [])) for person in people]
    return sorted(found, key=_least_busy)


def _candidate(person: Any, sector: str, ties) -> Candidate:
    counted = {name: getattr(person, name) for name in ("load", "asked", "accepted", "declined", "last_asked")}
    said: Any = getattr(person, "champion", None)
    told = {name: getattr(said, name) for name in ("skills", "areas", "availability")} if said else {}
    return Candidate(person=person, sector=sector, ties=ties, **counted, **told)


def _least_busy(candidate: Candidate):
    asked = candidate.last_asked
    return candidate.load, asked is not None, asked.timestamp() if asked else 0, str(candidate.person)


def for_dispute(dispute, *, panel: bool = False) -> list[Candidate]:
    """The roster as it is for one dispute: who may be asked first, then who may not, each with the reason.

    For a panel those are left out who mediated in it, for a mediation all who were asked before.
    """
    knows = Q(state__in=["mediating", "ended"]) if panel else Q()
    asked = set(dispute.nominations.filter(knows).values_list("person", flat=True))
    aside = set(dispute.recusals.values_list("person", flat=True))
    chairs = {person.pk for person in standing.acting_chairs(dispute)}

    def judged(candidate: Candidate) -> Candidate:
        key = candidate.person.pk
        if why := why_tied(dispute, candidate):
            return replace(candidate, left_out=why, hidden=gives_away(dispute, candidate))
        if key in asked:
            why = _("Mediated in this case.") if panel else _("Was already asked in this case.")
            return replace(candidate, left_out=why)
        if key in aside:
            return replace(candidate, left_out=_("Has stood aside in this case."))
        if key in chairs:
            return replace(candidate, left_out=_("Presides, and chooses the mediator."))
        return candidate

    return sorted(map(judged, members(dispute.compact_id)), key=lambda candidate: bool(candidate.left_out))


def why_tied(dispute, candidate: Candidate) -> str:
    """The sentence that says which tie to a party somebody has; "" where there is none.

    A party whose name is held back from the Chair is not named.
    """
    parties = standing.party_keys(dispute)
    held_back = _held_back(dispute)
    if tie := standing.bound(candidate.ties, parties - held_back):
        return tie.sentence(party=True)
    return _("Has a tie to one of the parties.") if standing.bound(candidate.ties, held_back) else ""


def gives_away(dispute, candidate: Candidate) -> bool:
    """Whether somebody has a tie to a party whose name is held back from the Chair, so that naming them tells it."""
    held_back = _held_back(dispute)
    return bool(held_back and standing.bound(candidate.ties, held_back))


def _held_back(dispute) -> set[int]:
    """The keys of a complainant whose name is held back from the Chair; empty where it is not."""
    party = dispute.complainant
    hidden = dispute.name_hidden_from(frozenset({Party.CHAIR}))
    return {key for key in (party.pk, party.merged_into_id) if key} if hidden else set()

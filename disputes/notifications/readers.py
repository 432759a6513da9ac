"""Who reads of a dispute, as what: each person once, with why they get mail."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from disputes import standing
from disputes.procedure import NO_MEDIATOR_YET
from disputes.words import Audience, Party, State
from signatories.models import Office

# Who may read what was written for some only; everybody else's mail must not tell of it.
WITHIN: dict[str, frozenset[Party]] = {
    Audience.CASE: frozenset(Party),
    Audience.PARTIES: frozenset({Party.COMPLAINANT, Party.RESPONDENT}),
    Audience.MEDIATION: frozenset({Party.COMPLAINANT, Party.RESPONDENT, Party.MEDIATOR}),
    Audience.COMPLAINANT: frozenset({Party.COMPLAINANT}),
    Audience.RESPONDENT: frozenset({Party.RESPONDENT}),
    Audience.COMPLAINANT_ROOM: frozenset({Party.COMPLAINANT, Party.MEDIATOR}),
    Audience.RESPONDENT_ROOM: frozenset({Party.RESPONDENT, Party.MEDIATOR}),
}


class Reader(NamedTuple):
    """A person, the part in which they read, and the sentence that says why they get mail."""

    person: Any
    party: Party
    because: str


def readers_of(dispute, *, before: State | None = None) -> list[Reader]:
    """Return everybody who takes part now or, until this step from `before`, took part; each person once."""
    found: dict[int, Reader] = {}
    for reader in [*_sides(dispute), *_forum(dispute), *_mediation(dispute, before or dispute.position)]:
        found.setdefault(reader.person.pk, reader)
    return list(found.values())


def _sides(dispute) -> list[Reader]:
    """Return the people of both parties, and of the support body that speaks for the complainant."""
    because = _("You get this because you act for %(organisation)s.")
    found = [
        Reader(person, party, because % {"organisation": organisation})
        for party, organisation in ((Party.COMPLAINANT, dispute.complainant), (Party.RESPONDENT, dispute.respondent))
        for person in standing.people_of(organisation)
    ]
    if body := dispute.support_body:
        why = _(
            "You get this because you act for %(body)s, which speaks for %(organisation)s: “you” is %(organisation)s."
        )
        why %= {"body": body, "organisation": dispute.complainant}
        found += [Reader(person, Party.COMPLAINANT, why) for person in standing.people_of(body)]
    return found


def _forum(dispute) -> list[Reader]:
    """Return who acts as chair, once the Forum has to do with it, and the panel."""
    found: list[Reader] = []
    if dispute.referred_at:
        chairs = standing.acting_chairs(dispute)
        found = [Reader(person, Party.CHAIR, _because_of_office(dispute, person)) for person in chairs]
    why = _("You get this because you sit on the panel that looks at this dispute.")
    seated = dispute.panellists.filter(left_at=None, person__is_active=True).select_related("person")
    return found + [Reader(member.person, Party.PANEL, why) for member in seated]


def _because_of_office(dispute, person) -> str:
    seats = person.seats.in_term().filter(forum__compact=dispute.compact_id)
    if seats.filter(office=Office.CHAIR).exists():
        return _("You get this because you chair the Forum.")
    return _("You get this because you stand in for the Chair of the Forum in this dispute.")


def _mediation(dispute, before: State) -> list[Reader]:
    """Return the person asked to mediate, or who mediates, at the step from `before`."""
    nomination = dispute.nomination
    if nomination is None:
        return []
    if State.MEDIATING in (before, dispute.position):
        why = _("You get this because you mediate in this dispute.")
        return [Reader(nomination.person, Party.MEDIATOR, why)]
    asked = nomination.state in ("asked", "willing")
    if asked or (before in NO_MEDIATOR_YET - {State.AWAITING_NOMINATION} and before != dispute.position):
        why = _("You get this because you were asked to mediate.")
        return [Reader(nomination.person, Party.NOMINEE, why)]
    return []

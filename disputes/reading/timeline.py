"""What was done in a dispute, newest first, by pages, and narrowed down by what it is about."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes.masking import people_held_back
from disputes.models import Dispute
from disputes.procedure import ENDED, MOVES
from disputes.words import Action, Audience, Party

A_PAGE = 20
NOTES = frozenset({Action.NOTE.value, Action.MEDIATION_NOTE.value})
STEPS = frozenset(action.value for action, move in MOVES.items() if move.to is not None)

# What a reader may narrow the timeline down to, by the word in the address.
FILTERS: dict[str, tuple[Any, Any]] = {
    "all": (_l("Everything"), lambda action: True),
    "steps": (_l("Steps of the procedure"), lambda action: action in STEPS),
    "notes": (_l("Notes"), lambda action: action in NOTES),
    "other": (_l("Everything else"), lambda action: action not in STEPS | NOTES),
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    title: str
    at: Any
    actor: Any
    note: str


@dataclass(frozen=True)
class Timeline:
    """One page of the timeline, with the filters and how many entries each has."""

    entries: list[Entry]
    page: Any
    show: str
    filters: list[dict[str, Any]]
    visited: frozenset[int]
    answers: list[Any]
    proposed: Any = None
    ended: Any = None


def timeline(dispute: Dispute, parties: frozenset[Party], *, show: str = "all", number: Any = 1) -> Timeline:
    """Return a page of what this reader may read, in one query however long the story is.

    `visited` are the orders of the stages it has been at; `answers` the respondent's answers, wherever they stand;
    `proposed` and `ended` the last proposal that the reader may know of, and the step with which it last ended.
    """
    show = show if show in FILTERS else "all"
    events = list(dispute.events.read_by(parties).select_related("actor", "stage", "through").order_by("-at", "-pk"))
    chosen = [event for event in events if FILTERS[show][1](event.action)]
    page = Paginator(chosen, A_PAGE).get_page(number)
    ours = people_held_back(dispute) if dispute.name_hidden_from(parties) else frozenset()
    return Timeline(
        entries=[entry(event, parties, actor=masked(dispute, event, parties, ours)) for event in page.object_list],
        page=page,
        show=show,
        filters=_filters(events, show),
        visited=frozenset(event.stage.order for event in events if event.stage),
        answers=[event for event in reversed(events) if event.action == Action.RESPOND],
        proposed=next((event for event in events if event.action == Action.PROPOSE), None),
        ended=next((event for event in events if event.after in ENDED and event.before not in ENDED), None),
    )


def _filters(events: list[Any], show: str) -> list[dict[str, Any]]:
    found = []
    for word, (label, holds) in FILTERS.items():
        number = sum(1 for event in events if holds(event.action))
        if number or word == show:
            found.append({"word": word, "label": str(label), "number": number, "chosen": word == show})
    return found


def masked(dispute: Dispute, event, parties: frozenset[Party], ours: frozenset[int]) -> Any:
    """Who did something, as a reader may know it: through which support body, or no name where that is held back."""
    if event.through and event.actor:
        words = {"person": event.actor, "body": event.through, "complainant": dispute.complainant_within(parties)}
        return _("%(person)s of %(body)s, for %(complainant)s") % words
    hidden = dispute.name_hidden_from(parties) and (event.party == Party.COMPLAINANT or event.actor_id in ours)
    return dispute.complainant_as(parties) if hidden else event.actor


def entry(event, parties: frozenset[Party], *, actor: Any) -> Entry:
    """One event as the timeline shows it; who declined is known to the Chair only."""
    title = event.title
    if event.audience in (Audience.MEDIATION, Audience.COMPLAINANT_ROOM, Audience.RESPONDENT_ROOM):
        readers = Audience(event.audience).label
        title = _("%(title)s (without prejudice: %(readers)s only)") % {"title": title, "readers": readers.lower()}
    elif event.audience in (Audience.COMPLAINANT, Audience.RESPONDENT):
        side = _("the complainant") if event.audience == Audience.COMPLAINANT else _("the respondent")
        title = _("%(title)s, for %(side)s") % {"title": title, "side": side}
    if event.action == Action.DECLINE and Party.CHAIR not in parties:
        return Entry(title, event.at, _("The person asked"), "")  # What they wrote may say who they are.
    return Entry(title, event.at, actor, event.note)

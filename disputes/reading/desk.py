"""What the chair's desk and the roster show, and what the person asked to mediate may know."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _l

from disputes import roster, sentences
from disputes.models import Dispute
from disputes.reading.case import Button, button
from disputes.reading.clocks import Tag, left_of, tag_of
from disputes.words import Action, Decider, Party, State

CHECKED = 20  # For so many referrals the roster says who has a tie to a party.

# The next thing for whoever presides to do, by the state.
NEXT: dict[State, Action] = {
    State.AWAITING_NOMINATION: Action.NOMINATE,
    State.AWAITING_STATEMENT: Action.REPLACE,
    State.AWAITING_ACCEPTANCE: Action.REPLACE,
    State.AWAITING_DECISION: Action.DECIDE,
}
# Where they choose between two, on the page of the case, the desk takes neither side.
CHOICE: dict[State, Any] = {
    State.OBJECTED: _l("Decide about the objection"),
    State.AWAITING_ADMISSION: _l("Decide whether to take it on"),
}


@dataclass(frozen=True)
class Row:
    """A referral on the desk: where it is, how many days are left, and what is next for whoever presides."""

    dispute: Dispute
    title: str
    turn: str
    left: str
    tag: Tag | None
    next: Button | None


CHAIR = frozenset({Party.CHAIR})


def desk_rows(disputes) -> list[Row]:
    """The rows of the desk. One query, for which of them have a panel."""
    today = timezone.localdate()
    disputes = list(disputes)
    seated = _with_panel(disputes)
    return [
        Row(
            dispute=dispute,
            title=dispute.title_as(CHAIR),
            turn=sentences.whose_turn(dispute, CHAIR, today),
            left=left_of(dispute, today),
            tag=tag_of(dispute, today),
            next=_next(dispute, dispute.pk in seated),
        )
        for dispute in disputes
    ]


def _with_panel(disputes) -> set[int]:
    deciding = [dispute.pk for dispute in disputes if dispute.position == State.AWAITING_DECISION]
    members = Dispute.objects.filter(pk__in=deciding, panellists__left_at=None, panellists__isnull=False)
    return set(members.values_list("pk", flat=True)) if deciding else set()


def _next(dispute: Dispute, seated: bool) -> Button | None:
    if dispute.paused_on:
        return None
    if choice := CHOICE.get(dispute.position):
        return Button(str(choice), dispute.get_absolute_url())
    by_panel = dispute.stage is not None and dispute.stage.decides == Decider.PANEL
    if dispute.position == State.AWAITING_DECISION and by_panel and not seated:
        return button(dispute, Action.SEAT_PANEL, "")
    action = NEXT.get(dispute.position)
    return button(dispute, action, "") if action else None


@dataclass(frozen=True)
class Listed:
    """Somebody on the roster, with the referrals in which they may not be asked: the reference and why."""

    candidate: roster.Candidate
    conflicts: list[tuple[Dispute, str]]


def listed(compact, disputes) -> list[Listed]:
    """The roster of a Compact, each with the conflicts they have in some disputes of it."""
    members = roster.members(compact.pk)
    conflicts: dict[int, list[tuple[Dispute, str]]] = {member.person.pk: [] for member in members}
    for dispute in disputes:
        for member in members:
            why = roster.why_tied(dispute, member)
            if why and not roster.gives_away(dispute, member):
                conflicts[member.person.pk].append((dispute, why))
    return [Listed(member, conflicts[member.person.pk]) for member in members]


def stood_aside(user):
    """The disputes in which a person has stood aside, newest first, each with who presides now."""
    return list(user.recusals.select_related("dispute").order_by("-at"))


def anonymous_summary(nomination) -> dict[str, Any]:
    """What the person asked to mediate may know: sectors, clauses, when; no names."""
    dispute = nomination.dispute
    return {
        "sectors": [dispute.complainant.get_sector_display(), dispute.respondent.get_sector_display()],
        "citations": list(dispute.citations.select_related("clause__edition__text")),
    }

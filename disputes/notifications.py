"""Mail about a dispute: what happened, what to do and by when, one link. Subjects name no party; papers stay inside."""

from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal import mail
from disputes import sentences, standing
from disputes.words import DONE, Action, Party, State

KEPT_FROM_CHAIR = {
    Action.NOTE,
    Action.MEDIATION_NOTE,
    Action.RESPOND,
    Action.HOLD_SESSION,
    Action.OPEN_ROOM,
    Action.CLOSE_ROOM,
    Action.PROPOSE,
    Action.TURN_DOWN,
    Action.TAKE_BACK,
}


def tell(dispute, event) -> None:
    """Write to everybody concerned by an event but the one who did it."""
    action = event.action
    nomination = dispute.nomination
    before = State(event.before)
    if action in (Action.ACCEPT, Action.OBJECT):
        if event.after == State.AWAITING_ACCEPTANCE:
            return  # The other party learns nothing until both answers are in.
        title = _("Both parties have answered about the mediator")
    elif action == Action.NOMINATE:
        _ask(dispute, nomination, event)
        return
    else:
        title = str(DONE[action])
    groups = []
    if action != Action.DECLINE:
        groups.append((standing.people_of(dispute.complainant), Party.COMPLAINANT))
        groups.append((standing.people_of(dispute.respondent), Party.RESPONDENT))
    if dispute.referred_at and action not in KEPT_FROM_CHAIR:
        groups.append((standing.acting_chairs(dispute), Party.CHAIR))
    if nomination and (before == State.MEDIATING or event.after == State.MEDIATING):
        groups.append(([nomination.person], Party.MEDIATOR))
    if nomination and action == Action.REPLACE:
        groups.append(([nomination.person], Party.NOMINEE))
    seen = {event.actor_id}
    for people, party in groups:
        to = [person for person in people if person.pk not in seen]
        seen |= {person.pk for person in to}
        _write(dispute, title, to, party)


def _write(dispute, title, to, party) -> None:
    """Write the same message to one side."""
    may_open = not (party == Party.NOMINEE or (party == Party.MEDIATOR and dispute.position != State.MEDIATING))
    mail.write(
        to=to,
        subject=f"{dispute.reference}: {title}",
        template="disputes/email/event.txt",
        context={
            "title": title,
            "turn": sentences.whose_turn(dispute, frozenset({party}), timezone.localdate()) if may_open else "",
            "reasons": dispute.explain_deadline() if may_open and party != Party.MEDIATOR else [],
            "dispute": dispute,
            "path": dispute.get_absolute_url() if may_open else "",
        },
        about=dispute.reference,
    )


def _ask(dispute, nomination, event) -> None:
    """Ask the person chosen, who sees a summary without names."""
    mail.write(
        to=[nomination.person],
        subject=_("Compact Forum: will you mediate?"),
        template="disputes/email/nominated.txt",
        context={"nomination": nomination, "path": nomination.get_absolute_url(), "due_on": dispute.due_on},
        about=dispute.reference,
    )


def begun_for(draft, by) -> None:
    """Tell the complainant's people that somebody else has begun a draft for them, which they can read and change."""
    people = [person for person in standing.people_of(draft.complainant) if person.pk != by.pk]
    mail.write(
        to=people,
        subject=_("A draft of a dispute was begun for you"),
        template="disputes/email/begun.txt",
        context={"draft": draft, "by": by, "path": draft.get_absolute_url()},
        about=f"draft-{draft.pk}",
    )

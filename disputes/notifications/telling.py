"""Telling everybody concerned of one step: by whom it was taken is left out, what it says stays on the portal."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.accounts.models import MailChoice
from compact_portal.deadlines import written
from disputes import sentences
from disputes.notifications.afterwards import AFTERWARDS
from disputes.notifications.letters import (
    FIRST_ANSWER,
    LETTERS,
    MEDIATION_BEGINS,
    OBJECTION,
    RECEIPT,
)
from disputes.notifications.organisations import write_to_nobody
from disputes.notifications.readers import WITHIN, Reader, readers_of
from disputes.notifications.shapes import NOT_TOLD, Letter, Sided
from disputes.notifications.writing import Written, write
from disputes.procedure import TURN
from disputes.words import Action, Party, State

ANSWERS_ABOUT_MEDIATOR = {
    State.AWAITING_ACCEPTANCE: FIRST_ANSWER,
    State.MEDIATING: MEDIATION_BEGINS,
    State.OBJECTED: OBJECTION,
}


def tell(dispute, event, *, path: str = "") -> None:
    """Tell everybody concerned of an event but the one whose step it is, who gets a receipt for raising a dispute.

    `path` is where the parties read of it, where that is not the page of the case.
    """
    readers = [reader for reader in readers_of(dispute, before=State(event.before)) if letter_of(event, reader)]
    if event.action in (Action.RAISE, Action.GO_FORMAL) and not any(one.party == Party.RESPONDENT for one in readers):
        write_to_nobody(dispute)
    choices = MailChoice.of_all(reader.person for reader in readers)
    model: Any = dispute.notices.model
    model.objects.bulk_create(
        model(dispute=dispute, event=event, person=reader.person, party=reader.party.value, at=event.at)
        for reader in readers
        if reader.person.pk != event.actor_id
    )
    for reader in readers:
        write(
            dispute,
            reader,
            composed(dispute, event, reader, path=path),
            valid_while=f"dispute-step {event.pk} {dispute.moves}",
            how=choices[reader.person.pk],
            waits=is_asked(dispute, event, reader),
            urgent=is_urgent(dispute, reader.party),
        )


def occasion(event) -> str:
    """Return under which name the table has what happened: what a step is, or where it led."""
    if event.action in (Action.ACCEPT, Action.OBJECT):
        return ANSWERS_ABOUT_MEDIATOR[State(event.after)]
    return event.action


def letter_of(event, reader: Reader) -> Letter | None:
    """Return what a reader is told of an event; None: nothing, or they did it themselves."""
    name = occasion(event)
    if event.actor_id == reader.person.pk:
        return RECEIPT if event.action == Action.RAISE else None
    if name == event.action and reader.party not in WITHIN[event.audience]:
        return None
    told = getattr(LETTERS.get(name, NOT_TOLD), reader.party.value)
    if isinstance(told, Sided):
        return told.own if event.party == reader.party else told.other
    return told


def words_of(dispute, event, reader: Reader) -> tuple[str, str]:
    """Return the title and the sentence on an event, with the names that this reader may know."""
    letter: Any = letter_of(event, reader)
    parties = frozenset({reader.party})
    nomination = event.nomination or dispute.nomination
    names = {
        "complainant": dispute.complainant_as(parties),
        "respondent": dispute.respondent,
        "compact": dispute.compact,
        "stage": event.stage.name if event.stage else "",
        "mediator": nomination.person if nomination else "",
        "body": dispute.body or _("a national body"),
        "side": side_of(dispute, event, parties),
    }
    return str(letter.title), str(letter.words) % names


def side_of(dispute, event, parties: frozenset[Party]) -> str:
    """Return who took a step: a party by the name that the reader may know, anybody else by their part."""
    if event.party == Party.COMPLAINANT:
        return dispute.complainant_as(parties)
    if event.party == Party.RESPONDENT:
        return str(dispute.respondent)
    return {Party.CHAIR: _("The Chair of the Forum"), Party.MEDIATOR: _("The mediator")}.get(
        event.party, _("The portal")
    )


def composed(dispute, event, reader: Reader, *, path: str = "") -> Written:
    """Return the letter on an event to one reader."""
    letter: Any = letter_of(event, reader)
    title, words = words_of(dispute, event, reader)
    if letter.closed:
        return Written(title, [words], [])
    if reader.party == Party.NOMINEE:
        then = [_("The Forum has until %(day)s to find a mediator.") % {"day": written(dispute.due_on)}]
        return Written(title, [words], then if dispute.due_on else [], dispute.nomination.get_absolute_url())
    if event.action in AFTERWARDS:
        return Written(title, [words], [], path or dispute.get_absolute_url())
    then = [*turn(dispute, reader.party)]
    if event.action == Action.RAISE and reader.party == Party.COMPLAINANT:
        then += outside(dispute)
    return Written(title, [words], then, path or dispute.get_absolute_url())


def turn(dispute, party: Party) -> list[str]:
    """Return whose turn it is and until when, and why that date, as paragraphs for one party."""
    said = [sentences.whose_turn(dispute, frozenset({party}), timezone.localdate())]
    if party != Party.MEDIATOR and (reasons := dispute.explain_deadline()):
        said.append(" ".join([_("Why that date:"), *reasons]))
    return said


def outside(dispute) -> list[str]:
    """Return the time limits outside the Compact, for who complains."""
    clocks = dispute.outside_clocks()
    if not clocks:
        return []
    ombudsman = dispute.respondent.get_ombudsman_display() if dispute.respondent.ombudsman else ""
    today = timezone.localdate()
    lines = []
    for clock in clocks:
        words = _("%(body)s: it ended on %(day)s") if clock.passed(today) else _("%(body)s: until %(day)s")
        body = ombudsman if clock.route.ombudsman and ombudsman else clock.route.name
        lines.append(words % {"body": body, "day": written(clock.ends_on)})
    said = _(
        "Time limits outside the Compact run from the date of the decision, and no step here stops them. This is "
        "general information, not legal advice:"
    )
    return [said, "\n".join(f"* {line}" for line in lines)]


def is_asked(dispute, event, reader: Reader) -> bool:
    """Say whether something waits for a reader, or they want it in writing: their receipt."""
    letter = letter_of(event, reader)
    return bool(letter and letter.asks) or waits_for(dispute, reader.party) or reader.person.pk == event.actor_id


def waits_for(dispute, party: Party) -> bool:
    """Say whether something waits for a party: its turn, or the other party's proposal."""
    other = {Party.COMPLAINANT: Party.RESPONDENT, Party.RESPONDENT: Party.COMPLAINANT}.get(party)
    return has_turn(dispute, party) or (other is not None and dispute.proposal_by == other)


def has_turn(dispute, party: Party) -> bool:
    """Say whether it is the turn of a party, who has not done its part yet; nobody's while the case is paused."""
    if party not in TURN[dispute.position] or dispute.paused_on:
        return False
    if dispute.position == State.AWAITING_ACCEPTANCE and dispute.nomination:
        return not dispute.nomination.answer_of(party)
    return True


def is_urgent(dispute, party: Party) -> bool:
    """Say whether something is due of a party today."""
    return dispute.due_on == timezone.localdate() and has_turn(dispute, party)

"""Mediated: the steps of a dispute before the Forum."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal import access
from compact_portal.history import NotAllowed
from disputes import standing
from disputes.models.complaint import too_late
from disputes.models.moving import SIDES, Moving, other_side
from disputes.procedure import (
    Answer,
)
from disputes.words import Action, Audience, Party


class Mediated(Moving):
    """The steps of a mediation: whom to ask, what they and the parties answer, how it ends."""

    class Meta:
        abstract = True

    @transaction.atomic
    def nominate(self, person, *, by, summary: str, at=None):
        """Ask somebody of neither party to mediate; they see the summary, which names nobody, and nothing else."""
        party, at = self._may(Action.NOMINATE, by, at)
        candidate = next((found for found in self.roster() if found.person == person), None)
        if candidate is None or candidate.left_out:
            raise NotAllowed(
                candidate.left_out if candidate else _t("Choose somebody from the list of Compact Champions.")
            )
        nomination = self.nominations.create(person=person, summary=summary, chosen_by=by, chosen_at=at)
        return self._move(Action.NOMINATE, party, by=by, at=at, nomination=nomination)

    def roster(self):
        """Everybody who may be asked to mediate, and why some may not."""
        return standing.roster(self)

    @transaction.atomic
    def declare(self, *, by, statement: str, at=None):
        """Agree to mediate, with a statement about conflicts of interest that both parties will read."""
        party, at = self._may(Action.DECLARE, by, at)
        self._claim_nomination(state="willing", statement=statement, replied_at=at)
        return self._move(Action.DECLARE, party, by=by, at=at, note=statement)

    @transaction.atomic
    def decline(self, *, by, note: str = "", at=None):
        """Decline to mediate; the Chair chooses somebody else."""
        party, at = self._may(Action.DECLINE, by, at)
        self._claim_nomination(state="declined", replied_at=at)
        return self._move(Action.DECLINE, party, by=by, at=at, note=note)

    @transaction.atomic
    def replace(self, *, by, note: str, at=None):
        """Take the nomination back, because the person or a party does not reply."""
        party, at = self._may(Action.REPLACE, by, at)
        self._claim_nomination(state="replaced")
        return self._move(Action.REPLACE, party, by=by, at=at, note=note)

    def accept(self, *, by, note: str = "", at=None):
        """Accept the mediator, for one party. When both have, the mediation begins."""
        return self._answer(Action.ACCEPT, Answer.ACCEPTS, by=by, note=note, at=at)

    def object(self, *, by, note: str, at=None):
        """Object to the mediator, with a reason. The Chair decides when both answers are in."""
        return self._answer(Action.OBJECT, Answer.OBJECTS, by=by, note=note, at=at)

    @transaction.atomic
    def _answer(self, action: Action, answer: Answer, *, by, note: str, at):
        party, at = self._may(action, by, at)
        side = party.value
        given = {f"{side}_answer": answer.value, f"{side}_reason": note}
        self._claim_nomination(**given, only_if={f"{side}_answer": ""})
        # Whoever came second sees the first one's answer here: the row is locked until both are counted.
        nomination = self._under_way
        audience = Audience.COMPLAINANT if party == Party.COMPLAINANT else Audience.RESPONDENT
        if {answer, nomination.answer_of(other_side(party))} == {Answer.ACCEPTS}:
            grant = access.appoint(
                nomination.person, self, "mediator", starts_on=timezone.localdate(at), by=by, reason=str(self)
            )
            self._claim_nomination(state="mediating", grant=grant)
        return self._move(action, party, by=by, at=at, note=note, audience=audience)

    @transaction.atomic
    def sustain(self, *, by, note: str = "", at=None):
        """Uphold an objection: the next candidate is chosen."""
        party, at = self._may(Action.SUSTAIN, by, at)
        self._claim_nomination(state="objected")
        return self._move(Action.SUSTAIN, party, by=by, at=at, note=note)

    @transaction.atomic
    def overrule(self, *, by, note: str, at=None):
        """Ask whoever objects to think again, once: a mediator must be acceptable to both in the end."""
        party, at = self._may(Action.OVERRULE, by, at)
        again = {f"{side.value}_answer": "" for side in SIDES if self._under_way.answer_of(side) == Answer.OBJECTS}
        self._claim_nomination(**{"overruled_at": at, **again})
        return self._move(Action.OVERRULE, party, by=by, at=at, note=note)

    @transaction.atomic
    def end_mediation(self, *, by, note: str, at=None):
        """End the mediation without agreement; the mediator's right to the papers ends with it."""
        party, at = self._may(Action.END_MEDIATION, by, at)
        event = self._move(Action.END_MEDIATION, party, by=by, at=at, note=note)
        self._end_mediator(by=by)
        return event

    def add_mediation_note(self, *, by, note: str, at=None):
        """Add a note without prejudice, which only the two parties and the mediator ever read."""
        return self._step(Action.MEDIATION_NOTE, by=by, note=note, at=at, audience=Audience.MEDIATION)

    def _end_mediator(self, *, by) -> None:
        """Let the mediator's right to the papers end at once."""
        yesterday = timezone.localdate() - timedelta(days=1)
        access.end(self._under_way.grant, self, on=yesterday, by=by, reason=str(self))
        self._claim_nomination(state="ended")

    @property
    def _under_way(self) -> Any:
        """The nomination under way; NotAllowed where somebody has just ended it."""
        if self.nomination is None:
            raise NotAllowed(too_late())
        return self.nomination

    def _claim_nomination(self, *, only_if: dict[str, str] | None = None, **changes: Any) -> None:
        """Change the nomination under way, or raise NotAllowed if somebody else just has."""
        nomination = self._under_way
        unchanged = self.nominations.filter(pk=nomination.pk, state=nomination.state, **(only_if or {}))
        if not unchanged.update(**changes):
            raise NotAllowed(too_late())
        nomination.refresh_from_db()

    # -- A panel ----

    def take_on(self, *, by, note: str = "", at=None):
        """Say that the case is serious enough to be decided here."""
        return self._step(Action.TAKE_ON, by=by, note=note, at=at)

    def turn_away(self, *, by, note: str, at=None):
        """Say why the case is not taken on; the complainant goes on elsewhere."""
        return self._step(Action.TURN_AWAY, by=by, note=note, at=at)

    @transaction.atomic
    def seat_panel(self, *, by, people, note: str = "", at=None):
        """Choose who sits on the panel, instead of those chosen before; each may read the case until it is decided."""
        party, at = self._may(Action.SEAT_PANEL, by, at)
        self._end_panel(by=by, at=at)
        for person in people:
            grant = access.appoint(person, self, "viewer", starts_on=timezone.localdate(at), by=by, reason=str(self))
            self.panellists.create(person=person, chosen_by=by, chosen_at=at, grant=grant)
        return self._move(Action.SEAT_PANEL, party, by=by, at=at, note=note)

    @transaction.atomic
    def decide(self, *, by, note: str, at=None):
        """Record the decision of a panel, with its reasons."""
        party, at = self._may(Action.DECIDE, by, at)
        event = self._move(Action.DECIDE, party, by=by, at=at, note=note)
        self._end_panel(by=by, at=at)
        return event

    def _end_panel(self, *, by, at) -> None:
        """Let the right of the panel's members to the papers end at once."""
        for member in self.panellists.filter(left_at=None).select_related("grant"):
            access.end(member.grant, self, on=timezone.localdate(at) - timedelta(days=1), by=by, reason=str(self))
        self.panellists.filter(left_at=None).update(left_at=at)

    # -- Who presides, and where people meet ----

    @transaction.atomic
    def recuse(self, *, by, note: str, at=None):
        """Stand aside, for who presides; the other of Chair and Vice-Chair then acts."""
        party, at = self._may(Action.RECUSE, by, at)
        self.recusals.create(person=by, reason=note, at=at)
        return self._move(Action.RECUSE, party, by=by, at=at, note=note)

    def hold_session(self, *, by, note: str, at=None):
        """Call the parties to a meeting of the mediation."""
        return self._step(Action.HOLD_SESSION, by=by, note=note, at=at, audience=Audience.MEDIATION)

    def open_room(self, *, by, note: str = "", at=None):
        """Agree to a joint room, for one party; it opens when both have."""
        return self._room(Action.OPEN_ROOM, True, by=by, note=note, at=at)

    def close_room(self, *, by, note: str = "", at=None):
        """Leave the joint room, for one party; it is shut then."""
        return self._room(Action.CLOSE_ROOM, False, by=by, note=note, at=at)

    @transaction.atomic
    def _room(self, action: Action, agreed: bool, *, by, note: str, at):
        party, at = self._may(action, by, at)
        room: dict[str, Any] = {f"{party.value}_room": agreed}
        self._claim_nomination(**room)
        return self._move(action, party, by=by, at=at, note=note, audience=Audience.MEDIATION)

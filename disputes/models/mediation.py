"""Mediated: the steps of a dispute before the Forum."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal import access
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed
from disputes import notifications, standing
from disputes.models.complaint import too_late
from disputes.models.moving import SIDES, other_side
from disputes.models.panels import Panelled
from disputes.models.rooms import Roomed
from disputes.names import named_in
from disputes.procedure import CHAIRED, Answer
from disputes.roster import Candidate, for_dispute
from disputes.words import Action, Audience, Party, Presides, Record, State


class Mediated(Roomed, Panelled):
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
        if name := self.named_in(summary):
            raise NotAllowed(_t("Leave out “%(name)s”: the summary must name nobody.") % {"name": name})
        nomination = self.nominations.create(person=person, summary=summary, chosen_by=by, chosen_at=at)
        return self._move(Action.NOMINATE, party, by=by, at=at, nomination=nomination)

    def roster(self, *, panel: bool = False) -> list[Candidate]:
        """Everybody who may be asked to mediate or to sit on a panel, and why some may not."""
        return for_dispute(self, panel=panel)

    def named_in(self, text: str) -> str:
        """Return a name in a text that would give a party away: its own, another or former one, or of its people."""
        return named_in(text, [*standing.names_of(self), str(self.reference)])

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
    def sustain(self, *, by, note: str, at=None):
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

    @transaction.atomic
    def step_down(self, *, by, note: str, at=None):
        """Give the mediation back, for the mediator who has found a conflict or cannot go on; the next is chosen."""
        party, at = self._may(Action.STEP_DOWN, by, at)
        event = self._move(Action.STEP_DOWN, party, by=by, at=at, note=note)
        self._end_mediator(by=by)
        return event

    # -- Who presides ----

    @transaction.atomic
    def recuse(self, *, by, note: str, at=None):
        """Stand aside, for who presides; the other of Chair and Vice-Chair then acts."""
        party, at = self._may(Action.RECUSE, by, at)
        self.recusals.create(person=by, reason=note, at=at)
        event = self._move(Action.RECUSE, party, by=by, at=at, note=note)
        self._tell_if_nobody_presides(at)
        return event

    def _before_forum(self, at, procedure) -> dict[str, Any]:
        """What changes when a case comes before the Forum: since when, and whose turn it is to preside.

        Where the sectors take turns, it is the other one's than at the last case of the Compact; the first is the
        voluntary sector's. One case keeps its sector. Two at once are counted one after the other.
        """
        changes: dict[str, Any] = {"referred_at": at}
        if procedure.presides != Presides.BY_TURNS or self.presiding_sector:
            return changes
        Compact.objects.select_for_update().get(pk=self.compact_id)
        earlier = type(self).objects.filter(compact=self.compact_id).exclude(presiding_sector="")
        last = earlier.order_by("-referred_at", "-pk").values_list("presiding_sector", flat=True).first()
        turn = Sector.STATUTORY if last == Sector.VCS else Sector.VCS
        return changes | {"presiding_sector": turn.value}

    def _see_to_the_forum(self, before: State, after: State, *, by, at) -> None:
        """After a step: end the rights of a panel that has done, and tell the parties where nobody may preside."""
        if before == State.AWAITING_DECISION != after:
            self._end_panel(by=by, at=at)
        if before not in CHAIRED and after in CHAIRED:
            self._tell_if_nobody_presides(at)

    def _tell_if_nobody_presides(self, at) -> None:
        """Tell the parties where nobody may preside, so that they know how it goes on."""
        if not standing.acting_chairs(self):
            notifications.tell(self, self.record(Record.NOBODY_PRESIDES, at=at))

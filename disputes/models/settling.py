"""Settled: the steps that end a dispute with an outcome."""

from django.db import transaction

from disputes.models.moving import Moving
from disputes.words import Action, Audience, State


class Settled(Moving):
    """The steps that end a dispute, with what came of it against what was asked for."""

    class Meta:
        abstract = True

    def settle(self, *, by, outcome: str, remedy_met: str, note: str = "", at=None):
        """Record that it is resolved, how, and how that compares with what was asked for."""
        return self._end_with(Action.SETTLE, by=by, note=note, at=at, outcome=outcome, remedy_met=remedy_met)

    def close(self, *, by, outcome: str, remedy_met: str, note: str = "", at=None):
        """Close the case and record what came of it."""
        return self._end_with(Action.CLOSE, by=by, note=note, at=at, outcome=outcome, remedy_met=remedy_met)

    @transaction.atomic
    def propose(self, *, by, note: str, at=None):
        """Propose terms on which to settle; the other party agrees or turns them down."""
        party, at = self._may(Action.PROPOSE, by, at)
        return self._move(
            Action.PROPOSE, party, by=by, at=at, note=note, audience=self._terms_for, proposal_by=party.value
        )

    def agree(self, *, by, outcome: str, remedy_met: str, note: str = "", at=None):
        """Agree to the terms that the other party proposed: the dispute is resolved."""
        return self._end_with(Action.AGREE, by=by, note=note, at=at, outcome=outcome, remedy_met=remedy_met)

    @transaction.atomic
    def turn_down(self, *, by, note: str = "", at=None):
        """Turn down the terms that the other party proposed."""
        return self._step(Action.TURN_DOWN, by=by, note=note, at=at, audience=self._terms_for, proposal_by="")

    def take_back(self, *, by, note: str = "", at=None):
        """Take back the terms that one proposed."""
        return self._step(Action.TAKE_BACK, by=by, note=note, at=at, audience=self._terms_for, proposal_by="")

    @property
    def _terms_for(self) -> Audience:
        """Who may read terms: the parties, and in mediation the mediator."""
        return Audience.MEDIATION if self.position == State.MEDIATING else Audience.PARTIES

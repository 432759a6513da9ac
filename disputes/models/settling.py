"""Settled: the steps that end a dispute with an outcome."""

from disputes.models.moving import Moving
from disputes.words import Action


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

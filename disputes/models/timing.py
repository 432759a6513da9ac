"""Timed: the steps that lead elsewhere, or that time allows."""

from disputes.models.moving import Moving
from disputes.words import Action, Outcome, RemedyMet


class Timed(Moving):
    """The steps that lead a dispute elsewhere, or that time allows."""

    class Meta:
        abstract = True

    def go_national(self, *, by, body: str = "", note: str = "", at=None):
        """Take the dispute to a national body."""
        return self._end_with(Action.GO_NATIONAL, by=by, note=note, at=at, body=body)

    def go_outside(self, *, by, body: str, body_reference: str = "", note: str = "", at=None):
        """Record that the dispute is with an ombudsman or a court."""
        return self._end_with(Action.GO_OUTSIDE, by=by, note=note, at=at, body=body, body_reference=body_reference)

    def lapse(self, *, by, note: str = "", at=None):
        """Close the case, for the respondent, because nothing has happened for a long time."""
        unresolved = {"outcome": Outcome.UNRESOLVED.value, "remedy_met": RemedyMet.NOT_AT_ALL.value}
        return self._end_with(Action.LAPSE, by=by, note=note, at=at, **unresolved)

    def withdraw(self, *, by, note: str = "", at=None):
        """Withdraw the dispute."""
        return self._end_with(Action.WITHDRAW, by=by, note=note, at=at)

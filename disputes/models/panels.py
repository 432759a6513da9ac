"""A panel or a group of the Compact decides: whether it takes a case on, who sits, what was decided."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal import access
from compact_portal.history import NotAllowed
from disputes.models.moving import Moving
from disputes.roster import Candidate, for_dispute
from disputes.words import Action

FEWEST_ON_PANEL = 3


def why_not_a_panel(chosen: list[Candidate], free: list[Candidate]) -> str:
    """Say what is wrong with the choice of a panel from those who may sit on it; "" if nothing is.

    At least three, or all where there are fewer; and of both sectors where both have somebody.
    """
    if len(chosen) < min(FEWEST_ON_PANEL, len(free)):
        return _t("Choose at least three people, or everybody if there are fewer.")
    if len({one.sector for one in chosen}) < len({one.sector for one in free}):
        return _t("Choose people of both sectors.")
    return ""


class Panelled(Moving):
    """A panel and its decision: a part of a dispute."""

    class Meta:
        abstract = True

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
        people = list(dict.fromkeys(people))
        free = [candidate for candidate in for_dispute(self, panel=True) if not candidate.left_out]
        chosen = [candidate for candidate in free if candidate.person in people]
        if len(chosen) < len(people):
            raise NotAllowed(_t("Choose from those who have no tie to a party."))
        if reason := why_not_a_panel(chosen, free):
            raise NotAllowed(reason)
        self._end_panel(by=by, at=at)
        for person in people:
            grant = access.appoint(person, self, "viewer", starts_on=timezone.localdate(at), by=by, reason=str(self))
            self.panellists.create(person=person, chosen_by=by, chosen_at=at, grant=grant)
        return self._move(Action.SEAT_PANEL, party, by=by, at=at, note=note)

    @transaction.atomic
    def decide(self, *, by, note: str, outcome: str, remedy_met: str, at=None):
        """Record what was decided, against what was asked for, and the reasons."""
        party, at = self._may(Action.DECIDE, by, at)
        facts = {"outcome": outcome, "remedy_met": remedy_met}
        return self._move(Action.DECIDE, party, by=by, at=at, note=note, facts=facts)

    def _end_panel(self, *, by, at) -> None:
        """Let the right of the panel's members to the papers end at once."""
        for member in self.panellists.filter(left_at=None).select_related("grant__person"):
            access.end(member.grant, self, on=timezone.localdate(at) - timedelta(days=1), by=by, reason=str(self))
        self.panellists.filter(left_at=None).update(left_at=at)

"""The clocks that run already when a day off is declared: which would move, and moving them once somebody confirms.

The same comparison finds what a newer calendar of bank holidays changes (`manage.py check_clocks`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.compacts.models import Compact
from compact_portal.deadlines import written
from compact_portal.history import NotAllowed
from disputes import notifications
from disputes.models import DayOff, Dispute
from disputes.models.days import may_declare
from disputes.words import Record


class Shift(NamedTuple):
    """A clock whose last day, counted again, is not the one stored."""

    dispute: Dispute
    before: date
    after: date
    days_off: dict[date, str]

    @property
    def key(self) -> str:
        """What stands for exactly this move in a form."""
        return f"{self.dispute.reference}:{self.before.isoformat()}:{self.after.isoformat()}"


def shifts_of(compact: Compact) -> list[Shift]:
    """Return the running clocks of a Compact that would move, by reference. Two queries, and one for the days off."""
    return list(_shifts(Dispute.objects.running().filter(compact=compact)))


def shifts_of_all() -> list[Shift]:
    """Return the running clocks of all Compacts that would move."""
    return list(_shifts(Dispute.objects.running()))


def _shifts(running) -> Iterator[Shift]:
    """A clock that has run out stays so, and none moves to a day that is over: nobody loses time they had."""
    today = timezone.localdate()
    declared = list(DayOff.objects.standing().order_by("on", "-pk"))
    for dispute in running.filter(due_on__gte=today).with_parties().order_by("reference"):
        clock = dispute.clock()
        if clock is None:
            continue
        off = DayOff.among(declared, dispute.compact)
        after = replace(clock, extra_days=off).ends_on
        if after != dispute.due_on and after >= today:
            yield Shift(dispute, dispute.due_on, after, off)


def may_move(person, compact: Compact) -> bool:
    """Say whether a person may confirm that the clocks of a Compact move: its officers, and administrators."""
    return may_declare(person, compact) or may_declare(person, None)


def move_clocks(shifts: Iterable[Shift], *, by) -> int:
    """Move clocks that somebody has seen listed, each with a record in its history and mail to both parties.

    A clock that has changed since is left as it is. Doing it twice moves nothing twice. Returns how many moved.
    """
    return sum(_move_one(shift, by=by) for shift in shifts)


@transaction.atomic
def _move_one(shift: Shift, *, by) -> bool:
    dispute = shift.dispute
    if not may_move(by, dispute.compact):
        raise NotAllowed(_("This is not for you to do."))
    unchanged = Dispute.objects.filter(pk=dispute.pk, state=dispute.state, moves=dispute.moves, due_on=shift.before)
    kept = {day.isoformat(): name for day, name in shift.days_off.items()}
    if not unchanged.update(due_on=shift.after, clock_extra=kept, moves=F("moves") + 1):
        return False
    dispute.refresh_from_db()
    note = _("The last day was %(before)s and is now %(after)s, because of days that are no working days.") % {
        "before": written(shift.before),
        "after": written(shift.after),
    }
    facts = {"before": shift.before.isoformat(), "after": shift.after.isoformat(), "extra": kept}
    event = dispute.record(Record.CLOCK_MOVED, by=by, note=note, facts=facts)
    notifications.tell(dispute, event)
    return True

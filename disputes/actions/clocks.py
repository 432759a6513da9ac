"""What happens to clocks by time: a pause ends on its day, and a time that has run out is written down, once."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from compact_portal.history import NotAllowed
from disputes.models import Dispute, DisputeEvent
from disputes.models.lists import ENDED_VALUES
from disputes.words import Record, State

STAGE, OVERALL = "stage", "overall"


def keep_clocks() -> str:
    """Timed work: end the pauses whose day has come, then write down what has run out. Twice does no more than once."""
    return f"{end_pauses()} pauses ended, {write_down_what_ran_out()} clocks ran out"


def end_pauses() -> int:
    """Let every case go on whose pause ends today or has ended. Returns how many."""
    number = 0
    today = timezone.localdate()
    for dispute in Dispute.objects.filter(paused_until__lte=today).with_parties().order_by("pk"):
        try:
            dispute.restart()
        except NotAllowed:  # Somebody has just restarted or moved it.
            continue
        number += 1
    return number


def write_down_what_ran_out() -> int:
    """Write one record for each clock that has run out, of a stage and over all. Returns how many are new."""
    today = timezone.localdate()
    found = [(dispute, STAGE, dispute.due_on) for dispute in without_record(STAGE).filter(due_on__lt=today)]
    timed = without_record(OVERALL).filter(procedure__overall_amount__isnull=False)
    for dispute in timed:
        clock = dispute.overall_clock()
        if clock and today > clock.ends_on:
            found.append((dispute, OVERALL, clock.ends_on))
    return sum(dispute.run_out(name, due_on) for dispute, name, due_on in found)


def without_record(clock: str):
    """Return the open disputes, with what a page needs, whose clock of this name is not written down as run out."""
    told = DisputeEvent.objects.filter(dispute=OuterRef("pk"), action=Record.RUN_OUT, facts__which=clock)
    if clock == STAGE:
        told = told.filter(due_on=OuterRef("due_on"), stage=OuterRef("stage"))
    is_open = Dispute.objects.exclude(state__in=[*ENDED_VALUES, State.DRAFT]).filter(paused_on=None)
    return is_open.filter(~Exists(told)).with_parties().order_by("pk")

"""What the pages of a draft of a procedure show, and those of its versions."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from disputes.differences import changes, changes_over_all
from disputes.models import Procedure, ProcedureDraft
from disputes.picture import flow, time_of
from disputes.reading.public import over_all, stages
from disputes.soundness import WHOLE
from disputes.stages import default_for
from disputes.words import Presides, StageKind

ROUTED = (StageKind.NATIONAL, StageKind.OUTSIDE)  # The kinds of stage that have bodies or courts.


def draft_page(draft: ProcedureDraft) -> dict[str, Any]:
    """The draft: its picture, its stages with what has to be mended in each, and what holds for all."""
    rules, faults = draft.rules, draft.faults()
    last = len(rules)
    rows = [
        {
            "key": row["key"],
            "stage": stage,
            "time": time_of(stage),
            "leads": [f"{other.order} {other.name}" for other in rules if other.order in stage.exits],
            "faults": faults.get(stage.order, []),
            "routes": row["routes"],
            "has_routes": stage.kind in ROUTED,
            "first": stage.order == 1,
            "last": stage.order == last,
        }
        for row, stage in zip(draft.stages, rules, strict=True)
    ]
    return {
        "rows": rows,
        "flow": flow(rules, broken=faults),
        "whole": faults.get(WHOLE, []),
        "to_mend": sum(len(sentences) for sentences in faults.values()),
        "presides": Presides(draft.presides).label,
        "overall": over_all(draft),
    }


def changes_of(draft: ProcedureDraft) -> list[str]:
    """What adopting a draft would change."""
    present = Procedure.newest(draft.compact)
    before: tuple[str, int | None, str] = (Presides.CHAIR.value, None, "")
    if present:
        before = (present.presides, present.overall_amount, present.overall_unit)
    now = (draft.presides, draft.overall_amount, draft.overall_unit)
    return changes_over_all(before, now) + changes(Procedure.rules_for(draft.compact), draft.stages)


def versions(compact) -> list[Procedure]:
    """All versions of a procedure, the newest first, each with the last day on which it was in force.

    The usual procedure, which nobody adopted, is version 1 whether or not a dispute was ever begun under it: when it
    was written down is nobody's to know.
    """
    found = list(Procedure.objects.filter(compact=compact)) or [Procedure(compact=compact, version=1)]
    for newer, older in pairwise(found):
        older.until_on = max(newer.adopted_on - timedelta(days=1), older.adopted_on if older.is_own else date.min)
    return found


def version_page(compact, number: int) -> dict[str, Any] | None:
    """One version: its picture and stages, and where it stands among the others; None where there is none."""
    every = versions(compact)
    own = next((other for other in every if other.version == number), None)
    if own is None:
        return None
    rules = Procedure.objects.with_stages().get(pk=own.pk).rules() if own.pk else default_for(compact.nation)
    return {
        "version": own,
        "in_force": own == every[0],
        "until_on": own.until_on,
        "versions": every,
        "stages": stages(rules),
        "flow": flow(rules),
        "presides": Presides(own.presides).label,
        "overall": over_all(own),
    }

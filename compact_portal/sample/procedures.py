"""How disputes are settled in the other Compacts of the sample, and the draft of Derby's next version."""

from datetime import date, timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from disputes.directory import for_nation
from disputes.models import Procedure, ProcedureDraft
from disputes.procedures import DERBY_PROCEDURE, READY_MADE


def years_ago(years: int) -> date:
    """A day of an earlier year."""
    return timezone.localdate() - timedelta(days=365 * years)


def adopt(compact: Compact, key: str, *, by: User, on: date) -> Procedure:
    """A Compact adopts one of the procedures that are ready, with the bodies of its nation."""
    ready = READY_MADE[key]
    return Procedure.adopt(
        compact,
        for_nation(ready.stages, compact.nation),
        by=by,
        on=on,
        presides=ready.presides,
        overall_amount=ready.overall_amount,
        overall_unit=ready.overall_unit,
    )


def make_procedures(derby: Compact, people: dict[str, User]) -> None:
    """A steering group in the county, three steps in the district, a panel in Wales; a draft that is not sound yet."""
    others = {compact.slug: compact for compact in Compact.objects.exclude(pk=derby.pk)}
    adopt(others["derbyshire"], "steering-group", by=people["county"], on=years_ago(3))
    adopt(others["south-derbyshire"], "three-steps", by=people["south"], on=years_ago(2))
    adopt(others["denbighshire"], DERBY_PROCEDURE.key, by=people["wales"], on=years_ago(4))
    adopt(others["denbighshire"], "standing-panel", by=people["wales"], on=years_ago(1))
    make_draft(derby, by=people["officer"])


def make_draft(compact: Compact, *, by: User) -> None:
    """The next version of Derby's: a step more, to which nothing leads yet."""
    draft = ProcedureDraft.begin(compact, by=by)
    draft.add_stage(
        by=by,
        after="s1",
        name="Talks with the Champions",
        text="The Compact Champion of each side joins the talks.",
        silence="You can make it formal at any time.",
        exits=["s2"],
    )

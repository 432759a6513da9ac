"""Where the clauses of the revised Derby text come from: as proposed, and mended where that was not seen."""

from compact_portal.accounts.models import User
from compact_portal.compacts.actions import confirm_descent, set_descent
from compact_portal.compacts.models import Edition

# Number in the revised text, number in the text of 2002: a piece that was written anew when its clause was split.
MENDED = [("4.3", "3.2")]


def settle_lineage(revised: Edition, first: Edition, *, by: User) -> None:
    """Mend and confirm where each clause comes from."""
    before = {clause.number: clause for clause in first.clauses.all()}
    clauses = {clause.number: clause for clause in revised.clauses.select_related("edition")}
    for number, old in MENDED:
        set_descent(clauses[number], before[old], [], by=by, reason="Consulting and taking part are now two clauses")
    confirm_descent(revised, by=by, seen={clause.pk for clause in clauses.values()})
    revised.refresh_from_db()

"""What officers do to the clauses of a draft. Each is one transaction, and refused once the edition is agreed."""

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from compact_portal.compacts import descent
from compact_portal.compacts.importing.parsed import ParsedClause, ParsedText
from compact_portal.compacts.lifecycle import FROZEN, OPEN
from compact_portal.compacts.models import Clause, Edition, Relation, Text
from compact_portal.history import NotAllowed

if TYPE_CHECKING:
    from compact_portal.accounts.models import User

IMPORTED = "import"  # The reason, in the history, of what an import added.
CARRIED = ("position", "number", "kind", "owed_by", "heading", "body", "lineage")  # From edition to edition.
GAP = 1000  # Between positions, so that a clause can be put between two without moving the others.


class Stale(NotAllowed):
    """Somebody else saved the clause since it was read; `now` is the clause as it stands."""

    def __init__(self, now: Clause) -> None:
        super().__init__(_("Somebody else has changed this clause since you opened it."))
        self.now = now


@transaction.atomic
def import_edition(text: Text, label: str, parsed: ParsedText, *, by: "User | None", note: str = "") -> Edition:
    """Make a draft of what was read from a file. Raises ValidationError where the text has an edition of that name."""
    before = text.editions.filter(state__in=sorted(FROZEN)).order_by("-ordinal").first()
    edition = Edition.begin(
        text,
        label,
        by=by,
        note=note or _("Imported: %(count)d clauses") % {"count": sum(1 for _clause in parsed.walk())},
    )
    told = descent.told(text, before, parsed)
    gone_on = {known.fields["previous"] for known in told.values()}
    forebears = {words: clause for words, clause in _by_words(before).items() if clause not in gone_on}
    _write(edition, parsed.clauses, by=by, forebears=forebears, told=told)
    return edition


@transaction.atomic
def begin_from(before: Edition, label: str, *, by: "User | None", text: Text | None = None, note: str = "") -> Edition:
    """Make a draft with every clause of an edition, each going on from the one it was copied from.

    `text`: whose edition it is to be, where that is another text (a local code made from a national one). Raises
    ValidationError where that text has an edition of that name.
    """
    said = _("Begun from edition %(label)s: %(count)d clauses") % {
        "label": before.label,
        "count": before.clauses.count(),
    }
    edition = Edition.begin(text or before.text, label, by=by, note=note or said)
    _carry_on(before, edition, by=by)
    return edition


def _carry_on(before: Edition, edition: Edition, *, by: "User | None") -> dict[int, Clause]:
    """Copy all clauses into an empty draft, level by level so that parents come first. Returns them by forebear."""
    inside: dict[int | None, list[Clause]] = {}
    for clause in before.clauses.order_by("position"):
        inside.setdefault(clause.parent_id, []).append(clause)
    copies: dict[int, Clause] = {}
    level = inside.get(None, [])
    while level:
        rows = [
            Clause(
                edition=edition,
                parent=copies.get(old.parent_id) if old.parent_id else None,
                previous=old,
                relation=Relation.SAME,
                **{name: getattr(old, name) for name in CARRIED},
            )
            for old in level
        ]
        made = bulk_create_with_history(rows, Clause, batch_size=500, default_user=by, default_change_reason=IMPORTED)
        copies |= {old.pk: copy for old, copy in zip(level, made, strict=True)}
        level = [child for old in level for child in inside.get(old.pk, [])]
    return copies


def _by_words(edition: Edition | None) -> dict[tuple, Clause]:
    """The clauses of an edition by their kind and words, those left out that say the same as another."""
    found: dict[tuple, Clause] = {}
    twice = set()
    for clause in edition.clauses.all() if edition else []:
        key = (clause.kind, clause.owed_by, clause.heading, clause.body)
        twice |= {key} & found.keys()
        found[key] = clause
    return {key: clause for key, clause in found.items() if key not in twice}


def _descent(clause: ParsedClause, forebears: dict[tuple, Clause]) -> dict:
    """How a clause stands to the edition before: it goes on from the one that says the same, or is new."""
    # Each forebear has one heir, however often its words are said again.
    before = forebears.pop((clause.kind, clause.owed_by, clause.heading, clause.body), None)
    if before is None:
        return {}
    relation = Relation.SAME if before.number == clause.number else Relation.MOVED
    return {"previous": before, "lineage": before.lineage, "relation": relation}


def _write(
    edition: Edition,
    clauses: list[ParsedClause],
    *,
    by: "User | None",
    forebears: dict[tuple, Clause],
    told: dict[str, descent.Descent],
) -> None:
    """Write parsed clauses in reading order, level by level so that parents come first.

    Where a clause comes from is what the file told of it, or found in the forebears by its words.
    """
    positions = {clause.number: place * GAP for place, clause in enumerate(_walk(clauses), start=1)}
    level: list[tuple[Clause | None, ParsedClause]] = [(None, clause) for clause in clauses]
    while level:
        rows = [
            Clause(
                edition=edition,
                parent=parent,
                position=positions[clause.number],
                number=clause.number,
                kind=clause.kind,
                owed_by=clause.owed_by,
                heading=clause.heading,
                body=clause.body,
                guidance=clause.guidance,
                **(told[clause.number].fields if clause.number in told else _descent(clause, forebears)),
            )
            for parent, clause in level
        ]
        made = bulk_create_with_history(rows, Clause, batch_size=500, default_user=by, default_change_reason=IMPORTED)
        for row in made:
            if row.number in told and told[row.number].merged_from:
                row.merged_from.set(told[row.number].merged_from)
        level = [(row, child) for row, (_parent, clause) in zip(made, level, strict=True) for child in clause.children]


def _walk(clauses: list[ParsedClause]):
    for clause in clauses:
        yield from clause.walk()


def claim(edition: Edition) -> None:
    """Take the draft for one change (until the transaction ends), or raise NotAllowed: it has been agreed."""
    touched = Edition.objects.filter(pk=edition.pk, state__in=sorted(OPEN)).update(updated_at=timezone.now())
    if not touched:
        raise NotAllowed(_("This edition has been agreed, so its text cannot change. A correction is a new edition."))


def siblings(clause: Clause) -> list[Clause]:
    """The clauses beside a clause, itself included, in reading order."""
    return list(Clause.objects.filter(edition=clause.edition_id, parent=clause.parent_id).order_by("position"))


def next_number(edition: Edition, parent: Clause | None) -> str:
    """The number to propose for one more clause under a parent (or at the top)."""
    inside = f"{parent.number}." if parent else ""
    taken = edition.clauses.filter(number__startswith=inside).values_list("number", flat=True)
    last = [int(found[1]) for number in taken if (found := re.match(rf"{re.escape(inside)}(\d+)", number))]
    return f"{inside}{max(last, default=0) + 1}"


@transaction.atomic
def add(edition: Edition, *, by: "User", reason: str, inside: Clause | None, after: Clause | None, **fields) -> Clause:
    """Add a clause to a draft: after a clause and beside it, or else last inside a clause (or last of all)."""
    claim(edition)
    clause = Clause(edition=edition, parent=after.parent if after else inside, position=1, **fields)
    clause.full_clean()
    clause.say_who(by, reason)
    clause.save()
    order = [other.pk for other in siblings(clause) if other.pk != clause.pk]
    order.insert(order.index(after.pk) + 1 if after else len(order), clause.pk)
    _place(clause, order, by=by, reason=reason)
    return clause


@transaction.atomic
def amend(clause: Clause, *, by: "User", reason: str, seen, **fields) -> None:
    """Change a clause that was `seen` (its `updated_at`), or raise Stale when somebody else has changed it since."""
    claim(clause.edition)
    now = Clause.objects.select_for_update().get(pk=clause.pk)
    if now.updated_at != seen:
        raise Stale(now)
    for name, value in fields.items():
        setattr(clause, name, value)
    clause.full_clean()
    clause.say_who(by, reason)
    clause.save()


@transaction.atomic
def delete(clause: Clause, *, by: "User", reason: str) -> None:
    """Remove a clause from a draft. Raises NotAllowed while something stands under it or refers to it."""
    claim(clause.edition)
    if clause.children.exists():
        raise NotAllowed(_("Other clauses stand under this one. Delete or move them first."))
    clause.say_who(by, reason)
    try:
        clause.delete()
    except ProtectedError:
        raise NotAllowed(_("Something else in the portal refers to this clause, so it stays.")) from None


@transaction.atomic
def move(clause: Clause, *, up: bool, by: "User") -> bool:
    """Move a clause, with all under it, before or after its neighbour. Returns False where it is already at the end."""
    claim(clause.edition)
    beside = siblings(clause)
    place = next(index for index, other in enumerate(beside) if other.pk == clause.pk)
    order = [other.pk for other in beside]
    target = place - 1 if up else place + 1
    if not 0 <= target < len(order):
        return False
    order[place], order[target] = order[target], order[place]
    _place(clause, order, by=by, reason=_("Moved"))
    clause.edition.events.create(action="moved", actor=by, note=str(clause))
    return True


def _place(clause: Clause, order: list[int], *, by: "User", reason: str) -> None:
    """Put a clause and all under it where `order` (the keys of its siblings and itself) says.

    The others keep their positions while there is room between them; else all are given new ones, wide apart.
    """
    clauses = {other.pk: other for other in clause.edition.clauses.order_by("position")}
    children: dict[int | None, list[int]] = {}
    for other in clauses.values():
        children.setdefault(other.parent_id, []).append(other.pk)
    children[clause.parent_id] = order
    reading = _reading_order(children, None)
    moved = [clause.pk, *_reading_order(children, clause.pk)]
    start = reading.index(clause.pk)
    before = clauses[reading[start - 1]].position if start else 0
    rest = reading[start + len(moved) :]
    after = clauses[rest[0]].position if rest else before + GAP * (len(moved) + 1)
    step = (after - before) // (len(moved) + 1)
    if step < 1:
        moved, before, step = reading, 0, GAP
    for place, pk in enumerate(moved, start=1):
        clauses[pk].position = before + place * step
    changed = [clauses[pk] for pk in moved]
    bulk_update_with_history(
        changed, Clause, ["position"], batch_size=500, default_user=by, default_change_reason=reason
    )
    clause.position = clauses[clause.pk].position


def _reading_order(children: dict[int | None, list[int]], parent: int | None) -> list[int]:
    """The keys of all clauses under a parent, in reading order."""
    order = []
    waiting = list(reversed(children.get(parent, [])))
    while waiting:
        order.append(waiting.pop())
        waiting += reversed(children.get(order[-1], []))
    return order

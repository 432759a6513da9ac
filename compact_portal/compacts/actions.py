"""What officers do to the clauses of a draft. Each is one transaction, and refused once the edition is agreed."""

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from compact_portal.compacts import descent, starters, welsh
from compact_portal.compacts.drafting import GAP, WORDS, Draft, Stale, claim, relation_of
from compact_portal.compacts.drafting import next_number as first_free_number
from compact_portal.compacts.importing.parsed import ParsedClause, ParsedText
from compact_portal.compacts.kinds import OwedBy
from compact_portal.compacts.lifecycle import FROZEN
from compact_portal.compacts.models import Clause, Edition, Origin, PendingImport, Relation, Text
from compact_portal.compacts.models.pending import OutOfDate
from compact_portal.compacts.proposing import Why
from compact_portal.history import NotAllowed

if TYPE_CHECKING:
    from compact_portal.accounts.models import User

IMPORTED = "import"  # The reason, in the history, of what an import added.
CARRIED = ("position", "number", "kind", "owed_by", "heading", "body", "lineage")  # From edition to edition.


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
    _write(edition, parsed.clauses, by=by, descents=told | descent.proposed(before, parsed, told))
    return edition


def begin_from_model(text: Text, label: str, model: str, *, by: "User | None") -> Edition:
    """Make a draft of a model text, with its guidance. Raises ValidationError where the label is taken."""
    area = text.compact.area_name if text.compact else _("our area")
    return import_edition(text, label, starters.read(model, area=area), by=by, note=_("Begun from a model text"))


@transaction.atomic
def accept(pending: PendingImport, label: str, *, by: "User", seen: int) -> Edition:
    """Make a draft of an import as it was arranged in the version that was `seen`, and forget the import.

    Raises OutOfDate where somebody else has arranged it since, NotAllowed where nothing is left of it, ValidationError
    where the text has an edition of that name.
    """
    arranged = pending.arranged()
    if not arranged.rows:
        raise NotAllowed(_("There is nothing left in this text. Put something back first."))
    taken = PendingImport.objects.filter(pk=pending.pk, version=seen)
    if not taken.delete()[0]:
        raise OutOfDate
    return import_edition(pending.text, label, arranged.parsed(), by=by)


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
    welsh.carry_on(copies, by=by, reason=IMPORTED)
    return copies


def _write(
    edition: Edition,
    clauses: list[ParsedClause],
    *,
    by: "User | None",
    descents: dict[str, descent.Descent],
) -> None:
    """Write parsed clauses in reading order, level by level so that parents come first.

    Where a clause comes from stays a proposal until somebody confirms it, unless the file told.
    """
    nothing = descent.Descent()
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
                **descents.get(clause.number, nothing).fields,
            )
            for parent, clause in level
        ]
        made = bulk_create_with_history(rows, Clause, batch_size=500, default_user=by, default_change_reason=IMPORTED)
        for row in made:
            if merged := descents.get(row.number, nothing).merged_from:
                row.merged_from.set(merged)
        whys = [(row, descents.get(row.number, nothing).why) for row in made]
        Origin.objects.bulk_create([Origin(clause=row, why=why) for row, why in whys if why], batch_size=500)
        level = [(row, child) for row, (_parent, clause) in zip(made, level, strict=True) for child in clause.children]


def _walk(clauses: list[ParsedClause]):
    for clause in clauses:
        yield from clause.walk()


def next_number(edition: Edition, parent: Clause | None) -> str:
    """The number to propose for one more clause under a parent (or at the top)."""
    return first_free_number(edition.clauses.values_list("number", flat=True), parent)


@transaction.atomic
def add(edition: Edition, *, by: "User", reason: str, inside: Clause | None, after: Clause | None, **fields) -> Clause:
    """Add a clause to a draft: after a clause and beside it, or else last inside a clause (or last of all)."""
    draft = Draft(edition)
    after, inside = (draft.clause(other.pk) if other else None for other in (after, inside))
    parent = after.parent if after else inside
    clause = Clause(edition=edition, parent=parent, position=1, **fields)
    clause.full_clean()
    _insert(draft, clause, after or next(reversed(draft.children(parent)), None), by=by, reason=reason)
    draft.save(by=by, reason=reason)
    return clause


def _insert(draft: Draft, clause: Clause, after: Clause | None, *, by: "User", reason: str) -> None:
    """Save a new clause where there is room, and take it into the draft after another (first, without one)."""
    clause.position = max((other.position for other in draft.order), default=0) + GAP
    clause.say_who(by, reason)
    clause.save(force_insert=True)
    draft.put(clause, inside=draft.by_key.get(clause.parent_id), after=after)


@transaction.atomic
def amend(clause: Clause, *, by: "User", reason: str, seen, **fields) -> None:
    """Change a clause that was `seen` (its `updated_at`), or raise Stale when somebody else has changed it since."""
    claim(clause.edition)
    now = Clause.objects.select_for_update(of=("self",)).select_related("previous", "parent").get(pk=clause.pk)
    if now.updated_at != seen:
        raise Stale(now)
    for name, value in fields.items():
        setattr(now, name, value)
    beside = Clause.objects.filter(edition=now.edition_id, previous=now.previous_id).exclude(pk=now.pk)
    now.relation = relation_of(
        now,
        merged=now.merged_from.exists(),
        parted=now.previous_id is not None and beside.exists(),
        before_above=now.parent.previous_id if now.parent else None,
    )
    now.full_clean()
    now.say_who(by, reason)
    now.save()
    for name in (*fields, "relation", "updated_at"):
        setattr(clause, name, getattr(now, name))


@transaction.atomic
def delete(clause: Clause, *, by: "User", reason: str, seen=None, under: str = "") -> int:
    """Remove a clause from a draft, and return how many went with it.

    What stands under it goes too (`under` "delete") or moves up into its place ("raise"); without a word on that it is
    refused. Raises NotAllowed also where something else in the portal refers to one of them, and Stale.
    """
    draft = Draft(clause.edition)
    clause = draft.clause(clause.pk, seen)
    block = draft.block(clause)
    if len(block) > 1 and under not in {"delete", "raise"}:
        raise NotAllowed(_("Other clauses stand under this one. Say what is to become of them."))
    if under == "raise":
        after = clause
        for child in draft.children(clause):
            draft.put(child, inside=clause.parent, after=after)
            after = child
        draft.save(by=by, reason=reason)
        block = [clause]
    try:
        for one in reversed(block):
            draft.take_out(one, by=by, reason=reason)
    except ProtectedError:
        raise NotAllowed(_("Something else in the portal refers to this clause, so it stays.")) from None
    draft.save(by=by, reason=reason)
    return len(block) - 1


@transaction.atomic
def move(clause: Clause, *, up: bool, by: "User") -> bool:
    """Move a clause, with all under it, before or after its neighbour. Returns False where it is already at the end."""
    draft = Draft(clause.edition)
    clause = draft.clause(clause.pk)
    beside = draft.children(clause.parent)
    at = beside.index(clause) + (-2 if up else 1)
    if not -1 <= at < len(beside):
        return False
    draft.put(clause, inside=clause.parent, after=beside[at] if at >= 0 else None)
    draft.save(by=by, reason=_("Moved"))
    clause.edition.events.create(action="moved", actor=by, note=str(clause))
    return True


@transaction.atomic
def place(clause: Clause, *, inside: Clause | None, after: Clause | None, stood, by: "User", reason: str = "") -> None:
    """Move a clause, with all under it, anywhere: under a clause (or to the top), after one of those there, or first.

    `stood`: where it stood when it was seen (`standing`). Raises NotAllowed where it has been moved since, or would
    come to stand under itself.
    """
    draft = Draft(clause.edition)
    clause = draft.clause(clause.pk)
    if standing(clause) != stood:
        raise NotAllowed(_("Somebody else has moved this clause since you opened this page. See where it stands now."))
    inside, after = (draft.clause(other.pk) if other else None for other in (inside, after))
    draft.put(clause, inside=inside, after=after)
    draft.save(by=by, reason=reason or _("Moved"))
    clause.edition.events.create(action="moved", actor=by, note=f"{clause}. {reason}" if reason else str(clause))


def standing(clause: Clause) -> str:
    """Where a clause stands, in a form that differs when it has been moved."""
    return f"{clause.parent_id or 0}.{clause.position}"


@transaction.atomic
def split(clause: Clause, at: int, *, number: str, by: "User", reason: str, seen) -> Clause:
    """Cut the text of a clause in two, after `at` characters. Returns the new, second piece.

    Both go on from the clause before; the first piece keeps the lineage, and what stands under the clause.
    """
    draft = Draft(clause.edition)
    clause = draft.clause(clause.pk, seen)
    first, second = clause.body[:at].rstrip(), clause.body[at:].strip()
    if not first or not second:
        raise NotAllowed(_("Choose a place inside the text."))
    piece = Clause(
        edition=clause.edition,
        parent=clause.parent,
        position=1,
        number=number,
        kind=clause.kind,
        owed_by=clause.owed_by,
        body=second,
        previous=clause.previous,
    )
    piece.full_clean()
    clause.body = first
    _insert(draft, piece, clause, by=by, reason=reason)
    draft.save(by=by, reason=reason)
    clause.edition.events.create(
        action="split", actor=by, note=f"{clause.number} → {clause.number}, {number}. {reason}"
    )
    return piece


@transaction.atomic
def merge(clause: Clause, other: Clause, *, by: "User", reason: str, seen, seen_other) -> Clause:
    """Make one clause of two that stand beside each other; the first of them stays. Returns it.

    It keeps its lineage, and remembers of what else it was made (`merged_from`). The heading of the second becomes a
    line of the text; what stood under it stands under the first.
    """
    draft = Draft(clause.edition)
    pair = (draft.clause(clause.pk, seen), draft.clause(other.pk, seen_other))
    first, second = sorted(pair, key=draft.order.index)
    beside = draft.children(first.parent)
    if second not in beside or beside.index(second) != beside.index(first) + 1:
        raise NotAllowed(_("Only clauses that stand beside each other can be merged. Move one of them first."))
    first.body = "\n\n".join(filter(None, [first.body, second.heading, second.body]))
    if second.kind == first.kind and second.owed_by != first.owed_by:
        first.owed_by = OwedBy.BOTH
    _join_lineage(draft, first, second)
    for child in draft.children(second):
        draft.put(child, inside=first, after=next(reversed(draft.children(first)), None))
    draft.save(by=by, reason=reason)  # What stood under the second no longer does.
    try:
        draft.take_out(second, by=by, reason=reason)
    except ProtectedError:
        raise NotAllowed(_("Something else in the portal refers to clause %s, so it stays.") % second.number) from None
    first.full_clean()
    draft.save(by=by, reason=reason)
    first.edition.events.create(
        action="merged", actor=by, note=f"{first.number}, {second.number} → {first.number}. {reason}"
    )
    return first


def _join_lineage(draft: Draft, first: Clause, second: Clause) -> None:
    """Let the first of two clauses go on from what both went on from."""
    others = {before.pk for before in second.merged_from.all()}
    if second.previous_id is not None:
        others.add(second.previous_id)
    if first.previous is None and second.previous is not None:
        first.previous, first.lineage = second.previous, second.lineage
    elif first.previous_id == second.previous_id and second.previous and second.lineage == second.previous.lineage:
        first.lineage = second.lineage  # The pieces of one clause are one again.
    others = {key for key in others if key != first.previous_id}
    if others:
        first.merged_from.add(*others)
        draft.merged.add(first.pk)


@transaction.atomic
def renumber(edition: Edition, *, inside: Clause | None = None, by: "User", reason: str, seen) -> dict[str, str]:
    """Number a draft (or what stands under a clause) in reading order. Returns old number → new number.

    `seen` is the `updated_at` of the edition for which the new numbers were shown; raises NotAllowed where anything
    was changed since.
    """
    now = Edition.objects.values_list("updated_at", flat=True).get(pk=edition.pk)
    draft = Draft(edition)
    if now != seen:
        raise NotAllowed(
            _("Somebody else has changed this draft since you opened this page. Look at the numbers again.")
        )
    changed = new_numbers(draft, inside)
    for clause in draft.order:
        clause.number = changed.get(clause.number, clause.number)
    draft.save(by=by, reason=reason or _("Renumbered"))
    edition.events.create(action="renumbered", actor=by, note=reason)
    return changed


def new_numbers(draft: Draft, inside: Clause | None = None) -> dict[str, str]:
    """Old number → new number, for the clauses whose number would change."""
    inside = draft.clause(inside.pk) if inside else None
    numbers = draft.numbers(inside)
    old = {clause.pk: clause.number for clause in draft.order}
    return {old[key]: number for key, number in numbers.items() if old[key] != number}


@transaction.atomic
def go_back(edition: Edition, state, *, by: "User", reason: str, seen=None) -> Clause:
    """Let a clause say what it said in an earlier `state` (a row of its history), or bring a deleted one back.

    One that is still there stays where it stands; a deleted one comes back where it stood, or last of all where that
    place is gone too. Its number, where another clause has it now, is the next free one.
    """
    draft = Draft(edition)
    words = {name: getattr(state, name) for name in WORDS}
    clause = draft.by_key.get(state.id)
    if clause is not None:
        clause = draft.clause(state.id, seen)
        taken = {other.number for other in draft.order if other is not clause}
        for name, value in words.items():
            setattr(clause, name, clause.number if name == "number" and value in taken else value)
        clause.full_clean()
    else:
        clause = _bring_back(draft, state, words, by=by, reason=reason)
    draft.save(by=by, reason=reason)
    return clause


def _bring_back(draft: Draft, state, words: dict, *, by: "User", reason: str) -> Clause:
    """Add a deleted clause again, as it was, with the key and the lineage that it had."""
    parent = draft.by_key.get(state.parent_id)
    if words["number"] in {other.number for other in draft.order}:
        words["number"] = draft.free_number(parent)
    before = Clause.objects.filter(pk=state.previous_id).first()
    clause = Clause(
        pk=state.id, edition=draft.edition, parent=parent, position=1, lineage=state.lineage, previous=before, **words
    )
    clause.full_clean()
    if before:  # It had been merged into another, which now is no longer made of it.
        merged = Clause.merged_from.through.objects.filter(from_clause__edition=draft.edition, to_clause=before)
        merged.delete()
        draft.merged = set(
            Clause.merged_from.through.objects.filter(from_clause__edition=draft.edition).values_list(
                "from_clause", flat=True
            )
        )
    stood_before = [other for other in draft.children(parent) if other.position < state.position]
    after = stood_before[-1] if stood_before else None
    _insert(draft, clause, after, by=by, reason=reason)
    return clause


# Where clauses come from.


@transaction.atomic
def set_descent(
    clause: Clause, previous: Clause | None, others: list[Clause], *, by: "User", reason: str = "", seen=None
) -> None:
    """Say from which clause before one goes on (None: it is new), and which others went into it, and confirm it.

    Raises Stale where somebody else has changed the clause since it was `seen`.
    """
    draft = Draft(clause.edition)
    clause = draft.clause(clause.pk, seen)
    others = [other for other in others if other != previous] if previous else []
    if previous != clause.previous:
        held = {other.lineage for other in draft.order if other is not clause}
        clause.previous = previous
        clause.lineage = previous.lineage if previous and previous.lineage not in held else uuid.uuid4()
    clause.merged_from.set(others)
    draft.merged = draft.merged - {clause.pk} | ({clause.pk} if others else set())
    draft.save(by=by, reason=reason or _("Where it comes from"))
    now = {"confirmed_by": by, "confirmed_at": timezone.now()}
    Origin.objects.update_or_create(clause=clause, defaults={"why": Why.CHOSEN, **now})


@transaction.atomic
def confirm_descent(edition: Edition, *, by: "User", seen: set[int]) -> int:
    """Confirm what is proposed for those clauses of a draft that were `seen` (their keys). Returns how many."""
    claim(edition)
    waiting = Origin.objects.filter(clause__edition=edition, clause__in=seen, confirmed_at=None)
    count = waiting.update(confirmed_by=by, confirmed_at=timezone.now())
    if count:
        edition.events.create(action="lineage_confirmed", actor=by, note=str(count))
    return count

"""A draft in memory: its clauses as a tree, to be moved, cut, joined and numbered, and what that changed saved."""

import re
from collections import Counter
from itertools import count, pairwise
from typing import TYPE_CHECKING

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Clause, Edition, Relation
from compact_portal.history import NotAllowed

if TYPE_CHECKING:
    from compact_portal.accounts.models import User

GAP = 1000  # Between positions, so that a clause can be put between two without moving the others.
WORDS = ("number", "kind", "owed_by", "heading", "body")  # What an officer who has the clause open must be told of.
SAVED = (*WORDS, "parent_id", "position", "relation", "previous_id", "lineage")


class Stale(NotAllowed):
    """Somebody else saved the clause since it was read; `now` is the clause as it stands."""

    def __init__(self, now: Clause) -> None:
        super().__init__(_("Somebody else has changed this clause since you opened it."))
        self.now = now


def claim(edition: Edition) -> None:
    """Take the draft for one change (until the transaction ends), or raise NotAllowed: it is no draft any more."""
    if not Edition.objects.filter(pk=edition.pk, state=EditionState.DRAFT).update(updated_at=timezone.now()):
        now = Edition.objects.get(pk=edition.pk)
        raise NotAllowed(now.why_not_edit() or _("Somebody else has just moved this edition on. Look at it again."))


def relation_of(clause: Clause, *, merged: bool, parted: bool, before_above: int | None) -> Relation:
    """How a clause stands to the one before it.

    `merged`: others went into it too; `parted`: other clauses of its edition go on from the same; `before_above`: the
    clause from which its parent goes on.
    """
    before = clause.previous
    if before is None:
        return Relation.NEW
    if merged:
        return Relation.MERGED
    if parted:
        return Relation.SPLIT
    if any(getattr(clause, name) != getattr(before, name) for name in WORDS[1:]):
        return Relation.CHANGED
    if clause.number != before.number or before_above != before.parent_id:
        return Relation.MOVED
    return Relation.SAME


class Draft:
    """All clauses of a draft, taken for one change. What is done to it is done in memory until `save`.

    `look`: it is only looked at, and not taken.
    """

    def __init__(self, edition: Edition, *, look: bool = False) -> None:
        if not look:
            claim(edition)
        self.edition = edition
        self.order: list[Clause] = list(edition.clauses.select_related("previous").order_by("position"))
        self.by_key: dict[int | None, Clause] = {clause.pk: clause for clause in self.order}
        for clause in self.order:
            clause.edition, clause.parent = edition, self.by_key.get(clause.parent_id)
        merged = Clause.merged_from.through.objects.filter(from_clause__edition=edition)
        self.merged = set(merged.values_list("from_clause", flat=True))
        self.was: dict[int, dict] = {}
        self._remember()
        self.loose: set[int] = set()  # Those whose place has changed.

    @staticmethod
    def _state(clause: Clause) -> dict:
        return {name: getattr(clause, name) for name in SAVED}

    def _remember(self) -> None:
        self.was = {clause.pk: self._state(clause) for clause in self.order}

    def clause(self, key: int, seen=None) -> Clause:
        """A clause of the draft. Raises NotAllowed where it is gone, Stale where it was changed since it was `seen`."""
        if key not in self.by_key:
            raise NotAllowed(_("Somebody else has deleted that clause since you opened this page."))
        clause = self.by_key[key]
        if seen is not None and clause.updated_at != seen:
            raise Stale(clause)
        return clause

    def children(self, parent: Clause | None) -> list[Clause]:
        """The clauses that stand directly under one (or at the top), in reading order."""
        return [clause for clause in self.order if clause.parent_id == (parent.pk if parent else None)]

    def block(self, clause: Clause) -> list[Clause]:
        """A clause and all that stands under it, in reading order."""
        inside = {clause.pk}
        found = [clause]
        for other in self.order:
            if other.parent_id in inside:
                inside.add(other.pk)
                found.append(other)
        return found

    def put(self, clause: Clause, *, inside: Clause | None, after: Clause | None) -> None:
        """Put a clause, with all under it, under another (or at the top): after one of those there, or first."""
        self.was.setdefault(clause.pk, self._state(clause))
        block = self.block(clause)
        if inside in block or after in block:
            raise NotAllowed(_("A clause cannot be put under or after itself."))
        keys = {other.pk for other in block}
        rest = [other for other in self.order if other.pk not in keys]
        self.order = rest
        clause.parent = inside
        last = self.block(after)[-1] if after else inside  # What it stands behind.
        at = rest.index(last) + 1 if last else 0
        self.order = [*rest[:at], *block, *rest[at:]]
        self.by_key |= {clause.pk: clause}
        self.loose |= keys

    def take_out(self, clause: Clause, *, by: "User", reason: str) -> None:
        """Delete a clause under which nothing stands. Raises models.ProtectedError where something refers to it."""
        clause.say_who(by, reason)
        key = clause.pk
        clause.delete()
        self.order = [other for other in self.order if other is not clause]
        del self.by_key[key]

    def save(self, *, by: "User", reason: str) -> None:
        """Write what was changed, each clause with its history. Positions and relations follow from the rest."""
        self._set_positions()
        self._set_relations()
        now = timezone.now()
        changed: list[Clause] = []
        names: set[str] = set()
        for clause in self.order:
            differing = {name for name in SAVED if getattr(clause, name) != self.was[clause.pk][name]}
            if differing:
                changed.append(clause)
                names |= differing
            if differing & set(WORDS):
                clause.updated_at = now
        if "number" in names:
            # Two may change numbers with one another, and at no moment may two have the same.
            renumbered = [clause.pk for clause in changed if clause.number != self.was[clause.pk]["number"]]
            key = Cast(F("pk"), CharField())
            Clause.objects.filter(pk__in=renumbered).update(number=Concat(Value("~"), key))
        if changed:
            fields = [name.removesuffix("_id") for name in sorted(names)] + ["updated_at"]
            bulk_update_with_history(
                changed, Clause, fields, batch_size=500, default_user=by, default_change_reason=reason
            )
        self._remember()
        self.loose = set()

    def _set_positions(self) -> None:
        """Put those whose place has changed between their neighbours; all wide apart where there is no room."""
        fixed = [clause for clause in self.order if clause.pk not in self.loose]
        if any(one.position >= other.position for one, other in pairwise(fixed)):
            self._space_out()
            return
        before, waiting = 0, []
        for clause in [*self.order, None]:
            if clause is not None and clause.pk in self.loose:
                waiting.append(clause)
                continue
            after = clause.position if clause else before + GAP * (len(waiting) + 1)
            step = (after - before) // (len(waiting) + 1)
            if step < 1:
                self._space_out()
                return
            for place, loose in enumerate(waiting, start=1):
                loose.position = before + place * step
            before, waiting = after, []

    def _space_out(self) -> None:
        for place, clause in enumerate(self.order, start=1):
            clause.position = place * GAP

    def _set_relations(self) -> None:
        heirs = Counter(clause.previous_id for clause in self.order)
        lineages = {clause.lineage for clause in self.order}
        for clause in self.order:
            if clause.previous and clause.previous.lineage not in lineages:
                clause.lineage = clause.previous.lineage  # The piece that had it is gone.
                lineages.add(clause.lineage)
            above = self.by_key.get(clause.parent_id)
            clause.relation = relation_of(
                clause,
                merged=clause.pk in self.merged,
                parted=heirs[clause.previous_id] > 1,
                before_above=above.previous_id if above else None,
            )

    # Numbers.

    def free_number(self, parent: Clause | None) -> str:
        """The number to propose for one more clause under a parent (or at the top)."""
        return next_number((clause.number for clause in self.order), parent)

    def numbers(self, inside: Clause | None = None) -> dict[int, str]:
        """The number that each clause (or each under one) would have, counted in reading order: key → number.

        1, 2, 3 at the top; 4.1, 4.2 under 4. What has a word for its address (foreword, glossary) keeps it, and what
        was numbered on through several parts (1, 2 in part A, 3 in part B) still is.
        """
        meant = {clause.pk for clause in (self.block(inside)[1:] if inside else self.order)}
        homes = {clause.number for clause in self.order}
        counted = {key: self._counted(self.by_key[key], homes) for key in meant}
        found = {clause.pk: clause.number for clause in self.order if not counted.get(clause.pk)}
        taken = set(found.values())
        last: Counter[str] = Counter()
        for clause in self.order:
            if how := counted.get(clause.pk):
                stem = f"{found[clause.parent_id]}." if clause.parent_id and how != "on" else ""
                number = f"{stem}{clause.number.rpartition('.')[2]}"
                if how != "named":
                    number = next(f"{stem}{n}" for n in count(last[stem] + 1) if f"{stem}{n}" not in taken)
                    last[stem] = int(number.removeprefix(stem))
                found[clause.pk] = number
                taken.add(number)
        return {key: number for key, number in found.items() if key in meant}

    def _counted(self, clause: Clause, homes: set[str]) -> str:
        """How a clause is numbered: counted "in" its place, counted "on" through the text, "named" in it, or "" not."""
        parent = self.by_key.get(clause.parent_id)
        stem, _dot, last = clause.number.rpartition(".")
        if parent and stem == parent.number:
            return "in" if last.isdigit() else "named"
        if parent and clause.number.isdigit() and not parent.number.rpartition(".")[2].isdigit():
            return "on"
        # One that came here from elsewhere is counted here.
        return "in" if last.isdigit() and (not stem or stem in homes) else ""


def next_number(numbers, parent: Clause | None) -> str:
    """The first number after those given for one more clause under a parent (or at the top)."""
    inside = f"{parent.number}." if parent else ""
    last = [int(found[1]) for number in numbers if (found := re.match(rf"{re.escape(inside)}(\d+)", number))]
    return f"{inside}{max(last, default=0) + 1}"

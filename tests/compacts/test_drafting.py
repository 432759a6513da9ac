"""What officers do to the clauses of a draft: the verbs."""

import random

import pytest

from compact_portal.compacts import actions
from compact_portal.compacts.comparing import Outcome
from compact_portal.compacts.drafting import Draft
from compact_portal.compacts.lineage import compare_editions
from compact_portal.compacts.models import Clause, Relation
from compact_portal.history import NotAllowed


@pytest.fixture
def draft(edition, officer):
    """A draft begun from the edition in force."""
    return actions.begin_from(edition, "next", by=officer)


def one(draft, number):
    return draft.clauses.select_related("previous", "parent", "edition").get(number=number)


def numbers(draft):
    return " ".join(draft.clauses.order_by("position").values_list("number", flat=True))


def relations(draft):
    return {clause.number: clause.relation for clause in draft.clauses.all() if clause.relation != Relation.SAME}


def edit(draft, number, officer, /, **fields):
    clause = one(draft, number)
    actions.amend(clause, by=officer, reason="", seen=clause.updated_at, **fields)


def cut(draft, number, officer, at, new):
    clause = one(draft, number)
    return actions.split(
        clause, clause.body.index(at), number=new, by=officer, reason="Two things", seen=clause.updated_at
    )


def join(draft, first, second, officer):
    first, second = one(draft, first), one(draft, second)
    seen = {"seen": first.updated_at, "seen_other": second.updated_at}
    return actions.merge(first, second, by=officer, reason="One thing", **seen)


def put(draft, number, officer, inside=None, after=None):
    clause = one(draft, number)
    inside, after = (one(draft, found) if found else None for found in (inside, after))
    actions.place(clause, inside=inside, after=after, stood=actions.standing(clause), by=officer)


def test_a_carried_clause_is_changed_until_it_says_the_same_again(draft, officer):
    words = one(draft, "3.1").body
    edit(draft, "3.1", officer, body="We ask.")
    assert relations(draft) == {"3.1": Relation.CHANGED}
    edit(draft, "3.1", officer, body=words)
    assert relations(draft) == {}
    edit(draft, "3.1", officer, number="3.9")
    assert relations(draft) == {"3.9": Relation.MOVED}


def test_both_pieces_of_a_split_clause_go_on_from_it_and_one_keeps_its_lineage(draft, officer):
    before = one(draft, "3.1").previous
    cut(draft, "3.1", officer, "and leave", "3.3")
    assert numbers(draft) == "1 2 2.1 3 3.1 3.3 3.2 4 4.1 5 5.1"
    first, second = one(draft, "3.1"), one(draft, "3.3")
    assert (first.body, second.body) == ("We ask early,", "and leave twelve weeks for an answer.")
    assert first.previous == second.previous == before
    assert (first.lineage, first.lineage == second.lineage) == (before.lineage, False)
    assert relations(draft) == {"3.1": Relation.SPLIT, "3.3": Relation.SPLIT}
    actions.delete(first, by=officer, reason="")
    assert relations(draft) == {"3.3": Relation.CHANGED}
    assert one(draft, "3.3").lineage == before.lineage


def test_a_merged_clause_remembers_of_what_it_was_made(draft, officer, edition):
    join(draft, "3.2", "3.1", officer)  # Whichever is named first, the one that stands first stays.
    merged = one(draft, "3.1")
    assert (
        merged.body
        == "We ask early, and leave twelve weeks for an answer.\n\nWe give three months' notice before funding ends."
    )
    assert merged.previous == edition.clauses.get(number="3.1")
    assert list(merged.merged_from.all()) == [edition.clauses.get(number="3.2")]
    assert relations(draft) == {"3.1": Relation.MERGED}
    assert compare_editions(edition, draft).counts() == {Outcome.SAME: 8, Outcome.MERGED: 1}
    with pytest.raises(NotAllowed, match="beside each other"):
        join(draft, "3.1", "4.1", officer)
    # Going back brings the second again, and lets the first say what it said.
    for number in ("3.2", "3.1"):
        state = Clause.history.filter(edition=draft, number=number, history_type="+").get()
        actions.go_back(draft, state, by=officer, reason="")
    assert compare_editions(edition, draft).is_same
    assert relations(draft) == {}


def test_what_was_split_and_merged_again_is_as_it_was(draft, officer, edition):
    cut(draft, "3.1", officer, "and leave", "3.3")
    join(draft, "3.1", "3.3", officer)
    edit(draft, "3.1", officer, body=one(draft, "3.1").body.replace("\n\n", " "))
    assert relations(draft) == {}
    assert compare_editions(edition, draft).is_same


def test_a_clause_moves_anywhere_with_all_under_it_but_not_under_itself(draft, officer):
    put(draft, "3", officer, inside="5", after="5.1")
    assert numbers(draft) == "1 2 2.1 4 4.1 5 5.1 3 3.1 3.2"
    assert relations(draft) == {"3": Relation.MOVED}
    put(draft, "3.1", officer)
    assert numbers(draft) == "3.1 1 2 2.1 4 4.1 5 5.1 3 3.2"
    for place in ({"inside": "3"}, {"inside": "3.2"}, {"after": "3"}):
        with pytest.raises(NotAllowed, match="under or after itself"):
            put(draft, "3", officer, **place)


def test_numbers_are_counted_in_reading_order_and_words_stay(draft, officer):
    put(draft, "3.2", officer, inside="4", after="4.1")
    put(draft, "5", officer)
    edit(draft, "5", officer, number="words")
    edit(draft, "2.1", officer, number="2.a")
    draft.refresh_from_db()
    assert actions.new_numbers(Draft(draft), one(draft, "4")) == {"3.2": "4.2"}
    draft.refresh_from_db()
    changed = actions.renumber(draft, by=officer, reason="", seen=draft.updated_at)
    assert numbers(draft) == "words 5.1 1 2 2.a 3 3.1 4 4.1 4.2"
    assert changed == {"3.2": "4.2"}
    put(draft, "4", officer, after="words")
    draft.refresh_from_db()
    actions.renumber(draft, by=officer, reason="", seen=draft.updated_at)
    assert numbers(draft) == "words 5.1 1 1.1 1.2 2 3 3.a 4 4.1"
    with pytest.raises(NotAllowed, match="Somebody else has changed this draft"):
        actions.renumber(draft, by=officer, reason="", seen=draft.updated_at)


def test_what_stands_under_a_deleted_clause_goes_too_or_takes_its_place(draft, officer):
    with pytest.raises(NotAllowed, match="Other clauses stand under this one"):
        actions.delete(one(draft, "3"), by=officer, reason="")
    assert actions.delete(one(draft, "3"), by=officer, reason="", under="raise") == 0
    assert numbers(draft) == "1 2 2.1 3.1 3.2 4 4.1 5 5.1"
    assert actions.delete(one(draft, "4"), by=officer, reason="", under="delete") == 1
    assert numbers(draft) == "1 2 2.1 3.1 3.2 5 5.1"
    state = Clause.history.filter(edition=draft, number="4", history_type="-").get()
    assert actions.go_back(draft, state, by=officer, reason="Wanted after all").number == "4"
    assert numbers(draft) == "1 2 2.1 3.1 3.2 4 5 5.1"
    assert relations(draft) == {"3.1": Relation.MOVED, "3.2": Relation.MOVED}


@pytest.mark.parametrize("verb", ["amend", "split", "merge", "delete", "place", "go_back"])
def test_whoever_comes_second_is_told_by_every_verb(draft, officer, verb):
    mine, other = one(draft, "3.1"), one(draft, "3.2")
    stood, seen = actions.standing(mine), {"by": officer, "reason": "", "seen": mine.updated_at}
    edit(draft, "3.1", officer, body="Theirs. And more.")
    put(draft, "3.1", officer, inside="4")
    put(draft, "3.1", officer, inside="3")
    put(draft, "3.2", officer, inside="4")
    state = Clause.history.filter(edition=draft, id=mine.pk).last()
    calls = {
        "amend": lambda: actions.amend(mine, body="Mine.", **seen),
        "split": lambda: actions.split(mine, 3, number="3.4", **seen),
        "merge": lambda: actions.merge(mine, other, seen_other=other.updated_at, **seen),
        "delete": lambda: actions.delete(mine, **seen),
        "place": lambda: actions.place(other, inside=None, after=None, stood=stood, by=officer),
        "go_back": lambda: actions.go_back(draft, state, **seen),
    }
    with pytest.raises(NotAllowed, match="Somebody else has"):
        calls[verb]()
    assert one(draft, "3.1").body == "Theirs. And more."


# Any sequence.


def judge(edition, draft):
    """Numbers, places and lineage of a draft hold together."""
    clauses = list(draft.clauses.select_related("previous", "parent").order_by("position"))
    open_above = []
    for clause in clauses:
        while open_above and open_above[-1] != clause.parent_id:
            open_above.pop()
        assert clause.parent_id == (open_above[-1] if open_above else None), "a clause stands apart from its parent"
        open_above.append(clause.pk)
        assert not clause.number.startswith("~")
        assert (clause.previous is None) == (clause.relation == Relation.NEW)
    assert len({clause.number for clause in clauses}) == len(clauses)
    assert len({clause.position for clause in clauses}) == len(clauses)
    assert len({clause.lineage for clause in clauses}) == len(clauses)
    heirs = {}
    for clause in clauses:
        if clause.previous:
            heirs.setdefault(clause.previous, []).append(clause)
    for before, found in heirs.items():
        assert before.lineage in {clause.lineage for clause in found}, "a lineage was lost"
        assert len(found) == 1 or {clause.relation for clause in found} <= {Relation.SPLIT, Relation.MERGED}
    rows = compare_editions(edition, draft).rows
    assert [row.after.pk for row in rows if row.after] == [clause.pk for clause in clauses]
    dropped = {row.was.pk for row in rows if not row.after}
    went_on = {old.pk for row in rows if row.after for old in row.before}
    assert dropped | went_on == set(edition.clauses.values_list("pk", flat=True))
    assert not dropped & went_on
    told = {row.after.pk: row.outcome for row in rows if row.after}
    for clause in clauses:
        if clause.relation == Relation.SAME:
            assert told[clause.pk] in {Outcome.SAME, Outcome.MOVED}
        if clause.relation in {Relation.NEW, Relation.MERGED}:
            assert told[clause.pk] == clause.relation


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_sequence_of_steps_keeps_numbers_and_lineage_whole(edition, draft, officer, seed):
    chance = random.Random(seed)
    who = {"by": officer, "reason": ""}
    done = set()
    for _step in range(40):
        clauses = list(draft.clauses.select_related("previous", "parent", "edition").order_by("position"))
        clause, other = chance.choice(clauses), chance.choice(clauses)
        verb = chance.choice(
            ["add", "amend", "split", "merge", "place", "place", "delete", "renumber", "back", "number"]
        )
        try:
            if verb == "add":
                where = chance.choice([{"inside": clause, "after": None}, {"inside": None, "after": clause}])
                number = actions.next_number(draft, where["inside"] or clause.parent)
                actions.add(draft, number=number, body=f"New words. {_step} of them.", **where, **who)
            elif verb == "amend":
                actions.amend(
                    clause, seen=clause.updated_at, body=chance.choice(["Other words. Two.", clause.body or "x"]), **who
                )
            elif verb == "number":
                actions.amend(clause, seen=clause.updated_at, number=f"x{_step}", **who)
            elif verb == "split":
                at = clause.body.find(" ", 5)
                number = actions.next_number(draft, clause.parent)
                actions.split(clause, max(at, 0), number=number, seen=clause.updated_at, **who)
            elif verb == "merge":
                after = (
                    draft.clauses.filter(parent=clause.parent, position__gt=clause.position)
                    .order_by("position")
                    .first()
                )
                after = after or other
                actions.merge(clause, after, seen=clause.updated_at, seen_other=after.updated_at, **who)
            elif verb == "place":
                inside = other.parent if chance.random() < 0.5 else other
                after = other if inside == other.parent else None
                actions.place(clause, inside=inside, after=after, stood=actions.standing(clause), by=officer)
            elif verb == "delete" and len(clauses) > 6:
                actions.delete(clause, under=chance.choice(["delete", "raise"]), **who)
            elif verb == "renumber":
                draft.refresh_from_db()
                actions.renumber(draft, inside=chance.choice([None, clause]), seen=draft.updated_at, **who)
            elif verb == "back":
                states = list(Clause.history.filter(edition=draft).order_by("history_id"))
                actions.go_back(draft, chance.choice(states), **who)
            done.add(verb)
        except NotAllowed:
            continue
        judge(edition, draft)
    assert len(done) >= 7

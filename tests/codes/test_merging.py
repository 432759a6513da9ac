"""What a newer national version changes, and how it comes together with a Compact's own wording."""

from types import SimpleNamespace

import pytest

from codes.merging import Kind, changes, merge


def clause(name, number, body="", parent=None):
    """A clause whose lineage is its name; its key tells it from its relatives in other texts."""
    made = SimpleNamespace(lineage=name, number=number, kind="text", owed_by="", heading="", body=body or name)
    made.pk = object()
    made.parent_id = parent and parent.pk
    return made


@pytest.fixture
def old():
    one = clause("one", "1")
    two = clause("two", "2")
    return [one, clause("a", "1.1", "Old a.", one), clause("b", "1.2", "Old b.", one), two, clause("c", "2.1", "", two)]


@pytest.fixture
def new():
    one, between, two = clause("one", "1"), clause("between", "2"), clause("two", "3")
    return [
        one,
        clause("a", "1.1", "New a.", one),
        between,
        clause("x", "2.1", "", between),
        two,
        clause("c", "3.1", "", two),
    ]


def say(made, **choices):
    """What was decided: name of a clause → a choice, or its own wording."""
    told = {}
    for change in made:
        choice = choices.get(change.lineage, choices.get("rest", "adopt"))
        own = choice not in {"adopt", "keep"}
        told[change.lineage] = SimpleNamespace(
            action="adapt" if own else choice, heading="", body=choice if own else ""
        )
    return told


def told(rows):
    return [(row.number, row.body) for row in rows]


def test_each_change_is_told_once_where_it_stands(old, new):
    kinds = [(change.lineage, change.kind) for change in changes(old, new, old)]
    assert kinds == [
        ("a", Kind.CHANGED),
        ("b", Kind.GONE),
        ("between", Kind.NEW),
        ("x", Kind.NEW),
        ("two", Kind.MOVED),
        ("c", Kind.MOVED),
    ]


def test_all_adopted_is_the_newer_version(old, new):
    made = changes(old, new, old)
    assert told(merge(old, new, made, say(made))) == [(row.number, row.body) for row in new]


def test_all_kept_is_what_holds_here(old, new):
    made = changes(old, new, old)
    assert told(merge(old, new, made, say(made, rest="keep"))) == [(row.number, row.body) for row in old]
    assert told(merge(old, new, made, {})) == [(row.number, row.body) for row in old]


def test_each_clause_goes_its_own_way(old, new):
    made = changes(old, new, old)
    rows = merge(old, new, made, say(made, a="Our a.", b="keep", x="adopt", between="keep", two="keep", c="keep"))
    assert told(rows) == [
        ("1", "one"),
        ("1.1", "Our a."),
        ("1.2", "Old b."),
        ("2.2", "x"),  # Its section was not taken, so it stands alone; its number is taken here.
        ("2", "two"),
        ("2.1", "c"),
    ]
    assert rows[1].ours is old[1]
    assert rows[1].theirs is new[1]


def test_what_a_local_code_has_already_is_not_asked_again(old, new):
    local = [row for row in old if row.lineage != "b"]  # Left out here before the newer version left it out.
    local[1] = clause("a", "1.1", "New a.", local[0])  # Says here what the newer version says.
    local.append(clause("ours", "9"))
    made = changes(old, new, local)
    assert {change.lineage for change in made} == {"between", "x", "two", "c"}
    rows = merge(local, new, made, say(made))
    assert ("9", "ours") in told(rows)
    assert ("1.1", "New a.") in told(rows)


def test_nothing_local_is_lost_whatever_is_decided(old, new):
    local = [*old, clause("ours", "3")]
    made = changes(old, new, local)
    for rest in ["adopt", "keep", "Own words."]:
        rows = merge(local, new, made, say(made, rest=rest))
        assert "ours" in {row.lineage for row in rows}
        numbers = [row.number for row in rows]
        assert len(numbers) == len(set(numbers))

"""Arranging what was read: whatever is done, in whatever order, no word is lost and the tree stays a tree."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compact_portal.compacts.arranging import Arrangement, NotArranged
from compact_portal.compacts.importing import parse
from compact_portal.compacts.kinds import ClauseKind, OwedBy

TEXT = """# The Testham Compact

## 1. Why we have it

We work better when each knows what to expect. It costs little! *See. Also* “this”: A reason.

Page 3

## 2. What public bodies promise

Public bodies will:

- ask early, and leave twelve weeks
- answer. Give *reasons.* Every time
    - also late

  with a second paragraph
- pay on time

After the list.

### 2.9 Notice

Three months.

1. one
2. two

## Glossary

**Consultation:** asking before a decision.

**Consultation:** asking again.

Page 4
"""


def words(arrangement):
    """Every word of the arrangement, wherever it stands, with how often."""
    left = " ".join(left["text"] for left in arrangement.left_out)
    return Counter(re.findall(r"[^\W\d_]+", left + " " + " ".join(row.words for row in arrangement.rows)))


def check(arrangement):
    """What holds after every step."""
    levels = [row.level for row in arrangement.rows]
    assert all(1 <= level <= before + 1 for before, level in zip([0, *levels], levels, strict=False))
    numbers = [row.number for row in arrangement.rows]
    assert len(set(numbers)) == len(numbers)
    assert len({row.key for row in arrangement.rows}) == len(numbers)
    for row in arrangement.rows:
        assert row.heading or row.body
        assert (row.kind == ClauseKind.COMMITMENT) == bool(row.owed_by)
    assert [clause.number for clause in arrangement.parsed().walk()] == numbers
    assert Arrangement.from_dict(arrangement.as_dict()) == arrangement


@pytest.fixture
def read():
    return Arrangement.of(parse(TEXT))


def numbered(arrangement, number):
    return next(row for row in arrangement.rows if row.number == number)


def outline(arrangement):
    return [f"{'  ' * (row.level - 1)}{row.number} {row.kind}" for row in arrangement.rows]


STEPS = ["join", "move up", "move down", "move_in", "move_out", "leave_out", "renumber", "split", "points", "put_back"]


@given(st.data())
@settings(max_examples=50)
def test_any_sequence_of_steps_keeps_every_word_and_a_tree(data):
    arrangement = Arrangement.of(parse(TEXT))
    before = words(arrangement)
    for _turn in range(data.draw(st.integers(1, 12))):
        keys = [row.key for row in arrangement.rows]
        chosen = data.draw(st.lists(st.sampled_from(keys), unique=True, max_size=4)) if keys else []
        kind = data.draw(st.sampled_from(ClauseKind)).value
        was = arrangement.copy()
        try:
            take(
                arrangement, data.draw(st.sampled_from([*STEPS, "retype"])), chosen, kind, data.draw(st.integers(0, 5))
            )
        except NotArranged:
            arrangement = was
        check(arrangement)
        assert words(arrangement) == before


def take(arrangement, step, chosen, kind, number):
    first = chosen[0] if chosen else 0
    if step in ("move up", "move down"):
        arrangement.move(chosen, up=step == "move up")
    elif step == "renumber":
        arrangement.renumber()
    elif step == "split":
        pieces = arrangement.pieces(first)
        arrangement.split(first, pieces[number % len(pieces)].at if pieces else 0)
    elif step == "points":
        arrangement.points(first, kind, OwedBy.VCS)
    elif step == "put_back":
        arrangement.put_back(number, as_clause=bool(number % 2))
    elif step == "retype":
        arrangement.retype(chosen, kind, OwedBy.BOTH)
    else:
        getattr(arrangement, step)(chosen)


def test_what_was_read_comes_out_of_an_arrangement_as_it_was():
    parsed = parse(TEXT)
    assert Arrangement.from_dict(Arrangement.of(parsed).as_dict()).parsed() == parsed


def test_doubts_stand_beside_the_clause_they_concern(read):
    concerned = {read.row(key).number for key in read.doubts_of() if key}
    assert "glossary.2" in concerned  # The term that is defined twice.


def test_a_clause_is_joined_with_the_one_before_it(read):
    read.join([numbered(read, "2.9").key])
    assert "2.9 section" not in "".join(outline(read))
    assert "**Notice**\n\nThree months." in "".join(row.body for row in read.rows)


def test_a_clause_is_split_at_a_sentence_but_not_inside_emphasis(read):
    first = numbered(read, "1")
    assert [piece.words for piece in read.pieces(first.key)] == [
        "It costs little! *See. Also* “this”: A reason.",
        "*See. Also* “this”: A reason.",
        "A reason.",
    ]
    made = read.row(read.split(first.key, read.pieces(first.key)[0].at))
    assert first.body == "We work better when each knows what to expect."
    assert (made.kind, made.level, made.number) == ("text", 2, "1a")
    again = read.row(read.split(made.key, read.pieces(made.key)[0].at))
    assert (again.level, again.number, again.body) == (2, "1b", "*See. Also* “this”: A reason.")


def test_the_points_of_a_list_become_clauses():
    read = Arrangement.of(parse("# A\n\n## 1. Doing\n\nThis is how:\n\n1. one\n2. two\n   - more\n\nAfter."))
    assert read.points(read.rows[0].key, "commitment", "vcs") == 3
    assert [(row.number, row.kind, row.owed_by, row.body) for row in read.rows] == [
        ("1", "section", "", "This is how:"),
        ("1.1", "commitment", "vcs", "one"),
        ("1.2", "commitment", "vcs", "two\n- more"),
        ("1.3", "text", "", "After."),
    ]


def test_moving_in_and_out_keeps_the_reading_order(read):
    before = [row.key for row in read.rows]
    second = numbered(read, "2").key
    read.move_in([second])
    assert numbered(read, "2").level == 2
    assert numbered(read, "2.9").level == 3
    read.move_out([second])
    assert [row.key for row in read.rows] == before
    with pytest.raises(NotArranged, match="already stands at the top"):
        read.move_out([second])


def test_numbers_are_given_afresh_and_names_stay(read):
    read.move([numbered(read, "2").key], up=True)
    read.renumber()
    assert [row.number for row in read.rows if row.level == 1] == ["1", "2", "glossary"]
    assert numbered(read, "1").heading == "What public bodies promise"


def test_what_was_left_out_goes_back_where_the_file_has_it(read):
    assert [left["text"] for left in read.left_out] == ["Page 3", "Page 4"]
    key = read.put_back(0, as_clause=True)
    assert read.row(key).number == "1a"
    assert read.put_back(0, as_clause=False) == numbered(read, "glossary.2").key
    assert read.left_out == []


def test_a_number_is_given_once(read):
    row = numbered(read, "1")
    for number, said in (("2", "Another clause"), ("a b", "Use a number"), ("edit", "another page")):
        with pytest.raises(NotArranged, match=said):
            read.edit(row.key, number=number, heading=row.heading, kind=row.kind, owed_by="")

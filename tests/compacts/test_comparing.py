"""Comparing two texts: the engine, which knows no database."""

from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compact_portal.compacts.comparing import Mark, Outcome, compare, word_changes


@dataclass
class Piece:
    """A clause as the engine asks for it."""

    pk: int
    number: str
    body: str = ""
    heading: str = ""
    parent_id: int | None = None
    kind: str = "text"
    owed_by: str = ""
    lineage: int | None = None
    previous_id: int | None = None


def text(*rows, start=1):
    """Pieces of (number, body, previous), each under the one whose number its own begins with."""
    made = {}
    for pk, (number, body, previous) in enumerate(rows, start=start):
        parent = made.get(number.rpartition(".")[0])
        made[number] = Piece(pk, number, body, parent_id=parent.pk if parent else None, previous_id=previous)
    return list(made.values())


def told(comparison):
    return [
        (row.was.number if row.was else "", row.after.number if row.after else "", row.outcome)
        for row in comparison.rows
    ]


def shown(runs):
    """`we [-ask-] {+consult+} early`."""
    signs = {Mark.SAME: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}"}
    return "".join(signs[run.mark].format(run.words) for run in runs)


def spelt(runs, *marks):
    return "".join(run.words for run in runs if run.mark in marks)


BEFORE = text(
    ("1", "Why.", None),
    ("2", "Promises.", None),
    ("2.1", "We ask early, and leave twelve weeks for an answer.", None),
    ("2.2", "We pay on time. We give three months' notice before funding ends.", None),
    ("2.3", "We say thank you.", None),
    ("3", "Groups.", None),
    ("3.1", "Groups keep accounts.", None),
    ("3.2", "Groups show their accounts.", None),
    ("3.3", "Groups look after volunteers.", None),
)


def test_each_clause_is_told_by_what_became_of_it():
    after = text(
        ("1", "Why.", 1),
        ("2", "Promises.", 2),
        ("2.1", "We ask early, and leave sixteen weeks for an answer.", 3),
        ("2.2", "We pay on time.", 4),
        ("2.3", "We give three months' notice before funding ends.", 4),
        ("3", "Groups.", 6),
        ("3.1", "Groups look after volunteers.", 9),
        ("3.2", "Groups keep accounts.\n\nGroups show their accounts.", 7),
        ("3.3", "Groups speak up.", None),
        start=101,
    )
    links = {(piece.previous_id, piece.pk) for piece in after if piece.previous_id} | {(8, 108)}
    found = compare(BEFORE, after, links)
    assert told(found) == [
        ("1", "1", Outcome.SAME),
        ("2", "2", Outcome.SAME),
        ("2.1", "2.1", Outcome.CHANGED),
        ("2.2", "2.2", Outcome.SPLIT),
        ("2.2", "2.3", Outcome.SPLIT),
        ("2.3", "", Outcome.DROPPED),
        ("3", "3", Outcome.SAME),
        ("3.3", "3.1", Outcome.MOVED),
        ("3.1", "3.2", Outcome.MERGED),
        ("", "3.3", Outcome.NEW),
    ]
    assert found.counts() == {
        Outcome.SAME: 3,
        Outcome.CHANGED: 1,
        Outcome.MOVED: 1,
        Outcome.SPLIT: 1,
        Outcome.MERGED: 1,
        Outcome.NEW: 1,
        Outcome.DROPPED: 1,
    }
    assert shown(found.rows[2].body) == "We ask early, and leave [-twelve -]{+sixteen +}weeks for an answer."
    # What was only split or merged has no word removed or added.
    assert [shown(found.rows[place].body) for place in (3, 4)] == ["We pay on time.[- -]", after[4].body]
    assert not any(found.rows[place].words_changed for place in (3, 4, 8))
    back = compare(after, BEFORE, {(new, old) for old, new in links})
    assert ("2.2", "2.2", Outcome.MERGED) in told(back)
    assert ("3.2", "3.2", Outcome.SPLIT) in told(back)
    assert {outcome for *_pair, outcome in told(back)} == set(Outcome) - {Outcome.RENUMBERED}


def test_a_clause_that_only_got_another_number_did_not_move_and_one_under_another_section_did():
    after = text(
        ("1", "Why.", 1),
        ("2", "New.", None),
        ("3", "Promises.", 2),
        ("3.1", "We say thank you.", 5),
        ("3.2", BEFORE[2].body, 3),
        ("3.3", BEFORE[3].body, 4),
        ("4", "Groups.", 6),
        ("4.1", "Groups keep accounts.", 7),
        ("4.2", "Groups show their accounts.", 8),
        ("5", "Groups look after volunteers.", 9),
        start=101,
    )
    outcomes = {now: outcome for _was, now, outcome in told(compare(BEFORE, after))}
    assert outcomes == {
        "1": Outcome.SAME,
        "2": Outcome.NEW,
        "3": Outcome.RENUMBERED,
        "3.1": Outcome.MOVED,
        "3.2": Outcome.RENUMBERED,
        "3.3": Outcome.RENUMBERED,
        "4": Outcome.RENUMBERED,
        "4.1": Outcome.RENUMBERED,
        "4.2": Outcome.RENUMBERED,
        "5": Outcome.MOVED,
    }


def test_who_owes_it_is_a_change_though_no_word_is():
    before = [Piece(1, "1", "To listen.", kind="commitment", owed_by="vcs")]
    after = [Piece(2, "1", "To listen.", kind="commitment", owed_by="both", previous_id=1)]
    (row,) = compare(before, after).rows
    assert (row.outcome, row.owed_by_changed, row.words_changed) == (Outcome.CHANGED, True, False)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("We will ask.", "We will ask early.", "We will ask{+ early+}."),
        ("We'll ask early", "We'll ask late", "We'll ask [-early-]{+late+}"),
        ("One of two and three", "Four of five and six", "[-One of two and three-]{+Four of five and six+}"),
        ("One.\n\nTwo.", "One. Two.", "One.[-\n\n-]{+ +}Two."),
        ("", "All new.", "{+All new.+}"),
        ("The same.", "The same.", "The same."),
    ],
)
def test_words_are_marked_as_a_person_would(before, after, expected):
    assert shown(word_changes(before, after)) == expected


WORDS = st.lists(st.sampled_from(["we", "ask", "pay", "of", ". ", "\n\n", " ", "- ", "**", "ŵy", "it's"])).map("".join)


@given(WORDS, WORDS)
@settings(max_examples=150)
def test_the_changes_lead_from_one_wording_to_the_other(before, after):
    changes = word_changes(before, after)
    assert spelt(changes, Mark.SAME, Mark.REMOVED) == before
    assert spelt(changes, Mark.SAME, Mark.ADDED) == after


@st.composite
def two_texts(draw):
    """A text, and what became of it by any number of changes: words, moves, splits, merges, new and dropped ones."""
    keys = count(1)
    before = [Piece(next(keys), f"a{place}", draw(WORDS), draw(WORDS)) for place in range(draw(st.integers(0, 6)))]
    after, links = [], set()
    for old in before:
        for _piece in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3]))):
            same = draw(st.booleans())
            new = Piece(next(keys), "", old.body if same else draw(WORDS), old.heading if same else draw(WORDS))
            after.append(new)
            links.add((old.pk, new.pk))
    after += [Piece(next(keys), "", draw(WORDS)) for _new in range(draw(st.integers(0, 2)))]
    after = draw(st.permutations(after))
    for place, new in enumerate(after):
        new.number = f"b{place}"
        above = draw(st.sampled_from([None, *after[:place]]))
        new.parent_id = above.pk if above else None
        if draw(st.integers(0, 4)) == 0 and before:
            links.add((draw(st.sampled_from(before)).pk, new.pk))
    return before, after, links


def applied(before, comparison):
    """What one gets by carrying out the changes on the text before: (number, heading, body) in order.

    What stays the same is taken from the text before, and what is removed must stand there.
    """
    done, result, said = set(), [], {}
    for row in comparison.rows:
        if row.after is None:
            assert shown(row.heading + row.body) == "".join(
                f"[-{words}-]" for words in (row.was.heading, row.was.body) if words
            )
            done.add(row.was.pk)
            continue
        said[row.after.pk] = row
        done |= {old.pk for old in row.before}
        result.append(
            (row.after.number, spelt(row.heading, Mark.SAME, Mark.ADDED), spelt(row.body, Mark.SAME, Mark.ADDED))
        )
    families = {}
    for row in comparison.rows:
        if row.after is not None and row.before:
            family = tuple(piece.pk for piece in row.pieces) or (row.after.pk,)
            families.setdefault(family, {}).update({old.pk: old for old in row.before})
    for family, olds in families.items():
        first, *others = [old for old in before if old.pk in olds]
        rows = [said[key] for key in family]
        bodies = [first.body, *("\n\n".join(filter(None, [old.heading, old.body])) for old in others)]
        assert spelt([run for row in rows for run in row.body], Mark.SAME, Mark.REMOVED) == "\n\n".join(bodies)
        assert spelt([run for row in rows for run in row.heading], Mark.SAME, Mark.REMOVED) == first.heading
    assert done == {old.pk for old in before}
    return result


@given(two_texts())
@settings(max_examples=150)
def test_a_comparison_applied_to_the_one_text_gives_the_other(texts):
    before, after, links = texts
    comparison = compare(before, after, links)
    assert applied(before, comparison) == [(piece.number, piece.heading, piece.body) for piece in after]
    back = compare(after, before, {(new, old) for old, new in links})
    assert applied(after, back) == [(piece.number, piece.heading, piece.body) for piece in before]


@pytest.mark.parametrize(
    ("before", "after"),
    [("a " * 540, "b a " * 270), ("a " * 20_000, "b a " * 99), ("a b. " * 8_000, "a c. " * 8_000)],
)
def test_words_that_recur_without_end_take_no_time_without_end(before, after):
    assert spelt(word_changes(before, after), Mark.SAME, Mark.ADDED) == after

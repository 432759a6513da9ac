"""The ladders of reminders, worked out by hand on calendars of 2026 and 2027."""

from datetime import date

import pytest

from disputes import reminding
from disputes.reminding import before_and_after, due_now, may_send, of_idleness, of_outside
from disputes.words import State

# A clock of 20 working days over Christmas in England: from Monday 7 December 2026 until Thursday 7 January 2027.
# No working days: 25 December, 28 December (for Boxing Day), 1 January.
OVER_CHRISTMAS = """
-10  2026-12-21
-5   2026-12-30
-2   2027-01-05
0    2027-01-07
+2   2027-01-11
+5   2027-01-14
+10  2027-01-21
"""
# Three weeks in England: from Monday 2 November until Monday 23 November 2026 (15 working days): no rung of ten days.
THREE_WEEKS = """
-5   2026-11-16
-2   2026-11-19
0    2026-11-23
+2   2026-11-25
+5   2026-11-30
+10  2026-12-07
"""
# Scotland keeps 30 November (Saint Andrew's Day): five working days from Wednesday 25 November until 3 December 2026.
IN_SCOTLAND = """
-2   2026-12-01
0    2026-12-03
+2   2026-12-07
+5   2026-12-10
+10  2026-12-17
"""


@pytest.mark.parametrize(
    ("start", "due", "nation", "by_hand"),
    [
        (date(2026, 12, 7), date(2027, 1, 7), "england", OVER_CHRISTMAS),
        (date(2026, 11, 2), date(2026, 11, 23), "england", THREE_WEEKS),
        (date(2026, 11, 25), date(2026, 12, 3), "scotland", IN_SCOTLAND),
    ],
)
def test_the_rungs_of_a_clock(start, due, nation, by_hand):
    assert "".join(f"{rung.name:<5}{rung.on}\n" for rung in before_and_after(start, due, nation)) == by_hand[1:]


def test_no_two_rungs_are_closer_than_the_spacing():
    gaps = [after - before for before, after in zip(reminding.LADDER, reminding.LADDER[1:], strict=False)]
    assert min(gaps) >= reminding.SPACING
    assert len(reminding.LADDER) < reminding.MOST


def test_a_rung_is_sent_on_its_day_or_two_working_days_later_and_then_no_more():
    rungs = before_and_after(date(2026, 11, 2), date(2026, 11, 23), "england")
    names = {
        day: (found.name if (found := due_now(rungs, date(2026, 11, day), "england")) else "") for day in range(12, 24)
    }
    # Saturdays and Sundays are silent; on the 18th the rung of the 16th is two working days old.
    assert names == {
        12: "", 13: "", 14: "", 15: "", 16: "-5", 17: "-5", 18: "-5", 19: "-2", 20: "-2", 21: "", 22: "", 23: "0",
    }  # fmt: skip


def test_an_old_case_that_is_long_overdue_reminds_nobody():
    rungs = before_and_after(date(2024, 1, 1), date(2024, 2, 1), "england")
    assert due_now(rungs, date(2026, 11, 23), "england") is None


def test_the_spacing_is_two_working_days_and_there_is_a_cap():
    friday = date(2026, 11, 20)
    assert not may_send([friday], date(2026, 11, 23), "england")
    assert may_send([friday], date(2026, 11, 24), "england")
    assert may_send([], friday, "england")
    assert not may_send([date(2026, 1, 1)] * reminding.MOST, friday, "england")


def test_outside_and_idle_rungs():
    assert [str(rung.on) for rung in of_outside(date(2027, 3, 1), "Judicial review")] == [
        "2027-01-04",
        "2027-02-01",
        "2027-02-22",
    ]
    assert [str(rung.on) for rung in of_idleness(State.TALKING, date(2026, 11, 2))] == [
        "2026-11-30",
        "2026-12-28",
        "2027-01-18",
    ]
    assert of_idleness(State.AWAITING_ANSWER, date(2026, 11, 2)) == []
    # 28 December is a bank holiday: the rung goes out on the 29th.
    rungs = of_idleness(State.TALKING, date(2026, 11, 2))
    assert due_now(rungs, date(2026, 12, 28), "england") is None
    assert due_now(rungs, date(2026, 12, 29), "england").name == "8 weeks idle"

"""Due soon, overdue and long overdue: days counted by hand on a calendar."""

from datetime import date

import pytest

from disputes.lateness import Lateness, lateness, left_in_words

# Last day, today, nation -> the tag, and the words.
TABLE = """
2026-12-11 2026-12-03 england in-time        Friday, and Monday to Friday: six working days
2026-12-11 2026-12-04 england due-soon       Friday the week before: Monday to Friday are five
2026-12-29 2026-12-18 england due-soon       21, 22, 23, 24 and 29: Christmas and its substitute count nothing
2026-12-29 2026-12-17 england in-time        and 18
2027-03-30 2027-03-22 england due-soon       23, 24, 25 and 30: Easter lies between
2027-03-30 2027-03-19 england due-soon       and 22
2027-03-30 2027-03-18 england in-time        and 19
2027-03-30 2027-03-19 scotland in-time       Easter Monday counts in Scotland: six
2026-12-11 2026-12-11 england due-soon       the last day itself
2026-12-11 2026-12-12 england overdue        the day after, a Saturday
2026-12-11 2027-01-12 england overdue        19 working days late: Christmas, Boxing Day's substitute, New Year
2026-12-11 2027-01-13 england long-overdue   20 working days late
2026-12-11 2027-01-13 scotland overdue       2 January's substitute makes it 19 there
"""
ROWS = [line.split(maxsplit=4)[:4] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("due", "today", "nation", "tag"), ROWS)
def test_how_near_a_last_day_is(due, today, nation, tag):
    assert lateness(date.fromisoformat(due), date.fromisoformat(today), nation) == tag


def test_six_working_days_before_is_in_time_and_a_day_off_brings_it_nearer():
    due, today = date(2026, 12, 11), date(2026, 12, 3)
    assert lateness(due, today, "england") == Lateness.IN_TIME
    assert lateness(due, today, "england", {date(2026, 12, 8): "Derby charter day"}) == Lateness.SOON


def test_what_is_left_is_said_in_working_days():
    due = date(2026, 12, 11)
    assert left_in_words(due, date(2026, 12, 3), "england") == "6 working days left"
    assert left_in_words(due, date(2026, 12, 10), "england") == "1 working day left"
    assert left_in_words(due, due, "england") == "today is the last day"
    assert left_in_words(due, date(2026, 12, 13), "england") == "the last day is over"
    assert left_in_words(due, date(2026, 12, 14), "england") == "1 working day late"

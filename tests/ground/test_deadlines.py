"""Dates worked out by hand on a calendar, and the words that explain them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.deadlines import (
    SUBDIVISIONS,
    Unit,
    deadline,
    is_working_day,
    period,
    working_days_between,
    written,
)

# start, amount, unit, nation -> end. Worked out with a printed calendar and the bank holidays on GOV.UK.
TABLE = """
2026-11-02   5 working_days england          2026-11-09  a Monday; one weekend
2026-11-06   1 working_days england          2026-11-09  from a Friday to the Monday
2026-11-07   1 working_days england          2026-11-09  starting on a Saturday changes nothing
2026-12-24   1 working_days england          2026-12-29  Christmas on Friday, Boxing Day's substitute on Monday 28
2026-12-18  10 working_days england          2027-01-06  Christmas, substitute day, New Year and three weekends
2026-12-18  10 working_days wales            2027-01-06  as England
2026-12-18  10 working_days northern_ireland 2027-01-06  as England
2026-12-18  10 working_days scotland         2027-01-07  2 January is a Saturday: Monday 4 is its substitute
2027-12-23   2 working_days england          2027-12-29  both days on a weekend: Monday 27 and Tuesday 28 instead
2025-12-31   1 working_days england          2026-01-02  New Year's Day on a Thursday
2025-12-31   1 working_days scotland         2026-01-05  2 January as well, then a weekend
2027-03-24   5 working_days england          2027-04-02  Good Friday 26 March, Easter Monday 29 March
2027-03-24   5 working_days scotland         2027-04-01  Easter Monday is worked in Scotland
2026-03-16   1 working_days england          2026-03-17  Saint Patrick's Day is worked in England
2026-03-16   1 working_days northern_ireland 2026-03-18  and not in Northern Ireland
2026-07-10   1 working_days northern_ireland 2026-07-14  12 July is a Sunday: Monday 13 is its substitute
2026-07-10   1 working_days wales            2026-07-13  worked in Wales
2026-08-28   1 working_days england          2026-09-01  last Monday of August
2026-08-28   1 working_days scotland         2026-08-31  which Scotland works
2026-07-31   1 working_days scotland         2026-08-04  first Monday of August, which Scotland keeps
2026-11-27   1 working_days scotland         2026-12-01  Saint Andrew's Day on a Monday
2026-11-27   1 working_days england          2026-11-30  a working day in England
2028-02-28   2 working_days england          2028-03-01  29 February 2028 is a Tuesday
2026-10-01  20 working_days england          2026-10-29  no holidays: four weeks
2026-11-02   3 weeks        england          2026-11-23  Monday to Monday
2026-12-04   3 weeks        england          2026-12-29  falls on Christmas Day: Tuesday 29 is the next working day
2026-12-04   3 weeks        scotland         2026-12-29  the same
2027-03-05   3 weeks        england          2027-03-30  falls on Good Friday: Tuesday after Easter
2027-03-05   3 weeks        scotland         2027-03-29  Easter Monday is a working day in Scotland
2026-11-07   1 weeks        england          2026-11-16  Saturday to Saturday, so Monday
2026-11-30   3 months       england          2027-03-01  28 February is a Sunday: Monday 1 March
2027-11-30   3 months       england          2028-02-29  a leap year: 29 February, a Tuesday
2028-02-29  12 months       england          2029-02-28  no 29 February in 2029: the last day, a Wednesday
2027-02-28   1 months       england          2027-03-30  the corresponding date is Easter Sunday: Tuesday 30
2026-08-31   1 months       england          2026-09-30  no 31 September
2026-01-15  12 months       england          2027-01-15  a Friday
2026-11-02  30 days         england          2026-12-02  a Wednesday
2026-11-05  30 days         england          2026-12-07  falls on Saturday 5 December
2027-12-20   5 working_days england          2027-12-29  Christmas on a weekend: Monday 27 and Tuesday 28 instead
2027-12-20   5 working_days scotland         2027-12-29  the same
2027-12-20   8 working_days england          2028-01-04  New Year's Day on a Saturday: Monday 3 January instead
2027-12-20   8 working_days wales            2028-01-04  as England
2027-12-20   8 working_days northern_ireland 2028-01-04  as England
2027-12-20   8 working_days scotland         2028-01-05  and Tuesday 4 for 2 January
2028-04-12   3 working_days england          2028-04-19  Good Friday 14 April, Easter Monday 17 April
2028-04-12   3 working_days wales            2028-04-19  as England
2028-04-12   3 working_days northern_ireland 2028-04-19  as England
2028-04-12   3 working_days scotland         2028-04-18  Easter Monday is worked
2028-02-25   3 working_days wales            2028-03-01  29 February is worked, and so is Saint David's Day
2028-02-25   3 working_days scotland         2028-03-01  the same
2027-02-26   3 working_days northern_ireland 2027-03-03  no 29 February
2028-01-31   1 months       wales            2028-02-29  the last day of a February with 29, a Tuesday
2027-01-31   1 months       wales            2027-03-01  28 February is a Sunday
2027-02-28  12 months       northern_ireland 2028-02-28  the corresponding date, not the last of the month
2026-10-23   1 working_days england          2026-10-26  over the Sunday with 25 hours
2026-10-23   1 weeks        scotland         2026-10-30  the same
2026-10-01  30 days         wales            2026-11-02  Saturday 31 October; the hour more counts nothing
2026-03-27   1 working_days northern_ireland 2026-03-30  over the Sunday with 23 hours
2026-03-27   2 days         england          2026-03-30  ends on that Sunday, so Monday
2026-06-12   1 working_days scotland         2026-06-16  a one-off bank holiday on Monday 15 June
2026-06-12   1 working_days england          2026-06-15  which England works
2027-11-29   1 working_days scotland         2027-12-01  Saint Andrew's Day on a Tuesday
2027-11-29   1 working_days northern_ireland 2027-11-30  a working day there
2027-07-30   1 working_days scotland         2027-08-03  first Monday of August
2027-07-30   1 working_days wales            2027-08-02  a working day there
2027-08-27   1 working_days northern_ireland 2027-08-31  last Monday of August
2027-08-27   1 working_days scotland         2027-08-30  a working day there
2027-07-09   1 working_days northern_ireland 2027-07-13  12 July on a Monday
2028-03-16   1 working_days northern_ireland 2028-03-20  Saint Patrick's Day on a Friday
2028-03-16   1 working_days scotland         2028-03-17  a working day there
2022-09-16   1 working_days england          2022-09-20  a day of mourning, Monday 19 September, in every nation
2022-09-16   1 working_days scotland         2022-09-20  the same
2022-09-16   1 working_days northern_ireland 2022-09-20  the same
2023-05-05   1 working_days wales            2023-05-09  a coronation, Monday 8 May
2020-05-01   1 working_days england          2020-05-04  May Day was moved in 2020
2020-05-07   1 working_days england          2020-05-11  to Friday 8 May
"""
ROWS = [line.split(maxsplit=5)[:5] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("start", "amount", "unit", "nation", "end"), ROWS)
def test_a_period_ends_on_the_day_worked_out_by_hand(start, amount, unit, nation, end):
    assert deadline(date.fromisoformat(start), int(amount), unit, nation).ends_on == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2026-11-30", 3, "months", "2027-02-28"),  # a Sunday, and it stays
        ("2026-11-05", 30, "days", "2026-12-05"),  # a Saturday
        ("2026-11-13", 6, "weeks", "2026-12-25"),  # Christmas Day
        ("2028-02-29", 12, "months", "2029-02-28"),
    ],
)
def test_a_time_limit_of_a_court_stays_where_it_falls(start, amount, unit, end):
    found = deadline(date.fromisoformat(start), amount, unit, "england", runs_on=False)
    assert found.ends_on == date.fromisoformat(end)
    assert found.skipped == ()


def test_a_local_day_off_is_skipped_with_its_name():
    found = deadline(date(2026, 11, 2), 3, Unit.WORKING_DAYS, "england", {date(2026, 11, 4): "Derby charter day"})
    assert found.ends_on == date(2026, 11, 6)
    assert "Derby charter day (4 November 2026)" in found.explanation()


def test_a_local_day_off_without_a_name_is_skipped_too():
    found = deadline(date(2026, 11, 2), 3, Unit.WORKING_DAYS, "england", [date(2026, 11, 4)])
    assert found.ends_on == date(2026, 11, 6)
    assert "local day off (4 November 2026)" in found.explanation()


def test_working_days_explain_their_start_what_is_skipped_and_their_end():
    assert deadline(date(2026, 12, 18), 10, "working_days", "england").sentences() == [
        "The time is 10 working days from 18 December 2026; the day after that is day 1.",
        (
            "Days not counted: 6 Saturdays and Sundays; Christmas Day (25 December 2026); "
            "substitute day for Boxing Day (28 December 2026); New Year's Day (1 January 2027)."
        ),
        "The last day is 6 January 2027.",
    ]


def test_weeks_explain_why_the_next_working_day_was_taken():
    assert deadline(date(2026, 12, 4), 3, "weeks", "england").sentences() == [
        "The time is 3 weeks from 4 December 2026; the day after that is day 1.",
        (
            "It would end on 25 December 2026; the next working day is taken, because these are not working days: "
            "2 Saturdays and Sundays; Christmas Day (25 December 2026); "
            "substitute day for Boxing Day (28 December 2026)."
        ),
        "The last day is 29 December 2026.",
    ]


def test_months_explain_a_date_that_does_not_exist():
    explained = deadline(date(2028, 2, 29), 12, "months", "england").explanation()
    assert "The last month has no such date, so its last day is taken." in explained
    assert str(deadline(date(2028, 2, 29), 12, "months", "england")) == "28 February 2029"


def test_a_plain_period_is_explained_in_two_sentences():
    assert deadline(date(2026, 11, 2), 3, "weeks", "wales").sentences() == [
        "The time is 3 weeks from 2 November 2026; the day after that is day 1.",
        "The last day is 23 November 2026.",
    ]


def test_two_holidays_on_one_day_are_both_named():
    # Boxing Day and Christmas Day's substitutes never meet, so look for any such day and read its words.
    found = deadline(date(2022, 5, 31), 3, "working_days", "england")
    assert "Spring Bank Holiday (2 June 2022)" in found.explanation()
    assert "Platinum Jubilee of Elizabeth II (3 June 2022)" in found.explanation()


@pytest.mark.parametrize(("amount", "nation"), [(0, "england"), (-3, "england"), (5, "atlantis")])
def test_nonsense_is_refused(amount, nation):
    with pytest.raises(ValueError, match="."):
        deadline(date(2026, 11, 2), amount, "weeks", nation)


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="fortnights"):
        deadline(date(2026, 11, 2), 1, "fortnights", "england")


def test_periods_and_dates_are_written_as_people_write_them():
    assert period(1, "weeks") == "1 week"
    assert period(20, Unit.WORKING_DAYS) == "20 working days"
    assert written(date(2027, 3, 14)) == "14 March 2027"


@given(
    start=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    amount=st.integers(1, 60),
    nation=st.sampled_from(sorted(SUBDIVISIONS)),
)
def test_working_days_counted_there_and_back_are_the_same(start, amount, nation):
    found = deadline(start, amount, Unit.WORKING_DAYS, nation)
    assert is_working_day(found.ends_on, nation)
    assert working_days_between(start, found.ends_on, nation) == amount == found.counted
    assert found.counted + len(found.skipped) == (found.ends_on - start).days


@given(
    start=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    amount=st.integers(1, 30),
    unit=st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS]),
    nation=st.sampled_from(sorted(SUBDIVISIONS)),
)
def test_a_calendar_period_ends_on_a_working_day_and_never_early(start, amount, unit, nation):
    strict = deadline(start, amount, unit, nation, runs_on=False).ends_on
    found = deadline(start, amount, unit, nation).ends_on
    assert is_working_day(found, nation)
    assert timedelta(0) <= found - strict <= timedelta(days=6)

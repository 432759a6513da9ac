"""Public figures: written by hand, and attacked by somebody who does sums with everything that is shown."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from disputes.figures import Band, band, middle, periods, share, spread, told, told_by_period
from disputes.models import Dispute
from tests.disputes import steps
from tests.queries import queries_of

SMALL = st.integers(min_value=0, max_value=12)


def test_numbers_are_told_in_fives_and_none_below_five():
    assert [band(number) for number in (0, 1, 4)] == [None, None, None]
    assert [band(number) for number in (5, 9, 10, 23)] == [Band(5, 9), Band(5, 9), Band(10, 14), Band(20, 24)]
    assert str(Band(5, 9)) == "5 to 9"


def test_years_with_too_few_are_joined_with_earlier_ones():
    assert periods({2026: 7, 2025: 2, 2024: 4, 2023: 1}) == [(2026, 2026), (2023, 2025)]
    assert periods({2026: 2, 2025: 5, 2024: 6}) == [(2025, 2026), (2024, 2024)]
    assert periods({2026: 2, 2025: 1}) == []


def test_times_are_whole_weeks_and_never_one_case():
    assert middle([7, 14, 14, 21]) is None
    assert middle([7, 14, 15, 21, 70]) == 2
    assert spread([7, 8, 9, 10, 11, 28, 29, 30, 31, 90]) == (1, 4)
    assert spread([7, 8, 9, 10, 11, 28, 29, 30, 31]) is None


def test_a_share_is_in_tens_and_only_where_both_sides_are_many():
    assert share(6, 12) == 50
    assert share(11, 16) == 70
    assert share(11, 15) is None


def test_a_list_that_gives_a_part_away_is_withheld():
    assert told({"a": 9, "b": 9, "c": 4, "d": 4, "e": 4}, 30) is None  # Each of the last can only be 4.
    assert told({"a": 4, "b": 4, "c": 4, "d": 4, "e": 4}, 20) is None
    assert told({"a": 9, "b": 4, "c": 1, "d": 0, "e": 0}, 14) == {"a": Band(5, 9)}
    # A kind of which all time tells 5 to 9, and one year of two the same: the other year may be anything to four.
    assert told_by_period({"a": [5, 1], "b": [6, 7]}, {"a": Band(5, 9), "b": Band(10, 14)}, [11, 8]) == {
        "a": [Band(5, 9), None],
        "b": [Band(5, 9), Band(5, 9)],
    }


@given(st.lists(SMALL, min_size=2, max_size=4))
def test_nobody_can_work_out_a_small_part_of_a_list(numbers):
    shown = told(dict(enumerate(numbers)), sum(numbers))
    if shown is None:
        return
    whole = band(sum(numbers))
    fits = [range(b.least, b.most + 1) if (b := shown.get(key)) else range(5) for key in range(len(numbers))]
    possible = [guess for guess in product(*fits) if whole.least <= sum(guess) <= whole.most]
    assert tuple(numbers) in possible
    for key, number in enumerate(numbers):
        if number < 5:
            assert len({guess[key] for guess in possible}) >= 3


@given(st.lists(st.lists(SMALL, min_size=2, max_size=2), min_size=2, max_size=3))
def test_nobody_can_work_out_a_small_part_of_a_year_from_the_other_years(rows):
    counts = dict(enumerate(rows))
    totals = [sum(column) for column in zip(*rows, strict=True)]
    over_all = told({key: sum(row) for key, row in counts.items()}, sum(totals))
    if over_all is None or min(totals) < 5:
        return
    shown = told_by_period(counts, over_all, totals)
    if not shown:
        return
    places = [(key, place) for key in counts for place in range(2)]
    fits = [range(b.least, b.most + 1) if (b := shown[key][place]) else range(5) for key, place in places]
    small = [place for place in places if counts[place[0]][place[1]] < 5]
    seen = {place: set() for place in small}
    for guess in product(*fits):
        cell = dict(zip(places, guess, strict=True))
        years = all(
            band(totals[place]).least <= sum(cell[key, place] for key in counts) <= band(totals[place]).most
            for place in range(2)
        )
        kinds = all(
            (over_all[key].least if key in over_all else 0)
            <= cell[key, 0] + cell[key, 1]
            <= (over_all[key].most if key in over_all else 4)
            for key in counts
        )
        if years and kinds:
            for place in small:
                seen[place].add(cell[place])
    assert all(len(values) >= 3 for values in seen.values())


@given(st.integers(5, 200), st.integers(5, 200))
def test_no_difference_of_two_figures_tells_a_small_number(one, other):
    larger, smaller = max(one, other), min(one, other)
    if larger - smaller < 5:
        least = max(0, band(larger).least - band(smaller).most)
        most = band(larger).most - band(smaller).least
        assert most - least >= 4


# The page ----

FIGURES = "/compacts/testham/disputes/figures"


@pytest.fixture
def many(town, group, council, complainant, respondent):
    """Eighteen disputes: twelve answered, of these six late; six resolved; seven are counted for the year after."""
    made = [steps.raised(town, group, council, by=complainant) for _number in range(18)]
    now = timezone.now()
    for place, case in enumerate(made[:12]):
        case.go_formal(by=complainant, at=now - timedelta(days=10 if place < 6 else 60))
        case.respond(by=respondent, note="No.", at=now)
    for case in made[:6]:
        case.settle(by=complainant, outcome="explanation", remedy_met="partly")
    after = now.date().replace(month=6, day=1, year=now.year + 1)
    Dispute.objects.filter(pk__in=[case.pk for case in made[:7]]).update(raised_on=after)
    return made


def test_the_figures_are_those_counted_by_hand(many, client):
    year = timezone.localdate().year
    rows = client.get(f"{FIGURES}.json").json()["figures"]
    found = {(row["measure"], row["part"], row["period"]): (row["at_least"], row["at_most"]) for row in rows}
    every = "All years"
    assert found["raised", "Raised", every] == (15, 19)
    assert found["raised", "Raised", str(year)] == (10, 14)
    assert found["raised", "Raised", str(year + 1)] == (5, 9)
    assert found["stages", "Informal", every] == (5, 9)
    assert found["stages", "Formal", every] == (10, 14)
    assert found["answers", "Answered in time", every] == (5, 9)
    assert found["answers", "Answered late", every] == (5, 9)
    assert found["outcomes", "An explanation or apology", every] == (5, 9)
    assert found["outcomes", "Still open", every] == (10, 14)
    assert found["remedies", "Part of what was asked for", every] == (5, 9)
    assert found["median_weeks_to_answer", "", every] == (5, 5)  # 35 days: between 10 and 60.
    assert found["middle_half_weeks_to_answer", "", every] == (1, 9)
    assert found["percent_answered_in_time", "", every] == (50, 50)
    assert found["clauses", "3.1", every] == (15, 19)
    assert (
        min(least for measure, *_rest in found for least in [found[measure, *_rest][0]] if "weeks" not in measure) >= 5
    )
    assert client.get(f"{FIGURES}.csv").content.decode().count("\n") == len(rows) + 1
    page = client.get(f"{FIGURES}/")
    assert "about 5 weeks" in page.content.decode()
    assert "Set-Cookie" not in page.headers
    assert client.get(f"{FIGURES}/", headers={"if-none-match": page["ETag"]}).status_code == 304
    assert len(queries_of(client, f"{FIGURES}.json")) <= 15


def test_below_five_the_pages_are_the_same_as_without_any(town, group, council, complainant, client):
    addresses = ["/compacts/testham/disputes/", f"{FIGURES}/", f"{FIGURES}.csv", f"{FIGURES}.json"]
    empty = [client.get(address).content for address in addresses]
    for _number in range(4):
        steps.raised(town, group, council, by=complainant)
    assert [client.get(address).content for address in addresses] == empty

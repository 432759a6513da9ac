"""A day off declared later: clocks that begin leave it out at once, those that run move when somebody confirms."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from disputes.actions.days import move_clocks, shifts_of
from disputes.models import DayOff, Dispute
from disputes.replaying import replay
from tests.disputes import steps
from tests.queries import assert_same_queries

MONDAY = datetime(2026, 11, 2, 10, tzinfo=timezone.get_default_timezone())
CHARTER = date(2026, 11, 18)  # A Wednesday.


@pytest.fixture
def november():
    """Monday 2 November 2026, ten in the morning."""
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def formal(november, case, complainant):
    """A formal complaint of 2 November: the council has 20 working days, until 30 November."""
    case.go_formal(by=complainant)
    assert case.due_on == date(2026, 11, 30)
    return case


def test_a_clock_that_runs_moves_only_when_an_officer_confirms(formal, town, officer, complainant, client_of):
    DayOff.declare(CHARTER, "Testham charter day", by=officer, compact=town)
    formal.refresh_from_db()
    assert formal.due_on == date(2026, 11, 30)
    browser, address = client_of(officer), reverse("disputes:days", args=[town.slug])
    page = browser.get(address).content.decode()
    assert formal.reference in page
    assert "30 November 2026" in page
    assert "1 December 2026" in page
    for secret in ("Testham Gardeners", "Testham Council", "grant was cut"):
        assert secret not in page
    sent = {"clocks": [f"{formal.reference}:2026-11-30:2026-12-01"]}
    move = reverse("disputes:move-clocks", args=[town.slug])
    assert "1 clock has moved." in browser.post(move, sent, follow=True).content.decode()
    assert "The list has changed" in browser.post(move, sent, follow=True).content.decode()  # Not moved twice.
    formal.refresh_from_db()
    assert formal.due_on == date(2026, 12, 1)
    moved = formal.events.get(action="clock-moved")
    assert moved.actor == officer
    assert moved.facts["before"] == "2026-11-30"
    assert Message.objects.filter(to=complainant.email, subject__contains="A date has moved").exists()
    assert "Testham charter day (18 November 2026)" in " ".join(formal.explain_deadline())
    played = replay(formal.events.select_related("stage"), town.nation)
    assert played.due_on == formal.due_on


def test_a_clock_that_begins_leaves_a_declared_day_out_at_once(november, case, town, officer, admin, complainant):
    DayOff.declare(CHARTER, "Testham charter day", by=officer, compact=town)
    DayOff.declare(date(2026, 11, 19), "A jubilee", by=admin, nation="england")
    DayOff.declare(date(2026, 11, 20), "Elsewhere", by=admin, nation="wales")
    case.go_formal(by=complainant)
    assert case.due_on == date(2026, 12, 2)
    assert shifts_of(town) == []
    assert "A jubilee (19 November 2026)" in " ".join(case.explain_deadline())


def test_a_day_taken_back_moves_clocks_back_by_the_same_way(formal, town, officer):
    day = DayOff.declare(CHARTER, "Testham charter day", by=officer, compact=town)
    assert move_clocks(shifts_of(town), by=officer) == 1
    day.take_back(by=officer)
    with pytest.raises(NotAllowed, match="taken back already"):
        day.take_back(by=officer)
    (shift,) = shifts_of(town)
    assert (shift.before, shift.after) == (date(2026, 12, 1), date(2026, 11, 30))
    stale = shifts_of(town)
    assert move_clocks([shift], by=officer) == 1
    assert move_clocks(stale, by=officer) == 0
    formal.refresh_from_db()
    assert formal.due_on == date(2026, 11, 30)


def test_a_clock_that_has_run_out_stays_run_out(formal, town, officer):
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=MONDAY.tzinfo), tick=False):
        DayOff.declare(CHARTER, "Testham charter day", by=officer, compact=town)
        assert shifts_of(town) == []


def test_who_may_declare_and_who_may_move(formal, town, officer, other_officer, admin, complainant, client_of):
    address = reverse("disputes:days", args=[town.slug])
    for person, status in ((officer, 200), (admin, 200), (other_officer, 403), (complainant, 403)):
        assert client_of(person).get(address).status_code == status
    for person in (other_officer, complainant, admin):
        with pytest.raises(NotAllowed, match="not for you"):
            DayOff.declare(CHARTER, "Charter day", by=person, compact=town)
    with pytest.raises(NotAllowed, match="not for you"):
        DayOff.declare(CHARTER, "Jubilee", by=officer, nation="england")
    DayOff.declare(CHARTER, "Jubilee", by=admin, nation="england")
    with pytest.raises(NotAllowed, match="not for you"):
        move_clocks(shifts_of(town), by=other_officer)
    assert move_clocks(shifts_of(town), by=admin) == 1
    assert (
        client_of(officer).post(address, {"on_day": 18, "on_month": 11, "on_year": 2026, "name": "Twice"}).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 12, 25), "no working day already: Christmas Day"),
        (date(2026, 11, 21), "no working day already: weekend"),
        (CHARTER, "declared already"),
    ],
)
def test_a_day_on_which_nobody_works_anyway_is_refused(day, reason, november, town, officer, client_of):
    DayOff.declare(CHARTER, "Charter day", by=officer, compact=town)
    sent = {"on_day": day.day, "on_month": day.month, "on_year": day.year, "name": "Another day"}
    page = client_of(officer).post(reverse("disputes:days", args=[town.slug]), sent).content.decode()
    assert reason in page
    assert "Another day" in page
    assert DayOff.objects.count() == 1


def test_the_administrators_page_counts_clocks_by_compact(formal, town, admin, officer, client_of):
    address = reverse("disputes:national-days")
    assert client_of(officer).get(address).status_code == 404
    sent = {"nation": "england", "on_day": 18, "on_month": "November", "on_year": 2026, "name": "A coronation"}
    page = client_of(admin).post(address, sent, follow=True).content.decode()
    assert "Testham Compact</a>: 1 clock" in page
    assert formal.reference not in page
    day = DayOff.objects.get()
    take_back = reverse("disputes:take-day-back", args=[day.pk])
    assert client_of(officer).post(take_back).status_code == 404
    assert client_of(admin).post(take_back).status_code == 302
    assert client_of(admin).post(take_back).status_code == 404


def test_the_database_keeps_days_off_as_they_were_declared(november, town, officer):
    day = DayOff.declare(CHARTER, "Charter day", by=officer, compact=town)
    for break_it in (
        lambda: DayOff.objects.filter(pk=day.pk).delete(),
        lambda: DayOff.objects.filter(pk=day.pk).update(name="Another"),
        lambda: DayOff.objects.create(on=CHARTER, name="Twice", compact=town),
        lambda: DayOff.objects.create(on=CHARTER, name="Nobody's"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            break_it()


def test_the_check_lists_clocks_that_a_newer_calendar_would_move(formal, capsys):
    call_command("check_clocks")
    assert "Every clock is as it would be counted today." in capsys.readouterr().out
    Dispute.objects.filter(pk=formal.pk).update(due_on=date(2026, 11, 27))  # As an older calendar counted it.
    call_command("check_clocks")
    told = capsys.readouterr().out
    assert f"{formal.reference}: 27 November 2026, counted again 30 November 2026" in told
    assert "1 clock differs." in told


def test_the_page_costs_the_same_for_2_clocks_and_for_20(
    november, town, group, council, complainant, officer, client_of
):
    DayOff.declare(CHARTER, "Charter day", by=officer, compact=town)

    def add(number):
        for _ in range(number):
            steps.raised(town, group, council, by=complainant).go_formal(by=complainant)
        Dispute.objects.update(due_on=date(2026, 11, 30), clock_extra={})

    assert_same_queries(client_of(officer), reverse("disputes:days", args=[town.slug]), add)

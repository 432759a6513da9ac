"""Clocks that stand still, run longer, run out and are told apart; where a case is taken, and what belongs with it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from compact_portal.deadlines import Unit
from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from disputes.actions.clocks import keep_clocks
from disputes.clocks import StageClock
from disputes.models import Dispute, LinkedCases, OutsideReferral
from disputes.replaying import replay
from disputes.words import State
from tests import factories
from tests.disputes import steps

LONDON = ZoneInfo("Europe/London")

# start, amount, unit, nation, days paused, working days more -> last day. Worked out with a printed calendar.
TABLE = """
2026-11-02 20 working_days england          0  0 2026-11-30  four weeks without a holiday
2026-11-02 20 working_days scotland         0  0 2026-12-01  Saint Andrew's Day, Monday 30 November
2026-11-02 20 working_days england          7  0 2026-12-07  a week's pause
2026-11-02 20 working_days england          5  0 2026-12-07  Saturday 5 December: Monday
2026-11-02 20 working_days england         25  0 2026-12-29  Christmas Day; 26 and 27 a weekend, 28 a substitute
2026-11-02 20 working_days england          0 10 2026-12-14  two weeks more
2026-11-02 20 working_days england         25  2 2026-12-31  30 and 31 December after the pause
2026-11-02 20 working_days scotland        31  2 2027-01-07  1 January, so Tuesday 5 (4 is a substitute); then 6 and 7
2026-11-02  3 weeks        england          0  0 2026-11-23  Monday to Monday
2026-11-02  3 weeks        northern_ireland 32 0 2026-12-29  Christmas Day again
2027-03-01 20 working_days wales            0  0 2027-03-31  Good Friday 26 and Easter Monday 29 March
2027-03-01 20 working_days scotland         0  0 2027-03-30  Easter Monday is worked
2027-02-26  3 weeks        northern_ireland 0  0 2027-03-19  no 29 February; Saint Patrick's Day inside counts nothing
2028-02-08  3 weeks        england          0  0 2028-02-29  a leap day, a Tuesday
2026-10-20  5 working_days england          0  0 2026-10-27  over the Sunday with 25 hours
2026-06-08  5 working_days scotland         0  0 2026-06-16  the one-off bank holiday of 15 June
"""
ROWS = [line.split(maxsplit=7)[:7] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("start", "amount", "unit", "nation", "paused", "more", "end"), ROWS)
def test_a_stage_ends_on_the_day_worked_out_by_hand(start, amount, unit, nation, paused, more, end):
    clock = StageClock(date.fromisoformat(start), int(amount), Unit(unit), nation, int(paused), int(more))
    assert clock.ends_on == date.fromisoformat(end)
    assert clock.sentences()


def on(day, hour=10):
    """A moment of a day by the clocks of the place."""
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, 30, tzinfo=LONDON), tick=False)


@pytest.fixture
def formal(db, request):
    """A formal complaint of 2 November 2026: the council has until 30 November."""
    with on(date(2026, 11, 2)):
        case = request.getfixturevalue("case")
        case.go_formal(by=request.getfixturevalue("complainant"))
    assert case.due_on == date(2026, 11, 30)
    return case


def test_a_step_late_in_the_evening_counts_from_the_day_of_the_place(formal, complainant, respondent):
    # 23:30 UTC on 27 March 2027 is the 27th; a day later summer time has begun, and 23:30 UTC is the 29th.
    for moment, day in (("2027-03-27T23:30+00:00", 27), ("2027-03-28T23:30+00:00", 29)):
        with time_machine.travel(datetime.fromisoformat(moment), tick=False):
            assert formal.facts(None).today == date(2027, 3, day)


def test_a_pause_ends_by_itself_and_its_days_are_added(formal, complainant, respondent, client_of):
    with on(date(2026, 11, 9)):
        for until in (date(2026, 11, 9), date(2027, 1, 5)):
            with pytest.raises(NotAllowed, match="Choose a day"):
                formal.pause(by=complainant, until=until, note="We look for figures.")
        with pytest.raises(NotAllowed, match="not for you"):
            formal.pause(by=respondent, until=date(2026, 11, 23), note="We need time.")
        formal.pause(by=complainant, until=date(2026, 11, 23), note="We look for figures.")
        mine = client_of(complainant).get(formal.get_absolute_url()).content.decode()
        theirs = client_of(respondent).get(formal.get_absolute_url()).content.decode()
        assert "You have paused the case. It goes on by itself on 23 November 2026" in mine
        assert "Testham Gardeners asked for it" in theirs
        assert "14 December 2026" in mine  # The last day, if it goes on on that day.
        assert "Paused" in client_of(respondent).get(reverse("disputes:mine")).content.decode()
    with on(date(2026, 11, 22)):
        assert keep_clocks() == "0 pauses ended, 0 clocks ran out"
    with on(date(2026, 11, 23)):
        assert keep_clocks() == "1 pauses ended, 0 clocks ran out"
        assert keep_clocks() == "0 pauses ended, 0 clocks ran out"
    formal.refresh_from_db()
    assert (formal.paused_on, formal.due_on) == (None, date(2026, 12, 14))
    assert "paused for 14 days" in " ".join(formal.explain_deadline())
    assert formal.events.get(action="restart").actor is None
    assert replay(formal.events.select_related("stage"), "england").due_on == formal.due_on


def test_a_time_that_runs_out_is_written_down_once_and_opens_the_next_stage(formal, complainant, client_of):
    with on(date(2026, 11, 30)):
        assert keep_clocks().endswith(" 0 clocks ran out")
        assert formal.why_not("refer", complainant)
    with on(date(2026, 12, 1)):
        assert keep_clocks().endswith(" 1 clocks ran out")
        assert keep_clocks().endswith(" 0 clocks ran out")
        written = formal.events.get(action="run-out")
        assert (written.actor, written.facts) == (None, {"which": "stage", "due_on": "2026-11-30"})
        assert not formal.why_not("refer", complainant)
        told = Message.objects.filter(to=complainant.email, body__contains="has run out")
        assert told.count() == 1, list(Message.objects.values_list("to", "subject"))
        page = client_of(complainant).get(formal.get_absolute_url()).content.decode()
        assert "Overdue" in page
        assert "1 working day late" in page
    with on(date(2027, 1, 4)):
        listed = client_of(complainant).get(reverse("disputes:mine")).content.decode()
        page = client_of(complainant).get(formal.get_absolute_url()).content.decode()
        assert "Long overdue" in listed
        assert "Long overdue" in page


def test_more_time_is_taken_once_within_the_limit_and_only_while_it_runs(formal, respondent, complainant, client_of):
    with on(date(2026, 11, 27)):
        address = reverse("disputes:act", args=[formal.reference, "extend"])
        sent = {"moves": formal.moves, "days": 11, "note": "Half-term."}
        page = client_of(respondent).post(address, sent).content.decode()
        assert "Enter 10 or fewer" in page
        assert "Half-term." in page
        assert "Enter the number of working days" in (
            client_of(respondent).post(address, sent | {"days": "ten"}).content.decode()
        )
        assert client_of(complainant).get(address).status_code == 403
        formal.extend(by=respondent, days=10, note="Half-term.")
        assert formal.due_on == date(2026, 12, 14)
        with pytest.raises(NotAllowed, match="longer once"):
            formal.extend(by=respondent, days=1, note="Again.")


def test_the_time_over_all_opens_what_is_still_shut(formal, complainant, client_of):
    type(formal.procedure).objects.filter(pk=formal.procedure_id).update(overall_amount=3, overall_unit="weeks")
    formal = Dispute.objects.get(pk=formal.pk)
    with on(date(2026, 11, 23)):
        page = client_of(complainant).get(formal.get_absolute_url()).content.decode()
        assert "The whole case is to end" in page
        assert formal.why_not("refer", complainant)
    with on(date(2026, 11, 24)):
        assert keep_clocks() == "0 pauses ended, 1 clocks ran out"
        assert keep_clocks() == "0 pauses ended, 0 clocks ran out"
        assert not formal.why_not("refer", complainant)
        assert client_of(complainant).get("/account/calendar/").status_code == 200


def test_a_quiet_case_ends_after_notice_unless_the_complainant_acts(formal, complainant, respondent, client_of):
    with on(date(2026, 11, 9)):
        formal.respond(by=respondent, note="We kept to our rules.")
    with on(date(2027, 2, 1)):
        formal.warn(by=respondent)
        told = client_of(complainant).get(formal.get_absolute_url()).content.decode()
        assert "The case may be closed after 1 March 2027" in told
    with on(date(2027, 3, 1)), pytest.raises(NotAllowed, match="opens on 2 March 2027"):
        formal.lapse(by=respondent)
    with on(date(2027, 3, 1)):
        formal.add_note(by=complainant, note="We are still here.")
    with on(date(2027, 3, 2)), pytest.raises(NotAllowed, match="nothing to do of this kind"):
        formal.lapse(by=respondent)


def test_a_case_is_reopened_for_a_reason_and_within_a_time(formal, complainant, client_of):
    with on(date(2026, 11, 3)):
        formal.withdraw(by=complainant)
        address = reverse("disputes:act", args=[formal.reference, "reopen"])
        assert "Answer “Why do you reopen it?”" in (
            client_of(complainant).post(address, {"moves": formal.moves}).content.decode()
        )
    with on(date(2027, 1, 27)), pytest.raises(NotAllowed, match="within 12 weeks"):
        formal.reopen(by=complainant, note="It happened again.")
    with on(date(2027, 1, 26)):
        formal.reopen(by=complainant, note="It happened again.")
    assert (formal.position, formal.due_on) == (State.AWAITING_ANSWER, date(2027, 2, 23))


# Outside, and beside ----


def test_a_case_goes_to_a_body_that_is_open_and_what_came_of_it_is_kept(case, take, complainant, respondent, client_of):
    take(case, "answered")
    browser = client_of(complainant)
    address = reverse("disputes:act", args=[case.reference, "go-national"])
    assert "Compact Commissioner" not in browser.get(address).content.decode()
    sent = {"moves": case.moves, "body": "another", "other_body": "the Compact Commissioner"}
    assert "closed on 31 March 2011" in browser.post(address, sent).content.decode()
    assert "Enter the name of the other body" in browser.post(address, sent | {"other_body": ""}).content.decode()
    sent |= {"other_body": "A council of councils", "body_reference": "CC 12"}
    assert browser.post(address, sent).status_code == 302
    case.refresh_from_db()
    referral = case.referrals.get()
    assert (referral.body, referral.reference, referral.referred_on) == (
        "A council of councils",
        "CC 12",
        timezone.localdate(),
    )
    with pytest.raises(NotAllowed, match="must be .* or later"):
        case.report_back(by=respondent, note="No.", outcome_on=timezone.localdate() - timedelta(days=1))
    case.report_back(by=respondent, note="It found that notice was due.")
    page = browser.get(case.get_absolute_url()).content.decode()
    assert "It found that notice was due." in page
    with pytest.raises(NotAllowed, match="recorded already"):
        case.report_back(by=complainant, note="Twice.")
    for break_it in (
        lambda: OutsideReferral.objects.filter(pk=referral.pk).delete(),
        lambda: OutsideReferral.objects.filter(pk=referral.pk).update(outcome=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            break_it()


def test_cases_are_linked_by_who_sees_both_and_nobody_else_learns_of_it(
    town, group, council, complainant, respondent, stranger, client_of
):
    police = factories.organisation("Testham Police", town, sector="statutory")
    first = steps.raised(town, group, council, by=complainant)
    second = steps.raised(town, group, police, by=complainant)
    page = client_of(complainant).get(reverse("disputes:act", args=[first.reference, "link"])).content.decode()
    assert second.reference in page
    assert second.reference not in (
        client_of(respondent).get(reverse("disputes:act", args=[first.reference, "link"])).content.decode()
    )
    with pytest.raises(NotAllowed, match="may see"):
        first.link(by=respondent, other=second)
    first.link(by=complainant, other=second, note="The same budget.")
    with pytest.raises(NotAllowed, match="linked already"):
        second.link(by=complainant, other=first)
    seen = client_of(complainant).get(second.get_absolute_url()).content.decode()
    assert first.reference in seen
    theirs = client_of(respondent).get(first.get_absolute_url()).content.decode()
    assert second.reference not in theirs
    assert "The same budget." not in theirs
    assert "linked" not in theirs
    assert not Message.objects.filter(to=respondent.email, body__contains="linked").exists()
    link = LinkedCases.objects.get()
    unlink = reverse("disputes:unlink", args=[first.reference, link.pk])
    assert client_of(respondent).post(unlink).status_code == 404
    assert client_of(stranger).post(unlink).status_code == 404
    assert client_of(complainant).post(unlink).status_code == 302
    assert client_of(complainant).post(unlink, follow=True).status_code == 200
    assert first.reference not in client_of(complainant).get(second.get_absolute_url()).content.decode()
    first.refresh_from_db()
    first.link(by=complainant, other=second)

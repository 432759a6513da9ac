"""One mail a day, for who has chosen it: once each working morning, nothing lost, nothing stale."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail as django_mail

from compact_portal import daily, mail
from compact_portal.accounts.models import How, MailChoice
from compact_portal.mail import Message
from tests import factories

pytestmark = pytest.mark.django_db
THURSDAY_MORNING = datetime(2026, 12, 24, 7, 45, tzinfo=UTC)


def over(message, asks_about):
    """What the tests' own kind of check says: over, once the message's subject is among the settled."""
    return "Settled." if asks_about in SETTLED else ""


SETTLED = set()


@pytest.fixture
def pat(settings):
    settings.MAIL_VALID_WHILE = {"test": f"{__name__}.over"}
    SETTLED.clear()
    person = factories.person("Pat Person")
    MailChoice.choose(person, How.DAILY)
    return person


def news(person, words, **more):
    return mail.tell(person, subject=words, body=words, brief=words, gathers=True, **more)


def sent_to(person):
    """What has been sent to a person so far. The text of a mail of the day is not kept once it is sent."""
    mail.deliver()
    assert not Message.objects.filter(about=f"daily {person.pk}", sent_at__isnull=False).exclude(body="").exists()
    return [one for one in django_mail.outbox if one.to == [person.email]]


def test_the_days_news_comes_in_one_mail_each_working_morning(pat):
    with time_machine.travel(THURSDAY_MORNING, tick=False) as clock:
        news(pat, "The first thing")
        news(pat, "The second thing")
        clock.move_to(THURSDAY_MORNING.replace(hour=7, minute=15))
        daily.send()
        assert sent_to(pat) == []
        clock.move_to(THURSDAY_MORNING)
        daily.send()
        daily.send()
        [one] = sent_to(pat)
        assert "Dear Pat Person," in one.body
        assert "* The first thing\n" in one.body
        assert "* The second thing\n" in one.body
        assert "Nothing waits for you now." in one.body
        news(pat, "The third thing")
        daily.send()
        # Christmas Day, Boxing Day (its substitute on Monday 28 December) and the weekend are no working days.
        for day in (25, 26, 27, 28):
            clock.move_to(THURSDAY_MORNING.replace(day=day))
            daily.send()
            assert len(sent_to(pat)) == 1
        clock.move_to(THURSDAY_MORNING.replace(day=29))
        daily.send()
        assert [("third" in one.body, "second" in one.body) for one in sent_to(pat)] == [(False, True), (True, False)]


def test_with_no_news_there_is_no_mail(pat):
    with time_machine.travel(THURSDAY_MORNING, tick=False):
        assert daily.send() == "Mail of the day: 0 written"
    assert not Message.objects.exists()


def test_who_changes_their_mind_loses_nothing(pat):
    news(pat, "Something happened")
    MailChoice.choose(pat, How.AT_ONCE)
    assert [one.subject for one in sent_to(pat)] == ["Something happened"]


def test_news_that_is_written_while_somebody_changes_their_mind_goes_out_by_itself(pat):
    MailChoice.choose(pat, How.AT_ONCE)
    news(pat, "Something happened")
    with time_machine.travel(THURSDAY_MORNING, tick=False):
        daily.send()
        assert [one.subject for one in sent_to(pat)] == ["Something happened"]


def test_what_is_over_is_dropped_and_recorded_so_from_the_mail_of_the_day_and_from_the_outbox(pat):
    with time_machine.travel(THURSDAY_MORNING, tick=False):
        kept = news(pat, "Still so", valid_while="test 1")
        gone = news(pat, "No longer so", valid_while="test 2")
        alone = mail.tell(pat, subject="By itself", body="Words", valid_while="test 2")
        SETTLED.add("2")
        daily.send()
        assert mail.deliver() == "1 messages sent, 0 to be tried again, 1 dropped"
    for message in (gone, alone):
        message.refresh_from_db()
        assert (message.sent_at, message.dropped_because, message.body) == (None, "Settled.", "")
        assert message.dropped_at
    kept.refresh_from_db()
    assert kept.sent_at
    [one] = sent_to(pat)
    assert "Still so" in one.body
    assert "No longer so" not in one.body


def test_whose_account_is_closed_gets_nothing_that_was_on_its_way(pat, admin):
    mail.tell(pat, subject="By itself", body="Words")
    pat.close(by=admin, reason="Left")
    assert mail.deliver() == "0 messages sent, 0 to be tried again, 1 dropped"
    assert mail.tell(pat, subject="Later", body="Words") is None


def test_one_message_that_cannot_be_judged_does_not_hold_the_others_up(pat):
    mail.tell(pat, subject="Of an unknown kind", body="Words", valid_while="nonsense 1")
    mail.tell(pat, subject="By itself", body="Words")
    assert mail.deliver() == "1 messages sent, 1 to be tried again"

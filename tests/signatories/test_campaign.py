"""After a new edition its earlier signatories are asked to re-affirm it, reminded, and told apart; never too often."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from compact_portal import mail
from compact_portal.history import NotAllowed
from signatories.contents import _awaited
from signatories.models import Campaign, Origin, Reminder, RequestState, Signature, SigningRequest, SigningRules
from signatories.models.campaign import keep_requests, to_reaffirm
from tests import factories
from tests.queries import assert_same_queries

REGISTER = "/compacts/testham/signatories/"
PAGE = f"{REGISTER}reaffirm/new/"


def days(number):
    """The clock some days ahead."""
    return time_machine.travel(timezone.now() + timedelta(days=number), tick=False)


def page(browser, address):
    """Return the words of a page, in one line."""
    return " ".join(browser.get(address).content.decode().split())


@pytest.fixture
def newer(town, edition, group, signatory, council):
    """A new edition in force; before it the group signed online, the council and a club on paper."""
    factories.signature(edition, group, signatory)
    club = factories.organisation("Testham Club", town)
    for body in (council, club):
        Signature.record_paper(edition=edition, organisation=body, by=None, office="Chair")
    return factories.edition(town, "new", in_force_on=timezone.localdate())


@pytest.fixture
def campaign(newer, officer, respondent):
    """Its re-affirmation: reminders every 10 days, two at most, 60 days in all."""
    last = timezone.localdate() + timedelta(days=60)
    return Campaign.begin(newer, by=officer, says_from=last, reminder_days=10, most_reminders=2)


def test_who_gives_up_a_signature_that_waits_for_its_witness_is_asked_again(town, newer, group, signatory):
    SigningRules.objects.update_or_create(compact=town, defaults={"needs_witness": True})
    signature = factories.signature(newer, group, signatory)
    assert group not in to_reaffirm(newer)  # Nobody asks again who waits for a witness,
    assert group in _awaited(newer, None)  # and nobody says that they have signed.
    signature.cancel(by=signatory)
    assert group in to_reaffirm(newer)
    again = factories.signature(newer, group, signatory)
    Signature.objects.filter(pk=again.pk).update(awaits_witness=False)
    again.refresh_from_db()
    again.withdraw(by=signatory, reason="We close.")
    assert group not in to_reaffirm(newer)


def test_an_officer_begins_it_as_proposed(newer, officer, respondent, client_of, signatory):
    browser = client_of(officer)
    assert "can be re-affirmed" in page(browser, f"{REGISTER}reaffirm/")
    shown = browser.get(f"{PAGE}begin/")
    assert shown.context["count"] == 3
    assert shown.context["form"]["most_reminders"].value() == SigningRules().most_reminders
    wrong = {"reminder_days": "1", "most_reminders": "x", "says_from_day": "31", "says_from_month": "2"}
    assert "There is a problem" in browser.post(f"{PAGE}begin/", wrong).content.decode()
    last = timezone.localdate() + timedelta(days=100)
    said = {"says_from_day": last.day, "says_from_month": last.month, "says_from_year": last.year}
    browser.post(f"{PAGE}begin/", said | {"reminder_days": "14", "most_reminders": "3", "note": "Twelve new promises."})
    requests = SigningRequest.objects.all()
    assert {(one.to_email, one.origin, one.lapses_on) for one in requests} == {
        (signatory.email, Origin.REAFFIRMATION, last),
        (respondent.email, Origin.REAFFIRMATION, last),
    }
    assert "Twelve new promises." in mail.Message.objects.get(to=signatory.email, subject__startswith="Sign the").body
    found = page(browser, PAGE)
    assert "0 of 3 have signed again." in found
    assert "Not asked: nobody is known who acts for it." in found
    with pytest.raises(NotAllowed, match="has begun already"):
        Campaign.begin(newer, by=officer)
    assert "has begun already" in page(browser, f"{PAGE}begin/")


def test_the_register_says_not_yet_only_after_the_last_day(campaign, client):
    found = page(client, REGISTER)
    assert "3 organisations signed an earlier edition, and are asked to sign this one by" in found
    assert "not yet" not in found
    with days(60):
        assert "not yet" not in page(client, REGISTER)
    with days(61):
        assert page(client, REGISTER).count("Signed the revised edition, not yet the new edition") == 3


def test_reminders_keep_their_pause_and_their_cap_and_are_logged(campaign, group, council):
    for day, sent in [(9, 0), (10, 2), (11, 0), (19, 0), (20, 2), (30, 0), (45, 0)]:
        with days(day):
            assert keep_requests() == f"0 requests to sign lapsed, {sent} people reminded", f"day {day}"
    assert sorted(Reminder.objects.values_list("request__organisation__name", "number")) == [
        ("Testham Council", 1),
        ("Testham Council", 2),
        ("Testham Gardeners", 1),
        ("Testham Gardeners", 2),
    ]
    written = list(mail.Message.objects.filter(subject__startswith="Reminder:").order_by("pk"))
    assert len(written) == 4
    assert "You will be reminded 1 more time at most." in written[0].body
    assert "This is the last reminder." in written[-1].body
    assert all(one.secret for one in written)


def test_nobody_is_reminded_who_has_answered_or_after_the_end(
    campaign, newer, group, council, signatory, officer, respondent
):
    SigningRequest.objects.get(organisation=council).decline(reason="Our cabinet said no.")
    factories.signature(newer, group, signatory)  # By the page for account holders, not by the request.
    with days(15):
        assert keep_requests().endswith("0 people reminded")
    waiting = mail.Message.objects.filter(to=respondent.email, subject__startswith="Sign the", sent_at=None)
    assert not waiting.exists()  # What the outbox had not sent when it was declined is never sent.
    campaign.end(by=officer, reason="Enough.")
    assert not list(campaign.due())
    with pytest.raises(NotAllowed, match="already"):
        campaign.end(by=officer)


def test_who_declined_and_who_signed_again_are_told_apart(
    campaign, newer, group, council, signatory, officer, client_of
):
    SigningRequest.objects.get(organisation=council).decline(reason="Our cabinet said no.")
    factories.signature(newer, group, signatory)
    browser = client_of(officer)
    found = page(browser, PAGE)
    assert "1 of 3 have signed again." in found
    assert "Not yet: 1" in found
    assert "Our cabinet said no." in page(browser, f"{PAGE}?list=declined")
    assert "Testham Gardeners" in page(browser, f"{PAGE}?list=done")
    assert browser.get(f"{PAGE}?list=nonsense").status_code == 200


def test_requests_lapse_with_their_last_day_and_with_a_newer_edition(campaign, town, newer):
    with days(60):
        assert keep_requests().startswith("0 requests")
    with days(61):
        assert keep_requests().startswith("2 requests")
    assert set(SigningRequest.objects.values_list("state", "reason")) == {(RequestState.LAPSED, "")}


def test_a_request_for_an_older_edition_lapses_when_a_newer_one_comes_into_force(
    town, edition, group, officer, signatory
):
    asked = SigningRequest.ask(edition=edition, organisation=group, to_name="Sid", to_email=signatory.email, by=officer)
    factories.edition(town, "new", in_force_on=timezone.localdate())
    edition.refresh_from_db()
    with pytest.raises(NotAllowed, match="is not open for signing"):
        factories.signature(edition, group, signatory)  # Even before the timed work has run.
    assert keep_requests().startswith("1 requests")
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (RequestState.LAPSED, "A newer edition is in force.")


def test_it_is_ended_and_resumed_by_the_officer(campaign, officer, client_of, council):
    browser = client_of(officer)
    SigningRequest.objects.get(organisation=council).decline(reason="No.")
    assert "Answer “Why do you end it?”" in browser.post(f"{PAGE}end/", {}).content.decode()
    browser.post(f"{PAGE}end/", {"reason": "Summer break."})
    assert "nobody is reminded" in page(browser, PAGE)
    with days(70):
        keep_requests()
        last = timezone.localdate() + timedelta(days=30)
        said = {"says_from_day": last.day, "says_from_month": last.month, "says_from_year": last.year}
        browser = client_of(officer)
        browser.post(f"{PAGE}resume/", said)
        campaign.refresh_from_db()
        assert (campaign.ended_at, campaign.says_from) == (None, last)
        asked = SigningRequest.objects.filter(state=RequestState.OPEN)
        assert [one.organisation.name for one in asked] == ["Testham Gardeners"]
        assert "under way already" in browser.post(f"{PAGE}resume/", said, follow=True).content.decode()
    assert [event.action for event in campaign.events.all()] == ["begun", "asked", "ended", "resumed"]


def test_one_is_reminded_by_hand_only_within_the_rules(campaign, officer, client_of, group):
    key = SigningRequest.objects.get(organisation=group).key
    browser = client_of(officer)
    assert "cannot be reminded now" in browser.post(f"{PAGE}remind/{key}/", follow=True).content.decode()
    with days(12):
        browser = client_of(officer)
        assert "The reminder is on its way" in browser.post(f"{PAGE}remind/{key}/", follow=True).content.decode()
    assert Reminder.objects.get().by == officer


def test_the_page_costs_the_same_for_many(town, edition, officer, client_of):
    def add(count):
        for number in range(count):
            body = factories.organisation(f"Group {number} of {count}", town)
            Signature.record_paper(edition=edition, organisation=body, by=None, office="Chair")

    add(1)
    Campaign.begin(factories.edition(town, "new", in_force_on=timezone.localdate()), by=officer)
    assert_same_queries(client_of(officer), PAGE, add)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_remind_once(campaign):
    results = []

    def tick():
        try:
            results.append(keep_requests())
        finally:
            connection.close()

    with days(12):
        ticks = [threading.Thread(target=tick) for _number in range(2)]
        for one in ticks:
            one.start()
        for one in ticks:
            one.join()
    assert Reminder.objects.count() == 2
    assert len(results) == 2

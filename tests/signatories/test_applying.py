"""An organisation asks to sign without an account; the address is confirmed by mail, the organisation by an officer."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from compact_portal import mail
from compact_portal.accounts.logs import WithoutLinks
from compact_portal.history import NotAllowed
from signatories.models import Application, Organisation, RequestState, SigningRequest
from signatories.models.application import keep_applications
from tests import factories
from tests.queries import assert_same_queries

APPLY = "/compacts/testham/signatories/apply/"
KEPT = "/compacts/testham/signatories/applications/"
SAID = {
    "name": "Testham Story Swap",
    "sector": "vcs",
    "kind": "charity",
    "charity_number": "1012345",
    "company_number": "",
    "site": "story.example",
    "person_name": "Stella Storyteller",
    "office": "Chair",
    "email": "Stella@Story.example",
    "words": "",
}


def apply(browser, query="", *, wait=True, **changes):
    """Fill the form as a person does who takes a minute; return what comes back."""
    shown = browser.get(f"{APPLY}details/{query}").context["form"]
    sent = {"begun": shown["begun"].value(), "website": ""} | SAID | changes
    with time_machine.travel(timezone.now() + timedelta(seconds=60 if wait else 0), tick=False):
        return browser.post(f"{APPLY}details/{query}", sent)


def waiting(town, **changes):
    """An application that waits for the officer."""
    said = {name: value for name, value in SAID.items() if value} | {"site": "https://story.example"} | changes
    return Application.receive(town, confirmed=True, **said)


def test_from_the_register_to_a_link_to_sign(town, officer, client, client_of):
    assert "Sign this Compact without an account" in client.get("/compacts/testham/signatories/").content.decode()
    assert "The register has no organisation with" in client.get(f"{APPLY}?q=story").content.decode()
    assert apply(client)["Location"] == f"{APPLY}sent/"
    application = Application.objects.get()
    assert (application.state, application.email, application.signs) == ("unconfirmed", "stella@story.example", "")
    browser = client_of(officer)
    assert "Story Swap" not in browser.get(KEPT).content.decode()
    assert browser.get(f"{KEPT}{application.pk}/").status_code == 404
    written = mail.Message.objects.get(to="stella@story.example")
    assert written.secret
    link = re.search(r"/compacts/\S+", written.body)[0]
    assert "Stella Storyteller, Chair" in client.get(link).content.decode()
    application.refresh_from_db()
    assert application.state == "unconfirmed"  # A link scanner does no harm.
    assert client.post(link)["Location"] == f"{APPLY}thanks/"
    assert client.post(link).status_code == 410
    assert mail.Message.objects.filter(to=officer.email, subject__contains="asks to sign").exists()
    found = browser.get(f"{KEPT}{application.pk}/").content.decode()
    assert "1012345" in found
    answer = {"organisation": "new", "note": "Called them.", "edition": town.current_edition.pk}
    last = timezone.localdate() + timedelta(days=20)
    answer |= {"lapses_on_day": last.day, "lapses_on_month": last.month, "lapses_on_year": last.year}
    wrong = browser.post(f"{KEPT}{application.pk}/", answer | {"note": ""}).content.decode()
    assert "Answer “How do you know who it is?”" in wrong
    browser.post(f"{KEPT}{application.pk}/", answer)
    body, request = Organisation.objects.get(name="Testham Story Swap"), SigningRequest.objects.get()
    assert (body.charity_number, body.website, body.compacts.get()) == ("1012345", "https://story.example", town)
    assert (request.organisation, request.to_email, request.origin) == (body, "stella@story.example", "application")
    application.refresh_from_db()
    assert (application.state, application.request, application.organisation) == ("accepted", request, body)
    assert application.events.last().note == "Called them."
    again = browser.post(f"{KEPT}{application.pk}/", answer | {"organisation": body.pk}).content.decode()
    assert "already" in again
    assert SigningRequest.objects.count() == 1


def test_an_organisation_of_the_register_is_asked_for_its_person_only(town, edition, group, signatory, client):
    assert "This is my organisation" in client.get(f"{APPLY}?q=garden").content.decode()
    shown = client.get(f"{APPLY}details/?organisation=testham-gardeners").content.decode()
    assert "Charity number" not in shown
    apply(client, "?organisation=testham-gardeners")
    assert Application.objects.get().organisation == group
    factories.signature(edition, group, signatory)
    refused = apply(client, "?organisation=testham-gardeners").content.decode()
    assert "Testham Gardeners has already signed." in refused
    assert client.get(f"{APPLY}details/?organisation=nobody").status_code == 404


def test_bad_input_is_refused_with_what_to_do_and_kept(town, group, client):
    group.charity_number = "1099999"
    group.save()
    bad = {"charity_number": "12", "company_number": "x" * 9, "email": "stella", "site": "no website", "office": ""}
    page = apply(client, **bad).content.decode()
    for words in ("Enter a charity number like", "Enter an email address, like", "Enter the address of a website"):
        assert words in page
    assert "Enter your office in the organisation" in page
    assert 'value="Stella Storyteller"' in page
    assert "Go back, search, and choose it" in apply(client, name=" testham  GARDENERS").content.decode()
    page = apply(client, charity_number="1099999").content.decode()
    assert "The register has this number already, of Testham Gardeners." in page
    assert not Application.objects.exists()


def test_what_looks_like_spam_is_held_and_told_to_the_officer(town, officer, client_of, client):
    apply(client, wait=False, website="https://buy.example", words="https://a.example https://b.example")
    application = Application.objects.get()
    application.confirm()
    assert application.state == "held"
    page = client_of(officer).get(f"{KEPT}{application.pk}/").content.decode()
    assert "An input was filled that people do not see." in page
    client_of(officer).post(f"{KEPT}{application.pk}/spam/")
    application.refresh_from_db()
    assert (application.state, application.email, application.person_name) == ("spam", "", "")


def test_a_second_application_waits_for_the_first_and_one_sent_twice_counts_once(town, client):
    apply(client)
    apply(client)
    application = Application.objects.get()
    application.confirm()
    assert "is with the officers already" in apply(client, email="other@story.example").content.decode()
    with pytest.raises(NotAllowed, match="is already: waiting for an officer"):
        application.confirm()


def test_a_refusal_goes_by_mail_and_wipes_who_asked(town, officer, client_of):
    application = waiting(town)
    browser, address = client_of(officer), f"{KEPT}{application.pk}/refuse/"
    assert "Answer “Why is it refused?”" in browser.post(address, {}).content.decode()
    browser.post(address, {"reason": "It works in another county."})
    application.refresh_from_db()
    assert (application.state, application.email, application.person_name, application.office) == (
        "refused",
        "",
        "",
        "",
    )
    assert "another county" in mail.Message.objects.get(to="stella@story.example").body
    assert "is already: refused" in browser.post(address, {"reason": "Again"}, follow=True).content.decode()
    assert "another county" in browser.get(f"{KEPT}{application.pk}/").content.decode()


def test_unconfirmed_and_old_personal_data_is_thrown_away(town, officer, group):
    old = Application.receive(town, **{name: value for name, value in SAID.items() if value})
    accepted = waiting(town, name="Other", email="o@story.example")
    request = SigningRequest.ask(
        edition=town.current_edition, organisation=group, to_name="O", to_email="o@story.example", by=officer
    )
    accepted.accept(by=officer, organisation=group, request=request, note="Known")
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert not old.link_is_good(old.token())
        assert keep_applications() == "1 unconfirmed applications thrown away, 0 addresses wiped"
        assert not mail.Message.objects.filter(about=old.about).exists()
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert keep_applications().endswith("1 addresses wiped")
    accepted.refresh_from_db()
    assert (accepted.email, accepted.person_name, accepted.state) == ("", "", "accepted")
    assert request.state == RequestState.OPEN


def test_who_has_signed_in_needs_no_link(town, stranger, client_of):
    assert apply(client_of(stranger))["Location"] == f"{APPLY}thanks/"
    assert Application.objects.get().email == stranger.email


def test_where_nothing_is_open_for_signing_nobody_applies(db, client):
    factories.compact("Closed Compact")
    assert "No edition is open for signing now" in client.get("/compacts/closed/signatories/apply/").content.decode()
    assert client.get("/compacts/closed/signatories/apply/details/").status_code == 302


def test_too_many_applications_wait_an_hour(town, client):
    for number in range(5):
        apply(client, name=f"Group {number}")
    response = apply(client, name="Group 6")
    assert response.status_code == 429
    assert "too many applications" in response.content.decode()


def test_the_list_costs_the_same_for_many(town, officer, client_of):
    def add(count):
        for number in range(count):
            waiting(town, name=f"Group {number} of {count}")

    assert_same_queries(client_of(officer), KEPT, add)


def test_logs_do_not_keep_the_links():
    record = logging.LogRecord("x", 20, "", 0, "Gone: %s", (f"{APPLY}confirm/7/abc123/ and /member/k3y/s3cret/",), None)
    WithoutLinks().filter(record)
    assert "abc123" not in record.getMessage()
    assert "s3cret" not in record.getMessage()

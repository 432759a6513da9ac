"""An officer asks organisations to sign, sees how it goes on, sends again and takes back; never sees a link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compact_portal import mail
from signatories.models import RequestState, Role, SigningRequest
from tests import factories
from tests.queries import assert_same_queries

REQUESTS = "/compacts/testham/signatories/requests/"


@pytest.fixture
def browser(officer, client_of):
    """That of the officer."""
    return client_of(officer)


def page(browser, address):
    """Return the words of a page, in one line."""
    return " ".join(browser.get(address).content.decode().split())


def said(edition, *bodies, **changes):
    """What the form of an invitation sends."""
    last = timezone.localdate() + timedelta(days=30)
    sent = {"edition": edition.pk, "organisation": [body.pk for body in bodies], "note": "We met in May."}
    sent |= {"lapses_on_day": last.day, "lapses_on_month": last.month, "lapses_on_year": last.year}
    for body in bodies:
        sent |= {f"name_{body.pk}": f"Head of {body}", f"email_{body.pk}": f"head-{body.slug}@x.example"}
    return sent | changes


def test_several_are_invited_after_a_look_at_the_mail(edition, group, council, signatory, browser):
    assert "Nobody has been asked yet." in page(browser, REQUESTS)
    assert "Testham Gardeners" in page(browser, f"{REQUESTS}whom/")
    shown = browser.get(f"{REQUESTS}invite/", {"organisation": [group.pk, council.pk, "x", "9" * 30]})
    assert f'value="{signatory.email}"' in shown.content.decode()
    preview = browser.post(f"{REQUESTS}invite/", said(edition, group, council)).content.decode()
    assert "We met in May." in preview
    assert "(the link: only the person asked gets it)" in preview
    assert "/sign/" not in preview
    assert not SigningRequest.objects.exists()
    browser.post(f"{REQUESTS}invite/", said(edition, group, council, send="1"))
    assert {(one.organisation, one.to_email) for one in SigningRequest.objects.all()} == {
        (group, "head-testham-gardeners@x.example"),
        (council, "head-testham-council@x.example"),
    }
    found = page(browser, REQUESTS)
    assert "Waiting for an answer" in found
    assert "by Olive Officer" in found
    assert "Every organisation of the area has signed or been asked." in page(browser, f"{REQUESTS}whom/")


def test_one_that_cannot_be_asked_stops_all_and_is_named(edition, group, council, signatory, officer, browser):
    factories.signature(edition, group, signatory)
    answer = browser.post(f"{REQUESTS}invite/", said(edition, group, council, send="1")).content.decode()
    assert "Testham Gardeners has already signed this edition. Leave it out." in answer
    assert "We met in May." in answer
    bad = said(edition, council, send="1", lapses_on_year="2020") | {f"email_{council.pk}": "nobody"}
    answer = browser.post(f"{REQUESTS}invite/", bad).content.decode()
    assert "Enter an email address, like" in answer
    assert "must be today or later" in answer
    own = browser.post(f"{REQUESTS}invite/", said(edition, council, send="1") | {f"email_{council.pk}": officer.email})
    assert "nobody invites themselves" in own.content.decode()
    assert not SigningRequest.objects.exists()
    assert browser.get(f"{REQUESTS}invite/")["Location"] == f"{REQUESTS}whom/"


def test_the_officer_never_sees_the_link(edition, council, officer, browser):
    asked = SigningRequest.ask(
        edition=edition, organisation=council, to_name="Rae", to_email="rae@x.example", by=officer
    )
    first = mail.Message.objects.get(to="rae@x.example")
    secret = first.body.split(f"/sign/{asked.key}/")[1].split("/")[0]
    found = page(browser, f"{REQUESTS}{asked.key}/")
    assert "rae@x.example" in found
    assert secret not in found
    assert (
        "A new link is on its way to Rae" in browser.post(f"{REQUESTS}{asked.key}/again/", follow=True).content.decode()
    )
    asked.refresh_from_db()
    assert not asked.knows(secret)
    assert "A new link sent" in page(browser, f"{REQUESTS}{asked.key}/")


def test_a_request_is_taken_back_with_a_reason(edition, council, officer, browser):
    asked = SigningRequest.ask(
        edition=edition, organisation=council, to_name="Rae", to_email="rae@x.example", by=officer
    )
    address = f"{REQUESTS}{asked.key}/cancel/"
    assert "Answer “Why do you take the request back?”" in browser.post(address, {}).content.decode()
    browser.post(address, {"reason": "Wrong person."})
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (RequestState.CANCELLED, "Wrong person.")
    assert "Wrong person." in page(browser, f"{REQUESTS}{asked.key}/")
    again = browser.post(address, {"reason": "Again"}, follow=True).content.decode()
    assert "has been answered, or has ended" in again
    assert (
        "has been answered, or has ended" in browser.post(f"{REQUESTS}{asked.key}/again/", follow=True).content.decode()
    )


def test_the_list_is_filtered_sorted_and_costs_the_same_for_many(edition, town, officer, council, browser):
    def add(count):
        for number in range(count):
            body = factories.organisation(f"Group {number} of {count}", town)
            SigningRequest.ask(
                edition=edition, organisation=body, to_name=f"N{number}", to_email=f"n{number}@x.example", by=officer
            )

    assert_same_queries(browser, REQUESTS, add)
    assert "Group 1 of 18" not in page(browser, f"{REQUESTS}?q=group+0")
    assert "No request matches" in page(browser, f"{REQUESTS}?state=declined")
    for query in ("sort=-organisation", "sort=nonsense", "state=x&origin=y", "page=x", "origin=invitation"):
        assert browser.get(f"{REQUESTS}?{query}").status_code == 200


def test_an_officer_of_a_district_asks_its_own_bodies_to_sign_the_core_text(edition, officer, client_of):
    district = factories.compact("Little Testham Compact", core=edition.text.compact)
    mine = factories.organisation("Little Gardeners", district)
    keeper = factories.officer(district, "Dora District")
    factories.member(mine, "Lil Little", Role.SIGNATORY)
    browser = client_of(keeper)
    browser.post("/compacts/little-testham/signatories/requests/invite/", said(edition, mine, send="1"))
    asked = SigningRequest.objects.get()
    assert asked.edition == edition
    assert "Little Gardeners" in page(browser, "/compacts/little-testham/signatories/requests/")
    assert browser.get(f"/compacts/little-testham/signatories/requests/{asked.key}/").status_code == 200

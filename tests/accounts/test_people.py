"""The administrator's pages: people, roles with their terms, the record, and new Compacts."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compact_portal import access
from compact_portal.access import AccessEvent
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from compact_portal.mail import Message

pytestmark = pytest.mark.django_db


def day(name, date):
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


@pytest.fixture
def administrator():
    return User.objects.create_user("admin@derby.example", "x", name="Ada Admin", is_administrator=True)


@pytest.fixture
def ann():
    return User.objects.create_user("ann@derby.example", "x", name="Ann Ames", joined_at=timezone.now())


@pytest.fixture
def derby():
    return Compact.found(name="Derby Compact", slug="derby", area_name="Derby", area_kind="city")


@pytest.fixture
def browser(client_of, administrator):
    return client_of(administrator)


@pytest.fixture
def every_address(ann, derby, administrator):
    grant = access.appoint(ann, derby, "officer", starts_on=timezone.localdate(), by=administrator, reason="New.")
    plain = [reverse(f"people:{name}") for name in ("people", "invite", "record", "add_compact")]
    about = [reverse(f"people:{name}", args=[ann.pk]) for name in ("person", "appoint", "close")]
    return [*plain, *about, reverse("people:end", args=[ann.pk, grant.pk])]


def test_only_administrators_see_these_pages(client_of, every_address, administrator, ann):
    for address in every_address:
        assert client_of(None).get(address).status_code == 302, address
        assert client_of(ann).get(address).status_code == 403, address
        assert client_of(administrator).get(address).status_code == 200, address


def test_an_administrator_invites_somebody(browser):
    response = browser.post(reverse("people:invite"), {"email": "Bea@Derby.example", "name": ""})
    person = User.objects.get(email="bea@derby.example")
    assert response["Location"] == reverse("people:person", args=[person.pk])
    assert re.search(r"/account/join/\d+/\w+/", Message.objects.get().body)
    browser.post(reverse("people:invite_again", args=[person.pk]))
    assert Message.objects.count() == 2


def test_nobody_is_invited_twice_and_a_wrong_address_stays_in_the_form(browser, ann):
    text = browser.post(reverse("people:invite"), {"email": "ANN@derby.example"}).content.decode()
    assert "Somebody already has this email address." in text
    text = browser.post(reverse("people:invite"), {"email": "bea at derby", "name": "Bea"}).content.decode()
    assert "Enter an email address, like name@example.org" in text
    assert 'value="bea at derby"' in text
    assert 'value="Bea"' in text


@pytest.mark.parametrize(
    ("role", "right"),
    [
        ("officer", "change_compact"),
        ("approver_statutory", "approve_for_statutory"),
        ("approver_vcs", "approve_for_vcs"),
    ],
)
def test_a_role_on_a_compact_is_given_for_a_term_and_the_reason_is_kept(browser, ann, derby, role, right):
    today = timezone.localdate()
    data = {"role": role, "compact": derby.pk, "reason": "Agreed by the Forum."} | day("starts_on", today)
    assert browser.post(reverse("people:appoint", args=[ann.pk]), data).status_code == 302
    assert access.permits(ann, right, derby)
    event = AccessEvent.objects.get()
    assert (event.actor.name, event.note, event.right) == ("Ada Admin", "Agreed by the Forum.", role)


def test_no_other_role_is_given_here(browser, ann, derby):
    data = {"role": "forum_chair", "compact": derby.pk, "reason": "x"} | day("starts_on", timezone.localdate())
    assert "Choose one of the answers" in browser.post(reverse("people:appoint", args=[ann.pk]), data).content.decode()
    assert not AccessEvent.objects.exists()


def test_a_term_cannot_end_before_it_starts(browser, ann, derby):
    today = timezone.localdate()
    data = {"compact": derby.pk, "reason": "x"} | day("starts_on", today) | day("ends_on", today - timedelta(days=1))
    text = browser.post(reverse("people:appoint", args=[ann.pk]), data).content.decode()
    assert "The last day must not be before the first." in text
    assert not AccessEvent.objects.exists()


def test_a_role_is_ended_at_once_or_with_a_day(browser, ann, derby, administrator):
    today = timezone.localdate()
    grant = access.appoint(ann, derby, "officer", starts_on=today, by=administrator, reason="")
    address = reverse("people:end", args=[ann.pk, grant.pk])
    assert "Answer “Why?”" in browser.post(address, {}).content.decode()
    browser.post(address, {"reason": "Moved on."} | day("last_day", today + timedelta(days=3)))
    assert access.permits(ann, "change_compact", derby)
    browser.post(address, {"reason": "Sooner."})
    assert not access.permits(ann, "change_compact", derby)


def test_a_role_belongs_to_one_person(browser, administrator, ann, derby):
    grant = access.appoint(administrator, derby, "officer", starts_on=timezone.localdate(), by=administrator, reason="")
    assert browser.get(reverse("people:end", args=[ann.pk, grant.pk])).status_code == 404


def test_an_account_is_closed_with_a_reason_and_opened_again(browser, ann, administrator):
    address = reverse("people:close", args=[ann.pk])
    browser.post(address, {"reason": "Left."})
    ann.refresh_from_db()
    assert not ann.is_active
    assert ann.history.first().history_change_reason == "Left."
    browser.post(address, {"reason": "Came back."})
    ann.refresh_from_db()
    assert ann.is_active
    response = browser.post(reverse("people:close", args=[administrator.pk]), {"reason": "x"}, follow=True)
    assert "You cannot close your own account." in response.content.decode()


def test_people_are_found_by_name_address_and_state(browser, ann):
    User.invite(email="bea@derby.example", name="Bea Bell", by=ann)
    address = reverse("people:people")
    assert "Bea Bell" not in browser.get(address, {"q": "ames"}).content.decode()
    assert "Bea Bell" in browser.get(address, {"state": "invited"}).content.decode()
    assert "Nobody matches." in browser.get(address, {"q": "zzz"}).content.decode()


def test_many_people_come_in_pages_at_the_same_cost(browser, ann, derby, django_assert_max_num_queries, administrator):
    for number in range(60):
        person = User.objects.create_user(f"p{number}@derby.example", None, name=f"Person {number:02}")
        access.appoint(person, derby, "officer", starts_on=timezone.localdate(), by=administrator, reason="")
    with django_assert_max_num_queries(15):
        text = browser.get(reverse("people:people"), {"q": "person"}).content.decode()
    assert "q=person&amp;page=2" in text
    with django_assert_max_num_queries(15):
        browser.get(reverse("people:record"))


def test_a_compact_is_added(browser):
    data = {"name": "Erewash Compact", "slug": "erewash", "area_name": "Erewash", "area_kind": "borough"}
    data |= {"nation": "england", "colour": "plum"}
    assert browser.post(reverse("people:add_compact"), data)["Location"] == "/compacts/erewash/"
    assert Compact.objects.get(slug="erewash").agreement.title == "Erewash Compact"
    text = browser.post(reverse("people:add_compact"), data | {"slug": "Erewash!"}).content.decode()
    assert "Use small letters, digits and single hyphens" in text

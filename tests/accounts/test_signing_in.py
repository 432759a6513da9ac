"""Signing in: by password, by code, with a new password; and who is kept out."""

import re

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.urls import reverse

from compact_portal.accounts.models import User
from compact_portal.mail import Message

PASSWORD = "green heron ladder"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person():
    return User.objects.create_user("ann@derby.example", PASSWORD, name="Ann Ames")


def sign_in(client, email="ann@derby.example", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_email_and_password_lead_to_the_dashboard(client, person):
    response = sign_in(client)
    assert response.status_code == 302
    assert response["Location"] == reverse("dashboard")


def test_the_address_may_be_typed_in_capitals(client, person):
    assert sign_in(client, "ANN@Derby.example").status_code == 302


def test_a_wrong_password_says_what_to_do_and_keeps_the_address(client, person):
    response = sign_in(client, password="wrong")
    text = response.content.decode()
    assert response.status_code == 200
    assert "The email address or the password is not right." in text
    assert "Error:" in re.search(r"<title>(.*?)</title>", text).group(1)
    assert 'value="ann@derby.example"' in text


def test_an_empty_form_is_sent_back_with_what_is_missing(client):
    text = client.post(reverse("account_login"), {}).content.decode()
    assert "Enter the email address" in text
    assert "Enter the password" in text


def test_too_many_tries_are_stopped_by_a_count_that_all_processes_share(client, person):
    for _try in range(5):
        sign_in(client, password="wrong")
    response = sign_in(client)
    assert "too many tries" in response.content.decode().lower()
    assert isinstance(caches["default"], DatabaseCache)


def test_a_code_by_email_signs_in(client, person):
    response = client.post(reverse("account_request_login_code"), {"email": person.email}, follow=True)
    assert response.status_code == 200
    mail = Message.objects.get()
    assert mail.secret
    assert mail.to == person.email
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.body, re.MULTILINE).group(1)
    wrong = client.post(reverse("account_confirm_login_code"), {"code": "NOPE"})
    assert "That is not the code." in wrong.content.decode()
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert response["Location"] == reverse("dashboard")


def test_an_unknown_address_gets_the_same_page_as_a_known_one(client, person):
    known = client.post(reverse("account_reset_password"), {"email": person.email}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@derby.example"}, follow=True)
    assert known.content == unknown.content


def test_a_forgotten_password_is_replaced_through_a_link_that_works_once(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"(/account/password/reset/key/\S+)", Message.objects.get().body).group(1)
    page = client.get(link, follow=True)
    action = page.redirect_chain[-1][0]
    short = client.post(action, {"password1": "short"})
    assert "too short" in short.content.decode()
    assert client.post(action, {"password1": "new heron ladder"}).status_code == 302
    assert sign_in(client, password="new heron ladder").status_code == 302
    client.logout()
    assert "This link is over" in client.get(link, follow=True).content.decode()


def test_a_password_is_changed_by_somebody_who_knows_it(client_of, person):
    client = client_of(person)
    wrong = client.post(reverse("account_change_password"), {"oldpassword": "x", "password1": "new heron ladder"})
    assert "That is not your present password." in wrong.content.decode()
    done = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "new heron ladder"})
    assert done.status_code == 302
    person.refresh_from_db()
    assert person.check_password("new heron ladder")


def test_what_was_counted_is_not_thrown_out_by_many_other_tries(db):
    cache.set("mine", "counted")
    for number in range(400):
        cache.set(f"another-{number}", "counted")
    assert cache.get("mine") == "counted"
    assert len(cache.get_many([f"another-{number}" for number in range(400)])) == 400


def test_nobody_makes_an_account_of_their_own_accord(client):
    page = client.get(reverse("account_signup"))
    assert "How to get an account" in page.content.decode()
    client.post(reverse("account_signup"), {"email": "new@derby.example", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.exists()


def test_a_closed_account_is_shut_out_from_its_next_request_on(client_of, person):
    administrator = User.objects.create_user("admin@derby.example", PASSWORD, is_administrator=True)
    client = client_of(person)
    assert client.get(reverse("accounts:preferences")).status_code == 200
    person.close(by=administrator, reason="Left the council.")
    assert client.get(reverse("accounts:preferences")).status_code == 302
    assert sign_in(client).status_code in {200, 302}
    assert client.get(reverse("dashboard")).status_code == 302


def test_pages_of_signing_in_show_in_our_look(client, client_of, person):
    for name in ["account_login", "account_request_login_code", "account_reset_password", "account_signup"]:
        assert client.get(reverse(name)).status_code == 200
    for name in ["account_reset_password_done", "account_reset_password_from_key_done", "account_inactive"]:
        assert client.get(reverse(name)).status_code == 200
    for name in ["account_logout", "account_change_password", "account_reauthenticate"]:
        assert client_of(person).get(reverse(name)).status_code == 200


def test_signing_out_takes_a_button(client_of, person):
    client = client_of(person)
    client.get(reverse("account_logout"))
    assert client.get(reverse("accounts:preferences")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("accounts:preferences")).status_code == 302

"""Invitations: a link that only its reader spends, once, in time; and one's own account."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compact_portal.accounts import invitations
from compact_portal.accounts.models import User
from compact_portal.mail import Message

pytestmark = pytest.mark.django_db
GOOD = {"name": "Bea Bell", "password": "green heron ladder"}


@pytest.fixture
def administrator():
    return User.objects.create_user("admin@derby.example", "x", name="Ada Admin", is_administrator=True)


@pytest.fixture
def invited(administrator):
    return User.invite(email="bea@derby.example", by=administrator)


def link():
    return re.search(r"(/account/join/\S+)", Message.objects.order_by("-pk").first().body).group(1)


def test_a_link_scanner_does_not_spend_the_link(client, invited):
    for _time in range(3):
        assert client.get(link()).status_code == 200
    invited.refresh_from_db()
    assert invited.joined_at is None


def test_joining_sets_name_and_password_and_signs_in(client, invited):
    response = client.post(link(), GOOD, follow=True)
    assert response.redirect_chain[-1][0] == reverse("dashboard")
    assert "Your account is ready" in response.content.decode()
    invited.refresh_from_db()
    assert (invited.name, invited.check_password(GOOD["password"])) == ("Bea Bell", True)


def test_bad_input_keeps_the_name_and_says_what_to_do(client, invited):
    text = client.post(link(), {"name": "Bea Bell", "password": "12345"}).content.decode()
    assert 'value="Bea Bell"' in text
    assert "too short" in text
    text = client.post(link(), {"name": "", "password": ""}).content.decode()
    assert "Enter your full name" in text
    assert "Enter the password" in text
    long = client.post(link(), GOOD | {"name": "B" * 200}).content.decode()
    assert "Shorten “Your full name” to 120 characters or fewer: it has 200." in long


def test_a_used_link_says_so_and_shows_a_way_on(client, client_of, invited):
    address = link()
    client.post(address, GOOD)
    for browser in [client_of(None), client]:
        response = browser.get(address)
        assert response.status_code == 410
        assert "This link is over" in response.content.decode()
    assert client_of(None).post(address, GOOD | {"name": "Mallory"}).status_code == 410
    invited.refresh_from_db()
    assert invited.name == "Bea Bell"


def test_an_old_link_can_be_asked_for_anew(client, invited):
    address = link()
    User.objects.filter(pk=invited.pk).update(invited_at=timezone.now() - timedelta(days=15))
    assert client.get(address).status_code == 410
    client.post(reverse("accounts:send_again", args=[invited.pk]))
    assert Message.objects.count() == 2
    assert client.get(link()).status_code == 200
    client.post(reverse("accounts:send_again", args=[invited.pk]))
    assert Message.objects.count() == 2, "not again while the new link works"


def test_nobody_can_end_a_link_that_works_by_asking_for_another(client, client_of, invited):
    User.objects.filter(pk=invited.pk).update(invited_at=timezone.now() - timedelta(days=13))
    address = reverse("accounts:join", args=[invited.pk, invitations.token_for(User.objects.get(pk=invited.pk))])
    client_of(None).post(reverse("accounts:send_again", args=[invited.pk]))
    assert Message.objects.count() == 1
    assert client.get(address).status_code == 200


def test_nobody_has_an_invitation_sent_to_somebody_who_never_got_one(client, db):
    first = User.objects.create_superuser("root@derby.example", "a-long-password", name="Rae Root")
    client.post(reverse("accounts:send_again", args=[first.pk]))
    assert not Message.objects.exists()


def test_a_wrong_link_and_an_unknown_person_look_alike(client, invited):
    for address in [
        reverse("accounts:join", args=[invited.pk, "0" * 40]),
        reverse("accounts:join", args=[9999, "0" * 40]),
    ]:
        assert client.get(address).status_code == 410
    client.post(reverse("accounts:send_again", args=[9999]))
    assert Message.objects.count() == 1


def test_a_token_belongs_to_one_person(client, invited, administrator):
    other = User.invite(email="cal@derby.example", by=administrator)
    assert not invitations.still_open(invited, invitations.token_for(other))


def test_people_change_their_name_but_not_to_nothing(client_of, administrator):
    client = client_of(administrator)
    address = reverse("accounts:preferences")
    assert "Enter your full name" in client.post(address, {"name": "  "}).content.decode()
    assert client.post(address, {"name": "Ada Ash"}).status_code == 302
    administrator.refresh_from_db()
    assert administrator.name == "Ada Ash"
    assert administrator.history.count() == 2


def test_the_account_page_needs_somebody_signed_in(client):
    response = client.get(reverse("accounts:preferences"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))

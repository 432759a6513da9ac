"""Public pages may be kept for a minute; nobody keeps a page made for a person."""

import pytest

from compact_portal.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_public_page_sets_no_cookie_and_may_be_kept(client):
    response = client.get("/")
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response["Vary"]
    again = client.get("/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_signed_in_persons_page_is_never_kept(client):
    client.force_login(User.objects.create_user("olive@anytown.example", name="Olive"))
    assert "no-store" in client.get("/")["Cache-Control"]


def test_a_page_with_a_form_is_never_kept(client):
    response = client.get("/account/login/")
    assert "csrftoken" in response.cookies
    assert "no-store" in response["Cache-Control"]


def test_an_error_is_never_kept(client):
    assert "no-store" in client.get("/nowhere/")["Cache-Control"]

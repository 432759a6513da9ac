"""Public pages may be kept for a minute; nobody keeps a page made for a person."""

import pytest

from compact_portal.accounts.models import User
from tests import factories

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


AGREEMENT = "/compacts/testham/agreement/"


def test_a_page_drawn_before_is_given_again_without_drawing_it(town, client, settings, django_assert_max_num_queries):
    first = client.get(AGREEMENT)
    # The Compact, its editions in force (twice), and what each app has to tell beside the clauses of one.
    with django_assert_max_num_queries(3 + len(settings.BESIDE_EDITIONS)):
        again = client.get(AGREEMENT)
    assert again.content == first.content
    assert {name: again[name] for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy")} == {
        name: first[name] for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy")
    }
    assert client.get(AGREEMENT, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_page_is_drawn_again_when_what_it_shows_has_changed(town, client):
    client.get(AGREEMENT)
    town.name = "Renamed Compact"
    town.save()
    assert "Renamed Compact" in client.get(AGREEMENT).content.decode()
    factories.publish(factories.draft(town, "2030"), by=None)
    assert "Edition <strong>2030</strong>" in client.get(AGREEMENT).content.decode()
    assert "no longer in force" in client.get(f"{AGREEMENT}revised/").content.decode()


def test_a_person_never_gets_the_page_kept_for_nobody_nor_nobody_theirs(town, officer, client, client_of):
    kept = client.get(AGREEMENT).content.decode()
    own = client_of(officer).get(AGREEMENT)
    assert officer.name in own.content.decode()
    assert "no-store" in own["Cache-Control"]
    assert client.get(AGREEMENT).content.decode() == kept


def test_for_a_moment_a_kept_page_is_given_without_looking(town, client, settings, django_assert_num_queries):
    settings.KEPT_PAGE_SECONDS = 60
    client.get(AGREEMENT)
    with django_assert_num_queries(0):
        client.get(AGREEMENT)

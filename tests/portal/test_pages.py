"""The public home, the pages about the portal, and the pages for what goes wrong."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.test import Client, RequestFactory
from django.urls import reverse

from compact_portal import views
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from tests import html

pytestmark = pytest.mark.django_db

PUBLIC = ["home", "accessibility", "cookies", "privacy"]


@pytest.fixture
def derby():
    return Compact.found(
        name="Derby Compact", slug="derby", area_name="Derby", area_kind="city", places="Allestree\nSpondon"
    )


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_sets_no_cookie_and_may_be_kept(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert not response.cookies
    assert response["ETag"]
    again = client.get(reverse(name), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("place", ["derby", "SPONDON", "  Derby  ", "Allestree"])
def test_a_compact_is_found_by_a_place(client, derby, place):
    text = client.get("/", {"place": place}).content.decode()
    assert f'href="{derby.get_absolute_url()}"' in text
    assert "No current agreement." in text


def test_an_unknown_place_shows_the_way_to_all(client, derby):
    text = client.get("/", {"place": "Atlantis <b>"}).content.decode()
    assert "No Compact in this portal covers a place of that name." in text
    assert "Atlantis &lt;b&gt;" in text


def test_looking_for_a_place_costs_the_same_for_many(client, derby, django_assert_max_num_queries):
    for number in range(20):
        Compact.found(name=f"Derby {number}", slug=f"derby-{number}", area_name="Derby", area_kind="city")
    with django_assert_max_num_queries(15):
        client.get("/", {"place": "derby"})


def test_what_does_not_exist_has_a_page_in_our_look(client):
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_a_form_from_elsewhere_is_refused_in_our_look():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("account_login"), {"login": "a@b.example", "password": "x"})
    assert response.status_code == 403
    assert "The page had been open too long" in response.content.decode()
    assert html.faults(response.content.decode()) == []


def test_too_much_at_once_is_refused_in_our_look(client):
    response = client.post(reverse("account_login"), {"login": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert response.status_code == 413
    assert "12.0\xa0MB" in response.content.decode()


def request_by(user):
    request = RequestFactory().get("/")
    request.user = user
    request.session = {}
    request._messages = []
    return request


@pytest.mark.parametrize(
    ("view", "exception", "status", "words"),
    [
        (views.bad_request, None, 400, "We could not read that"),
        (views.bad_request, RequestDataTooBig(), 413, "That was too much at once"),
        (views.forbidden, PermissionDenied("Only the chair may do this."), 403, "Only the chair may do this."),
        (views.not_found, None, 404, "Page not found"),
        (views.too_many_requests, None, 429, "Too many tries"),
    ],
)
def test_each_refusal_has_a_page_that_says_what_to_do(view, exception, status, words):
    response = view(request_by(User(email="ann@derby.example")), exception)
    text = response.content.decode()
    assert response.status_code == status
    assert words in text
    assert html.faults(text) == []


def test_a_fault_of_ours_needs_nothing_that_may_be_broken(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert html.faults(response.content.decode()) == []


def test_the_portal_says_whether_it_works(client):
    assert client.get("/healthz").content == b"ok\n"

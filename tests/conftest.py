"""What every test may ask for: a client that judges each page it gets, and the people of the portal."""

import pytest
from django.db import connection
from django.test import Client

from tests import html


class JudgingClient(Client):
    """A test client that fails the test when a page it receives is not fit to be seen."""

    def request(self, **request):
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming and response.content:
            fragment = "HTTP_HX_REQUEST" in request
            faults = html.faults(response.content.decode(), fragment=fragment)
            assert not faults, f"{request.get('PATH_INFO')} ({response.status_code}): " + "; ".join(faults)
        return response


@pytest.fixture
def client():
    """The browser of somebody who has not signed in."""
    return JudgingClient()


@pytest.fixture
def client_of():
    """A function: the browser in which this person (or nobody, for None) is signed in."""

    def sign_in(person):
        browser = JudgingClient()
        if person is not None:
            browser.force_login(person)
        return browser

    return sign_in


def pytest_collection_modifyitems(config, items):
    """Leave out, and count openly, what only PostgreSQL can run."""
    if connection.vendor == "postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("postgresql")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]

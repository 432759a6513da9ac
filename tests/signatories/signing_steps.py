"""Steps of signing through a mailed link, as people take them; helpers of the tests."""

import re

from compact_portal.mail import Message
from signatories.models import SigningRequest
from tests.conftest import JudgingClient

LINK = re.compile(r"https://testserver(/(?:sign|witness)/\w+/[\w-]{20,}/)")
CODE = re.compile(r"^(\d{6})$", re.MULTILINE)


def ask(edition, organisation, *, by, email="ivy@garden.example", **more):
    """A request to sign, mailed to somebody without an account."""
    return SigningRequest.ask(
        edition=edition, organisation=organisation, to_name="Ivy Invited", to_email=email, by=by, **more
    )


def last_link(email):
    """The link of the latest mail to an address."""
    return LINK.findall(_last(email, LINK))[-1]


def last_code(email):
    """The code of the latest mail to an address."""
    return CODE.findall(_last(email, CODE))[-1]


def _last(email, pattern):
    bodies = Message.objects.filter(to=email).order_by("-pk").values_list("body", flat=True)
    return next(body for body in bodies if pattern.search(body))


def come(subject, browser=None):
    """A browser that took up the link of the latest mail, and entered the code."""
    browser = browser or JudgingClient()
    link = last_link(subject.to_email)
    assert browser.post(link)["Location"].endswith("/code/")
    response = browser.post(f"/{subject.kind}/{subject.key}/code/", {"code": last_code(subject.to_email)})
    assert response["Location"].endswith("/begin/")
    return browser


def fill(browser, start, edition, organisation, **witness):
    """Answer everything up to the last page; return it."""
    browser.post(f"{start}who/", {"signed_name": "Ivy Invited", "office": "Chair"})
    browser.post(f"{start}what/", {"edition": edition.pk})
    browser.post(f"{start}organisation/", {"organisation": organisation.pk})
    browser.post(f"{start}authority/", {"authority": "Decision of the trustees on 3 March 2026"})
    if witness:
        browser.post(f"{start}witness/", witness)
    browser.get(f"{start}text/")
    browser.post(f"{start}text/", {"digest": edition.digest})
    return browser.get(f"{start}check/").content.decode()


def sign(browser, request, **witness):
    """Sign through an invitation; the response to the last button."""
    start = f"/sign/{request.key}/steps/"
    fill(browser, start, request.edition, request.organisation, **witness)
    return browser.post(f"{start}check/", {"declared": "on"})

"""
Every page, as every person who can see it: axe finds nothing, the HTML is valid, nothing scrolls sideways on a phone.

Pages are found as a person finds them, by following links from the home page and the dashboard. Of pages that differ
only in their clause, action or organisation a few are enough; every dispute and every form is visited.
"""

import hashlib
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browser.checkers import axe_faults
from tests.browser.conftest import PEOPLE

LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
ENOUGH = 2
ALL_OF = 12
OFTEN = ("disputes:",)
NOT_PAGES = re.compile(r"\.(pdf|zip|csv|docx|json|md|ics|txt|pem|cer)$|^/(static|files|media)/|/logout/|/healthz")
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


class Walk:
    """Follows links from page to page; gives each path once, a few for each kind of page."""

    def __init__(self, *start):
        self.waiting = list(start)
        self.seen = set(start)
        self.kinds = {}
        self.dead = []

    def find(self, page_url, links):
        """Remember where the links of a page lead; those that lead to no page go into `dead`."""
        for link in links:
            target = urlsplit(urljoin(page_url, link))
            if target.scheme not in {"http", "https"} or target.netloc != urlsplit(page_url).netloc:
                continue
            path = target.path + (f"?{target.query}" if target.query else "")
            if path in self.seen or NOT_PAGES.search(target.path):
                continue
            self.seen.add(path)
            try:
                kind = resolve(target.path).view_name + ("?" if target.query else "")
            except Resolver404:
                self.dead.append(f"{urlsplit(page_url).path} links to {path}, which is no page")
                continue
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
            if self.kinds[kind] <= (ALL_OF if kind.startswith(OFTEN) else ENOUGH):
                self.waiting.append(path)

    def __iter__(self):
        while self.waiting:
            yield self.waiting.pop(0)


def alike(html):
    """A mark that two pages share when they differ in nothing that matters to the checkers."""
    # The head of a page names the person; it is looked at on each page that differs in anything else.
    text = re.sub(r"<header.*?</header>", "", html.decode(), flags=re.DOTALL)
    text = re.sub(r'csrfmiddlewaretoken" value="[^"]*', "", text)
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("person", [None, *PEOPLE])
def test_every_page_is_fit_for_everybody(person, open_as, html_checker, record_property, checked_already):
    page = open_as(person, viewport=DESKTOP)
    walk = Walk("/", "/dashboard/") if person else Walk("/")
    faults, visited, checked = [], 0, 0
    for path in walk:
        # Fetched first, since drawing a page that was checked already would be most of the work.
        answer = page.request.get(path)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        html = answer.body()
        visited += 1
        if answer.status not in {200, 403}:
            faults.append(f"{path}: answers {answer.status}")
        walk.find(answer.url, [unescape(link) for link in LINK.findall(html.decode())])
        mark = alike(html)
        if mark in checked_already:
            continue
        checked_already.add(mark)
        checked += 1
        page.goto(path)
        faults += [f"{path}: {fault}" for fault in html_checker.faults(html)]
        faults += [f"{path}: {fault}" for fault in axe_faults(page)]
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            faults.append(f"{path}: is {wide} px too wide for a phone of 320 px")
        page.set_viewport_size(DESKTOP)
    faults += walk.dead
    record_property("pages", (person or "anonymous", visited, checked))
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="module")
def checked_already():
    return set()

"""One Chromium and one HTML checker a test process; a fresh copy of the sample server for each test module."""

import fcntl
import re
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.checkers import HtmlChecker, chromium
from tests.browser.server import Server, prepare

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The sample accounts, on derby.example (README, "Sample accounts").
PEOPLE = ["officer", "approver-statutory", "group", "signatory", "respondent", "chair", "mediator", "forum", "admin"]
PASSWORD = "compact-demo-2026"

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def sample(tmp_path_factory, worker_id):
    """The folder of the sample database, which the test processes share: the first to come makes it."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":  # Each process of a run has a folder of its own in the folder of the run.
        shared = shared.parent
    folder = shared / "sample"
    with (shared / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            prepare(folder)
    return folder


@pytest.fixture(scope="module")
def server(sample, tmp_path_factory):
    """A server on a copy of the sample data that no other module changes."""
    running = Server(shutil.copytree(sample, tmp_path_factory.mktemp("server") / "portal"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def html_checker():
    checker = HtmlChecker()
    yield checker
    checker.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_as(browser, server):
    """
    A function: a page of the browser in which a sample account (or nobody, for None) is signed in.

    Further words go to the browser's context: `viewport`, `java_script_enabled`.
    """
    contexts = []

    def open_page(person=None, **options):
        context = browser.new_context(base_url=server.address, locale="en-GB", reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        if person is not None:
            sign_in(page, person)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page, person):
    """Sign in by e-mail and password, as people do."""
    page.goto("/account/login/")
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(f"{person}@derby.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name=re.compile("sign in", re.IGNORECASE)).click()
    expect(page).not_to_have_url(re.compile("/account/login/"))


def pytest_terminal_summary(terminalreporter):
    """Say how many pages were checked, which a green dot does not."""
    counts = [
        value
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, value in report.user_properties
        if name == "pages"
    ]
    for person, visited, checked in sorted(counts):
        terminalreporter.write_line(f"{person}: {visited} pages visited, {checked} of them new to axe and vnu")
    if counts:
        visited, checked = (sum(numbers) for numbers in list(zip(*counts, strict=True))[1:])
        terminalreporter.write_line(f"Everybody: {visited} pages visited, {checked} checked by axe and vnu")

"""Nobody learns what they may not: every address of disputes as everybody, with a word of each secret to look for.

Addresses are found as a person finds them, by following links from page to page, as everybody; then everybody asks for
what anybody found. Beside them: filters, exports, search, calendar, mail, the log.
"""

import os
import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from compact_portal.mail import Message
from disputes.models import Dispute
from signatories.models.organisation import Kind
from tests import factories
from tests.disputes import steps

LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
OF_A_KIND = 4  # Pages that differ only in their dispute are visited so often by each person, cases always.
STARTS = ["/dashboard/", "/disputes/", "/disputes/?show=all", "/disputes/desk/", "/compacts/testham/disputes/"]
SPACES = {"disputes", "dashboard", "search", "timeline"}

# Each secret: a word of it, and who may know it. In the case that is being talked about, a support body holds back the
# name of the group; the other one is in mediation, after a chair chose the mediator.
OURS = {"weaver", "colleague", "supporter"}
SIDES = OURS | {"respondent"}
SECRETS = {
    "Zephyrine": OURS,  # The name that is held back.
    "aquamarine": SIDES,  # What happened, in the case that is talked about.
    "bergamot": SIDES,  # A note of it.
    "cinnabar": SIDES,  # What was proposed there.
    "dulcimer": {"complainant", "respondent", "chair", "mediator"},  # What happened, in the case in mediation.
    "eglantine": {"complainant", "respondent", "mediator"},  # A note of the mediation.
    "farthingale": {"complainant", "respondent", "mediator"},  # What was proposed in the mediation.
    "gossamer": {"complainant", "respondent", "chair", "mediator"},  # The mediator's statement.
    "harlequin": {"chair"},  # What somebody wrote who declined to mediate; the mediator knows nothing of it.
    "isinglass": {"complainant"},  # A draft.
    "juniper": {"complainant"},  # An answer about the mediator, whose other one is not in yet.
}
EVERYBODY = [
    *("complainant", "weaver", "colleague", "supporter", "respondent", "chair", "vice_chair", "mediator"),
    *("forum_member", "officer", "other_officer", "admin", "stranger", "anonymous"),
]


@pytest.fixture
def cases(town, group, council, complainant, respondent, chair, vice_chair, mediator, forum_member, request):
    """A case that is talked about, one in mediation, one whose mediator one party has answered about, and a draft."""
    weavers = factories.organisation("Zephyrine Weavers", town)
    body = factories.organisation("Testham Support", town, kind=Kind.INFRASTRUCTURE)
    people = {
        "weaver": factories.member(weavers, "Wilma Zephyrine"),
        "colleague": factories.member(weavers, "Colin Zephyrine"),
        "supporter": factories.member(body, "Sue Supporter"),
    }
    hands = {"complainant": complainant, "respondent": respondent, "chair": chair, "mediator": mediator}
    talks = steps.draft(town, weavers, council, by=people["weaver"])
    talks.describe(by=people["weaver"], happened="The aquamarine grant was cut.")
    talks.represent(by=people["weaver"], support_body=body)
    talks.hold_back(True, by=people["weaver"])
    talks.lodge(by=people["supporter"])
    talks.add_note(by=people["supporter"], note="We spoke of the bergamot.")
    talks.propose(by=people["supporter"], note="The cinnabar is given back.")
    mediated = steps.draft(town, group, council, by=complainant)
    mediated.describe(by=complainant, happened="The dulcimer grant was cut.")
    mediated.lodge(by=complainant)
    steps.bring(mediated, "awaiting-nomination", **hands)
    mediated.nominate(forum_member_as_champion(town), by=chair, summary="A grant.")
    mediated.decline(by=mediated.nomination.person, note="I know of the harlequin.")
    mediated.nominate(mediator, by=chair, summary="A grant.")
    mediated.declare(by=mediator, statement="I own no gossamer.")
    mediated.accept(by=complainant)
    mediated.accept(by=respondent)
    mediated.add_mediation_note(by=mediator, note="We met about the eglantine.")
    mediated.propose(by=complainant, note="The farthingale is shared.")
    answered = steps.raised(town, group, council, by=complainant)
    steps.bring(answered, "awaiting-acceptance", **hands)
    answered.object(by=complainant, note="The juniper is too near.")
    draft = steps.draft(town, group, council, by=complainant)
    draft.describe(by=complainant, happened="The isinglass was taken.")
    return people | {"talks": talks, "mediated": mediated, "answered": answered, "draft": draft}


def forum_member_as_champion(town):
    """Somebody else whom a chair may ask to mediate."""
    return factories.forum_seat(town, "Dora Declines")


def found_by(browser):
    """The addresses of disputes that a person comes to, by following links."""
    waiting, seen, kinds = list(STARTS), set(STARTS), {}
    while waiting:
        response = browser.get(waiting.pop(0))
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            continue
        for link in LINK.findall(response.content.decode()):
            address = unescape(link).partition("#")[0]
            path = urlsplit(address).path
            if not address.startswith("/") or address in seen or not (kind := kind_of(path)):
                continue
            seen.add(address)
            kinds[kind] = kinds.get(kind, 0) + 1
            if kinds[kind] <= OF_A_KIND or kind == "disputes:case":
                waiting.append(address)
    return seen


def kind_of(path):
    """Which page an address is, where it is one that tells of disputes; "" where not."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return match.view_name if (match.namespace or match.view_name) in SPACES else ""


def typed(cases):
    """Addresses that nobody links to, which somebody may type: every filter, file and number there is."""
    found = ["/search/?q=Zephyrine", "/search/?q=TESTHAM", "/disputes/?q=Zephyrine", "/disputes/?show=all&q=aquamarine"]
    found += [f"/disputes/?show={show}&page=2" for show in ("open", "ended", "all", "nothing")]
    for name in ("talks", "mediated", "answered"):
        page = cases[name].get_absolute_url()
        found += [page + word for word in ("", "?page=2", "?show=notes", "?show=mediation", "outcome/", "after/")]
        found += [
            page + word for word in ("settle/", "note/", "agree/", "link/", "settlements/1/", "settlements/1.pdf")
        ]
    found += [reverse("disputes:draft", args=[cases["draft"].pk, page]) for page in ("decision", "remedy")]
    found += [reverse("disputes:check", args=[cases["draft"].pk])]
    found += [reverse("disputes:nomination", args=[key]) for key in range(1, 5)]
    return found


def words_of(response):
    """What somebody reads of an answer, whatever it is."""
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return headers + response.getvalue().decode(errors="replace")


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.skipif("EVERY_SECRET" not in os.environ, reason="some minutes: `make walks` does it")
def test_nobody_finds_a_word_of_what_they_may_not_know(cases, request, client_of, caplog, admin, officer, stranger):
    people = {who: cases[who] if who in cases else request.getfixturevalue(who) for who in EVERYBODY}
    browsers = {}
    for who, person in people.items():
        browsers[who] = Client()
        if person is not None:
            browsers[who].force_login(person)
    addresses = set(typed(cases)).union(*(found_by(browser) for browser in browsers.values()))
    assert len(addresses) > 60
    known, leaks = set(), []
    for address in sorted(addresses):
        for who, browser in browsers.items():
            response = browser.get(address)
            words = words_of(response)
            assert response.status_code < 500, address
            told = {secret for secret in SECRETS if secret.casefold() in words.casefold()}
            told = {secret for secret in told if secret.casefold() not in address.casefold()}
            known |= {(secret, who) for secret in told}
            leaks += [
                f"{who} reads {secret} at {address}"
                for secret in told
                if who not in SECRETS[secret] and not lists(address)
            ]
    assert leaks == [], "\n".join(leaks)
    assert {(secret, who) for secret, whose in SECRETS.items() for who in whose} <= known, (
        "somebody cannot read their own"
    )
    assert [secret for secret in SECRETS if secret in caplog.text] == []
    for message in Message.objects.all():
        reader = next((who for who, person in people.items() if person and person.email == message.to), "?")
        written = f"{message.subject} {message.body}"
        assert [s for s in SECRETS if s in written and (s != "Zephyrine" or reader not in OURS)] == [], written
        assert "Zephyrine" not in message.subject


def lists(address):
    """Whether a page names the organisations of the area, whoever is in a dispute: that is public."""
    return resolve(urlsplit(address).path).view_name in {
        "disputes:against",
        "disputes:raise",
        "disputes:raise_for",
        "search",
    }


def test_what_one_may_not_see_answers_as_what_there_is_not(cases, client_of, stranger, officer, admin, vice_chair):
    real = cases["talks"].reference
    place, year, _number = real.split("-")
    missing = f"{place}-{year}-9876"
    pattern = re.compile(r'csrfmiddlewaretoken" value="[^"]*|nonce-[\w-]+|(Expires|Date): [^\n]*?GMT')
    for person in (stranger, officer, admin, vice_chair):
        browser = client_of(person)
        for word in ("", "note/", "settle/", "outcome/", "settlements/1/", "settlements/1.pdf", "after/"):
            for send in (browser.get, browser.post):
                pages = [send(f"/disputes/{reference}/{word}") for reference in (real, missing)]
                assert {page.status_code for page in pages} <= {404, 405}, (word, pages)
                shown = [pattern.sub("", words_of(page).replace(real, missing)) for page in pages]
                assert shown[0] == shown[1], f"{person} can tell that {real} is there: {word}"


def test_a_name_held_back_is_shown_where_the_stage_no_longer_allows_it(cases, respondent, client_of):
    talks = Dispute.objects.get(pk=cases["talks"].pk)
    browser = client_of(respondent)
    assert "Zephyrine" not in browser.get(talks.get_absolute_url()).content.decode()
    talks.go_formal(by=cases["supporter"])
    assert "Zephyrine Weavers" in browser.get(talks.get_absolute_url()).content.decode()
    assert talks.shown_at - timezone.now() < timedelta(seconds=5)

"""
Who gets what: every URL of the portal × every kind of person → status.

The table is written by hand from the rules (README, "Rights"). 200 they see it, 302 they are sent to sign in (or on),
403 they see that it exists but may not, 404 it does not exist for them, 405 it only takes a form.
"""

import pytest
from django.urls import get_resolver, resolve

TABLE = """
#                                                 anon stra comp sign resp offi chai medi foru admi
/                                                 200  200  200  200  200  200  200  200  200  200
/accessibility/                                   200  200  200  200  200  200  200  200  200  200
/cookies/                                         200  200  200  200  200  200  200  200  200  200
/privacy/                                         200  200  200  200  200  200  200  200  200  200
/healthz                                          200  200  200  200  200  200  200  200  200  200
/dashboard/                                       302  200  200  200  200  200  200  200  200  200
/compacts/testham/                                200  200  200  200  200  200  200  200  200  200
/compacts/nowhere/                                404  404  404  404  404  404  404  404  404  404
"""
PEOPLE = [
    *("anonymous", "stranger", "complainant", "signatory", "respondent"),
    *("officer", "chair", "mediator", "forum_member", "admin"),
]
ROWS = [line.split() for line in TABLE.strip().splitlines() if not line.startswith("#")]

# Addresses of django-allauth, which has its own tests; ours look at the pages (tests/browser).
OF_ALLAUTH = "account_"


@pytest.fixture
def place(town, council, group, complainant, signatory, respondent, officer, chair, mediator, forum_member, admin):
    """The town with everything in it that the table names; what the table writes in braces."""
    return {}


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_table_says(who, place, client_of, request):
    browser = client_of(request.getfixturevalue(who))
    wrong = []
    for address, *statuses in ROWS:
        path, expected = address.format(**place), int(statuses[PEOPLE.index(who)])
        status = browser.get(path).status_code
        if status != expected:
            wrong.append(f"{path} answers {status}, not {expected}")
        # Who may not see a form may not send it either.
        elif expected in {403, 404} and (sent := browser.post(path, {}).status_code) != expected:
            wrong.append(f"a form sent to {path} is answered {sent}, not {expected}")
    assert wrong == []


def names(resolver, space=""):
    """The name of every URL below a resolver."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def test_every_url_is_in_the_table(place):
    known = {resolve(path.format(**place)).view_name for path, *_ in ROWS}
    assert {name for name in names(get_resolver()) if not name.startswith(OF_ALLAUTH)} - known == set()


def test_every_row_of_the_table_is_whole():
    assert [row for row in ROWS if len(row) != 1 + len(PEOPLE)] == []

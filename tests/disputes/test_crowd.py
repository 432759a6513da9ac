"""A place with 20,000 disputes: its pages ask the database as often as with ten, and show no more at once."""

import pytest

from disputes.models import Dispute
from tests.disputes import crowd, steps
from tests.queries import AT_MOST, queries_of

STATES = [
    *("talking", "awaiting-answer", "answered", "awaiting-nomination", "awaiting-statement"),
    *("awaiting-acceptance", "mediation-ended", "national", "outside", "closed"),
]
LISTS = {
    "complainant": ["/disputes/", "/disputes/?show=all", "/disputes/?show=ended", "/disputes/?page=2", "/dashboard/"],
    "respondent": ["/disputes/", "/disputes/?show=ended", "/dashboard/"],
    "chair": ["/disputes/", "/disputes/desk/", "/dashboard/"],
    "mediator": ["/disputes/", "/dashboard/"],
    "anonymous": ["/compacts/testham/disputes/"],
}
LONGEST = 100_000  # Characters of a page: a list is parted into pages, whoever reads it.


@pytest.mark.slow
@pytest.mark.sqlite
def test_with_ten_disputes_and_with_20000_a_page_asks_as_often(
    town, group, council, complainant, respondent, chair, mediator, request, client_of
):
    hands = {"complainant": complainant, "respondent": respondent, "chair": chair, "mediator": mediator}
    ten = [steps.bring(steps.raised(town, group, council, by=complainant), state, **hands) for state in STATES]
    addresses = LISTS | {"respondent": [*LISTS["respondent"], ten[2].get_absolute_url()]}
    browsers = {who: client_of(request.getfixturevalue(who)) for who in addresses}

    def count():
        return {(who, url): len(queries_of(browsers[who], url)) for who in addresses for url in addresses[who]}

    count()  # What is kept in memory.
    few = count()
    crowd.copy(ten, 20_000)
    assert Dispute.objects.count() > 20_000
    assert count() == few
    assert {asked for asked in few.items() if asked[1] > AT_MOST} == set()
    long = {url for who in addresses for url in addresses[who] if len(browsers[who].get(url).content) > LONGEST}
    assert long == set()


def test_a_reference_follows_on_the_ten_thousandth(town, group, council, complainant):
    first = steps.raised(town, group, council, by=complainant)
    start = first.reference.rpartition("-")[0]
    for number in (9_999, 10_000):
        another = Dispute.objects.get(pk=first.pk)
        another.pk, another.reference, another._state.adding = None, f"{start}-{number}", True
        another.save()
    assert steps.raised(town, group, council, by=complainant).reference == f"{start}-10001"

"""Print the milliseconds of the pages of disputes for each person: with the disputes of the sample, and with 20,000."""

import statistics
import time

import django
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

MANY, ROUNDS = 20_000, 5
PAGES = {
    "group": ["/disputes/", "/disputes/?show=all", "/dashboard/", "case"],
    "respondent": ["/disputes/", "/dashboard/", "case"],
    "chair": ["/disputes/", "/disputes/desk/", "/dashboard/"],
    "mediator": ["/disputes/", "/dashboard/"],
    "officer": ["/disputes/", "/dashboard/"],
    "nobody": ["/compacts/derby/disputes/", "/compacts/derby/disputes/figures/"],
}


def measured(client, page):
    """Median milliseconds of a page, after one visit to warm up, and how many queries it takes."""
    client.get(page)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        status = client.get(page).status_code
        times.append(1000 * (time.perf_counter() - began))
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return statistics.median(times), len(queries), "" if status == 200 else f"   (answers {status})"


def main():
    """Measure, make 20,000 copies of what there is, measure again, and take all back."""
    django.setup()
    from compact_portal.accounts.models import User
    from disputes.models import Dispute
    from tests.disputes import crowd

    def client_of(who):
        client = Client(headers={"host": "127.0.0.1"})
        if who != "nobody":
            client.force_login(User.objects.get(email=f"{who}@derby.example"))
        return client

    with transaction.atomic():
        few = list(Dispute.objects.filter(compact__slug="derby").exclude(state="draft"))
        asked = [dispute for dispute in few if dispute.events.exists() and dispute.complainant.slug.startswith("chadd")]
        case = (asked or few)[0].get_absolute_url()
        clients = {who: client_of(who) for who in PAGES}
        rows = [(who, case if page == "case" else page) for who, pages in PAGES.items() for page in pages]
        before = {row: measured(clients[row[0]], row[1]) for row in rows}
        crowd.copy(few, MANY)
        total = Dispute.objects.count()
        for row in rows:
            (quick, queries, wrong), (slow, more, _wrong) = before[row], measured(clients[row[0]], row[1])
            told = "" if queries == more else f"   {queries} queries became {more}"
            print(
                f"  {row[0]:10} {row[1]:36} {len(few):3} disputes {quick:7.1f} ms   {total:6,} {slow:7.1f} ms"
                f"   {slow / quick:5.1f} times   {more:2} queries{wrong}{told}"
            )
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()

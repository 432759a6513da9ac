"""Print the milliseconds of a search in 10,000 clauses, and of the database's own query for the same words alone."""

import random
import statistics
import time

import django
from django.db import connection, transaction

CLAUSES, IN_AN_EDITION, ROUNDS = 10_000, 100, 7
ASKED = ["consultation", "notice funding", '"full cost"', "volunt*", "nothing of the kind"]
WORDS = [
    "accountable",
    "advice",
    "agreement",
    "balance",
    "budget",
    "charity",
    "city",
    "commissioning",
    "community",
    "compact",
    "consultation",
    "contract",
    "cost",
    "council",
    "decision",
    "early",
    "equality",
    "evidence",
    "faith",
    "full",
    "fund",
    "funding",
    "group",
    "health",
    "impact",
    "independence",
    "information",
    "invest",
    "listen",
    "local",
    "monitor",
    "month",
    "neighbourhood",
    "notice",
    "open",
    "organisation",
    "outcome",
    "partner",
    "payment",
    "people",
    "plan",
    "police",
    "policy",
    "principle",
    "procurement",
    "project",
    "promise",
    "public",
    "recover",
    "report",
    "resident",
    "respect",
    "review",
    "risk",
    "sector",
    "service",
    "share",
    "signed",
    "small",
    "support",
    "sustain",
    "trust",
    "voluntary",
    "volunteer",
    "week",
    "welcome",
    "year",
]
ALONE = {
    "sqlite": (
        "SELECT rowid, bm25(compacts_clause_words, 5.0, 1.0) AS score FROM compacts_clause_words "
        "WHERE compacts_clause_words MATCH %s ORDER BY score LIMIT 20"
    ),
    "postgresql": (
        "SELECT id, ts_rank(words, query, 1) AS score FROM compacts_clause, websearch_to_tsquery('english', %s) query "
        "WHERE words @@ query ORDER BY score DESC LIMIT 20"
    ),
}


def milliseconds(work):
    """Median milliseconds of a call, after one to warm up."""
    work()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def main():
    """Write the clauses, search them, and take all back."""
    django.setup()
    from compact_portal.compacts.models import Clause, Compact, Edition
    from compact_portal.compacts.searching import find

    chance = random.Random(7)

    def words(number):
        return " ".join(chance.choice(WORDS) for _ in range(number)).capitalize() + "."

    with transaction.atomic():
        compact = Compact.found(name="Measured", slug="measured", area_name="Measured", area_kind="city")
        for number in range(CLAUSES // IN_AN_EDITION):
            edition = Edition.begin(compact.agreement, f"of {number}")
            Clause.objects.bulk_create(
                Clause(edition=edition, position=place, number=str(place), heading=words(3), body=words(40))
                for place in range(1, IN_AN_EDITION + 1)
            )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE compacts_clause")
        everything = Edition.objects.filter(text__compact=compact)
        for asked in ASKED:
            found, _all = find(asked, everything)
            number = len(found)

            def search(asked=asked):
                return find(asked, everything)[0][0:20]

            def alone(asked=asked):
                with connection.cursor() as cursor:
                    cursor.execute(ALONE[connection.vendor], [asked])
                    return cursor.fetchall()

            ours, theirs = milliseconds(search), milliseconds(alone)
            print(f"  {asked:22} {number:6,} found {ours:8.1f} ms   the bare query {theirs:6.1f} ms")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()

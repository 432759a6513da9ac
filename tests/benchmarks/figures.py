"""Print the queries and milliseconds of the public figures of a Compact with 20,000 disputes, beside a bare count."""

import statistics
import time

import django
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

ROUNDS = 5
DISPUTES = 20_000


def main():
    """Copy the disputes of the sample, measure, and throw the copies away."""
    django.setup()
    # Models can be named once Django is set up.
    from compact_portal.compacts.models import Compact
    from disputes.models import Dispute
    from disputes.reading.figures import figures
    from tests.disputes.crowd import copy

    compact = Compact.objects.get(slug="derby")
    with transaction.atomic():
        copy(list(Dispute.objects.filter(compact=compact).exclude(reference=None)), DISPUTES)
        number = Dispute.objects.filter(compact=compact).count()
        with CaptureQueriesContext(connection) as queries:
            figures(compact)
        ours = measured(lambda: figures(compact))
        bare = measured(lambda: Dispute.objects.filter(compact=compact).count())
        transaction.set_rollback(True)
    print(f"  {number:,} disputes: {len(queries)} queries, {ours:.0f} ms; a bare count {bare:.1f} ms")


def measured(work):
    """The median milliseconds of some work."""
    took = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()

"""A page costs the same number of queries for 2 rows and for 20, and at most 15."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

AT_MOST = 15


def queries_of(client, url):
    """The queries that a GET of `url` takes, as SQL, in order; the page must be there (200)."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, f"{url} answers {response.status_code}"
    return [query["sql"] for query in captured.captured_queries]


def assert_same_queries(client, url, add, *, at_most=AT_MOST):
    """
    Visit `url` with 2 rows and with 20, and compare the number of queries.

    `add` takes a number and makes that many rows by real verbs. The first visit warms what is kept in memory
    (content types, sites) and is not counted.
    """
    add(2)
    client.get(url)
    few = queries_of(client, url)
    add(18)
    many = queries_of(client, url)
    extra = "\n".join(many)
    assert len(many) == len(few), f"{url} takes {len(few)} queries for 2 rows, {len(many)} for 20:\n{extra}"
    assert len(many) <= at_most, f"{url} takes {len(many)} queries, more than {at_most}:\n{extra}"

"""Print the number of queries of each public page of the sample data."""

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PAGES = [
    "/",
    "/compacts/",
    "/compacts/derby/",
    "/compacts/derby/agreement/",
    "/compacts/derby/agreement/revised/4.3/",
    "/compacts/derby/agreement/2002/compare/revised/",
    "/compacts/derby/signatories/",
    "/compacts/derby/forum/",
    "/compacts/derby/codes/",
    "/codes/derby-consultation/adapted-from-2000/national/",
    "/compacts/derby/amendments/",
    "/compacts/derby/amendments/1/",
    "/compacts/derby/action-plan/",
    "/compacts/derby/disputes/",
    "/compacts/derby/disputes/figures/",
    "/compacts/derby/disputes/told/",
    "/codes/",
    "/search/?q=consultation+weeks",
    "/compacts/derby/timeline/",
    "/compacts/derby/on/2015-06-01/",
    "/compacts/denbighshire/agreement/?iaith=both",
]


def main():
    """Visit each page twice, and count the second time."""
    django.setup()
    client = Client(headers={"host": "127.0.0.1"})
    for page in PAGES:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            status = client.get(page).status_code
        print(f"  {page:52} {len(queries):3}" + ("" if status == 200 else f"   (answers {status})"))


if __name__ == "__main__":
    main()

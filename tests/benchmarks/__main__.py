"""
Measure, in one run on one machine, and print ratios.

1. Requests a second of the public agreement page: the portal on SQLite and on PostgreSQL, and a bare Django view that
   returns the same bytes. Each has one gunicorn process with four threads; the three take turns, so that whatever else
   the machine does slows all of them alike.
2. Queries of each public page.
3. Seconds for the signed agreement as PDF, and for WeasyPrint alone on the same HTML.
4. Seconds for the import of a Word document of 200 pages, and for python-docx alone on the same file.
5. Milliseconds of a search in 10,000 clauses on both databases, beside the bare query.
6. Milliseconds of a comparison of two texts of 500 clauses, and of difflib alone on the same words.
7. Milliseconds to seal the signed agreement and to verify it, and for pyHanko alone; requests a second of the stored
   file, and of a static file of the same bytes; megabytes of a worker that makes 200 agreements.
8. Queries and milliseconds of the public figures of a Compact with 20,000 disputes.
9. Milliseconds of the pages of disputes for each person, with 20,000 disputes beside the few of the sample, on both
   databases.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.load import Connection
from tests.browser.server import ROOT, Server, environment, prepare

PAGE = "/compacts/derby/agreement/"
ROUNDS = 5
SECONDS = 1.0


class Bare(Server):
    """gunicorn in front of a Django with one view."""

    application = "tests.benchmarks.bare"

    def __init__(self, folder, page):
        folder.mkdir()
        (folder / "page.html").write_bytes(page)
        self.more = {"BARE_PAGE": str(folder / "page.html"), "DJANGO_SETTINGS_MODULE": ""}
        super().__init__(folder)


def requests_a_second(servers):
    """Median requests a second by server, in rounds that alternate."""
    connections = {name: Connection(server.address, PAGE) for name, server in servers.items()}
    for connection in connections.values():
        connection.rate(0.5)
    rounds = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, connection in connections.items():
            rounds[name].append(connection.rate(SECONDS))
    for connection in connections.values():
        connection.close()
    return {name: statistics.median(rates) for name, rates in rounds.items()}


def main():
    """Measure and print."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        postgresql = os.environ.get("DATABASE_URL", "")
        print("Preparing the sample data, twice")
        prepare(folder / "sqlite")
        portal = Server(folder / "sqlite")
        stack.callback(portal.stop)
        servers = {"portal, SQLite": portal}
        if postgresql.startswith("postgres"):
            prepare(folder / "postgresql", database=postgresql)
            servers["portal, PostgreSQL"] = Server(folder / "postgresql", database=postgresql)
            stack.callback(servers["portal, PostgreSQL"].stop)
        connection = Connection(portal.address, PAGE)
        page = connection.get()
        connection.close()
        servers["bare view"] = Bare(folder / "bare", page)
        stack.callback(servers["bare view"].stop)

        print(f"\n{PAGE} ({len(page):,} bytes), requests a second over one open connection")
        rates = requests_a_second(servers)
        for name, rate in rates.items():
            print(f"  {name:22} {rate:8.0f}   {rate / rates['bare view']:.2f} of the bare view")
        print("\nQueries of each public page, asked for by somebody who is not signed in")
        print(run("tests.benchmarks.queries", folder / "sqlite"))
        print("\nThe signed agreement as PDF")
        print(run("tests.benchmarks.printing", folder / "sqlite"))
        print("\nThe signed agreement sealed, verified and given")
        print(run("tests.benchmarks.sealing", folder / "sqlite"))
        print("\nA search in 10,000 clauses: counted, ranked, the first 20 with their words marked")
        for name in servers:
            if name.startswith("portal"):
                print(f" {name}")
                database = postgresql if name.endswith("PostgreSQL") else ""
                print(run("tests.benchmarks.searching", folder / "sqlite", database))
        print("\nThe public figures of a Compact with 20,000 disputes")
        print(run("tests.benchmarks.figures", folder / "sqlite"))
        print("\nThe pages of disputes by person, with the sample's few disputes and with 20,000")
        for name in servers:
            if name.startswith("portal"):
                print(f" {name}")
                database = postgresql if name.endswith("PostgreSQL") else ""
                print(run("tests.benchmarks.disputes", folder / "sqlite", database))
        print("\nTwo texts compared, clause by clause and word by word")
        print(run("tests.benchmarks.comparing", folder / "sqlite"))
        print("\nThe import of a Word document")
        print(run("tests.benchmarks.importing", folder / "sqlite"))


def run(module, folder, database=""):
    """What a module prints that needs the portal's own settings and data."""
    done = subprocess.run(
        [sys.executable, "-m", module], cwd=ROOT, env=environment(folder, database), capture_output=True, text=True
    )
    return done.stdout.rstrip() if done.returncode == 0 else f"{done.stdout}\n{done.stderr}"


if __name__ == "__main__":
    main()

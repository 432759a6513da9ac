"""
Print the seconds for the signed agreement as PDF, and for WeasyPrint alone on the same HTML, in turns.

"First" is the first document of a process, which loads WeasyPrint and unpacks the fonts: each in a process of its own.
"""

import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

import django
from django.conf import settings
from django.core.checks.urls import check_url_config
from django.db import transaction

ROUNDS = 5


def seconds(work):
    """Seconds that a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def whole(edition):
    """The agreement as the portal draws it."""
    from signatories import printing

    return printing.draw(printing.content_of(edition))


def alone(html, pictures):
    """The same HTML drawn by WeasyPrint, with nothing kept from before."""
    from compact_portal.pdf.drawing import HTML, OwnFiles, look_of
    from signatories import drawing

    look = look_of.__wrapped__(drawing.STYLES, settings.SITE_URL, settings.STATIC_URL)
    own_files = OwnFiles(settings.SITE_URL, settings.STATIC_URL, pictures)
    page = HTML(string=html, base_url=f"{settings.SITE_URL}/", url_fetcher=own_files)
    return page.write_pdf(font_config=look.fonts, stylesheets=look.sheets, pdf_variant="pdf/a-3a")


def derby():
    """The edition to draw."""
    from compact_portal.compacts.models import Compact

    return Compact.objects.get(slug="derby").current_edition


def first(told):
    """In a process of its own, begun as a worker is: draw one document, and print how long it took."""
    check_url_config(None)  # It loads every page, as do the checks with which a worker begins.
    edition = derby()
    how = (lambda: whole(edition)) if told == "whole" else (lambda: alone(*pickle.loads(Path(told).read_bytes())))
    print(seconds(how))


def first_apart(told):
    """Seconds for the first document of a new process."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.printing", told]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def medians(rounds):
    """The medians of ours and of theirs."""
    return (statistics.median(times) for times in zip(*rounds, strict=True))


def main():
    """Draw both in turns: each first of a process, then again; then with no, ten and three hundred signatories."""
    from compact_portal import pdf
    from signatories import printing
    from tests.pdf.agreements import HOW_MANY, with_signatories

    edition = derby()
    with mock.patch.object(pdf, "render", wraps=pdf.render) as seen:
        size = len(whole(edition))
    (html,), told = seen.call_args
    with tempfile.NamedTemporaryFile() as file:
        file.write(pickle.dumps((html, told["pictures"])))
        file.flush()
        ours, theirs = medians([(first_apart("whole"), first_apart(file.name)) for _ in range(ROUNDS)])
    print(f"  first of a process     {ours:8.2f} s ({size:,} bytes)")
    print(f"  WeasyPrint alone       {theirs:8.2f} s   ratio {ours / theirs:.2f}")
    ours, theirs = medians(
        [(seconds(lambda: whole(edition)), seconds(lambda: alone(html, told["pictures"]))) for _ in range(ROUNDS)]
    )
    print(f"  each further one       {ours:8.2f} s")
    print(f"  WeasyPrint alone       {theirs:8.2f} s   ratio {ours / theirs:.2f}")
    with transaction.atomic():
        for number in HOW_MANY:
            content = with_signatories(edition, number)
            took = min(seconds(lambda content=content: printing.draw(content)) for _ in range(2))
            print(f"  with {number:3} signatories   {took:8.2f} s")
        transaction.set_rollback(True)


if __name__ == "__main__":
    django.setup()
    first(sys.argv[1]) if sys.argv[1:] else main()

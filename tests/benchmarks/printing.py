"""Print the seconds for the signed agreement as PDF, and for WeasyPrint alone on the same HTML, in turns."""

import statistics
import time
from unittest import mock

import django

ROUNDS = 5


def seconds(work):
    """Seconds that a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main():
    """Draw both once to warm up, then in turns."""
    django.setup()
    from compact_portal import pdf
    from compact_portal.compacts.models import Compact
    from compact_portal.pdf.drawing import HTML, look_of
    from compact_portal.pdf.rendering import DOCUMENT_STYLES
    from signatories import printing

    edition = Compact.objects.get(slug="derby").current_edition
    with mock.patch.object(pdf, "render", wraps=pdf.render) as seen:
        printing.draw(printing.content_of(edition))
    html = seen.call_args.args[0]

    def whole():
        return printing.draw(printing.content_of(edition))

    def alone():
        look = look_of.__wrapped__(DOCUMENT_STYLES, "http://localhost", "/static/")
        page = HTML(string=html, base_url="http://localhost/", url_fetcher=look.own_files)
        return page.write_pdf(font_config=look.fonts, stylesheets=look.sheets, pdf_variant="pdf/ua-1")

    alone()
    rounds = [(seconds(whole), seconds(alone)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"  signed agreement       {ours:8.2f} s ({len(whole()):,} bytes)")
    print(f"  WeasyPrint alone       {theirs:8.2f} s   ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()

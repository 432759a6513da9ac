"""A page of HTML becomes a PDF that everybody can read, and nothing outside is asked for anything."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime

import pypdf
import pytest
from django.template.loader import render_to_string

from compact_portal.pdf import render
from tests.pdf.conformance import faults

pytestmark = pytest.mark.slow

MOMENT = datetime(2027, 3, 14, 12, 0, tzinfo=UTC)
PAGE = """<!doctype html><html lang="{lang}"><head><title>{title}</title></head>
<body data-running-left="The Testham Compact" data-running-right="Edition of 2027" data-running-foot="Foot"
 data-page-word="Page" data-of-word="of">
<section class="cover"><h1>The Testham Compact</h1></section>
<nav class="contents"><h2>Contents</h2><ul><li><div class="contents__line" data-target="#one">
<span class="contents__title"><a href="#one">1. How we work</a></span></div></li></ul></nav>
<h2 id="one">1. How we work</h2>
<div class="clause clause--numbered"><p class="clause__number">1.1</p>
<div class="clause__words"><p>{words}</p></div></div>
</body></html>"""


def make(words="We answer letters.", title="The Testham Compact", lang="en-gb"):
    """Render a document of three pages."""
    return render(PAGE.format(words=words, title=title, lang=lang), made_at=MOMENT)


def pages(pdf):
    """Return the words of each page."""
    return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def figures(element):
    """Return the figures in a structure tree."""
    if element.get("/S") == "/Figure":
        yield element
    for kid in element.get("/K", []):
        if isinstance(kid.get_object(), dict):
            yield from figures(kid.get_object())


def test_a_document_follows_pdf_ua_1():
    assert faults(make()) == []


def test_the_checker_finds_fault_with_a_document_that_nobody_made_readable():
    blank = pypdf.PdfWriter()
    blank.add_blank_page(100, 100)
    buffer = io.BytesIO()
    blank.write(buffer)
    assert any("TAGGED-DOCUMENT" in line for line in faults(buffer.getvalue()))


def test_the_document_says_its_title_language_and_date():
    reader = pypdf.PdfReader(io.BytesIO(make()))
    assert reader.metadata.title == "The Testham Compact"
    assert reader.metadata.creation_date == MOMENT
    assert reader.trailer["/Root"]["/Lang"] == "en-gb"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_every_page_has_a_number_and_every_page_but_the_cover_a_header():
    cover, contents, clauses = pages(make())
    assert "Page 1 of 3" in cover
    assert "Page 2 of 3" in contents
    assert "Page 3 of 3" in clauses
    assert "Edition of 2027" not in cover
    assert "Edition of 2027" in contents
    assert "Edition of 2027" in clauses


def test_the_contents_name_the_page():
    assert "1. How we work 3" in pages(make())[1]


def test_the_number_of_a_clause_comes_before_its_words():
    assert "1.1 We answer letters." in pages(make())[2]


def test_headers_and_footers_are_no_part_of_what_is_read_aloud():
    reader = pypdf.PdfReader(io.BytesIO(make()))
    drawing = reader.pages[2].get_contents().get_data()
    assert drawing.count(b"/Pagination") == 4  # Header left and right, footer left and right.
    for number, parents in enumerate(reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"][1::2]):
        if isinstance(parents, pypdf.generic.ArrayObject):
            owned = [parent for parent in parents if not isinstance(parent, pypdf.generic.NullObject)]
            empty = len(parents) - len(owned)
            assert empty == (2 if number == 0 else 4)


def test_welsh_and_polish_letters_keep_their_own_shapes():
    pdf = make(words="Llŷn, dŵr, tŷ ac Ŵyl; <em>Łódź</em>, Żywiec; café €5")
    assert "Llŷn, dŵr, tŷ ac Ŵyl; Łódź, Żywiec; café €5" in pages(pdf)[2]
    assert faults(pdf) == []


def test_the_same_page_gives_the_same_bytes_in_another_process_on_another_day(tmp_path):
    script = (
        "import sys, django; django.setup()\nfrom tests.pdf.test_rendering import make\nsys.stdout.buffer.write(make())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1"}
    elsewhere = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)
    assert elsewhere.stdout == make()


def test_other_words_give_another_identifier():
    one, other = (pypdf.PdfReader(io.BytesIO(make(words=words))).trailer["/ID"][0] for words in ("a", "b"))
    assert one != other


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/picture.png",
        "file:///etc/passwd",
        "{site}/media/papers/1.png",
        "{site}/static/../settings.py",
        "{site}/static/%2e%2e/settings.py",
        "//elsewhere.example/picture.png",
        "data:image/png;base64,iVBORw0KGgo=",
    ],
)
def test_nothing_but_our_own_static_files_is_read(address, settings):
    address = address.format(site=settings.SITE_URL)
    pdf = make(words=f'Before <img src="{address}" alt="A picture"> after')
    assert "Before" in pages(pdf)[2]
    assert "after" in pages(pdf)[2]
    assert not any("/Image" in str(sheet.get("/Resources")) for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "etc/passwd" not in "".join(pages(pdf))


def test_our_own_pictures_are_drawn_and_described(settings):
    picture = f'<img src="{settings.SITE_URL}/static/images/favicon.svg" alt="The mark of the portal">'
    pdf = make(words=picture)
    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    assert "The mark of the portal" in [figure["/Alt"] for figure in figures(root)]
    assert faults(pdf) == []


@pytest.mark.parametrize("lacking", ["title", "lang"])
def test_a_document_without_title_or_language_is_refused(lacking):
    with pytest.raises(ValueError, match="The document"):
        make(**{lacking: ""})


def test_the_skeleton_of_documents_carries_the_language():
    assert '<html lang="en-gb">' in render_to_string("pdf/document.html")

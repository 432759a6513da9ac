"""A page of HTML becomes a PDF that everybody can read, and nothing outside is asked for anything."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache

import pypdf
import pytest
from django.template.loader import render_to_string
from PIL import Image

from compact_portal.pdf import Attached, render
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


ATTACHED = Attached("register.json", b'{"signatories": []}', "Who has signed")


@cache
def make(words="We answer letters.", title="The Testham Compact", lang="en-gb"):
    """Render a document of three pages, with a file in it."""
    return render(PAGE.format(words=words, title=title, lang=lang), made_at=MOMENT, attached=[ATTACHED])


def reader(pdf):
    """Open a document."""
    return pypdf.PdfReader(io.BytesIO(pdf))


def elements(element, kind):
    """Return the elements of a kind in a structure tree."""
    if element.get("/S") == kind:
        yield element
    for kid in element.get("/K", []):
        if isinstance(kid.get_object(), dict):
            yield from elements(kid.get_object(), kind)


def pages(pdf):
    """Return the words of each page."""
    return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages]


TABLE = """<table><thead><tr><th scope="col">Who</th><th scope="col">When</th></tr></thead>
<tbody><tr><th scope="row">Testham Council</th><td>2027</td></tr></tbody></table>"""


def test_a_document_follows_pdf_a_3a_and_pdf_ua_1_at_once():
    document = make(words=f'We say <span lang="cy">croeso</span>. {TABLE}')
    assert faults(document, "3a") == []
    assert faults(document, "ua1") == []
    # Programs that know nothing of PDF read what a file follows from its metadata.
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in document
    assert b'pdfuaid:part="1"' in document
    assert b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/<" in document
    root = reader(document).trailer["/Root"]
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    heads = [head["/A"]["/Scope"] for head in elements(root["/StructTreeRoot"], "/TH")]
    assert heads == ["/Column", "/Column", "/Row"]
    assert b"/Lang (cy)" in reader(document).pages[2].get_contents().get_data()


def test_a_file_in_a_document_says_what_it_is_to_it():
    root = reader(make()).trailer["/Root"]
    (file,) = (reference.get_object() for reference in root["/AF"])
    assert (file["/UF"], file["/Desc"], file["/AFRelationship"]) == ("register.json", "Who has signed", "/Data")
    assert file["/EF"]["/F"]["/Subtype"] == "/application/json"
    assert file["/EF"]["/F"]["/Params"]["/ModDate"] == "D:20270314120000Z"
    assert reader(make()).attachments == {"register.json": [ATTACHED.content]}


def test_pictures_of_a_document_are_drawn_from_what_was_handed_over(settings):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    html = PAGE.format(words='<img src="/document-pictures/logo.png" alt="Red">', title="Title", lang="en-gb")
    drawn = render(html, made_at=MOMENT, pictures={"logo.png": picture.getvalue()})
    assert [b" Do\n" in sheet.get_contents().get_data() for sheet in reader(drawn).pages] == [False, False, True]
    assert faults(drawn, "3a") == []
    other = render(html, made_at=MOMENT, pictures={"other.png": picture.getvalue()})
    assert not any("/XObject" in str(sheet["/Resources"]) and sheet.images for sheet in reader(other).pages)
    assert reader(drawn).trailer["/ID"][0] != reader(other).trailer["/ID"][0]


def test_the_checker_finds_fault_with_a_document_that_nobody_made_readable():
    blank = pypdf.PdfWriter()
    blank.add_blank_page(100, 100)
    buffer = io.BytesIO()
    blank.write(buffer)
    assert any("TAGGED-DOCUMENT" in line for line in faults(buffer.getvalue()))


def test_the_document_says_its_title_language_and_date():
    document = reader(make())
    assert document.metadata.title == "The Testham Compact"
    assert document.metadata.creation_date == MOMENT
    assert document.trailer["/Root"]["/Lang"] == "en-gb"
    assert document.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


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
    document = reader(make())
    drawing = document.pages[2].get_contents().get_data()
    assert drawing.count(b"/Pagination") == 4  # Header left and right, footer left and right.
    for number, parents in enumerate(document.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"][1::2]):
        if isinstance(parents, pypdf.generic.ArrayObject):
            owned = [parent for parent in parents if not isinstance(parent, pypdf.generic.NullObject)]
            empty = len(parents) - len(owned)
            assert empty == (2 if number == 0 else 4)


def test_welsh_and_polish_letters_keep_their_own_shapes():
    pdf = make(words="Llŷn, dŵr, tŷ ac Ŵyl; <em>Łódź</em>, Żywiec; café €5")
    assert "Llŷn, dŵr, tŷ ac Ŵyl; Łódź, Żywiec; café €5" in pages(pdf)[2]
    assert faults(pdf) == []


def test_a_letter_without_any_shape_is_a_question_mark(caplog):
    pdf = make(words="Here \U0001fae8 and \ue000 and \U000e0fff.")
    assert "Here ? and ? and" in pages(pdf)[2]
    assert faults(pdf, "3a") == []
    assert "No font here has" in caplog.text


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
    assert "The mark of the portal" in [figure["/Alt"] for figure in elements(root, "/Figure")]
    assert faults(pdf) == []


@pytest.mark.parametrize("lacking", ["title", "lang"])
def test_a_document_without_title_or_language_is_refused(lacking):
    with pytest.raises(ValueError, match="The document"):
        make(**{lacking: ""})


def test_the_skeleton_of_documents_carries_the_language():
    assert '<html lang="en-gb">' in render_to_string("pdf/document.html")

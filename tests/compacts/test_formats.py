"""The same agreement brought as Markdown, web page, Word document, OpenDocument text and PDF."""

import re
from collections import Counter

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compact_portal.compacts.importing import NotAText, parse_blocks, parse_file
from compact_portal.compacts.importing.readers import opendocument, pdf, web, word
from tests.compacts.making import FORMATS, as_docx, as_html, as_odt, as_pdf, changed
from tests.compacts.test_importing import all_letters, clause, messages, outline

VALE = [
    ("title", "The Vale Compact"),
    ("p", "Neighbours wrote this down, so that *nobody* has to guess."),
    ("h2", "Foreword"),
    ("note", ("It was first signed in a barn.", "The barn stands no more.")),
    ("h2", "1. Shared principles"),
    ("p", "We hold to these principles:"),
    ("- ", "**Candour** - bad news travels as fast as good."),
    ("- ", "**Patience** - an answer may take a while, and is given."),
    ("h2", "2. What public bodies promise"),
    ("p", "Public bodies will:"),
    ("- ", "ask people before they decide"),
    ("-- ", "in writing"),
    ("-- ", "and aloud"),
    ("- ", "pay in the month that they are asked to"),
    ("h2", "4. What voluntary organisations promise"),
    ("p", "Voluntary organisations will:"),
    ("- ", "open their books"),
    ("h2", "5. When we meet"),
    ("p", "These are the days."),
    ("table", [["When", "What is done"], ["In May", "The plan is made"], ["In November", "The plan is looked at"]]),
    ("p", "Anybody may come."),
    ("h2", "Glossary"),
    ("p", "**Kettle** means what is put on first."),
    ("p", "**Barn** means the place of the first signing."),
    ("p", "**Kettle** is also a bird."),
]
EXPECTED = [
    "preamble text",
    "foreword section Foreword",
    "1 section Shared principles",
    "1.1 principle Candour",
    "1.2 principle Patience",
    "2 section What public bodies promise",
    "2.1 commitment statutory",
    "2.1.1 commitment statutory",
    "2.1.2 commitment statutory",
    "2.2 commitment statutory",
    "4 section What voluntary organisations promise",
    "4.1 commitment vcs",
    "5 section When we meet",
    "glossary section Glossary",
    "glossary.1 definition Kettle",
    "glossary.2 definition Barn",
    "glossary.3 definition Kettle",
]
READERS = {"html": web, "docx": word, "odt": opendocument, "pdf": pdf}


def parsed_here(kind, data):
    """A file read without the process of its own, which takes half a second to start."""
    blocks = READERS[kind].read(data)
    return parse_blocks(
        blocks, guess=not any(block.level for block in blocks), unit="page" if kind == "pdf" else "line"
    )


@pytest.fixture(scope="module", params=FORMATS)
def vale(request):
    return request.param, parse_file(FORMATS[request.param](VALE))


def test_every_format_gives_the_same_clauses(vale):
    _kind, parsed = vale
    assert parsed.title == "The Vale Compact"
    assert outline(parsed) == EXPECTED
    assert clause(parsed, "2.1").body == "ask people before they decide"


def test_tables_emphasis_and_footnotes_survive_in_every_format(vale):
    _kind, parsed = vale
    assert clause(parsed, "preamble").body.replace("\n", " ").count("*nobody*") == 1
    table = re.sub(r"\*\*", "", clause(parsed, "5").body)
    assert "| When | What is done |\n| --- | --- |\n| In May | The plan is made |" in table
    assert "Anybody may come." in clause(parsed, "5").body
    assert "The barn stands no more." in clause(parsed, "foreword").body


def test_what_is_unsure_is_told_in_every_format(vale):
    kind, parsed = vale
    told = [message for _line, message in messages(parsed)]
    assert any("Section 4 comes where 3 was expected" in message for message in told)
    assert any(message.startswith("“Kettle” is defined again (first at ") for message in told)
    unit = {"md": "Line", "html": "Line", "pdf": "Page"}.get(kind, "Paragraph")
    assert {finding.place.split()[0] for finding in parsed.findings} == {unit}


@pytest.mark.parametrize("kind", ["html", "docx", "odt"])
def test_a_heading_that_jumps_levels_is_told(kind):
    pieces = [("title", "T"), ("h2", "One"), ("p", "Words."), ("h5", "Deep"), ("p", "More words.")]
    assert any("jumps 3 heading levels" in message for _, message in messages(parsed_here(kind, FORMATS[kind](pieces))))


# No word is lost

LETTER = re.compile(r"[^\W\d_]")
TEXTS = st.sampled_from(
    [
        "The council will:",
        "We agree to these principles:",
        "Glossary",
        "1. Promises",
        "3.2 Public bodies will write.",
        "(a) ask",
        "• pay",
        "– wait",
        "**Club** means a group.",
        "**Term:** words",
        "*Office*",
        "YES",
        "page 9",
        "a | b",
        "# not a heading",
        "1998. A year.",
        "<b>not bold</b> & more",
        "[x](y) _so_ `code` \\* **",
        "Ŵyl y Sir",
        "Contents",
        "____ signed",
        "Codes of practice",
        "short",
        "A sentence that is long enough to be one, and says that nothing is lost however it is brought.",
    ]
)
PIECES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["p", "h1", "h2", "h3", "h6", "- ", "-- ", "p"]), TEXTS),
        st.tuples(st.just("table"), st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3)),
        st.tuples(st.just("note"), st.tuples(st.just("Noted words."), st.just("Words of a note."))),
    ),
    min_size=1,
    max_size=14,
)


def letters_of(pieces):
    said = []
    for kind, words in pieces:
        if kind == "table":
            said += [cell for row in words for cell in row]
        else:
            said += words if kind == "note" else [words]
    return Counter(LETTER.findall(" ".join(said)))


def one_note(pieces):
    """The pieces with the first footnote only: a document made here has one part for it."""
    seen = False
    for kind, words in pieces:
        if kind != "note" or not seen:
            yield kind, words
        seen = seen or kind == "note"


@pytest.mark.parametrize("kind", ["html", "docx", "odt"])
def test_no_word_is_lost_in_any_format(kind):
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(PIECES)
    def keeps_every_word(pieces):
        pieces = list(one_note(pieces))
        try:
            parsed = parsed_here(kind, FORMATS[kind](pieces))
        except NotAText:
            return
        assert not letters_of(pieces) - all_letters(parsed)

    keeps_every_word()


def test_no_word_of_a_pdf_is_lost():
    pieces = [
        ("h1", "All of it"),
        *((kind, words) for kind, words in VALE[1:]),
        ("p", "Long words again and again. " * 60),
    ]
    parsed = parsed_here("pdf", as_pdf(pieces, css="body{hyphens:auto;text-align:justify;columns:2}"))
    assert not letters_of(pieces) - all_letters(parsed)


# Word

NUMBERING = """<w:abstractNum {ns} w:abstractNumId="77">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum>"""


def number(document, levels):
    """Number paragraphs by their index with a list of three levels, as Word does by itself."""
    ns = nsdecls("w")
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(NUMBERING.format(ns=ns)))
    root.append(parse_xml(f'<w:num {ns} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for index, level in levels.items():
        document.paragraphs[index]._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {ns}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
        )


def test_numbers_that_word_prints_by_itself_are_computed_and_kept():
    pieces = [
        ("h1", "Money"),
        ("p", "Public bodies will pay in the month."),
        ("p", "Public bodies will say why:"),
        ("p", "when it is late"),
        ("p", "when it is less"),
        ("h1", "Time"),
        ("p", "Voluntary organisations will answer in a week."),
    ]
    levels = {0: 0, 1: 1, 2: 1, 3: 2, 4: 2, 5: 0, 6: 1}
    parsed = parsed_here("docx", as_docx(pieces, change=lambda document: number(document, levels)))
    assert outline(parsed)[:3] == ["1 section Money", "1.1 commitment statutory", "1.2 commitment statutory"]
    assert outline(parsed)[-2:] == ["2 section Time", "2.1 commitment vcs"]
    assert any(one.body.startswith("(a) when it is late") for one in parsed.walk())


def test_headings_of_word_without_styles_are_told_by_their_look():
    def look(document):
        for paragraph in document.paragraphs:
            if len(paragraph.text) < 30:
                for run in paragraph.runs:
                    run.bold = True

    pieces = [(kind if kind in ("- ", "-- ", "table") else "p", words) for kind, words in VALE if kind != "note"]
    parsed = parsed_here("docx", as_docx(pieces, change=look))
    assert "1 section Shared principles" in outline(parsed)
    assert any("was taken for a heading" in message for _, message in messages(parsed))


def test_headers_comments_and_deleted_words_are_left_out_and_listed():
    def change(document):
        document.sections[0].header.paragraphs[0].text = "Vale draft seven"
        paragraph = document.paragraphs[1]._p
        deleted = OxmlElement("w:del")
        run = OxmlElement("w:r")
        words = OxmlElement("w:delText")
        words.text = "Forget this."
        run.append(words)
        deleted.append(run)
        paragraph.append(deleted)
        inserted = OxmlElement("w:ins")
        inserted.append(document.paragraphs[1].add_run(" Keep this.")._r)
        paragraph.append(inserted)
        document.paragraphs[1].add_run(" Seen").font.hidden = True
        document.add_comment(document.paragraphs[1].runs, "Is that so?", author="A")

    parsed = parsed_here("docx", as_docx(VALE, change=change))
    assert [(left.text, left.why) for left in parsed.left_out] == [
        ("Forget this.", "deleted in a tracked change"),
        ("Seen", "hidden text"),
        ("Vale draft seven", "running header or footer"),
        ("Is that so?", "comment"),
    ]
    assert "Keep this." in clause(parsed, "preamble").body


def test_a_frame_of_one_row_is_no_table_and_a_table_of_terms_is_a_glossary():
    pieces = [
        ("title", "Vale"),
        ("h1", "Promises"),
        ("table", [["Public bodies will pay.", "Voluntary organisations will write."]]),
        ("h1", "Glossary"),
        ("table", [["Term", "Meaning"], ["Kettle", "what is put on first"], ["Barn", "a place"]]),
    ]
    for kind in ("docx", "odt", "html"):
        parsed = parsed_here(kind, FORMATS[kind](pieces))
        assert "Public bodies will pay.\n\nVoluntary organisations will write." in clause(parsed, "promises").body
        assert outline(parsed)[-2:] == ["glossary.1 definition Kettle", "glossary.2 definition Barn"]
        assert [left.text for left in parsed.left_out] == ["Term Meaning"]


# OpenDocument

NUMBERED = """<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"
style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="("
style:num-suffix=")"/></text:list-style>"""
LISTS = """<text:list text:style-name="L"><text:list-item text:start-value="3"><text:p>pay</text:p><text:list>
<text:list-item><text:p>in May</text:p></text:list-item><text:list-item><text:p>in June</text:p></text:list-item>
</text:list></text:list-item><text:list-item><text:p>write</text:p></text:list-item></text:list>"""
OUTLINE = b"""<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>
<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>
</office:styles></office:document-styles>"""


def test_numbers_that_opendocument_prints_by_itself_are_computed_and_kept():
    data = as_odt([("p", "Foreword of it."), ("h1", "Money"), ("h2", "When"), ("h1", "Time")], styles=NUMBERED)
    data = changed(data, "styles.xml", lambda words: words.replace(b"/>", b">" + OUTLINE))
    data = changed(
        data, "content.xml", lambda words: words.replace(b"</office:text>", LISTS.encode() + b"</office:text>")
    )
    parsed = parsed_here("odt", data)
    assert outline(parsed)[1:] == ["1 section Money", "1.1 section When", "2 section Time"]
    assert clause(parsed, "2").body == "3. pay\n    - (a) in May\n    - (b) in June\n4. write"


# Web pages


def test_what_surrounds_a_web_page_is_left_out_and_nothing_is_run():
    page = as_html(
        VALE,
        before="<header>Council of Vale</header><nav><a href='/'>Home</a></nav><script>steal('words')</script>",
        after="<p hidden>Draft only</p><form><input value='typed'></form><footer>Cookies</footer>",
        style="<style>p{color:red}</style>",
    )
    parsed = parsed_here("html", page)
    assert [left.text for left in parsed.left_out] == ["Council of Vale", "Home", "Draft only", "Cookies"]
    assert "steal" not in repr(parsed)
    assert outline(parsed)[: len(EXPECTED)] == EXPECTED


def test_only_links_that_lead_to_pages_or_mail_are_kept():
    page = b"<h1>T</h1><h2>A</h2><p><a href='javascript:x'>one</a> <a href='https://vale.example/a'>two</a></p><p></p>"
    assert clause(parsed_here("html", page), "a").body == "one [two](https://vale.example/a)"


@pytest.mark.parametrize(
    ("encoding", "head"),
    [("cp1252", ""), ("iso-8859-2", "<meta charset=iso-8859-2>"), ("utf-16", ""), ("utf-8-sig", "")],
)
def test_the_letters_of_a_web_page_are_read_as_it_says(encoding, head):
    words = "Ţară" if encoding == "iso-8859-2" else "Café"
    page = f"<html><head>{head}</head><body><h1>T</h1><p>{words} open</p></body></html>".encode(encoding)
    assert f"{words} open" in repr(parse_file(page))


# PDF


def test_a_pdf_is_read_over_pages_and_columns_without_its_headers():
    sentence = "Organisations acknowledge that communication notwithstanding disagreements strengthens understanding. "
    css = (
        "@page{@top-center{content:'The Vale Compact, draft'}@bottom-center{content:'Page ' counter(page)}}"
        "body{hyphens:auto;text-align:justify}"
    )
    pieces = [("title", "Vale"), ("h2", "1. Long"), ("p", sentence * 40), ("h2", "2. Short"), ("p", "Words of it.")]
    for columns in ("", "body{columns:2}"):
        parsed = parsed_here("pdf", as_pdf(pieces, css=css + columns))
        assert outline(parsed) == ["1 section Long", "2 section Short"]
        assert " ".join(clause(parsed, "1").body.split()) == (sentence * 40).strip()
        assert {left.why for left in parsed.left_out} == {"running header or footer", "page number"}
        assert {left.place for left in parsed.left_out} >= {"Page 1", "Page 2"}

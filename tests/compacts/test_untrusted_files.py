"""Files that cannot or should not be read: refused with a sentence, in little time and memory, and nothing fetched."""

import http.server
import io
import random
import threading
import time
import zipfile

import pypdf
import pytest

from compact_portal import apart
from compact_portal.compacts.importing import NotAText, parse, parse_file, sandbox
from compact_portal.compacts.importing.child import answer
from compact_portal.compacts.importing.readers import flow
from compact_portal.compacts.importing.refusals import Refused, sentence
from compact_portal.compacts.importing.sniffing import kind_of
from tests.compacts.making import as_docx, as_html, as_odt, as_pdf, changed, package

LITTLE = [("title", "Vale"), ("h1", "Tea"), ("p", "Put the kettle on.")]
DOCX, ODT = as_docx(LITTLE), as_odt(LITTLE)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
NESTED = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


def locked():
    writer = pypdf.PdfWriter(io.BytesIO(as_pdf(LITTLE)))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def scanned():
    """A PDF of one page that is a picture."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    picture = pypdf.generic.StreamObject()
    picture.set_data(b"\xff")
    names = {"/Type": "/XObject", "/Subtype": "/Image", "/ColorSpace": "/DeviceGray"}
    picture.update({pypdf.generic.NameObject(k): pypdf.generic.NameObject(v) for k, v in names.items()})
    for name, value in {"/Width": 1, "/Height": 1, "/BitsPerComponent": 8}.items():
        picture[pypdf.generic.NameObject(name)] = pypdf.generic.NumberObject(value)
    objects = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/P"): writer._add_object(picture)})
    page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
        {pypdf.generic.NameObject("/XObject"): objects}
    )
    content = pypdf.generic.StreamObject()
    content.set_data(b"q 200 0 0 200 0 0 cm /P Do Q")
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(content)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "x")
        packed.writestr("word/document.xml", bytes(90_000_000))
        packed.writestr("word/more.xml", bytes(90_000_000))
    return file.getvalue()


def with_flag(data):
    """A ZIP file that says its parts are encrypted."""
    return data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def types(kind):
    return {"[Content_Types].xml": f'<Types><Override ContentType="application/vnd.{kind}.main+xml"/></Types>'}


#: What the first bytes and the list of parts tell: a file, and why it is refused.
TOLD_AT_ONCE = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t ", "empty"),
    "larger than 20 MB": (b"a" * 20_000_001, "large"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
    "photograph": (b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
    "old Word": (COMPOUND, "old_word"),
    "locked Word": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "locked package": (with_flag(package({"a": "b", "c": "d"})), "encrypted"),
    "locked OpenDocument": (changed(ODT, "META-INF/manifest.xml", lambda _: b"<m:encryption-data/>"), "encrypted"),
    "RTF": (b"{\\rtf1 words}", "rtf"),
    "Pages": (package({"Index/Document.iwa": "x"}), "pages"),
    "spreadsheet": (package(types("openxmlformats-officedocument.spreadsheetml.sheet")), "sheet"),
    "OpenDocument sheet": (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "sheet"),
    "archive": (package({"a.txt": "words"}), "archive"),
    "Word with macros": (package(types("ms-word.document.macroEnabled")), "macros"),
    "Word with a program": (changed(DOCX, "word/vbaProject.bin", lambda _: b"x"), "macros"),
    "OpenDocument with a program": (changed(ODT, "Basic/Standard/Module1.xml", lambda _: b"x"), "macros"),
    "bomb": (bomb(), "bomb"),
    "many parts": (package({f"{n}": "" for n in range(2_001)}), "bomb"),
    "half a package": (DOCX[: len(DOCX) // 2], "broken"),
    "a package of holes": (DOCX[:60] + bytes(30) + DOCX[90:], "broken"),
    "a long list of parts": (changed(DOCX, "[Content_Types].xml", lambda words: words + bytes(2_000_000)), "bomb"),
    "XML": (b"<?xml version='1.0'?><w:wordDocument xmlns:w='x'/>", "word_xml"),
    "mail": (b"From: a\r\nSubject: b\r\nContent-Type: multipart/related\r\n\r\nwords", "mail"),
}
#: What only reading tells.
TOLD_BY_READING = {
    "scanned": (scanned(), "pdf", "scanned"),
    "locked PDF": (locked(), "pdf", "encrypted"),
    "broken PDF": (b"%PDF-1.7\n" + bytes(range(256)) * 4, "pdf", "broken"),
    "no body": (changed(DOCX, "word/document.xml", lambda _: b"<broken"), "docx", "broken"),
    "no document": (changed(ODT, "content.xml", lambda _: b"<x/>"), "odt", "broken"),
    "entities in Word": (changed(DOCX, "word/document.xml", lambda words: NESTED + words), "docx", "tricks"),
    "entities in a note": (changed(DOCX, "word/footnotes.xml", lambda _: NESTED + b"<x/>"), "docx", "tricks"),
    "entities in OpenDocument": (changed(ODT, "content.xml", lambda words: NESTED + words), "odt", "tricks"),
    "hidden entities": (changed(ODT, "styles.xml", lambda _: NESTED.decode().encode("utf-16")), "odt", "tricks"),
    "no words": (as_docx([("p", "... 12")]), "docx", "empty"),
    "a page without words": (b"<html><body><script>words()</script></body></html>", "html", "empty"),
    "a page of many elements": (b"<html><body>" + b"<b>a" * 600_000, "html", "huge"),
    "nested too deeply": (
        changed(ODT, "content.xml", lambda words: words.replace(b"<text:h", b"<text:s>" * 400 + b"<text:h", 1)),
        "odt",
        "nested",
    ),
}


@pytest.mark.parametrize("name", TOLD_AT_ONCE)
def test_what_is_told_by_the_parts_of_a_file_is_refused_with_a_sentence(name):
    data, reason = TOLD_AT_ONCE[name]
    with pytest.raises(NotAText) as refused:
        parse_file(data)
    assert str(refused.value) == sentence(reason)


@pytest.mark.parametrize("name", TOLD_BY_READING)
def test_what_only_reading_tells_is_refused(name):
    data, kind, reason = TOLD_BY_READING[name]
    assert kind_of(data) == kind
    assert answer(data, kind) == {"refused": reason}


@pytest.mark.parametrize(("data", "kind"), [(DOCX, "docx"), (ODT, "odt"), (as_html(LITTLE), "html")])
def test_a_file_of_too_many_paragraphs_is_refused(data, kind, monkeypatch):
    monkeypatch.setattr(flow, "MOST_PARAGRAPHS", 2)
    assert answer(data, kind) == {"refused": "huge"}


def test_every_sentence_says_what_to_do():
    said = {reason for _data, reason in TOLD_AT_ONCE.values()} | {reason for *_, reason in TOLD_BY_READING.values()}
    for reason in [*said, "slow", "busy", "no_letters"]:
        assert sentence(reason).count(". ") >= 1, reason
        assert sentence(reason).endswith(".")


def test_the_name_of_a_file_means_nothing_and_its_content_everything():
    assert kind_of(DOCX) == "docx"
    assert kind_of(ODT) == "odt"
    assert kind_of(as_html(LITTLE)) == "html"
    assert kind_of(b"<p>One</p><p>Two</p><p>Three</p>") == "html"
    assert kind_of(b"<b>bold</b> words in Markdown") == "text"
    assert kind_of(b"\n%PDF-1.4") == "pdf"


def test_a_file_is_read_in_a_process_that_knows_none_of_the_secrets_of_the_portal(monkeypatch):
    seen = {}
    real = apart.subprocess.Popen

    def watched(command, **options):
        seen.update(options)
        return real(command, **options)

    monkeypatch.setenv("SECRET_KEY", "not for children")
    monkeypatch.setattr(apart.subprocess, "Popen", watched)
    assert parse_file(DOCX).title == "Vale"
    assert set(seen["env"]) <= {"PATH", "LD_LIBRARY_PATH"}


def test_a_file_that_keeps_its_reader_busy_is_given_up_in_time():
    began = time.perf_counter()
    with pytest.raises(NotAText, match="takes too long"):
        sandbox.read_apart(DOCX, "docx", seconds=0.02)
    assert time.perf_counter() - began < 2


def test_a_reader_that_dies_or_says_nonsense_means_a_damaged_file(monkeypatch):
    monkeypatch.setattr(sandbox, "CHILD", "json.tool")
    for data in (b'{"blocks": [{"line": "x"}]}', b'{"blocks": 3}', b"[]", b"not JSON"):
        with pytest.raises(NotAText, match="damaged"):
            sandbox.read_apart(data, "-")


def test_no_more_than_two_files_are_read_at_once(monkeypatch):
    monkeypatch.setattr(sandbox, "PATIENCE", 0.01)
    monkeypatch.setattr(sandbox, "_turns", threading.BoundedSemaphore(1))
    with sandbox._turns, pytest.raises(NotAText, match="Wait a minute"):
        sandbox.read_apart(DOCX, "docx")
    assert sandbox.read_apart(DOCX, "docx")


class Listening(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


def test_nothing_that_a_file_points_at_is_fetched():
    server = http.server.HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    there = f"http://127.0.0.1:{server.server_port}"

    def linked(words):
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        more = "".join(
            f'<Relationship Id="x{what}" Type="{kind}/{what}" Target="{there}/{what}" TargetMode="External"/>'
            for what in ("attachedTemplate", "image", "header", "footnotes", "numbering", "aFChunk")
        )
        return words.replace(b"</Relationships>", f"{more}</Relationships>".encode())

    page = as_html(
        LITTLE, before=f"<link rel=stylesheet href={there}/css><img src={there}/img><script src={there}/js></script>"
    )
    outside = f'<!DOCTYPE html SYSTEM "{there}/dtd">'.encode()
    picture = f'<text:p><draw:image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{there}/odt"/>'.encode()
    odt = changed(ODT, "content.xml", lambda words: words.replace(b"<text:p>", picture))
    for data, kind in (
        (changed(DOCX, "word/_rels/document.xml.rels", linked), "docx"),
        (page, "html"),
        (outside + page.removeprefix(b"<!doctype html>"), "html"),
        (odt, "odt"),
    ):
        assert "Put the kettle on." in repr(answer(data, kind))
    server.shutdown()
    server.server_close()
    assert Listening.asked == []


@pytest.mark.slow
def test_a_picture_book_of_nearly_20_mb_is_read():
    pictures = random.Random(1).randbytes(19_000_000)
    data = changed(DOCX, "word/media/image1.png", lambda _: pictures)
    assert parse_file(data).title == "Vale"


def test_a_file_that_its_reader_dies_of_is_refused(monkeypatch):
    monkeypatch.setattr(sandbox, "CHILD", "compact_portal.no_such_module")
    with pytest.raises(NotAText, match="damaged"):
        sandbox.read_apart(DOCX, "docx")
    with pytest.raises(NotAText, match="in parts"):
        sandbox.read_apart(DOCX + bytes(sandbox.MUCH), "docx")


def test_refused_names_only_reasons_that_have_a_sentence():
    assert sentence(str(Refused("unheard of"))) == sentence("broken")


def test_a_text_of_nothing_but_cells_is_refused_before_it_is_read():
    row = "|a" * 30_000
    with pytest.raises(NotAText, match="more than 50,000 cells"):
        parse(f"{row}|\n{'|-' * 30_000}|\n{row}|\n")

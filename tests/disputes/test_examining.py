"""What may be handed over as a paper: a closed list by content, one thing at a time, under a name without tricks."""

import pytest

from compact_portal import apart
from disputes import examined
from disputes.examining import NotTaken, examine, safe_name
from tests.disputes import papers

GOOD = {
    "a.pdf": papers.pdf(),
    "a.PNG": papers.picture(),
    "a.jpg": papers.picture("JPEG"),
    "a.jpeg": papers.picture("JPEG") + b"the telephone's own" * 3,
    "a.txt": "Y cyngor ŵyl, £5".encode(),
    "old.txt": "£5 and “more”".encode("cp1252"),
    "wide.txt": "two bytes each".encode("utf-16"),
    "a.csv": b"day,words\n2026-01-05,called\n",
    "a.docx": papers.office(),
    "a.xlsx": papers.office(papers.SHEET),
    "a.odt": papers.open_document(),
    "a.ods": papers.open_document("spreadsheet"),
    "a.eml": papers.mail(),
    "with.eml": papers.mail("paper.pdf", papers.pdf()),
}
ARCHIVE = papers.package({"a.txt": "words"})
JAR = papers.package({"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": b"\xca\xfe\xba\xbe"})
PAGE = b"<html><script>alert(1)</script></html>"
BAD = [
    # name, content, reason
    ("a.pdf", b"", "empty"),
    ("a.txt", b" \r\n\t", "empty"),
    ("a.txt", b"x" * (20 * 1024 * 1024 + 1), "large"),
    ("a.pdf", papers.picture(), "ending"),
    ("a.docx", papers.pdf(), "ending"),
    ("a.docx", papers.office(papers.SHEET), "ending"),
    ("a.xlsx", papers.open_document(), "ending"),
    ("a.png", papers.picture("JPEG"), "ending"),
    ("a.pdf", b"only words", "ending"),
    ("a.exe", papers.pdf(), "ending"),
    ("a", papers.pdf(), "ending"),
    ("a.pdf", b"MZ\x90\0 a program", "program"),
    ("a.txt", b"#!/bin/sh\nrm -r .\n", "program"),
    ("a.jpg", papers.picture("GIF"), "kind"),
    ("a.gif", papers.picture("GIF"), "kind"),
    ("a.gif", papers.picture("GIF") + JAR, "two"),  # A GIFAR.
    ("a.png", papers.picture() + JAR, "two"),
    ("a.png", papers.picture() + b"\0", "two"),
    ("a.jpg", papers.picture("JPEG") + ARCHIVE, "two"),
    ("a.jpg", papers.picture("JPEG") + papers.pdf(), "two"),
    ("a.jpg", papers.picture("JPEG") + PAGE, "two"),
    ("a.pdf", papers.pdf() + ARCHIVE, "two"),
    ("a.pdf", papers.pdf().replace(b"1.4\n", b"1.4\n" + PAGE + b"\n"), "two"),
    ("a.pdf", b"GIF89a" + papers.pdf(), "two"),
    ("a.txt", PAGE + papers.pdf(), "two"),
    ("a.docx", ARCHIVE + papers.office(), "two"),
    ("a.docx", papers.package({"[Content_Types].xml": papers.WORD}, comment=PAGE), "two"),
    ("a.docx", papers.office(**{"A.class": b"\xca\xfe\xba\xbe"}), "two"),
    ("a.docx", JAR, "program"),
    ("a.docx", ARCHIVE, "archive"),
    ("a.zip", ARCHIVE, "archive"),
    ("a.zip", papers.locked(ARCHIVE), "encrypted"),
    ("a.docx", papers.locked(papers.office()), "encrypted"),
    ("a.docx", papers.compound("EncryptedPackage"), "encrypted"),
    ("a.odt", papers.open_document(manifest="<manifest:encryption-data/>"), "encrypted"),
    ("a.pdf", papers.locked_pdf(), "encrypted"),
    ("a.docx", papers.office(**{"word/vbaProject.bin": b"x"}), "macros"),
    ("a.xlsx", papers.office(papers.SHEET.replace("sheet.main", "sheet.macroEnabled.main")), "macros"),
    ("a.odt", papers.open_document(**{"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
    ("a.doc", papers.compound("WordDocument"), "old_word"),
    ("a.msg", papers.compound("__properties_version1.0"), "outlook"),
    ("a.heic", b"\0\0\0\x18ftypheic" + bytes(20), "phone"),
    ("a.txt", PAGE, "page"),
    ("a.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "page"),
    ("a.txt", b"words\0and nothing", "kind"),
    ("a.pdf", papers.pdf().replace(b"%%EOF", b""), "broken"),
    ("a.pdf", b"%PDF-1.4 not really %%EOF", "broken"),
    ("a.png", papers.picture()[:-20], "broken"),
    ("a.jpg", b"\xff\xd8\xff and no more", "broken"),
    ("a.docx", papers.office()[:-30], "broken"),
    ("a.docx", papers.package({"bomb": bytes(120_000_000)}), "bomb"),
    ("a.eml", b"no headers, only words", "ending"),
    ("a.eml", papers.mail("run.exe", b"MZ\x90"), "attachment"),
    ("a.eml", papers.mail("a.docm", papers.office(**{"word/vbaProject.bin": b"x"})), "attachment"),
]


@pytest.mark.parametrize("name", GOOD)
def test_a_paper_of_the_list_is_taken(name):
    ending = name.rsplit(".", 1)[1].lower()
    assert examined.answer(GOOD[name], ending) == {"kind": examined.ENDINGS.get(ending, ending)}


@pytest.mark.parametrize(("name", "content", "reason"), BAD, ids=[f"{name} {reason}" for name, _c, reason in BAD])
def test_anything_else_is_refused(name, content, reason):
    assert examined.answer(content, name.partition(".")[2])["refused"] == reason


def test_the_type_is_told_in_a_process_of_its_own_and_said_in_a_sentence():
    assert examine("Letter.PDF", papers.pdf()) == "pdf"
    with pytest.raises(NotTaken, match=r"The name ends in “.docx”, but the file is a PDF. Name it “.pdf”"):
        examine("letter.docx", papers.pdf())


def test_a_process_that_ends_early_or_takes_too_long_takes_no_paper(monkeypatch):
    monkeypatch.setattr(apart, "ask", lambda *args, **options: apart.Done(-9, b""))
    with pytest.raises(NotTaken, match="damaged"):
        examine("letter.pdf", papers.pdf())

    def too_long(*args, **options):
        raise apart.TakesTooLong

    monkeypatch.setattr(apart, "ask", too_long)
    with pytest.raises(NotTaken, match="too long"):
        examine("letter.pdf", papers.pdf())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Letter of 5 January.pdf", "Letter of 5 January.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Pat\\letter.pdf", "letter.pdf"),
        ("/srv/letter.pdf/", "paper"),
        ("annex\u202efdp.exe", "annexfdp.exe"),
        ("\u2066a\u200bb\u2069.pdf", "ab.pdf"),
        ("a\r\nContent-Type: x\0.pdf", "a Content-Type- x.pdf"),
        ("  .pdf", "pdf"),
        (".htaccess", "htaccess"),
        ("", "paper"),
        ("llythyr ŵyl \u202a.txt", "llythyr ŵyl.txt"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ('a"b<c>.pdf', "a-b-c-.pdf"),
    ],
)
def test_a_name_loses_its_folders_and_what_nobody_sees(given, kept):
    assert safe_name(given) == kept

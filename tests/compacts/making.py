"""The same text in each format that people bring: made for the tests, piece by piece.

A piece is a pair of kind and words: "title", "h1"…"h6", "p", "- " (a point), "-- " (a point inside one), "table"
(rows), "note" (a paragraph and its footnote). `**words**` and `*words*` are bold and italic.
"""

import html
import io
import re
import zipfile

import docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from weasyprint import HTML

MARKS = re.compile(r"(\*\*[^*]+\*\*|\*[^*]+\*)")


def runs(words):
    """Words with whether they are bold and italic."""
    for part in filter(None, MARKS.split(words)):
        bold, italic = part.startswith("**"), part.startswith("*") and not part.startswith("**")
        yield part.strip("*") if bold or italic else part, bold, italic


def as_markdown(pieces):
    lines = []
    for kind, words in pieces:
        if kind == "table":
            head, *rows = (f"| {' | '.join(row)} |" for row in words)
            lines += ["", head, "|" + " --- |" * len(words[0]), *rows, ""]
        elif kind == "note":
            lines += ["", f"{words[0]}[1]", "", f"[1] {words[1]}", ""]
        elif kind in ("- ", "-- "):
            lines.append(f"{'    ' if kind == '-- ' else ''}- {words}")
        else:
            mark = {"p": "", "title": "# "}.get(kind) if kind in ("p", "title") else "#" * int(kind[1]) + " "
            lines += ["", f"{mark}{words}", ""]
    return "\n".join(lines).encode()


def as_html(pieces, *, before="", after="", style=""):
    body, depth = [], 0
    for kind, words in [*pieces, ("end", "")]:
        wanted = {"- ": 1, "-- ": 2}.get(kind, 0)
        body += ["<ul>"] * (wanted - depth) + ["</ul>"] * (depth - wanted)
        depth = wanted
        if kind == "table":
            tags = ["th", *["td"] * len(words)]
            cells = [
                "".join(f"<{tag}>{html.escape(cell)}" for cell in row) for tag, row in zip(tags, words, strict=False)
            ]
            body.append(f"<table><tr>{'<tr>'.join(cells)}</table>")
        elif kind == "note":
            body.append(f"<p>{html.escape(words[0])}[1]<p>[1] {html.escape(words[1])}")
        elif kind != "end":
            tag = {"title": "h1", "p": "p", "- ": "li", "-- ": "li"}.get(kind, kind)
            inner = "".join(
                f"{'<b>' * bold}{'<i>' * italic}{html.escape(text)}{'</i>' * italic}{'</b>' * bold}"
                for text, bold, italic in runs(words)
            )
            body.append(f"<{tag}>{inner}</{tag}>")
    head = f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Page</title>{style}</head>"
    return f"{head}<body>{before}{''.join(body)}{after}</body></html>".encode()


def as_pdf(pieces, *, css=""):
    style = (
        f"<style>@page{{size:A5;margin:15mm}}table{{border-collapse:collapse}}td,th{{border:1pt solid}}{css}</style>"
    )
    return HTML(string=as_html(pieces, style=style).decode()).write_pdf()


STYLES = {"title": "Title", "p": "Normal", "note": "Normal", "- ": "List Bullet", "-- ": "List Bullet 2"}


def as_docx(pieces, *, change=None):
    document = docx.Document()
    for kind, words in pieces:
        if kind == "table":
            table = document.add_table(len(words), len(words[0]))
            for row, texts in zip(table.rows, words, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
            continue
        style = STYLES.get(kind) or f"Heading {kind[1:]}"
        paragraph = document.add_paragraph(style=style)
        for text, bold, italic in runs(words[0] if kind == "note" else words):
            run = paragraph.add_run(text)
            run.bold, run.italic = bold or None, italic or None
        if kind == "note":
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), "2")
            paragraph.add_run()._r.append(reference)
            _add_footnote(document, words[1])
    if change:
        change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_footnote(document, words):
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{prefix}="{ODF}{name}:1.0"'
    for prefix, name in [
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
    ]
)


def as_odt(pieces, *, styles="", extra=""):
    body, depth = [], 0
    for kind, words in [*pieces, ("end", "")]:
        wanted = {"- ": 1, "-- ": 2}.get(kind, 0)
        while depth > wanted:
            body.append("</text:list>" + "</text:list-item>" * (depth > 1))
            depth -= 1
        while depth < wanted:
            body.append("<text:list-item>" * (depth > 0) + "<text:list>")
            depth += 1
        if kind == "table":
            rows = [
                "".join(f"<table:table-cell><text:p>{html.escape(cell)}</text:p></table:table-cell>" for cell in row)
                for row in words
            ]
            body.append("<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
            body.append("</table:table>")
        elif kind == "note":
            note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{words[1]}</text:p>"
            body.append(f"<text:p>{html.escape(words[0])}{note}</text:note-body></text:note></text:p>")
        elif kind in ("- ", "-- "):
            body.append(f"<text:list-item><text:p>{_spans(words)}</text:p></text:list-item>")
        elif kind == "p":
            body.append(f"<text:p>{_spans(words)}</text:p>")
        elif kind != "end":
            level = 1 if kind == "title" else int(kind[1])
            body.append(f'<text:h text:outline-level="{level}">{_spans(words)}</text:h>')
    content = (
        f'<office:document-content {SPACES} office:version="1.3"><office:automatic-styles>{styles}'
        '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
        f"</office:automatic-styles><office:body><office:text>{extra}{''.join(body)}</office:text></office:body>"
        "</office:document-content>"
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f'<office:document-styles {SPACES} office:version="1.3"/>',
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODF}manifest:1.0"/>',
        }
    )


def _spans(words):
    return "".join(
        f'<text:span text:style-name="{"B" if bold else "I"}">{html.escape(text)}</text:span>'
        if bold or italic
        else html.escape(text)
        for text, bold, italic in runs(words)
    )


def package(parts):
    """A ZIP file with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, words in parts.items():
            packed.writestr(name, words)
    return file.getvalue()


def changed(data, name, change):
    """A ZIP file with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {part: packed.read(part) for part in packed.namelist()}
    return package(parts | {name: change(parts.get(name, b""))})


FORMATS = {"md": as_markdown, "html": as_html, "docx": as_docx, "odt": as_odt, "pdf": as_pdf}

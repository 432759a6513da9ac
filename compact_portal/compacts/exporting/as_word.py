"""An edition as a Word document (.docx), which can be edited in Word and brought back.

Each clause begins with a paragraph that has a bookmark `clause_1`, `clause_2`…: a heading of its level where the clause
has a heading, else a paragraph whose style tells what it is (`word_parts.TYPE_STYLES`). The number has a character
style of its own. The body follows in ordinary styles of Word. The document carries the edition as JSON, too, in a
custom XML part: what nobody has changed comes back from there to the letter (`importing/readers/own_word.py`).
"""

import io
import json
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from compact_portal.compacts.exporting import word_parts as parts
from compact_portal.compacts.exporting.flow import Paragraph, Run, Runs, clean, paragraphs
from compact_portal.compacts.exporting.shape import LANGUAGE, ExportedClause, ExportedEdition

SOME_TIME = (2026, 1, 1, 0, 0, 0)  # In the archive, so that the same edition gives the same bytes.
DEEPEST_IN_CONTENTS = 2


def labels() -> dict[str, str]:
    """What a document says of a clause above its words, by kind and who owes it."""
    return {
        "principle": _("Shared principle"),
        "commitment statutory": _("Commitment of the statutory sector"),
        "commitment vcs": _("Commitment of the voluntary and community sector"),
        "commitment both": _("Commitment of both sectors"),
    }


def write(edition: ExportedEdition) -> bytes:
    """Return the file."""
    drawing = _Drawing(edition)
    document = drawing.document()
    carried = json.dumps({"edition": edition.as_dict(), "labels": drawing.labels})
    files = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.PARTS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": parts.relations(
            *parts.DOCUMENT_PARTS, outside=tuple(escape(link, {'"': "&quot;"}) for link in drawing.links)
        ),
        "word/styles.xml": parts.styles(),
        "word/numbering.xml": parts.numbering(drawing.numbered),
        "word/settings.xml": parts.SETTINGS,
        "word/footer1.xml": _footer(edition),
        "docProps/core.xml": _core(edition),
        "docProps/app.xml": parts.APP,
        "docProps/custom.xml": _custom(edition),
        "customXml/item1.xml": f'{parts.HEAD}<edition xmlns="{parts.OWN}">{escape(carried)}</edition>',
        "customXml/itemProps1.xml": parts.OWN_PROPERTIES,
        "customXml/_rels/item1.xml.rels": parts.OWN_PARTS,
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, SOME_TIME), content.encode(), zipfile.ZIP_DEFLATED)
    return written.getvalue()


class _Drawing:
    """The body of one document; counts its links and numbered lists on the way."""

    def __init__(self, edition: ExportedEdition) -> None:
        self.edition = edition
        self.labels = labels()
        self.links: list[str] = []
        self.numbered = 0
        self.in_numbers = False

    def document(self) -> str:
        """`word/document.xml`."""
        edition = self.edition
        said = _("Edition %(label)s. %(state)s") % {"label": edition.label, "state": edition.state_sentence}
        note = _("Reference %(reference)s. The words that count are at %(address)s")
        front = [
            _paragraph("Title", _run(clean(edition.title))),
            _paragraph("Subtitle", _run(clean(said))),
            *([_paragraph("Edition note", _run(clean(edition.notice)))] if edition.notice else []),
            _paragraph("Edition note", _run(note % {"reference": edition.reference, "address": edition.address})),
            *self._contents(),
        ]
        body = [piece for count, clause in enumerate(edition.clauses, 1) for piece in self._clause(count, clause)]
        return (
            f'{parts.HEAD}<w:document xmlns:w="{parts.W}" xmlns:r="{parts.R}"><w:body>{"".join([*front, *body])}'
            '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="709" w:footer="709" '
            'w:gutter="0"/></w:sectPr></w:body></w:document>'
        )

    def _contents(self) -> Iterator[str]:
        """A list of the sections, each a link to it; Word can make it anew with page numbers."""
        entries = [
            (count, clause)
            for count, clause in enumerate(self.edition.clauses, start=1)
            if clause.kind == "section" and clause.heading.strip() and clause.level <= DEEPEST_IN_CONTENTS
        ]
        if len(entries) < 2:
            return
        yield _paragraph("TOC Heading", _run(_("Contents")))
        for place, (count, clause) in enumerate(entries):
            words = _run(clean(" ".join(filter(None, [clause.shown_number, clause.heading.strip()]))))
            link = f'<w:hyperlink w:anchor="clause_{count}" w:history="1">{words}</w:hyperlink>'
            begin = end = ""
            if place == 0:
                asked = r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r>'
                begin = f"{_field('begin')}{asked}{_field('separate')}"
            if place == len(entries) - 1:
                end = _field("end")
            yield _paragraph(f"toc {clause.level}", f"{begin}{link}{end}")

    def _clause(self, count: int, clause: ExportedClause) -> Iterator[str]:
        """The paragraphs of a clause."""
        body = list(paragraphs(clause.body))
        what = f"{clause.kind} {clause.owed_by}" if clause.kind == "commitment" else clause.kind
        heading = clean(clause.heading).strip()
        self.in_numbers = False
        first, words = parts.TYPE_STYLES[what], ""
        if clause.kind == "definition":
            words = _run(heading)
        elif heading:
            first, words = f"heading {min(clause.level, parts.DEEPEST_HEADING)}", _run(heading)
        elif what in self.labels:
            words = _run(self.labels[what])
        elif body and body[0].kind == "p":
            words = self._runs(body.pop(0).runs)
        yield _paragraph(first, _marked(count, clause.shown_number, words))
        if heading and what in self.labels:
            yield _paragraph(parts.TYPE_STYLES[what], _run(self.labels[what]))
        for one in body:
            yield self._flowing(one)

    def _flowing(self, one: Paragraph) -> str:
        """A paragraph or table of a body."""
        if one.kind == "table":
            self.in_numbers = False
            return self._table(one)
        if one.kind not in ("li", "more"):
            self.in_numbers = False
            return _paragraph(parts.BODY_STYLES[one.kind], self._runs(one.runs))
        style = parts.list_style(one.kind, one.depth, ordered=one.ordered)
        if one.kind == "more":
            return _paragraph(style, self._runs(one.runs))
        if one.ordered and not self.in_numbers:
            self.numbered += 1
        self.in_numbers = one.ordered or (self.in_numbers and one.depth > 1)
        key = self.numbered + 1 if one.ordered else 1
        number = f'<w:numPr><w:ilvl w:val="{one.depth - 1}"/><w:numId w:val="{key}"/></w:numPr>'
        return _paragraph(style, self._runs(one.runs), number)

    def _table(self, one: Paragraph) -> str:
        """A table whose first row is the row of headings."""
        width = max([1, *map(len, one.rows)])
        column = 9026 // width
        rows = []
        for place, row in enumerate(one.rows):
            cells = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{column}" w:type="dxa"/></w:tcPr>'
                f"{_paragraph('Table text', self._runs(runs, bold=place == 0))}</w:tc>"
                for runs in [*row, *[()] * (width - len(row))]
            )
            header = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if place == 0 else ""
            rows.append(f"<w:tr>{header}{cells}</w:tr>")
        grid = f'<w:gridCol w:w="{column}"/>' * width
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
            f'w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
            f"{_paragraph(parts.BODY, '')}"
        )

    def _runs(self, runs: Runs, *, bold: bool = False) -> str:
        return "".join(self._run(run, bold=bold) for run in runs)

    def _run(self, run: Run, *, bold: bool) -> str:
        marks = run.marks + ("b" if bold and "b" not in run.marks else "")
        if not run.href:
            return _run(run.text, marks)
        self.links.append(run.href)
        return f'<w:hyperlink r:id="link{len(self.links)}">{_run(run.text, marks, "Hyperlink")}</w:hyperlink>'


def _paragraph(style: str, content: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{parts.style_id(style)}"/>{more}</w:pPr>{content}</w:p>'


def _marked(count: int, number: str, words: str) -> str:
    """The words that a clause begins with: its bookmark, and its number where readers see one."""
    key = f'w:id="{count}"'
    style = f'<w:rPr><w:rStyle w:val="{parts.style_id(parts.NUMBER_STYLE)}"/></w:rPr>'
    shown = f"<w:r>{style}<w:t>{escape(number)}</w:t></w:r><w:r>{style}<w:tab/></w:r>" if number else ""
    return f'<w:bookmarkStart {key} w:name="clause_{count}"/>{shown}{words}<w:bookmarkEnd {key}/>'


def _run(text: str, marks: str = "", style: str = "") -> str:
    """Words of one look; line feeds and tabs become Word's own."""
    look = f'<w:rStyle w:val="{style or "CodeWords"}"/>' if style or "c" in marks else ""
    look += "<w:b/><w:bCs/>" if "b" in marks else ""
    look += "<w:i/><w:iCs/>" if "i" in marks else ""
    pieces = []
    for line_number, line in enumerate(text.split("\n")):
        pieces += ["<w:br/>"] if line_number else []
        for place, words in enumerate(line.split("\t")):
            pieces += ["<w:tab/>"] if place else []
            pieces += [f'<w:t xml:space="preserve">{escape(words)}</w:t>'] if words else []
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{''.join(pieces)}</w:r>"


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _footer(edition: ExportedEdition) -> str:
    page = "".join(
        f'{_field("begin")}<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>{_field("separate")}'
        f"{_run('1')}{_field('end')}{_run(between)}"
        for name, between in (("PAGE", " / "), ("NUMPAGES", ""))
    )
    words = _("%(title)s, edition %(label)s") % {"title": edition.title, "label": edition.label}
    inside = f"{_run(clean(words))}<w:r><w:tab/></w:r>{page}"
    return f'{parts.HEAD}<w:ftr xmlns:w="{parts.W}" xmlns:r="{parts.R}">{_paragraph("footer", inside)}</w:ftr>'


def _core(edition: ExportedEdition) -> str:
    return (
        f'{parts.HEAD}<cp:coreProperties xmlns:cp="{parts.PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{escape(clean(edition.title))}</dc:title><dc:subject>{escape(edition.reference)}</dc:subject>"
        f"<dc:identifier>{escape(edition.address)}</dc:identifier><dc:language>{LANGUAGE}</dc:language>"
        "</cp:coreProperties>"
    )


def _custom(edition: ExportedEdition) -> str:
    return (
        f'{parts.HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name={quoteattr(parts.PROPERTY)}>'
        f"<vt:lpwstr>{escape(edition.reference)}</vt:lpwstr></property></Properties>"
    )

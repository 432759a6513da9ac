"""Word documents (.docx): headings by style or outline level, numbers as Word prints them, notes, tables, links.

python-docx opens the package; the body is walked as it is written (ECMA-376, part 1, section 17), because words also
stand in tracked insertions, content controls, fields and text boxes. What was deleted, commented or hidden is told
apart.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.oxml.ns import qn
from lxml import etree

from compact_portal.compacts.importing.blocks import Block
from compact_portal.compacts.importing.readers.flow import Paragraph, assemble, check_length, in_a_cell
from compact_portal.compacts.importing.readers.numbering import Numbering
from compact_portal.compacts.importing.readers.package import open_package, parse
from compact_portal.compacts.importing.readers.words import Run, as_markdown, plainly
from compact_portal.compacts.importing.refusals import Refused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TRANSPARENT = ("ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo")
AS_IT_IS = {f"{W}{tag}" for tag in TRANSPARENT}
GONE = {f"{W}del", f"{W}moveFrom"}
SIGNS = {f"{W}tab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}
HEADING = re.compile(r"^(?:heading|überschrift|pennawd)\s*([1-9])$", re.IGNORECASE)
DEEPER = re.compile(r"^list (?:bullet|number)\s*([2-5])$", re.IGNORECASE)
CONTENTS = re.compile(r"^(?:toc|table of figures)\b", re.IGNORECASE)
LINKED = re.compile(r'HYPERLINK\s+"([^"]+)"')
CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


@dataclass(frozen=True)
class Style:
    """What a style says, with all that it is based on."""

    name: str = ""
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    size: float = 0
    level: int = 0
    number: tuple[str, str | None] | None = None  # The key of its list, and the level there.


def read(data: bytes) -> list[Block]:
    """Return the blocks of a Word document, or raise Refused."""
    open_package(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise Refused("broken") from error
    return Reader(document).read()


class Reader:
    """Walks one document."""

    def __init__(self, document) -> None:
        self.document = document
        self.part = document.part
        self.styles = _Styles(document.styles.element)
        self.links = {key: rel.target_ref for key, rel in self.part.rels.items() if rel.is_external}
        numbering = self._related(KIND.NUMBERING)
        self.numbering = Numbering.read(numbering)
        self.notes = {**self._notes(KIND.FOOTNOTES, "footnote"), **self._notes(KIND.ENDNOTES, "endnote")}
        self.order: dict[tuple[str, str], int] = {}
        self.field: list[str] = []  # The instructions of the fields that are open.
        self.count = 0
        self.aside: list[Paragraph] = []  # Paragraphs of text boxes, that follow the one they hang on.

    def read(self) -> list[Block]:
        """Return all blocks: the body, then what stands outside it."""
        body = list(self._flow(self.document.element.body))
        return assemble([*body, *self._outside()])

    # Parts beside the body

    def _related(self, kind: str) -> etree._Element | None:
        """Return the root of the first part of a kind, or None."""
        for rel in self.part.rels.values():
            if rel.reltype == kind and not rel.is_external:
                return parse(rel.target_part.blob)
        return None

    def _notes(self, kind: str, tag: str) -> dict[tuple[str, str], etree._Element]:
        """Return the notes of a part by what names them; separators are no notes."""
        root = self._related(kind)
        found = {} if root is None else {note.get(qn("w:id"), ""): note for note in root.iterchildren(qn(f"w:{tag}"))}
        return {(tag, key): note for key, note in found.items() if note.get(qn("w:type"), "normal") == "normal"}

    def _outside(self) -> Iterator[Paragraph]:
        """Yield notes that nothing names, headers and footers, and comments."""
        for key, note in self.notes.items():
            if key not in self.order:
                yield from (Paragraph(self.count, [Run(words)]) for words in [_words(note)] if words)
        said = set()
        for kind, why in ((KIND.HEADER, "running"), (KIND.FOOTER, "running"), (KIND.COMMENTS, "comment")):
            for rel in self.part.rels.values():
                if rel.reltype == kind and not rel.is_external:
                    words = _words(parse(rel.target_part.blob))
                    if any(map(str.isalpha, words)) and words not in said:
                        said.add(words)
                        yield Paragraph(self.count, [Run(words)], left_out=why)

    # The body

    def _flow(self, parent: etree._Element) -> Iterator[Paragraph]:
        """Yield the paragraphs and tables under an element."""
        for child in parent.iterchildren(tag=etree.Element):
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in GONE:
                yield from self._deleted(child)
            elif child.tag == ALTERNATE:
                yield from self._flow(_chosen(child))
            elif child.tag in AS_IT_IS:
                contents = child.tag == f"{W}sdt" and "Table of Contents" in _gallery(child)
                for one in self._flow(child):
                    if contents:
                        one.left_out = "contents"
                    yield one

    def _paragraph(self, raw: etree._Element) -> Iterator[Paragraph]:
        """Yield a paragraph, and after it the paragraphs of the text boxes that hang on it."""
        self.count += 1
        check_length(self.count)
        properties = raw.find(qn("w:pPr"))
        style = self.styles.of(_value(properties, "w:pStyle") or self.styles.usual)
        notes: list[str] = []
        boxed, self.aside = self.aside, []
        pieces = list(self._runs(raw, style, notes))
        aside, self.aside = self.aside, boxed
        kept = [Run(run.text, run.bold, run.italic, run.link) for run, _size, why in pieces if not why]
        one = Paragraph(self.count, kept, notes=notes)
        written = [(run, size) for run, size, why in pieces if not why and run.text.strip()]
        one.bold = bool(written) and all(run.bold or style.bold for run, _size in written)
        one.size = max((size for _run, size in written), default=0)
        self._place(one, properties, style)
        yield one
        for why in ("deleted", "hidden"):
            if words := plainly(run for run, _size, out in pieces if out == why):
                yield Paragraph(self.count, [Run(words)], left_out=why)
        yield from aside

    def _place(self, one: Paragraph, properties: etree._Element | None, style: Style) -> None:
        """Say whether a paragraph is a heading or a point, and what is printed before it."""
        outline = _value(properties, "w:outlineLvl")
        level = int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else style.level
        one.level = min(level, 6) if one.words else 0
        if CONTENTS.match(style.name):
            one.left_out, one.level = "contents", 0
        number = properties.find(qn("w:numPr")) if properties is not None else None
        key, place = style.number or (None, None)
        if number is not None:
            key, place = _value(number, "w:numId") or key, _value(number, "w:ilvl") or place
        if key and one.words and not one.left_out:
            style_id = _value(properties, "w:pStyle") or ""
            depth = int(place) if place and place.isdigit() else self.numbering.level_of_style(key, style_id)
            label = self.numbering.label(key, depth)
            if label is not None:
                deeper = DEEPER.match(style.name)
                one.depth, one.label = max(depth, int(deeper[1]) - 1 if deeper else 0), label
        one.more = style.name.lower().startswith("list continue")

    def _deleted(self, raw: etree._Element) -> Iterator[Paragraph]:
        """Yield what a tracked change deleted, as left out."""
        if words := _words(raw):
            yield Paragraph(self.count, [Run(words)], left_out="deleted")

    # Words

    def _runs(self, parent, style: Style, notes: list[str], link: str = "") -> Iterator[tuple[Run, float, str]]:
        """Yield the pieces of a paragraph: each with the size of its letters, and why it is left out ("" mostly)."""
        for child in parent.iterchildren(tag=etree.Element):
            if child.tag == f"{W}r":
                yield from self._run(child, style, notes, link)
            elif child.tag == f"{W}hyperlink":
                target = self.links.get(child.get(qn("r:id"), ""), "")
                yield from self._runs(child, style, notes, target or link)
            elif child.tag in GONE:
                yield Run(_words(child) + " "), 0, "deleted"
            elif child.tag in AS_IT_IS:
                yield from self._runs(child, style, notes, link)
            elif child.tag == ALTERNATE:
                yield from self._runs(_chosen(child), style, notes, link)
            elif child.tag.endswith(("}oMath", "}oMathPara")):
                yield Run("".join(text.text or "" for text in child.iter(MATHS))), style.size, ""

    def _run(self, raw: etree._Element, style: Style, notes: list[str], link: str) -> Iterator[tuple[Run, float, str]]:
        """Yield the words of a run, with how they look."""
        properties = raw.find(qn("w:rPr"))
        named = self.styles.of(_value(properties, "w:rStyle") or "")
        bold = _on(properties, "w:b", otherwise=named.bold)
        italic = _on(properties, "w:i", otherwise=named.italic)
        size = _points(_value(properties, "w:sz")) or named.size or style.size or self.styles.size
        hidden = "hidden" if _on(properties, "w:vanish", otherwise=named.hidden or style.hidden) else ""
        text = "".join(self._sign(child, notes) for child in raw.iterchildren(tag=etree.Element))
        if deleted := "".join(child.text or "" for child in raw.iterchildren(qn("w:delText"))):
            yield Run(deleted), 0, "deleted"
        if text:
            target = next((found[1] for field in reversed(self.field) if (found := LINKED.search(field))), "")
            yield Run(text, bold, italic, link or target), size, hidden

    def _sign(self, raw: etree._Element, notes: list[str]) -> str:
        """Return the words that a part of a run stands for; notes, fields and text boxes are put where they belong."""
        if raw.tag == f"{W}t":
            return raw.text or ""
        if raw.tag in SIGNS:
            return SIGNS[raw.tag]
        if raw.tag == f"{W}br":
            return "\n" if raw.get(qn("w:type"), "textWrapping") == "textWrapping" else " "
        if raw.tag == f"{W}sym":
            return _symbol(raw)
        if raw.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            return self._note(raw, notes)
        if raw.tag == f"{W}fldChar":
            self._turn_field(raw.get(qn("w:fldCharType"), ""))
        elif raw.tag == f"{W}instrText" and self.field:
            self.field[-1] += raw.text or ""
        elif raw.tag in (f"{W}drawing", f"{W}pict", f"{W}object", ALTERNATE):
            self._look_for_boxes(_chosen(raw) if raw.tag == ALTERNATE else raw)
        return ""

    def _turn_field(self, kind: str) -> None:
        """Begin or end a field, whose instructions are no words of the text."""
        if kind == "begin":
            self.field.append("")
        elif kind == "end" and self.field:
            self.field.pop()

    def _note(self, raw: etree._Element, notes: list[str]) -> str:
        """Return the mark of a note, and put its words beside the paragraph."""
        key = ("footnote" if raw.tag == f"{W}footnoteReference" else "endnote", raw.get(qn("w:id"), ""))
        note = self.notes.get(key)
        if note is None:
            return ""
        number = self.order.setdefault(key, len(self.order) + 1)
        runs: list[Run] = []
        for paragraph in note.iterchildren(qn("w:p")):
            runs += [Run(" "), *(run for run, _size, why in self._runs(paragraph, Style(), []) if not why)]
        words = as_markdown(runs).replace("\n", " ")
        notes.append(f"[{number}] {words}")
        return f"[{number}]"

    def _look_for_boxes(self, raw: etree._Element) -> None:
        """Keep the paragraphs of text boxes, to follow the paragraph that they hang on."""
        for box in raw.iter(qn("w:txbxContent")):
            if not any(over.tag == qn("w:txbxContent") for over in box.iterancestors()):
                self.aside += list(self._flow(box))

    # Tables

    def _table(self, raw: etree._Element) -> Iterator[Paragraph]:
        """Yield a table; one of a single row or column is only a frame, and yields what stands in it."""
        line = self.count + 1
        rows = [[self._cell(cell) for cell in _cells(row)] for row in _rows(raw)]
        cells = [cell for row in rows for cell, _span in row if cell]
        if len(rows) < 2 or all(len([1 for cell, _span in row if cell]) <= 1 for row in rows):
            for cell in cells:
                yield from cell
            return
        table = [[text for cell, span in row for text in [in_a_cell(cell), *[""] * (span - 1)]] for row in rows]
        yield Paragraph(line, table=table)
        yield from (one for cell in cells for one in cell if one.left_out)

    def _cell(self, raw: etree._Element) -> tuple[list[Paragraph], int]:
        """Return what stands in a cell, and how many columns it takes."""
        properties = raw.find(qn("w:tcPr"))
        span = _value(properties, "w:gridSpan") or "1"
        found = [one for one in self._flow(raw) if one.words or one.table]
        return found, min(int(span), 60) if span.isdigit() and span != "0" else 1


class _Styles:
    """The styles of a document."""

    def __init__(self, root: etree._Element) -> None:
        self.raw = {raw.get(qn("w:styleId"), ""): raw for raw in root.iterchildren(qn("w:style"))}
        self.made: dict[str, Style] = {"": Style()}
        usual = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self.size = _points(_value(usual, "w:sz")) or 10.0
        self.usual = next(
            (key for key, raw in self.raw.items() if raw.get(qn("w:default")) in ("1", "true") and _is_paragraph(raw)),
            "",
        )

    def of(self, key: str, depth: int = 0) -> Style:
        """Return a style by its key, with what it inherits."""
        if key in self.made:
            return self.made[key]
        raw = self.raw.get(key)
        if raw is None or depth > 30:
            return Style()
        base = self.of(_value(raw, "w:basedOn") or "", depth + 1)
        name = _value(raw, "w:name") or ""
        letters, properties = raw.find(qn("w:rPr")), raw.find(qn("w:pPr"))
        outline = _value(properties, "w:outlineLvl")
        number = properties.find(qn("w:numPr")) if properties is not None else None
        level = base.level
        if found := HEADING.match(name):
            level = int(found[1])
        elif name.lower() == "title":
            level = 1
        elif outline and outline.isdigit():
            level = int(outline) + 1 if int(outline) < 9 else 0
        own = (_value(number, "w:numId"), _value(number, "w:ilvl")) if number is not None else (None, None)
        key_of_list = own[0] or (base.number[0] if base.number else None)
        place = own[1] if own[0] else own[1] or (base.number[1] if base.number else None)
        self.made[key] = Style(
            name,
            _on(letters, "w:b", otherwise=base.bold),
            _on(letters, "w:i", otherwise=base.italic),
            _on(letters, "w:vanish", otherwise=base.hidden),
            _points(_value(letters, "w:sz")) or base.size,
            level,
            (key_of_list, place) if key_of_list else None,
        )
        return self.made[key]


def _is_paragraph(raw: etree._Element) -> bool:
    return raw.get(qn("w:type"), "paragraph") == "paragraph"


def _value(parent: etree._Element | None, tag: str) -> str | None:
    """Return what a property says, None where it is not there."""
    found = None if parent is None else parent.find(qn(tag))
    return None if found is None else found.get(qn("w:val"))


def _on(properties: etree._Element | None, tag: str, *, otherwise: bool) -> bool:
    """Return whether a property that is on or off is on."""
    found = None if properties is None else properties.find(qn(tag))
    return otherwise if found is None else found.get(qn("w:val"), "1") not in ("0", "false", "off")


def _points(half: str | None) -> float:
    """Return a size that is given in half points, 0 where there is none."""
    return int(half) / 2 if half and half.isdigit() else 0


def _symbol(raw: etree._Element) -> str:
    """Return a sign of a symbol font; what only such a font knows is a bullet."""
    code = raw.get(qn("w:char"), "")
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0x2022
    return "•" if 0xE000 <= number <= 0xF8FF else chr(number)


def _chosen(alternate: etree._Element) -> etree._Element:
    """Return the one of several versions of the same content that is to be read."""
    choice = alternate.find(CHOICE)
    return choice if choice is not None and len(choice) else (alternate[-1] if len(alternate) else alternate)


def _gallery(raw: etree._Element) -> str:
    """Return which kind of building block a content control holds."""
    found = next(raw.iter(qn("w:docPartGallery")), None)
    return "" if found is None else found.get(qn("w:val"), "")


def _words(raw: etree._Element) -> str:
    """Return all the words under an element."""
    paragraphs = list(raw.iter(qn("w:p"))) or [raw]
    texts = ["".join(text.text or "" for text in one.iter(qn("w:t"), qn("w:delText"))) for one in paragraphs]
    return plainly([Run(" ".join(texts))])


def _rows(raw: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, also those in content controls."""
    for child in raw.iterchildren(tag=etree.Element):
        if child.tag == qn("w:tr"):
            yield child
        elif child.tag in AS_IT_IS:
            yield from _rows(child)


def _cells(raw: etree._Element) -> Iterator[etree._Element]:
    """Yield the cells of a row, also those in content controls."""
    for child in raw.iterchildren(tag=etree.Element):
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in AS_IT_IS:
            yield from _cells(child)

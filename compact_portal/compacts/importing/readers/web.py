"""Web pages (.html): read by lxml as a browser would take them, with nothing run and nothing fetched.

What surrounds the text of a page (menus, header, footer, forms) is told apart by its elements and roles (HTML, section
4.3; WAI-ARIA, section 5.3.4).
"""

import codecs
import re
from dataclasses import dataclass, replace

import lxml.html
from lxml import etree

from compact_portal.compacts.importing.blocks import Block
from compact_portal.compacts.importing.readers.counting import written
from compact_portal.compacts.importing.readers.flow import Paragraph, assemble, check_length
from compact_portal.compacts.importing.readers.words import Run, as_markdown, plainly
from compact_portal.compacts.importing.refusals import Refused

CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
NEVER = {"script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "head", "math"}
NEVER |= {"audio", "video", "img", "picture", "map", "link", "meta", "base"}
AROUND = {"nav", "aside", "footer", "dialog"}
ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "alert", "dialog"}
FIELDS = {"select", "textarea", "button", "input", "datalist", "option"}
BLOCKS = {"p", "div", "section", "article", "main", "header", "address", "blockquote", "figure", "figcaption", "center"}
BLOCKS |= {"details", "summary", "form", "fieldset", "legend", "pre", "hr", "body", "html", "hgroup", "caption", "dl"}
BLOCKS |= {"dd", "dt", "nav", "aside", "footer", "menu", "li", "tr", "td", "th"}
BOLD, ITALIC = {"b", "strong"}, {"i", "em", "cite", "dfn"}
MOST_TAGS = 500_000
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True)
class Place:
    """What holds for words where the reader stands."""

    bold: bool = False
    italic: bool = False
    link: str = ""
    level: int = 0
    depth: int | None = None
    left_out: str = ""


def read(data: bytes) -> list[Block]:
    """Return the blocks of a web page, or raise Refused."""
    if data.count(b"<") > MOST_TAGS:
        raise Refused("huge")
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(DECLARATION.sub("", _decode(data)), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("broken") from error
    reader = Reader(root)
    body = root.find("body")
    reader.walk(root if body is None else body, Place())
    reader.flush(Place())
    return assemble(reader.paragraphs)


def _decode(data: bytes) -> str:
    """Return the characters of a page: by its mark, as UTF-8, or as it says; else as Windows writes them."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = CHARSET.search(data[:4096])
        try:
            codec = codecs.lookup(found[1].decode() if found else "cp1252")
        except LookupError:
            codec = codecs.lookup("cp1252")
        return data.decode(codec.name if codec.name != "iso8859-1" else "cp1252", "replace")


class Reader:
    """Walks one page."""

    def __init__(self, root: etree._Element) -> None:
        self.paragraphs: list[Paragraph] = []
        self.runs: list[Run] = []
        self.line = 1
        self.label: str | None = None  # What is printed before the next paragraph of the point that has begun.
        self.main = root.xpath("//main | //*[@role='main']")[:1]

    def walk(self, element: etree._Element, place: Place) -> None:
        """Read an element and all in it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in NEVER:
            return
        place = self._here(element, tag, place)
        block = tag in BLOCKS or bool(re.fullmatch(r"h[1-6]", tag))
        if tag == "table":
            self._table(element, place)
        elif tag in ("ul", "ol", "menu"):
            self._list(element, place)
        elif tag == "br":
            self.runs.append(Run("\n"))
        elif tag == "dl":
            self._terms(element, place)
        elif block:
            self.flush(place)
            self.line = element.sourceline or self.line
            self._inside(element, place)
            self.flush(place)
        else:
            self._inside(element, place)

    def _here(self, element: etree._Element, tag: str, place: Place) -> Place:
        """Return what holds inside an element."""
        if tag in BOLD | ITALIC:
            place = replace(place, bold=place.bold or tag in BOLD, italic=place.italic or tag in ITALIC)
        elif tag == "a":
            place = replace(place, link=(element.get("href") or "").strip())
        elif re.fullmatch(r"h[1-6]", tag):
            place = replace(place, level=int(tag[1]))
        if why := self._why_out(element, tag):
            if not place.left_out:
                self.flush(place)
            place = replace(place, left_out=place.left_out or why)
        return place

    def _why_out(self, element: etree._Element, tag: str) -> str:
        """Return why an element is no part of the text, or ""."""
        if "hidden" in element.attrib or HIDDEN.search(element.get("style", "")):
            return "hidden"
        if tag in FIELDS:
            return "field"
        inside = next(element.iterancestors("article", "main"), None) is not None
        if tag in AROUND or (tag == "header" and not inside) or element.get("role") in ROLES:
            return "navigation"
        if self.main and tag in BLOCKS | {"ul", "ol", "table"} and not _holds(element, self.main[0]):
            return "navigation"
        return ""

    def _inside(self, element: etree._Element, place: Place) -> None:
        """Read the words and elements inside an element."""
        pre = element.tag == "pre"
        self._say(element.text, place, pre=pre)
        for child in element:
            left_out_inside = self._why_out(child, child.tag) if isinstance(child.tag, str) else ""
            self.walk(child, place)
            if left_out_inside and not place.left_out:
                self.flush(replace(place, left_out=left_out_inside))
            self._say(child.tail, place, pre=pre)

    def _say(self, text: str | None, place: Place, *, pre: bool = False) -> None:
        """Add words, as a browser would show them: a line feed in the file is a blank."""
        if text:
            words = text if pre else re.sub(r"\s+", " ", text)
            self.runs.append(Run(words, place.bold, place.italic, place.link))

    def flush(self, place: Place) -> None:
        """End the paragraph that is open."""
        runs, self.runs = self.runs, []
        if not plainly(runs):
            return
        bold = all(run.bold for run in runs if run.text.strip())
        one = Paragraph(self.line, runs, level=place.level, bold=bold, left_out=place.left_out)
        if place.depth is not None and not place.level:
            if self.label is None:
                one.more = True
            else:
                one.depth, one.label, self.label = place.depth, self.label, None
        self.paragraphs.append(one)
        check_length(len(self.paragraphs))

    def _list(self, element: etree._Element, place: Place) -> None:
        """Read a list; its points are numbered as a browser would."""
        self.flush(place)
        depth = 0 if place.depth is None else place.depth + 1
        inside = replace(place, depth=depth)
        number = _whole(element.get("start"), 1)
        for child in element:
            if child.tag != "li":
                self.walk(child, inside)
                self._say(child.tail, inside)
                continue
            number = _whole(child.get("value"), number)
            kind = KINDS.get(element.get("type", ""), "decimal")
            self.label = f"{written(number, kind)}." if element.tag == "ol" else ""
            self.line = child.sourceline or self.line
            self._inside(child, self._here(child, "li", inside))
            self.flush(inside)
            self.label = None
            number += 1

    def _terms(self, element: etree._Element, place: Place) -> None:
        """Read a list of terms: each with its meaning in one paragraph, the term in bold."""
        self.flush(place)
        for child in element.iter("dt", "dd"):
            if child.tag == "dt":
                self.flush(place)
                self.line = child.sourceline or self.line
                self._inside(child, replace(place, bold=True))
                self.runs.append(Run(" "))
            else:
                self._inside(child, place)
                self.flush(place)
        self.flush(place)

    def _table(self, element: etree._Element, place: Place) -> None:
        """Read a table; one of a single row or column is only a frame, and what stands in it is read on."""
        self.flush(place)
        self.line = line = element.sourceline or self.line
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        if len(rows) < 2 or all(len(row) <= 1 for row in cells):
            self._inside(element, replace(place, left_out=place.left_out))
            self.flush(place)
            return
        for caption in element.findall("caption"):
            self.walk(caption, place)
        table = [[text for cell in row for text in [self._cell(cell), *[""] * (_span(cell) - 1)]] for row in cells]
        if place.left_out:
            self.paragraphs.append(Paragraph(line, [Run(" ".join(map(" ".join, table)))], left_out=place.left_out))
        else:
            self.paragraphs.append(Paragraph(line, table=table))

    def _cell(self, element: etree._Element) -> str:
        """Return what stands in a cell as one line of Markdown."""
        inner = Reader(element.makeelement("div"))
        inner._inside(element, Place())
        inner.flush(Place())
        parts = []
        for one in inner.paragraphs:
            label = f"{one.label} " if one.label else ("• " if one.depth is not None else "")
            tables = "; ".join(" – ".join(filter(None, row)) for row in one.table)
            parts.append(label + (as_markdown(one.runs) or tables))
        return " ".join(" ".join(parts).split())


def _holds(element: etree._Element, main: etree._Element) -> bool:
    """Say whether an element is around the main part of a page, or in it."""
    return element is main or main in element.iterancestors() or element in main.iterancestors()


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,4}", value.strip()) else otherwise


def _span(cell: etree._Element) -> int:
    """Return how many columns a cell takes."""
    return min(max(_whole(cell.get("colspan"), 1), 1), 60)

"""OpenDocument texts (.odt): headings by outline level, numbers as list styles print them, notes, tables, links.

odfdo opens the package; its content is walked as it is written (OpenDocument 1.3, part 3, sections 4 to 6 and 9).
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from odfdo import Container

from compact_portal.compacts.importing.blocks import Block
from compact_portal.compacts.importing.readers.counting import written
from compact_portal.compacts.importing.readers.flow import Paragraph, assemble, check_length, in_a_cell
from compact_portal.compacts.importing.readers.package import open_package, parse
from compact_portal.compacts.importing.readers.words import Run, as_markdown, plainly
from compact_portal.compacts.importing.refusals import Refused

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
MOST_REPEATED = 60


def q(name: str) -> str:
    """Return "text:p" as lxml names it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


INDEXES = {
    q(f"text:{kind}") for kind in ("table-of-content", "alphabetical-index", "illustration-index", "table-index")
}
SIGNS = {q("text:s"): " ", q("text:tab"): " ", q("text:line-break"): "\n"}
AROUND = {q("text:section"), q("text:index-body"), q("text:numbered-paragraph"), q("office:text")}


@dataclass(frozen=True)
class Look:
    """What a style says, with all that it is based on."""

    family: str = ""
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    size: float = 0
    level: int = 0


def read(data: bytes) -> list[Block]:
    """Return the blocks of an OpenDocument text, or raise Refused."""
    open_package(data)
    try:
        container = Container(io.BytesIO(data))
        content, styles = (_bytes(container.get_part(part)) for part in ("content.xml", "styles.xml"))
    except (KeyError, ValueError, OSError, AttributeError, TypeError) as error:
        raise Refused("broken") from error
    body = parse(content).find(f"{q('office:body')}/{q('office:text')}")
    if body is None:
        raise Refused("broken")
    return Reader(body, body.getroottree().getroot(), parse(styles)).read()


def _bytes(part: str | bytes | None) -> bytes:
    return part.encode() if isinstance(part, str) else part or b""


class Reader:
    """Walks one document."""

    def __init__(self, body: etree._Element, content: etree._Element, styles: etree._Element) -> None:
        self.body = body
        self.looks = _Looks([styles, content])
        self.masters = styles.find(q("office:master-styles"))
        self.list_styles = {
            found.get(q("style:name")): _levels(found)
            for root in (styles, content)
            for found in root.iter(q("text:list-style"))
        }
        outline = styles.find(f".//{q('text:outline-style')}")
        self.outline = {} if outline is None else _levels(outline)
        self.counts: dict[str, dict[int, int]] = {}
        self.count = 0
        self.notes = 0
        self.aside: list[Paragraph] = []

    def read(self) -> list[Block]:
        """Return all blocks: the body, then what stands outside it."""
        return assemble([*self._flow(self.body), *self._outside()])

    def _outside(self) -> Iterator[Paragraph]:
        """Yield headers and footers, each once."""
        said = set()
        for master in self.masters if self.masters is not None else ():
            for part in master:
                name = etree.QName(part).localname
                words = _words(part) if name.startswith(("header", "footer")) else ""
                if any(map(str.isalpha, words)) and words not in said:
                    said.add(words)
                    yield Paragraph(self.count, [Run(words)], left_out="running")

    def _flow(self, parent: etree._Element, depth: int | None = None) -> Iterator[Paragraph]:
        """Yield the paragraphs, points and tables under an element; `depth`: that of the list it belongs to."""
        for child in parent.iterchildren(tag=etree.Element):
            if child.tag in (q("text:p"), q("text:h")):
                yield from self._paragraph(child)
            elif child.tag == q("text:list"):
                yield from self._list(child, 0 if depth is None else depth + 1)
            elif child.tag == q("table:table"):
                yield from self._table(child)
            elif child.tag in INDEXES:
                self.count += 1
                yield Paragraph(self.count, [Run(_words(child))], left_out="contents")
            elif child.tag == q("text:tracked-changes"):
                yield from self._deleted(child)
            elif child.tag in AROUND or child.tag.endswith("}sdt-content"):
                yield from self._flow(child, depth)
            elif child.tag == q("draw:frame"):
                yield from self._boxes(child)

    def _deleted(self, raw: etree._Element) -> Iterator[Paragraph]:
        """Yield what tracked changes deleted, as left out."""
        for deletion in raw.iter(q("text:deletion")):
            if words := _words(deletion):
                yield Paragraph(self.count, [Run(words)], left_out="deleted")

    def _boxes(self, raw: etree._Element) -> Iterator[Paragraph]:
        """Yield the paragraphs of a text box."""
        for box in raw.iter(q("draw:text-box")):
            yield from self._flow(box)

    def _paragraph(self, raw: etree._Element) -> Iterator[Paragraph]:
        """Yield a paragraph or heading, then what hangs on it."""
        self.count += 1
        check_length(self.count)
        look = self.looks.of("paragraph", raw.get(q("text:style-name"), ""))
        notes: list[str] = []
        boxed, self.aside = self.aside, []
        pieces = list(self._runs(raw, look, notes))
        aside, self.aside = self.aside, boxed
        shown = [run for run, inner in pieces if not inner.hidden]
        one = Paragraph(self.count, shown, notes=notes)
        said = [(run, inner) for run, inner in pieces if run.text.strip() and not inner.hidden]
        one.bold = bool(said) and all(inner.bold for _run, inner in said)
        one.size = max((inner.size for _run, inner in said), default=0)
        if one.words and raw.tag == q("text:h"):
            one.level = min(_whole(raw.get(q("text:outline-level")), look.level or 1), 6)
            one.label = self._number("outline", self.outline, one.level - 1) or ""
        elif one.words:
            one.level = look.level
        yield one
        if words := plainly(run for run, inner in pieces if inner.hidden):
            yield Paragraph(self.count, [Run(words)], left_out="hidden")
        yield from aside

    def _runs(self, parent, look: Look, notes: list[str], link: str = "") -> Iterator[tuple[Run, Look]]:
        """Yield the pieces of a paragraph with how they look."""
        span = look.family == "text"  # The bold of a whole paragraph is its style, and no emphasis.

        def run(text: str | None) -> Iterator[tuple[Run, Look]]:
            if text:
                yield Run(text, look.bold and span, look.italic and span, link), look

        yield from run(re.sub(r"\s+", " ", parent.text or ""))
        for child in parent.iterchildren(tag=etree.Element):
            if child.tag in SIGNS:
                yield from run(SIGNS[child.tag])
            elif child.tag == q("text:note"):
                yield from run(self._note(child, notes))
            elif not self._hangs(child):
                target = child.get(q("xlink:href"), "") if child.tag == q("text:a") else link
                style = child.get(q("text:style-name"), "") if child.tag == q("text:span") else ""
                yield from self._runs(child, self.looks.over(look, style), notes, target)
            yield from run(re.sub(r"\s+", " ", child.tail or ""))

    def _hangs(self, raw: etree._Element) -> bool:
        """Put a comment or text box aside, to follow the paragraph that it hangs on; say whether it was one."""
        if raw.tag == q("office:annotation"):
            if words := _words(raw):
                self.aside.append(Paragraph(self.count, [Run(words)], left_out="comment"))
            return True
        if raw.tag.startswith(f"{{{NAMESPACES['draw']}}}"):
            self.aside += list(self._boxes(raw))
            return True
        return raw.tag == q("text:ruby-text")

    def _note(self, raw: etree._Element, notes: list[str]) -> str:
        """Return the mark of a note, and put its words beside the paragraph."""
        body = raw.find(q("text:note-body"))
        if body is None:
            return ""
        self.notes += 1
        number = self.notes
        runs: list[Run] = []
        for one in self._flow(body):
            runs += [Run(" "), *one.runs]
        notes.append(f"[{number}] {as_markdown(runs)}".replace("  \n", " "))
        return f"[{number}]"

    # Lists

    def _list(self, raw: etree._Element, depth: int, style: str = "") -> Iterator[Paragraph]:
        """Yield the points of a list."""
        style = raw.get(q("text:style-name"), "") or style
        levels = self.list_styles.get(style, {})
        goes_on = raw.get(q("text:continue-numbering")) == "true" or raw.get(q("text:continue-list"))
        if not depth and not goes_on:
            self.counts.pop(style, None)
        for item in raw.iterchildren(q("text:list-item"), q("text:list-header")):
            first = item.tag == q("text:list-item")
            start = item.get(q("text:start-value"))
            for child in item.iterchildren(tag=etree.Element):
                if child.tag == q("text:list"):
                    yield from self._list(child, depth + 1, style)
                    first = False
                    continue
                for one in self._child_of_point(child):
                    if first and one.words and not one.left_out:
                        if start:
                            self.counts.setdefault(style, {})[depth] = _whole(start, 1) - 1
                        one.label = self._number(style, levels, depth) or ""
                        one.depth = depth
                        first = False
                    elif not one.level and not one.left_out:
                        one.more = True
                    yield one

    def _child_of_point(self, child: etree._Element) -> Iterator[Paragraph]:
        """Yield what a point of a list holds, other than lists."""
        if child.tag in (q("text:p"), q("text:h")):
            yield from self._paragraph(child)
        elif child.tag == q("table:table"):
            yield from self._table(child)

    def _number(self, key: str, levels: dict[int, "_Level"], place: int) -> str | None:
        """Count the next point at a level of a list; return what is printed before it, None where nothing is."""
        level = levels.get(place)
        if level is None:
            return None
        counts = self.counts.setdefault(key, {})
        counts[place] = counts.get(place, level.start - 1) + 1
        for below in [other for other in counts if other > place]:
            del counts[below]
        if not level.kind:
            return None
        shown = range(max(0, place - level.shown + 1), place + 1)
        numbers = [
            written(counts.get(of, levels[of].start), KINDS.get(levels[of].kind, "decimal"))
            for of in shown
            if of in levels and (levels[of].kind or of == place)
        ]
        return f"{level.before}{'.'.join(numbers)}{level.after}".strip() or None

    # Tables

    def _table(self, raw: etree._Element) -> Iterator[Paragraph]:
        """Yield a table; one of a single row or column is only a frame, and yields what stands in it."""
        line = self.count + 1
        rows = [self._cells(row) for row in _rows(raw)]
        filled = [cell for row in rows for cell in row if cell]
        if len(rows) < 2 or all(sum(map(bool, row)) <= 1 for row in rows):
            for cell in filled:
                yield from cell
            return
        yield Paragraph(line, table=[[in_a_cell(cell) for cell in row] for row in rows])
        yield from (one for cell in filled for one in cell if one.left_out)

    def _cells(self, row: etree._Element) -> list[list[Paragraph]]:
        """Return what stands in each cell of a row."""
        cells = []
        for cell in row.iterchildren(q("table:table-cell"), q("table:covered-table-cell")):
            found = [one for one in self._flow(cell) if one.words or one.table]
            times = _whole(cell.get(q("table:number-columns-repeated")), 1)
            cells += [found] * (min(times, MOST_REPEATED) if found else 1)
        return cells


@dataclass(frozen=True)
class _Level:
    """How one level of a list style counts; without `kind` it prints no number (a bullet)."""

    kind: str = ""
    before: str = ""
    after: str = ""
    shown: int = 1
    start: int = 1


def _levels(raw: etree._Element) -> dict[int, _Level]:
    """Return the levels of a list style, from 0."""
    return {
        _whole(level.get(q("text:level")), 1) - 1: _Level(
            level.get(q("style:num-format"), ""),
            level.get(q("style:num-prefix"), "") if level.get(q("style:num-format")) else "",
            level.get(q("style:num-suffix"), "") if level.get(q("style:num-format")) else "",
            _whole(level.get(q("text:display-levels")), 1),
            _whole(level.get(q("text:start-value")), 1),
        )
        for level in raw.iterchildren(tag=etree.Element)
    }


class _Looks:
    """The styles of a document."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self.raw: dict[tuple[str, str], etree._Element] = {}
        for root in roots:
            for style in root.iter(q("style:style")):
                self.raw[style.get(q("style:family"), ""), style.get(q("style:name"), "")] = style
        self.made: dict[tuple[str, str], Look] = {}
        usual = next(
            (
                one
                for root in roots
                for one in root.iter(q("style:default-style"))
                if one.get(q("style:family")) == "paragraph"
            ),
            None,
        )
        self.usual = Look() if usual is None else _own(usual, Look())

    def of(self, family: str, name: str, depth: int = 0) -> Look:
        """Return a style by its family and name, with what it inherits."""
        key = (family, name)
        if key not in self.made:
            raw = self.raw.get(key)
            if raw is None or depth > 30:
                return self.usual if family == "paragraph" else Look()
            base = self.of(family, raw.get(q("style:parent-style-name"), ""), depth + 1)
            self.made[key] = _own(raw, base)
        return self.made[key]

    def over(self, look: Look, name: str) -> Look:
        """Return how words look that stand in a span of a style."""
        raw = self.raw.get(("text", name))
        if raw is None:
            return look
        parent = raw.get(q("style:parent-style-name"), "")
        return _own(raw, self.over(look, parent) if parent and parent != name else look)


def _own(raw: etree._Element, base: Look) -> Look:
    """Return a style with its own properties over those of another."""
    letters = raw.find(q("style:text-properties"))
    said = {} if letters is None else letters.attrib
    weight, slant, size = (said.get(q(f"fo:{name}"), "") for name in ("font-weight", "font-style", "font-size"))
    name = raw.get(q("style:display-name")) or raw.get(q("style:name"), "").replace("_20_", " ")
    level = _whole(raw.get(q("style:default-outline-level")), 0) or base.level
    found = re.fullmatch(r"([\d.]{1,8})(pt|%)", size)
    points = base.size
    if found:
        points = float(found[1]) if found[2] == "pt" else base.size * float(found[1]) / 100
    return replace(
        base,
        family=raw.get(q("style:family"), ""),
        bold=weight in ("bold", "600", "700", "800", "900") if weight else base.bold,
        italic=slant in ("italic", "oblique") if slant else base.italic,
        hidden=said.get(q("text:display")) == "none" or base.hidden,
        size=points,
        level=1 if name == "Title" else min(level, 6),
    )


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,4}", value) else otherwise


def _words(raw: etree._Element) -> str:
    """Return all the words under an element."""
    return plainly([Run(" ".join("".join(one.itertext()) for one in raw.iter(q("text:p"), q("text:h"))))])


def _rows(raw: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, also those in header rows and groups."""
    for child in raw.iterchildren(tag=etree.Element):
        if child.tag == q("table:table-row"):
            yield child
        elif child.tag in (q("table:table-header-rows"), q("table:table-rows"), q("table:table-row-group")):
            yield from _rows(child)

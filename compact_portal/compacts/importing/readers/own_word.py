"""Reading an edition from the Word document that the portal wrote (`exporting/as_word.py`), edited or not.

The document carries the edition as JSON. What stands in it for the reader's eye is compared with that: where they
agree, the clause is taken from the JSON, to the letter; where somebody has edited the document, from the document.
Answers one block, whose text is JSON: the title, the clauses in reading order with their depths, what was left out.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from compact_portal.compacts.exporting import word_parts as parts
from compact_portal.compacts.exporting.flow import Paragraph, Run, Runs, back, clean, joined, says_something, table
from compact_portal.compacts.importing.blocks import Block
from compact_portal.compacts.importing.readers.package import open_package, parse
from compact_portal.compacts.importing.refusals import Refused

W = f"{{{parts.W}}}"
R = f"{{{parts.R}}}"
TRANSPARENT = {f"{W}{tag}" for tag in ("ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple")}
MARK = re.compile(r"clause_(\d{1,5})")
HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
LIST = re.compile(r"List (Bullet|Number|Continue)(?: ([2-9]))?$", re.IGNORECASE)
TYPES = {style.casefold(): what for what, style in parts.TYPE_STYLES.items()}
BODY_KINDS = {style.casefold(): kind for kind, style in parts.BODY_STYLES.items()}
SKIPPED = {name.casefold() for name in parts.SKIPPED}
OFF = {"0", "false", "none", "off"}


@dataclass
class Line:
    """A paragraph of the document: the place of the clause that begins with it (from 1; 0: none), its style."""

    style: str
    number: str = ""
    mark: int = 0
    runs: Runs = ()
    table: Paragraph | None = None
    point: tuple[int, bool] | None = None  # The depth in a list, and whether that is numbered.

    @property
    def words(self) -> str:
        """Its words, without any look."""
        return "".join(run.text for run in self.runs).strip()


@dataclass
class Found:
    """A clause as the document has it."""

    line: int
    depth: int
    number: str
    kind: str
    owed_by: str
    heading: str
    given: dict[str, Any] = field(default_factory=dict)
    flow: list[Paragraph] = field(default_factory=list)


def read(data: bytes) -> list[Block]:
    """Return the edition as one block of JSON, or raise Refused."""
    package = open_package(data)
    names = set(package.namelist())
    if "word/document.xml" not in names or "word/styles.xml" not in names:
        raise Refused("broken")
    carried = _carried(package, names)
    lines = Lines(package, names)
    told = Reader(carried).read(lines.all())
    return [Block(1, json.dumps(told))]


def _carried(package, names: set[str]) -> dict[str, Any]:
    """The JSON that the document carries: {"edition", "labels"}, both empty where it is gone."""
    for name in sorted(names):
        if re.fullmatch(r"customXml/item\d+\.xml", name):
            root = parse(package.read(name))
            if root.tag == f"{{{parts.OWN}}}edition":
                try:
                    found = json.loads(root.text or "")
                    return {"edition": dict(found["edition"]), "labels": dict(found["labels"])}
                except (ValueError, KeyError, TypeError, RecursionError):
                    break
    return {"edition": {}, "labels": {}}


class Lines:
    """The paragraphs and tables of the document, in order."""

    def __init__(self, package, names: set[str]) -> None:
        self.body = parse(package.read("word/document.xml")).find(f"{W}body")
        styles = parse(package.read("word/styles.xml"))
        self.names = {style.get(f"{W}styleId", ""): _value(style, "name") for style in styles.iterchildren(f"{W}style")}
        self.links = self._links(package, names)
        self.numbered = self._numbered(package, names)
        self.waiting = 0  # The clause whose bookmark stands before a paragraph.

    @staticmethod
    def _links(package, names: set[str]) -> dict[str, str]:
        if "word/_rels/document.xml.rels" not in names:
            return {}
        root = parse(package.read("word/_rels/document.xml.rels"))
        return {rel.get("Id", ""): rel.get("Target", "") for rel in root.iterchildren(tag=etree.Element)}

    @staticmethod
    def _numbered(package, names: set[str]) -> set[str]:
        """The keys of the lists whose points have numbers."""
        if "word/numbering.xml" not in names:
            return set()
        root = parse(package.read("word/numbering.xml"))
        bullets = {
            one.get(f"{W}abstractNumId")
            for one in root.iterchildren(f"{W}abstractNum")
            for level in list(one.iterchildren(f"{W}lvl"))[:1]
            if _value(level, "numFmt") == "bullet"
        }
        return {
            one.get(f"{W}numId", "")
            for one in root.iterchildren(f"{W}num")
            if _value(one, "abstractNumId") not in bullets
        }

    def all(self) -> Iterator[Line]:
        """Yield all of them."""
        if self.body is None:
            raise Refused("broken")
        yield from self._under(self.body)

    def _under(self, parent) -> Iterator[Line]:
        for child in parent.iterchildren(tag=etree.Element):
            if child.tag == f"{W}p":
                yield self._line(child)
            elif child.tag == f"{W}tbl":
                yield Line("", table=self._table(child))
            elif child.tag == f"{W}bookmarkStart":
                self._notice(child)
            elif child.tag in TRANSPARENT:
                yield from self._under(child)

    def _notice(self, bookmark) -> None:
        found = MARK.fullmatch(bookmark.get(f"{W}name", ""))
        if found and not self.waiting:
            self.waiting = int(found[1])

    def _line(self, raw) -> Line:
        properties = raw.find(f"{W}pPr")
        line = Line(self.names.get(_value(properties, "pStyle"), "Normal"))
        runs: list[Run] = []
        number: list[str] = []
        for run, is_number in self._runs(raw, ""):
            if is_number and not runs:
                number.append(run.text)
            else:
                runs.append(run)
        line.number = "".join(number).strip()
        line.runs = joined(runs)
        line.mark, self.waiting = self.waiting, 0
        list_style = LIST.fullmatch(line.style)
        listed = properties.find(f"{W}numPr") if properties is not None else None
        if list_style:
            line.point = (int(list_style[2] or 1), list_style[1].lower() == "number")
        elif listed is not None and _value(listed, "numId") not in ("", "0"):
            depth = int(_value(listed, "ilvl") or 0) + 1
            line.point = (depth, _value(listed, "numId") in self.numbered)
        return line

    def _runs(self, parent, href: str) -> Iterator[tuple[Run, bool]]:
        """Yield the runs under an element, each with whether it is the number of a clause."""
        for child in parent.iterchildren(tag=etree.Element):
            if child.tag == f"{W}r":
                text = "".join(map(_sign, child.iterchildren(tag=etree.Element)))
                look = child.find(f"{W}rPr")
                style = self.names.get(_value(look, "rStyle"), "")
                code = style.casefold() == "code words"
                marks = ("b" if _is_on(look, "b") else "") + ("c" if code else "") + ("i" if _is_on(look, "i") else "")
                if text:
                    yield Run(clean(text), marks, href), style.casefold() == parts.NUMBER_STYLE.casefold()
            elif child.tag == f"{W}hyperlink":
                yield from self._runs(child, self.links.get(child.get(f"{R}id", ""), ""))
            elif child.tag == f"{W}bookmarkStart":
                self._notice(child)
            elif child.tag in TRANSPARENT:
                yield from self._runs(child, href)

    def _table(self, raw) -> Paragraph:
        rows = []
        for row in raw.iter(f"{W}tr"):
            cells = []
            for cell in row.iterchildren(f"{W}tc"):
                lines = [line for line in self._under(cell) if line.runs]
                runs = [run for line in lines for run in (*line.runs, Run("\n"))][:-1]
                cells.append(joined(runs))
            rows.append(cells)
        return table(rows or [[]])


class Reader:
    """Makes clauses of the lines of a document, beside those that it carries."""

    def __init__(self, carried: dict[str, Any]) -> None:
        edition, self.labels = carried["edition"], carried["labels"]
        self.given = [clause for clause in edition.get("clauses", []) if isinstance(clause, dict)]
        self.title = str(edition.get("text", {}).get("title", ""))
        self.depths = _depths(self.given)
        self.found: list[Found] = []
        self.left_out: list[tuple[int, str]] = []
        self.awaits_label = False
        self.count = 0

    def read(self, lines: Iterator[Line]) -> dict[str, Any]:
        """Return all that the document says."""
        for self.count, line in enumerate(lines, start=1):
            if line.style.casefold().startswith("toc ") or (not self.found and line.style.casefold() in SKIPPED):
                self._before_all(line)
            elif begun := self._begins(line):
                self.found.append(begun)
            elif self._is_label(line):
                self._take_label(line)
            elif self.found:
                self._flow(line)
            elif line.words:
                self.left_out.append((self.count, line.words))
        return {
            "title": self.title,
            "clauses": [self._told(one) for one in self.found],
            "left_out": self.left_out,
        }

    def _before_all(self, line: Line) -> None:
        if line.style.casefold() == "title" and line.words and line.words != clean(self.title).strip():
            self.title = line.words

    def _begins(self, line: Line) -> Found | None:
        """The clause that begins with a line, if one does."""
        given = self.given[line.mark - 1] if 0 < line.mark <= len(self.given) else {}
        heading = HEADING.fullmatch(line.style)
        what = TYPES.get(line.style.casefold())
        if not given and not heading and (not what or self._is_label(line)):
            return None
        if not given and not line.words and not line.number:
            return None  # An empty line in the style of a clause.
        known = given.get("kind", "section" if heading or not what else what.partition(" ")[0])
        begun = Found(
            line=self.count,
            depth=self._depth(line, given, heading),
            number=_number(line, given),
            kind=str(known),
            owed_by=str(given.get("owed_by") or ""),
            heading="",
            given=given,
        )
        self.awaits_label = False
        if what and not heading:
            _retype(begun, what)
        if heading or begun.kind == "definition":
            begun.heading = line.words
            self.awaits_label = bool(heading)
            if heading and not given:
                begun.kind = "section"
        elif line.words and line.words != clean(str(self.labels.get(what, ""))).strip():
            begun.flow.append(Paragraph("p", line.runs))
        return begun

    def _depth(self, line: Line, given: dict[str, Any], heading: re.Match[str] | None) -> int:
        """How deep a clause stands: as its heading says, or as it stood before."""
        before = self.depths.get(str(given.get("number", "")), 0)
        if heading:
            level = int(heading[1])
            return before if before and level == min(before, parts.DEEPEST_HEADING) else level
        if before:
            return before
        last = self.found[-1] if self.found else None
        return 1 if last is None else last.depth + 1 if last.kind == "section" else last.depth

    def _is_label(self, line: Line) -> bool:
        """Whether a line only tells what the clause above is."""
        return bool(
            self.awaits_label and not line.mark and line.style.casefold() in TYPES and line.words and not line.number
        )

    def _take_label(self, line: Line) -> None:
        what = TYPES[line.style.casefold()]
        _retype(self.found[-1], what)
        self.awaits_label = False
        if line.words not in {clean(str(label)).strip() for label in self.labels.values()}:
            self.found[-1].flow.append(Paragraph("p", line.runs))

    def _flow(self, line: Line) -> None:
        """Take a line for the body of the clause that is open."""
        if line.table is not None:
            one = line.table
        elif line.point and line.style.casefold().startswith("list continue"):
            one = Paragraph("more", line.runs, min(line.point[0], 3))
        elif line.point:
            one = Paragraph("li", line.runs, min(line.point[0], 3), line.point[1])
        else:
            one = Paragraph(BODY_KINDS.get(line.style.casefold(), "p"), line.runs)
        if says_something(one):
            self.awaits_label = False
            self.found[-1].flow.append(one)

    def _told(self, one: Found) -> dict[str, Any]:
        """A clause as plain values, from the JSON where the document agrees with it."""
        heading, body = str(one.given.get("heading", "")), str(one.given.get("body", ""))
        if one.heading != clean(heading).strip():
            heading = " ".join(one.heading.split())
        return {
            **{name: one.given.get(name) for name in ("lineage", "relation", "previous", "merged_from", "guidance")},
            "line": one.line,
            "depth": one.depth,
            "number": one.number,
            "kind": one.kind,
            "owed_by": one.owed_by,
            "heading": heading,
            "body": back(body, one.flow),
        }


def _retype(found: Found, what: str) -> None:
    """Take kind and sector from the style of a paragraph, where it tells others than before."""
    kind, _blank, owed_by = what.partition(" ")
    if kind != found.kind or kind == "commitment":
        found.kind, found.owed_by = kind, owed_by


def _number(line: Line, given: dict[str, Any]) -> str:
    """The number of a clause: as printed, or as before where none is printed."""
    printed = line.number.rstrip(".):").lower()
    return printed if re.fullmatch(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", printed) else str(given.get("number", ""))


def _depths(clauses: list[dict[str, Any]]) -> dict[str, int]:
    """How deep each clause of the JSON stands, by number."""
    found: dict[str, int] = {}
    for clause in clauses:
        found[str(clause.get("number", ""))] = found.get(str(clause.get("under") or ""), 0) + 1
    return found


def _value(element, tag: str) -> str:
    """The value of a property, or ""."""
    found = element.find(f"{W}{tag}") if element is not None else None
    return found.get(f"{W}val", "") if found is not None else ""


def _is_on(look, tag: str) -> bool:
    found = look.find(f"{W}{tag}") if look is not None else None
    return found is not None and found.get(f"{W}val", "1").lower() not in OFF


def _sign(element) -> str:
    """The words of a piece of a run."""
    if element.tag == f"{W}t":
        return element.text or ""
    return {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "‑"}.get(element.tag, "")

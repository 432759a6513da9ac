"""PDF with text in it: lines joined to paragraphs over lines, columns and pages; what is only of the page told apart.

A PDF knows no paragraphs, headings or lists. Paragraphs are told by gaps, indents and ends of sentences, headings by
size and weight (flow.py), tables by ruled lines (ruled.py), running headers by coming again on other pages.
"""

import re
from collections import Counter
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from compact_portal.compacts.importing import wording
from compact_portal.compacts.importing.blocks import Block
from compact_portal.compacts.importing.readers.flow import BULLET, LABEL, Paragraph, assemble
from compact_portal.compacts.importing.readers.glyphs import Page, read_page
from compact_portal.compacts.importing.readers.joining import join_lines, words_of
from compact_portal.compacts.importing.readers.layout import Line, Piece, lines_of
from compact_portal.compacts.importing.readers.ruled import grids_of
from compact_portal.compacts.importing.readers.words import Run, as_markdown
from compact_portal.compacts.importing.refusals import Refused

MOST_PAGES = 1_000
EDGE = 0.14  # So much of the height of a page, above and below, may hold headers and footers.
SENTENCE_END = (".", "!", "?", ":", ";", ".”", ".’", ".)", '."')
NUMBERED = re.compile(r"^\d{1,3}(?:\.\d{1,3})+\.?\s+\S")
NOTE = re.compile(r"^(?:\d{1,3}[.)]?|[*†‡§])\s*[A-Za-z‘“(]")
TABLE = "\0"  # Stands, with the number of the table, for its words among the lines.


def read(data: bytes) -> list[Block]:
    """Return the blocks of a PDF, or raise Refused."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if error.err_code == pdfium.FPDF_ERR_PASSWORD else "broken") from error
    with document:
        if len(document) > MOST_PAGES:
            raise Refused("slow")
        pages = [read_page(document, index) for index in range(len(document))]
    letters = sum(page.letters for page in pages)
    if letters < 20:
        raise Refused("scanned" if any(page.pictures for page in pages) else "empty")
    if sum(page.unknown for page in pages) > 0.3 * letters:
        raise Refused("no_letters")
    return assemble(Reader(pages).read())


class Reader:
    """Makes paragraphs of the pages of one document."""

    def __init__(self, pages: list[Page]) -> None:
        self.pages = pages
        self.tables: dict[str, list[list[str]]] = {}
        self.known = words_of(piece.text for page in pages for piece in page.pieces)
        sizes: Counter[float] = Counter()
        for page in pages:
            for piece in page.pieces:
                sizes[round(piece.size)] += len(piece.text)
        self.usual = sizes.most_common(1)[0][0] if sizes else 10
        self.lines = {page.number: self._lines_of(page) for page in pages}
        self.leading = self._leading()
        self.paragraphs: list[Paragraph] = []
        self.open: list[Line] = []
        self.notes: list[Paragraph] = []  # Footnotes, that wait until the paragraph ends which their page cut.
        self.points: list[tuple[float, str]] = []  # Where the open points begin, and with what; outermost first.
        self.column: tuple[int, float] = (0, 0)  # The page and left edge of the column of the last point.

    def read(self) -> list[Paragraph]:
        """Return all paragraphs in reading order."""
        out = self._running()
        for page in self.pages:
            if not page.letters and page.pictures:
                self._left_out([f"[{page.number}]"], page.number, "picture")
            lines = [line for line in self.lines[page.number] if id(line) not in out]
            for line in self.lines[page.number]:
                if id(line) in out:
                    self._left_out([line.text], page.number, out[id(line)])
            body, notes = self._part_notes(lines, page)
            for line in body:
                self._line(line)
            for group in notes:
                self.notes.append(Paragraph(page.number, _note(join_lines(group, self.known)), size=self.usual))
        self._close()
        return self.paragraphs

    # What belongs to the page

    def _lines_of(self, page: Page) -> list[Line]:
        """Return the lines of a page in reading order, each table as one of them."""
        grids = grids_of(page)
        cells: dict[int, dict[tuple[int, int], list[Piece]]] = {place: {} for place in range(len(grids))}
        rest: list[Piece] = []
        for piece in page.pieces:
            for place, grid in enumerate(grids):
                if cell := grid.cell_of(piece):
                    cells[place].setdefault(cell, []).append(piece)
                    break
            else:
                rest.append(piece)
        for place, grid in enumerate(grids):
            rows, columns = {row for row, _ in cells[place]}, {column for _, column in cells[place]}
            if len(rows) < 2 or len(columns) < 2:
                rest += [piece for inside in cells[place].values() for piece in inside]  # A frame around words.
                continue
            key = f"{TABLE}{page.number}.{place}"
            self.tables[key] = [
                [self._cell(cells[place].get((row, column), [])) for column in sorted(columns)] for row in sorted(rows)
            ]
            edges = (grid.columns[0], grid.rows[-1] + 1, grid.columns[-1], grid.rows[0] - 1)
            rest.append(Piece(page.number, *edges, self.usual, [Run(key)]))
        return lines_of(rest)

    def _cell(self, pieces: list[Piece]) -> str:
        """Return what stands in a cell as one line of Markdown."""
        return " ".join(as_markdown(join_lines(lines_of(pieces), self.known)).split()) if pieces else ""

    def _running(self) -> dict[int, str]:
        """Return why lines at the edges of pages are left out, by their identity."""
        edges: dict[str, list[Line]] = {}
        out: dict[int, str] = {}
        for page in self.pages:
            lines = [line for line in self.lines[page.number] if not line.text.startswith(TABLE)]
            for line in lines:
                if not (line.bottom > page.height * (1 - EDGE) or line.top < page.height * EDGE):
                    continue
                if wording.PAGE_NUMBER.match(line.text.strip()) and len(lines) > 1:
                    out[id(line)] = "page_number"
                edges.setdefault(re.sub(r"\d+", "#", " ".join(line.text.split())), []).append(line)
        for lines in edges.values():
            times = len({line.page for line in lines})
            level = max(line.middle for line in lines) - min(line.middle for line in lines) < 3 * self.usual
            if level and (times >= 3 or (times == 2 and len(self.pages) <= 4)):
                out |= {id(line): out.get(id(line), "running") for line in lines}
        return out

    def _left_out(self, words: list[str], page: int, why: str) -> None:
        """Note what is left out, where it does not part a paragraph that goes on."""
        self.notes.append(Paragraph(page, [Run(word) for word in words], left_out=why))

    def _part_notes(self, lines: list[Line], page: Page) -> tuple[list[Line], list[list[Line]]]:
        """Part the footnotes from the lines of a page: small letters at its foot, each begun by a number or sign."""
        start = len(lines)
        while start and lines[start - 1].size < 0.93 * self.usual and lines[start - 1].top < 0.5 * page.height:
            start -= 1
        while start < len(lines) and not NOTE.match(lines[start].text.strip()):
            start += 1
        groups: list[list[Line]] = []
        for line in lines[start:]:
            if NOTE.match(line.text.strip()) or not groups:
                groups.append([])
            groups[-1].append(line)
        return lines[:start], groups

    # Paragraphs

    def _leading(self) -> dict[float, float]:
        """Return how far the lines of a paragraph are apart, by the size of their letters."""
        steps: dict[float, Counter[float]] = {}
        for lines in self.lines.values():
            for before, line in pairwise(lines):
                step = before.middle - line.middle
                if not line.first and abs(before.size - line.size) < 0.6 and 0.8 * line.size < step < 3 * line.size:
                    steps.setdefault(round(line.size), Counter())[round(step * 2) / 2] += 1
        # Of the steps that are common, the smallest: the others are between paragraphs.
        return {
            size: min(step for step, times in found.items() if times >= 0.3 * found.most_common(1)[0][1])
            for size, found in steps.items()
        }

    def _line(self, line: Line) -> None:
        """Add a line to the paragraph that is open, or begin another."""
        if line.text in self.tables:
            self._table(line)
            return
        if self.open and not self._goes_on(self.open[-1], line):
            self._close()
        self.open.append(line)

    def _goes_on(self, last: Line, line: Line) -> bool:
        """Say whether a line belongs to the paragraph of the one before."""
        text = line.text.strip()
        ended = last.text.rstrip().endswith(SENTENCE_END)
        big = line.size > 1.12 * self.usual and last.size > 1.12 * self.usual
        if abs(last.size - line.size) > 0.6 or (last.bold != line.bold and (not last.full or ended or big)):
            return False
        if BULLET.match(text) or ((LABEL.match(text) or NUMBERED.match(text)) and (ended or not last.full)):
            return False
        if line.first or line.page != last.page:
            return not ended and not big and (text[0].islower() or last.full)
        step = last.middle - line.middle
        if last.bold and line.bold and 0 < step < 1.1 * self.leading.get(round(line.size), line.size):
            return True  # A heading over several lines.
        if step > 1.25 * self.leading.get(round(line.size), 1.5 * line.size) or step < 0:
            return False
        return big or not self._would_have_fitted(last, line, ended=ended)

    def _would_have_fitted(self, last: Line, line: Line, *, ended: bool) -> bool:
        """Say whether the first word of a line had room on the line before: then it was meant to begin anew."""
        first = line.text.split()[0]
        indented = line.left > max(last.left, self.open[0].left) + 0.9 * line.size and len(self.open) > 1
        outdented = line.left < self.open[-1].left - 0.9 * line.size and len(self.open) > 1
        if (indented or outdented) and ended:
            return True
        room = last.column_right - last.right
        return room > (len(first) + 1) * 0.6 * line.size + (0 if ended else 2 * line.size)

    def _close(self) -> None:
        """End the paragraph that is open."""
        if self.open:
            runs = join_lines(self.open, self.known)
            first = self.open[0]
            one = Paragraph(first.page, runs, size=round(max(line.size for line in self.open), 1))
            one.bold = all(run.bold for run in runs if run.text.strip())
            self._place(one, first)
            self.paragraphs.append(one)
        self.open = []
        self.paragraphs += self.notes
        self.notes = []

    def _place(self, one: Paragraph, first: Line) -> None:
        """Say how deep a point of a list stands, by its indent; and what goes on with a point."""
        step = 0.6 * first.size
        if one.size > 1.12 * self.usual or one.bold:
            self.points = []
        elif mark := BULLET.match(one.words) or LABEL.match(one.words):
            sign = mark[0].strip() if mark.re is BULLET else re.sub(r"\w+", "1", mark[0])
            column = (first.page, first.column_left)
            if column != self.column and sign in (signs := [sign for _left, sign in self.points]):
                place = len(signs) - 1 - signs[::-1].index(sign)  # In a new column it stands as deep as its like did.
                self.points[place:] = [(first.left, sign)]
            while self.points and first.left < self.points[-1][0] - step:
                self.points.pop()
            if not self.points or first.left > self.points[-1][0] + step:
                self.points.append((first.left, sign))
            one.nesting, self.column = len(self.points) - 1, column
        elif self.points and first.left > self.points[-1][0] + step:
            one.more = True
        else:
            self.points = []

    def _table(self, line: Line) -> None:
        """Add a table; one that goes on from the page before is joined to it."""
        table = self.tables[line.text]
        before = next((one for one in reversed(self.paragraphs) if not one.left_out), None)
        on = bool(before and before.table and not self.open and line.page == before.line + 1 and line.first)
        if on and before and len(before.table[0]) == len(table[0]):
            if table[0] == before.table[0]:
                self._left_out([" ".join(table[0])], line.page, "running")
                table = table[1:]
            before.table += table
            return
        self._close()
        self.points = []
        self.paragraphs.append(Paragraph(line.page, table=table))


def _note(runs: list[Run]) -> list[Run]:
    """Return the words of a footnote with its number in brackets, so that it is no point of a list."""
    found = re.match(r"\s*(\d{1,3}|[*†‡§])[.)]?\s*", runs[0].text)
    return [runs[0]._replace(text=f"[{found[1]}] {runs[0].text[found.end() :]}"), *runs[1:]] if found else runs

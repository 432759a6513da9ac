"""The words of a page of a PDF with their places and looks, and the lines ruled on it, as PDFium gives them."""

import ctypes
import math
import re
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from compact_portal.compacts.importing.readers.layout import GAP, Piece
from compact_portal.compacts.importing.readers.words import Run

BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
SLANTED = re.compile(r"italic|oblique", re.IGNORECASE)
HYPHEN = "\xad"  # A hyphen at the end of a line: PDFium marks it, and it may go when the lines are joined.
UNKNOWN = {0, 0xFFFD}
MOST_LETTERS = 60_000  # On one page.
MOST_OBJECTS = 20_000
DEEPEST = 4
THIN = 2.5


@dataclass(frozen=True)
class Look:
    """How letters look."""

    size: float = 0
    bold: bool = False
    italic: bool = False


@dataclass
class Page:
    """What stands on a page. `rules`: ruled lines as (left, bottom, right, top); `unknown`: letters without meaning."""

    number: int
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    letters: int = 0
    unknown: int = 0
    pictures: int = 0


def read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    """Return what stands on a page (its index from 0)."""
    raw = document[index]
    page = Page(index + 1, *raw.get_size())
    words = raw.get_textpage()
    _Letters(page, words.raw).read()
    _look_at_objects(page, raw.raw, DEEPEST)
    words.close()
    raw.close()
    return page


class _Letters:
    """Puts the letters of a page together to pieces of lines."""

    def __init__(self, page: Page, words) -> None:
        self.page = page
        self.words = words
        self.looks: dict[int, Look] = {}
        self.piece: Piece | None = None
        self.blank = False

    def read(self) -> None:
        """Read all letters, in the order in which they were written."""
        count = min(pdfium.FPDFText_CountChars(self.words), MOST_LETTERS)
        box = pdfium.FS_RECTF()
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(self.words, index)
            if code in (10, 13):
                self._end()
            elif code in (0x20, 0xA0, 9):
                self.blank = True
            elif pdfium.FPDFText_GetLooseCharBox(self.words, index, box):
                self._letter(code, index, box)
        self._end()

    def _letter(self, code: int, index: int, box) -> None:
        """Add a letter to the piece that is open, or begin another."""
        self.page.letters += 1
        if code in UNKNOWN or 0xE000 <= code <= 0xF8FF:
            self.page.unknown += code in UNKNOWN
        sign = HYPHEN if code in (2, 0xFFFE) else chr(code) if code else "\ufffd"
        look = self._look(index)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        piece = self.piece
        size = look.size or max(1.0, top - bottom)
        if piece:
            gap = left - piece.right
            level = abs((top + bottom) / 2 - piece.middle) < 0.6 * max(size, piece.size)
            if gap > GAP * size or gap < -2 * size or not level:
                self._end()
                piece = None
            elif gap > 0.25 * size:
                self.blank = True
        if piece is None:
            piece = self.piece = Piece(self.page.number, left, bottom, right, top, size)
            self.blank = False
        text = f" {sign}" if self.blank else sign
        self.blank = False
        last = piece.runs[-1] if piece.runs else None
        if last and last.bold == look.bold and last.italic == look.italic:
            piece.runs[-1] = last._replace(text=last.text + text)
        else:
            piece.runs.append(Run(text, look.bold, look.italic))
        piece.left, piece.right = min(piece.left, left), max(piece.right, right)
        if size >= piece.size - 0.5:
            piece.bottom, piece.top, piece.size = min(piece.bottom, bottom), max(piece.top, top), max(piece.size, size)

    def _end(self) -> None:
        """End the piece that is open."""
        if self.piece and self.piece.text.strip():
            self.page.pieces.append(self.piece)
        self.piece, self.blank = None, False

    def _look(self, index: int) -> Look:
        """Return how the letter of an index looks."""
        target = pdfium.FPDFText_GetTextObject(self.words, index)
        key = ctypes.cast(target, ctypes.c_void_p).value if target else None
        if key is None:
            return Look(float(pdfium.FPDFText_GetFontSize(self.words, index)))
        if key not in self.looks:
            self.looks[key] = _look_of(target)
        return self.looks[key]


def _look_of(target) -> Look:
    """Return how the letters of a text object look."""
    size, matrix, angle = ctypes.c_float(), pdfium.FS_MATRIX(), ctypes.c_int()
    pdfium.FPDFTextObj_GetFontSize(target, size)
    scale = 1.0
    if pdfium.FPDFPageObj_GetMatrix(target, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    font = pdfium.FPDFTextObj_GetFont(target)
    if not font:
        return Look(round(size.value * scale, 1))
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    called = name.value.decode("utf-8", "replace")
    slanted = pdfium.FPDFFont_GetItalicAngle(font, angle) and angle.value != 0
    weight = pdfium.FPDFFont_GetWeight(font)
    return Look(
        round(size.value * scale, 1),
        bool(BOLD.search(called)) or weight >= 600,
        bool(SLANTED.search(called)) or bool(slanted),
    )


def _look_at_objects(page: Page, raw, depth: int) -> None:
    """Note the ruled lines and pictures of a page."""
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(raw), MOST_OBJECTS)):
        found = pdfium.FPDFPage_GetObject(raw, index)
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            page.pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            _look_into_form(page, found, depth)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and pdfium.FPDFPageObj_GetBounds(found, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            page.rules += _edges(left, bottom, right, top, page)


def _look_into_form(page: Page, raw, depth: int) -> None:
    """Note the pictures of a group of objects; its lines are its own affair."""
    for index in range(min(pdfium.FPDFFormObj_CountObjects(raw), MOST_OBJECTS) if depth else 0):
        found = pdfium.FPDFFormObj_GetObject(raw, index)
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            page.pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            _look_into_form(page, found, depth - 1)


def _edges(left: float, bottom: float, right: float, top: float, page: Page) -> list[tuple[float, float, float, float]]:
    """Return a line as it is, and a box as its four edges; what covers the page is its background."""
    wide, high = right - left, top - bottom
    if wide > 0.97 * page.width and high > 0.9 * page.height:
        return []
    if wide <= THIN or high <= THIN:
        return [(left, bottom, right, top)] if max(wide, high) > 4 else []
    return [
        (left, bottom, right, bottom),
        (left, top, right, top),
        (left, bottom, left, top),
        (right, bottom, right, top),
    ]

"""Where words stand on a page of a PDF: pieces of a line, columns, lines in the order in which they are read.

Measures are points; as in a PDF, y grows upwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from compact_portal.compacts.importing.readers.words import Run

GAP = 1.6  # So many times the size of the letters between two words, and they are of two columns or cells.
LEAST_IN_A_COLUMN = 5


@dataclass
class Piece:
    """Words that stand beside each other on a line, as far as nothing wide is between them."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    size: float
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def beside(self, other: "Piece") -> bool:
        """Say whether both stand on the same line."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.5 * min(self.top - self.bottom, other.top - other.bottom)


@dataclass
class Line(Piece):
    """A line of a column: `column_left` and `column_right` are the edges of that column."""

    column_left: float = 0
    column_right: float = 0
    first: bool = False  # The first of its column.

    @property
    def bold(self) -> bool:
        """Whether all its words are bold."""
        return all(run.bold for run in self.runs if run.text.strip())

    @property
    def full(self) -> bool:
        """Whether it reaches the right edge, or nearly: then the next line may belong to the same sentence."""
        return self.right > self.column_right - 0.18 * (self.column_right - self.column_left)


def lines_of(pieces: list[Piece]) -> list[Line]:
    """Return the lines of a page in reading order, column by column."""
    gutter = _gutter(pieces)
    if gutter is None:
        return _lines(pieces)
    ordered: list[Line] = []
    left: list[Piece] = []
    right: list[Piece] = []
    # What crosses the gutter, a title or a heading over both columns, ends the columns above it.
    for piece in sorted(pieces, key=lambda piece: -piece.top):
        if piece.left < gutter < piece.right:
            ordered += [*_lines(left), *_lines(right), *_lines([piece])]
            left, right = [], []
        else:
            (left if piece.right <= gutter else right).append(piece)
    return [*ordered, *_lines(left), *_lines(right)]


def _gutter(pieces: list[Piece]) -> float | None:
    """Return where the empty strip between two columns of a page is, or None where it has one column."""
    written = [piece for piece in pieces if len(piece.text.strip()) > 1]
    if len(written) < 2 * LEAST_IN_A_COLUMN:
        return None
    start, end = min(piece.left for piece in written), max(piece.right for piece in written)
    width = end - start
    best: tuple[int, float] | None = None
    for step in range(30, 71):
        place = start + width * step / 100
        left = [piece for piece in written if piece.right < place]
        right = [piece for piece in written if piece.left > place]
        crossing = len(written) - len(left) - len(right)
        if min(len(left), len(right)) < LEAST_IN_A_COLUMN or crossing > 0.25 * len(written):
            continue
        # Columns are filled with lines; the edge of a list or a form is not.
        if any(median(piece.right - piece.left for piece in side) < 0.22 * width for side in (left, right)):
            continue
        if best is None or crossing < best[0]:
            best = (crossing, place)
    return best[1] if best else None


def _lines(pieces: Iterable[Piece]) -> list[Line]:
    """Join the pieces of one column to lines, from top to bottom."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.middle, piece.left)):
        if lines and any(piece.beside(other) for other in lines[-1]):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    made = [_line(sorted(line, key=lambda piece: piece.left)) for line in lines]
    if made:
        left, right = min(line.left for line in made), max(line.right for line in made)
        for line in made:
            line.column_left, line.column_right = left, right
        made[0].first = True
    return made


def _line(pieces: list[Piece]) -> Line:
    """Join the pieces of one line from left to right."""
    runs: list[Run] = []
    for piece in pieces:
        runs += [Run(" "), *piece.runs] if runs else piece.runs
    weights = [(len(piece.text), piece.size) for piece in pieces]
    return Line(
        pieces[0].page,
        min(piece.left for piece in pieces),
        min(piece.bottom for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.top for piece in pieces),
        max(weights)[1],
        runs,
    )

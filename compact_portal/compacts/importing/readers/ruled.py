"""Tables of a PDF, found by the lines that are ruled around their cells."""

from dataclasses import dataclass

from compact_portal.compacts.importing.readers.glyphs import THIN, Page
from compact_portal.compacts.importing.readers.layout import Piece

NEAR = 3.0  # Lines that end so near to each other meet.
MOST_RULES = 4_000


@dataclass
class Grid:
    """A table: where its columns and rows are parted (from left to right, from top to bottom)."""

    columns: list[float]
    rows: list[float]

    def cell_of(self, piece: Piece) -> tuple[int, int] | None:
        """Return the row and column that a piece stands in, None where it stands outside."""
        across = (piece.left + min(piece.right, piece.left + 10)) / 2
        column = sum(edge <= across for edge in self.columns) - 1
        row = sum(edge >= piece.middle for edge in self.rows) - 1
        if 0 <= row < len(self.rows) - 1 and 0 <= column < len(self.columns) - 1:
            return row, column
        return None


def grids_of(page: Page) -> list[Grid]:
    """Return the tables of a page from top to bottom: at least two rows and two columns each."""
    rules = page.rules[:MOST_RULES]
    grids = []
    for group in _touching(rules):
        columns = _places([(rule[0] + rule[2]) / 2 for rule in group if rule[2] - rule[0] <= THIN])
        rows = _places([(rule[1] + rule[3]) / 2 for rule in group if rule[3] - rule[1] <= THIN])
        if len(columns) >= 3 and len(rows) >= 3:
            grids.append(Grid(columns, rows[::-1]))
    grids.sort(key=lambda grid: -grid.rows[0])
    return grids


def _places(values: list[float]) -> list[float]:
    """Return places in order, those that are nearly the same once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _touching(rules: list[tuple[float, float, float, float]]) -> list[list[tuple[float, float, float, float]]]:
    """Return the groups of lines that touch each other."""
    groups: list[list[tuple[float, float, float, float]]] = []
    boxes: list[tuple[float, float, float, float]] = []
    for rule in sorted(rules, key=lambda rule: (-rule[3], rule[0])):
        touched = [place for place, box in enumerate(boxes) if _meet(rule, box)]
        group, box = [rule], rule
        for place in reversed(touched):
            group = groups.pop(place) + group
            other = boxes.pop(place)
            box = (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
        groups.append(group)
        boxes.append(box)
    return groups


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Say whether two boxes touch."""
    return (
        one[0] <= other[2] + NEAR
        and other[0] <= one[2] + NEAR
        and one[1] <= other[3] + NEAR
        and other[1] <= one[3] + NEAR
    )

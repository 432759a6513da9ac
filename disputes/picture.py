"""The flow of a procedure as a picture: SVG drawn on the server, of words and lines, that reads at 320 px and on paper.

No inline style and no script, so that the page's content security policy holds; what it looks like is in
``static/css/_disputes.scss``. Whoever does not see it gets its description, and the steps in words stand beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from compact_portal.deadlines import period

from .shape import Stage
from .words import Clock

WIDTH = 300  # Of the drawing's own units; a picture 300 px wide shows letters of 16 and 14 px.
LEFT, PADDING, GAP, LANE = 2, 10, 30, 16
NAME_SIZE, SMALL_SIZE, LEADING = 16, 14, 1.3
HEAD = 5  # Half the width of an arrow's head.
# How wide a letter is, by the width of an em; a little more than Source Sans needs.
NARROW, WIDE = "iljtfrI.,:;'’|!()[] ", "mwMW@%"


class Way(NamedTuple):
    """An exit that is drawn beside the boxes: from the one place to the other, in its own lane."""

    start: int
    end: int
    lane: int


@dataclass
class Box:
    """A stage as it is drawn: its lines of words, and where it stands."""

    stage: Stage
    name: list[str]
    small: list[str]
    top: float = 0
    broken: bool = False

    @property
    def height(self) -> float:
        """How high it is, by its lines."""
        return 2 * PADDING + LEADING * (NAME_SIZE * len(self.name) + SMALL_SIZE * len(self.small))

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height


@dataclass
class Flow:
    """The picture of a procedure: ``svg`` to be put into a page, and the words that say the same."""

    svg: SafeString
    words: list[str]


def flow(stages: Iterable[Stage], *, broken: Iterable[int] = (), label: str = "") -> Flow:
    """Draw stages; ``broken`` are the orders of those with something to mend, which the picture says in words."""
    stages = sorted(stages, key=lambda stage: stage.order)
    words = described(stages)
    label = label or _("The flow of the procedure")
    ways, lanes = _ways(stages)
    right = WIDTH - LEFT - LANE * lanes
    boxes = _boxes(stages, frozenset(broken), right - LEFT - 2 * PADDING)
    parts = [_arrow_down(before, after, right) for before, after in _neighbours(boxes)]
    parts += [_around(boxes[way.start], boxes[way.end], right, way.lane) for way in ways]
    parts += [_drawn(box, right) for box in boxes]
    height = (boxes[-1].bottom if boxes else 0) + LEFT
    svg = format_html(
        '<svg class="portal-flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}">{}'
        "</svg>",
        WIDTH,
        _number(height),
        f"{label}. {' '.join(words)}",
        mark_safe("".join(parts)),  # Each part is escaped where it is made.
    )
    return Flow(svg, words)


def described(stages: Iterable[Stage]) -> list[str]:
    """Say where each stage leads, a sentence each."""
    stages = list(stages)
    names = {stage.order: f"{stage.order} {stage.name}" for stage in stages}
    found = []
    for stage in stages:
        leads = [names[order] for order in stage.exits if order in names]
        name = names[stage.order]
        if leads:
            found.append(_("%(stage)s leads to %(others)s.") % {"stage": name, "others": _(" or ").join(leads)})
        else:
            found.append(_("%(stage)s is the last step.") % {"stage": name})
    return found


def time_of(stage: Stage) -> str:
    """Return how long a stage may take, in words."""
    if stage.clock == Clock.FIXED:
        return period(stage.amount, stage.unit) if stage.amount else _("A time without a length")
    return stage.clock.label


def _small_of(stage: Stage) -> list[str]:
    lines = [_("Time: %(time)s") % {"time": time_of(stage)}] if stage.clock != Clock.NONE else [Clock.NONE.label]
    lines.append(_("Decides: %(who)s") % {"who": stage.decides.label})
    if stage.only_serious:
        lines.append(_("Serious breaches only"))
    return lines


def _boxes(stages: Sequence[Stage], broken: frozenset[int], width: float) -> list[Box]:
    found: list[Box] = []
    top: float = LEFT
    for stage in stages:
        small = [line for words in _small_of(stage) for line in wrapped(words, SMALL_SIZE, width)]
        if stage.order in broken:
            small += wrapped(_("Something here has to be mended"), SMALL_SIZE, width)
        box = Box(stage, wrapped(f"{stage.order} {stage.name}", NAME_SIZE * 1.06, width), small)
        box.top, box.broken = top, stage.order in broken
        found.append(box)
        top = box.bottom + GAP
    return found


def wrapped(words: str, size: float, width: float) -> list[str]:
    """Break words into lines that are no wider than `width`; a word that is wider by itself is broken too."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= width:
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:
            if measure(lines[-1] + letter, size) > width:
                lines.append("")
            lines[-1] += letter
    return lines or [""]


def measure(words: str, size: float) -> float:
    """Say about how wide words are at a size."""
    return size * sum(
        0.29 if letter in NARROW else 0.87 if letter in WIDE else 0.62 if letter.isupper() else 0.53 for letter in words
    )


def _neighbours(boxes: Sequence[Box]) -> list[tuple[Box, Box]]:
    return [(before, after) for before, after in pairwise(boxes) if after.stage.order in before.stage.exits]


def _ways(stages: Sequence[Stage]) -> tuple[list[Way], int]:
    """Give each exit that is not the next stage the first lane that is free along its length; also how many lanes."""
    place = {stage.order: index for index, stage in enumerate(stages)}
    pairs = sorted(
        (
            (place[stage.order], place[order])
            for stage in stages
            for order in stage.exits
            if order in place and place[order] != place[stage.order] + 1
        ),
        key=lambda pair: (abs(pair[1] - pair[0]), pair),
    )
    taken: list[list[tuple[int, int]]] = []
    found = []
    for start, end in pairs:
        low, high = min(start, end), max(start, end)
        lane = next(
            (
                number
                for number, others in enumerate(taken)
                if all(high <= first or low >= last for first, last in others)
            ),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        found.append(Way(start, end, lane))
    return found, len(taken)


def _drawn(box: Box, right: float) -> SafeString:
    rows = []
    y = box.top + PADDING
    for lines, size, name in ((box.name, NAME_SIZE, "name"), (box.small, SMALL_SIZE, "small")):
        for line in lines:
            y += size * LEADING
            rows.append(
                format_html(
                    '<text class="portal-flow__{}" x="{}" y="{}">{}</text>',
                    name,
                    LEFT + PADDING,
                    _number(y - size * 0.3),
                    line,
                )
            )
    return format_html(
        '<rect class="portal-flow__box{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>{}',
        mark_safe(" portal-flow__box--broken") if box.broken else "",
        LEFT,
        _number(box.top),
        _number(right - LEFT),
        _number(box.height),
        mark_safe("".join(rows)),
    )


def _arrow_down(before: Box, after: Box, right: float) -> SafeString:
    middle = (LEFT + right) / 2
    tip = after.top - 1
    return format_html(
        '<path class="portal-flow__line" d="M{0} {1}V{2}"/><path class="portal-flow__head" d="M{3} {2}H{4}L{0} {5}Z"/>',
        _number(middle),
        _number(before.bottom),
        _number(tip - 2 * HEAD),
        _number(middle - HEAD),
        _number(middle + HEAD),
        _number(tip),
    )


def _around(start: Box, end: Box, right: float, lane: int) -> SafeString:
    """A line from the side of one box to the side of another, in its lane; ways back stop at the box above."""
    out = start.top + start.height * (0.62 + 0.08 * lane)
    into = end.top + end.height * (0.38 - 0.08 * lane)
    x = right + LANE * (lane + 1) - 3
    return format_html(
        '<path class="portal-flow__line" d="M{0} {1}H{2}V{3}H{4}"/>'
        '<path class="portal-flow__head" d="M{4} {5}V{6}L{7} {3}Z"/>',
        _number(right),
        _number(out),
        _number(x),
        _number(into),
        _number(right + 2 * HEAD + 1),
        _number(into - HEAD),
        _number(into + HEAD),
        _number(right + 1),
    )


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")

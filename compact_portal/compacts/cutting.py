"""Where the words of a clause can be cut: before its blocks, the points of its lists, its sentences."""

import re

from markdown_it import MarkdownIt

BLOCKS = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table").disable(["inline", "text_join"])
SENTENCE = re.compile(r"[.!?;:]['\"’”)\]]*\s+(?=['\"‘“(\[*_]*[A-ZÀ-Þ0-9])")
POINT = re.compile(r"(?:[-*+•]|\d{1,9}[.)])[ \t]+")


def _blocks(body: str) -> list[tuple[int, int, list[int]]]:
    """The blocks of a body: where each begins and ends (offsets), and where the points of a list begin."""
    lines = body.split("\n")
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    found: list[tuple[int, int, list[int]]] = []
    if "\r" in body or "\0" in body:  # The parser counts other lines there.
        return [(0, len(body), [])]
    for token in BLOCKS.parse(body):
        if token.map is None or token.nesting < 0:
            continue
        start, end = offsets[token.map[0]], min(offsets[token.map[1]] - 1, len(body))
        if token.level == 0:
            found.append((start, end, []))
        elif token.type == "list_item_open" and token.level == 1:
            found[-1][2].append(start)
    return found


def split_points(body: str) -> list[int]:
    """Return the offsets at which a body can be split in two that both say something."""
    found = set()
    for start, end, points in _blocks(body):
        found |= {start, *points}
        if not points and not body[start:end].lstrip().startswith(("|", "`", "~", ">", "#")):
            for sentence in SENTENCE.finditer(body, start, end):
                if _is_whole(body[start : sentence.end()]):
                    found.add(sentence.end())
    return sorted(at for at in found if _says_something(body[:at]) and _says_something(body[at:]))


def _is_whole(words: str) -> bool:
    """Say whether no emphasis, code or link goes on after these words."""
    pairs = (("[", "]"), ("(", ")"))
    return not any(words.count(sign) % 2 for sign in "*_`") and all(
        words.count(opening) == words.count(closing) for opening, closing in pairs
    )


def _says_something(words: str) -> bool:
    return bool(words.strip())


def cut(body: str) -> list[tuple[bool, str]]:
    """Cut a body into blocks and the points of its lists, without their marks: whether it is a point, and its words."""
    found = []
    blocks = _blocks(body)
    for place, (start, _end, points) in enumerate(blocks):
        last = blocks[place + 1][0] if place + 1 < len(blocks) else len(body)
        if not points:
            found.append((False, body[start:last].strip("\n")))
            continue
        for point, following in zip(points, [*points[1:], last], strict=True):
            words = body[point:following].lstrip(" \t")
            found.append((True, _dedented(POINT.sub("", words, count=1)).strip()))
    return [(is_point, words) for is_point, words in found if words.strip()]


def _dedented(words: str) -> str:
    """Take from each line after the first the blanks that all of them begin with, four at most."""
    first, *rest = words.split("\n")
    blanks = min((len(line) - len(line.lstrip(" ")) for line in rest if line.strip()), default=0)
    return "\n".join([first, *(line[min(blanks, 4) :] if line.strip() else "" for line in rest)])

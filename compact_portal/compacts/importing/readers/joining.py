"""Joining the lines of a paragraph: words parted by a hyphen at the end of a line become whole."""

import re
from collections import Counter
from collections.abc import Iterable

from compact_portal.compacts.importing.readers.glyphs import HYPHEN
from compact_portal.compacts.importing.readers.layout import Line
from compact_portal.compacts.importing.readers.words import Run

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
PARTED = re.compile(rf"([^\W\d_]+(?:-[^\W\d_]+)*)[-‐{HYPHEN}]$")


def words_of(texts: Iterable[str]) -> Counter[str]:
    """Return the words of a document in small letters, without those that the end of a line cuts, and how often."""
    return Counter(word for text in texts for word in WORD.findall(PARTED.sub("", text.rstrip()).lower()))


def join_lines(lines: list[Line], known: Counter[str]) -> list[Run]:
    """Return the runs of a paragraph's lines as one.

    A hyphen at the end of a line goes where the document has the word without it elsewhere; it stays where the document
    has the word with it, or both halves as words of their own; else it goes before a small letter.
    """
    runs: list[Run] = []
    for line in lines:
        if runs:
            _part(runs, line, known)
        runs += line.runs
    return [run._replace(text=run.text.replace(HYPHEN, "")) for run in runs]


def _part(runs: list[Run], line: Line, known: Counter[str]) -> None:
    """Put what belongs between two lines at the end of the first: a blank, a hyphen or nothing."""
    last = runs[-1]
    text = last.text.rstrip()
    parted = PARTED.search(text)
    following = WORD.match(line.text.strip())
    if not parted or not following or not following[0][0].islower():
        tied = text.endswith(("-", "‐")) and not text.endswith((" -", " ‐")) and line.text.strip()[:1].isalnum()
        runs[-1] = last._replace(text=text if tied else f"{text} ")
        return
    whole, hyphened = f"{parted[1]}{following[0]}".lower(), f"{parted[1]}-{following[0]}".lower()
    # The second half stands at the beginning of this line; once more, and it is a word.
    halves = parted[1].lower() in known and known[following[0].lower()] > 1
    keep = whole not in known and (hyphened in known or "-" in parted[1] or halves)
    runs[-1] = last._replace(text=text[:-1] + ("-" if keep else ""))

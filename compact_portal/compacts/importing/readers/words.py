"""Words with bold, italics and links, written as Markdown that says the same wherever it is shown."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Run(NamedTuple):
    """A piece of a paragraph that looks the same throughout. A line feed in it is a break inside the paragraph."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
BLANKS = re.compile(r"[^\S\n]+")
SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])"  # A backslash that would take the next sign's meaning away.
    r"|\*|`|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)|\[(?=[^\[\]]*\]\()"
    r"|(?<![\w_])_(?=[^\s_])|(?<=[^\s_])_(?![\w_])"
)
BEGINNING = re.compile(r"(?m)^(#{1,6}(?= |$)|>|[-+](?= |$)|={2,}\s*$|-{2,}\s*$|\|)")
NUMBER = re.compile(r"(?m)^(\d{1,9})([.)])(?= |$)")
SAFE_LINK = re.compile(r"(?:https?|mailto|tel):[^\s<>\\]{1,2000}$", re.IGNORECASE)


def clean(text: str) -> str:
    """Return text without signs that print nothing, with plain blanks."""
    text = UNPRINTABLE.sub("", text.replace("\xad", "").replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r" ?\n ?", "\n", BLANKS.sub(" ", text.replace("\x0b", "\n")))


def escape(text: str) -> str:
    """Return words as Markdown that shows them as they are."""
    return SPECIAL.sub(r"\\\g<0>", text)


def plainly(runs: Iterable[Run]) -> str:
    """Return the words alone."""
    return clean("".join(run.text for run in runs)).strip()


def as_markdown(runs: Iterable[Run], *, emphasis: bool = True) -> str:
    """Return a paragraph as Markdown; without `emphasis` (for a heading) its links remain and its bold does not."""
    written = ""
    pieces = list(_joined(runs, emphasis=emphasis))
    for place, run in enumerate(pieces):
        following = pieces[place + 1].text[:1] if place + 1 < len(pieces) else ""
        written += _marked(run, written[-1:], following)
    lines = [line.strip() for line in written.strip().split("\n")]
    text = "  \n".join(line for line in lines if line) if emphasis else " ".join(filter(None, lines))
    return NUMBER.sub(r"\1\\\2", BEGINNING.sub(r"\\\1", text)) if emphasis else text


def _joined(runs: Iterable[Run], *, emphasis: bool) -> Iterable[Run]:
    """Yield runs that differ from each other, blanks put to the one before."""
    last: Run | None = None
    for raw in runs:
        run = Run(clean(raw.text), raw.bold and emphasis, raw.italic and emphasis, raw.link)
        if not run.text:
            continue
        if last and (run[1:] == last[1:] or not run.text.strip()):
            last = last._replace(text=BLANKS.sub(" ", last.text + run.text))
        else:
            if last:
                yield last
            last = run
    if last:
        yield last


def _marked(run: Run, before: str, after: str) -> str:
    """Return a piece with its marks, which only count where a word or a blank stands on the right side of them."""
    core = run.text.strip()
    mark = "*" * (2 * run.bold + run.italic)
    link = run.link if SAFE_LINK.match(run.link) else ""
    if not core or not (mark or link) or "\n" in core:
        return escape(run.text)
    start = run.text[: len(run.text) - len(run.text.lstrip())]
    end = run.text[len(run.text.rstrip()) :]
    inner = escape(core)
    if link:
        shown = inner.replace("[", "\\[").replace("]", "\\]").replace("\\\\[", "\\[")
        target = link.replace("(", "%28").replace(")", "%29")
        return f"{start}[{shown}]({target}){end}"
    if not start and before.isalnum() and not core[0].isalnum():
        moved = len(core) - len(re.sub(r"^\W+", "", core))
        start, inner = escape(core[:moved]), escape(core[moved:])
        core = core[moved:]
    if core and not end and after.isalnum() and not core[-1].isalnum():
        kept = re.sub(r"\W+$", "", core)
        inner, end = escape(kept), escape(core[len(kept) :])
        core = kept
    if before == "*" and not start:
        return f"{start}{inner}{end}"  # Marks that touch each other would be read as others.
    return f"{start}{mark}{inner}{mark}{end}" if core else f"{start}{end}"

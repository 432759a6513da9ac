"""Blocks, which every format is read into: headings, paragraphs, lists and tables. Here from Markdown and plain text.

Markdown is read by markdown-it-py with only the block rules that an agreement needs: code, quotations, raw
HTML and link references stay words of their paragraph, so that nothing is ever dropped. A text that marks no
headings is first mended: lines spread out by a PDF are joined, and short lines standing alone are headings.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from compact_portal.compacts.importing.refusals import MOST_BYTES, NotAText, sentence
from compact_portal.compacts.importing.wording import NUMBERED, looks_like_a_heading

MOST_CHARACTERS = 5_000_000
MOST_CELLS = 50_000  # Of tables, by their marks; reading 200,000 cells takes 7 seconds.
MOST_LINES = 65_000  # 5 MB in lines of 80 characters; keeps the reading of any file to about 3 seconds.
MOST_NESTING = 100  # markdown-it drops what is nested deeper, so it is refused.
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
MARKED_HEADING = re.compile(r"^ {0,3}#{1,6}\s+\S", re.MULTILINE)
LIST_LINE = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s")
SENTENCE_END = tuple(".!?:;”\"'")

MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": MOST_NESTING})
    .enable("table")
    .disable(["inline", "text_join", "code", "fence", "blockquote", "html_block", "reference"])
)


@dataclass
class Item:
    """One point of a list: its words (Markdown), its printed number if any, and the points under it."""

    text: str
    line: int
    printed: int | None = None
    items: list["Item"] = field(default_factory=list)


@dataclass
class Block:
    """A heading (level 1 to 6), a paragraph (level 0), a list (items) or a table (rows of cells), as the file has it.

    `line`: where it stands, counted in what the format counts in (lines, paragraphs, pages). Words are Markdown.
    `left_out`: why these words belong to the page and not to the text (a short name of refusals.LEFT_OUT), if they do.
    """

    line: int
    text: str = ""
    level: int = 0
    items: list[Item] = field(default_factory=list)
    guessed: bool = False
    table: list[list[str]] = field(default_factory=list)
    left_out: str = ""

    @property
    def words(self) -> str:
        """All that it says, as Markdown."""
        return self.text or (table_as_markdown(self.table) if self.table else as_markdown(self.items))


def decode(data: bytes) -> str:
    """Return the text in a file's bytes (UTF-8, or UTF-16 with its mark), or raise NotAText."""
    if len(data) > MOST_BYTES:
        raise NotAText(sentence("large"))
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise NotAText(
            _(
                "This file is not plain text in UTF-8. Open it where it was written, "
                "save it as plain text or Markdown, and try again."
            )
        ) from None
    return check(text)


def check(text: str) -> str:
    """Return the text with its line ends made alike, or raise NotAText where it is no text."""
    if len(text) > MOST_CHARACTERS:
        raise NotAText(_("The text is longer than 5 million characters. Import one agreement at a time."))
    if "\0" in text or len(CONTROLS.findall(text[:100_000])) > len(text[:100_000]) // 100:
        raise NotAText(
            _("This is not a text: it holds binary data. Save the document as plain text or Markdown, and try again.")
        )
    text = re.sub(r"\r\n?", "\n", text.replace("\ufeff", "").replace("\f", " ").replace("\xa0", " "))
    if not any(character.isalpha() for character in text):
        raise NotAText(sentence("empty"))
    if text.count("\n") - text.count("\n\n") > MOST_LINES:
        raise NotAText(
            _("The text has more than %(most)s lines. Import one agreement at a time.") % {"most": f"{MOST_LINES:,}"}
        )
    if text.count("|") > MOST_CELLS:
        raise NotAText(
            _("The text has tables of more than %(most)s cells. Leave the largest out, and try again.")
            % {"most": f"{MOST_CELLS:,}"}
        )
    return text


def marks_headings(text: str) -> bool:
    """Say whether a text marks its headings as Markdown does."""
    return bool(MARKED_HEADING.search(text))


def read(text: str) -> Iterator[Block]:
    """Yield the blocks of a checked text in order; raise NotAText where its lists are nested too deeply."""
    if marks_headings(text):
        return _blocks(text.split("\n"))
    return (_unlist(block) for block in _blocks(*_close_up(text.split("\n"))))


def _blocks(lines: list[str], numbers: list[int] | None = None) -> Iterator[Block]:
    """Yield the blocks of these lines; `numbers` are theirs in the file, where lines were taken out."""
    tokens = MARKDOWN.parse("\n".join(lines))
    at = 0
    while at < len(tokens):
        token = tokens[at]
        line = _line(token, numbers)
        if token.type in ("heading_open", "paragraph_open"):
            text = _tidy(tokens[at + 1].content, keep_breaks=numbers is None)
            level = int(token.tag[1]) if token.type == "heading_open" else 0
            if token.markup in ("=", "-") and ("\n" in text or len(text) > 120 or text.endswith(".")):
                level = 0  # A paragraph above a ruled line, not a heading.
            if text:
                yield Block(line, text, level)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items, at = _items(tokens, at, numbers)
            if items:
                yield Block(line, items=items)
        elif token.type == "table_open" and token.map:
            raw = _tidy("\n".join(lines[token.map[0] : token.map[1]]), keep_breaks=False)
            rows, at = _rows(tokens, at)
            yield Block(line, raw, table=rows if _letters("".join(map("".join, rows))) == _letters(raw) else [])
        at += 1


def _items(tokens: list[Token], at: int, numbers: list[int] | None) -> tuple[list[Item], int]:
    """Return the points of the list that opens at a token, and where it closes."""
    items: list[Item] = []
    ordered = tokens[at].type == "ordered_list_open"
    at += 1
    while tokens[at].type == "list_item_open":
        opening = tokens[at]
        if opening.level >= MOST_NESTING - 3:
            raise NotAText(
                _("The list on line %(line)s has points inside points too many times. Use three levels at most.")
                % {"line": _line(opening, numbers)}
            )
        printed = int(opening.info) if ordered and len(opening.info) <= 3 else None
        mark = f"{opening.info}{opening.markup} " if ordered and printed is None else ""
        words: list[str] = []
        inner: list[Item] = []
        at += 1
        while tokens[at].type != "list_item_close":
            if tokens[at].type == "inline":
                words.append(_tidy(tokens[at].content, keep_breaks=numbers is None))
            elif tokens[at].type in ("bullet_list_open", "ordered_list_open"):
                more, at = _items(tokens, at, numbers)
                inner += more
            at += 1
        if mark or any(words):
            items.append(
                Item((mark + "\n\n".join(filter(None, words))).strip(), _line(opening, numbers), printed, inner)
            )
        else:
            items += inner
        at += 1
    return items, at


def _rows(tokens: list[Token], at: int) -> tuple[list[list[str]], int]:
    """Return the cells of the table that opens at a token, row by row, and where it closes."""
    rows: list[list[str]] = []
    while tokens[at].type != "table_close":
        if tokens[at].type == "tr_open":
            rows.append([])
        elif tokens[at].type == "inline":
            rows[-1].append(tokens[at].content.strip())
        at += 1
    return rows, at


def _letters(text: str) -> int:
    """Return how many letters a text has."""
    return sum(map(str.isalpha, text))


def _line(token: Token, numbers: list[int] | None) -> int:
    """Return the line of the file, from 1, that a token begins on."""
    start = token.map[0] if token.map else 0
    return numbers[start] if numbers else start + 1


def _tidy(text: str, *, keep_breaks: bool) -> str:
    """Return a paragraph without indents, and without blanks at line ends that mean nothing in plain text."""
    lines = [line.strip() + ("  " if keep_breaks and line.endswith("  ") else "") for line in text.split("\n")]
    return "\n".join(lines).strip()


def _close_up(lines: list[str]) -> tuple[list[str], list[int]]:
    """Join what a PDF spread out: take blank lines out of sentences. Return the lines and their numbers."""
    written = [line for line in lines if line.strip()]
    longest = max(map(len, written))
    kept: list[str] = []
    numbers: list[int] = []
    last, blanks = "", 0
    for number, line in enumerate(lines, start=1):
        words = line.strip()
        if not words:
            blanks += 1
            continue
        unfinished = len(last) >= 60 and not last.endswith(SENTENCE_END) and not LIST_LINE.match(words)
        runs_on = unfinished and (words[0].islower() or (len(last) > longest * 0.8 and not looks_like_a_heading(words)))
        if blanks and not runs_on:
            kept.append("")
            numbers.append(number)
        kept.append(line)
        numbers.append(number)
        last, blanks = words, 0
    return kept, numbers


def guess_headings(blocks: list[Block]) -> None:
    """Take short lines standing alone for headings, in a text that marks none; the first is the title."""
    started = False
    before: Block | None = None
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if index == 0 and not block.items and not block.table and _is_title(block.text):
            block.text, block.level = " ".join(block.text.split()), 1
        elif not block.items and following and looks_like_a_heading(block.text):
            numbered = NUMBERED.match(block.text)
            if started or numbered or following.items or not looks_like_a_heading(following.text):
                under = before is not None and before.level == 2 and before.guessed and started
                block.level, block.guessed = 3 if under and not numbered else 2, True
        else:
            started = started or bool(before and before.level)
        before = block


def _unlist(block: Block) -> Block:
    """Turn "3. Working together", which Markdown reads as a list of one point, back into a line."""
    if len(block.items) == 1 and block.items[0].printed and not block.items[0].items:
        item = block.items[0]
        if looks_like_a_heading(item.text):
            return Block(item.line, f"{item.printed}. {item.text}")
    return block


def _is_title(text: str) -> bool:
    """Say whether the first paragraph of an unmarked text is its title rather than its first sentence."""
    return len(text) <= 160 and text.count("\n") <= 3 and not text.rstrip().endswith(".")


def plain(markdown: str) -> str:
    """Return the words of a heading without its marks: bold inside a heading means nothing."""
    text = re.sub(r"\[([^\[\]]*)\]\(([^()\s]*)\)", lambda link: f"{link[1]} ({link[2]})", markdown)
    text = re.sub(r"(?<!\\)(?:\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w))", "", text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    return " ".join(html.unescape(text).split())


def as_markdown(items: list[Item], depth: int = 0) -> str:
    """Write a list back as Markdown."""
    lines = []
    for item in items:
        mark = f"{item.printed}. " if item.printed is not None else "- "
        indent = "    " * depth
        lines.append(f"{indent}{mark}{item.text.replace(chr(10), chr(10) + indent + '    ')}")
        if item.items:
            lines.append(as_markdown(item.items, depth + 1))
    return "\n".join(lines)


def table_as_markdown(rows: list[list[str]]) -> str:
    """Write a table as Markdown; its first row is the row of headings."""
    width = max(map(len, rows))
    written = [f"| {' | '.join(_cell(cell) for cell in [*row, *[''] * (width - len(row))])} |" for row in rows]
    return "\n".join([written[0], "|" + " --- |" * width, *written[1:]])


def _cell(text: str) -> str:
    """Return the words of a cell in one line, with no bar that would end it."""
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))

"""Reading the blocks of a text into a tree of clauses: what is a section, a principle, a promise, a definition."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from compact_portal.compacts.importing import wording
from compact_portal.compacts.importing.blocks import Block, Item, as_markdown, plain, table_as_markdown
from compact_portal.compacts.importing.furniture import LONGEST_HEADING
from compact_portal.compacts.importing.parsed import ParsedClause
from compact_portal.compacts.importing.refusals import NotAText, why_left_out
from compact_portal.compacts.importing.tree import LONGEST_BODY, LONGEST_PARAGRAPH, Open, Tree
from compact_portal.compacts.kinds import ClauseKind, OwedBy


class Reader(Tree):
    """Builds the tree, block by block."""

    def read(self) -> None:
        """Read every block, and hand the finished clauses over."""
        self._look_ahead()
        for index, block in enumerate(self.blocks):
            if block.level and not plain(block.text[:LONGEST_HEADING]):
                continue  # Marks without words.
            if len(block.text) > LONGEST_PARAGRAPH:
                message = _("The paragraph at %(place)s is too long to be one. Break it up with empty lines.")
                raise NotAText(message % {"place": self.parsed.place(block.line)})
            if block.table:
                self._table(block)
            elif block.level and len(block.text) <= LONGEST_HEADING:
                self._heading(block, index)
            elif block.items:
                self._list(block)
            else:
                self._paragraph(block, index)
        self.parsed.clauses = [self._finished(section) for section in self.top]

    # Headings

    def _look_ahead(self) -> None:
        """Note for each block which number is printed on the next numbered heading."""
        following: tuple[int, ...] = ()
        for block in reversed(self.blocks):
            self.printed.append(following)
            if block.level and (found := wording.NUMBERED.match(plain(block.text[:LONGEST_HEADING]))):
                following = tuple(map(int, found[1].split(".")))
        self.printed.reverse()

    def _heading(self, block: Block, index: int) -> None:
        """Open a section where its number, or else its level, says that it belongs."""
        heading, number = self._number_of(plain(block.text))
        self.headings += 1
        outer = bool(wording.OUTER.match(heading))
        if self.headings == 1 and block.level == 1 and not number and not outer and not self.parsed.title:
            self.parsed.title = heading
            return
        if block.guessed:
            self._unsure(
                block,
                _("“%(heading)s” was taken for a heading: it stands alone and is short."),
                heading=heading,
            )
        elif self.last_level and block.level > self.last_level + 1:
            self._unsure(
                block,
                _("“%(heading)s” jumps %(levels)d heading levels."),
                heading=heading,
                levels=block.level - self.last_level,
            )
        self.last_level = block.level
        section = Open(ParsedClause("", ClauseKind.SECTION, heading=heading, line=block.line), block.level)
        if number:
            self._place_numbered(section, number, block)
        else:
            self._place_unnumbered(section, block, index, outer)
        self.stack.append(section)
        self.intro = ""

    def _number_of(self, heading: str) -> tuple[str, str]:
        """Split "4. Statutory commitments" into heading and number; the number is "" when none is printed."""
        found = wording.NUMBERED.match(heading)
        if found:
            number, mark = found[1], (found[2] or "").strip().lstrip("\\")
            expected = "." not in number and int(number) == self.last_number + 1
            if "." in number or mark in (".", ")", ":") or expected:
                return found[3], ".".join(str(int(part)) for part in number.split("."))
        return heading, ""

    def _place_numbered(self, section: Open, number: str, block: Block) -> None:
        """Put a section where its printed number says."""
        section.printed = tuple(map(int, number.split(".")))
        parent = self.numbered.get(number.rpartition(".")[0])
        if "." not in number:
            if number in self.taken and self.stack and not self.stack[0].printed:
                parent = self.stack[0]  # An annex with a numbering of its own.
                number = f"{parent.clause.number}.{number}"
            else:
                self._check_run(int(number), block)
        self.stack = self._line_to(parent)
        self._attach(section, parent, number)
        self.numbered.setdefault(section.clause.number, section)

    def _check_run(self, number: int, block: Block) -> None:
        """Say so where section numbers jump, or where one is marked at another level than the others."""
        if number != self.last_number + 1:
            expected = self.last_number + 1
            self._unsure(
                block,
                _("Section %(number)d comes where %(expected)d was expected."),
                number=number,
                expected=expected,
            )
        self.last_number = number
        self.numbered_level = self.numbered_level or block.level
        if block.level != self.numbered_level:
            message = _(
                "Section %(number)d is marked at heading level %(level)d and the others at %(usual)d; "
                "its number decided where it stands."
            )
            self._unsure(block, message, number=number, level=block.level, usual=self.numbered_level)

    def _place_unnumbered(self, section: Open, block: Block, index: int, outer: bool) -> None:
        """Put a section where its level says, or inside the numbered section around it."""
        if outer and (block.level <= 2 or not self.stack or block.level <= self.stack[0].level):
            self.stack = []
        while self.stack and self.stack[-1].level >= block.level:
            if self._surrounds(self.stack[-1], block.level, self.printed[index]):
                inside = self.stack[-1].clause.number
                message = _(
                    "“%(heading)s” is marked at the level of section %(number)s and stands before the next one: "
                    "it was put inside it."
                )
                self._unsure(block, message, heading=section.clause.heading, number=inside)
                break
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        if parent is None and not outer:
            self.outer_levels.add(block.level)
        self._attach(section, parent, "" if parent else self._slug(section.clause.heading))

    def _surrounds(self, section: Open, level: int, following: tuple[int, ...]) -> bool:
        """Say whether a numbered section goes on after an unnumbered heading of this level."""
        if not section.printed or following <= section.printed or following[:-1] != section.printed[:-1]:
            return False
        return level == section.level or level not in self.outer_levels

    def _line_to(self, parent: Open | None) -> list[Open]:
        """Return the open sections down to one, which is the last."""
        if parent in self.stack:
            return self.stack[: self.stack.index(parent) + 1]
        return [parent] if parent else []

    # Paragraphs and lists

    def _paragraph(self, block: Block, index: int) -> None:
        """Put a paragraph where it belongs: a definition, a numbered clause, or the text of the section."""
        if block.level:
            self._unsure(
                block,
                _("A heading of more than %(most)d characters was taken for text."),
                most=LONGEST_HEADING,
            )
        section = self._section(block)
        if self._in(wording.GLOSSARY):
            self._definitions(section, block.text, block.line)
            return
        found = wording.NUMBERED.match(block.text)
        if found and "." in found[1]:
            if wording.looks_like_a_heading(found[3]) and not wording.promise(found[3])[0]:
                self._heading(Block(block.line, block.text, self.last_level or 2), index)
            else:
                self._numbered_paragraph(found[1], found[3], block)
        else:
            self._text(section, block.text, block.line)
        self.intro = wording.last_sentence(block.text)

    def _numbered_paragraph(self, number: str, body: str, block: Block) -> None:
        """Make a clause of "11.1 The council will…"."""
        number = ".".join(str(int(part)) for part in number.split("."))
        promised, who = wording.promise(wording.last_sentence(body[:200]))
        kind, owed_by = self._meaning()
        if promised and who:
            kind, owed_by = ClauseKind.COMMITMENT, who
        parent = self.numbered.get(number.rpartition(".")[0]) or self._section(block)
        self.stack = self._line_to(parent)
        point = self._point(parent, kind or ClauseKind.TEXT, body, block.line, owed_by, number)
        parent.continues = point

    def _text(self, section: Open, body: str, line: int) -> None:
        """Add a paragraph to its section, or after the section's last point."""
        target = section.continues or (None if section.inside else section)
        if target and target.size < LONGEST_BODY:
            target.add(body)
        elif target:
            section.continues = self._point(section, ClauseKind.TEXT, body, line)
        else:
            section.letters += 1
            last = section.inside[-1].clause.number.rstrip("abcdefghijklmnopqrstuvwxyz")
            letter = "abcdefghijklmnopqrstuvwxyz"[(section.letters - 1) % 26]
            point = Open(ParsedClause("", ClauseKind.TEXT, line=line))
            point.add(body)
            self._attach(point, section, f"{last}{letter}")

    def _list(self, block: Block) -> None:
        """Make a clause of each point that is a principle, promise or definition; else keep the list."""
        section = self._section(block)
        if self._in(wording.GLOSSARY):
            for item in block.items:
                self._definitions(section, item.text, item.line)
                if item.items:
                    (section.inside[-1] if section.inside else section).add(as_markdown(item.items))
            return
        kind, owed_by = self._meaning()
        if not kind:
            self._name_codes(section, block.items)
            self._text(section, as_markdown(block.items), block.line)
            return
        if kind == ClauseKind.COMMITMENT and not owed_by:
            owed_by = OwedBy.BOTH
            self._unsure(
                block,
                _("It is not clear who owes the commitments of this list: both sectors were written down."),
            )
        section.continues = None
        for item in block.items:
            self._item(section, item, kind, owed_by)

    def _table(self, block: Block) -> None:
        """Keep a table as it is; in the glossary its rows of two cells are terms and their meanings."""
        section = self._section(block)
        if not self._in(wording.GLOSSARY) or {len(row) for row in block.table} != {2}:
            for part in _parts(block):
                self._text(section, part, block.line)
            return
        for place, (term, meaning) in enumerate(block.table):
            heading = plain(term)
            if place == 0 and (wording.TERM.match(heading) or not heading):
                self.parsed.leave_out(block.line, f"{heading} {plain(meaning)}".strip(), why_left_out("side"))
            elif heading and len(heading) <= LONGEST_HEADING:
                self._note_term(heading, block.line)
                self._point(section, ClauseKind.DEFINITION, meaning, block.line, heading=heading)
            elif term or meaning:
                self._definitions(section, f"{term} {meaning}".strip(), block.line)

    def _item(self, parent: Open, item: Item, kind: ClauseKind, owed_by: str) -> None:
        """Make a clause of a point, and of each point under it."""
        found = wording.LEAD_IN.match(item.text) or wording.BROKEN_LEAD_IN.match(item.text)
        heading, body = "", item.text
        if found and found["rest"] and (found["outer"] or found["inner"]):
            heading, body = plain(found["term"]), found["rest"]
        printed = f"{parent.clause.number}.{item.printed}" if item.printed is not None else ""
        point = self._point(parent, kind, body, item.line, owed_by, printed, heading)
        for inner in item.items:
            self._item(point, inner, kind, owed_by)

    def _name_codes(self, section: Open, items: list[Item]) -> None:
        """Note the codes of practice that a list names."""
        if wording.CODES.search(f"{section.clause.heading} {self.intro}"):
            self.parsed.codes += [plain(item.text) for item in items if wording.CODE_NAME.search(item.text[-80:])]

    def _definitions(self, section: Open, text: str, line: int) -> None:
        """Make a definition of each term in a paragraph of the glossary."""
        for piece, offset in _run_on(text):
            at = line + (offset if self.parsed.unit == "line" else 0)
            found = wording.LEAD_IN.match(piece) or wording.PLAIN_TERM.match(piece)
            if not found:
                target = section.inside[-1] if section.inside else section
                target.add(piece)
                continue
            heading, body = plain(found["term"]), found["rest"]
            if abbreviation := wording.ABBREVIATION.match(body):
                heading, body = f"{heading} {abbreviation[1]}", body[abbreviation.end() :]
            self._note_term(heading, at)
            if offset:
                self._unsure(
                    Block(at),
                    _("“%(term)s” runs on from the definition before; it was given a number of its own."),
                    term=heading,
                )
            self._point(section, ClauseKind.DEFINITION, body, at, heading=heading)

    def _note_term(self, heading: str, line: int) -> None:
        """Say so where a term was defined before."""
        key = heading.casefold()
        if key in self.terms:
            message = _("“%(term)s” is defined again (first at %(first)s). Both are kept: delete one, or join them.")
            self._unsure(Block(line), message, term=heading, first=self.parsed.place(self.terms[key][1]))
        self.terms.setdefault(key, (heading, line))

    # What a list means

    def _in(self, pattern: re.Pattern[str]) -> bool:
        """Say whether the heading of an open section matches."""
        return any(pattern.search(section.clause.heading) for section in self.stack)

    def _meaning(self) -> tuple[ClauseKind | None, str]:
        """Say what the points of a list are and who owes them, from the line before it or from the headings."""
        introduced = self.intro.endswith(":")
        if introduced and wording.PRINCIPLES.search(self.intro):
            return ClauseKind.PRINCIPLE, ""
        headings = [section.clause.heading for section in reversed(self.stack)]
        sectors = (who for heading in headings if (who := wording.owed_by(heading)))
        promised, who = wording.promise(self.intro)
        if promised and introduced:
            return ClauseKind.COMMITMENT, who or next(sectors, "")
        for heading in headings:
            if wording.COMMITMENTS.search(heading):
                return ClauseKind.COMMITMENT, next(sectors, "")
            if wording.PRINCIPLES.search(heading):
                return ClauseKind.PRINCIPLE, ""
        return None, ""


def _parts(block: Block) -> Iterator[str]:
    """Yield a table as Markdown; a long one in pieces that each begin with the row of headings."""
    if block.text:
        yield block.text
        return
    head, *rows = block.table
    part, size = [head], 0
    for row in rows:
        size += sum(map(len, row))
        if size > LONGEST_BODY and len(part) > 1:
            yield table_as_markdown(part)
            part, size = [head], sum(map(len, row))
        part.append(row)
    yield table_as_markdown(part)


def _run_on(paragraph: str) -> Iterator[tuple[str, int]]:
    """Split a paragraph of the glossary where a line begins another definition; yield pieces and lines."""
    lines = paragraph.split("\n")
    start = 0
    for index in range(1, len(lines)):
        ended = lines[index - 1].endswith(("  ", "\\", ".", ";"))
        if ended and (found := wording.LEAD_IN.match(lines[index])) and found["rest"]:
            yield "\n".join(lines[start:index]).strip(), start
            start = index
    yield "\n".join(lines[start:]).strip(), start

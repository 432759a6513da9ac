"""Telling what belongs to the page from what belongs to the agreement: crumbs, page numbers, logos."""

import re
from collections import Counter

from django.utils.translation import gettext as _

from compact_portal.compacts.importing import wording
from compact_portal.compacts.importing.blocks import Block, plain
from compact_portal.compacts.importing.parsed import ParsedText
from compact_portal.compacts.importing.refusals import why_left_out

LONGEST_HEADING = 250
OFFICE = re.compile(r"^([*_])(?![*_\s])([^*_\n]{3,120})\1$")


def without_furniture(blocks: list[Block], parsed: ParsedText) -> list[Block]:
    """Return the blocks that belong to the agreement; what belongs to the page goes to `parsed.left_out`."""
    times = Counter(block.text for block in blocks if not block.level)
    seen: set[str] = set()
    kept: list[Block] = []
    in_glossary = in_contents = False
    for block in blocks:
        if block.level and not block.left_out:
            in_glossary = bool(wording.GLOSSARY.search(block.text[:LONGEST_HEADING]))
            in_contents = bool(wording.CONTENTS.match(plain(block.text[:LONGEST_HEADING])))
        why = _("list of contents") if in_contents else _furniture(block, in_glossary)
        if block.left_out:
            why = why_left_out(block.left_out)
        if not why and block.text in seen and times[block.text] > 1 and _could_be_a_header(block):
            why = _("running header")
        if why:
            parsed.leave_out(block.line, block.words, why)
        else:
            kept.append(block)
            seen.add(block.text)
        if mention := wording.PAGE_MENTION.search(block.text):
            message = _("The text says “%(words)s”, and pages have no numbers here. Name the section instead.")
            parsed.unsure(block.line, message % {"words": mention[0]})
    return _gather_signatories(kept, parsed)


def _furniture(block: Block, in_glossary: bool) -> str:
    """Return why a block belongs to the page and not to the agreement, or ""."""
    if block.level or block.items or block.table or len(block.text) > 300:
        return ""
    text = block.text.strip(" *_") if "*" in block.text else block.text
    if wording.CRUMB.match(text):
        return _("word of a flow chart")
    if wording.PAGE_NUMBER.match(text):
        return _("page number")
    if wording.LINE_TO_FILL.search(text) and len(text.split()) <= 12:
        return _("blank line to fill in")
    if wording.IMAGE.match(text):
        return _("picture")
    if text.startswith("<!--") and text.endswith("-->"):
        return _("comment")
    if not in_glossary and wording.is_strapline(block.text):
        return _("logo or motto")
    return ""


def _could_be_a_header(block: Block) -> bool:
    """Say whether a paragraph that comes again could be the running header of a page."""
    words = block.text
    return not block.level and 0 < len(words) <= 80 and words[-1] not in ".:;,?!" and not words.startswith("**")


def _gather_signatories(blocks: list[Block], parsed: ParsedText) -> list[Block]:
    """Make one list of lines in italics that follow each other: the offices of those who sign."""
    kept: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, Block(0)]:
        if not block.level and OFFICE.match(block.text):
            run.append(block)
            continue
        if len(run) >= 2:
            offices = [office.text.strip("*_") for office in run]
            parsed.signatories += offices
            kept.append(Block(run[0].line, "\n".join(f"- {office}" for office in offices)))
            message = _("%(count)d lines in italics look like places for signatures; they are kept as a list.")
            parsed.unsure(run[0].line, message % {"count": len(run)})
        else:
            kept += run
        run = []
        kept.append(block)
    return kept[:-1]

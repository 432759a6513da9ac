"""Reading a file that anybody may have made: in a process of its own (`compact_portal.apart`), which writes JSON."""

import json
import threading
from typing import Any

from compact_portal import apart
from compact_portal.compacts.importing.blocks import Block, Item
from compact_portal.compacts.importing.refusals import NotAText, sentence

MOST_SECONDS = 45  # By the clock; the process itself is stopped after 40 of computing (child.py).
AT_ONCE = 2  # Files that one web process reads at the same time.
MUCH = 1_000_000  # Bytes: a smaller file that its reader dies of is damaged.
PATIENCE = 20  # Seconds that the next one waits for its turn.
CHILD = "compact_portal.compacts.importing.child"
UNITS = {"docx": "paragraph", "odt": "paragraph", "html": "line", "pdf": "page"}

_turns = threading.BoundedSemaphore(AT_ONCE)


def read_apart(data: bytes, kind: str, *, seconds: float = MOST_SECONDS) -> list[Block]:
    """Return the blocks of a file of a kind ("docx", "odt", "html", "pdf"), or raise NotAText."""
    if not _turns.acquire(timeout=PATIENCE):
        raise NotAText(sentence("busy"))
    try:
        written = _ask(data, kind, seconds)
    finally:
        _turns.release()
    try:
        answer = json.loads(written)
        if reason := answer.get("refused"):
            raise NotAText(sentence(str(reason)))
        return [_block(block) for block in answer["blocks"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise error if isinstance(error, NotAText) else NotAText(sentence("broken")) from None


def _ask(data: bytes, kind: str, seconds: float) -> bytes:
    """Return what the process writes; raise NotAText where it takes too long."""
    try:
        status, answer = apart.ask(CHILD, kind, given=[data], seconds=seconds)
    except apart.TakesTooLong:
        raise NotAText(sentence("slow")) from None
    if status and not answer:  # It died, mostly for want of memory.
        raise NotAText(sentence("huge" if len(data) > MUCH else "broken"))
    return answer


# What comes back is as little to be trusted as the file: only words, numbers and lists of the right shape are taken.


def _block(raw: dict[str, Any]) -> Block:
    """Return a block from its JSON."""
    return Block(
        line=int(raw.get("line", 0)),
        text=str(raw.get("text", "")),
        level=min(6, max(0, int(raw.get("level", 0)))),
        items=[_item(item) for item in raw.get("items", ())],
        guessed=bool(raw.get("guessed")),
        table=[[str(cell) for cell in row] for row in raw.get("table", ())],
        left_out=str(raw.get("left_out", "")),
    )


def _item(raw: dict[str, Any]) -> Item:
    """Return a point of a list from its JSON."""
    printed = raw.get("printed")
    items = [_item(item) for item in raw.get("items", ())]
    return Item(str(raw.get("text", "")), int(raw.get("line", 0)), None if printed is None else int(printed), items)

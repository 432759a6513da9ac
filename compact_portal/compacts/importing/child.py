"""`python -m … KIND < file`: read an untrusted file into blocks as JSON, within limits. Started by sandbox.py only."""

import json
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

from compact_portal.apart import keep_within
from compact_portal.compacts.importing.blocks import Block
from compact_portal.compacts.importing.refusals import MOST_BYTES, Refused

MOST_COMPUTING = 40  # Seconds.
MOST_WAITING = 60  # Seconds until the process ends itself, should whoever started it be gone.

READERS = {"docx": "word", "own_docx": "own_word", "odt": "opendocument", "html": "web", "pdf": "pdf"}


def reader_of(kind: str) -> Callable[[bytes], list[Block]]:
    """Return what reads files of a kind; only that one's library is loaded, because each takes half a second."""
    return import_module(f"compact_portal.compacts.importing.readers.{READERS[kind]}").read


def plainly(value: Any) -> Any:
    """Return a block as what JSON knows, without what is empty."""
    if is_dataclass(value):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: plainly(part) for name, part in named.items() if part not in ("", 0, False, None, [])}
    return [plainly(part) for part in value] if isinstance(value, list) else value


def answer(data: bytes, kind: str) -> dict[str, Any]:
    """Return {"blocks": …}, or {"refused": reason}."""
    try:
        if len(data) > MOST_BYTES:
            raise Refused("large")
        blocks = reader_of(kind)(data)
        if not any(character.isalpha() for block in blocks for character in block.words):
            raise Refused("empty")
        return {"blocks": [plainly(block) for block in blocks]}
    except Refused as reason:
        return {"refused": str(reason)}
    except RecursionError:
        return {"refused": "nested"}
    except MemoryError:
        return {"refused": "huge"}
    except Exception:  # noqa: BLE001 - Whatever a library stumbles over, the file is what is wrong.
        return {"refused": "broken"}


def main() -> None:
    """Read, within limits."""
    keep_within(computing=MOST_COMPUTING, waiting=MOST_WAITING)
    given, kind = sys.stdin.buffer.read(MOST_BYTES + 1), sys.argv[1]
    said = json.dumps(answer(given, kind))
    sys.stdout.write(said)


if __name__ == "__main__":
    main()

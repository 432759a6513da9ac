"""Knowing the files that the portal wrote itself (see `exporting/`), which come back without loss."""

import re

from compact_portal.compacts.importing import exported_json, exported_markdown
from compact_portal.compacts.importing.parsed import ParsedText


def recognise(data: bytes) -> ParsedText | None:
    """Read the bytes of the portal's own JSON or Markdown; None for any other file."""
    try:
        return recognise_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def recognise_text(text: str) -> ParsedText | None:
    """Read the portal's own JSON or Markdown; None for any other text. Raises NotAText for JSON of another shape."""
    text = re.sub(r"\r\n?", "\n", text)
    return exported_json.read(text) or exported_markdown.read(text)

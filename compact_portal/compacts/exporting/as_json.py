"""An edition as JSON, in the shape of `shape.SCHEMA`."""

import json

from compact_portal.compacts.exporting.shape import ExportedEdition


def write(edition: ExportedEdition) -> bytes:
    """Return the file, in UTF-8."""
    return (json.dumps(edition.as_dict(), ensure_ascii=False, indent=1) + "\n").encode()

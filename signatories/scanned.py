"""`python -m signatories.scanned < file`: look at a scan within limits. Started by scanning.py only, knows no Django.

It writes one line of JSON, {"kind", "codes"} or {"refused"}, then the first page as a small PNG.
"""

import io
import json
import sys
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from compact_portal.apart import keep_within

MOST_COMPUTING = 15  # Seconds.
MOST_WAITING = 30
MOST_BYTES = 15 * 1024 * 1024
MOST_PAGES = 4
MOST_PIXELS = 60_000_000  # An A4 page at 600 dots an inch has 35 million.
RESOLUTION = 200 / 72  # Of a PDF, in pixels a point.
QR: Any = zxingcpp.BarcodeFormat.QRCode  # Its stub knows no single format where it takes several.
PREVIEW = (1000, 1400)
KINDS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def kind_of(data: bytes) -> str:
    """Return what a file is by its content, or ""."""
    return next((kind for start, kind in KINDS.items() if data.startswith(start)), "")


def pages_of(data: bytes, kind: str) -> list[Image.Image]:
    """Return the first pages of a file as grey pictures. Raises whatever a damaged file makes a library raise."""
    if kind == "application/pdf":
        document = pypdfium2.PdfDocument(data)
        pages = (document[number] for number in range(min(MOST_PAGES, len(document))))
        return [page.render(scale=_scale(*page.get_size()), grayscale=True).to_pil() for page in pages]
    picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
    if picture.width * picture.height > MOST_PIXELS:
        raise MemoryError
    return [picture.convert("L")]


def _scale(width: float, height: float) -> float:
    """Return how large to draw a page: smaller where it is larger than paper is."""
    return min(RESOLUTION, (MOST_PIXELS / 4 / max(1.0, width * height)) ** 0.5)


def codes_in(page: Image.Image) -> list[str]:
    """Return what the QR codes of a page say; a large page is looked at in a smaller size too."""
    found = zxingcpp.read_barcodes(page, formats=QR)
    if not found and max(page.size) > 1600:
        smaller = page.copy()
        smaller.thumbnail((1600, 1600))
        found = zxingcpp.read_barcodes(smaller, formats=QR)
    return [code.text[:500] for code in found]


def look(data: bytes) -> tuple[dict[str, object], bytes]:
    """Return what a file is and what its QR codes say, or why it is refused; and its first page."""
    if len(data) > MOST_BYTES:
        return {"refused": "large"}, b""
    kind = kind_of(data)
    if not kind:
        return {"refused": "kind"}, b""
    try:
        pages = pages_of(data, kind)
        codes = [code for page in pages for code in codes_in(page)]
        preview, first = io.BytesIO(), pages[0]
        first.thumbnail(PREVIEW)
        first.save(preview, "PNG", optimize=True)
    except MemoryError:
        return {"refused": "large"}, b""
    except Exception:  # noqa: BLE001 - Whatever a library stumbles over, the file is what is wrong.
        return {"refused": "broken"}, b""
    return {"kind": kind, "codes": codes}, preview.getvalue()


def main() -> None:
    """Look, within limits."""
    keep_within(computing=MOST_COMPUTING, waiting=MOST_WAITING)
    said, preview = look(sys.stdin.buffer.read(MOST_BYTES + 1))
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + preview)


if __name__ == "__main__":
    main()

"""How a signed agreement is drawn from what stands in it, and which files it carries."""

import io
import json
import logging

import segno
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image

from compact_portal import pdf
from compact_portal.compacts.exporting.gathering import export
from compact_portal.compacts.printing import in_welsh, rows_of
from compact_portal.pdf import Attached
from signatories.contents import Content

STYLES = ("pdf/document.css", "pdf/agreement.css")
QR_SCALE = 8  # Pixels for each square of the QR code.
SCAN_PIXELS = (1240, 1754)  # A sheet of A4 at 150 dots an inch.
MOST_PIXELS = 100_000_000

log = logging.getLogger("portal.printing")


def draw(content: Content) -> bytes:
    """Return the agreement as PDF, with the text and the register inside as JSON."""
    with translation.override(content.language or settings.LANGUAGE_CODE):
        check = f"{settings.SITE_URL}/verify/{content.short_id}/"
        pictures = {"check.png": _code(check)}
        if content.compact.logo:
            pictures["logo.png"] = _read(content.compact.logo)
        scans = set()
        for signature in content.signatures:
            if signature.scan and (picture := _sheet(signature.scan)):
                pictures[f"scan-{signature.pk}.jpg"] = picture
                scans.add(signature.pk)
        rows = rows_of(content.edition)
        html = render_to_string(
            "signatories/pdf/agreement.html",
            {
                "content": content,
                "edition": content.edition,
                "compact": content.compact,
                "rows": in_welsh(rows, content.translations) if content.language else rows,
                "site_url": settings.SITE_URL,
                "check": check,
                "scans": scans,
                "include_all": content.include_all,
            },
        )
        return pdf.render(html, made_at=content.moment, styles=STYLES, pictures=pictures, attached=_attached(content))


def _attached(content: Content) -> list[Attached]:
    """Return the files that the agreement carries, for programs: the text, and who has signed."""
    register = json.dumps(content.register_as_data, ensure_ascii=False, indent=2)
    return [
        Attached("agreement.json", export(content.edition, "json"), _("The text of the agreement, as data"), "Source"),
        Attached("register.json", f"{register}\n".encode(), _("The register of signatories, as data")),
    ]


def _code(address: str) -> bytes:
    """Return the QR code of an address as PNG."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=QR_SCALE, border=2)
    return picture.getvalue()


def _read(file: FieldFile) -> bytes:
    with default_storage.open(str(file.name)) as opened:
        return opened.read()


def _sheet(file: FieldFile) -> bytes | None:
    """Return a scan (PNG, JPEG, or the first page of a PDF) as JPEG, or None where it cannot be read."""
    scan = _read(file)
    try:
        image = _first_page(scan) if scan.startswith(b"%PDF") else Image.open(io.BytesIO(scan))
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        image.thumbnail(SCAN_PIXELS)
        picture = io.BytesIO()
        image.convert("RGB").save(picture, "JPEG", quality=75)
    except (OSError, ValueError, RuntimeError):
        log.exception("The scan %s cannot be drawn.", file.name)
        return None
    return picture.getvalue()


def _first_page(document: bytes) -> Image.Image:
    # It loads a large library, which only this needs.
    import pypdfium2  # noqa: PLC0415

    with pypdfium2.PdfDocument(document) as opened:
        return opened[0].render(scale=150 / 72).to_pil()

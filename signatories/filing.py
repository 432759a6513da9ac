"""Which files may be put beside a meeting, told by their first bytes and their parts, whatever their names say.

Known by the signatures of PDF (ISO 32000), ZIP (APPNOTE 4.3), Office Open XML (ECMA-376, part 2), OpenDocument (part 2,
3.3), PNG (ISO 15948) and JPEG (ITU T.81).
"""

import io
import re
import zipfile
from enum import StrEnum

from django.utils.translation import gettext as _

from compact_portal.compacts.importing import sniffing
from compact_portal.compacts.importing.refusals import Refused

MOST_BYTES = 20_000_000
SHEET = re.compile(rb"spreadsheetml\.(?:sheet|template)\.main\+xml")


class FileKind(StrEnum):
    """What a file is, which is also how its name ends."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    XLSX = "xlsx"
    PNG = "png"
    JPG = "jpg"


CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
}


def kind_of(data: bytes) -> FileKind:
    """What a file is. Raises ValueError with a sentence that says what to do, where it may not be taken."""
    if len(data) > MOST_BYTES:
        raise ValueError(_("The file is larger than 20 MB. Make the pictures in it smaller, or part it."))
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPG
    if data.startswith(b"PK\x03\x04") and _is_sheet(data):
        return FileKind.XLSX
    try:
        kind = sniffing.kind_of(data)
    except Refused as refusal:
        raise ValueError(_reason(str(refusal))) from None
    if kind not in set(FileKind):
        raise ValueError(_reason("other"))
    return FileKind(kind)


def _is_sheet(data: bytes) -> bool:
    """Whether a package is a spreadsheet of Office Open XML without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            sniffing.weigh(package.infolist())
            types = package.getinfo("[Content_Types].xml")
            if types.file_size > sniffing.MOST_OF_A_LABEL:
                return False
            words = package.read(types)
            named = {part.filename.lower() for part in package.infolist()}
    except (Refused, KeyError, OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False  # What it is instead, or what is wrong with it, is told below.
    if sniffing.MACROS.search(words) or any(name.endswith("vbaproject.bin") for name in named):
        return False
    return bool(SHEET.search(words))


def _reason(reason: str) -> str:
    """Why a file is not taken, in a sentence."""
    said = {
        "empty": _("The file is empty. Choose another file."),
        "macros": _("The file holds macros (small programs). Save it without them, and choose it again."),
        "encrypted": _("The file is locked with a password. Save it without one, and choose it again."),
        "bomb": _(
            "The file unpacks to far more than a paper needs. Save it anew, without pictures, and choose it again."
        ),
        "broken": _("The file is damaged. Open it where it was written, save it anew, and choose it again."),
        "large": _("The file is larger than 20 MB. Make the pictures in it smaller, or part it."),
    }
    return said.get(reason, _("Choose a PDF, a .docx, .odt or .xlsx file, or a picture (PNG or JPEG)."))

"""`python -m disputes.examined ENDING < file`: what a paper is, looked at within limits. Started by examining.py only.

It writes one line of JSON: {"kind"}, or {"refused"} with the short name of the reason and what it is about. It knows
neither the portal's settings nor its database.

A file is one of a closed list, by its content, and nothing else beside: what is two things at once (a picture that is
an archive too, a PDF that a browser takes for a page) is refused. Known by ISO 32000 (PDF), PNG (ISO 15948), JPEG (ITU
T.81), ZIP (APPNOTE 4.3), Office Open XML (ECMA-376, part 2), OpenDocument (part 2, 3.3), [MS-CFB] and mail (RFC 5322).
"""

import email
import io
import json
import re
import struct
import sys
import zipfile
from email.message import EmailMessage
from email.policy import default
from pathlib import PurePosixPath

from PIL import Image

from compact_portal.apart import keep_within
from compact_portal.compacts.importing import sniffing
from compact_portal.compacts.importing.refusals import Refused

MOST_COMPUTING = 20  # Seconds.
MOST_WAITING = 30
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 120_000_000
MOST_PARTS_OF_A_MAIL = 60
DEEPEST_MAIL = 3
TAIL = 66_000  # Where the end of a ZIP file may stand: its record and the longest comment.

ENDINGS = {"jpeg": "jpg"}
WORDS = {"txt", "csv", "eml"}
PACKAGES = {
    "docx": re.compile(rb"wordprocessingml\.document\.main\+xml"),
    "xlsx": re.compile(rb"spreadsheetml\.sheet\.main\+xml"),
}
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!", b"dex\n", b"\0asm")
PAGE = re.compile(rb"<(?:!doctype|html|head|body|script|iframe|svg|object|embed|\?php)[\s>]", re.IGNORECASE)
SCRIPT = re.compile(rb"<script[\s>]|<\?php\s", re.IGNORECASE)
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"%PDF-")
PICTURES_OF_PHONES = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"avif")
NOT_IN_WORDS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
RUNS_IN_JAVA = re.compile(r"META-INF/MANIFEST\.MF$|.*\.class$", re.IGNORECASE)


class NotTaken(Exception):
    """Why a file is not taken: the short name of the reason, and what it is about."""

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason)
        self.reason, self.about = reason, about


def kind_of(data: bytes, ending: str, *, depth: int = 0) -> str:
    """Return what a file is, which agrees with how its name ends. Raises NotTaken."""
    if not data.strip():
        raise NotTaken("empty")
    if len(data) > MOST_BYTES:
        raise NotTaken("large")
    ending = ENDINGS.get(ending, ending)
    kind = _found(data, ending, depth)
    if kind != ending:
        raise NotTaken("ending", kind)
    return kind


def _found(data: bytes, ending: str, depth: int) -> str:
    if data.startswith(PROGRAMS):
        raise NotTaken("program")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _package(data)
    if data.startswith(sniffing.COMPOUND):
        raise NotTaken(_compound(data))
    if data[4:8] == b"ftyp" and data[8:12] in PICTURES_OF_PHONES:
        raise NotTaken("phone")
    return _words(data, ending, depth)


# Pictures and PDF ----


def _png(data: bytes) -> str:
    """Walk its chunks: after the last one nothing follows."""
    place = 8
    while place + 12 <= len(data):
        length, name = struct.unpack(">I4s", data[place : place + 8])
        place += 12 + length
        if name == b"IEND":
            break
    else:
        raise NotTaken("broken")
    if place != len(data):
        raise NotTaken("two")
    _picture(data, "PNG")
    return "png"


def _jpeg(data: bytes) -> str:
    """Telephones put more after the end of a picture; what is another file, or a page, is refused."""
    _picture(data, "JPEG")
    return "jpg"


def _picture(data: bytes, name: str) -> None:
    if PAGE.search(data[:1024]) or SCRIPT.search(data) or _hides_a_file(data):
        raise NotTaken("two")
    try:
        with Image.open(io.BytesIO(data), formats=[name]) as picture:
            if picture.width * picture.height <= MOST_PIXELS:
                picture.load()
    except Exception:  # noqa: BLE001 - Whatever a library stumbles over, the file is what is wrong.
        raise NotTaken("broken") from None


def _pdf(data: bytes) -> str:
    """It begins and ends as a PDF does, opens without a password, and has a page."""
    if PAGE.search(data[:1024]) or _is_archive_too(data):
        raise NotTaken("two")
    if b"%%EOF" not in data[-1024:]:
        raise NotTaken("broken")
    import pypdfium2  # noqa: PLC0415

    try:
        pages = len(pypdfium2.PdfDocument(data))
    except pypdfium2.PdfiumError as error:
        raise NotTaken("encrypted" if "password" in str(error).lower() else "broken") from None
    if not pages:
        raise NotTaken("broken")
    return "pdf"


def _is_archive_too(data: bytes) -> bool:
    """Whether the end of a ZIP file stands at the end of something else."""
    return b"PK\x05\x06" in data[-TAIL:]


def _hides_a_file(data: bytes) -> bool:
    """Whether an archive or a PDF stands in a picture, where a reader of those would find it."""
    return _is_archive_too(data) or b"%PDF-" in data[:1024] or any(mark in data[-TAIL:] for mark in ARCHIVES[2:])


# Packages ----


def _package(data: bytes) -> str:
    """Tell documents from archives by their parts, once what they unpack to is weighed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            sniffing.weigh(parts)
            if package.comment or min((part.header_offset for part in parts), default=1):
                raise NotTaken("two")
            if b"%PDF-" in data[:1024] or PAGE.search(data[:60]):
                raise NotTaken("two")
            names = {part.filename for part in parts}
            if "[Content_Types].xml" in names:
                return _office(package, names)
            if "mimetype" in names:
                return _open_document(package, names)
            if any(RUNS_IN_JAVA.match(name) for name in names):
                raise NotTaken("program")
    except NotTaken:
        raise
    except Refused as refused:
        raise NotTaken(str(refused)) from None
    except Exception:  # noqa: BLE001 - A damaged ZIP file raises whatever its decompressor does.
        raise NotTaken("broken") from None
    raise NotTaken("archive")


def _small(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > sniffing.MOST_OF_A_LABEL:
        raise NotTaken("bomb")
    return package.read(name)


def _office(package: zipfile.ZipFile, names: set[str]) -> str:
    """A Word document or a workbook without macros, and no program of Java beside."""
    types = _small(package, "[Content_Types].xml")
    if sniffing.MACROS.search(types) or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotTaken("macros")
    if any(RUNS_IN_JAVA.match(name) for name in names):
        raise NotTaken("two")
    for kind, called in PACKAGES.items():
        if called.search(types):
            return kind
    raise NotTaken("kind")


def _open_document(package: zipfile.ZipFile, names: set[str]) -> str:
    """An OpenDocument text or spreadsheet without macros or password."""
    kind = OPEN_DOCUMENTS.get(_small(package, "mimetype").strip())
    if kind is None:
        raise NotTaken("kind")
    manifest = _small(package, "META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest:
        raise NotTaken("encrypted")
    if any(sniffing.PROGRAM.match(name) for name in names):
        raise NotTaken("macros")
    if any(RUNS_IN_JAVA.match(name) for name in names):
        raise NotTaken("two")
    return kind


def _compound(data: bytes) -> str:
    """Why a compound file is not taken: a locked document, a mail of Outlook, or a document of an old Office."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "outlook" if "__properties_version1.0".encode("utf-16-le") in data else "old_word"


# Words ----


def _words(data: bytes, ending: str, depth: int) -> str:
    """A plain text, a table of commas, or a mail; which of them its name says, where the content allows it."""
    if b"%PDF-" in data[:1024] or _is_archive_too(data):
        raise NotTaken("two")
    text = _decoded(data)
    if PAGE.search(data[:1024]) or sniffing.HTML.match(data[:8000]) or data.lstrip().startswith(b"<?xml"):
        raise NotTaken("page")
    if ending == "eml":
        return _mail(data, depth)
    if NOT_IN_WORDS.search(text):
        raise NotTaken("kind")
    return ending if ending in WORDS else "txt"


def _decoded(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotTaken("kind")


def _mail(data: bytes, depth: int) -> str:
    """A mail, of which every attachment could be taken by itself."""
    message: EmailMessage = email.message_from_bytes(data, policy=default)
    if not message["From"] or not (message["Date"] or message["Received"] or message["Subject"]):
        raise NotTaken("ending", "txt")
    if depth >= DEEPEST_MAIL:
        raise NotTaken("attachment")
    for number, part in enumerate(message.walk(), start=1):
        if number > MOST_PARTS_OF_A_MAIL:
            raise NotTaken("bomb")
        if part.is_multipart() or part.get_content_type() == "application/pkcs7-signature":
            continue
        name = part.get_filename() or ""
        if part.get_content_maintype() == "text" and not name:
            continue
        content = part.get_payload(decode=True)
        _attachment(content if isinstance(content, bytes) else b"", name, depth)
    return "eml"


def _attachment(data: bytes, name: str, depth: int) -> None:
    """Refuse a mail for an attachment that would be refused by itself; pictures in signatures are often GIF."""
    if data.startswith(b"GIF8") and not _is_archive_too(data) and not SCRIPT.search(data):
        return
    try:
        kind_of(data, PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip("."), depth=depth + 1)
    except NotTaken as refused:
        raise NotTaken("attachment", name[:100]) from refused


def answer(data: bytes, ending: str) -> dict[str, str]:
    """Return {"kind"}, or {"refused", "about"}."""
    try:
        return {"kind": kind_of(data, ending)}
    except NotTaken as refused:
        return {"refused": refused.reason, "about": refused.about}
    except MemoryError:
        return {"refused": "large", "about": ""}
    except Exception:  # noqa: BLE001 - Whatever a library stumbles over, the file is what is wrong.
        return {"refused": "broken", "about": ""}


def main() -> None:
    """Look, within limits."""
    keep_within(computing=MOST_COMPUTING, waiting=MOST_WAITING)
    print(json.dumps(answer(sys.stdin.buffer.read(MOST_BYTES + 1), sys.argv[1])))  # noqa: T201


if __name__ == "__main__":
    main()

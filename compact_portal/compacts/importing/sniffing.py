"""Telling by its first bytes and its parts what a file is, whatever its name says.

Known by the signatures of PDF (ISO 32000), ZIP (APPNOTE 4.3), Office Open XML (ECMA-376, part 2), OpenDocument (part 2,
3.3), compound files ([MS-CFB]) and common pictures.
"""

import io
import re
import zipfile

from compact_portal.compacts.importing.refusals import MOST_BYTES, Refused

SIGNATURES = [
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"8BPS", "picture"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
]
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How the main part of a document, and of one with macros, are called in [Content_Types].xml.
WORD = re.compile(rb"wordprocessingml\.(?:document|template)\.main\+xml")
MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
XML_LEAD = rb"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
HTML = re.compile(XML_LEAD + rb"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL)
FRAGMENT = re.compile(rb"^\s*<(?:div|p|h[1-6]|section|article|main|ul|ol|table)\b[^>]{0,300}>", re.IGNORECASE)
CLOSED = re.compile(rb"</(?:div|p|h[1-6]|section|article|main|ul|ol|table)\s*>", re.IGNORECASE)
OTHER_XML = re.compile(XML_LEAD + rb"<(?!!--)[\w:-]+\s[^>]{0,2000}xmlns", re.IGNORECASE | re.DOTALL)
PROGRAM = re.compile(r"Basic/[^/]+/(?!(?:script|dialog)-l[bc]\.)[^/]+\.xml$|Scripts/.+\.(?:py|js|bsh|class|jar)$")
MOST_PARTS = 2_000
MOST_UNPACKED = 150_000_000
MOST_OF_A_PART = 100_000_000
MOST_OF_A_LABEL = 1_000_000


def kind_of(data: bytes) -> str:
    """Return what a file is: "docx", "odt", "html", "pdf" or "text". Raises Refused where it is none of them."""
    if len(data) > MOST_BYTES:
        raise Refused("large")
    if not data.strip():
        raise Refused("empty")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for signature, reason in SIGNATURES:
        if data.startswith(signature):
            raise Refused(reason)
    if data[:4] == b"RIFF" or data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        raise Refused("picture")
    if data.startswith(COMPOUND):
        raise Refused("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old_word")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_package(data)
    return _kind_of_words(data)


def _kind_of_words(data: bytes) -> str:
    """Tell a web page from a plain text."""
    start = data[:8000]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start.decode("utf-16", "ignore").encode()
    start = start.removeprefix(b"\xef\xbb\xbf")
    if HTML.match(start) or (FRAGMENT.match(start) and len(CLOSED.findall(data[:200_000])) >= 3):
        return "html"
    if OTHER_XML.match(start) or start.lstrip().startswith(b"<?xml"):
        if b"http://www.w3.org/1999/xhtml" in start:
            return "html"
        raise Refused("word_xml")
    if re.match(rb"(?:[\w-]+: .*\r?\n){2}", start) and re.search(
        rb"^content-type: multipart/", start, re.IGNORECASE | re.MULTILINE
    ):
        raise Refused("mail")
    return "text"


def _kind_of_package(data: bytes) -> str:
    """Tell documents from other ZIP files by their parts, after weighing what they unpack to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            weigh(parts)
            names = {part.filename for part in parts}
            if "[Content_Types].xml" in names:
                return _kind_of_office(package, names)
            if "mimetype" in names:
                return _kind_of_opendocument(package, names)
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - A damaged ZIP file raises whatever its decompressor does.
        raise Refused("broken") from None
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names) or "index.apxl" in names:
        raise Refused("pages")
    raise Refused("archive")


def weigh(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse a package that unpacks to more than a document may: what Python unpacks is never more than is declared."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("bomb")
    for part in parts:
        if part.file_size > MOST_OF_A_PART or (
            part.file_size > 20_000_000 and part.file_size > 200 * max(part.compress_size, 1)
        ):
            raise Refused("bomb")
        if part.flag_bits & 0x1:
            raise Refused("encrypted")
    if len({part.filename for part in parts}) < len(parts):
        raise Refused("broken")


def _small(package: zipfile.ZipFile, name: str) -> bytes:
    """Return a part that tells what a package is, and is small in any document."""
    if package.getinfo(name).file_size > MOST_OF_A_LABEL:
        raise Refused("bomb")
    return package.read(name)


def _kind_of_office(package: zipfile.ZipFile, names: set[str]) -> str:
    """Return "docx" for a Word document without macros."""
    types = _small(package, "[Content_Types].xml")
    if MACROS.search(types) or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if WORD.search(types):
        return "docx"
    raise Refused("sheet")


def _kind_of_opendocument(package: zipfile.ZipFile, names: set[str]) -> str:
    """Return "odt" for an OpenDocument text without macros or password."""
    kind = _small(package, "mimetype").strip()
    if not kind.startswith(b"application/vnd.oasis.opendocument.text"):
        raise Refused("sheet" if b"opendocument" in kind else "archive")
    manifest = _small(package, "META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest:
        raise Refused("encrypted")
    if any(PROGRAM.match(name) for name in names):
        raise Refused("macros")
    return "odt"

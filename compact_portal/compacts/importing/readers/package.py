"""XML inside a package: read without ever following what it points at."""

import io
import re
import zipfile

from lxml import etree

from compact_portal.compacts.importing.refusals import Refused
from compact_portal.compacts.importing.sniffing import weigh

MOST_TAGS = 3_000_000  # In one part; a page of a book has some hundreds.
DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def open_package(data: bytes) -> zipfile.ZipFile:
    """Return a package whose parts are weighed and declare no types or entities of their own, or raise Refused."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        weigh(package.infolist())
        for part in package.infolist():
            if part.filename.lower().endswith((".xml", ".rels")):
                _look_through(package.read(part))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Refused("broken") from error
    return package


def _look_through(words: bytes) -> None:
    """Refuse what neither Office Open XML nor OpenDocument allows, a document type with entities, and too much."""
    if words.count(b"<") > MOST_TAGS:
        raise Refused("huge")
    for encoding in ("", "utf-16-le", "utf-16-be"):
        text = words.decode(encoding, "ignore").encode("ascii", "ignore") if encoding else words
        if (not encoding or b"\0" in words[:200]) and DECLARED.search(text):
            raise Refused("tricks")


def parse(words: bytes) -> etree._Element:
    """Return the root of a part: no entities, no document types, nothing fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        return etree.fromstring(words, parser)
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error).lower()
        raise Refused("nested" if deep else "broken") from error

"""What we tell WeasyPrint: where files come from, what on a page is not content, and which standards a file follows.

Loads WeasyPrint, so import it only where a document is drawn.
"""

import io
import logging
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pydyf
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.document import Document
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

__all__ = ["HTML", "Attachment", "OwnFiles", "finish", "letters_without_shape", "look_of", "prepare"]

logger = logging.getLogger(__name__)

PICTURES = "document-pictures/"  # Below the root of the site: the pictures of the document that is being drawn.

#: Put into the metadata of a PDF/A file, it says that the file follows PDF/UA-1 too (ISO 14289-1, 5), and what that
#: property is, since PDF/A knows only properties that are predefined or described (ISO 19005-3, 6.6.2.3).
ALSO_UA = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />\
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" \
rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Indicates which part of ISO 14289 is followed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


class OwnFiles(URLFetcher):
    """Serves our own static files from the disk and the pictures of a document, and refuses every other address.

    :param site: scheme and host of the portal; no connection to it is made.
    :param static_url: the path below which static files are served, like ``/static/``.
    :param pictures: name of a picture → its bytes; a page names it ``/document-pictures/NAME``.
    """

    def __init__(self, site: str, static_url: str, pictures: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=())
        self.root = f"{site}/{urlsplit(static_url).path.strip('/')}/"
        self.pictures = {f"{site}/{PICTURES}{name}": picture for name, picture in (pictures or {}).items()}

    def address(self, path: str) -> str:
        """Return the address of a static file, as style sheets and pages name it."""
        return self.root + path

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a file of ours, or raise ValueError, upon which WeasyPrint goes on without it."""
        wanted = unquote(urlsplit(url)._replace(query="", fragment="").geturl())
        if wanted in self.pictures:
            kind = mimetypes.guess_type(wanted)[0] or "application/octet-stream"
            return URLFetcherResponse(url, body=self.pictures[wanted], headers={"Content-Type": kind})
        if not wanted.startswith(self.root):
            logger.warning("A document asked for %s, which is not one of our static files.", url)
            raise ValueError(f"Not one of our static files: {url}")
        path = wanted.removeprefix(self.root)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body=_static_file(path), headers={"Content-Type": kind})


def _static_file(path: str) -> bytes:
    """Read a static file by its path, from the sources or from where they were collected to."""
    if found := finders.find(path):
        return Path(found).read_bytes()
    with staticfiles_storage.open(path) as file:
        return file.read()


class Look(NamedTuple):
    """Styles and fonts, read and unpacked."""

    own_files: OwnFiles
    fonts: FontConfiguration
    sheets: list[CSS]


@lru_cache(maxsize=4)
def look_of(styles: tuple[str, ...], site: str, static_url: str) -> Look:
    """Return the look that style sheets give. Unpacking their fonts is a third of the work, so it is done once."""
    own_files = OwnFiles(site, static_url)
    fonts = FontConfiguration()
    sheets = [CSS(url=own_files.address(path), url_fetcher=own_files, font_config=fonts) for path in styles]
    return Look(own_files, fonts, sheets)


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Make what WeasyPrint drew as PDF/A-3a follow PDF/UA-1 as well, before it is written."""
    as_artifacts(document, pdf)
    _say_what_headers_head(pdf)
    _say_both_standards(pdf)
    for part in pdf.objects:
        if isinstance(part, pydyf.Stream) and "Interpolate" in part.extra:
            part.extra["Interpolate"] = "false"  # ISO 19005-3, 6.2.8.
    if "AF" in pdf.catalog:  # WeasyPrint names each attached file twice.
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _say_both_standards(pdf: pydyf.PDF) -> None:
    """Name PDF/UA-1 in the metadata too, and leave them readable for programs that know no PDF (ISO 14289-1, 7.1)."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    (words,) = metadata.stream
    metadata.stream = [words.replace(b"</rdf:RDF>", ALSO_UA + b"</rdf:RDF>")]
    metadata.compress = False


def _say_what_headers_head(pdf: pydyf.PDF) -> None:
    """Give each header cell its scope (ISO 14289-1, 7.5): in the head of a table its column, else its row."""
    for element in pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("S") == "/TH":
            around = _object(pdf, _object(pdf, element["P"])["P"])
            element["A"]["Scope"] = "/Column" if around["S"] == "/THead" else "/Row"


class _Missing(logging.Handler):
    """Takes down the letters of which WeasyPrint says that no font has them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.letters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if ".notdef" in str(record.msg) and isinstance(record.args, tuple):
            self.letters.add(str(record.args[0]))


@contextmanager
def letters_without_shape() -> Iterator[set[str]]:
    """Gather the letters that no font of the machine has, while a document is drawn."""
    handler = _Missing()
    LOGGER.addHandler(handler)
    try:
        yield handler.letters
    finally:
        LOGGER.removeHandler(handler)


def prepare(document: Document) -> None:
    """Tell what WeasyPrint does not, before it writes a document as PDF/A-3a."""
    _say_colours(document)
    _say_languages(document)


def _say_colours(document: Document) -> None:
    """Give the document the colour profile that PDF/A wants. WeasyPrint would, and leave the file of it open."""
    profile = io.BytesIO((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
    components = (["r"], ["g"], ["b"])
    document.color_profiles["srgb"] = ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", components)


def _say_languages(document: Document) -> None:
    """Have words in another language than the document's marked with it, where they are drawn (ISO 14289-1, 7.2).

    WeasyPrint writes the language of the whole document only. Which words a mark holds is known while a page is drawn,
    so this has to be called before the document is written.
    """
    for page in document.pages:
        page.paint = partial(_paint_with_languages, page.paint, document.metadata.lang)


def _paint_with_languages(paint, main: str, stream, *args, **kwargs) -> None:
    paint(stream, *args, **kwargs)
    others = {
        kid["mcid"]: box.style["lang"]
        for box, kid in stream._tags.items()  # noqa: SLF001 (There is no other way to the boxes of marks.)
        if box.style["lang"] not in (None, main)
    }
    for part in stream.stream if others else ():
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in others:
            part["Lang"] = pydyf.String(others[part["MCID"]])


def as_artifacts(document: Document, pdf: pydyf.PDF) -> None:
    """Mark running headers and footers as artifacts, which reading aloud passes over (ISO 14289-1, 7.8).

    WeasyPrint gives them marks that lead to no element of the structure tree. Here each of these marks
    becomes a pagination artifact, and its place in the parent tree is emptied.
    """
    reached = _structure(pdf)
    parents = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for page_number, stream in enumerate(_page_streams(pdf)):
        owners = parents[2 * page_number + 1]
        stray = {mcid for mcid, owner in enumerate(owners) if _number(owner) not in reached}
        for mcid in stray:
            owners[mcid] = "null"
        parts = stream.stream
        for position, part in enumerate(parts):
            if isinstance(part, pydyf.Dictionary) and part.get("MCID") in stray:
                parts[position - 1] = "/Artifact"
                parts[position] = pydyf.Dictionary({"Type": "/Pagination"})


def _structure(pdf: pydyf.PDF) -> set[int]:
    """Return the numbers of all objects that the structure tree reaches."""
    reached: set[int] = set()
    waiting = [_object(pdf, pdf.catalog["StructTreeRoot"])]
    while waiting:
        element = waiting.pop()
        reached.add(element.number)
        waiting += [_object(pdf, kid) for kid in element.get("K", ()) if isinstance(kid, bytes)]
    return reached


def _page_streams(pdf: pydyf.PDF) -> list[pydyf.Stream]:
    """Return the drawing of each page, in the order of pages."""
    return [_object(pdf, _object(pdf, page)["Contents"]) for page in pdf.page_references]


def _object(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    return pdf.objects[_number(reference)]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])

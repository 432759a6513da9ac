"""What we tell WeasyPrint: where files come from, and what on a page is not content.

Loads WeasyPrint, so import it only where a document is drawn.
"""

import logging
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pydyf
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

__all__ = ["HTML", "OwnFiles", "as_artifacts", "look_of"]

logger = logging.getLogger(__name__)


class OwnFiles(URLFetcher):
    """Serves our own static files from the disk, and refuses every other address.

    :param site: scheme and host of the portal; no connection to it is made.
    :param static_url: the path below which static files are served, like ``/static/``.
    """

    def __init__(self, site: str, static_url: str) -> None:
        super().__init__(allowed_protocols=())
        self.root = f"{site}/{urlsplit(static_url).path.strip('/')}/"

    def address(self, path: str) -> str:
        """Return the address of a static file, as style sheets and pages name it."""
        return self.root + path

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a static file of ours, or raise ValueError, upon which WeasyPrint goes on without it."""
        wanted = unquote(urlsplit(url)._replace(query="", fragment="").geturl())
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

"""HTML in; PDF/A-3a and PDF/UA-1 out."""

import hashlib
import io
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings

log = logging.getLogger("portal.printing")

STAND_IN = "?"
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
DOCUMENT_STYLES = ("pdf/document.css",)


class Attached(NamedTuple):
    """A file inside a document, and what it is to it: "Data" (shown in it) or "Source" (what it was made from).

    The relationships are those of ISO 19005-3, annex E.
    """

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


def render(
    html: str,
    *,
    made_at: datetime,
    styles: Sequence[str] = DOCUMENT_STYLES,
    pictures: Mapping[str, bytes] | None = None,
    attached: Sequence[Attached] = (),
) -> bytes:
    """Render a page of HTML as a PDF that follows PDF/A-3a (ISO 19005-3:2012) and PDF/UA-1 (ISO 14289-1:2014) at once.

    The same HTML, styles, fonts, pictures, files and moment give the same bytes, in whichever process and on whichever
    day. Nothing is fetched: images, styles and fonts come from our own static files, everything else is left out.
    Links that begin with a slash lead to the portal's own address. A letter that no font of the machine has, or that
    Unicode leaves to private agreement, is drawn as a question mark: neither standard allows a letter without a shape.

    :param html: a whole page with ``<html lang>`` and ``<title>``; see ``templates/pdf/document.html``.
    :param made_at: an aware moment, written as the document's date of creation.
    :param styles: paths of style sheets among the static files.
    :param pictures: PNG or JPEG by name; the page names one as ``/document-pictures/NAME``.
    :param attached: files to put into the document.
    :raises ValueError: where the page says neither its language nor its title.
    """
    # WeasyPrint takes half a second to load, and most processes never need it.
    from compact_portal.pdf.drawing import letters_without_shape  # noqa: PLC0415

    html = PRIVATE.sub(STAND_IN, html)
    with letters_without_shape() as missing:
        document = _draw(html, made_at, tuple(styles), pictures or {}, attached)
    if missing:
        log.warning("No font here has %s: a question mark stands for each.", " ".join(sorted(missing)))
        html = html.translate(dict.fromkeys(map(ord, missing), STAND_IN))
        document = _draw(html, made_at, tuple(styles), pictures or {}, attached)
    return document


def _draw(
    html: str,
    made_at: datetime,
    styles: tuple[str, ...],
    pictures: Mapping[str, bytes],
    attached: Sequence[Attached],
) -> bytes:
    from compact_portal.pdf.drawing import HTML, Attachment, OwnFiles, finish, look_of, prepare  # noqa: PLC0415

    look = look_of(styles, settings.SITE_URL, settings.STATIC_URL)
    own_files = OwnFiles(settings.SITE_URL, settings.STATIC_URL, pictures) if pictures else look.own_files
    page = HTML(string=html, base_url=f"{settings.SITE_URL}/", url_fetcher=own_files)
    document = page.render(font_config=look.fonts, stylesheets=look.sheets)
    if not document.metadata.lang:
        raise ValueError("The document does not say which language it is in: give <html> a lang.")
    if not document.metadata.title:
        raise ValueError("The document has no <title>.")
    document.metadata.created = document.metadata.modified = _w3c_date(made_at)
    prepare(document)
    made_at = made_at.astimezone(UTC)
    return document.write_pdf(
        pdf_variant="pdf/a-3a",
        output_intent="",  # Ours, not the one WeasyPrint would open.
        pdf_identifier=_identifier(html, pictures, attached),
        attachments=[
            Attachment(
                file_obj=io.BytesIO(file.content),
                name=file.name,
                description=file.description,
                created=made_at,
                modified=made_at,
                relationship=file.relationship,
                url_fetcher=own_files,
            )
            for file in attached
        ],
        finisher=finish,
    )


def _identifier(html: str, pictures: Mapping[str, bytes], attached: Sequence[Attached]) -> bytes:
    """Return what the document is told from others by: the same for the same content."""
    digest = hashlib.sha256(html.encode())
    for name, content in [*sorted(pictures.items()), *((file.name, file.content) for file in attached)]:
        digest.update(name.encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()[:32].encode()


def _w3c_date(moment: datetime) -> str:
    """Write an aware moment as the W3C profile of ISO 8601 wants it, in UTC and to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")

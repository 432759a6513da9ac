"""HTML in, PDF/UA-1 out."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings

DOCUMENT_STYLES = ("pdf/document.css",)


def render(
    html: str,
    *,
    made_at: datetime,
    styles: Sequence[str] = DOCUMENT_STYLES,
) -> bytes:
    """Render a page of HTML as a tagged PDF that follows PDF/UA-1 (ISO 14289-1:2014).

    The same HTML, styles, fonts and moment give the same bytes, in whichever process and on whichever day.
    Nothing is fetched: images, styles and fonts come from our own static files, everything else is left out.
    Links that begin with a slash lead to the portal's own address.

    :param html: a whole page with ``<html lang>`` and ``<title>``; see ``templates/pdf/document.html``.
    :param made_at: an aware moment, written as the document's date of creation.
    :param styles: paths of style sheets among the static files.
    :raises ValueError: where the page says neither its language nor its title.
    """
    # WeasyPrint takes half a second to load, and most processes never need it.
    from compact_portal.pdf.drawing import HTML, as_artifacts, look_of  # noqa: PLC0415

    look = look_of(tuple(styles), settings.SITE_URL, settings.STATIC_URL)
    page = HTML(string=html, base_url=f"{settings.SITE_URL}/", url_fetcher=look.own_files)
    document = page.render(font_config=look.fonts, stylesheets=look.sheets)
    if not document.metadata.lang:
        raise ValueError("The document does not say which language it is in: give <html> a lang.")
    if not document.metadata.title:
        raise ValueError("The document has no <title>.")
    document.metadata.created = document.metadata.modified = _w3c_date(made_at)
    return document.write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(html.encode()).hexdigest()[:32].encode(),
        finisher=as_artifacts,
    )


def _w3c_date(moment: datetime) -> str:
    """Write an aware moment as the W3C profile of ISO 8601 wants it, in UTC and to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")

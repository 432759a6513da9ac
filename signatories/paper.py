"""The page that an organisation prints, signs in ink and scans: what stands in it, and its QR code."""

import hashlib
import io
import json
from datetime import datetime
from typing import NamedTuple

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from compact_portal import pdf
from compact_portal.printing import Printer
from signatories.models import SignaturePage, SigningRequest
from signatories.scanning import address_of

LAYOUT = 1  # Raise it when the template changes, so that every page is made anew.
STYLES = ("pdf/document.css", "pdf/signature_page.css")
DECLARATION = translation.gettext_lazy(
    "We have read the text named above, and declare that the person who signs below may sign it in the name of the "
    "organisation, which agrees to its principles and commitments."
)


class Content(NamedTuple):
    """What stands in a signature page: its request, and a digest of it all."""

    request: SigningRequest
    digest: str

    @property
    def moment(self) -> datetime:
        """The moment at which the request was made."""
        return self.request.asked_at


def content_of(request: SigningRequest) -> Content:
    """Return what a signature page says."""
    edition = request.edition
    facts = [LAYOUT, request.key, str(request.organisation), str(edition), edition.digest, settings.SITE_URL]
    facts.append(str(request.lapses_on))
    return Content(request, hashlib.sha256(json.dumps(facts).encode()).hexdigest())


def code_of(request: SigningRequest) -> bytes:
    """Return the QR code of a request as PNG: error correction Q, so that a fold or a stamp does no harm."""
    picture = io.BytesIO()
    segno.make(address_of(request.key), error="q", micro=False).save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


@task()
def print_page(pk: int) -> str:
    """Job: make the file of a signature page."""
    return PRINTER.make(pk)


def draw(content: Content) -> bytes:
    """Return the signature page as PDF."""
    asked = content.request
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string(
            "signatories/pdf/signature_page.html",
            {
                "asked": asked,
                "edition": asked.edition,
                "compact": asked.edition.text.compact,
                "declaration": DECLARATION,
                "key": " ".join(asked.key[at : at + 4] for at in range(0, len(asked.key), 4)),
                "address": address_of(asked.key),
            },
        )
        return pdf.render(html, made_at=content.moment, styles=STYLES, pictures={"code.png": code_of(asked)})


def name_of(page: SignaturePage) -> str:
    """Return the path of a signature page's file."""
    return f"pages/{page.request.key}-{page.content_digest[:16]}.pdf"


PRINTER = Printer(
    model=SignaturePage,
    of=("request",),
    content_of=content_of,
    draw=draw,
    name_of=name_of,
    job=lambda: print_page,
    with_related=("request__organisation", "request__edition__text__compact"),
)

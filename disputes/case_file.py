"""The case as a file: one PDF, or a ZIP with the papers and the facts as JSON. Made by a job, kept for an hour."""

import hashlib
import io
import json
import zipfile
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from compact_portal import pdf
from compact_portal.compacts.printing import throw_away
from compact_portal.printing import LOST_AFTER, Printer
from disputes.models import Dispute, PrintedCase
from disputes.models.keeping import Reader
from disputes.reading.whole import facts_of
from disputes.words import Party

LAYOUT = 1  # Raise it when the template or its styles change, so that every file is made anew.


class Content(NamedTuple):
    """What stands in a case file, and a digest of it all."""

    dispute: Dispute
    reader: Reader
    form: str
    moment: datetime
    facts: dict[str, Any]
    digest: str


def reader_of(parties: frozenset[Party]) -> Reader:
    """For which kind of reader somebody gets the file."""
    if Party.COMPLAINANT in parties:
        return Reader.COMPLAINANT
    return Reader.RESPONDENT if Party.RESPONDENT in parties else Reader.OTHERS


def content_of(dispute: Dispute, reader: str, form: str) -> Content:
    """Return what the file of a case says today."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = facts_of(dispute, Reader(reader))
    newest = dispute.events.order_by("-at").values_list("at", flat=True).first()
    words = json.dumps([LAYOUT, reader, form, facts, dispute.compact.colour], sort_keys=True)
    moment = newest or dispute.raised_at or timezone.now()
    return Content(dispute, Reader(reader), form, moment, facts, hashlib.sha256(words.encode()).hexdigest())


def draw(content: Content) -> bytes:
    """Return the file: the PDF, or the ZIP with it."""
    document = draw_pdf(content)
    return document if content.form == PrintedCase.Form.PDF else packed(content, document)


def draw_pdf(content: Content) -> bytes:
    """Return the case as PDF."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "content": content,
            "case": content.facts,
            "full": content.reader != Reader.OTHERS,
            "dispute": content.dispute,
            "site_url": settings.SITE_URL,
        }
        return pdf.render(render_to_string("disputes/pdf/case.html", context), made_at=content.moment)


def packed(content: Content, document: bytes) -> bytes:
    """Return the PDF, the facts as JSON, and the papers, packed; the same content gives the same bytes."""
    out = io.BytesIO()
    moment = timezone.localtime(content.moment).timetuple()[:6]
    with zipfile.ZipFile(out, "w") as package:

        def put(name: str, data: bytes) -> None:
            package.writestr(zipfile.ZipInfo(name, moment), data, zipfile.ZIP_DEFLATED)

        put(f"{content.dispute.reference}.pdf", document)
        put(f"{content.dispute.reference}.json", json.dumps(content.facts, indent=1, ensure_ascii=False).encode())
        for paper in content.dispute.evidence.filter(number__in=_files(content)):
            with paper.file.open() as file:
                put(_files(content)[paper.number], file.read())
    return out.getvalue()


def _files(content: Content) -> dict[int, str]:
    """Which papers lie in the ZIP, and as what."""
    return {paper["number"]: paper["file"] for paper in content.facts.get("evidence", []) if paper["file"]}


def name_of(printed: PrintedCase) -> str:
    """Return the path of a file; it tells nothing of the case."""
    return f"cases/{printed.pk}-{printed.content_digest[:32]}.{printed.form}"


@task()
def print_case(pk: int) -> str:
    """Job: make the file of a case."""
    return PRINTER.make(pk)


PRINTER = Printer(
    model=PrintedCase,
    of=("dispute", "reader", "form"),
    content_of=content_of,
    draw=draw,
    name_of=name_of,
    job=lambda: print_case,
    with_related=("dispute__compact", "dispute__complainant", "dispute__respondent", "dispute__nomination__person"),
)


def keep_printed() -> str:
    """Timed work: pick up what was not finished; a file of a case does not outlive its hour."""
    old = PrintedCase.objects.filter(asked_at__lt=timezone.now() - 2 * LOST_AFTER)
    return f"{throw_away(old)} files of cases thrown away, {PRINTER.reap()} to be made again"

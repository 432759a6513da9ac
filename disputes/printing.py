"""The settlement as a file: what stands in it, how it is drawn and sealed. Made by a job, for the two parties alone."""

import hashlib
import io
import json
from datetime import datetime
from typing import Any, NamedTuple

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from codes.citing import cite, in_order
from compact_portal import pdf
from compact_portal.pdf.keys import source_for
from compact_portal.pdf.numbers import short_id_of
from compact_portal.pdf.seals import Sealed
from compact_portal.printing import Printer
from disputes.models import Settlement, SettlementPaper, SettlementSignature

LAYOUT = 1  # Raise it when the template or its styles change.
STYLES = ("pdf/document.css", "pdf/agreement.css")
QR_SCALE = 8


class Content(NamedTuple):
    """What stands in the paper of a settlement, and a digest of it all."""

    settlement: Settlement
    signatures: list[SettlementSignature]
    clauses: list[str]
    digest: str

    @property
    def moment(self) -> datetime:
        """When the second party signed."""
        return self.signatures[-1].signed_at

    @property
    def short_id(self) -> str:
        """The number by which anybody can have it verified, and learns nothing of what is in it."""
        return short_id_of(self.digest)


def content_of(settlement: Settlement) -> Content:
    """Return what the paper of an agreed settlement says. The digest has the salt in it, so no guess can be tried."""
    signatures = list(settlement.signatures.all())
    cited = settlement.dispute.citations.select_related("clause__edition__text__code")
    with translation.override(settings.LANGUAGE_CODE):
        clauses = [f"{cite(clause)} {clause.heading}".strip() for clause in in_order(row.clause for row in cited)]
    facts = [
        LAYOUT,
        settlement.salt,
        settlement.digest,
        [[one.side, one.whom, one.name, one.office, one.signed_at.isoformat()] for one in signatures],
    ]
    digest = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    return Content(settlement, signatures, clauses, digest)


def draw(content: Content) -> bytes:
    """Return the paper as PDF."""
    settlement = content.settlement
    check = f"{settings.SITE_URL}/verify/{content.short_id}/"
    code = io.BytesIO()
    segno.make(check, error="m", micro=False).save(code, kind="png", scale=QR_SCALE, border=2)
    with translation.override(settings.LANGUAGE_CODE):
        context: dict[str, Any] = {
            "content": content,
            "settlement": settlement,
            "dispute": settlement.dispute,
            "compact": settlement.dispute.compact,
            "check": check,
        }
        html = render_to_string("disputes/pdf/settlement.html", context)
        return pdf.render(html, made_at=content.moment, styles=STYLES, pictures={"check.png": code.getvalue()})


def seal(paper: SettlementPaper, document: bytes) -> Sealed:
    """Seal the paper with the key of its Compact, or raise NotSealed. Its reason names neither case nor party."""
    # pyHanko takes a second to load, and most processes never seal.
    from compact_portal.pdf.sealing import seal as seal_with  # noqa: PLC0415

    with translation.override(settings.LANGUAGE_CODE):
        reason = _("Settlement of a dispute, number %(number)s") % {"number": paper.short_id}
    address = f"{settings.SITE_URL}/verify/{paper.short_id}/"
    return seal_with(document, source_for(paper.settlement.dispute.compact.slug), reason=reason, address=address)


def name_of(paper: SettlementPaper) -> str:
    """Return the path of a sealed file: it names neither case nor party."""
    return f"settlements/{paper.sealed_digest}.pdf"


@task()
def print_settlement(pk: int) -> str:
    """Job: make the file of a settlement."""
    return PRINTER.make(pk)


PRINTER = Printer(
    model=SettlementPaper,
    of=("settlement",),
    content_of=content_of,
    draw=draw,
    name_of=name_of,
    job=lambda: print_settlement,
    with_related=("settlement__dispute__compact",),
    seal=seal,
    more=lambda content: {"short_id": content.short_id},
)


def ask_for(settlement: Settlement) -> SettlementPaper:
    """Have the paper of an agreed settlement made, unless it is; raises ValueError for one that is not agreed."""
    if settlement.state != Settlement.State.AGREED:
        raise ValueError(f"{settlement} is not agreed.")
    return PRINTER.ask_for(settlement)


def keep_printed() -> str:
    """Timed work: pick up what was not finished."""
    return f"{PRINTER.reap()} settlements to be made again"


def sealed_under(number: str) -> dict[str, Any] | None:
    """What anybody may know of a sealed settlement by its number (SEALED_DOCUMENTS): the kind, when, with which key."""
    paper = SettlementPaper.objects.filter(short_id=number).exclude(made_at=None).select_related("key").first()
    if paper is None:
        return None
    return {"kind": _("Settlement of a dispute, signed by both parties"), "paper": paper}

"""The signed agreement as a file: what stands in it. It is asked for when somebody signs or first wants it."""

import hashlib
import json
from datetime import UTC, datetime, time
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from compact_portal import pdf
from compact_portal.compacts.kinds import Sector, TextKind
from compact_portal.compacts.lifecycle import FROZEN, EditionState
from compact_portal.compacts.models import Compact, Edition
from compact_portal.compacts.printing import rows_of
from compact_portal.pdf.keys import source_for
from compact_portal.pdf.seals import Sealed, short_id_of
from compact_portal.printing import Printer
from signatories.models import Organisation, Signature, SignedAgreement

LAYOUT = 2  # Raise it when the template or its styles change, so that every agreement is made anew.
SPARE_BLOCKS = 2  # Blank signature blocks of each sector that name nobody.


class Content(NamedTuple):
    """What stands in a printed agreement: the edition, who signed it, who has not yet, and a digest of it all."""

    edition: Edition
    signatures: list[Signature]
    awaited: list[Organisation]
    digest: str

    @property
    def moment(self) -> datetime:
        """The moment the content came to be what it is: of the last signature, else of publishing."""
        moments = [self.edition.frozen_at] if self.edition.frozen_at else []
        for signature in self.signatures:
            if signature.signed_at:
                moments.append(signature.signed_at)
            elif signature.signed_on:
                moments.append(datetime.combine(signature.signed_on, time(), tzinfo=UTC))
        return max(moments)

    @property
    def short_id(self) -> str:
        """The number by which anybody can have this issue verified, at `/verify/<short id>/`."""
        return short_id_of(self.digest)

    @property
    def record(self) -> dict[str, Any]:
        """Who had signed, as the page that verifies the file tells it, also when they have withdrawn since."""
        return {
            "signatures": [
                {
                    "id": signature.pk,
                    "organisation": str(signature.organisation),
                    "sector": signature.organisation.sector,
                    "name": signature.signed_name,
                    "office": signature.office,
                    "signed_on": str(signature.signed_on or ""),
                }
                for signature in self.signatures
            ]
        }

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """For each sector who signed, who is awaited, and how many more blanks there are."""
        return [
            {
                "sector": sector,
                "signatures": [s for s in self.signatures if s.organisation.sector == sector],
                "awaited": [o for o in self.awaited if o.sector == sector],
                "spare": range(SPARE_BLOCKS if self.edition.open_for_signing else 0),
            }
            for sector in Sector
        ]


def content_of(edition: Edition) -> Content:
    """Return what a printed agreement of an edition says today. Two queries."""
    signatures = list(
        Signature.objects.standing()
        .filter(edition=edition)
        .select_related("organisation")
        .order_by("organisation__sector", "organisation__name", "pk")
    )
    awaited = list(_awaited(edition)) if edition.open_for_signing else []
    with translation.override(settings.LANGUAGE_CODE):
        facts = [
            LAYOUT,
            edition.reference,
            edition.digest,
            str(edition),
            _compact_of(edition).area_name,
            edition.notice,
            edition.state_sentence(),
            edition.open_for_signing,
            [[s.pk, s.signed_name, s.office, str(s.signed_on), str(s.organisation)] for s in signatures],
            [str(organisation) for organisation in awaited],
        ]
    return Content(edition, signatures, awaited, hashlib.sha256(json.dumps(facts).encode()).hexdigest())


def _compact_of(edition: Edition) -> Compact:
    """Return the Compact whose agreement an edition is."""
    compact = edition.text.compact
    if compact is None:
        raise ValueError(f"{edition} is no agreement of a Compact.")
    return compact


def _awaited(edition: Edition):
    """Return the organisations that signed an earlier edition of the text and not this one."""
    earlier = Signature.objects.standing().filter(edition__text=edition.text_id, edition__ordinal__lt=edition.ordinal)
    done = Signature.objects.filter(edition=edition)
    return (
        Organisation.objects.filter(pk__in=earlier.values("organisation"))
        .exclude(pk__in=done.values("organisation"))
        .order_by("sector", "name")
    )


@task()
def print_agreement(pk: int) -> str:
    """Job: make the file of an agreement."""
    return PRINTER.make(pk)


def draw(content: Content) -> bytes:
    """Return the agreement as PDF."""
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string(
            "signatories/pdf/agreement.html",
            {
                "content": content,
                "edition": content.edition,
                "compact": _compact_of(content.edition),
                "rows": rows_of(content.edition),
                "site_url": settings.SITE_URL,
            },
        )
        return pdf.render(html, made_at=content.moment)


def seal(agreement: SignedAgreement, document: bytes) -> Sealed:
    """Seal the file of an agreement with the key of its Compact, or raise NotSealed."""
    # pyHanko takes a second to load, and most processes never seal.
    from compact_portal.pdf.sealing import seal as seal_with  # noqa: PLC0415

    compact = _compact_of(agreement.edition)
    address = f"{settings.SITE_URL}/verify/{agreement.short_id}/"
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("%(edition)s, number %(number)s, as signed until now") % {
            "edition": agreement.edition,
            "number": agreement.short_id,
        }
    return seal_with(document, source_for(compact.slug), reason=reason, address=address)


def name_of(agreement: SignedAgreement) -> str:
    """Return the path of an agreement's sealed file."""
    return f"agreements/{agreement.edition.reference.replace('/', '-')}-{agreement.sealed_digest}.pdf"


PRINTER = Printer(
    model=SignedAgreement,
    of=("edition",),
    content_of=content_of,
    draw=draw,
    name_of=name_of,
    job=lambda: print_agreement,
    with_related=("edition__text__compact", "edition__supersedes"),
    seal=seal,
    more=lambda content: {"short_id": content.short_id, "record": content.record},
)


def ask_for(edition: Edition) -> SignedAgreement:
    """Have the agreement of an edition made as it stands now, unless it was already.

    Raises ValueError for an edition that is not agreed yet: nobody can have signed it.
    """
    if edition.state not in FROZEN:
        raise ValueError(f"{edition} is not agreed yet.")
    return PRINTER.ask_for(edition)


def keep_printed() -> str:
    """Timed work: have the agreements in force printed, so that who asks first need not wait; pick up what failed."""
    in_force = Edition.objects.filter(state=EditionState.IN_FORCE, text__kind=TextKind.AGREEMENT)
    for edition in in_force.select_related("text__compact", "supersedes"):
        ask_for(edition)
    return _("%(count)d agreements to be made again") % {"count": PRINTER.reap()}

"""The signed agreement as a file: what stands in it, when it is made, and that one content is made once.

A page never waits for it: it is asked for when somebody signs or first wants it, and made by a job.
"""

import hashlib
import json
import logging
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from compact_portal import pdf
from compact_portal.compacts.kinds import ClauseKind, Sector, TextKind
from compact_portal.compacts.lifecycle import FROZEN, EditionState
from compact_portal.compacts.models import Clause, Compact, Edition
from signatories.models import Organisation, Signature, SignedAgreement
from signatories.models.signature import RenderState

log = logging.getLogger("portal.printing")

LAYOUT = 1  # Raise it when the template or its styles change, so that every agreement is made anew.
DEAD_AFTER = timedelta(minutes=3)  # A worker that has not finished an agreement by then is taken for dead.
LOST_AFTER = timedelta(minutes=30)  # A job that nobody has begun by then is asked for again.
RETRY_AFTER = timedelta(hours=1)  # What failed is tried again by time.
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


class Row(NamedTuple):
    """A clause as it is laid out: at which level its heading stands, and whether its number is shown."""

    clause: Clause
    level: int
    numbered: bool
    is_definition: bool


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


def rows_of(edition: Edition, *, top: int = 2) -> list[Row]:
    """Return the clauses of an edition in reading order, headings from `top` downwards and none left out between."""
    depths: dict[int | None, int] = {}
    rows, last = [], top - 1
    for clause in edition.clauses.all():
        depths[clause.pk] = depths.get(clause.parent_id, -1) + 1
        level = min(top + depths[clause.pk], last + 1, 5)
        is_definition = clause.kind == ClauseKind.DEFINITION
        if clause.heading and not is_definition:
            last = level
        rows.append(Row(clause, level, clause.number[0].isdigit(), is_definition))
    return rows


def ask_for(edition: Edition) -> SignedAgreement:
    """Have the agreement of an edition made as it stands now, unless it was already.

    Raises ValueError for an edition that is not agreed yet: nobody can have signed it.
    """
    if edition.state not in FROZEN:
        raise ValueError(f"{edition} is not agreed yet.")
    content = content_of(edition)
    with transaction.atomic():
        agreement, new = SignedAgreement.objects.get_or_create(edition=edition, content_digest=content.digest)
        if new:
            print_agreement.enqueue(agreement.pk)
    if agreement.state == RenderState.READY and not agreement.file.storage.exists(str(agreement.file.name)):
        _again(agreement)
    return agreement


def retry(agreement: SignedAgreement) -> bool:
    """Have an agreement made that could not be made; False where somebody else has just asked."""
    return agreement.state == RenderState.FAILED and _again(agreement)


def _again(agreement: SignedAgreement) -> bool:
    """Put an agreement back to waiting, and enqueue it; False where it is no longer as we read it."""
    now = timezone.now()
    with transaction.atomic():
        claimed = SignedAgreement.objects.filter(
            pk=agreement.pk, state=agreement.state, asked_at=agreement.asked_at, begun_at=agreement.begun_at
        ).update(state=RenderState.WAITING, asked_at=now, begun_at=None, error="")
        if claimed:
            print_agreement.enqueue(agreement.pk)
    agreement.refresh_from_db()
    return bool(claimed)


@task()
def print_agreement(pk: int) -> str:
    """Job: make the file of an agreement. Run twice, also at the same time, it makes one file."""
    claimed = SignedAgreement.objects.filter(pk=pk, state=RenderState.WAITING).update(
        state=RenderState.RENDERING, begun_at=timezone.now()
    )
    if not claimed:
        return "made already, or being made"
    agreement = SignedAgreement.objects.select_related("edition__text__compact", "edition__supersedes").get(pk=pk)
    content = content_of(agreement.edition)
    if content.digest != agreement.content_digest:
        agreement.delete()  # Somebody signed in the meantime, and has asked for the newer one.
        ask_for(content.edition)
        return "out of date before it was made"
    try:
        name = _keep(agreement, draw(content))
    except Exception as error:
        log.exception("The agreement %s could not be made.", pk)
        SignedAgreement.objects.filter(pk=pk, state=RenderState.RENDERING).update(
            state=RenderState.FAILED, error=f"{type(error).__name__}: {error}"[:250]
        )
        raise
    SignedAgreement.objects.filter(pk=pk, state=RenderState.RENDERING).update(
        state=RenderState.READY, file=name, made_at=timezone.now(), error=""
    )
    return name


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


def _keep(agreement: SignedAgreement, document: bytes) -> str:
    """Store a document under the name of its content, over what a killed worker may have left. Returns the name."""
    storage = FileSystemStorage(allow_overwrite=True)
    name = f"agreements/{agreement.edition.reference.replace('/', '-')}-{agreement.content_digest[:16]}.pdf"
    return storage.save(name, ContentFile(document))


def keep_printed() -> str:
    """Timed work: have the agreements in force printed, so that who asks first need not wait; then `reap`."""
    in_force = Edition.objects.filter(state=EditionState.IN_FORCE, text__kind=TextKind.AGREEMENT)
    for edition in in_force.select_related("text__compact", "supersedes"):
        ask_for(edition)
    return _("%(count)d agreements to be made again") % {"count": reap()}


def reap(only: SignedAgreement | None = None) -> int:
    """Pick up what a killed worker left, and try again what failed, of all or of one. Returns how many."""
    now = timezone.now()
    due = SignedAgreement.objects.filter(
        Q(state=RenderState.RENDERING, begun_at__lt=now - DEAD_AFTER)
        | Q(state=RenderState.WAITING, asked_at__lt=now - LOST_AFTER)
        | Q(state=RenderState.FAILED, begun_at__lt=now - RETRY_AFTER)
    )
    if only is not None:
        due = due.filter(pk=only.pk)
    return sum(_again(agreement) for agreement in due)

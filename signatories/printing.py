"""The signed agreement as a file: made by a job, when somebody signs or first wants it. One content, one file."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import FROZEN, EditionState
from compact_portal.compacts.models import Compact, Edition
from compact_portal.pdf.keys import source_for
from compact_portal.pdf.seals import Sealed
from compact_portal.printing import Printer
from signatories.contents import content_of
from signatories.drawing import draw
from signatories.models import SignedAgreement


@task()
def print_agreement(pk: int) -> str:
    """Job: make the file of an agreement."""
    return PRINTER.make(pk)


def seal(agreement: SignedAgreement, document: bytes) -> Sealed:
    """Seal the file of an agreement with the key of its Compact, or raise NotSealed."""
    # pyHanko takes a second to load, and most processes never seal.
    from compact_portal.pdf.sealing import seal as seal_with  # noqa: PLC0415

    compact = agreement.adopted_by or agreement.edition.text.compact
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
    of=("edition", "adopted_by", "language"),
    content_of=content_of,
    draw=draw,
    name_of=name_of,
    job=lambda: print_agreement,
    with_related=("edition__text__compact", "edition__supersedes", "adopted_by__core"),
    seal=seal,
    more=lambda content: {"short_id": content.short_id, "record": content.record},
)


def ask_for(edition: Edition, adopted_by: Compact | None = None, language: str = "") -> SignedAgreement:
    """Have the agreement of an edition made as it stands now, unless it was already.

    Raises ValueError for an edition that is not agreed yet: nobody can have signed it.
    """
    if edition.state not in FROZEN:
        raise ValueError(f"{edition} is not agreed yet.")
    return PRINTER.ask_for(edition, adopted_by, language)


def keep_printed() -> str:
    """Timed work: have the agreements in force printed, so that who asks first need not wait; pick up what failed."""
    in_force = Edition.objects.filter(state=EditionState.IN_FORCE, text__kind=TextKind.AGREEMENT)
    for edition in in_force.select_related("text__compact", "supersedes"):
        ask_for(edition)
    return _("%(count)d agreements to be made again") % {"count": PRINTER.reap()}

"""What has happened since an issue of a signed agreement was sealed: a genuine file may be out of date."""

from dataclasses import dataclass

from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Edition
from compact_portal.printing import RenderState
from signatories.models import Signature, SignedAgreement


@dataclass(frozen=True)
class Since:
    """A newer issue, an edition that is in force now instead, and the signatures withdrawn; each where there is any."""

    issue: SignedAgreement | None
    edition: Edition | None
    withdrawn: list[Signature]

    @property
    def is_superseded(self) -> bool:
        """Whether anything has changed."""
        return bool(self.issue or self.edition or self.withdrawn)


def since(agreement: SignedAgreement) -> Since:
    """Return what has happened since an issue was sealed. Three queries."""
    newer = SignedAgreement.objects.filter(
        edition=agreement.edition_id,
        adopted_by=agreement.adopted_by_id,
        language=agreement.language,
        state=RenderState.SEALED,
        sealed_at__gt=agreement.sealed_at,
    )
    editions = Edition.objects.filter(
        text=agreement.edition.text_id, ordinal__gt=agreement.edition.ordinal, state=EditionState.IN_FORCE
    )
    signed = [row["id"] for row in agreement.record.get("signatures", [])]
    withdrawn = Signature.objects.withdrawn().filter(pk__in=signed).select_related("organisation")
    return Since(
        newer.order_by("-sealed_at").first(),
        editions.select_related("text__compact").order_by("-ordinal").first(),
        list(withdrawn.order_by("organisation__name")),
    )

"""The register of a Compact as data: its page, its files and the printed agreement tell the same."""

from collections.abc import Iterator

from django.db.models import Q

from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import FROZEN
from compact_portal.compacts.models import Compact, Edition
from signatories.models import Signature

SORTS = {
    "organisation": "organisation__name",
    "name": "signed_name",
    "office": "office",
    "date": "signed_on",
}


def agreements_of(compact: Compact):
    """Return the agreed editions that organisations of an area sign: the Compact's own and its core Compact's."""
    whose = Q(text__compact=compact)
    if compact.core_id:
        whose |= Q(text__compact=compact.core_id)
    return (
        Edition.objects.filter(whose, text__kind=TextKind.AGREEMENT, state__in=sorted(FROZEN))
        .select_related("text__compact", "supersedes")
        .order_by("-ordinal")
    )


def newest_edition(compact: Compact) -> Edition | None:
    """Return the edition that signatories are measured by: the one in force, else the newest agreed one."""
    return compact.current_edition or agreements_of(compact).first()


def newest_signatures(compact: Compact, sort: str = ""):
    """Return each organisation's signature of the newest edition it signed, by sector, then as asked."""
    key = SORTS.get(sort.removeprefix("-"), "organisation__name")
    order = f"-{key}" if sort.startswith("-") else key
    return (
        Signature.objects.of(compact)
        .standing()
        .newest_of_each()
        .select_related("organisation", "edition__text__compact")
        .order_by("organisation__sector", order, "organisation__name", "pk")
    )


def facts(compact: Compact) -> Iterator[dict[str, str]]:
    """Return the register row by row, withdrawn signatures last."""
    standing = list(newest_signatures(compact))
    gone = Signature.objects.of(compact).withdrawn().select_related("organisation", "edition__text__compact")
    for signature in [*standing, *gone]:
        yield {
            "organisation": signature.organisation.name,
            "sector": signature.organisation.get_sector_display(),
            "edition": signature.edition.label,
            "signed_by": signature.signed_name,
            "office": signature.office,
            "signed_on": signature.signed_on.isoformat() if signature.signed_on else "",
            "on_behalf_of": signature.on_behalf_of,
            "method": signature.get_method_display(),
            "certificate": signature.certificate,
            "withdrawn_on": signature.withdrawn_on.isoformat() if signature.withdrawn_on else "",
        }


def as_data(compact: Compact) -> dict[str, object]:
    """Return the register as it is given away as JSON."""
    return {
        "compact": str(compact),
        "edition": str(newest_edition(compact) or ""),
        "signatories": list(facts(compact)),
    }

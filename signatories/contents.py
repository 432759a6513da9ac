"""What stands in a signed agreement, and a digest of it all: of one content one file is made."""

import hashlib
import json
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone, translation

from codes.models import Adoption
from compact_portal.compacts import welsh
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact, Edition, Language, Translation
from compact_portal.pdf.numbers import short_id_of
from signatories import registered
from signatories.models import Organisation, Signature, SignedMember
from signatories.models.organisation import Kind

LAYOUT = 4  # Raise it when the template or its styles change, so that every agreement is made anew.
MOST_COUNCILS = 2  # On the cover.
SPARE_BLOCKS = 2  # Blank signature blocks of each sector that name nobody.


class Content(NamedTuple):
    """What stands in a printed agreement, and a digest of it all.

    The edition; the Compact whose agreement it is (its own, or one that adopts the text), and its councils; the
    language; who signed it, who has not yet; the codes adopted; the register; the Welsh of its clauses.
    """

    edition: Edition
    compact: Compact
    councils: list[str]
    language: str
    signatures: list[Signature]
    awaited: list[Organisation]
    adoptions: list[Adoption]
    register: dict[str, Any]
    translations: dict[int, Translation]
    digest: str

    @property
    def moment(self) -> datetime:
        """When the content came to be what it is: of the last signature, withdrawal or adoption, else publishing."""
        moments = [self.edition.frozen_at] if self.edition.frozen_at else []
        moments += [moment for s in self.signatures for moment in (s.signed_at, s.witnessed_at) if moment]
        moments += [words.updated_at for words in self.translations.values()]
        days = [signature.signed_on for signature in self.signatures if not signature.signed_at]
        days += [adoption.from_on for adoption in self.adoptions]
        days += [date.fromisoformat(row["withdrawn_on"]) for row in self.withdrawn]
        return max(moments + [datetime.combine(day, time(), tzinfo=UTC) for day in days if day])

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
    def is_adopted(self) -> bool:
        """Whether the text is another Compact's that this one adopts."""
        return self.compact.pk != self.edition.text.compact_id

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

    @property
    def include_all(self) -> set[int]:
        """The signatures that include every code adopted."""
        adopted = {adoption.edition_id for adoption in self.adoptions}
        return {s.pk for s in self.signatures if adopted and {code.pk for code in s.codes.all()} >= adopted}

    @property
    def standing(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The register by sector, without who withdrew."""
        rows = [_dated(row) for row in self.register["signatories"] if not row["withdrawn_on"]]
        return [(sector, list(group)) for sector, group in groupby(rows, key=lambda row: row["sector"])]

    @property
    def withdrawn(self) -> list[dict[str, Any]]:
        """Who withdrew, from the register."""
        return [row for row in self.register["signatories"] if row["withdrawn_on"]]

    @property
    def register_as_data(self) -> dict[str, Any]:
        """The register as it is given away, on the day since which it has been so."""
        return {"on": timezone.localdate(self.moment).isoformat()} | self.register

    @property
    def left(self) -> list[dict[str, Any]]:
        """Who withdrew, with days as days."""
        return [_dated(row) for row in self.withdrawn]


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the register with days as days."""
    days = {
        name: date.fromisoformat(row[name]) if row[name] else None
        for name in ("signed_on", "leaves_on", "withdrawn_on")
    }
    return row | days


def content_of(edition: Edition, adopted_by: Compact | None = None, language: str = "") -> Content:
    """Return what a printed agreement says today. The same few queries for any number of signatures."""
    compact = adopted_by or _compact_of(edition)
    with translation.override(language or settings.LANGUAGE_CODE):
        signatures = list(_signatures(edition, adopted_by))
        awaited = list(_awaited(edition, adopted_by)) if edition.open_for_signing else []
        adoptions = list(_adoptions(compact, edition))
        councils = _councils(compact)
        translations = welsh.of(edition) if language == Language.WELSH else {}
        register = registered.as_data(compact)
        del register["on"]  # It is the same on each day on which nothing changes.
        facts = [
            [LAYOUT, language, settings.SITE_URL],
            [
                edition.reference,
                edition.digest,
                str(edition),
                edition.notice,
                edition.state_sentence(),
                edition.open_for_signing,
            ],
            [compact.slug, compact.name, compact.area_name, councils, compact.colour, compact.logo.name],
            [_signed(signature) for signature in signatures],
            [str(organisation) for organisation in awaited],
            [
                [
                    a.edition.reference,
                    str(a.edition),
                    a.edition.digest,
                    a.how,
                    a.bodies,
                    str(a.from_on),
                    str(a.until_on),
                ]
                for a in adoptions
            ],
            register,
            [
                [clause, words.heading, words.body, words.made_from, words.updated_at.isoformat()]
                for clause, words in sorted(translations.items())
            ],
        ]
    digest = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    return Content(edition, compact, councils, language, signatures, awaited, adoptions, register, translations, digest)


def _signed(signature: Signature) -> list[Any]:
    """Return what a signature's block says."""
    return [
        [signature.pk, signature.signed_name, signature.office, str(signature.signed_on), str(signature.organisation)],
        [signature.on_behalf_of, [member.name for member in signature.members.all()]],
        [signature.grade, signature.method, [edition.reference for edition in signature.codes.all()]],
        [signature.witness_name, signature.witness_office, signature.scan_digest],
    ]


def _signatures(edition: Edition, adopted_by: Compact | None):
    """Return the signatures that stand under an edition: all, or those of a Compact that adopts it."""
    found = Signature.objects.of(adopted_by) if adopted_by else Signature.objects.all()
    return (
        found.standing()
        .filter(edition=edition)
        .select_related("organisation", "edition__text")
        .prefetch_related(
            Prefetch("codes", Edition.objects.select_related("text")),
            Prefetch("members", SignedMember.objects.filter(opted_out_at=None)),
        )
        .order_by("organisation__sector", "organisation__name", "pk")
    )


def _compact_of(edition: Edition) -> Compact:
    """Return the Compact whose agreement an edition is."""
    compact = edition.text.compact
    if compact is None:
        raise ValueError(f"{edition} is no agreement of a Compact.")
    return compact


def _awaited(edition: Edition, adopted_by: Compact | None):
    """Return the organisations that signed an earlier edition of the text and not this one."""
    earlier = Signature.objects.standing().filter(edition__text=edition.text_id, edition__ordinal__lt=edition.ordinal)
    done = Signature.objects.complete().filter(edition=edition)
    found = Organisation.objects.filter(compacts=adopted_by) if adopted_by else Organisation.objects.all()
    return found.filter(pk__in=earlier.bodies()).exclude(pk__in=done.bodies()).order_by("sector", "name")


def _councils(compact: Compact) -> list[str]:
    """Return the names of the councils of an area, for its cover; none where there are too many to stand on it."""
    found = Organisation.objects.filter(compacts=compact, kind=Kind.COUNCIL, merged_into=None).order_by("name")
    names = list(found.values_list("name", flat=True)[: MOST_COUNCILS + 1])
    return names if len(names) <= MOST_COUNCILS else []


def _adoptions(compact: Compact, edition: Edition):
    """Return the codes that a Compact holds to today, or held to when the edition ended."""
    day = min(filter(None, [timezone.localdate(), edition.ended_on]))
    return (
        Adoption.objects.filter(compact=compact)
        .on(day)
        .select_related("edition__text__compact")
        .order_by("edition__text__title", "edition__ordinal", "pk")
    )

"""What applied in a Compact on a day: which agreement, annexes and codes, as far as the documents give days."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from codes.models import Adoption
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Compact, Edition
from signatories.models import Signature


class Standing(NamedTuple):
    """What applied on a day. `agreements`: one, or several of which the documents do not say which, or none."""

    day: date
    agreements: list[Edition]
    certain: bool
    annexes: list[Edition]
    codes: list[Adoption]
    signed: int
    signed_undated: int

    @property
    def lies_ahead(self) -> bool:
        """Whether the day is still to come."""
        return self.day > timezone.localdate()


def standing_on(compact: Compact, day: date) -> Standing:
    """Look up what applied on a day. The same number of queries however much there is."""
    whose = Q(text__compact=compact) | Q(text__compact=compact.core_id) if compact.core_id else Q(text__compact=compact)
    editions = (
        Edition.objects.public()
        .filter(whose)
        .exclude(text__kind=TextKind.CODE)
        .select_related("text__compact", "supersedes")
        .order_by("text__slug", "-ordinal")
    )
    by_text: dict[int, list[Edition]] = {}
    for edition in editions:
        by_text.setdefault(edition.text_id, []).append(edition)
    found = {text: applied(of_text, day) for text, of_text in by_text.items()}
    agreements = [one for one in found.values() if one[0] and one[0][0].text.kind == TextKind.AGREEMENT]
    own_first = sorted(agreements, key=lambda one: one[0][0].text.compact_id != compact.pk)
    chosen, certain = own_first[0] if own_first else ([], True)
    annexes = [
        edition for those, _certain in found.values() for edition in those if edition.text.kind == TextKind.ANNEX
    ]
    signed, undated = signatures_of(chosen[0], day) if len(chosen) == 1 else (0, 0)
    codes = Adoption.objects.filter(compact=compact).on(day).with_codes().order_by("edition__text__title")
    return Standing(day, chosen, certain, annexes, list(codes), signed, undated)


def first_day(edition: Edition) -> date | None:
    """The first day of an edition, by its own document or by that of the one it superseded; None: not known."""
    return edition.in_force_on or (edition.supersedes.ended_on if edition.supersedes else None)


def applied(editions: Iterable[Edition], day: date) -> tuple[list[Edition], bool]:
    """The editions of one text (newest first) that applied on a day, or may have; and whether that is certain.

    An edition whose first day is known and past leaves none older. Where no day is known, all that can have applied
    are given.
    """
    possible: list[Edition] = []
    for edition in editions:
        first = first_day(edition)
        if edition.state == EditionState.AGREED:
            holds = first is not None and first <= day
        else:
            holds = edition.was_in_force_on(day) and not (edition.expires_on and day > edition.expires_on)
        if holds and first is not None:
            return ([edition], True) if not possible else ([*possible, edition], False)
        if holds:
            possible.append(edition)
        elif first is not None and first <= day:
            break  # It applied before that day, and ended; what is older had ended too.
    return possible, not possible


def signatures_of(edition: Edition, day: date) -> tuple[int, int]:
    """How many organisations had signed an edition by a day and not withdrawn, and how many signed on no known day."""
    stood = Signature.objects.complete().filter(edition=edition).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
    days = list(stood.values_list("signed_on", flat=True))
    return sum(1 for signed in days if signed and signed <= day), days.count(None)

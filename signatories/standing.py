"""The rule book of the register: how a signature, and an organisation by its signatures, stands on a day.

It knows days and the order of editions only, neither the database nor the web.
"""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    """How an organisation stands in the register of a day."""

    SIGNED = "signed", _("Signed")
    REAFFIRMED = "re-affirmed", _("Re-affirmed")
    EARLIER = "earlier", _("Signed an earlier edition")
    LEAVING = "leaving", _("Leaving")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PERHAPS = "perhaps", _("Perhaps signed by then")


#: Those who are bound on the day.
BOUND = frozenset({Standing.SIGNED, Standing.REAFFIRMED, Standing.EARLIER, Standing.LEAVING})


class Was(Enum):
    """How one signature was on a day."""

    NOT_YET = 0
    PERHAPS = 1
    ENDED = 2
    LEAVING = 3
    STOOD = 4


class Days(NamedTuple):
    """What is known of a signature, in days.

    `signed_on`: the day on the paper or the screen; None where the paper gives none: then it was signed at the latest
    on `recorded_on`, when it was put on record, and at the earliest on `earliest_on`, when its text was agreed (None:
    not known either). `told_on`: notice of leaving was given. `ends_on`: the first day on which it no longer stands.
    """

    ordinal: int
    signed_on: date | None
    recorded_on: date
    earliest_on: date | None = None
    told_on: date | None = None
    ends_on: date | None = None

    def on(self, day: date) -> Was:
        """How it was on a day."""
        if self.signed_on is not None and day < self.signed_on:
            return Was.NOT_YET
        if self.signed_on is None and day < self.recorded_on:
            return Was.NOT_YET if self.earliest_on and day < self.earliest_on else Was.PERHAPS
        if self.ends_on is not None and self.ends_on <= day:
            return Was.ENDED
        return Was.LEAVING if self.told_on is not None and self.told_on <= day else Was.STOOD


def of_organisation(signatures: Iterable[Days], day: date, measured: int | None) -> tuple[Standing, int] | None:
    """How an organisation stands on a day by its signatures of one text, and the index of the one that says so.

    `measured`: the order of the edition by which signatories are measured that day; None where nobody can say. The
    newest edition it signed speaks for it: who withdrew from that does not fall back upon an older one. None: it had
    signed nothing yet.
    """
    was = [(one.on(day), one.ordinal, index) for index, one in enumerate(signatures)]
    known = [(ordinal, how.value, index, how) for how, ordinal, index in was if how.value > Was.PERHAPS.value]
    if not known:
        perhaps = [(ordinal, index) for how, ordinal, index in was if how is Was.PERHAPS]
        return (Standing.PERHAPS, max(perhaps)[1]) if perhaps else None
    ordinal, _value, index, how = max(known, key=lambda one: one[:3])
    if how is Was.ENDED:
        return Standing.WITHDRAWN, index
    if how is Was.LEAVING:
        return Standing.LEAVING, index
    if measured is not None and ordinal < measured:
        return Standing.EARLIER, index
    before = any(other < ordinal for other, *_rest in known)
    return (Standing.REAFFIRMED if before else Standing.SIGNED), index

"""Whether the parties had signed on the day of the decision, worked out from the register, and what it means."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from compact_portal.compacts.kinds import Sector
from compact_portal.deadlines import written
from signatories.models import Organisation
from signatories.registered import Register
from signatories.standing import BOUND, Standing


@dataclass(frozen=True)
class SignedOnTheDay:
    """How a party stood in the register on a day: `edition` is the label of the one it had signed, "" for none."""

    organisation: Organisation
    day: date
    standing: Standing | None
    edition: str

    @property
    def bound(self) -> bool:
        """Whether it was bound by its own signature, or that of its umbrella body."""
        return self.standing in BOUND

    def sentence(self) -> str:
        """Say how it stood."""
        words = {"who": self.organisation, "day": written(self.day), "edition": self.edition}
        if self.standing is None:
            return _("%(who)s had not signed by %(day)s.") % words
        if self.standing == Standing.PERHAPS:
            return (
                _("%(who)s signed the %(edition)s edition on a day that the paper does not give; perhaps by %(day)s.")
                % words
            )
        if self.standing == Standing.WITHDRAWN:
            return _("%(who)s had withdrawn by %(day)s. It had signed the %(edition)s edition before.") % words
        if self.standing == Standing.EARLIER:
            return (
                _("%(who)s had signed the %(edition)s edition, an earlier one, and was bound by it on %(day)s.") % words
            )
        return _("%(who)s had signed the %(edition)s edition and was bound by it on %(day)s.") % words

    def as_data(self) -> dict[str, str]:
        """Return it for the history of the dispute: standing and edition."""
        return {"standing": self.standing.value if self.standing else "", "edition": self.edition}


def on_the_day(dispute) -> tuple[SignedOnTheDay, SignedOnTheDay] | None:
    """How complainant and respondent stood on the date of the decision; None while there is no date."""
    if dispute.decision_on is None:
        return None
    rows = {row.organisation.pk: row for row in Register(dispute.compact, dispute.decision_on).rows}
    found = []
    for party in (dispute.complainant, dispute.respondent):
        row = rows.get(party.remaining.pk)
        edition = row.signature.edition.label if row else ""
        found.append(SignedOnTheDay(party, dispute.decision_on, row.standing if row else None, edition))
    return found[0], found[1]


def what_it_means_for_complainant(signed: SignedOnTheDay) -> str:
    """Say what it means for who complains, where it had not signed; "" where it had."""
    if signed.bound:
        return ""
    if signed.organisation.sector == Sector.VCS:
        return _(
            "You can still raise the dispute: what public bodies promise, they promise to the whole sector. The other "
            "side may answer that you made no promise in return. Signing now does not change how it was on that day, "
            "but shows that you hold to the Compact too."
        )
    return _(
        "You can still raise the dispute. The other side may answer that you made no promise in return, so that it "
        "owed you none."
    )


def what_it_means_for_respondent(signed: SignedOnTheDay) -> str:
    """Say what it means where the other side had not signed; "" where it had."""
    if signed.bound:
        return ""
    return _(
        "You can still raise the dispute, and it is told of it. But it has made no promise under this Compact, so it "
        "may answer that it need not take part, and neither the Forum nor a mediator can make it. What can help: talk "
        "to its contact first, name another duty that it has (in law, in its own policy, in the conditions of a "
        "grant), and ask it to sign as a part of what you want. Ombudsmen and courts do not ask who signed: their "
        "time limits run."
    )


def signed_facts(dispute) -> dict[str, dict[str, str]]:
    """How both stood on the day, for the history of the dispute."""
    us, them = on_the_day(dispute) or (None, None)
    return {name: side.as_data() for name, side in (("complainant", us), ("respondent", them)) if side}

"""The register of a Compact on any day, as data: its page, files and badge and the printed agreement tell the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.compacts.kinds import Sector, TextKind
from compact_portal.compacts.lifecycle import FROZEN, EditionState
from compact_portal.compacts.models import Compact, Edition
from compact_portal.templatetags.portal import day as in_words
from signatories.models import Campaign, Organisation, Signature, SignedMember
from signatories.standing import BOUND, Standing, of_organisation

OTHER_TEXT = 1_000_000


@dataclass(frozen=True)
class Row:
    """How one organisation stands, by which signature; `member` where an umbrella body signed for it."""

    organisation: Organisation
    standing: Standing
    signature: Signature
    register: "Register"
    member: SignedMember | None = None

    @property
    def is_bound(self) -> bool:
        """Whether it is bound on the day."""
        return self.standing in BOUND

    @property
    def signed_now(self) -> bool:
        """Whether it signed the edition by which signatories are measured, itself, and is bound by it."""
        return self.is_bound and self.standing != Standing.EARLIER and self.member is None

    @property
    def on_behalf_of(self) -> str:
        """For whom it signed, of those that are not in the register: as the paper says, and as they were named."""
        if self.member:
            return ""
        return ", ".join(filter(None, [self.signature.on_behalf_of, *self.register.named.get(self.signature.pk, [])]))

    @property
    def searched(self) -> str:
        """What a search looks through."""
        through = self.member.signature.organisation.name if self.member else ""
        return f"{self.organisation.name} {through} {self.on_behalf_of}".casefold()

    @property
    def section(self) -> str:
        """Under which heading the register lists it."""
        if self.standing in {Standing.WITHDRAWN, Standing.PERHAPS}:
            return str(self.standing.label)
        return str(self.organisation.get_sector_display())

    @property
    def ends_on(self) -> date | None:
        """The first day on which it is bound no longer, where one is known."""
        left = self.member.left_on if self.member else None
        return left or self.signature.ends_on

    @property
    def reason(self) -> str:
        """Why it leaves or has left; nothing for who stays."""
        if self.standing not in {Standing.WITHDRAWN, Standing.LEAVING}:
            return ""
        return self.member.reason if self.member and self.member.left_on else self.signature.withdrawal_reason

    @property
    def says(self) -> str:
        """The truth about it in a sentence, where the name of its standing does not say it all."""
        words = {
            "signed": self.signature.edition.label,
            "now": self.register.edition.label if self.register.edition else "",
            "day": in_words(self.ends_on),
            "until": in_words(self.register.asked_until),
            "through": self.member.signature.organisation if self.member else "",
        }
        said = [_("Through %(through)s.") % words] if self.member else []
        match self.standing:
            case Standing.EARLIER if self.register.asked_until:
                said.append(_("Signed the %(signed)s edition, and is asked to sign the %(now)s one by %(until)s."))
            case Standing.EARLIER:
                said.append(_("Signed the %(signed)s edition, not yet the %(now)s edition."))
            case Standing.LEAVING:
                said.append(_("Signed the %(signed)s edition, and leaves on %(day)s."))
            case Standing.WITHDRAWN:
                said.append(_("Signed the %(signed)s edition, and withdrew on %(day)s."))
            case Standing.PERHAPS:
                said.append(_("Signed the %(signed)s edition on a day that the paper does not give."))
            case _other if self.register.edition is None:
                said.append(_("Signed the %(signed)s edition."))
        return " ".join(said) % words


class Register:
    """Who had signed on a day, as far as the documents give days. The same number of queries however many signed.

    `only`: the one organisation that is asked about, where it is one.
    """

    def __init__(self, compact: Compact, day: date | None = None, *, only: Organisation | None = None) -> None:
        self.compact, self.today, self.only = compact, timezone.localdate(), only
        self.day = day or self.today

    @property
    def lies_ahead(self) -> bool:
        """Whether the day is still to come."""
        return self.day > self.today

    @cached_property
    def possible(self) -> list[Edition]:
        """The editions by which signatories may have been measured on the day, the newest first."""
        if self.day >= self.today:
            newest = newest_edition(self.compact)
            return [newest] if newest else []
        found = []
        for edition in agreements_of(self.compact):
            if edition.was_in_force_on(self.day) and edition.state != EditionState.AGREED:
                found.append(edition)
                recorded = edition.frozen_at and timezone.localdate(edition.frozen_at) <= self.day
                if recorded or edition.in_force_on or (edition.supersedes and edition.supersedes.ended_on):
                    break
        return found

    @property
    def edition(self) -> Edition | None:
        """The edition by which signatories are measured on the day; None where there is none or nobody can say."""
        return self.possible[0] if len(self.possible) == 1 else None

    @cached_property
    def asked_until(self) -> date | None:
        """Until when the signatories of the earlier edition are asked to sign this one; None once that is over."""
        campaign = Campaign.objects.filter(edition=self.edition).first() if self.edition else None
        return campaign.says_from if campaign and campaign.holds_on(self.day) else None

    @cached_property
    def rows(self) -> list[Row]:
        """Every organisation that had signed by the day, itself or through an umbrella body, or may have."""
        by_body: dict[int, list[Signature]] = {}
        signatures = Signature.objects.of(self.compact).with_days()
        if self.only:
            signatures = signatures.filter(organisation__in=self.only.records())
        for signature in signatures:
            by_body.setdefault(signature.organisation.remaining.pk, []).append(signature)
        measured = self._rank(self.edition) if self.edition else None
        rows = []
        for signatures in by_body.values():
            days = [signature.days._replace(ordinal=self._rank(signature.edition)) for signature in signatures]
            found = of_organisation(days, self.day, measured)
            if found:
                standing, index = found
                rows.append(Row(signatures[index].organisation.remaining, standing, signatures[index], self))
        return [*rows, *self._members({row.organisation.pk: row for row in rows})]

    def _rank(self, edition: Edition) -> int:
        """The order of an edition; those of another text than that of the day come before."""
        same = self.edition is None or edition.text_id == self.edition.text_id
        return edition.ordinal if same else edition.ordinal - OTHER_TEXT

    def _members(self, own: dict[int, Row]) -> list[Row]:
        """The members for whom an umbrella body signed: not those that signed themselves or opted out in time."""
        by_umbrella = {row.signature.pk: row for row in own.values()}
        members = SignedMember.objects.filter(signature__in=by_umbrella).select_related("organisation__merged_into")
        self.named: dict[int, list[str]] = {}
        found: dict[int, Row] = {}
        for member in members.order_by("-signature__edition__ordinal", "pk"):
            umbrella = by_umbrella[member.signature_id]
            member.signature = umbrella.signature
            if member.opted_out_in_time:
                continue
            if member.organisation is None:
                if not member.left_on or member.left_on > self.day:
                    self.named.setdefault(umbrella.signature.pk, []).append(member.name)
                continue
            body = member.organisation.remaining
            if body.pk in found:
                continue
            if body.pk in own and own[body.pk].standing != Standing.WITHDRAWN:
                continue
            standing = Standing.SIGNED if umbrella.standing == Standing.REAFFIRMED else umbrella.standing
            if standing in BOUND and member.left_on and member.left_on <= self.day:
                standing = Standing.WITHDRAWN
            found[body.pk] = Row(body, standing, umbrella.signature, self, member)
        return list(found.values())

    def counts(self) -> list[tuple[str, int]]:
        """For each sector how many signed the edition of the day themselves and are bound by it."""
        now = [row.organisation.sector for row in self.rows if row.signed_now]
        return [(str(sector.label), now.count(sector)) for sector in Sector]

    def number(self, *standings: Standing, through: bool = False) -> int:
        """How many stand in one of some ways, themselves or through an umbrella body."""
        return sum(row.standing in standings and bool(row.member) == through for row in self.rows)

    def bound_through(self) -> int:
        """How many are bound through an umbrella body, those included that are only named."""
        named = {row.signature.pk for row in self.rows if row.is_bound and row.member is None}
        through = sum(row.is_bound and row.member is not None for row in self.rows)
        return through + sum(len(names) for key, names in self.named.items() if key in named)

    def sorted(self, sort: str = "") -> list[Row]:
        """The rows by sector, then as asked; who withdrew, and of whom nobody can say, last."""
        key = KEYS.get(sort.removeprefix("-"), KEYS["organisation"])
        rows = sorted(self.rows, key=lambda row: (row.organisation.name.casefold(), row.signature.pk))
        rows.sort(key=key, reverse=sort.startswith("-"))
        return sorted(rows, key=_place)

    def facts(self, rows: Iterable[Row] | None = None) -> list[dict[str, str]]:
        """The register row by row, as it is given away."""
        return [_facts(row) for row in (self.sorted() if rows is None else rows)]

    def as_data(self, rows: Iterable[Row] | None = None) -> dict[str, object]:
        """The register as it is given away as JSON."""
        return {
            "compact": str(self.compact),
            "on": self.day.isoformat(),
            "edition": str(self.edition or ""),
            "signatories": self.facts(rows),
        }


SECTORS = [sector.value for sector in Sector]
LAST = [Standing.PERHAPS, Standing.WITHDRAWN]
KEYS = {
    "organisation": lambda row: row.organisation.name.casefold(),
    "name": lambda row: row.signature.signed_name.casefold(),
    "office": lambda row: row.signature.office.casefold(),
    "date": lambda row: row.signature.signed_on or date.min,
    "standing": lambda row: list(Standing).index(row.standing),
}


def _place(row: Row) -> int:
    """Where the section of a row stands: the sectors, then what nobody can say, then who withdrew."""
    return len(SECTORS) + LAST.index(row.standing) if row.standing in LAST else SECTORS.index(row.organisation.sector)


def _facts(row: Row) -> dict[str, str]:
    signature = row.signature
    ends_on = row.ends_on.isoformat() if row.ends_on else ""
    withdrawn, leaving = row.standing == Standing.WITHDRAWN, row.standing == Standing.LEAVING
    return {
        "organisation": row.organisation.name,
        "sector": str(row.organisation.get_sector_display()),
        "standing": str(row.standing.label),
        "edition": signature.edition.label,
        "signed_by": signature.signed_name,
        "office": signature.office,
        "signed_on": signature.signed_on.isoformat() if signature.signed_on else "",
        "on_behalf_of": row.on_behalf_of,
        "through": str(row.member.signature.organisation) if row.member else "",
        "method": str(signature.get_method_display()),
        "certificate": signature.certificate,
        "leaves_on": ends_on if leaving else "",
        "withdrawn_on": ends_on if withdrawn else "",
        "reason": row.reason,
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


def facts(compact: Compact) -> list[dict[str, str]]:
    """Return today's register row by row."""
    return Register(compact).facts()


def as_data(compact: Compact) -> dict[str, object]:
    """Return today's register as it is given away as JSON."""
    return Register(compact).as_data()

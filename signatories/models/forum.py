"""The Compact Forum: how many seats each sector has, who holds them, the offices, the Champions."""

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compact_portal import access
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed, keep_history
from signatories.models.organisation import Organisation
from signatories.quorum import Rule

#: Who may keep the meetings, decisions and groups of a Forum, by a permission on its Compact.
KEEPERS = frozenset({"change_compact", "chair_forum", "deputise_for_chair"})
#: Who reads drafts of minutes, and papers before they are public.
INSIDERS = KEEPERS | {"sit_on_forum"}
ENDING_SOON = timedelta(days=60)


class Office(models.TextChoices):
    """The office a seat carries."""

    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    MEMBER = "member", _("Member")


ROLE_OF_OFFICE = {
    Office.CHAIR: "forum_chair",
    Office.VICE_CHAIR: "forum_vice_chair",
    Office.MEMBER: "forum_member",
}
TAKEN = {
    Office.CHAIR: _(
        "%(person)s is the chair in that time. End that seat first, or choose another office or first day."
    ),
    Office.VICE_CHAIR: _(
        "%(person)s is the vice-chair in that time. End that seat first, or choose another office or first day."
    ),
}


class How(models.TextChoices):
    """How the holder of a seat came to it."""

    ELECTED = "elected", _("Elected")
    APPOINTED = "appointed", _("Appointed")


class Forum(models.Model):
    """The body that oversees a Compact: both sectors in equal number.

    `statutory_seats` and `vcs_seats` say how many seats there are; `statutory_quorum` and `vcs_quorum` are the least
    number of each sector for a meeting to decide. None: nobody has said.
    """

    compact = models.OneToOneField(Compact, on_delete=models.PROTECT, related_name="forum")
    name = models.CharField(_("name"), max_length=120, default="Compact Forum")
    about = models.TextField(_("what it does"), blank=True)
    statutory_seats = models.PositiveSmallIntegerField(_("seats of the statutory sector"), null=True, blank=True)
    vcs_seats = models.PositiveSmallIntegerField(
        _("seats of the voluntary and community sector"), null=True, blank=True
    )
    statutory_quorum = models.PositiveSmallIntegerField(
        _("least number of the statutory sector for a quorum"), null=True, blank=True
    )
    vcs_quorum = models.PositiveSmallIntegerField(
        _("least number of the voluntary and community sector for a quorum"), null=True, blank=True
    )

    history = keep_history()

    def __str__(self) -> str:
        return f"{self.name}, {self.compact}"

    def get_absolute_url(self) -> str:
        return reverse("signatories:forum", args=[self.compact.slug])

    @property
    def quorum(self) -> Rule:
        """The quorum it asks for today."""
        return Rule(self.statutory_quorum, self.vcs_quorum)

    def seats_of(self, sector: str) -> int | None:
        """How many seats a sector has; None where nobody has said."""
        return self.statutory_seats if sector == Sector.STATUTORY else self.vcs_seats

    def seats_sentence(self) -> str:
        """How many seats each sector has, and whether they are as many."""
        if self.statutory_seats is None or self.vcs_seats is None:
            return ""
        if self.statutory_seats == self.vcs_seats:
            number = self.vcs_seats
            words = ngettext(
                "The Forum has %(n)s seat for each sector.", "The Forum has %(n)s seats for each sector.", number
            )
            return words % {"n": number}
        return _t(
            "The Forum has %(statutory)s seats for the statutory sector and %(vcs)s for the voluntary and community "
            "sector. They are not equal, as the Compact wants it."
        ) % {"statutory": self.statutory_seats, "vcs": self.vcs_seats}

    @staticmethod
    def vacancies_sentence(seats: int | None, filled: int) -> str:
        """How many seats of a sector nobody holds, or how many more are held than there are; "" where all is well."""
        if seats is None or seats == filled:
            return ""
        if filled < seats:
            return ngettext("%(n)s seat is vacant.", "%(n)s seats are vacant.", seats - filled) % {"n": seats - filled}
        return ngettext(
            "%(n)s more is filled than there are seats.", "%(n)s more are filled than there are seats.", filled - seats
        ) % {"n": filled - seats}

    @staticmethod
    def balance_sentence(statutory: int, vcs: int) -> str:
        """Say in words how the seats filled today stand to the rule that both sectors have as many."""
        if statutory == vcs == 0:
            return _t("No seat is filled at present.")
        if statutory == vcs:
            return ngettext(
                "Each sector holds %(count)d seat: the two are equal, as the Compact wants it.",
                "Each sector holds %(count)d seats: the two are equal, as the Compact wants it.",
                vcs,
            ) % {"count": vcs}
        held = _t(
            "The statutory sector holds %(statutory)d of the seats, the voluntary and community sector %(vcs)d."
        ) % {"statutory": statutory, "vcs": vcs}
        short = Sector.STATUTORY if statutory < vcs else Sector.VCS
        missing = ngettext(
            "To be equal, %(count)d more is to be filled by the %(sector)s.",
            "To be equal, %(count)d more are to be filled by the %(sector)s.",
            abs(statutory - vcs),
        ) % {"count": abs(statutory - vcs), "sector": str(short.label).lower()}
        return f"{held} {missing}"

    def locked(self) -> "Forum":
        """The Forum, locked until the transaction ends: two who do the same at once do it one after the other."""
        return Forum.objects.select_for_update().get(pk=self.pk)

    def holder(self, office: str, starts_on: date, ends_on: date | None = None) -> "Seat | None":
        """Who holds an office at any day of a term (no end: ever after), or None."""
        return self.seats.filter(office=office).within(starts_on, ends_on).first()

    def members(self, on: date | None = None) -> list:
        """The people who sit on it on a day (today unless told), each once."""
        seats = self.seats.in_term(on).filter(person__isnull=False, person__is_active=True).select_related("person")
        return list({seat.person_id: seat.person for seat in seats}.values())

    @transaction.atomic
    def seat(
        self,
        *,
        by,
        sector: str,
        person=None,
        organisation=None,
        office: str = Office.MEMBER,
        how: str = How.APPOINTED,
        champion: bool = True,
        starts_on: date | None = None,
        ends_on: date | None = None,
        **record,
    ) -> "Seat":
        """Give a seat to a person, an organisation, or a person of an organisation, with the rights of the office.

        `record`: `appointed_by` (which body), `appointed_on`, `election`. Raises NotAllowed with a sentence where
        somebody would seat themselves, has a seat already, or the office is held in that time, also if given a moment
        ago.
        """
        self.locked()
        starts_on = starts_on or timezone.localdate()
        if person is not None and person == by:
            raise NotAllowed(_t("Nobody gives themselves a seat. Ask another officer to do it."))
        if person is not None and self.seats.filter(person=person).within(starts_on, ends_on).exists():
            already = _t("%(person)s already has a seat in that time. End that seat first.")
            raise NotAllowed(already % {"person": person})
        if office in TAKEN and (sitting := self.holder(office, starts_on, ends_on)):
            raise NotAllowed(str(TAKEN[Office(office)]) % {"person": sitting})
        grant = person and access.appoint(
            person, self.compact, ROLE_OF_OFFICE[Office(office)], starts_on=starts_on, ends_on=ends_on, by=by
        )
        return self.seats.create(
            sector=sector,
            person=person,
            organisation=organisation,
            office=office,
            how=how,
            champion=champion,
            starts_on=starts_on,
            ends_on=ends_on,
            grant=grant,
            **record,
        )


class SeatQuerySet(models.QuerySet):
    """Seats, by term and by whether their holders may mediate."""

    def in_term(self, on: date | None = None):
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def within(self, starts_on: date, ends_on: date | None = None):
        """Seats held on any day from one until another (None: ever after); one never in force is none."""
        held = self.exclude(ends_on__lt=models.F("starts_on")).exclude(ends_on__lt=starts_on)
        return held.filter(starts_on__lte=ends_on) if ends_on else held

    def ended(self, on: date | None = None):
        """Seats whose term is over."""
        return self.filter(ends_on__lt=on or timezone.localdate())

    def ending_soon(self, on: date | None = None):
        """Seats held today whose term ends within 60 days."""
        day = on or timezone.localdate()
        return self.in_term(day).filter(ends_on__lte=day + ENDING_SOON)

    def champions(self):
        """Seats whose holders may be called on to mediate."""
        return self.filter(champion=True, person__isnull=False)


class Seat(models.Model):
    """A seat on the Forum, held from a date until a date (both included). In Derby every holder is a Champion."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="seats")
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    office = models.CharField(_("office"), max_length=10, choices=Office, default=Office.MEMBER)
    how = models.CharField(_("how they came to it"), max_length=10, choices=How, default=How.APPOINTED)
    appointed_by = models.CharField(_("by which body"), max_length=160, blank=True, default="")
    appointed_on = models.DateField(_("when"), null=True, blank=True)
    election = models.ForeignKey(
        "signatories.Election", on_delete=models.PROTECT, null=True, blank=True, related_name="seats", editable=False
    )
    champion = models.BooleanField(_("Compact Champion, may be asked to mediate"), default=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    grant = models.OneToOneField(access.Grant, on_delete=models.PROTECT, null=True, blank=True, editable=False)

    objects = SeatQuerySet.as_manager()
    history = keep_history()

    NAMED_BY = ("person", "organisation")

    class Meta:
        ordering = ["sector", "office", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False),
                name="a_seat_is_held_by_a_person_or_an_organisation",
                violation_error_message=_("Choose a person or an organisation for this seat."),
            ),
            models.UniqueConstraint(
                fields=["forum"], condition=Q(office="chair", ends_on=None), name="a_forum_has_one_chair"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation)

    @property
    def ends_soon(self) -> bool:
        """Whether its term ends within 60 days."""
        today = timezone.localdate()
        return self.ends_on is not None and today <= self.ends_on <= today + ENDING_SOON

    @property
    def is_to_come(self) -> bool:
        """Whether its term has not begun yet."""
        return self.starts_on > timezone.localdate() and (self.ends_on is None or self.ends_on >= self.starts_on)

    @transaction.atomic
    def end(self, *, by, on: date | None = None, reason: str = "") -> None:
        """Let the seat end with a day; without one at once, so that yesterday was the last."""
        self.ends_on = on or timezone.localdate() - timedelta(days=1)
        self._change_reason = reason
        self.save(update_fields=["ends_on"])
        if self.grant:
            access.end(self.grant, self.forum.compact, on=self.ends_on, by=by, reason=reason)


class Champion(models.Model):
    """What a Compact Champion is good for: skills, areas of work or of the place, and when they can be asked."""

    person = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="champion")
    skills = models.CharField(_("skills"), max_length=200, blank=True)
    areas = models.CharField(_("areas"), max_length=200, blank=True)
    availability = models.CharField(_("availability"), max_length=200, blank=True)

    history = keep_history()

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def describe(cls, person, *, by=None, **said) -> "Champion":
        """Write down what a Champion says about themselves."""
        champion = cls.objects.filter(person=person).first() or cls(person=person)
        for name, value in said.items():
            setattr(champion, name, value)
        if by is not None:
            champion._history_user = by  # type: ignore[attr-defined]  # Read by django-simple-history.
        champion.save()
        return champion

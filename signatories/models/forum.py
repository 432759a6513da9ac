"""The Compact Forum: its seats by sector, its offices, its meetings."""

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


class How(models.TextChoices):
    """How the holder of a seat came to it."""

    ELECTED = "elected", _("Elected")
    APPOINTED = "appointed", _("Appointed")


class Forum(models.Model):
    """The body that oversees a Compact: both sectors in equal number."""

    compact = models.OneToOneField(Compact, on_delete=models.PROTECT, related_name="forum")
    name = models.CharField(_("name"), max_length=120, default="Compact Forum")
    about = models.TextField(_("what it does"), blank=True)

    history = keep_history()

    def __str__(self) -> str:
        return f"{self.name}, {self.compact}"

    def get_absolute_url(self) -> str:
        return reverse("signatories:forum", args=[self.compact.slug])

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
        skills: str = "",
    ) -> "Seat":
        """Give a seat to a person, an organisation, or a person of an organisation, with the rights of the office.

        Raises NotAllowed with a sentence where the Forum has a chair already, also if named a moment ago.
        """
        Forum.objects.select_for_update().get(pk=self.pk)  # Two officers who name a chair do it one after the other.
        if office == Office.CHAIR and ends_on is None and self.seats.filter(office=Office.CHAIR, ends_on=None).exists():
            raise NotAllowed(_t("The Forum has a chair. End that seat first."))
        starts_on = starts_on or timezone.localdate()
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
            skills=skills,
            grant=grant,
        )


class SeatQuerySet(models.QuerySet):
    """Seats, by term and by whether their holders may mediate."""

    def in_term(self, on: date | None = None):
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def ended(self, on: date | None = None):
        """Seats whose term is over."""
        return self.filter(ends_on__lt=on or timezone.localdate())

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
    champion = models.BooleanField(_("Compact Champion, may be asked to mediate"), default=True)
    skills = models.CharField(_("skills"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    grant = models.OneToOneField(access.Grant, on_delete=models.PROTECT, null=True, blank=True, editable=False)

    objects = SeatQuerySet.as_manager()
    history = keep_history()

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

    @transaction.atomic
    def end(self, *, by, on: date | None = None, reason: str = "") -> None:
        """Let the seat end with a day; without one at once, so that yesterday was the last."""
        self.ends_on = on or timezone.localdate() - timedelta(days=1)
        self._change_reason = reason
        self.save(update_fields=["ends_on"])
        if self.grant:
            access.end(self.grant, self.forum.compact, on=self.ends_on, by=by, reason=reason)


class Meeting(models.Model):
    """A meeting of the Forum: three a year is common."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("date and time"))
    venue = models.CharField(_("place"), max_length=160, blank=True)
    notes = models.TextField(_("agenda and notes"), blank=True)

    history = keep_history()

    class Meta:
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title

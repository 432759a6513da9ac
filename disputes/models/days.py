"""Days off that were declared later, or that one place keeps: a bank holiday of a nation, a day of one Compact.

A clock that begins after a day off is declared leaves it out at once. One that runs already moves only when somebody
has seen the list of clocks and confirmed it (`disputes/actions/days.py`).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.kinds import Nation
from compact_portal.compacts.models import Compact
from compact_portal.deadlines import why_off, written
from compact_portal.history import NotAllowed

COUNTED = timedelta(days=2 * 365)  # No clock that runs began before that; older days off need not be looked at.


class DayOffQuerySet(models.QuerySet):
    """Days off, and for whom they hold."""

    def standing(self):
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)

    def of(self, compact: Compact):
        """Those that the clocks of a Compact leave out: its nation's and its own."""
        return self.standing().filter(Q(nation=compact.nation) | Q(compact=compact))

    def named(self, compact: Compact) -> dict[date, str]:
        """The days that the clocks of a Compact leave out, each with its name, by day. One query."""
        since = timezone.localdate() - COUNTED
        return dict(self.of(compact).filter(on__gte=since).order_by("on", "-pk").values_list("on", "name"))


class DayOff(models.Model):
    """One day that is no working day in a nation, or for one Compact. Never removed; it may be taken back."""

    on = models.DateField(_("day"))
    name = models.CharField(_("what it is called"), max_length=80)
    nation = models.CharField(_("nation"), max_length=20, choices=Nation, blank=True)
    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, null=True, blank=True, related_name="days_off")
    declared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    taken_back_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = DayOffQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(~Q(nation=""), compact=None) | Q(nation="", compact__isnull=False),
                name="a_day_off_is_a_nations_or_a_compacts",
            ),
            models.UniqueConstraint(
                fields=["on", "nation"],
                condition=Q(taken_back_at=None) & ~Q(nation=""),
                name="a_nations_day_off_is_declared_once",
            ),
            models.UniqueConstraint(
                fields=["on", "compact"],
                condition=Q(taken_back_at=None, compact__isnull=False),
                name="a_compacts_day_off_is_declared_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {written(self.on)}"

    @staticmethod
    def among(days: Iterable["DayOff"], compact: Compact) -> dict[date, str]:
        """Those of some days off that the clocks of a Compact leave out, each with its name."""
        since = timezone.localdate() - COUNTED
        return {
            day.on: day.name
            for day in days
            if day.on >= since and (day.compact_id == compact.pk or day.nation == compact.nation)
        }

    @classmethod
    @transaction.atomic
    def declare(cls, on: date, name: str, *, by, nation: str = "", compact: Compact | None = None, at=None) -> "DayOff":
        """Declare a day off: an administrator for a nation, an officer for a Compact.

        NotAllowed with a sentence for whoever may not, for a day on which nobody works anyway, and for one declared
        before.
        """
        _require(by, compact)
        if reason := why_off(on, compact.nation if compact else nation):
            raise NotAllowed(
                _t("%(day)s is no working day already: %(reason)s.") % {"day": written(on), "reason": reason.reason}
            )
        there = cls.objects.of(compact) if compact else cls.objects.standing().filter(nation=nation)
        if same := there.filter(on=on).first():
            raise NotAllowed(_t("%(day)s is declared already: %(name)s.") % {"day": written(on), "name": same.name})
        return cls.objects.create(
            on=on, name=name, nation=nation, compact=compact, declared_by=by, declared_at=at or timezone.now()
        )

    @transaction.atomic
    def take_back(self, *, by, at=None) -> None:
        """Take a day off back: people work on it after all. NotAllowed where somebody has done so before."""
        _require(by, self.compact)
        standing = DayOff.objects.standing().filter(pk=self.pk)
        if not standing.update(taken_back_by=by, taken_back_at=at or timezone.now()):
            raise NotAllowed(_t("This day has been taken back already."))
        self.refresh_from_db()


def may_declare(person, compact: Compact | None) -> bool:
    """Say whether a person may declare days off: officers for their Compact, administrators for a nation."""
    if compact is None:
        return bool(person.is_authenticated and person.is_administrator)
    return access.permits(person, "change_compact", compact)


def _require(person, compact: Compact | None) -> None:
    if not may_declare(person, compact):
        raise NotAllowed(_t("This is not for you to do."))

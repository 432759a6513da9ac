"""Adoption: a Compact holds to an edition of a code, from a day until a day, for all its bodies or named ones."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Compact, Edition
from compact_portal.history import keep_history


class How(models.TextChoices):
    """How a Compact has taken a code on."""

    AS_IT_IS = "as_it_is", _("As it is")
    ADAPTED = "adapted", _("Adapted")
    OWN = "own", _("Its own")

    @classmethod
    def of(cls, edition: Edition) -> "How":
        """How a Compact takes on an edition: national, written from a national one, or its own."""
        if edition.text.compact_id is None:
            return cls.AS_IT_IS
        return cls.ADAPTED if edition.text.code.derived_from_id else cls.OWN


class AdoptionQuerySet(models.QuerySet):
    """Adoptions, by the days on which they hold."""

    def on(self, day: date):
        """The adoptions that hold on a day (both ends included). One of which no first day is known held always."""
        return self.filter(Q(from_on=None) | Q(from_on__lte=day), Q(until_on=None) | Q(until_on__gte=day))

    def not_over(self):
        """The adoptions that hold today or will."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=timezone.localdate()))

    def of_one_code(self, edition: Edition):
        """The adoptions of a national code and of what was written from it, to which the edition belongs."""
        root = edition.text.code.root_id
        return self.filter(Q(edition__text__code=root) | Q(edition__text__code__derived_from=root))

    def with_codes(self):
        """With all at hand that a list names."""
        return self.select_related("edition__text__code__derived_from__text", "edition__text__compact")


class Adoption(models.Model):
    """This Compact has adopted this edition of a code, as it is or adapted, for all its bodies or named ones.

    The named bodies are words, one a line: a code may bind a department or a board that no register holds.
    """

    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, related_name="adoptions", verbose_name=_("Compact"))
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="adoptions", verbose_name=_("code"))
    how = models.CharField(_("how"), max_length=10, choices=How, default=How.AS_IT_IS)
    bodies = models.TextField(_("for which bodies"), null=True, blank=True, help_text=_("One a line; none: for all."))
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = AdoptionQuerySet.as_manager()
    history = keep_history()

    class Meta:
        ordering = ["compact", "from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "edition"],
                condition=Q(until_on=None, bodies=None),
                name="a_compact_adopts_an_edition_of_a_code_once",
                violation_error_message=_("This Compact has already adopted that code."),
            ),
            models.UniqueConstraint(
                fields=["compact", "edition", "bodies"],
                condition=Q(until_on=None),
                name="bodies_adopt_an_edition_of_a_code_once",
                violation_error_message=_("These bodies have already adopted that code."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gte=F("from_on")),
                name="an_adoption_ends_after_it_begins",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compact}: {self.edition}"

    @property
    def named_bodies(self) -> list[str]:
        """The bodies for which it holds; none: for all bodies of the Compact."""
        return (self.bodies or "").splitlines()

    def terms(self) -> str:
        """From when until when it holds, in words; empty where neither is known."""
        first, last = (day and date_format(day, "j F Y") for day in (self.from_on, self.until_on))
        if first and last:
            return _t("from %(first)s until %(last)s") % {"first": first, "last": last}
        if first:
            return _t("from %(first)s") % {"first": first}
        return _t("until %(last)s") % {"last": last} if last else ""

    @classmethod
    @transaction.atomic
    def adopt(
        cls, compact, edition, *, how="", from_on=None, until_on=None, bodies=None, by, reason: str = ""
    ) -> "Adoption":
        """Let a Compact adopt an edition of a code; what it held to of the same code ends the day before.

        For all bodies it takes the place of every adoption of that code; for named ones, of that for the same bodies.
        Raises ValidationError where it has adopted it already, or where the days do not fit.
        """
        Compact.objects.select_for_update().get(pk=compact.pk)  # Two officers adopt one after the other.
        lines = (" ".join(line.split()) for line in (bodies or "").splitlines())
        bodies = "\n".join(dict.fromkeys(filter(None, lines)))
        adoption = cls(
            compact=compact,
            edition=edition,
            how=how or How.of(edition),
            from_on=from_on,
            until_on=until_on,
            bodies=bodies or None,
        )
        adoption.full_clean()
        adoption._take_the_place(by=by, reason=reason)
        adoption._history_user, adoption._change_reason = by, reason
        adoption.save()
        return adoption

    def _take_the_place(self, *, by, reason: str) -> None:
        """Let what was adopted before of the same code end the day before this begins."""
        before = self.compact.adoptions.not_over().of_one_code(self.edition).exclude(edition=self.edition)
        if self.bodies:
            before = before.filter(bodies=self.bodies)
        for other in before.select_related("edition__text"):
            if self.from_on is None:
                words = _t("Enter the day: %(code)s ends the day before.") % {"code": other.edition}
                raise ValidationError({"from_on": words})
            if other.until_on and other.until_on < self.from_on:
                continue
            if other.from_on and other.from_on >= self.from_on:
                words = _t("%(code)s was adopted from %(day)s. Enter a later day.")
                day = date_format(other.from_on, "j F Y")
                raise ValidationError({"from_on": words % {"code": other.edition, "day": day}})
            other.end(on=self.from_on - timedelta(days=1), by=by, reason=reason)

    @transaction.atomic
    def end(self, *, on, by, reason: str = "") -> None:
        """Let the adoption end with a day. Raises ValidationError where that lies before its first."""
        self.until_on = on
        self.full_clean()
        self._history_user, self._change_reason = by, reason
        self.save()

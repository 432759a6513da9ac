"""What a Compact asks of those who sign it: grades, codes, a witness, notice, reminders."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Compact
from compact_portal.history import keep_history
from signatories.models.grades import Grade


def full_only() -> list[str]:
    """The grades of a Compact that has decided nothing about grades."""
    return [Grade.FULL.value]


class SigningRules(models.Model):
    """How one Compact is signed, decided by its officers. Derby's text says nothing of it, so these are the defaults.

    `grades` are the values of `Grade` that may be chosen. All times are in days.
    """

    compact = models.OneToOneField(Compact, on_delete=models.PROTECT, related_name="signing_rules")
    grades = models.JSONField(_("grades on offer"), default=full_only)
    choose_codes = models.BooleanField(_("a signatory may leave out codes of practice"), default=False)
    needs_witness = models.BooleanField(_("a witness confirms each signature"), default=False)
    days_to_sign = models.PositiveSmallIntegerField(
        _("how long a request to sign stays open"), default=28, validators=[MaxValueValidator(365)]
    )
    notice_days = models.PositiveSmallIntegerField(
        _("notice of a withdrawal"), default=28, validators=[MaxValueValidator(365)]
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days between two reminders"), default=14, validators=[MaxValueValidator(365)]
    )
    most_reminders = models.PositiveSmallIntegerField(
        _("how many reminders at most"), default=3, validators=[MaxValueValidator(12)]
    )
    reaffirm_days = models.PositiveSmallIntegerField(
        _("time to re-affirm after a new edition"), default=182, validators=[MaxValueValidator(1000)]
    )

    history = keep_history()

    def __str__(self) -> str:
        return str(self.compact)

    @classmethod
    def of(cls, compact: Compact | None) -> "SigningRules":
        """The rules of a Compact: its own, or (not saved) the defaults."""
        return cls.objects.filter(compact=compact).first() or cls(compact=compact)

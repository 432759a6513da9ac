"""Where a case is taken outside the Compact, with what came of it; and which cases belong together."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disputes.models.case import Dispute


class OutsideReferral(models.Model):
    """A case was taken to a body outside the Compact on a day; later, what came of it, and on which day.

    A row is written once by going there, and once more by reporting back; after that it stays as it is.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="referrals")
    body = models.CharField(_("body"), max_length=160)
    reference = models.CharField(_("its reference"), max_length=80, blank=True)
    referred_on = models.DateField(_("referred on"))
    referred_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    referred_at = models.DateTimeField(default=timezone.now)
    outcome = models.TextField(_("what came of it"), blank=True)
    outcome_on = models.DateField(_("on which day"), null=True, blank=True)
    reported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["referred_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None, reported_at=None)
                | Q(~Q(outcome=""), outcome_on__isnull=False, reported_at__isnull=False),
                name="what_came_of_a_referral_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome_on=None) | Q(outcome_on__gte=F("referred_on")),
                name="what_came_of_a_referral_came_after_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.body}"


class LinkedCases(models.Model):
    """Two cases belong together, somebody says who may see both. Shown only to who may see both; may be ended."""

    first = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why they belong together"), blank=True)
    linked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["linked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="linked_cases_stand_in_order"),
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(ended_at=None), name="two_cases_are_linked_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="a_link_that_was_ended_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} + {self.second}"

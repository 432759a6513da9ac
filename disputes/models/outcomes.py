"""OutcomeView: what a party says came of the case, point by point against what was asked for."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t

from disputes.models.settlement import SIDES
from disputes.words import Outcome, RemedyMet

MOST_POINTS = 8


def points_of(remedy: str) -> list[str]:
    """What was asked for, point by point: its lines; what is beyond the eighth stays with the eighth."""
    lines = [line.strip(" \t-•*") for line in remedy.splitlines()]
    lines = [line for line in lines if line]
    return lines if len(lines) <= MOST_POINTS else [*lines[: MOST_POINTS - 1], " ".join(lines[MOST_POINTS - 1 :])]


def all_in_all(met: list[str]) -> str:
    """What several points come to together: all, none, or part of what was asked for."""
    if set(met) == {RemedyMet.WHOLLY.value}:
        return RemedyMet.WHOLLY.value
    return RemedyMet.NOT_AT_ALL.value if set(met) == {RemedyMet.NOT_AT_ALL.value} else RemedyMet.PARTLY.value


class OutcomeView(models.Model):
    """One party's account of what came of the case; each may give one for each time that it ended.

    `recorded`: it is the account with which the case was ended; else the other party's own. `points`:
    `[{"asked", "met", "words"}, …]`. `round`: how often the case had been reopened.
    """

    dispute = models.ForeignKey("disputes.Dispute", on_delete=models.PROTECT, related_name="outcome_views")
    round = models.PositiveSmallIntegerField(default=0)
    side = models.CharField(max_length=12, choices=SIDES)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    recorded = models.BooleanField(default=False)
    agrees = models.BooleanField(null=True)
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    remedy_met = models.CharField(max_length=12, choices=RemedyMet.choices)
    words = models.TextField(blank=True)
    points = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["dispute", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "round", "side"], name="each_party_says_once_what_came_of_a_case"
            ),
            models.CheckConstraint(
                condition=Q(recorded=True) | Q(agrees__isnull=False), name="the_other_party_agrees_or_not"
            ),
        ]

    def __str__(self) -> str:
        return _t("%(dispute)s: %(outcome)s") % {"dispute": self.dispute, "outcome": self.get_outcome_display()}

    @property
    def labelled(self) -> list[dict[str, str]]:
        """The points, each with its label in words."""
        return [{**point, "label": RemedyMet(point["met"]).label} for point in self.points]

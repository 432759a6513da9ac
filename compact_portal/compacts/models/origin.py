"""Origin: what speaks for where a clause of a draft comes from, and who has confirmed it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models.clause import Clause
from compact_portal.compacts.proposing import Why


class Origin(models.Model):
    """Why a clause is thought to go on from the one before it, or from none: proposed until somebody confirms it.

    A clause without one was made from the clause before, or added, by hand: nothing about that is in doubt.
    """

    clause = models.OneToOneField(Clause, on_delete=models.CASCADE, related_name="origin")
    why = models.CharField(_("what speaks for it"), max_length=12, choices=Why)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="an_origin_is_confirmed_by_somebody_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause}: {self.get_why_display()}"

"""What was tried before a dispute, step by step with dates, and who speaks for the complainant."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Attempt(models.Model):
    """Something that the complainant tried, on a day, before the dispute was raised."""

    dispute = models.ForeignKey("disputes.Dispute", on_delete=models.CASCADE, related_name="attempts")
    tried_on = models.DateField(_("when"))
    what = models.TextField(_("what was done, and what came of it"), max_length=1000)

    class Meta:
        ordering = ["tried_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="an_attempt_says_what_was_tried")]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.tried_on}"


class Representative(models.Model):
    """A person outside the organisation who speaks for the complainant, such as an adviser; they get no right by it."""

    dispute = models.OneToOneField("disputes.Dispute", on_delete=models.CASCADE, related_name="representative")
    name = models.CharField(_("name"), max_length=120)
    contact = models.CharField(_("how to reach them"), max_length=160, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="a_representative_has_a_name")]

    def __str__(self) -> str:
        return self.name

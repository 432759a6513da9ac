"""MailChoice: whether a person gets a mail for each thing, one a day, or only what waits for them."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from compact_portal import mail


class How(models.TextChoices):
    """How a person wants to hear of their disputes."""

    AT_ONCE = "at-once", _("A mail for each thing, at once")
    DAILY = "daily", _("One mail a day")
    WAITING = "waiting", _("Only what waits for me")


class MailChoice(models.Model):
    """A person's choice; who has made none hears of each thing at once. `daily_on`: when the last daily mail was."""

    person = models.OneToOneField(
        "accounts.User", on_delete=models.PROTECT, primary_key=True, related_name="mail_choice"
    )
    how = models.CharField(_("how you want to hear"), max_length=8, choices=How, default=How.AT_ONCE)
    daily_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["person"]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_how_display()}"

    @classmethod
    @transaction.atomic
    def choose(cls, person: Any, how: str) -> None:
        """Choose anew. What waited for the mail of the day is sent now, if there is to be none any more."""
        cls.objects.update_or_create(person=person, defaults={"how": how})
        if how != How.DAILY:
            mail.release(person)

    @classmethod
    def of(cls, person: Any) -> How:
        """The choice of one person."""
        return cls.of_all([person])[person.pk]

    @classmethod
    def of_all(cls, people: Iterable[Any]) -> dict[int, How]:
        """The choices of several people, by their keys. One query."""
        keys = [person.pk for person in people]
        made = dict(cls.objects.filter(person__in=keys).values_list("person", "how"))
        return {key: How(made.get(key, How.AT_ONCE)) for key in keys}

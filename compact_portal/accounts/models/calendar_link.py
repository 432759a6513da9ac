"""CalendarLink: the private link under which a person's calendar reads their dates."""

import hashlib
import secrets
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def digest_of(token: str) -> str:
    """What is kept of the token in a link."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarLink(models.Model):
    """One person's link. Its token (256 bits at random) is shown once, when it is made; here is only its digest."""

    person = models.OneToOneField(
        "accounts.User", on_delete=models.PROTECT, primary_key=True, related_name="calendar_link"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    read_on = models.DateField(_("last read on"), null=True, blank=True)

    class Meta:
        ordering = ["person"]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def make(cls, person: Any) -> str:
        """Make a link, instead of the one there may be, which ends. Returns its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        new = {"digest": digest_of(token), "made_at": timezone.now(), "read_on": None}
        cls.objects.update_or_create(person=person, defaults=new)
        return token

    @classmethod
    def revoke(cls, person: Any) -> bool:
        """End a person's link at once. Returns whether there was one."""
        return bool(cls.objects.filter(person=person).delete()[0])

    @classmethod
    def person_of(cls, token: str) -> Any:
        """Whose link has this token; None: nobody's, or of a closed account. Notes the day on which it is read."""
        found = cls.objects.filter(digest=digest_of(token), person__is_active=True).select_related("person").first()
        if found is None:
            return None
        today = timezone.localdate()
        if found.read_on != today:
            cls.objects.filter(pk=found.pk, digest=found.digest).update(read_on=today)
        return found.person

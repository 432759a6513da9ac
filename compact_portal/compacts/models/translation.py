"""Translation: a clause in Welsh, beside the English that was agreed. EasyRead: an edition in short and easy words."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models.clause import Clause
from compact_portal.compacts.models.edition import Edition
from compact_portal.history import NotAllowed, keep_history


class Language(models.TextChoices):
    """The languages in which a text can stand beside its English."""

    WELSH = "cy", _("Welsh")


def digest_of(clause: Clause) -> str:
    """The digest (SHA-256, hexadecimal) of the English words of a clause."""
    return hashlib.sha256(f"{clause.heading}\n{clause.body}".encode()).hexdigest()


class Translation(models.Model):
    """The words of a clause in Welsh. `made_from` is the digest of the English words that it was made from.

    It is no part of the text that is agreed and signed, so it may be written and mended afterwards too.
    """

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.WELSH)
    heading = models.CharField(_("heading"), max_length=250, blank=True)
    body = models.TextField(_("text"), blank=True)
    made_from = models.CharField(max_length=64, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    history = keep_history()

    class Meta:
        ordering = ["clause__position"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "language"], name="a_clause_is_translated_once"),
            models.CheckConstraint(condition=~Q(heading="") | ~Q(body=""), name="a_translation_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.clause.number} {self.heading}".strip()

    def say_who(self, by) -> None:
        """Tell the history who makes the next change."""
        self._history_user = by

    def is_current_for(self, clause: Clause) -> bool:
        """Whether it was made from the English as it stands; else the English has changed since."""
        return self.made_from == digest_of(clause)

    @classmethod
    @transaction.atomic
    def write(cls, clause: Clause, *, heading: str, body: str, by, seen) -> None:
        """Write the Welsh of a clause, made from its English as it stands; without words there is none any more.

        `seen`: the `updated_at` of the Welsh that the writer had before them, None where there was none. Raises
        NotAllowed where somebody else has written since.
        """
        Clause.objects.select_for_update().get(pk=clause.pk)
        found = cls.objects.filter(clause=clause, language=Language.WELSH).first()
        if (found.updated_at if found else None) != seen:
            raise NotAllowed(_t("Somebody else has written the Welsh of this clause since you opened it."))
        translation = found or cls(clause=clause)
        translation.say_who(by)
        if not heading and not body:
            if found:
                translation.delete()
            return
        translation.heading, translation.body, translation.made_from = heading, body, digest_of(clause)
        translation.full_clean()
        translation.save()


class EasyRead(models.Model):
    """An edition in short sentences and easy words (Markdown), for everybody once it is published."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="easy_read")
    body = models.TextField(_("text"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = keep_history()

    class Meta:
        verbose_name = _("easy-read version")
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="an_easy_read_version_says_something")]

    def __str__(self) -> str:
        return _t("%(edition)s, easy read") % {"edition": self.edition}

    def say_who(self, by) -> None:
        """Tell the history who makes the next change."""
        self._history_user = by

    @classmethod
    @transaction.atomic
    def write(cls, edition: Edition, *, body: str, published: bool, by, seen) -> "EasyRead":
        """Write the easy-read version of an edition, as a draft or for everybody. `seen` as in Translation.write."""
        Edition.objects.select_for_update().get(pk=edition.pk)
        found = cls.objects.filter(edition=edition).first()
        if (found.updated_at if found else None) != seen:
            raise NotAllowed(_t("Somebody else has changed the easy-read version since you opened it."))
        if not body.strip():
            raise ValidationError({"body": _t("Enter the text.")})
        easy = found or cls(edition=edition)
        easy.say_who(by)
        easy.body = body
        easy.published_at = (easy.published_at or timezone.now()) if published else None
        easy.full_clean()
        easy.save()
        return easy

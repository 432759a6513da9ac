"""Concern: what worries somebody and is not yet a case. Counted by theme; its words are read by hardly anybody."""

from datetime import date

from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed
from disputes.concerns import YEARS_KEPT, Theme, Told, in_public
from signatories.models import Organisation


class ConcernQuerySet(models.QuerySet):
    """Concerns, and who may read them."""

    def visible_to(self, user):
        """One's own, and those that their authors share with a support body one acts for. Nobody else reads any."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(Q(author=user) | Q(shared_with__in=Organisation.objects.acted_for_by(user)))

    def told(self, compact: Compact) -> Told:
        """What everybody may know: numbers by theme. One query."""
        counted = self.filter(compact=compact).order_by().values_list("theme").annotate(Count("pk"))
        return in_public(dict(counted))


class Concern(models.Model):
    """Something that somebody worries about under a Compact.

    Of who has not signed in nothing is kept but the theme, the day, and, where they share them with a support body, the
    words. `named` says whether the support body may know who wrote it.
    """

    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, related_name="concerns")
    theme = models.CharField(_("theme"), max_length=20, choices=Theme)
    words = models.TextField(_("what worries you"), blank=True)
    author = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="concerns"
    )
    shared_with = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns_shared"
    )
    named = models.BooleanField(_("may know who you are"), default=False)
    logged_on = models.DateField(_("day"), default=timezone.localdate)
    dispute = models.OneToOneField(
        "disputes.Dispute", on_delete=models.SET_NULL, null=True, blank=True, related_name="concern"
    )

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-logged_on", "-pk"]
        indexes = [models.Index(fields=["compact", "theme"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(words="") | Q(author__isnull=False) | Q(shared_with__isnull=False),
                name="words_are_kept_only_where_somebody_may_read_them",
            ),
            models.CheckConstraint(
                condition=Q(named=False) | Q(author__isnull=False, shared_with__isnull=False),
                name="only_an_author_is_named_and_only_to_a_support_body",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_theme_display())

    def get_absolute_url(self) -> str:
        return reverse("disputes:concern", args=[self.pk])

    @classmethod
    def log(cls, compact: Compact, *, theme: str, words: str = "", author=None, shared_with=None, named=False):
        """Write a concern down. Words that nobody could ever read are not kept."""
        return cls.objects.create(
            compact=compact,
            theme=theme,
            words=words if author or shared_with else "",
            author=author,
            shared_with=shared_with,
            named=bool(named and author and shared_with),
        )

    def is_by(self, user) -> bool:
        """Whether a person wrote it."""
        return self.author_id is not None and self.author_id == user.pk

    def take_back(self, *, by) -> None:
        """Throw it away, also from the numbers."""
        if not self.is_by(by):
            raise NotAllowed(_t("Only who wrote it can take it back."))
        self.delete()

    def share(self, body: Organisation | None, *, by, named: bool = False) -> None:
        """Let a support body read it, or nobody but its author."""
        if not self.is_by(by):
            raise NotAllowed(_t("Only who wrote it decides who reads it."))
        self.shared_with, self.named = body, bool(named and body)
        self.save(update_fields=["shared_with", "named"])

    @transaction.atomic
    def become(self, dispute, *, by) -> None:
        """Turn one's own concern into the draft of a dispute, which begins with its words."""
        mine = Concern.objects.filter(pk=self.pk, author=by, dispute=None)
        if not mine.update(dispute=dispute):
            raise NotAllowed(_t("This concern has already become a dispute."))
        if self.words:
            dispute.describe(by=by, happened=self.words)


def forget_words() -> str:
    """Timed work: the words of old concerns go, and who wrote them; the theme is still counted."""
    today = timezone.localdate()
    before = date(today.year - YEARS_KEPT, today.month, 1)
    old = Concern.objects.filter(logged_on__lt=before).exclude(words="", author=None, shared_with=None)
    number = old.update(words="", author=None, shared_with=None, named=False)
    return ngettext("%(n)s old concern was forgotten", "%(n)s old concerns were forgotten", number) % {"n": number}

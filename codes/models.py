"""Code of practice, and its adoption by a Compact."""

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.models import Compact, Edition, Text
from compact_portal.history import keep_history


class CodeQuerySet(models.QuerySet):
    """Codes, and which of them are national."""

    def national(self):
        return self.filter(text__compact=None)


class Code(models.Model):
    """A code of practice: national (its text belongs to no Compact) or local, derived from a national one or not.

    Cited by short name and paragraph: "Consultation 11.1".
    """

    text = models.OneToOneField(Text, on_delete=models.PROTECT, related_name="code")
    short_name = models.CharField(_("short name"), max_length=60)
    derived_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="local_codes"
    )

    objects = CodeQuerySet.as_manager()
    history = keep_history()

    ROLES = {"editor": ["change_code"]}

    class Meta:
        ordering = ["short_name"]
        verbose_name = _("code of practice")
        verbose_name_plural = _("codes of practice")

    def __str__(self) -> str:
        return self.text.title

    def get_absolute_url(self) -> str:
        return reverse("codes:code", args=[self.slug])

    @property
    def slug(self) -> str:
        return self.text.slug.removeprefix("codes/")

    @classmethod
    @transaction.atomic
    def found(cls, *, title: str, short_name: str, slug: str, compact=None, derived_from=None) -> "Code":
        """A new code with its text, which has no edition yet."""
        text = Text.objects.create(compact=compact, kind=TextKind.CODE, slug=f"codes/{slug}", title=title)
        return cls.objects.create(text=text, short_name=short_name, derived_from=derived_from)


class CodeUserObjectPermission(access.UserObjectPermissionBase):
    """A permission of one person on one code."""

    content_object = models.ForeignKey(Code, on_delete=models.CASCADE)


class CodeGroupObjectPermission(access.GroupObjectPermissionBase):
    """A permission of a role's group on one code."""

    content_object = models.ForeignKey(Code, on_delete=models.CASCADE)


class How(models.TextChoices):
    """How a Compact has taken a code on."""

    AS_IT_IS = "as_it_is", _("As it is")
    ADAPTED = "adapted", _("Adapted")


class Adoption(models.Model):
    """This Compact has adopted this edition of a code, as it is or adapted, for all its bodies, from a day."""

    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, related_name="adoptions", verbose_name=_("Compact"))
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="adoptions", verbose_name=_("code"))
    how = models.CharField(_("how"), max_length=10, choices=How, default=How.AS_IT_IS)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    history = keep_history()

    class Meta:
        ordering = ["compact", "from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "edition"],
                condition=Q(until_on=None),
                name="a_compact_adopts_an_edition_of_a_code_once",
                violation_error_message=_("This Compact has already adopted that code."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gte=F("from_on")),
                name="an_adoption_ends_after_it_begins",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compact}: {self.edition}"

    @classmethod
    @transaction.atomic
    def adopt(cls, compact, edition, *, how, from_on=None, by, reason: str = "") -> "Adoption":
        """Let a Compact adopt an edition of a code. Raises ValidationError where it already has."""
        adoption = cls(compact=compact, edition=edition, how=how, from_on=from_on)
        adoption.full_clean()
        adoption._history_user, adoption._change_reason = by, reason
        adoption.save()
        return adoption

    @transaction.atomic
    def end(self, *, on, by, reason: str = "") -> None:
        """Let the adoption end with a day. Raises ValidationError where that lies before its first."""
        self.until_on = on
        self.full_clean()
        self._history_user, self._change_reason = by, reason
        self.save()

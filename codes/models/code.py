"""Code of practice: national or local."""

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.models import Clause, Text
from compact_portal.history import keep_history


class CodeQuerySet(models.QuerySet):
    """Codes, and which of them are national."""

    def national(self):
        return self.filter(text__compact=None)

    def visible_to(self, user):
        """Those that exist for a person: the national ones, and local ones that are more than a draft to them."""
        return self.filter(text__in=Text.objects.visible_to(user))


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

    @property
    def names(self) -> set[str]:
        """What its paragraphs are cited by, in small letters: its short name, and that of the code it adapts."""
        return {code.short_name.casefold() for code in (self, self.derived_from) if code}

    @classmethod
    def paragraph(cls, compact, name: str, number: str) -> Clause | None:
        """The paragraph that is called so in a Compact ("Consultation", "11.1"), or None.

        That of the edition adopted there today, national or adapted; else the national one, of its newest edition.
        """
        codes = cls.objects.filter(Q(short_name__iexact=name) | Q(derived_from__short_name__iexact=name))
        codes = codes.filter(Q(text__compact=None) | Q(text__compact=compact))
        adopted = compact.adoptions.on(timezone.localdate()).filter(edition=OuterRef("edition"))
        found = Clause.objects.filter(edition__text__code__in=codes, number=number, edition__frozen_at__isnull=False)
        return (
            found.annotate(holds=Exists(adopted))
            .select_related("edition__text__code")
            .order_by("-holds", F("edition__text__compact").asc(nulls_first=True), "-edition__ordinal")
            .first()
        )

    @property
    def root_id(self) -> int:
        """The key of the national code it is or goes back to; of itself for a Compact's own."""
        return self.derived_from_id or self.pk

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

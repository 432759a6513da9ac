"""Text: what has editions. The agreement of a Compact, or a code of practice."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import PUBLIC
from compact_portal.compacts.models.compact import Compact
from compact_portal.history import keep_history

# Kind of text → the name of its page. The slug of a code begins with "codes/", that of an annex with "annexes/".
PAGES = {
    TextKind.AGREEMENT: "compacts:agreement",
    TextKind.CODE: "codes:code",
    TextKind.ANNEX: "annexes:annex",
}


class TextQuerySet(models.QuerySet):
    """Texts, and for whom they exist."""

    def visible_to(self, user):
        """All but those local codes and annexes of which there are only drafts: their very titles are still secret."""
        readable = access.objects_for(user, "view_drafts", Compact.objects.all())
        known = Q(kind=TextKind.AGREEMENT) | Q(compact=None) | Q(editions__state__in=sorted(PUBLIC))
        return self.filter(pk__in=Text.objects.filter(known | Q(compact__in=readable)).order_by().values("pk"))


class Text(models.Model):
    """A text that lives through editions. `slug` begins every reference into it: `derby`, `codes/consultation`."""

    compact = models.ForeignKey(
        Compact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="texts",
        help_text=_("Whose text it is; nobody's local for the codes of the national library."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TextKind)
    slug = models.CharField(max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)

    objects = TextQuerySet.as_manager()
    history = keep_history()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact"], condition=Q(kind="agreement"), name="a_compact_has_one_agreement"
            ),
            models.CheckConstraint(
                condition=~Q(kind="agreement") | Q(compact__isnull=False),
                name="an_agreement_belongs_to_a_compact",
            ),
            models.CheckConstraint(
                condition=~Q(kind="annex") | Q(compact__isnull=False), name="an_annex_belongs_to_a_compact"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(PAGES[TextKind(self.kind)], args=[self.slug.rpartition("/")[2]])

    def actions_for(self, user) -> frozenset[str]:
        """What a person may do with this text: "edit" its drafts (import, write, publish), or nothing.

        The officers of its Compact may; the codes of the national library, which no Compact owns, are kept by portal
        administrators.
        """
        if self.compact is not None:
            may = access.permits(user, "change_compact", self.compact)
        else:
            may = user.is_authenticated and user.is_administrator
        return frozenset({"edit"} if may else ())

"""Clause: a citable piece of a text, with a reference that stays the same."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.kinds import ClauseKind, OwedBy
from compact_portal.compacts.models.edition import Edition
from compact_portal.history import keep_history

NUMBER = RegexValidator(
    r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$", _("Use a number like 4.3, in small letters, digits, dots and hyphens.")
)


class Relation(models.TextChoices):
    """How a clause stands to the one before it in the edition before."""

    NEW = "new", _("New")
    SAME = "same", _("Same")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")


class ClauseQuerySet(models.QuerySet):
    """Clauses, and who may read them."""

    def visible_to(self, user):
        """The clauses of the editions a person may read."""
        return self.filter(edition__in=Edition.objects.visible_to(user))

    def commitments(self):
        return self.filter(kind=ClauseKind.COMMITMENT)


class Clause(models.Model):
    """A section, principle, commitment, definition or other piece of an edition, cited by its number.

    `position` runs through the whole edition in reading order; `lineage` stays the same through later editions.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="clauses")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(editable=False)
    number = models.CharField(_("number"), max_length=80, validators=[NUMBER])
    kind = models.CharField(_("kind"), max_length=12, choices=ClauseKind, default=ClauseKind.TEXT)
    owed_by = models.CharField(_("owed by"), max_length=10, choices=OwedBy, blank=True)
    heading = models.CharField(_("heading"), max_length=250, blank=True)
    body = models.TextField(_("text"), blank=True)
    lineage = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    relation = models.CharField(_("relation"), max_length=8, choices=Relation, default=Relation.NEW)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next")
    merged_from = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="merged_into",
        help_text=_("The other clauses before, besides `previous`, that were merged into this one."),
    )
    guidance = models.TextField(
        _("guidance"), blank=True, help_text=_("Help for those who write it; never part of what is agreed.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ClauseQuerySet.as_manager()
    history = keep_history()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="a_number_is_given_once_in_an_edition",
                violation_error_message=_("Another clause of this edition has that number. Choose another."),
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="positions_count_from_one"),
            models.CheckConstraint(
                condition=~Q(heading="") | ~Q(body=""),
                name="a_clause_says_something",
                violation_error_message=_("Enter a heading or a text."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="commitment") | ~Q(owed_by=""),
                name="a_commitment_is_owed_by_a_sector",
                violation_error_message=_("Choose who owes this commitment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    def get_absolute_url(self) -> str:
        return f"{self.edition.get_absolute_url()}{self.number}/"

    @property
    def reference(self) -> str:
        """`derby/revised/4.3`: how this clause is cited, for ever."""
        return f"{self.edition.reference}/{self.number}"

    def say_who(self, by, reason: str) -> None:
        """Tell the history who makes the next change of this clause, and why."""
        self._history_user = by
        self._change_reason = reason

    @property
    def depth(self) -> int:
        """1 for a top-level clause, 2 for one below it, by its number's dots."""
        return self.number.count(".") + 1

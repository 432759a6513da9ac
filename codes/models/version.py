"""A newer version of a national code: what a Compact that uses an older one decides about it, clause by clause."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from codes.merging import Change, changes, merge
from codes.models.adoption import Adoption
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Edition
from compact_portal.history import Event, NotAllowed


class Derivation(models.Model):
    """A local edition goes back to this national edition: up to there its changes have been looked through."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="derivation")
    national = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="local_editions")

    def __str__(self) -> str:
        return f"{self.edition} < {self.national}"


def national_of(edition: Edition) -> Edition | None:
    """The national edition that an edition of a code is or goes back to; None for a Compact's own code."""
    if edition.text.compact_id is None:
        return edition
    seen = Derivation.objects.filter(edition__text=edition.text, edition__ordinal__lte=edition.ordinal)
    last = seen.select_related("national__text__code").order_by("-edition__ordinal").first()
    return last.national if last else None


class Outcome(models.TextChoices):
    """What came of looking through a newer version."""

    AS_IT_IS = "as_it_is", _("The newer version is adopted as it is")
    DRAFT = "draft", _("A draft of the local code was made")
    KEPT = "kept", _("What is adopted stays as it is")


class NewVersion(models.Model):
    """A newer version of a national code, looked through for one adoption; it can be put aside and gone on with."""

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="new_versions")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="looked_through")
    begun_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome, blank=True)
    draft = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["adoption", "edition"], name="a_version_is_looked_through_once"),
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_by=None, outcome="")
                | (Q(finished_at__isnull=False, finished_by__isnull=False) & ~Q(outcome="")),
                name="what_is_finished_has_an_outcome_and_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adoption} > {self.edition.label}"

    def get_absolute_url(self) -> str:
        return reverse("codes:new_version", args=[self.adoption.compact.slug, self.adoption_id, self.edition.slug])

    @cached_property
    def ours(self) -> list:
        """The clauses that hold now."""
        return clauses_of(self.adoption.edition)

    @cached_property
    def theirs(self) -> list:
        """The clauses of the newer national version."""
        return clauses_of(self.edition)

    @cached_property
    def changes(self) -> list[Change]:
        """What the newer version changes, in its order; only what is not in ours already."""
        national = national_of(self.adoption.edition)
        before = self.ours if national == self.adoption.edition else clauses_of(national)
        return changes(before, self.theirs, self.ours)

    @cached_property
    def decided(self) -> dict:
        """Lineage → the decision that holds: the last one of each clause."""
        rows = self.decisions.select_related("actor") if self.pk else []
        return {row.lineage: row for row in rows}

    @property
    def undecided(self) -> list[Change]:
        return [change for change in self.changes if change.lineage not in self.decided]

    def merged(self) -> list:
        """The clauses of the code as decided."""
        return merge(self.ours, self.theirs, self.changes, self.decided)

    @property
    def coming_outcome(self) -> str:
        """What finishing will bring, by the decisions made."""
        choices = {self.decided[change.lineage].action for change in self.changes if change.lineage in self.decided}
        if choices <= {Choice.KEEP} and self.changes:
            return Outcome.KEPT
        if choices <= {Choice.ADOPT} and self.adoption.edition.text.compact_id is None:
            return Outcome.AS_IT_IS
        return Outcome.DRAFT

    def why_not_finish(self) -> str:
        """Why it cannot be finished, in a sentence; empty where it can."""
        if self.finished_at:
            return _t("This version has been looked through already.")
        if self.undecided:
            return _t("Decide about every clause first. Clauses still to be decided: %(count)d.") % {
                "count": len(self.undecided)
            }
        return ""

    @classmethod
    def begin(cls, adoption: Adoption, edition: Edition) -> "NewVersion":
        """Take up, or go on with, looking through a version."""
        return cls.objects.get_or_create(adoption=adoption, edition=edition)[0]

    @transaction.atomic
    def decide(self, change: Change, choice: str, *, by, reason: str = "", heading: str = "", body: str = "") -> None:
        """Write down what was decided about a clause; a later decision takes its place, and both are kept."""
        self.decide_all([change], choice, by=by, reason=reason, heading=heading, body=body)

    @transaction.atomic
    def decide_all(self, made: list[Change], choice: str, *, by, reason: str = "", heading: str = "", body="") -> None:
        """Write down the same about several clauses."""
        found = NewVersion.objects.select_for_update().get(pk=self.pk)
        if found.finished_at:
            raise NotAllowed(_t("Somebody else has finished this version. Nothing was changed."))
        for change in made:
            self.decisions.create(
                lineage=change.lineage, action=choice, actor=by, note=reason, heading=heading, body=body
            )
        self.__dict__.pop("decided", None)

    @transaction.atomic
    def close(self, outcome: str, *, by, draft: Edition | None = None) -> None:
        """Finish it, or raise NotAllowed where somebody else has."""
        done = NewVersion.objects.filter(pk=self.pk, finished_at=None).update(
            finished_at=timezone.now(), finished_by=by, outcome=outcome, draft_id=draft.pk if draft else None
        )
        if not done:
            raise NotAllowed(_t("Somebody else has finished this version. Nothing was changed."))
        self.refresh_from_db()


def clauses_of(edition: Edition | None) -> list:
    """The clauses of an edition in order, each with its edition at hand."""
    if edition is None:
        return []
    found = list(edition.clauses.order_by("position"))
    for clause in found:
        clause.edition = edition
    return found


class Choice(models.TextChoices):
    """What a Compact decides about a clause of a newer version."""

    ADOPT = "adopt", _("Adopt the national wording")
    KEEP = "keep", _("Keep ours")
    ADAPT = "adapt", _("Adapt: use wording of our own")


class Decision(Event):
    """What was decided about a clause, when, by whom and why; `heading` and `body` word an adapted one."""

    new_version = models.ForeignKey(NewVersion, on_delete=models.PROTECT, related_name="decisions")
    lineage = models.UUIDField()
    heading = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)

    def get_action_display(self) -> str:
        return str(Choice(self.action).label)


def awaiting(compacts) -> list[tuple[Adoption, Edition]]:
    """The adoptions of Compacts for which a newer version of the national code waits to be looked through.

    A version is newer where it comes after the one that was adopted or that the local code goes back to. One query,
    and one more where there are any.
    """
    seen = (
        Derivation.objects.filter(edition__text=OuterRef("edition__text"))
        .filter(edition__ordinal__lte=OuterRef("edition__ordinal"))
        .order_by("-national__ordinal")
        .values("national__ordinal")[:1]
    )
    known = Case(When(edition__text__compact=None, then=F("edition__ordinal")), default=Subquery(seen))
    code = Coalesce("edition__text__code__derived_from", "edition__text__code")
    newer = Edition.objects.filter(
        text__code=OuterRef("root"), text__compact=None, state=EditionState.IN_FORCE, ordinal__gt=OuterRef("known")
    )
    done = NewVersion.objects.filter(adoption=OuterRef("pk"), edition=OuterRef("newer"), finished_at__isnull=False)
    found = (
        Adoption.objects.not_over()
        .filter(compact__in=compacts)
        .annotate(root=code, known=known)
        .annotate(newer=Subquery(newer.values("pk")[:1]))
        .filter(~Exists(done), newer__isnull=False)
        .select_related("compact", "edition__text__code__derived_from")
    )
    adoptions = list(found)
    editions = Edition.objects.select_related("text").in_bulk({adoption.newer for adoption in adoptions})
    return [(adoption, editions[adoption.newer]) for adoption in adoptions]

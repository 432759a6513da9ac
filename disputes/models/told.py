"""CaseSummary: what everybody may read of a closed case, in words to which both parties have agreed."""

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal.compacts.models import Clause
from compact_portal.history import NotAllowed
from disputes import telling
from disputes.models.consenting import BOTH, NO, YES, Consented
from disputes.words import Outcome, Party, Record, RemedyMet


class CaseSummaryQuerySet(models.QuerySet):
    """Summaries, and which of them are public."""

    def published(self):
        """Those to which both parties agree now."""
        return self.filter(complainant_says=YES, respondent_says=YES, ended_at=None)

    def of_compact(self, compact):
        """What everybody may read of the closed cases of a Compact."""
        return self.published().filter(dispute__compact=compact).prefetch_related("clauses__edition__text__code")


class CaseSummary(Consented):
    """What everybody may read of a case that has ended: no name, no place, no day.

    `between`: the kinds of body, by sector. It is public while both parties agree; either may take it back at any time.
    """

    between = models.CharField(max_length=200)
    about = models.TextField(max_length=1500)
    came_of_it = models.TextField(max_length=1500)
    outcome = models.CharField(max_length=24, choices=Outcome.choices, blank=True)
    remedy_met = models.CharField(max_length=12, choices=RemedyMet.choices, blank=True)
    clauses = models.ManyToManyField(Clause, related_name="case_summaries")

    objects = CaseSummaryQuerySet.as_manager()

    class Meta(Consented.Meta):
        abstract = False
        verbose_name_plural = "case summaries"
        constraints = [
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(ended_at=None) & ~Q(complainant_says=NO) & ~Q(respondent_says=NO),
                name="one_summary_of_a_case_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.between

    def get_absolute_url(self) -> str:
        return reverse("disputes:after", args=[self.dispute.reference])

    @property
    def is_public(self) -> bool:
        """Whether everybody can read it."""
        return self.both_agree and self.ended_at is None

    @classmethod
    @transaction.atomic
    def draft(cls, dispute, *, by, between: str, about: str, came_of_it: str, clauses, at=None) -> "CaseSummary":
        """Write a summary; it becomes public when both parties have agreed to these very words."""
        side = cls._side_of(dispute, by)
        type(dispute).objects.select_for_update().get(pk=dispute.pk)
        before = cls.objects.filter(dispute=dispute, ended_at=None)
        if before.exclude(Q(complainant_says=NO) | Q(respondent_says=NO)).exists():
            raise NotAllowed(_t("There is a summary already. Take it back before another is written."))
        numbers = sorted(clause.pk for clause in clauses)
        made = cls.objects.create(
            dispute=dispute,
            written_by_side=side,
            written_by=by,
            written_at=at or timezone.now(),
            between=between,
            about=about,
            came_of_it=came_of_it,
            outcome=dispute.outcome,
            remedy_met=dispute.remedy_met,
            digest=cls.digest_of(between, about, came_of_it, dispute.outcome, dispute.remedy_met, numbers),
            **cls._first_answers(side),
        )
        made.clauses.set(clauses)
        event = dispute.record(Record.SUMMARY_WRITTEN, by=by, party=side, at=at)
        telling.summary_moved(made, event)
        return made

    @transaction.atomic
    def answer(self, *, by, says: str, digest: str, at=None) -> None:
        """A party agrees to the very words, or refuses them."""
        side = self._answer(by=by, says=says, digest=digest)
        what = Record.SUMMARY_AGREED if says == YES else Record.SUMMARY_REFUSED
        telling.summary_moved(self, self.dispute.record(what, by=by, party=side, at=at))

    @transaction.atomic
    def take_back(self, *, by, at=None) -> None:
        """Either party, or the chair who wrote it and before it is public, takes it back: nobody else reads it then."""
        parties = self.dispute.parties_of(by)
        if not parties & set(BOTH) and by.pk != self.written_by_id:
            raise NotAllowed(_t("This is not for you to do."))
        if not CaseSummary.objects.filter(pk=self.pk, ended_at=None).update(ended_at=at or timezone.now()):
            raise NotAllowed(_t("It is taken back already."))
        self.refresh_from_db()
        side = next((party for party in (*BOTH, Party.CHAIR) if party in parties), None)
        telling.summary_moved(self, self.dispute.record(Record.SUMMARY_TAKEN_BACK, by=by, party=side, at=at))

"""Lesson: a sentence without names that a case leaves to the action plan, with the clauses that it is about."""

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal.compacts.models import Clause
from compact_portal.history import NotAllowed
from disputes import telling
from disputes.models.consenting import NO, YES, Consented
from disputes.words import Record

TIME_TO_REFUSE = timedelta(days=14)


class LessonQuerySet(models.QuerySet):
    """Lessons by how far they are."""

    def ready(self, today: date | None = None):
        """Those nobody refused, to which both said yes or had fourteen days to say no; not taken or put aside yet."""
        late = Q(opens_on__lte=today or timezone.localdate())
        agreed = Q(complainant_says=YES, respondent_says=YES)
        refused = Q(complainant_says=NO) | Q(respondent_says=NO)
        return self.filter(late | agreed, ended_at=None).exclude(refused)

    def offered_to(self, compact):
        """Those that the officers and the Forum of a Compact may read now; they learn nothing of the case."""
        return self.ready().filter(dispute__compact=compact).order_by("opens_on", "pk")


class Lesson(Consented):
    """A lesson that a party or the chair offers when a case has ended.

    A party may refuse it for fourteen days; after that the officers and the Forum of the Compact see the sentence and
    the clauses, and never from which case they come. `taken_as`: the action it became; `not_taken`: why it did not.
    """

    words = models.TextField(max_length=500)
    clauses = models.ManyToManyField(Clause, related_name="lessons")
    opens_on = models.DateField()
    taken_as = models.CharField(max_length=120, blank=True)
    taken_at_address = models.CharField(max_length=200, blank=True)
    not_taken = models.TextField(max_length=500, blank=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = LessonQuerySet.as_manager()

    class Meta(Consented.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, taken_as="", not_taken="")
                | (Q(ended_at__isnull=False) & (Q(taken_as="") ^ Q(not_taken=""))),
                name="a_lesson_is_taken_or_put_aside_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("disputes:after", args=[self.dispute.reference])

    @classmethod
    @transaction.atomic
    def offer(cls, dispute, *, by, words: str, clauses, at=None) -> "Lesson":
        """Offer a lesson of a case that has ended; the other party is told, and has fourteen days to refuse it."""
        side = cls._side_of(dispute, by)
        moment = at or timezone.now()
        made = cls.objects.create(
            dispute=dispute,
            written_by_side=side,
            written_by=by,
            written_at=moment,
            words=words,
            digest=cls.digest_of(words, sorted(clause.pk for clause in clauses)),
            opens_on=timezone.localdate(moment) + TIME_TO_REFUSE,
            **cls._first_answers(side),
        )
        made.clauses.set(clauses)
        event = dispute.record(Record.LESSON_OFFERED, by=by, note=words, party=side, at=at)
        telling.lesson_moved(made, event)
        return made

    @transaction.atomic
    def answer(self, *, by, says: str, digest: str, at=None) -> None:
        """A party says yes, or refuses."""
        side = self._answer(by=by, says=says, digest=digest)
        what = Record.LESSON_AGREED if says == YES else Record.LESSON_REFUSED
        telling.lesson_moved(self, self.dispute.record(what, by=by, party=side, at=at))

    @transaction.atomic
    def take(self, *, by, taken_as: str, address: str) -> None:
        """An officer has taken it into an action plan."""
        self._end(by=by, taken_as=taken_as[:120], taken_at_address=address)
        telling.lesson_moved(self, self.dispute.record(Record.LESSON_TAKEN, note=taken_as))

    @transaction.atomic
    def put_aside(self, *, by, reason: str) -> None:
        """An officer does not take it, for a reason that the parties read."""
        self._end(by=by, not_taken=reason)
        telling.lesson_moved(self, self.dispute.record(Record.LESSON_PUT_ASIDE, note=reason))

    def _end(self, *, by, **changes) -> None:
        if not Lesson.objects.ready().filter(pk=self.pk).update(ended_at=timezone.now(), ended_by=by, **changes):
            raise NotAllowed(_t("Somebody has dealt with this lesson meanwhile."))
        self.refresh_from_db()

"""Remedy: what one party is to do for the other, by when; followed until the other says that it is done."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.deadlines import written
from compact_portal.history import NotAllowed
from disputes import telling
from disputes.models.settlement import SIDES, Settlement
from disputes.words import Audience, Party, Record

SOON = timedelta(days=7)
OTHER = {Party.COMPLAINANT: Party.RESPONDENT, Party.RESPONDENT: Party.COMPLAINANT}


class RemedyQuerySet(models.QuerySet):
    """Remedies by how they stand; days are days in the portal's own time zone."""

    def open(self):
        """Those not at their end: neither confirmed nor released."""
        return self.filter(confirmed_at=None, released_at=None)

    def still_owed(self):
        """Those that are to be done, and of which nobody says that they are."""
        return self.open().filter(done_on=None)

    def overdue(self, today: date | None = None):
        """Those still owed after their last day."""
        return self.still_owed().filter(due_on__lt=today or timezone.localdate())

    def due_soon(self, today: date | None = None):
        """Those still owed that are due within a week."""
        day = today or timezone.localdate()
        return self.still_owed().filter(due_on__gte=day, due_on__lte=day + SOON)

    def said_done(self):
        """Those that wait for the other party to say whether they are done."""
        return self.open().filter(done_on__isnull=False)

    def of_parties(self, user):
        """Those of disputes in which a person acts for a party."""
        disputes: Any = self.model._meta.get_field("dispute").related_model
        return self.filter(dispute__in=disputes._default_manager.party_to(user))

    def with_dispute(self):
        """With what a list shows of each."""
        return self.select_related("dispute__compact", "dispute__complainant", "dispute__respondent")


class Remedy(models.Model):
    """What is to be done after a dispute, by whom, by when; and how it stands.

    It ends when the party to which it is owed confirms or releases it. `version` counts the changes, so that a stale
    page can be told. Another last day needs the agreement of both.
    """

    dispute = models.ForeignKey("disputes.Dispute", on_delete=models.PROTECT, related_name="remedies")
    settlement = models.ForeignKey(
        Settlement, on_delete=models.PROTECT, null=True, blank=True, related_name="owed_remedies"
    )
    number = models.PositiveSmallIntegerField()
    what = models.TextField(_("what is to be done"), max_length=1000)
    owed_by = models.CharField(_("who does it"), max_length=12, choices=SIDES)
    due_on = models.DateField(_("by when"))
    first_due_on = models.DateField()
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_note = models.TextField(blank=True)
    not_done_reason = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    asked_due_on = models.DateField(null=True, blank=True)
    asked_by_side = models.CharField(max_length=12, choices=SIDES, blank=True)
    asked_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        ordering = ["dispute", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="remedies_of_a_dispute_are_numbered"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(done_on__isnull=False), name="a_remedy_is_confirmed_once_it_is_done"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(released_at=None), name="a_remedy_ends_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(asked_due_on=None, asked_by_side="", asked_reason="")
                | (Q(asked_due_on__isnull=False) & ~Q(asked_by_side="") & ~Q(asked_reason="")),
                name="another_day_is_asked_for_by_somebody_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(confirmed_at=None, released_at=None, done_on=None),
                name="remedies_still_owed",
            )
        ]

    def __str__(self) -> str:
        return _t("Remedy %(number)s of %(dispute)s") % {"number": self.number, "dispute": self.dispute}

    def get_absolute_url(self) -> str:
        return reverse("disputes:remedy", args=[self.dispute.reference, self.number])

    # -- How it stands ----

    @property
    def owner(self) -> Party:
        """The party that is to do it."""
        return Party(self.owed_by)

    @property
    def owed_to(self) -> Party:
        """The party for which it is done."""
        return OTHER[self.owner]

    @property
    def is_open(self) -> bool:
        """Whether it is not at its end."""
        return self.confirmed_at is None and self.released_at is None

    def is_overdue(self, today: date | None = None) -> bool:
        """Whether it is still owed after its last day."""
        return self.is_open and self.done_on is None and self.due_on < (today or timezone.localdate())

    def days_overdue(self, today: date | None = None) -> int:
        """For how many days it has been overdue; nought where it is not."""
        day = today or timezone.localdate()
        return (day - self.due_on).days if self.is_overdue(day) else 0

    def standing(self, today: date | None = None) -> str:
        """How it stands, in words."""
        if self.confirmed_at:
            return _t("Done, and confirmed by the other party")
        if self.released_at:
            return _t("No longer asked for")
        if self.done_on:
            return _t("Said to be done on %(day)s; not confirmed yet") % {"day": written(self.done_on)}
        if self.is_overdue(today):
            return _t("Overdue since %(day)s") % {"day": written(self.due_on)}
        if self.not_done_reason:
            return _t("Not done, the other party says")
        return _t("To be done")

    def verbs_for(self, parties: frozenset[Party]) -> list[str]:
        """What somebody who takes part in these ways may do with it now."""
        if not self.is_open or not parties & set(OTHER):
            return []
        found = []
        if self.owner in parties and self.done_on is None:
            found.append("done")
        if self.owed_to in parties and self.done_on is not None:
            found += ["confirm", "not-done"]
        if self.done_on is None:
            if self.asked_due_on is None:
                found.append("move")
            elif OTHER[Party(self.asked_by_side)] in parties:
                found += ["agree-move", "refuse-move"]
        if self.owed_to in parties:
            found.append("release")
        return found

    # -- Verbs: each is one transaction with one line of history. NotAllowed with a sentence where they may not be ----

    @classmethod
    @transaction.atomic
    def promise(cls, dispute, *, by, what: str, due_on: date, at: datetime | None = None) -> "Remedy":
        """A party takes on to do something for the other, by its own will."""
        parties = dispute.parties_of(by)
        side = next((party for party in OTHER if party in parties), None)
        if side is None:
            raise NotAllowed(_t("This is not for you to do."))
        cls._one_at_a_time(dispute)
        made = cls.make(dispute, what=what, owed_by=side, due_on=due_on, at=at)
        made.tell(Record.REMEDY_PROMISED, by=by, at=at, note=what)
        return made

    @staticmethod
    def _one_at_a_time(dispute) -> None:
        type(dispute).objects.select_for_update().get(pk=dispute.pk)

    @classmethod
    def make(cls, dispute, *, what, owed_by, due_on, settlement=None, at=None) -> "Remedy":
        """Write down the next remedy of a dispute."""
        last = cls.objects.filter(dispute=dispute).aggregate(last=models.Max("number"))["last"] or 0
        return cls.objects.create(
            dispute=dispute,
            settlement=settlement,
            number=last + 1,
            what=what,
            owed_by=owed_by,
            due_on=due_on,
            first_due_on=due_on,
            made_at=at or timezone.now(),
        )

    @transaction.atomic
    def report_done(self, *, by, on: date, note: str, at: datetime | None = None) -> None:
        """The party that owes it says that it is done, when, and how one can see it."""
        if on > timezone.localdate(at):
            raise NotAllowed(_t("Enter the day it was done: today or a day before."))
        asked: dict[str, Any] = {"asked_due_on": None, "asked_by_side": "", "asked_reason": ""}
        self._change("done", by=by, done_on=on, done_note=note, not_done_reason="", **asked)
        self.tell(Record.REMEDY_DONE, by=by, at=at, note=note)

    @transaction.atomic
    def confirm(self, *, by, note: str = "", at: datetime | None = None) -> None:
        """The party to which it is owed says that it is done."""
        self._change("confirm", by=by, confirmed_at=at or timezone.now())
        self.tell(Record.REMEDY_CONFIRMED, by=by, at=at, note=note)

    @transaction.atomic
    def deny(self, *, by, note: str, at: datetime | None = None) -> None:
        """The party to which it is owed says that it is not done, and why: it is owed again."""
        self._change("not-done", by=by, done_on=None, done_note="", not_done_reason=note)
        self.tell(Record.REMEDY_DENIED, by=by, at=at, note=note)

    @transaction.atomic
    def ask_to_move(self, *, by, due_on: date, note: str, at: datetime | None = None) -> None:
        """Either party asks for another last day."""
        if due_on < timezone.localdate(at):
            raise NotAllowed(_t("Enter a day that is not over yet."))
        parties = self.dispute.parties_of(by)
        side = next((party.value for party in OTHER if party in parties), "")
        self._change("move", by=by, asked_due_on=due_on, asked_by_side=side, asked_reason=note)
        self.tell(Record.REMEDY_MOVE_ASKED, by=by, at=at, note=f"{written(due_on)}: {note}")

    @transaction.atomic
    def agree_move(self, *, by, note: str = "", at: datetime | None = None) -> None:
        """The other party agrees to the other day."""
        self._change("agree-move", by=by, due_on=F("asked_due_on"), **self._unasked())
        self.tell(Record.REMEDY_MOVED, by=by, at=at, note=" ".join(filter(None, [written(self.due_on), note])))

    @transaction.atomic
    def refuse_move(self, *, by, note: str = "", at: datetime | None = None) -> None:
        """The other party does not agree: the day stays."""
        self._change("refuse-move", by=by, **self._unasked())
        self.tell(Record.REMEDY_MOVE_REFUSED, by=by, at=at, note=note)

    @transaction.atomic
    def release(self, *, by, note: str, at: datetime | None = None) -> None:
        """The party to which it is owed asks for it no longer."""
        self._change("release", by=by, released_at=at or timezone.now(), **self._unasked())
        self.tell(Record.REMEDY_RELEASED, by=by, at=at, note=note)

    @staticmethod
    def _unasked() -> dict[str, Any]:
        return {"asked_due_on": None, "asked_by_side": "", "asked_reason": ""}

    def _change(self, verb: str, *, by, **changes: Any) -> None:
        """Claim a change by one conditional UPDATE, or raise NotAllowed and change nothing."""
        if verb not in self.verbs_for(self.dispute.parties_of(by)):
            raise NotAllowed(_t("This cannot be done with it now, or not by you."))
        mine = Remedy.objects.filter(pk=self.pk, version=self.version)
        if not mine.update(version=F("version") + 1, **changes):
            raise NotAllowed(_t("Somebody has changed this meanwhile. See how it stands now."))
        self.refresh_from_db()

    def tell(self, what: Record, *, by, at, note: str) -> None:
        """Write a line into the history of the case, for the two parties, and tell the other one."""
        parties = self.dispute.parties_of(by)
        side = next((party for party in OTHER if party in parties), None)
        facts = {"remedy": self.number}
        event = self.dispute.record(what, by=by, note=note, party=side, audience=Audience.PARTIES, facts=facts, at=at)
        telling.remedy_changed(self, event)

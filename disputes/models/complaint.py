"""Complaint: what a dispute is about. Written into a draft, page by page; once raised it stays as it is."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Clause, Compact, Edition
from compact_portal.deadlines import written
from compact_portal.history import NotAllowed
from disputes.words import Channel, Party, State
from signatories.models import Organisation


def too_late() -> str:
    """Say that somebody else was quicker."""
    return _t("Somebody else has moved this dispute since you opened it. Look at how it stands now, then decide.")


class Complaint(models.Model):
    """Who complains of whom, of which decision, which clauses were breached, what is wanted: a part of a dispute."""

    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT.value)
    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, related_name="disputes")
    complainant = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="disputes_raised")
    respondent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="disputes_answered")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="disputes")
    decision_on = models.DateField(_("date of the decision"), null=True)
    known_on = models.DateField(_("date you knew of it"), null=True, blank=True)
    happened = models.TextField(_("what happened"), blank=True)
    disadvantage = models.TextField(_("how it has put you at a disadvantage"), blank=True)
    tried = models.TextField(_("what you have tried so far"), blank=True)
    remedy = models.TextField(_("what you want to happen"), blank=True)
    achievable = models.TextField(_("why that can be done"), blank=True)
    proceedings = models.TextField(_("other proceedings"), blank=True)
    confidentiality = models.TextField(_("what is to be kept confidential"), blank=True)
    channel = models.CharField(_("how it came"), max_length=12, choices=Channel.choices, default=Channel.ONLINE.value)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    support_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="disputes_supported"
    )
    held_back = models.BooleanField(_("the complainant's name is held back"), default=False)
    shown_at = models.DateTimeField(_("name shown"), null=True, blank=True)

    citations: Any
    objects: Any
    parties_of: Any

    class Meta:
        abstract = True

    def describe(self, *, by, **answers: Any) -> None:
        """Write answers into the draft. NotAllowed once it is raised, or for a person who does not complain."""
        self._require_draft(by)
        if not type(self).objects.filter(pk=self.pk, state=State.DRAFT).update(**answers):
            raise NotAllowed(too_late())
        self.refresh_from_db()

    @transaction.atomic
    def cite(self, clauses: Iterable[Clause], *, by) -> None:
        """Say which clauses were breached, instead of those said before.

        Only clauses of the edition in force on the date of the decision, or of a code adopted on that day.
        """
        self._require_draft(by)
        edition = self.edition_on_the_day()
        clauses = list(clauses)
        editions = {edition.pk} | set(self.codes_on_the_day().values_list("edition", flat=True)) if edition else set()
        for clause in clauses:
            if clause.edition_id not in editions:
                raise NotAllowed(
                    _t("Clause %(clause)s was not in force on %(day)s. Choose clauses that were.")
                    % {"clause": clause.reference, "day": written(self.decision_on) if self.decision_on else ""}
                )
        self.citations.all().delete()
        for clause in clauses:
            self.citations.create(clause=clause)

    def edition_on_the_day(self) -> Edition | None:
        """The edition of the Compact in force on the date of the decision, or None."""
        return self.compact.edition_on(self.decision_on) if self.decision_on else None

    def codes_on_the_day(self):
        """The adoptions of codes that held on the date of the decision."""
        day = self.decision_on
        return self.compact.adoptions.filter(
            Q(from_on=None) | Q(from_on__lte=day), Q(until_on=None) | Q(until_on__gte=day)
        )

    def missing(self, today: date | None = None) -> list[tuple[str, str]]:
        """What a draft still lacks: (step, sentence) for each."""
        today = today or timezone.localdate()
        found = []
        if not self.decision_on or not self.happened.strip():
            found.append(("decision", _t("Say what happened, and on which date it was decided.")))
        elif self.decision_on > today:
            found.append(("decision", _t("The date of the decision must be today or earlier.")))
        elif self.edition_on_the_day() is None:
            found.append(("decision", _t("No agreement was in force on the date of the decision. Check the date.")))
        if not self.citations.exists():
            found.append(("clauses", _t("Choose at least one clause that was breached.")))
        if not self.disadvantage.strip():
            found.append(("effect", _t("Say how it has put you at a disadvantage.")))
        if not self.remedy.strip():
            found.append(("remedy", _t("Say what you want to happen.")))
        return found

    def _require_draft(self, by) -> None:
        if self.state != State.DRAFT:
            raise NotAllowed(_t("This dispute is already raised. Add a note to it instead."))
        if Party.COMPLAINANT not in self.parties_of(by):
            raise NotAllowed(_t("This is not for you to do."))

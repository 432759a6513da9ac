"""Dispute: a complaint that a clause of the Compact was breached, from the first talk to what came of it."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed
from disputes import notifications
from disputes.models.complaint import too_late
from disputes.models.lists import ENDED_VALUES, DisputeQuerySet
from disputes.models.mediation import Mediated
from disputes.models.moving import clock_facts
from disputes.models.rules import Procedure
from disputes.models.settling import Settled
from disputes.models.timing import Timed
from disputes.signed import signed_facts
from disputes.words import Action, Record, StageKind, State


class Dispute(Mediated, Timed, Settled):
    """A dispute between two organisations of one Compact."""

    ROLES = {"mediator": ["mediate_dispute"], "viewer": ["view_dispute"]}

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        permissions = [("mediate_dispute", "Mediates the dispute")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(complainant=F("respondent")),
                name="a_complainant_is_not_the_respondent",
                violation_error_message=_("An organisation cannot raise a dispute against itself."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", reference=None, raised_on=None, raised_at=None, stage=None)
                | Q(
                    ~Q(state="draft"),
                    reference__isnull=False,
                    raised_on__isnull=False,
                    raised_at__isnull=False,
                    stage__isnull=False,
                    procedure__isnull=False,
                    edition__isnull=False,
                    decision_on__isnull=False,
                ),
                name="a_raised_dispute_has_a_reference_a_stage_and_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED_VALUES, ended_at__isnull=False)
                | Q(~Q(state__in=ENDED_VALUES), ended_at=None),
                name="an_ended_dispute_has_the_moment_of_its_end",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None, clock_from_on=None, clock_amount=None)
                | Q(due_on__isnull=False, clock_from_on__isnull=False, clock_amount__gte=1),
                name="a_clock_has_a_start_a_length_and_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="awaiting-answer") | Q(due_on__isnull=False),
                name="an_answer_that_is_awaited_is_due_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["resolved", "closed"]) | (~Q(outcome="") & ~Q(remedy_met="")),
                name="an_outcome_is_recorded_against_the_remedy_sought",
            ),
            models.CheckConstraint(
                condition=~Q(state="outside") | ~Q(body=""), name="a_dispute_outside_names_the_body"
            ),
            models.CheckConstraint(
                condition=Q(raised_on=None) | Q(decision_on__lte=F("raised_on")),
                name="a_decision_comes_before_the_dispute",
            ),
            models.CheckConstraint(
                condition=Q(paused_on=None, paused_until=None) | Q(paused_until__gt=F("paused_on")),
                name="a_pause_has_a_day_on_which_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(held_back=False) | Q(support_body__isnull=False),
                name="a_name_is_held_back_behind_a_support_body",
            ),
            models.CheckConstraint(
                condition=Q(known_on=None) | Q(known_on__gte=F("decision_on")),
                name="a_decision_is_known_once_it_is_made",
            ),
        ]
        indexes = [models.Index(fields=["compact", "state"])]

    def __str__(self) -> str:
        return self.reference or _t("Draft")

    def get_absolute_url(self) -> str:
        if self.reference is None:
            return reverse("disputes:overview", args=[self.pk])
        return reverse("disputes:case", args=[self.reference])

    # -- Raising it ----

    @transaction.atomic
    def lodge(self, *, by, at: datetime | None = None):
        """Raise the dispute: give it its reference, begin at the procedure's first stage, tell the respondent."""
        party, at = self._may(Action.RAISE, by, at)
        if missing := self.missing(timezone.localdate(at)):
            raise NotAllowed(" ".join(sentence for _step, sentence in missing))
        Compact.objects.select_for_update().get(pk=self.compact_id)  # References are given one after the other.
        procedure = Procedure.newest(self.compact) or Procedure.adopt(self.compact)
        first = procedure.stages.order_by("order")[0]
        after = first.rule().entry
        changes = {
            "state": after.value,
            "stage": first,
            "procedure": procedure,
            "edition": self.edition_on_the_day(),
            "tried": self.tried_in_words(),
            "reference": self._next_reference(timezone.localdate(at).year),
            "raised_on": timezone.localdate(at),
            "raised_at": at,
            "moved_at": at,
            "moves": F("moves") + 1,
            **self._clock_for(after, first, at, entered=True),
        }
        if first.kind in (StageKind.MEDIATION, StageKind.PANEL):
            changes |= self._before_forum(at, procedure)
        if not Dispute.objects.filter(pk=self.pk, state=State.DRAFT, moves=self.moves).update(**changes):
            raise NotAllowed(too_late())
        self._reread()
        self.evidence.update(entered_at=at)
        event = self.events.create(
            action=Action.RAISE.value,
            actor=by,
            at=at,
            party=party.value,
            through=self.through(by, party),
            before=State.DRAFT.value,
            after=after.value,
            stage=first,
            due_on=self.due_on,
            facts=({"clock": clock_facts(changes)} if self.due_on else {}) | {"signed": signed_facts(self)},
        )
        notifications.tell(self, event)
        return event

    def _next_reference(self, year: int) -> str:
        """Return the next reference of the Compact in a year: DERBY-2026-0001."""
        start = f"{self.compact.slug.upper()}-{year}-"
        last = (
            Dispute.objects.filter(compact=self.compact, reference__startswith=start)
            .order_by(Length("reference").desc(), "-reference")  # The ten thousandth is the longer one.
            .values_list("reference", flat=True)
            .first()
        )
        return f"{start}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04}"

    # -- The steps of the parties, each by its name ----

    def go_formal(self, *, by, note: str = "", at=None):
        """Put the complaint formally: the respondent's time to answer begins."""
        return self._end_with(Action.GO_FORMAL, by=by, note=note, at=at)

    def go_on(self, *, by, note: str = "", at=None):
        """Go on to a further informal stage."""
        return self._step(Action.GO_ON, by=by, note=note, at=at)

    def ask_panel(self, *, by, note: str = "", at=None):
        """Ask somebody of the Compact for a decision: a panel, a steering group."""
        return self._end_with(Action.ASK_PANEL, by=by, note=note, at=at)

    def respond(self, *, by, note: str, at=None):
        """Answer the complaint, for the respondent."""
        return self._step(Action.RESPOND, by=by, note=note, at=at)

    def refer(self, *, by, note: str = "", at=None):
        """Ask the Forum to mediate, because talking has not settled it."""
        return self._step(Action.REFER, by=by, note=note, at=at)

    def add_note(self, *, by, note: str, at=None):
        """Add a note that both parties, and the Chair once it is referred, can read."""
        return self._step(Action.NOTE, by=by, note=note, at=at)

    @transaction.atomic
    def look_in(self, *, by, reason: str, at=None):
        """Open the case to one administrator for today, with a reason that both parties read."""
        at = at or timezone.now()
        if not by.is_administrator or self.position == State.DRAFT:
            raise NotAllowed(_t("This is not for you to do."))
        today = timezone.localdate(at)
        access.appoint(by, self, "viewer", starts_on=today, ends_on=today, by=by, reason=reason)
        event = self.record(Record.LOOK, by=by, at=at, note=reason)
        notifications.tell(self, event)
        return event


class DisputeUserObjectPermission(access.UserObjectPermissionBase):
    """A permission of one person on one dispute."""

    content_object = models.ForeignKey(Dispute, on_delete=models.CASCADE)


class DisputeGroupObjectPermission(access.GroupObjectPermissionBase):
    """A permission of a role's group (the mediator, a viewer) on one dispute."""

    content_object = models.ForeignKey(Dispute, on_delete=models.CASCADE)

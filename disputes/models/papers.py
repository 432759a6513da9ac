"""What belongs to a dispute: the clauses it cites, its events, and who was asked to mediate."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.models import Clause
from compact_portal.history import Event
from disputes.models.case import Dispute
from disputes.models.rules import Stage
from disputes.procedure import Answer, legal_steps
from disputes.words import DONE, Action, Audience, Party, Record, State

ANSWERS = [
    (Answer.NONE.value, _("No answer yet")),
    (Answer.ACCEPTS.value, _("Accepts")),
    (Answer.OBJECTS.value, _("Objects")),
]
LEGAL = reduce(
    or_,
    [Q(action=action.value, before=before.value, after=after.value) for action, before, after in legal_steps()],
) | (Q(before=models.F("after")) & ~Q(action__in=[action.value for action in Action]))


# What is done and said in the rooms of a mediation.
WITHOUT_PREJUDICE = [
    Action.MEDIATION_NOTE.value,
    Action.HOLD_SESSION.value,
    Action.OPEN_ROOM.value,
    Action.CLOSE_ROOM.value,
    Record.SESSION_ANSWERED.value,
    Record.SESSION_CALLED_OFF.value,
    Record.SESSION_NOTED.value,
]


class Citation(models.Model):
    """The dispute says that this clause was breached."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="citations")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="citations")

    class Meta:
        ordering = ["clause__edition", "clause__position"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "clause"], name="a_dispute_cites_a_clause_once"),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.clause}"


class Nomination(models.Model):
    """Somebody was asked to mediate. Each party's answer is kept from the other until both are in."""

    class State(models.TextChoices):
        """Where a nomination is."""

        ASKED = "asked", _("Asked")
        WILLING = "willing", _("Willing")
        DECLINED = "declined", _("Declined")
        REPLACED = "replaced", _("Somebody else is chosen")
        OBJECTED = "objected", _("A party objected")
        MEDIATING = "mediating", _("Mediating")
        ENDED = "ended", _("Ended")

    OPEN = (State.ASKED, State.WILLING, State.MEDIATING)

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="nominations")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="nominations")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    summary = models.TextField(_("summary without names"))
    chosen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField()
    statement = models.TextField(_("statement about conflicts of interest"), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    complainant_answer = models.CharField(max_length=8, choices=ANSWERS, blank=True)
    complainant_reason = models.TextField(blank=True)
    respondent_answer = models.CharField(max_length=8, choices=ANSWERS, blank=True)
    respondent_reason = models.TextField(blank=True)
    overruled_at = models.DateTimeField(null=True, blank=True)
    complainant_room = models.BooleanField(default=False)
    respondent_room = models.BooleanField(default=False)
    grant = models.OneToOneField(access.Grant, on_delete=models.PROTECT, null=True, blank=True, editable=False)

    class Meta:
        ordering = ["chosen_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "person"], name="a_person_is_asked_once_in_a_dispute"),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(state__in=["asked", "willing", "mediating"]),
                name="one_person_at_a_time_is_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["willing", "mediating"]) | ~Q(statement=""),
                name="a_mediator_has_made_a_statement",
            ),
            models.CheckConstraint(
                condition=~Q(state="mediating") | Q(complainant_answer="accepts", respondent_answer="accepts"),
                name="a_mediator_is_acceptable_to_both_parties",
            ),
            models.CheckConstraint(
                condition=(~Q(complainant_answer="objects") | ~Q(complainant_reason=""))
                & (~Q(respondent_answer="objects") | ~Q(respondent_reason="")),
                name="an_objection_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:nomination", args=[self.pk])

    def answer_of(self, party: Party) -> str:
        """Return what a party has answered; "" while it has not."""
        return self.complainant_answer if party == Party.COMPLAINANT else self.respondent_answer

    def room_of(self, party: Party) -> bool:
        """Return whether a party has agreed to a joint room."""
        return self.complainant_room if party == Party.COMPLAINANT else self.respondent_room

    @property
    def complete(self) -> bool:
        """Whether both parties have answered, so that each may see the other's answer."""
        return bool(self.complainant_answer and self.respondent_answer)

    @property
    def named(self) -> bool:
        """Whether the parties may know who it is: not before the person is willing."""
        return bool(self.statement)


READERS = {
    Audience.MEDIATION: {Party.COMPLAINANT, Party.RESPONDENT, Party.MEDIATOR},
    Audience.COMPLAINANT: {Party.COMPLAINANT},
    Audience.RESPONDENT: {Party.RESPONDENT},
    Audience.PARTIES: {Party.COMPLAINANT, Party.RESPONDENT},
    Audience.COMPLAINANT_ROOM: {Party.COMPLAINANT, Party.MEDIATOR},
    Audience.RESPONDENT_ROOM: {Party.RESPONDENT, Party.MEDIATOR},
}


class DisputeEventQuerySet(models.QuerySet):
    """Events, and who may read them."""

    def read_by(self, parties: frozenset[Party]):
        """The events that somebody who takes part in these ways may read; nobody's way: what the case's readers may."""
        audiences = {Audience.CASE.value}
        theirs = parties - {Party.MEDIATOR}
        for audience, may_read in READERS.items():
            if theirs & may_read:
                audiences.add(audience.value)
        readable = Q(audience__in=audiences)
        if Party.MEDIATOR in parties:  # Only of their own mediation, not of one before it.
            rooms = [audience.value for audience, may_read in READERS.items() if Party.MEDIATOR in may_read]
            readable |= Q(audience__in=rooms, nomination=models.F("dispute__nomination"))
        if parties & {Party.COMPLAINANT, Party.RESPONDENT, Party.CHAIR}:
            # An answer about a mediator, once both are in; after second thoughts were asked for, the first round.
            both_in = ~Q(nomination__complainant_answer="") & ~Q(nomination__respondent_answer="")
            readable |= Q(action__in=["accept", "object"]) & (both_in | Q(at__lte=models.F("nomination__overruled_at")))
        return self.filter(readable)


class DisputeEvent(Event):
    """One step of a dispute: by whom and as which party, from which state to which, and until when it then runs."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="events")
    party = models.CharField(max_length=12, choices=Party.choices, blank=True)
    before = models.CharField(max_length=20, choices=State.choices)
    after = models.CharField(max_length=20, choices=State.choices)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="+")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, null=True, related_name="events")
    due_on = models.DateField(null=True, blank=True)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.CASE.value)
    through = models.ForeignKey(
        "signatories.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    facts = models.JSONField(default=dict, blank=True)

    objects = DisputeEventQuerySet.as_manager()

    class Meta(Event.Meta):
        constraints = [
            models.CheckConstraint(condition=LEGAL, name="a_step_is_one_that_the_procedure_allows"),
            models.CheckConstraint(
                condition=~Q(action__in=WITHOUT_PREJUDICE)
                | Q(audience__in=["mediation", "complainant-room", "respondent-room"]),
                name="what_is_said_in_mediation_stays_in_its_rooms",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=["accept", "object"]) | Q(audience__in=["complainant-only", "respondent-only"]),
                name="an_answer_about_a_mediator_is_kept_from_the_other_party",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=["object", "respond", "replace", "overrule", "end-mediation", "look"])
                | ~Q(note=""),
                name="these_steps_are_never_taken_without_words",
            ),
        ]

    @property
    def title(self) -> str:
        """What was done, in words."""
        return str(DONE[self.action])

    @property
    def stage_order(self) -> int | None:
        """The place of its stage in the procedure."""
        return self.stage.order if self.stage else None


class Panellist(models.Model):
    """Somebody sits on the panel that decides a dispute, and may read it until then."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="panellists")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    chosen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    grant = models.OneToOneField(access.Grant, on_delete=models.PROTECT, null=True, blank=True, editable=False)

    class Meta:
        ordering = ["chosen_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "person"], condition=Q(left_at=None), name="a_person_sits_on_a_panel_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.person}"


class Recusal(models.Model):
    """Somebody who would preside over a dispute stood aside."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="recusals")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "person"], name="a_person_stands_aside_once"),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.person}"

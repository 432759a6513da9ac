"""Which disputes exist for whom, and whose turn they are."""

from typing import Any

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from compact_portal import access
from disputes import standing
from disputes.procedure import ENDED, TURN
from disputes.words import Channel, Party, State
from signatories.models import Organisation

ENDED_VALUES = sorted(state.value for state in ENDED)
WAITS_FOR = {party: [state.value for state, parties in TURN.items() if party in parties] for party in Party}


def entered_by(user) -> Q:
    """Return the condition for drafts that a person enters for somebody else, from a letter or a call."""
    return Q(state=State.DRAFT, begun_by=user) & ~Q(channel=Channel.ONLINE)


class DisputeQuerySet(models.QuerySet):
    """Disputes, and for whom they exist."""

    def visible_to(self, user, *, chaired=None):
        """The disputes that exist for a person: a party's, a presiding chair's, a mediator's, and those opened to them.

        A draft exists for the complainant's people only. `chaired`: `standing.chaired_by(user)`, where it is at hand.
        """
        if not (user.is_authenticated and user.is_active):
            return self.none()
        mine = Organisation.objects.acted_for_by(user)
        everything: Any = self.model
        mediated = access.objects_for(user, "mediate_dispute", everything.objects.all())
        opened = access.objects_for(user, "view_dispute", everything.objects.all())
        raised = ~Q(state=State.DRAFT)
        return self.filter(
            Q(complainant__in=mine)
            | Q(support_body__in=mine)
            | entered_by(user)
            | (raised & Q(respondent__in=mine))
            | (standing.chaired_by(user) if chaired is None else chaired)
            | Q(pk__in=mediated.values("pk"))
            | Q(pk__in=opened.values("pk"))
        )

    def party_to(self, user):
        """The disputes of the organisations a person acts for, drafts included where they complain."""
        mine = Organisation.objects.acted_for_by(user)
        theirs = Q(complainant__in=mine) | Q(support_body__in=mine) | entered_by(user)
        return self.filter(theirs | (~Q(state=State.DRAFT) & Q(respondent__in=mine)))

    def chaired_by(self, user):
        """The referred disputes over which a person presides."""
        return self.filter(standing.chaired_by(user))

    def waiting_for(self, user, *, chaired=None):
        """With `waits`: whether it is this person's turn, which is also so when the other's time has run out.

        `chaired` as in `visible_to`.
        """
        mine = Organisation.objects.acted_for_by(user)
        today = timezone.localdate()
        unanswered = ~Q(state=State.AWAITING_ACCEPTANCE)
        complains = Q(complainant__in=mine) | Q(support_body__in=mine) | entered_by(user)
        turn = (
            complains & Q(state__in=WAITS_FOR[Party.COMPLAINANT]) & (unanswered | Q(nomination__complainant_answer=""))
            | Q(respondent__in=mine, state__in=WAITS_FOR[Party.RESPONDENT])
            & (unanswered | Q(nomination__respondent_answer=""))
            | complains & Q(due_on__lt=today, paused_on=None)
            | complains & ~Q(proposal_by__in=["", Party.COMPLAINANT.value])
            | Q(respondent__in=mine) & ~Q(proposal_by__in=["", Party.RESPONDENT.value])
            | Q(nomination__person=user, state__in=[State.AWAITING_STATEMENT, State.MEDIATING])
            | (Q(state__in=WAITS_FOR[Party.CHAIR]) & (standing.chaired_by(user) if chaired is None else chaired))
        )
        return self.annotate(
            waits=Case(When(turn, then=Value(True)), default=Value(False), output_field=models.BooleanField())
        )

    def running(self):
        """Those whose clock runs: a last day is set, and nothing stands still."""
        return self.filter(due_on__isnull=False, paused_on=None).exclude(state__in=ENDED_VALUES)

    def with_parties(self):
        """With what a page needs of each: its Compact, stage, parties and the person asked to mediate."""
        return self.select_related(
            "compact",
            "stage",
            "procedure",
            "complainant",
            "respondent",
            "support_body",
            "representative",
            "nomination__person",
        )

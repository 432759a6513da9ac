"""Settled: the steps that end a dispute with an outcome, and what leads to a settlement signed by both parties."""

from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal.history import NotAllowed
from disputes import telling
from disputes.models.complaint import too_late
from disputes.models.moving import SIDES, Moving
from disputes.models.outcomes import OutcomeView
from disputes.models.remedy import Remedy
from disputes.models.settlement import Settlement
from disputes.procedure import ENDED
from disputes.words import Action, Audience, Outcome, Party, Record, RemedyMet, State


class Settled(Moving):
    """The steps that end a dispute, with what came of it against what was asked for."""

    settlements: Any
    remedies: Any
    outcome_views: Any

    class Meta:
        abstract = True

    @transaction.atomic
    def settle(self, *, by, outcome: str, remedy_met: str, note: str = "", points=(), at=None):
        """Record that it is resolved, how, and how that compares with what was asked for, point by point."""
        event = self._end_with(Action.SETTLE, by=by, note=note, at=at, outcome=outcome, remedy_met=remedy_met)
        self._keep_account(event, points)
        return event

    @transaction.atomic
    def close(self, *, by, outcome: str, remedy_met: str, note: str = "", points=(), at=None):
        """Close the case and record what came of it."""
        event = self._end_with(Action.CLOSE, by=by, note=note, at=at, outcome=outcome, remedy_met=remedy_met)
        self._keep_account(event, points)
        return event

    def _keep_account(self, event, points) -> None:
        OutcomeView.objects.create(
            dispute=cast(Any, self),
            round=self.reopened,
            side=event.party,
            by=event.actor,
            at=event.at,
            recorded=True,
            outcome=self.outcome,
            remedy_met=self.remedy_met,
            words=event.note,
            points=list(points),
        )

    # -- What each party says came of it ----

    def ending(self):
        """The step with which it ended last; None while it is open."""
        if self.position not in ENDED:
            return None
        return self.events.filter(after=self.state).exclude(before=self.state).order_by("at", "pk").last()

    def why_no_view(self, parties: frozenset[Party], ending=None) -> str:
        """Why somebody cannot say now what came of it in their view; "" if they can."""
        ending = ending or self.ending()
        side = next((party for party in SIDES if party in parties), None)
        if ending is None or not self.outcome or side is None:
            return _t("This is not for you to do.")
        if ending.action == Action.AGREE or ending.party == side:
            return _t("Your side has already said what came of it.")
        if self.outcome_views.filter(round=self.reopened, side=side).exists():
            return _t("Your side has already said what came of it.")
        return ""

    @transaction.atomic
    def give_view(self, *, by, agrees: bool, outcome: str = "", remedy_met: str = "", note: str = "", at=None):
        """A party that did not end the case says whether it agrees with what is recorded, and how it sees it itself."""
        parties = self.parties_of(by)
        type(self).objects.select_for_update().get(pk=self.pk)
        if reason := self.why_no_view(parties):
            raise NotAllowed(reason)
        side = next(party for party in SIDES if party in parties)
        OutcomeView.objects.create(
            dispute=cast(Any, self),
            round=self.reopened,
            side=side,
            by=by,
            at=at or timezone.now(),
            agrees=agrees,
            outcome=outcome if outcome and not agrees else self.outcome,
            remedy_met=remedy_met if remedy_met and not agrees else self.remedy_met,
            words=note,
        )
        event = self.record(Record.OUTCOME_VIEW, by=by, at=at, note=note, party=side)
        telling.view_given(self, event)
        return event

    # -- A settlement ----

    def open_proposal(self) -> Settlement | None:
        """The settlement that one party has proposed and the other has not answered."""
        if not self.proposal_by:
            return None
        return self.settlements.filter(round=self.reopened, state=Settlement.State.PROPOSED).first()

    @transaction.atomic
    def propose(
        self,
        *,
        by,
        note: str,
        outcome: str = Outcome.EXPLANATION,
        remedy_met: str = RemedyMet.PARTLY,
        remedies=(),
        name: str = "",
        office: str = "",
        follows: Settlement | None = None,
        at=None,
    ):
        """Propose a settlement and sign it; the other party agrees, turns it down, or proposes another.

        `note`: its words. `remedies`: what is to be done, each `{"what", "owed_by", "due_on"}` with an ISO day.
        `name` and `office`: who signs; the person's own name unless told.
        """
        party, at = self._may(Action.PROPOSE, by, at)
        audience, number = self._terms_for, self.settlements.count() + 1
        facts = {"settlement": number}
        event = self._move(Action.PROPOSE, party, by=by, at=at, audience=audience, facts=facts, proposal_by=party.value)
        proposal = Settlement(
            dispute=cast(Any, self),
            number=number,
            round=self.reopened,
            follows=follows,
            proposed_by_side=party,
            proposed_at=at,
            audience=audience,
            terms=note,
            remedies=[{key: row[key] for key in ("what", "owed_by", "due_on")} for row in remedies],
            outcome=outcome,
            remedy_met=remedy_met,
        )
        proposal.digest = proposal.digest_now()
        proposal.save(force_insert=True)
        self._sign(proposal, party, by=by, name=name, office=office, at=at)
        return event

    @transaction.atomic
    def agree(self, *, by, digest: str = "", name: str = "", office: str = "", at=None):
        """Sign the settlement that the other party proposed: the dispute is resolved, and its remedies are owed.

        `digest`: that of the words which were read, so that nobody agrees to others.
        """
        party, at = self._may(Action.AGREE, by, at)
        proposal = self.open_proposal()
        if proposal is None or proposal.digest != (digest or proposal.digest):
            raise NotAllowed(too_late())
        ends: dict[str, Any] = {"outcome": proposal.outcome, "remedy_met": proposal.remedy_met}
        event = self._end_with(Action.AGREE, by=by, at=at, facts={"settlement": proposal.number}, **ends)
        self._close(proposal, Settlement.State.AGREED, at=at)
        self._sign(proposal, party, by=by, name=name, office=office, at=at)
        for task in proposal.tasks:
            Remedy.make(self, settlement=proposal, at=at, **task)
        return event

    @transaction.atomic
    def turn_down(self, *, by, note: str = "", state=Settlement.State.TURNED_DOWN, at=None):
        """Turn down what the other party proposed."""
        return self._answer_proposal(Action.TURN_DOWN, state, by=by, note=note, at=at)

    @transaction.atomic
    def take_back(self, *, by, note: str = "", at=None):
        """Take back what one proposed."""
        return self._answer_proposal(Action.TAKE_BACK, Settlement.State.TAKEN_BACK, by=by, note=note, at=at)

    @transaction.atomic
    def counter(self, *, by, digest: str = "", at=None, **proposal: Any):
        """Propose something else instead of what the other party proposed, which is then no longer open."""
        before = self.open_proposal()
        if before is None or before.digest != (digest or before.digest):
            raise NotAllowed(too_late())
        self.turn_down(by=by, state=Settlement.State.SUPERSEDED, at=at)
        return self.propose(by=by, follows=before, at=at, **proposal)

    def _answer_proposal(self, action: Action, state, *, by, note: str, at):
        party, at = self._may(action, by, at)
        proposal = self.open_proposal()
        if proposal is None:
            raise NotAllowed(too_late())
        facts = {"settlement": proposal.number}
        event = self._move(
            action, party, by=by, at=at, note=note, audience=self._terms_for, facts=facts, proposal_by=""
        )
        self._close(proposal, state, at=at)
        return event

    @staticmethod
    def _close(proposal: Settlement, state, *, at) -> None:
        """Claim the end of a proposal, so that of two answers at once one counts."""
        mine = Settlement.objects.filter(pk=proposal.pk, state=Settlement.State.PROPOSED, digest=proposal.digest)
        if not mine.update(state=state, closed_at=at):
            raise NotAllowed(too_late())
        proposal.refresh_from_db()

    def _sign(self, proposal: Settlement, party: Party, *, by, name: str, office: str, at) -> None:
        readers = frozenset({Party.RESPONDENT})
        proposal.signatures.create(
            side=party,
            whom=self.complainant_as(readers) if party == Party.COMPLAINANT else str(self.respondent),
            person=by,
            name=name or by.name,
            office=office or _t("Representative"),
            digest=proposal.digest,
            signed_at=at,
        )

    @property
    def _terms_for(self) -> Audience:
        """Who may read terms: the parties, and in mediation the mediator."""
        return Audience.MEDIATION if self.position == State.MEDIATING else Audience.PARTIES

"""Settlement: what one party proposes and the other agrees to, signed by both; and its paper, which is sealed."""

import hashlib
import json
import secrets
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.printing import SealedPrinted
from disputes.words import Audience, Outcome, Party, RemedyMet

SIDES = [(party.value, party.label) for party in (Party.COMPLAINANT, Party.RESPONDENT)]


class Settlement(models.Model):
    """A text that would end the dispute: its words, what is to be done by whom by when, and what came of it.

    Whoever proposes it has signed it; when the other party signs too it is agreed. `digest` is of all of it, so that
    nobody agrees to other words than they read. Another text is another row, which `follows` the one before. `round`:
    how often the dispute had been reopened, because a proposal ends with the case. Read by the two parties alone; one
    made in mediation by the mediator too.

    `remedies`: `[{"what", "owed_by", "due_on"}, …]`, of which tasks are made when it is agreed.
    """

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed by both parties")
        TURNED_DOWN = "turned-down", _("Turned down")
        TAKEN_BACK = "taken-back", _("Taken back")
        SUPERSEDED = "superseded", _("Replaced by another proposal")

    dispute = models.ForeignKey("disputes.Dispute", on_delete=models.PROTECT, related_name="settlements")
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=0)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    proposed_by_side = models.CharField(max_length=12, choices=SIDES)
    proposed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    terms = models.TextField()
    remedies = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    remedy_met = models.CharField(max_length=12, choices=RemedyMet.choices)
    digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=64, default=secrets.token_hex)

    signatures: Any

    class Meta:
        ordering = ["dispute", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="settlements_of_a_dispute_are_numbered"),
            models.UniqueConstraint(
                fields=["dispute", "round"], condition=Q(state="proposed"), name="one_proposal_at_a_time_is_open"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="a_settlement_has_a_digest"),
            models.CheckConstraint(
                condition=Q(state="proposed", closed_at=None) | (~Q(state="proposed") & Q(closed_at__isnull=False)),
                name="a_proposal_is_open_until_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["mediation", "parties"]),
                name="a_settlement_is_for_the_parties_and_their_mediator",
            ),
        ]

    def __str__(self) -> str:
        return _t("Proposal %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("disputes:settlement", args=[self.dispute.reference, self.number])

    @property
    def side(self) -> Party:
        """The party that proposed it."""
        return Party(self.proposed_by_side)

    @property
    def tasks(self) -> list[dict[str, Any]]:
        """What is to be done, with days as days and parties as words of the portal."""
        return [
            {
                "what": row["what"],
                "owed_by": Party(row["owed_by"]),
                "due_on": date.fromisoformat(row["due_on"]),
            }
            for row in self.remedies
        ]

    def digest_now(self) -> str:
        """The digest of all that is agreed to (SHA-256, as hex)."""
        said = [
            self.dispute.reference,
            self.number,
            self.terms,
            [[row["what"], row["owed_by"], row["due_on"]] for row in self.remedies],
            self.outcome,
            self.remedy_met,
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


class SettlementSignature(models.Model):
    """A named person signed a settlement for one party, in an office, at a moment, with the digest of its words.

    `whom`: for whom, in the words that the other party may read: the name of a group may be held back.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=12, choices=SIDES)
    whom = models.CharField(max_length=250)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    office = models.CharField(_("office"), max_length=120)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "side"], name="each_party_signs_a_settlement_once"),
            models.CheckConstraint(condition=~Q(digest=""), name="a_signature_binds_to_words"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}"


class SettlementPaper(SealedPrinted):
    """The settlement as one sealed file, for the two parties alone; its number says nothing of what is in it."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="papers")
    file = models.FileField(upload_to="settlements/", blank=True)

    class Meta(SealedPrinted.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["settlement", "content_digest"], name="a_settlement_is_printed_once"),
            models.UniqueConstraint(
                fields=["short_id"], condition=~Q(short_id=""), name="a_number_means_one_settlement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.settlement} ({self.get_state_display()})"

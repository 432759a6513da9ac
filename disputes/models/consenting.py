"""Consenting: what may leave a closed case only when both parties agree to the very words."""

import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal.history import NotAllowed
from disputes.words import Party

BOTH = (Party.COMPLAINANT, Party.RESPONDENT)
OFFERED_BY = [(party.value, party.label) for party in (*BOTH, Party.CHAIR)]
YES, NO = "yes", "no"
CONSENT = [("", ""), (YES, YES), (NO, NO)]


class Consented(models.Model):
    """Words about a case, and what each party says to them. Whoever wrote them for a party has said yes."""

    dispute = models.ForeignKey("disputes.Dispute", on_delete=models.PROTECT, related_name="%(class)ss")
    written_by_side = models.CharField(max_length=12, choices=OFFERED_BY)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    complainant_says = models.CharField(max_length=3, choices=CONSENT, blank=True)
    respondent_says = models.CharField(max_length=3, choices=CONSENT, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-written_at", "-pk"]

    def said_by(self, side: Party) -> str:
        """What a party has said: yes, no, or nothing yet."""
        return self.complainant_says if side == Party.COMPLAINANT else self.respondent_says

    @property
    def both_agree(self) -> bool:
        """Whether both parties have said yes."""
        return self.complainant_says == self.respondent_says == YES

    @property
    def is_refused(self) -> bool:
        """Whether a party has said no."""
        return NO in (self.complainant_says, self.respondent_says)

    def still_asked(self, parties: frozenset[Party]) -> list[Party]:
        """The parties for which somebody could still answer."""
        if self.ended_at or self.is_refused:
            return []
        return [side for side in BOTH if side in parties and not self.said_by(side)]

    @staticmethod
    def digest_of(*said: Any) -> str:
        """The digest of the very words (SHA-256, as hex)."""
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def _answer(self, *, by, says: str, digest: str) -> Party:
        """Claim a party's answer by one conditional UPDATE. Returns the party; NotAllowed with a sentence."""
        sides = self.still_asked(self.dispute.parties_of(by))
        if not sides:
            raise NotAllowed(_t("This is answered already, or not for you to answer."))
        side = sides[0]
        column = f"{side.value}_says"
        mine = type(self)._default_manager.filter(pk=self.pk, digest=digest, ended_at=None, **{column: ""})
        if not mine.exclude(Q(complainant_says=NO) | Q(respondent_says=NO)).update(**{column: says}):
            raise NotAllowed(_t("The words have changed meanwhile, or somebody has answered. Read them again."))
        self.refresh_from_db()
        return side

    @classmethod
    def _side_of(cls, dispute, by) -> Party:
        """As whom a person writes about a case that has ended, or NotAllowed."""
        if dispute.is_open:
            raise NotAllowed(_t("This is for cases that have ended."))
        parties = dispute.parties_of(by)
        for party in (*BOTH, Party.CHAIR):
            if party in parties:
                return party
        raise NotAllowed(_t("This is not for you to do."))

    @staticmethod
    def _first_answers(side: Party) -> dict[str, str]:
        return {f"{side.value}_says": YES} if side in BOTH else {}

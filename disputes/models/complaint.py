"""Complaint: what a dispute is about. Written into a draft, page by page; once raised it stays as it is."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Compact, Edition
from disputes.models.drafting import Drafting, too_late
from disputes.words import Channel, State
from signatories.models import Organisation

__all__ = ["Complaint", "too_late"]


class Complaint(Drafting, models.Model):
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

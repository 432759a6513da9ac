"""Campaign: those who signed the edition before are asked to re-affirm the new one, reminded, and told apart."""

import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Compact, Edition
from compact_portal.history import Event, NotAllowed
from signatories.models.organisation import Membership, Organisation, Role
from signatories.models.request import Origin, RequestState, SigningRequest, digest_of
from signatories.models.rules import SigningRules
from signatories.models.signature import Signature
from signatories.notifications import joining as tell


class Contact(NamedTuple):
    """Whom to ask for an organisation."""

    name: str
    email: str


class Campaign(models.Model):
    """The re-affirmation of one edition. From `says_from` on the register says who has not signed it yet.

    Until then its requests are open, and whoever has not answered is reminded every `reminder_days` days, at most
    `most_reminders` times. While it is ended nobody is reminded; it can be resumed.
    """

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="campaign")
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    says_from = models.DateField(_("last day to re-affirm"))
    reminder_days = models.PositiveSmallIntegerField(_("days between two reminders"))
    most_reminders = models.PositiveSmallIntegerField(_("how many reminders at most"))
    note = models.TextField(_("message"), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.CheckConstraint(condition=Q(reminder_days__gte=3), name="reminders_are_at_least_three_days_apart"),
        ]

    def __str__(self) -> str:
        return _t("Re-affirmation of the %(edition)s") % {"edition": self.edition}

    def get_absolute_url(self) -> str:
        return reverse("signatories:campaign", args=[self.edition.text.compact.slug, self.edition.slug])

    @property
    def is_running(self) -> bool:
        """Whether people are asked and reminded today."""
        return self.ended_at is None and timezone.localdate() <= self.says_from and self.edition.open_for_signing

    def holds_on(self, day: date) -> bool:
        """Whether the register does not say yet, on a day, who has not signed."""
        return timezone.localdate(self.begun_at) <= day <= self.says_from

    @staticmethod
    def why_not_begin(edition: Edition) -> str:
        """Why no campaign can begin for an edition, in a sentence; empty where one can."""
        if not edition.open_for_signing:
            return _t("%(edition)s is not open for signing, so nobody can re-affirm it.") % {"edition": edition}
        if Campaign.objects.filter(edition=edition).exists():
            return _t("The re-affirmation of the %(edition)s has begun already.") % {"edition": edition}
        if not to_reaffirm(edition).exists():
            return _t("Nobody has signed an earlier edition without having signed the %(edition)s.") % {
                "edition": edition
            }
        return ""

    @classmethod
    @transaction.atomic
    def begin(cls, edition: Edition, *, by, says_from: date | None = None, **fields) -> "Campaign":
        """Begin, and ask everybody who signed an earlier edition. Without numbers those of the rules of the Compact."""
        compact: Any = edition.text.compact
        Compact.objects.select_for_update().get(pk=compact.pk)
        if reason := cls.why_not_begin(edition):
            raise NotAllowed(reason)
        rules = SigningRules.of(compact)
        usual = {"reminder_days": max(3, rules.reminder_days), "most_reminders": rules.most_reminders}
        last = says_from or timezone.localdate() + timedelta(days=rules.reaffirm_days)
        campaign = cls.objects.create(edition=edition, begun_by=by, says_from=last, **(usual | fields))
        campaign.events.create(action="begun", actor=by)
        campaign.ask(by=by)
        return campaign

    @transaction.atomic
    def ask(self, *, by) -> list[SigningRequest]:
        """Ask everybody who signed an earlier edition, was never asked in this campaign, and can be reached."""
        asked_before = SigningRequest.objects.filter(edition=self.edition)
        bodies = list(to_reaffirm(self.edition).exclude(pk__in=asked_before.values("organisation")))
        contacts = contacts_of(bodies)
        asked = [
            SigningRequest.ask(
                edition=self.edition,
                organisation=body,
                to_name=contacts[body.pk].name,
                to_email=contacts[body.pk].email,
                by=by,
                origin=Origin.REAFFIRMATION,
                lapses_on=self.says_from,
                note=self.note,
            )
            for body in bodies
            if body.pk in contacts and not (by and contacts[body.pk].email.lower() == by.email.lower())
        ]
        if asked:
            self.events.create(action="asked", actor=by, note=str(len(asked)))
        return asked

    @transaction.atomic
    def end(self, *, by, reason: str = "") -> None:
        """Remind nobody any more. What was asked stays open until its last day."""
        if not Campaign.objects.filter(pk=self.pk, ended_at=None).update(ended_at=timezone.now()):
            raise NotAllowed(_t("It has been ended already."))
        self.refresh_from_db(fields=["ended_at"])
        self.events.create(action="ended", actor=by, note=reason)

    @transaction.atomic
    def resume(self, *, by, says_from: date) -> None:
        """Go on until a day, and ask those who have not been asked yet."""
        resumed = Campaign.objects.filter(pk=self.pk).exclude(ended_at=None, says_from__gte=timezone.localdate())
        if not resumed.update(ended_at=None, says_from=says_from):
            raise NotAllowed(_t("It is under way already."))
        self.refresh_from_db(fields=["ended_at", "says_from"])
        self.events.create(action="resumed", actor=by)
        asked = SigningRequest.objects.filter(edition=self.edition, origin=Origin.REAFFIRMATION)
        asked.filter(state=RequestState.OPEN).update(lapses_on=says_from)
        lapsed = asked.filter(state=RequestState.LAPSED)
        for request in lapsed.select_related("edition__text__compact", "organisation"):
            if not SigningRequest.why_not_ask(self.edition, request.organisation):
                again = {"to_name": request.to_name, "to_email": request.to_email, "note": self.note}
                SigningRequest.ask(
                    edition=self.edition,
                    organisation=request.organisation,
                    by=by,
                    origin=Origin.REAFFIRMATION,
                    lapses_on=says_from,
                    **again,
                )
        self.ask(by=by)

    def due(self) -> Iterator[SigningRequest]:
        """The requests of which their people are to be reminded today."""
        if not self.is_running:
            return
        pause = timezone.now() - timedelta(days=self.reminder_days)
        waiting = SigningRequest.objects.open().filter(edition=self.edition, organisation__in=to_reaffirm(self.edition))
        waiting = waiting.annotate(sent=models.Count("reminders")).filter(sent__lt=self.most_reminders)
        for request in waiting.filter(sent_at__lte=pause).select_related("edition__text__compact", "organisation"):
            request.edition = self.edition
            yield request

    @transaction.atomic
    def remind(self, request: SigningRequest, *, by=None) -> bool:
        """Remind one of its people, with a new link. False where the request was answered, or reminded, just now."""
        secret, now = secrets.token_urlsafe(24), timezone.now()
        claimed = SigningRequest.objects.filter(pk=request.pk, state=RequestState.OPEN, sent_at=request.sent_at)
        if not claimed.update(secret_digest=digest_of(secret), sent_at=now):
            return False
        reminder = Reminder.objects.create(campaign=self, request=request, number=request.reminders.count() + 1, by=by)
        tell.reminded(request, reminder, secret=secret, left=self.most_reminders - reminder.number)
        return True


class CampaignEvent(Event):
    """What was done to a campaign: begun, asked (the note is how many), ended and why, resumed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="events")

    @property
    def title(self) -> str:
        """What was done, in words."""
        number = int(self.note) if self.action == "asked" else 0
        words = {
            "begun": _t("Begun"),
            "asked": ngettext("%(n)d organisation asked", "%(n)d organisations asked", number) % {"n": number},
            "ended": _t("Ended"),
            "resumed": _t("Resumed"),
        }
        return words[self.action]


class Reminder(models.Model):
    """One reminder of one request: the log."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reminders")
    request = models.ForeignKey(SigningRequest, on_delete=models.PROTECT, related_name="reminders")
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="a_request_is_reminded_of_once_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.request} ({self.number})"


def to_reaffirm(edition: Edition):
    """The organisations that signed an earlier edition of its text, are bound by it, and have not signed this one."""
    earlier = Signature.objects.standing().filter(edition__text=edition.text_id, edition__ordinal__lt=edition.ordinal)
    answered = Signature.objects.given().filter(edition=edition)
    return (
        Organisation.objects.filter(pk__in=earlier.bodies())
        .exclude(pk__in=answered.bodies())
        .order_by("sector", "name")
    )


def contacts_of(organisations: list[Organisation]) -> dict[int, Contact]:
    """Whom to ask for each of some organisations: a signatory, else a representative, else its public address."""
    found = {body.pk: Contact(body.name, body.email) for body in organisations if body.email}
    acting = Membership.objects.in_term().filter(organisation__in=organisations, person__is_active=True)
    for role in (Role.REPRESENTATIVE, Role.SIGNATORY):
        for membership in acting.filter(role=role).select_related("person").order_by("-starts_on", "-pk"):
            person = membership.person
            found[membership.organisation_id] = Contact(person.name or membership.organisation.name, person.email)
    return found


def keep_requests() -> str:
    """Timed work: requests lapse by their last day, or because a newer edition is in force; people are reminded."""
    lapsed = 0
    over = Q(lapses_on__lt=timezone.localdate())
    gone = Q(edition__state__in=[EditionState.SUPERSEDED, EditionState.LAPSED])
    requests = SigningRequest.objects.filter(over | gone, state=RequestState.OPEN)
    for request in requests.select_related("edition__text__compact", "organisation"):
        reason = "" if request.lapses_on < timezone.localdate() else _t("A newer edition is in force.")
        if request.edition.state == EditionState.LAPSED:
            reason = _t("The edition has lapsed.")
        try:
            request.lapse(reason)
        except NotAllowed:  # It was answered a moment ago.
            continue
        lapsed += 1
    campaigns = Campaign.objects.filter(ended_at=None, says_from__gte=timezone.localdate())
    reminded = sum(
        campaign.remind(request)
        for campaign in campaigns.select_related("edition__text__compact")
        for request in list(campaign.due())
    )
    return f"{lapsed} requests to sign lapsed, {reminded} people reminded"

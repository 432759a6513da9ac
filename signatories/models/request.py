"""SigningRequest: an organisation is asked to sign an edition, through a named person, until a day."""

from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import mail
from compact_portal.compacts.models import Edition
from compact_portal.history import NotAllowed
from signatories.models.chain import ChainEntry, sealed
from signatories.models.mailed import Mailed, digest_of, new_key
from signatories.models.organisation import Organisation
from signatories.models.rules import SigningRules
from signatories.models.signature import Signature
from signatories.notifications import requests as tell

__all__ = ["Origin", "RequestState", "SigningRequest", "digest_of", "new_key"]

MOST_HAND_OVERS = 5


class Origin(models.TextChoices):
    """How it came that an organisation is asked."""

    INVITATION = "invitation", _("Invited by an officer")
    APPLICATION = "application", _("Applied")
    REAFFIRMATION = "reaffirmation", _("Asked to re-affirm")
    HANDED_OVER = "handed_over", _("Handed over by a colleague")


class RequestState(models.TextChoices):
    """How a request stands."""

    OPEN = "open", _("Waiting for an answer")
    SIGNED = "signed", _("Signed")
    DECLINED = "declined", _("Declined")
    HANDED_OVER = "handed_over", _("Handed over")
    LAPSED = "lapsed", _("Lapsed")
    CANCELLED = "cancelled", _("Cancelled")


class SigningRequestQuerySet(models.QuerySet):
    """Requests, by how they stand."""

    def open(self):
        """Those that can still be answered today."""
        return self.filter(state=RequestState.OPEN, lapses_on__gte=timezone.localdate())

    def over(self):
        """Those whose last day has passed without an answer."""
        return self.filter(state=RequestState.OPEN, lapses_on__lt=timezone.localdate())

    def of(self, compact):
        """Those to sign the agreement of a Compact."""
        return self.filter(edition__text__compact=compact)

    def at_hand(self):
        """With all that a page says of them."""
        return self.select_related(
            "edition__text__compact", "edition__supersedes", "organisation", "asked_by", "signature", "handed_to"
        )


class SigningRequest(Mailed):
    """One organisation is asked to sign one edition. `key` is public; of the mailed secret only the digest is kept."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="signing_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signing_requests")
    origin = models.CharField(_("origin"), max_length=16, choices=Origin, default=Origin.INVITATION)
    to_name = models.CharField(_("full name"), max_length=120)
    to_email = models.EmailField(_("email address"))
    note = models.TextField(_("message"), blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    lapses_on = models.DateField(_("last day"))
    opened_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RequestState, default=RequestState.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    reason_is_public = models.BooleanField(_("everybody may read the reason"), default=False)
    handed_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="handed_from"
    )
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, null=True, blank=True, related_name="request")

    kind = "sign"

    objects = SigningRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organisation"],
                condition=Q(state="open"),
                name="an_organisation_is_asked_once_at_a_time",
                violation_error_message=_("This organisation has an open request to sign this edition already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="who_declines_to_sign_gives_a_reason",
                violation_error_message=_("Enter the reason."),
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signature__isnull=False), name="a_signed_request_has_its_signature"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="a_request_that_is_over_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.edition}"

    def get_absolute_url(self) -> str:
        return reverse("signatories:request", args=[self.key])

    @property
    def compact(self):
        """The Compact whose agreement is to be signed."""
        return self.edition.text.compact

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN and self.lapses_on >= timezone.localdate()

    @property
    def is_live(self) -> bool:
        """Whether the person asked still has something to do: to answer, or to look after the witness they named."""
        return self.is_open or self.awaits_witness

    @property
    def awaits_witness(self) -> bool:
        """Whether it is signed, and the signature waits for its witness."""
        return bool(self.signature and self.signature.awaits_witness and not self.signature.withdrawn_on)

    def over_sentence(self) -> str:
        """How it ended, in a sentence for whoever has its number: without names or reasons. Empty while it is open."""
        day = date_format(timezone.localdate(self.ended_at)) if self.ended_at else ""
        words = {"organisation": self.organisation, "edition": self.edition, "day": day}
        if self.is_open:
            return ""
        if self.state in {RequestState.OPEN, RequestState.LAPSED}:
            day = date_format(self.lapses_on) if self.state == RequestState.OPEN else day
            return _t("This request lapsed on %(day)s.") % {"day": day}
        if self.awaits_witness:
            return _t("%(organisation)s signed on %(day)s. The signature waits for the witness.") % words
        sentences = {
            RequestState.SIGNED: _t("%(organisation)s signed the %(edition)s on %(day)s."),
            RequestState.DECLINED: _t("%(organisation)s declined on %(day)s to sign the %(edition)s."),
            RequestState.HANDED_OVER: _t(
                "This request was handed over to another person on %(day)s, who got a link of their own."
            ),
            RequestState.CANCELLED: _t("This request was taken back on %(day)s."),
        }
        return sentences[RequestState(self.state)] % words

    def facts(self) -> dict[str, Any]:
        """What of it never changes: the log repeats it, and is compared with it."""
        return {
            "key": self.key,
            "organisation": self.organisation_id,
            "edition": self.edition_id,
            "origin": self.origin,
            "state": self.state,
            "reason": sealed(self.reason),
            "signature": self.signature_id,
        }

    # Verbs.

    @staticmethod
    def why_not_ask(edition: Edition, organisation: Organisation) -> str:
        """Why an organisation cannot be asked to sign an edition now, in a sentence; empty where it can."""
        if not edition.open_for_signing:
            return _t("%(edition)s is not open for signing.") % {"edition": edition}
        if reason := Signature.taken(edition, organisation):
            return reason
        if SigningRequest.objects.filter(edition=edition, organisation=organisation, state=RequestState.OPEN).exists():
            return _t("%(organisation)s has an open request to sign this edition already.") % {
                "organisation": organisation
            }
        return ""

    @classmethod
    @transaction.atomic
    def ask(
        cls,
        *,
        edition: Edition,
        organisation: Organisation,
        to_name: str,
        to_email: str,
        by,
        origin: str = Origin.INVITATION,
        lapses_on: date | None = None,
        note: str = "",
    ) -> "SigningRequest":
        """Ask an organisation to sign, by mail to one person. NotAllowed with a sentence where it cannot be asked.

        Nobody invites themselves, and who acts for the organisation is told that somebody was asked in its name.
        `lapses_on` is the last day; without one as many days from today as the rules of the Compact give.
        """
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        for request in cls.objects.over().filter(edition=edition, organisation=organisation).at_hand():
            request.lapse()  # The timed work has not come to it yet.
        if reason := cls.why_not_ask(edition, organisation):
            raise NotAllowed(reason)
        if by and by.email.lower() == to_email.lower():
            raise NotAllowed(_t("That is your own address, and nobody invites themselves. Name somebody else."))
        days = SigningRules.of(edition.text.compact).days_to_sign
        made = cls.objects.create(
            edition=edition,
            organisation=organisation,
            to_name=to_name,
            to_email=to_email.lower(),
            asked_by=by,
            origin=origin,
            lapses_on=lapses_on or timezone.localdate() + timedelta(days=days),
            note=note,
        )
        made.record("asked", by=by)
        made.send(by=by)
        tell.somebody_asked(made, by=by)
        return made

    def mail_link(self, secret: str, *, by) -> None:
        """Write the mail with the link."""
        tell.asked(self, secret=secret, by=by)

    @transaction.atomic
    def decline(self, *, reason: str, by=None, public: bool = False, trace: str = "") -> None:
        """Say that the organisation does not sign, and why; everybody may read it, or only those concerned."""
        if not reason.strip():
            raise NotAllowed(_t("Enter the reason."))
        self._end(RequestState.DECLINED, by=by, reason=reason, trace=trace, reason_is_public=public)

    @transaction.atomic
    def cancel(self, *, by, reason: str = "") -> None:
        """Take the request back."""
        self._end(RequestState.CANCELLED, by=by, reason=reason)

    @transaction.atomic
    def lapse(self, reason: str = "") -> None:
        """Let it end by time, or because a newer edition is in force."""
        self._end(RequestState.LAPSED, by=None, reason=reason)

    @transaction.atomic
    def fulfil(self, signature: Signature, *, by=None) -> None:
        """Remember the signature that answers it."""
        self._end(RequestState.SIGNED, by=by, signature=signature)

    @transaction.atomic
    def hand_over(self, *, to_name: str, to_email: str, note: str = "", by=None, trace: str = "") -> "SigningRequest":
        """Ask another person of the same organisation instead, until the same day. NotAllowed where it cannot be."""
        address = to_email.lower()
        if address == self.to_email:
            raise NotAllowed(_t("That is the address to which this request came. Name another person."))
        if self.asked_by and address == self.asked_by.email.lower():
            raise NotAllowed(
                _t("That is the address of the officer who asked, who cannot sign for you. Name another person.")
            )
        if self.hand_overs() >= MOST_HAND_OVERS:
            raise NotAllowed(
                _t("This request has been handed over %(count)d times. Ask the officer to invite the right person.")
                % {"count": MOST_HAND_OVERS}
            )
        self._end(RequestState.HANDED_OVER, by=by, reason=note, trace=trace)
        made = SigningRequest.objects.create(
            edition=self.edition,
            organisation=self.organisation,
            origin=Origin.HANDED_OVER,
            to_name=to_name,
            to_email=address,
            asked_by=self.asked_by,
            lapses_on=self.lapses_on,
            note=note,
        )
        self.handed_to = made
        self.save(update_fields=["handed_to"])
        made.record("asked", by=by, handed_over_from=self.key)
        made.send(by=by)
        return made

    def hand_overs(self) -> int:
        """How often it has been handed over until it came to this person."""
        count, before = 0, getattr(self, "handed_from", None)
        while before is not None:
            count, before = count + 1, getattr(before, "handed_from", None)
        return count

    def _end(self, state: RequestState, *, by, reason: str = "", trace: str = "", **changes) -> None:
        """End it in one way, or raise NotAllowed where it has ended already."""
        still = SigningRequest.objects.filter(pk=self.pk, state=RequestState.OPEN)
        if state != RequestState.LAPSED:
            still = still.filter(lapses_on__gte=timezone.localdate())
        changes |= {"state": state, "ended_at": timezone.now(), "reason": reason, "secret_digest": ""}
        if not still.update(**changes):
            raise NotAllowed(_t("This request has been answered, or has ended. Look at how it stands now."))
        for name, value in changes.items():
            setattr(self, name, value)
        mail.forget_waiting(f"signing {self.kind} {self.pk}")  # No reminder, link or code that nobody can use any more.
        more = {name: self.facts()[name] for name in ("state", "reason", "signature")}
        ChainEntry.add(self.compact, f"request {state}", self._about(more, trace=trace), by=by)

    def record(self, action: str, *, by=None, **facts) -> ChainEntry:
        """Write what happened into the log of the Compact. `facts` are only remembered."""
        return ChainEntry.add(self.compact, f"request {action}", self._about({}, **facts), by=by)

    def _about(self, more: dict[str, Any], **remembered) -> dict[str, Any]:
        same = {name: self.facts()[name] for name in ("key", "organisation", "edition", "origin")}
        names = {"organisation": self.organisation.name, "edition": self.edition.reference}
        return {"request": same | more, "names": names, **{name: said for name, said in remembered.items() if said}}

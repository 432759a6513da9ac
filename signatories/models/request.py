"""SigningRequest: an organisation is asked to sign an edition, through a named person, until a day."""

import hashlib
import secrets
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Edition
from compact_portal.history import NotAllowed
from signatories.models.chain import ChainEntry
from signatories.models.organisation import Organisation
from signatories.models.rules import SigningRules
from signatories.models.signature import Signature
from signatories.notifications import requests as tell

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # Without what is taken for one another on paper.


def new_key() -> str:
    """What names a request in an address, on paper and in a QR code. It opens nothing by itself."""
    return "".join(secrets.choice(ALPHABET) for _number in range(12))


def digest_of(secret: str) -> str:
    """What is kept of a secret that was mailed."""
    return hashlib.sha256(secret.encode()).hexdigest()


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


class SigningRequest(models.Model):
    """One organisation is asked to sign one edition. `key` is public; of the mailed secret only the digest is kept."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="signing_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signing_requests")
    origin = models.CharField(_("origin"), max_length=16, choices=Origin, default=Origin.INVITATION)
    to_name = models.CharField(_("full name"), max_length=120)
    to_email = models.EmailField(_("email address"))
    note = models.TextField(_("message"), blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    lapses_on = models.DateField(_("last day"))
    opened_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RequestState, default=RequestState.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    handed_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="handed_from"
    )
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, null=True, blank=True, related_name="request")
    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    secret_digest = models.CharField(max_length=64, blank=True, editable=False)

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

    # Verbs.

    @staticmethod
    def why_not_ask(edition: Edition, organisation: Organisation) -> str:
        """Why an organisation cannot be asked to sign an edition now, in a sentence; empty where it can."""
        if not edition.open_for_signing:
            return _t("%(edition)s is not open for signing.") % {"edition": edition}
        if Signature.objects.standing().filter(edition=edition, organisation=organisation).exists():
            return _t("%(organisation)s has already signed this edition.") % {"organisation": organisation}
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

        `lapses_on` is the last day; without one as many days from today as the rules of the Compact give.
        """
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if reason := cls.why_not_ask(edition, organisation):
            raise NotAllowed(reason)
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
        return made

    def send(self, *, by) -> None:
        """Mail the link, with a new secret: an earlier link stops working."""
        secret = secrets.token_urlsafe(24)
        self.secret_digest, self.sent_at = digest_of(secret), timezone.now()
        self.save(update_fields=["secret_digest", "sent_at"])
        tell.asked(self, secret=secret, by=by)

    def knows(self, secret: str) -> bool:
        """Whether a secret is that of the latest mail."""
        return bool(self.secret_digest) and constant_time_compare(digest_of(secret), self.secret_digest)

    @transaction.atomic
    def decline(self, *, reason: str, by=None) -> None:
        """Say that the organisation does not sign, and why."""
        if not reason.strip():
            raise NotAllowed(_t("Enter the reason."))
        self._end(RequestState.DECLINED, by=by, reason=reason)

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
    def hand_over(self, *, to_name: str, to_email: str, note: str = "", by=None) -> "SigningRequest":
        """Ask another person of the same organisation instead, until the same day."""
        self._end(RequestState.HANDED_OVER, by=by, reason=note)
        made = SigningRequest.objects.create(
            edition=self.edition,
            organisation=self.organisation,
            origin=Origin.HANDED_OVER,
            to_name=to_name,
            to_email=to_email.lower(),
            asked_by=self.asked_by,
            lapses_on=self.lapses_on,
            note=note,
        )
        self.handed_to = made
        self.save(update_fields=["handed_to"])
        made.record("asked", by=by)
        made.send(by=by)
        return made

    def _end(self, state: RequestState, *, by, reason: str = "", **changes) -> None:
        """End it in one way, or raise NotAllowed where it has ended already."""
        ended = SigningRequest.objects.filter(pk=self.pk, state=RequestState.OPEN).update(
            state=state, ended_at=timezone.now(), reason=reason, secret_digest="", **changes
        )
        if not ended:
            raise NotAllowed(_t("This request has been answered, or has ended. Look at how it stands now."))
        self.refresh_from_db()
        self.record(state, by=by)

    def record(self, action: str, *, by=None, **facts) -> ChainEntry:
        """Write what happened into the log of the Compact."""
        about = {"request": self.key, "organisation": self.organisation.slug, "edition": self.edition.reference}
        return ChainEntry.add(self.compact, f"request {action}", about | facts, by=by)

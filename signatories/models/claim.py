"""SigningClaim: one browser session came through the link of a mail; with the mailed code it may act on that one thing.

The link alone opens nothing, nor does the code: whoever forwards or reads one of them cannot sign.
"""

import secrets
from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from compact_portal.history import NotAllowed
from signatories.models.mailed import digest_of, new_secret
from signatories.models.request import SigningRequest
from signatories.models.trace import Came, SigningTrace
from signatories.models.witnessing import Witnessing
from signatories.notifications import requests as tell

CODE_MINUTES = 15
MOST_TRIES = 5
MOST_CODES = 5
LASTS = timedelta(hours=2)


class SigningClaim(models.Model):
    """What a session holds: `secret_digest` is of the secret in the session, `code_digest` of the code that was mailed.

    A newer claim of the same thing ends it, so that only one session at a time can act.
    """

    request = models.ForeignKey(SigningRequest, on_delete=models.PROTECT, null=True, related_name="claims")
    witnessing = models.ForeignKey(Witnessing, on_delete=models.PROTECT, null=True, related_name="claims")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    code_salt = models.CharField(max_length=32, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=False, witnessing=None) | Q(request=None, witnessing__isnull=False),
                name="a_claim_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at=None), name="one_session_at_a_time_claims_a_request"
            ),
            models.UniqueConstraint(
                fields=["witnessing"], condition=Q(ended_at=None), name="one_session_at_a_time_claims_a_confirmation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.made_at:%Y-%m-%d %H:%M})"

    @property
    def subject(self):
        """What may be acted on: the request, or the confirmation."""
        return self.request or self.witnessing

    @classmethod
    def known_by(cls, secret: str, kind: str, key: str) -> "SigningClaim | None":
        """The claim of a thing that a session holds by its secret, with all at hand that its pages say; or None."""
        found = cls.objects.filter(secret_digest=digest_of(secret)).select_related(
            "request__edition__text__compact",
            "request__edition__supersedes",
            "request__organisation",
            "request__asked_by",
            "request__signature",
            "witnessing__signature__edition__text__compact",
            "witnessing__signature__organisation",
            "witnessing__signature__person",
        )
        of = "request" if kind == SigningRequest.kind else "witnessing"
        return found.filter(**{f"{of}__key": key}).first()

    @property
    def is_over(self) -> bool:
        """Whether it is too old, or another session has taken its place."""
        return self.ended_at is not None or timezone.now() - (self.confirmed_at or self.made_at) > LASTS

    def why_not_sign(self, edition, organisation) -> str:
        """Why its session cannot sign an edition for an organisation, in a sentence; empty where it can."""
        request = self.request
        if request is None or request.edition_id != edition.pk or request.organisation_id != organisation.pk:
            return _t("You were not invited to sign this. Open the link in your invitation.")
        if not self.confirmed_at or self.is_over:
            return _t("Your time on these pages is over. Have a new link sent.")
        request.refresh_from_db(fields=["state", "lapses_on"])
        return "" if request.is_open else _t("This request has ended. Look at how it stands now.")

    # Verbs.

    @classmethod
    @transaction.atomic
    def begin(cls, subject, secret: str, *, came: Came | None = None) -> str:
        """Take a mailed link up: use its secret, end earlier claims, mail a code. Returns the secret of the session.

        Raises NotAllowed with a sentence where the link is used, or over.
        """
        subject.spend(secret)
        of = {"request": subject} if isinstance(subject, SigningRequest) else {"witnessing": subject}
        now = timezone.now()
        cls.objects.filter(**of, ended_at=None).update(ended_at=now)
        mine = new_secret()
        claim = cls.objects.create(secret_digest=digest_of(mine), **of)
        if claim.request and not claim.request.opened_at:
            SigningRequest.objects.filter(pk=subject.pk).update(opened_at=now)
        subject.record("opened", trace=claim.keep_trace("opened", came))
        claim.send_code()
        return mine

    @transaction.atomic
    def send_code(self) -> None:
        """Mail a new code to the address that was asked; an earlier one stops working. NotAllowed after five."""
        code, salt = f"{secrets.randbelow(1_000_000):06}", secrets.token_hex(16)
        sent = SigningClaim.objects.filter(pk=self.pk, codes_sent__lt=MOST_CODES, confirmed_at=None, ended_at=None)
        if not sent.update(
            code_salt=salt,
            code_digest=code_digest(salt, code),
            code_sent_at=timezone.now(),
            codes_sent=F("codes_sent") + 1,
            tries=0,
        ):
            raise NotAllowed(_t("You have had %(count)d codes. Have a new link sent.") % {"count": MOST_CODES})
        self.refresh_from_db(fields=["code_salt", "code_digest", "code_sent_at", "codes_sent", "tries"])
        tell.code(self, code=code)

    def why_not_code(self, code: str, *, came: Came | None = None) -> str:
        """Try a code: "" where it is right, and the session may act from now on; else a sentence that says what to do.

        A wrong one counts, whatever else happens: after five the code is over.
        """
        young = timezone.now() - timedelta(minutes=CODE_MINUTES)
        tried = SigningClaim.objects.filter(
            pk=self.pk, tries__lt=MOST_TRIES, code_sent_at__gt=young, confirmed_at=None, ended_at=None
        ).exclude(code_digest="")
        if not tried.update(tries=F("tries") + 1):
            return _t(
                "This code is over: it works for %(minutes)d minutes and %(tries)d tries. Have a new one sent."
            ) % {
                "minutes": CODE_MINUTES,
                "tries": MOST_TRIES,
            }
        self.refresh_from_db(fields=["tries", "code_salt", "code_digest"])
        if not constant_time_compare(code_digest(self.code_salt, code), self.code_digest):
            left = MOST_TRIES - self.tries
            if not left:
                return _t("That is not the code, and this one is over now. Have a new one sent.")
            return ngettext(
                "That is not the code. Enter the 6 digits from the latest email. You have %(left)d more try.",
                "That is not the code. Enter the 6 digits from the latest email. You have %(left)d more tries.",
                left,
            ) % {"left": left}
        self._confirm(came)
        return ""

    @transaction.atomic
    def _confirm(self, came: Came | None) -> None:
        self.confirmed_at = timezone.now()
        SigningClaim.objects.filter(pk=self.pk).update(confirmed_at=self.confirmed_at, code_digest="", code_salt="")
        self.subject.record("code confirmed", trace=self.keep_trace("code confirmed", came))

    def keep_trace(self, action: str, came: Came | None) -> str:
        """Keep where a step of its session came from (see `SigningTrace.keep`)."""
        if self.request:
            return SigningTrace.keep(action, came, request=self.request)
        return SigningTrace.keep(f"witness {action}", came, signature=self.witnessing.signature)


def code_digest(salt: str, code: str) -> str:
    """What is kept of a code: without the portal's own key, nobody who reads the table can try all the codes."""
    digits = "".join(mark for mark in code if mark.isdigit())
    return salted_hmac(f"signatories.code.{salt}", digits, algorithm="sha256").hexdigest()

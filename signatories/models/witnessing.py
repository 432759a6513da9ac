"""Witnessing: the signatory of an organisation named somebody who confirms the signature, through a link in a mail."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.history import NotAllowed
from signatories.models.chain import ChainEntry, sealed
from signatories.models.mailed import Mailed
from signatories.models.signature import Signature
from signatories.notifications import witnessing as tell

REMIND_AFTER_HOURS = 20  # A reminder a day is enough.


class WitnessState(models.TextChoices):
    """How the confirmation stands."""

    ASKED = "asked", _("Waiting for the witness")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")
    REPLACED = "replaced", _("Another witness was named")
    CANCELLED = "cancelled", _("Cancelled")


class Witnessing(Mailed):
    """One person is asked to confirm one signature. Whoever signed named them, and may name another."""

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="witnessings")
    to_name = models.CharField(_("full name"), max_length=120)
    to_email = models.EmailField(_("email address"))
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=12, choices=WitnessState, default=WitnessState.ASKED)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    kind = "witness"

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["signature"], condition=Q(state="asked"), name="a_signature_waits_for_one_witness"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", ended_at=None) | (~Q(state="asked") & Q(ended_at__isnull=False)),
                name="a_witness_who_is_done_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_name}: {self.signature}"

    def get_absolute_url(self) -> str:
        return reverse("signatories:witness", args=[self.key])

    @property
    def edition(self):
        """The edition that was signed."""
        return self.signature.edition

    @property
    def organisation(self):
        """The organisation in whose name it was signed."""
        return self.signature.organisation

    @property
    def compact(self):
        """The Compact whose agreement was signed."""
        return self.edition.text.compact

    @property
    def asked_by_id(self) -> int | None:
        """Who named the witness, where they have an account."""
        return self.signature.person_id

    @property
    def is_live(self) -> bool:
        """Whether the confirmation is still awaited."""
        return self.state == WitnessState.ASKED

    def over_sentence(self) -> str:
        """How it ended, in a sentence for whoever has its number. Empty while it is awaited."""
        if self.is_live:
            return ""
        day = date_format(timezone.localdate(self.ended_at))
        sentences = {
            WitnessState.CONFIRMED: _t("The signature of %(organisation)s was confirmed on %(day)s."),
            WitnessState.REFUSED: _t("The witness did not confirm the signature of %(organisation)s, on %(day)s."),
            WitnessState.REPLACED: _t("Another witness was named on %(day)s for the signature of %(organisation)s."),
            WitnessState.CANCELLED: _t("The signature of %(organisation)s was cancelled on %(day)s."),
        }
        return sentences[WitnessState(self.state)] % {"organisation": self.organisation, "day": day}

    def is_signed_for_by(self, user) -> bool:
        """Never: nobody witnesses as a signatory."""
        return False

    def why_not_person(self, user) -> str:
        """Why somebody who is signed in cannot confirm, in a sentence; empty where they can, and for who is not."""
        if not user.is_authenticated or (user.email.lower() == self.to_email and user.pk != self.signature.person_id):
            return ""
        return _t(
            "You are signed in as %(person)s, and this was sent to somebody else. Nobody can confirm in the place of "
            "another. If it was sent to you, sign out, then open the link again."
        ) % {"person": user}

    @property
    def may_be_reminded(self) -> bool:
        """Whether the last mail is old enough for another one."""
        return self.is_live and (
            self.sent_at is None or (timezone.now() - self.sent_at).total_seconds() > REMIND_AFTER_HOURS * 3600
        )

    def facts(self) -> dict[str, Any]:
        """What of it never changes once it has ended: the log repeats it, and is compared with it."""
        return {
            "key": self.key,
            "signature": self.signature_id,
            "name": sealed(self.to_name),
            "state": self.state,
            "reason": sealed(self.reason),
        }

    # Verbs.

    @classmethod
    @transaction.atomic
    def ask(cls, signature: Signature, *, name: str, email: str, by=None) -> "Witnessing":
        """Ask somebody to confirm a signature that waits for it; whoever was asked before is asked no more."""
        if reason := cls.why_not_ask(signature, email):
            raise NotAllowed(reason)
        for before in signature.witnessings.filter(state=WitnessState.ASKED):
            before.be_replaced(by=by)
        made = cls.objects.create(signature=signature, to_name=name, to_email=email.lower())
        made.record("asked", by=by)
        made.send(by=by)
        return made

    @staticmethod
    def why_not_ask(signature: Signature, email: str) -> str:
        """Why an address cannot be that of the witness, in a sentence; empty where it can."""
        if not signature.waits:
            return _t("This signature waits for no witness. Look at how it stands now.")
        if email.lower() in signature.addresses_of_signatory():
            return _t("Give the address of somebody else: nobody witnesses their own signature.")
        return ""

    def mail_link(self, secret: str, *, by) -> None:
        """Write the mail with the link."""
        tell.asked(self, secret=secret)

    def remind(self, *, by=None) -> None:
        """Send the mail again, with a new link."""
        if not self.may_be_reminded:
            raise NotAllowed(_t("The last email is less than a day old. Wait until tomorrow, or name another witness."))
        self.send(by=by)
        self.record("reminded", by=by)

    @transaction.atomic
    def confirm(self, *, office: str, by=None, trace: str = "") -> None:
        """Confirm the signature: from now on it stands in the register."""
        self._end(WitnessState.CONFIRMED, by=by, trace=trace)
        self.signature.be_witnessed(name=self.to_name, office=office, by=by)

    @transaction.atomic
    def refuse(self, *, reason: str, by=None, trace: str = "") -> None:
        """Say that one cannot confirm the signature, and why. It goes on waiting, for another witness."""
        if not reason.strip():
            raise NotAllowed(_t("Enter the reason."))
        self._end(WitnessState.REFUSED, by=by, reason=reason, trace=trace)

    @transaction.atomic
    def be_replaced(self, *, by=None) -> None:
        """Ask no more, because another witness was named."""
        self._end(WitnessState.REPLACED, by=by)
        tell.replaced(self)

    @transaction.atomic
    def cancel(self, *, by=None) -> None:
        """Ask no more, because the signature is cancelled."""
        self._end(WitnessState.CANCELLED, by=by)

    def _end(self, state: WitnessState, *, by, reason: str = "", trace: str = "") -> None:
        changes = {"state": state, "ended_at": timezone.now(), "reason": reason, "secret_digest": ""}
        if not Witnessing.objects.filter(pk=self.pk, state=WitnessState.ASKED).update(**changes):
            raise NotAllowed(_t("This has been answered, or another witness was named."))
        for name, value in changes.items():
            setattr(self, name, value)
        facts = {"witness": self.facts(), **({"trace": trace} if trace else {})}
        ChainEntry.add(self.compact, f"witness {state}", facts, by=by)

    def record(self, action: str, *, by=None, **remembered) -> None:
        """Write into the log what happened on the way."""
        facts = {"witness": {name: self.facts()[name] for name in ("key", "signature", "name")}}
        facts |= {name: said for name, said in remembered.items() if said}
        ChainEntry.add(self.compact, f"witness {action}", facts, by=by)

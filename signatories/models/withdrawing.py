"""How a signature ends: withdrawn at once, or by a notice that runs out and can be taken back until then."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal.history import NotAllowed
from signatories.models.organisation import Organisation

# What of a signature is settled for good when it is withdrawn (`Signature.facts`).
WITHDRAWN = ("withdrawn_on", "withdrawal_reason")


class Leaving:
    """What a signature can do to end. Whoever leaves a text leaves it whole: also the earlier editions they signed."""

    pk: Any
    edition: Any
    organisation: Organisation
    events: Any
    record: Any
    refresh_from_db: Any
    _default_manager: Any
    leaves_on: date | None
    withdrawn_on: date | None
    notice_given_at: datetime | None
    withdrawal_reason: str

    def of_the_same_text(self):
        """The signatures of the organisation under this and earlier editions of the text that are not withdrawn."""
        return type(self)._default_manager.filter(
            organisation__in=self.organisation.records(),
            edition__text=self.edition.text_id,
            edition__ordinal__lte=self.edition.ordinal,
            withdrawn_on=None,
        )

    def why_not_leave(self, user) -> str:
        """Why a person cannot withdraw it now, in a sentence; empty where they can."""
        if not self.organisation.permits(user, "sign_for"):
            return _t("Only an authorised signatory of the organisation can withdraw its signature.")
        if self.withdrawn_on:
            return _t("This signature has already been withdrawn.")
        return ""

    @transaction.atomic
    def withdraw(self, *, by, reason: str) -> None:
        """Withdraw the signature at once, with a reason; it stays in the register as withdrawn."""
        self._leave(by, "withdrawn", reason, withdrawn_on=timezone.localdate(), withdrawal_reason=reason)

    @transaction.atomic
    def give_notice(self, *, by, reason: str, days: int) -> None:
        """Say, with a reason, that the organisation leaves in some days. Until then it is bound, and may stay."""
        if self.leaves_on:
            raise NotAllowed(_t("Notice has already been given."))
        now = timezone.now()
        leaves_on = timezone.localdate(now) + timedelta(days=days)
        changes = {"notice_given_at": now, "leaves_on": leaves_on, "withdrawal_reason": reason}
        self._leave(by, "notice_given", reason, **changes)

    def _leave(self, by, action: str, reason: str, **changes) -> None:
        """Change what of the text stands, or raise NotAllowed where it has been withdrawn."""
        if why := self.why_not_leave(by):
            raise NotAllowed(why)
        if (
            not type(self)
            ._default_manager.filter(pk=self.pk, withdrawn_on=None, leaves_on=self.leaves_on)
            .update(**changes)
        ):
            raise NotAllowed(_t("This signature has already been withdrawn."))
        others = list(self.of_the_same_text().exclude(pk=self.pk).select_related("organisation", "edition__text"))
        type(self)._default_manager.filter(pk__in=[other.pk for other in others]).update(**changes)
        for signature in (self, *others):
            signature.refresh_from_db(fields=list(changes))
            signature.note_leaving(action, reason, by=by)

    def note_leaving(self, action: str, reason: str = "", *, by=None) -> None:
        """Write into its history and the log how it ends, or is to end."""
        self.events.create(action=action, actor=by, note=reason)
        settled = WITHDRAWN if self.withdrawn_on else ()
        self.record(action, settled, by=by, leaves_on=self.leaves_on.isoformat() if self.leaves_on else "")

    @transaction.atomic
    def stay(self, *, by) -> None:
        """Take a notice back before it has run out: the organisation stays."""
        if not self.organisation.permits(by, "sign_for"):
            raise NotAllowed(_t("Only an authorised signatory of the organisation can take its notice back."))
        waits = list(self.of_the_same_text().filter(leaves_on__gt=timezone.localdate()))
        same = type(self)._default_manager.filter(
            pk__in=[one.pk for one in waits], leaves_on__isnull=False, withdrawn_on=None
        )
        if not same.update(notice_given_at=None, leaves_on=None, withdrawal_reason=""):
            raise NotAllowed(_t("There is no notice to take back: it has run out, or was taken back already."))
        self.refresh_from_db()
        for signature in waits:
            signature.refresh_from_db(fields=["leaves_on"])
            signature.note_leaving("notice_taken_back", by=by)

    @classmethod
    def leave_those_whose_notice_is_over(cls, organisation: Organisation | None = None) -> list:
        """Withdraw what was to end by today, of all or of one organisation. Returns them."""
        over = cls._default_manager.filter(withdrawn_on=None, leaves_on__lte=timezone.localdate())
        if organisation:
            over = over.filter(organisation=organisation)
        ended = []
        for signature in over.select_related("organisation", "edition__text__compact"):
            if cls._default_manager.filter(pk=signature.pk, withdrawn_on=None).update(withdrawn_on=signature.leaves_on):
                signature.withdrawn_on = signature.leaves_on
                signature.note_leaving("withdrawn", signature.withdrawal_reason)
                ended.append(signature)
        return ended

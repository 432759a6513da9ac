"""What only those concerned see: how a signature was given, and what an organisation was asked to sign."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.models import Compact
from signatories.models import ChainEntry, Organisation, RequestState, Signature, SigningRequest, SigningTrace

#: What the entries of the log are called, for people.
WORDS = {
    "request asked": _("Asked to sign"),
    "request opened": _("Link used"),
    "request code confirmed": _("Code confirmed"),
    "request handed_over": _("Handed over to another person"),
    "request sent": _("A new link sent"),
    "request signed": _("Request answered"),
    "request declined": _("Declined"),
    "request lapsed": _("Lapsed"),
    "request cancelled": _("Taken back"),
    "request scan uploaded": _("Scan of the signed page uploaded"),
    "signature signed": _("Signed"),
    "signature recorded": _("Recorded from paper"),
    "signature witnessed": _("Complete: the witness has confirmed it"),
    "signature withdrawn": _("Withdrawn"),
    "signature notice_given": _("Notice of leaving given"),
    "signature notice_taken_back": _("Notice of leaving taken back"),
    "witness asked": _("Witness asked"),
    "witness reminded": _("Witness reminded"),
    "witness opened": _("Link used by the witness"),
    "witness code confirmed": _("Code confirmed by the witness"),
    "witness confirmed": _("Confirmed by the witness"),
    "witness refused": _("Not confirmed by the witness"),
    "witness replaced": _("Another witness named"),
}


def how_signed(signature: Signature, user, actions: frozenset[str]) -> dict[str, Any] | None:
    """What was kept of a signing, for who acts for the organisation and for officers; None for everybody else.

    `actions` is what the person may do with the organisation.
    """
    compact = signature.edition.text.compact
    may = actions & {"act_for", "change_organisation"}
    if not may and "change_compact" not in compact.actions_for(user):
        return None
    return {
        "signature": signature,
        "entries": [(entry, WORDS.get(entry.action, entry.action)) for entry in entries_of(signature)],
        "traces": list(SigningTrace.objects.of_signature(signature)),
        "days": settings.SIGNING_TRACE_DAYS,
    }


def entries_of(signature: Signature) -> list[ChainEntry]:
    """The entries of the log that tell of a signature, its request and its witness, in order. Two queries."""
    request = SigningRequest.objects.filter(signature=signature).values_list("key", flat=True).first()
    tells = Q()
    for mark in (f'"number":{signature.pk}', f'"signature":{signature.pk}'):
        tells |= Q(facts__contains=mark + ",") | Q(facts__contains=mark + "}")
    if request:
        tells |= Q(facts__contains=f'"key":"{request}"')
    return list(ChainEntry.objects.filter(tells, compact=signature.edition.text.compact).order_by("number")[:50])


def of_organisation(organisation: Organisation, user) -> dict[str, Any]:
    """What its page says of what it was asked to sign (`signatories.hooks`)."""
    return {"template": "signatories/_requests.html", "requests": requests_of(organisation, user)}


def requests_of(organisation: Organisation, user) -> list[SigningRequest]:
    """What an organisation was asked to sign, as far as a person may know, the newest first. One query.

    Who acts for it, its officers and the members of the Forum see what is open, declined, and waits for a witness;
    everybody sees why it declined, where whoever declined has said so.
    """
    shown = Q(state__in=[RequestState.OPEN, RequestState.DECLINED]) | Q(
        signature__awaits_witness=True, signature__withdrawn_on=None
    )
    may = Q(state=RequestState.DECLINED, reason_is_public=True)
    if user.is_authenticated:
        records = Organisation.objects.filter(pk=organisation.remaining.pk)
        may |= Q(Exists(access.objects_for(user, "act_for", records)))
        kept, sits = (
            access.objects_for(user, right, Compact.objects.all()) for right in ("change_compact", "sit_on_forum")
        )
        may |= Q(Exists(records.filter(compacts__in=kept))) | Q(edition__text__compact__in=kept)
        may |= Q(edition__text__compact__in=sits)
    found = SigningRequest.objects.filter(shown, may, organisation__in=organisation.records())
    return list(found.at_hand()[:20])


def merge(old: Organisation, into: Organisation, *, by, reason: str) -> list[str]:
    """Take back what a record was asked that is merged into another (`signatories.hooks`): the other can be asked."""
    asked = SigningRequest.objects.filter(organisation=old, state=RequestState.OPEN).at_hand()
    for request in asked:
        request.cancel(by=by, reason=reason)
    return [
        _t("The request to sign the %(edition)s was taken back. Ask %(organisation)s instead.")
        % {"edition": request.edition, "organisation": into}
        for request in asked
    ]

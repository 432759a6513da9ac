"""Checking the log of signing: every link, and that what each entry says is what the records say today."""

import json
import logging
from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal import mail
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from signatories.models import ChainEntry, Signature, SigningRequest, SigningTrace, Witnessing
from signatories.models.chain import NOTHING_BEFORE

log = logging.getLogger("portal.chain")

A_DAY = 24 * 3600
CHECKED = "signatories.chain-checked"


def first_fault(compact: Compact) -> str:
    """Say in a sentence which entry of the log of a Compact is the first that is not right; "" where all are.

    Takes seven queries at most, however long the log is. Entries are judged in order: by their number, their link to
    the one before, their own hash, and the records they tell of. At last every signature must be told of, and how every
    request to sign and every confirmation by a witness ended.
    """
    records = records_of(compact)
    previous, told = NOTHING_BEFORE, Told()
    entries = ChainEntry.objects.filter(compact=compact).order_by("number").iterator(chunk_size=500)
    for number, entry in enumerate(entries, start=1):
        fault = _fault_of_link(entry, number, previous) or _fault_of_facts(entry, records, told)
        if fault:
            return _("Entry %(number)d of the %(compact)s (%(action)s, %(when)s): %(fault)s") % {
                "number": entry.number,
                "compact": compact,
                "action": entry.action,
                "when": date_format(timezone.localtime(entry.at), "DATETIME_FORMAT"),
                "fault": fault,
            }
        previous = entry.hash
    return _fault_of_what_is_missing(compact, records["signature"], told) or _fault_of_endings(compact, records, told)


class Told:
    """What the entries read so far have said of each record: its kind and number or key → the names of the facts."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, Any], set[str]] = {}


def records_of(compact: Compact) -> dict[str, dict[Any, dict[str, Any]]]:
    """What the records that entries tell of say today: kind → number or key → facts. Six queries."""
    signatures = Signature.objects.filter(edition__text__compact=compact).prefetch_related("codes__text")
    requests = SigningRequest.objects.filter(edition__text__compact=compact)
    witnessings = Witnessing.objects.filter(signature__edition__text__compact=compact)
    traces = SigningTrace.objects.filter(signature__edition__text__compact=compact) | SigningTrace.objects.filter(
        request__edition__text__compact=compact
    )
    return {
        "signature": {signature.pk: signature.facts() for signature in signatures},
        "request": {request.key: request.facts() for request in requests},
        "witness": {witnessing.key: witnessing.facts() for witnessing in witnessings},
        "trace": {trace.digest: {"digest": trace.digest_of_it()} for trace in traces},
    }


def _fault_of_link(entry: ChainEntry, number: int, previous: str) -> str:
    if entry.number != number:
        return _("it should be entry %(number)d, so one before it is missing.") % {"number": number}
    if entry.previous_hash != previous:
        return _("it does not follow the entry before it.")
    if entry.hash != entry.hash_of_it():
        return _("its hash does not fit what it says.")
    return ""


def _fault_of_facts(entry: ChainEntry, records: dict[str, dict[Any, dict[str, Any]]], told: Told) -> str:
    facts = json.loads(entry.facts)
    if facts.get("by") != entry.actor_id:
        return _("it names another person than it was made with.")
    for kind, name in (("signature", "number"), ("request", "key"), ("witness", "key")):
        said = facts.get(kind)
        if not isinstance(said, dict):
            continue
        now = records[kind].get(said.get(name))
        if now is None:
            return _("it tells of a %(kind)s that is not there.") % {"kind": kind}
        for fact, value in said.items():
            if now.get(fact) != value:
                return _("it says another “%(fact)s” than the %(kind)s %(record)s does.") % {
                    "fact": fact,
                    "kind": kind,
                    "record": said[name],
                }
        told.of.setdefault((kind, said[name]), set()).update(said)
    kept = records["trace"].get(facts.get("trace"))
    if kept and kept["digest"] != facts["trace"]:
        return _("the trace that belongs to it was changed.")
    return ""


def _fault_of_what_is_missing(compact: Compact, signatures: dict[int, dict[str, Any]], told: Told) -> str:
    """Say which signature, or which end of one, the log does not tell of."""
    for number, facts in sorted(signatures.items()):
        known = told.of.get(("signature", number), set())
        for fact, words in (
            ("digest", _("was given")),
            ("witnessed_at", _("was witnessed")),
            ("withdrawn_on", _("was withdrawn")),
        ):
            if facts[fact] and fact not in known:
                return _("The log of the %(compact)s does not say that signature %(number)d %(what)s.") % {
                    "compact": compact,
                    "number": number,
                    "what": words,
                }
    return ""


def _fault_of_endings(compact: Compact, records: dict[str, dict[Any, dict[str, Any]]], told: Told) -> str:
    """Say which request or confirmation has an end of which the log does not tell: its last entries may be gone."""
    for kind, open_state in (("request", "open"), ("witness", "asked")):
        for key, facts in sorted(records[kind].items()):
            if facts["state"] != open_state and "state" not in told.of.get((kind, key), set()):
                return _("The log of the %(compact)s does not say how the %(kind)s %(key)s ended.") % {
                    "compact": compact,
                    "kind": kind,
                    "key": key,
                }
    return ""


def faults(compacts) -> Iterator[str]:
    """The first fault of each Compact's log that has one."""
    for compact in compacts:
        if fault := first_fault(compact):
            yield fault


def check_daily() -> str:
    """Timed work: once a day every log is checked; administrators get mail where one is not right."""
    if not cache.add(CHECKED, timezone.now().isoformat(), A_DAY):
        return _("The log of signing has been checked today")
    found = list(faults(Compact.objects.order_by("slug")))
    for fault in found:
        log.error("the log of signing is broken: %s", fault)
    if found:
        mail.write(
            to=User.objects.filter(is_administrator=True, is_active=True),
            subject=_("The log of signing is not right"),
            template="signatories/email/chain_broken.txt",
            context={"faults": found},
            about="chain",
        )
    return ngettext("%(count)d log of signing is not right", "%(count)d logs of signing are not right", len(found)) % {
        "count": len(found)
    }

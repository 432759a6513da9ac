"""Is a file one that this portal sealed? Genuine, changed or unknown, and what was found.

The record comes first: every seal is kept by the digest of its file, so a genuine file is found by one look-up. Then
the seal itself is checked, in a process of its own, and must say the same. Only both together are called genuine.
"""

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from compact_portal import apart
from compact_portal.pdf.findings import Findings
from compact_portal.pdf.seals import Seal, SealingCertificate

CHILD = "compact_portal.pdf.examining"
MOST_SECONDS = 20.0
AT_ONCE = 2  # Files that one web process has examined at the same time.
PATIENCE = 10  # Seconds that the next one waits for its turn.

_turns = threading.BoundedSemaphore(AT_ONCE)


class Verdict(models.TextChoices):
    """What can be said of a file."""

    GENUINE = "genuine", _("Genuine")
    CHANGED = "changed", _("Changed")
    UNKNOWN = "unknown", _("Unknown")


class Finding(models.TextChoices):
    """What was found, in a sentence."""

    SOUND = "sound", _("This is the file that this portal sealed, byte for byte, and its seal holds.")
    EXPIRED = "expired", _("The certificate it was sealed with was not valid at that time, so the seal proves nothing.")
    STAMP_DIFFERS = "stamp", _("The time stamp in the file does not hold, or differs from our record.")
    SEAL_DIFFERS = (
        "seal",
        _("The file is in our records, but its seal does not hold. Tell the people who run the portal."),
    )
    UNSEALED = "unsealed", _("The words are those of the agreement, but the seal was taken off.")
    NO_SEAL = (
        "no_seal",
        _("The file has no seal. A copy that was printed or saved anew loses it: ask for the file itself."),
    )
    BROKEN_SEAL = "broken_seal", _("The seal is ours, but what it covers was changed after sealing.")
    ADDED = "added", _("The seal is ours, but something was added to the file after sealing.")
    SIGNED_AGAIN = "signed_again", _("The seal is ours, but somebody signed the file again, which changed it.")
    NOT_OURS = "not_ours", _("The seal in the file was not made with a key of this portal.")
    OTHER_BYTES = (
        "other_bytes",
        _("The seal is ours and what it covers holds, but the file differs from the one in our records."),
    )
    NOT_RECORDED = (
        "not_recorded",
        _("The seal is ours and holds, but the portal has no record of this file. Tell the people who run the portal."),
    )
    NOT_A_PDF = "not_pdf", _("This is not a PDF. Choose the PDF file of the signed agreement.")
    ENCRYPTED = "encrypted", _("The file is locked with a password, which no file of this portal is.")
    BROKEN = "broken", _("The file is damaged: it cannot be read as a PDF, so its seal cannot be checked.")
    HUGE = "huge", _("There is more in this file than can be checked, and more than in any file of this portal.")
    SLOW = "slow", _("Checking the file takes longer than for any file of this portal, so it was given up.")


class TryLater(Exception):
    """Too many files are being checked at this moment."""


@dataclass(frozen=True)
class Answer:
    """What can be said of a file. `seal`: the record of it; `number`: which document it is, or says that it is."""

    verdict: Verdict
    finding: Finding
    number: str = ""
    seal: Seal | None = None
    signer: str = ""
    others: int = 0


def verify(chunks: Iterable[bytes]) -> Answer:
    """Say whether a file is one that this portal sealed. Two queries at most; nothing is kept. May raise TryLater."""
    document = b"".join(chunks)
    digest = hashlib.sha256(document).hexdigest()
    records = list(
        Seal.objects.filter(models.Q(digest=digest) | models.Q(unsealed_digest=digest)).select_related("key")
    )
    record = next((seal for seal in records if seal.digest == digest), None)
    found = examine_apart(document)
    if record:
        return Answer(*judge_recorded(found, record), record.short_id, record, found.signer)
    if records:
        return Answer(Verdict.CHANGED, Finding.UNSEALED, records[0].short_id)
    wanted = models.Q(short_id=found.claimed) if found.claimed else models.Q(pk=None)
    known = Seal.objects.filter(wanted).exists()
    ours = SealingCertificate.objects.filter(fingerprint=found.fingerprint).first() if found.fingerprint else None
    verdict, finding = judge_unrecorded(found, ours, is_known=known)
    return Answer(verdict, finding, found.claimed if known else "", None, found.signer, found.seals)


def judge_recorded(found: Findings, record: Seal) -> tuple[Verdict, Finding]:
    """Judge a file that is in the records, byte for byte: its seal must hold, and its certificate have been valid."""
    if not found.is_sound or found.fingerprint != record.key.fingerprint:
        return Verdict.UNKNOWN, Finding.SEAL_DIFFERS
    if not record.key.was_valid_at(record.sealed_at):
        return Verdict.UNKNOWN, Finding.EXPIRED
    if record.time_stamped_by and found.stamped_at != record.sealed_at:
        return Verdict.UNKNOWN, Finding.STAMP_DIFFERS
    return Verdict.GENUINE, Finding.SOUND


def judge_unrecorded(found: Findings, ours: SealingCertificate | None, *, is_known: bool) -> tuple[Verdict, Finding]:
    """Judge a file that is not in the records.

    :param ours: the certificate of the seal, if it is one of this portal's.
    :param is_known: whether the number that stands in the file is that of a sealed document.
    """
    # It says that it is one of ours, and is not: changed. It says nothing we know: unknown.
    guess = Verdict.CHANGED if is_known else Verdict.UNKNOWN
    if found.refused:
        return guess, Finding(found.refused)
    if not found.seals:
        return guess, Finding.NO_SEAL
    if ours is None:
        return guess, Finding.NOT_OURS
    if not (found.intact and found.valid and found.allows_nothing):
        return Verdict.CHANGED, Finding.BROKEN_SEAL
    if found.seals > 1:
        return Verdict.CHANGED, Finding.SIGNED_AGAIN
    if not found.covers_all:
        return Verdict.CHANGED, Finding.ADDED
    if not was_valid(ours, found.stamped_at if found.stamp_holds else found.said_at):
        return guess, Finding.EXPIRED
    return (Verdict.CHANGED, Finding.OTHER_BYTES) if is_known else (Verdict.UNKNOWN, Finding.NOT_RECORDED)


def was_valid(certificate: SealingCertificate, moment: datetime | None) -> bool:
    """Whether a certificate was valid when a file says that it was sealed."""
    return moment is not None and certificate.was_valid_at(moment)


def examine_apart(document: bytes, *, seconds: float = MOST_SECONDS) -> Findings:
    """Examine a file that anybody may have made, in a process of its own. May raise TryLater."""
    if not _turns.acquire(timeout=PATIENCE):
        raise TryLater
    try:
        done = apart.ask(CHILD, given=[document], seconds=seconds)
    except apart.TakesTooLong:
        return Findings(refused=Finding.SLOW)
    finally:
        _turns.release()
    try:
        return Findings.of_json(done.written)
    except (ValueError, TypeError):
        return Findings(refused=Finding.HUGE if done.status else Finding.BROKEN)

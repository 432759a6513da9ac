"""Adding and removing papers, and their check for viruses, which fails closed: what nobody has checked waits."""

import hashlib
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from compact_portal import clamd
from compact_portal.history import NotAllowed
from disputes import letters as tell
from disputes import notifications
from disputes.examining import PaperKind, safe_name
from disputes.models import Dispute, Evidence
from disputes.models.evidence import ScanState
from disputes.words import Audience, Party, Record, State

log = logging.getLogger("portal.papers")

MOST_PAPERS = 60
MOST_MEGABYTES = 100
SIDES = frozenset({Party.COMPLAINANT, Party.RESPONDENT})
ROOMS = {Party.COMPLAINANT: Audience.COMPLAINANT_ROOM, Party.RESPONDENT: Audience.RESPONDENT_ROOM}
#: After which number papers are counted, by for whom they are: so no gap tells of a paper in a room of the other side.
FIRST = {Audience.CASE: 0, Audience.MEDIATION: 100, Audience.COMPLAINANT_ROOM: 200, Audience.RESPONDENT_ROOM: 300}
QUARANTINE, QUARANTINED_DAYS = "quarantine", 30
SWEPT_AFTER = timedelta(hours=1)  # A file without a row is by then no upload under way.
A_ROUND = 50


def audiences_for(dispute: Dispute, parties: frozenset[Party]) -> list[Audience]:
    """For whom a party may add a paper now: in a mediation for it alone, or for one's own room."""
    if dispute.position != State.MEDIATING:
        return [Audience.CASE]
    return [Audience.MEDIATION, *(ROOMS[side] for side in ROOMS if side in parties), Audience.CASE]


def why_not_add(dispute: Dispute, parties: frozenset[Party]) -> str:
    """Why somebody cannot add a paper now, in a sentence; "" where they can."""
    if not parties & SIDES:
        return _("Papers are added by the two parties.")
    if dispute.position != State.DRAFT and not dispute.is_open:
        return _("This dispute has ended.")
    kept = dispute.evidence.filter(removed_at=None).aggregate(size=Sum("size"))["size"] or 0
    if dispute.evidence.count() >= MOST_PAPERS:
        return _("A dispute has at most %(most)s papers. Put several letters into one PDF.") % {"most": MOST_PAPERS}
    if kept >= MOST_MEGABYTES * 1024 * 1024:
        return _too_much()
    return ""


def _too_much() -> str:
    return _("The papers of a dispute have at most %(most)s MB together. Make pictures smaller.") % {
        "most": MOST_MEGABYTES
    }


@transaction.atomic
def add(dispute: Dispute, *, name: str, kind: PaperKind, data: bytes, description: str, by, **options: Any) -> Evidence:
    """Add a paper that was examined, for an `audience`, at a moment (`at`). NotAllowed with a sentence."""
    at = options.get("at") or timezone.now()
    audience = Audience(options.get("audience") or Audience.CASE)
    dispute = Dispute.objects.select_for_update().get(pk=dispute.pk)  # Numbers are given one after the other.
    parties = dispute.parties_of(by)
    if reason := why_not_add(dispute, parties):
        raise NotAllowed(reason)
    if audience not in audiences_for(dispute, parties):
        raise NotAllowed(_("Somebody has moved this dispute since you opened it. Choose again who may read the paper."))
    kept = dispute.evidence.filter(removed_at=None).aggregate(size=Sum("size"))
    if (kept["size"] or 0) + len(data) > MOST_MEGABYTES * 1024 * 1024:
        raise NotAllowed(_too_much())
    last = dispute.evidence.filter(audience=audience).aggregate(last=Max("number"))["last"]
    paper = Evidence(
        dispute=dispute,
        number=(last or FIRST[audience]) + 1,
        name=safe_name(name),
        kind=kind.value,
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        description=description,
        audience=audience.value,
        party=next(side.value for side in ROOMS if side in parties),
        uploaded_by=by,
        uploaded_at=at,
        entered_at=None if dispute.position == State.DRAFT else at,
        scan=ScanState.WAITING if clamd.is_configured() else ScanState.NOT_SCANNED,
    )
    paper.file.save("paper", ContentFile(data), save=False)
    paper.save()
    if paper.scan == ScanState.WAITING:
        scan_paper.enqueue(paper.pk)
    if paper.entered_at:
        side = Party(paper.party)
        event = dispute.record(Record.EVIDENCE, by=by, note=str(paper), party=side, audience=audience, at=at)
        notifications.tell(dispute, event)
    return paper


@transaction.atomic
def remove(paper: Evidence, *, by, why: str = "") -> None:
    """Remove a paper of one's own side: in a draft it is gone, later its row stays, with the reason."""
    dispute = paper.dispute
    if reason := why_not_remove(paper, dispute.parties_of(by)):
        raise NotAllowed(reason)
    if paper.entered_at is None:
        paper.delete()
    else:
        removed = {"removed_at": timezone.now(), "removed_by": by, "removed_why": why, "file": ""}
        if not Evidence.objects.filter(pk=paper.pk, removed_at=None).update(**removed):
            raise NotAllowed(_("This paper is removed already."))
        dispute.record(
            Record.EVIDENCE_REMOVED,
            by=by,
            note=f"{paper}: {why}",
            party=Party(paper.party),
            audience=Audience(paper.audience),
        )
    throw_away(paper.file)


def why_not_remove(paper: Evidence, parties: frozenset[Party]) -> str:
    """Why somebody cannot remove a paper, in a sentence; "" where they can."""
    if Party(paper.party) not in parties:
        return _("A paper is removed by the party that added it.")
    if paper.removed_at:
        return _("This paper is removed already.")
    if paper.entered_at and not paper.dispute.is_open:
        return _("This dispute has ended, and its papers stay as they are until their time is over.")
    return ""


def throw_away(file) -> None:
    """Delete a file once the transaction is through."""
    if file:
        storage, name = file.storage, file.name
        transaction.on_commit(lambda: storage.delete(name))


# Viruses ----


@task()
def scan_paper(pk: int) -> str:
    """Job: have a new paper checked. Where the scanner is away it stays waiting, and the timed work asks again."""
    paper = Evidence.objects.to_be_scanned().filter(pk=pk).select_related("dispute").first()
    return scan(paper) if paper else "nothing to check"


def scan(paper: Evidence) -> str:
    """Have one paper checked, and say what came of it. It is safe to do so twice."""
    try:
        with paper.file.open() as file:
            verdict = clamd.scan(file.read())
    except clamd.CannotScan as error:
        log.warning("Paper %s could not be checked for viruses: %s", paper.pk, error)
        return "cannot scan"
    except FileNotFoundError:
        return "the file is gone"
    found = {"scan": verdict.value, "scanned_at": timezone.now()}
    with transaction.atomic():
        if not Evidence.objects.to_be_scanned().filter(pk=paper.pk).update(**found):
            return "checked already"
        if verdict == clamd.Verdict.INFECTED:
            log.warning("Paper %s holds a virus.", paper.pk)
            quarantine(paper)
            tell.infected(paper)
    return verdict.value


def quarantine(paper: Evidence) -> None:
    """Put a file where nothing gives it out; it lies there for 30 days, for who runs the portal."""
    place = Path(paper.file.path)
    away = Path(settings.MEDIA_ROOT) / QUARANTINE
    away.mkdir(parents=True, exist_ok=True)
    Evidence.objects.filter(pk=paper.pk).update(file="")
    transaction.on_commit(lambda: place.exists() and place.replace(away / place.name))


def scan_waiting() -> str:
    """Timed work: check what waits for it, and what came before there was a scanner; throw away what has no row."""
    swept = sweep()
    if not clamd.is_configured():
        return ngettext("%(n)s stray file thrown away", "%(n)s stray files thrown away", swept) % {"n": swept}
    done = 0
    for paper in Evidence.objects.to_be_scanned().select_related("dispute")[:A_ROUND]:
        if scan(paper) == "cannot scan":
            break  # It is away; the others would only wait for it too.
        done += 1
    return f"{done} papers checked for viruses, {swept} stray files thrown away"


def sweep() -> int:
    """Throw away files of papers without a row (of a discarded draft, of an upload that failed), and old quarantine."""
    root, now = Path(settings.MEDIA_ROOT), timezone.now().timestamp()
    known = set(Evidence.objects.exclude(file="").values_list("file", flat=True))
    thrown = 0
    for folder, keep_for in (("evidence", SWEPT_AFTER), (QUARANTINE, timedelta(days=QUARANTINED_DAYS))):
        for found in (root / folder).glob("*"):
            if f"{folder}/{found.name}" not in known and now - found.stat().st_mtime > keep_for.total_seconds():
                found.unlink(missing_ok=True)
                thrown += 1
    return thrown

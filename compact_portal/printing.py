"""Documents as files: when they are made, and that one content is made once. What stands in them is said by an app.

A page never waits for a file: it is asked for when somebody first wants it or when something changes, and made by a
job. `Printed` is the row, `Printer` what an app knows of one kind of document. A kind that has a `seal` is sealed
before anybody gets it, and its rows are `SealedPrinted`: waiting, rendering, sealing, sealed.

Whenever a worker is killed, another goes on: what was rendered is kept by its digest and not rendered again, and what
was sealed and stored is not sealed again. The moment at which a worker took a row is its claim: who has been taken for
dead and lives on changes nothing any more.
"""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_tasks.base import Task

from compact_portal.pdf.numbers import SHORT_ID_LENGTH
from compact_portal.pdf.seals import NotSealed, Seal, Sealed, SealingCertificate

log = logging.getLogger("portal.printing")

DEAD_AFTER = timedelta(minutes=3)  # A worker that has not finished a document by then is taken for dead.
LOST_AFTER = timedelta(minutes=30)  # A job that nobody has begun by then is asked for again.
RETRY_AFTER = timedelta(hours=1)  # What failed is tried again by time.
SEAL_AGAIN_AFTER = timedelta(minutes=10)  # What is sealed, sooner: a time-stamp authority was away, or the key was.


STORE_ERRORS = {"OSError", "PermissionError", "FileExistsError", "FileNotFoundError", "NotADirectoryError"}


class RenderState(models.TextChoices):
    """How far the printing of a document is."""

    WAITING = "waiting", _("Waiting")
    RENDERING = "rendering", _("Being made")
    SEALING = "sealing", _("Being sealed")
    SEALED = "sealed", _("Sealed")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class Content(Protocol):
    """What stands in a document: a digest of it all, and the moment at which it came to be what it is."""

    @property
    def digest(self) -> str: ...

    @property
    def moment(self) -> datetime: ...


class Printed(models.Model):
    """One file for one content. A concrete one adds `file`, what it is of, and that it is made once."""

    content_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=RenderState, default=RenderState.WAITING)
    error = models.CharField(max_length=250, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-asked_at", "-pk"]

    @property
    def is_made(self) -> bool:
        """Whether there is a file to be given."""
        return self.state in {RenderState.READY, RenderState.SEALED}

    @property
    def file_digest(self) -> str:
        """What tells one file from another: it changes whenever the bytes do."""
        return self.content_digest

    @property
    def reason(self) -> str:
        """Why it could not be made, in a sentence. What is told of an error of ours stands in the log."""
        if self.state != RenderState.FAILED:
            return ""
        kind, colon, _message = self.error.partition(": ")
        if not colon or not kind.isidentifier():
            return self.error
        if kind in STORE_ERRORS:
            return _t("The portal could not write to the place where it keeps files.")
        return _t("Something went wrong in the portal while the PDF was being drawn.")


class SealedPrinted(Printed):
    """One file that is sealed. `short_id` is printed on it, so it comes from the content (`seals.short_id_of`).

    While it is being sealed, the last four already say what the file will be, once it is stored; `made_at` is set when
    it is.
    """

    short_id = models.CharField(_("number"), max_length=SHORT_ID_LENGTH, blank=True)
    unsealed_digest = models.CharField(_("SHA-256 before sealing"), max_length=64, blank=True)
    sealed_digest = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("sealed"), null=True, blank=True)
    time_stamped_by = models.CharField(_("time-stamp authority"), max_length=250, blank=True)
    key = models.ForeignKey(SealingCertificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Printed.Meta):
        abstract = True

    @property
    def file_digest(self) -> str:
        return self.sealed_digest


P = TypeVar("P", bound=Printed)
C = TypeVar("C", bound=Content)


@dataclass(frozen=True)
class Printer(Generic[P, C]):
    """How one kind of document is made.

    `of` names the fields that say what a row is of: their values are given to `content_of`. `name_of` is the path of a
    row's file (of a sealed one it is asked once `sealed_digest` is set, and must have it in it). `job` is the task of
    the app that calls `make`; `with_related` what `make` reads with the row. `seal` seals a rendered document, or
    raises NotSealed. `more` gives what a new row keeps besides, from its content.
    """

    model: type[P]
    of: tuple[str, ...]
    content_of: Callable[..., C]
    draw: Callable[[C], bytes]
    name_of: Callable[[P], str]
    job: Callable[[], Task]
    with_related: tuple[str, ...]
    seal: Callable[[P, bytes], Sealed] | None = None
    more: Callable[[C], dict[str, Any]] = lambda content: {}

    def ask_for(self, *of: Any) -> P:
        """Have a document made as its content stands now, unless it was already."""
        content = self.content_of(*of)
        wanted = dict(zip(self.of, of, strict=True))
        with transaction.atomic():
            row, new = self.model._default_manager.get_or_create(
                **wanted, content_digest=content.digest, defaults=self.more(content)
            )
            if new:
                self.job().enqueue(row.pk)
        file = row.file  # type: ignore[attr-defined]
        if row.is_made and not file.storage.exists(str(file.name)):
            self._again(row)
        return row

    def retry(self, row: P) -> bool:
        """Have a document made that could not be made; False where somebody else has just asked."""
        return row.state == RenderState.FAILED and self._again(row)

    def _again(self, row: P) -> bool:
        """Put a document back to waiting, and enqueue it; False where it is no longer as we read it."""
        with transaction.atomic():
            claimed = self.model._default_manager.filter(
                pk=row.pk, state=row.state, asked_at=row.asked_at, begun_at=row.begun_at
            ).update(state=RenderState.WAITING, asked_at=timezone.now(), begun_at=None, error="")
            if claimed:
                self.job().enqueue(row.pk)
        row.refresh_from_db()
        return bool(claimed)

    def make(self, pk: int) -> str:
        """In a job: make the file of a row. Run twice, also at the same time, it makes one file."""
        rows, now = self.model._default_manager, timezone.now()
        if not rows.filter(pk=pk, state=RenderState.WAITING).update(state=RenderState.RENDERING, begun_at=now):
            return "made already, or being made"
        ours = rows.filter(pk=pk, begun_at=now)
        row = rows.select_related(*self.with_related).get(pk=pk)
        of = [getattr(row, name) for name in self.of]
        content = self.content_of(*of)
        if content.digest != row.content_digest and row.made_at is None:
            self._forget(row)  # It has changed in the meantime, and the newer one is asked for.
            self.ask_for(*of)
            return "out of date before it was made"
        try:
            return self._make_sealed(row, content, ours) if self.seal else self._make(row, content, ours)
        except NotSealed as reason:
            log.error("The document %s of %s could not be sealed: %s", pk, self.model.__name__, reason)
            ours.update(state=RenderState.FAILED, error=str(reason)[:250])
            return str(reason)
        except Exception as error:
            log.exception("The document %s of %s could not be made.", pk, self.model.__name__)
            ours.update(state=RenderState.FAILED, error=f"{type(error).__name__}: {error}"[:250])
            raise

    def _forget(self, row: Any) -> None:
        """Throw away a row that nobody got a file of, and what a killed worker left of one."""
        if self.seal and row.unsealed_digest:
            FileSystemStorage().delete(unsealed_name(row.unsealed_digest))
        if self.seal and row.sealed_digest:
            FileSystemStorage().delete(self.name_of(row))
        row.delete()

    def _make(self, row: P, content: C, ours: models.QuerySet[P]) -> str:
        """Draw a document and store it."""
        name = keep(self.name_of(row), self.draw(content))
        ours.filter(state=RenderState.RENDERING).update(
            state=RenderState.READY, file=name, made_at=timezone.now(), error=""
        )
        return name

    def _make_sealed(self, row: Any, content: C, ours: models.QuerySet[P]) -> str:
        """Draw a document, seal it and store it; or go on where a worker that is gone left off."""
        document = self._unsealed(row, content)
        row.unsealed_digest = hashlib.sha256(document).hexdigest()
        if not ours.filter(state=RenderState.RENDERING).update(
            state=RenderState.SEALING, unsealed_digest=row.unsealed_digest
        ):
            return "taken over by somebody else"
        being_sealed = ours.filter(state=RenderState.SEALING)
        if not (row.sealed_digest and stored(self.name_of(row), row.sealed_digest)):
            sealed = self.seal(row, document)  # type: ignore[misc]
            facts = {
                "sealed_digest": hashlib.sha256(sealed.document).hexdigest(),
                "sealed_at": sealed.at,
                "time_stamped_by": sealed.time_stamped_by,
                "key": sealed.key,
            }
            if not being_sealed.update(**facts):
                return "taken over by somebody else"
            for name, value in facts.items():
                setattr(row, name, value)
            store(self.name_of(row), sealed.document)
        self._settle(row, being_sealed)
        unsealed = Path(FileSystemStorage().path(unsealed_name(row.unsealed_digest)))
        unsealed.unlink(missing_ok=True)  # The sealed file begins with the same bytes.
        return self.name_of(row)

    def _unsealed(self, row: Any, content: C) -> bytes:
        """Return a document as it was rendered before, or render it and keep it by its digest."""
        name = unsealed_name(row.unsealed_digest)
        if row.unsealed_digest and (kept := stored(name, row.unsealed_digest)):
            return kept
        if content.digest != row.content_digest:
            raise NotSealed(_("The file is missing from the store: put it back from the backup."))
        document = self.draw(content)
        store(unsealed_name(hashlib.sha256(document).hexdigest()), document)
        return document

    def _settle(self, row: Any, being_sealed: models.QuerySet[P]) -> None:
        """Say that a stored file is the sealed one, unless somebody else's already is: then ours goes."""
        name = self.name_of(row)
        with transaction.atomic():
            if being_sealed.update(state=RenderState.SEALED, file=name, made_at=timezone.now(), error=""):
                Seal.objects.get_or_create(
                    digest=row.sealed_digest,
                    defaults={
                        "unsealed_digest": row.unsealed_digest,
                        "short_id": row.short_id,
                        "key_id": row.key_id,
                        "sealed_at": row.sealed_at,
                        "time_stamped_by": row.time_stamped_by,
                    },
                )
                return
        if not self.model._default_manager.filter(pk=row.pk, sealed_digest=row.sealed_digest).exists():
            FileSystemStorage().delete(name)

    def reap(self, only: P | None = None) -> int:
        """Pick up what a killed worker left, and try again what failed, of all or of one. Returns how many."""
        now = timezone.now()
        again_after = SEAL_AGAIN_AFTER if self.seal else RETRY_AFTER
        due = self.model._default_manager.filter(
            Q(state__in=[RenderState.RENDERING, RenderState.SEALING], begun_at__lt=now - DEAD_AFTER)
            | Q(state=RenderState.WAITING, asked_at__lt=now - LOST_AFTER)
            | Q(state=RenderState.FAILED, begun_at__lt=now - again_after)
        )
        if only is not None:
            due = due.filter(pk=only.pk)
        return sum(self._again(row) for row in due)


def keep(name: str, document: bytes) -> str:
    """Store a document under the name of its content, over what a killed worker may have left. Returns the name."""
    return FileSystemStorage(allow_overwrite=True).save(name, ContentFile(document))


def unsealed_name(digest: str) -> str:
    """Return the path of a rendering that waits to be sealed."""
    return f"unsealed/{digest}.pdf"


def stored(name: str, digest: str) -> bytes | None:
    """Return a stored file, if it is there and whole."""
    try:
        document = Path(FileSystemStorage().path(name)).read_bytes()
    except FileNotFoundError:
        return None
    return document if hashlib.sha256(document).hexdigest() == digest else None


def store(name: str, document: bytes) -> None:
    """Store a file under a name that has its digest in it: all of it or nothing, and never over another."""
    path = Path(FileSystemStorage().path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part") as part:
        part.write(document)
        part.flush()
        os.fchmod(part.fileno(), 0o644)
        os.fsync(part.fileno())
        try:
            path.hardlink_to(part.name)
        except FileExistsError:
            if path.read_bytes() != document:  # It is damaged, for its name says what is in it.
                path.unlink()
                path.hardlink_to(part.name)

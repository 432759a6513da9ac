"""Documents as files: when they are made, and that one content is made once. What stands in them is said by an app.

A page never waits for a file: it is asked for when somebody first wants it or when something changes, and made by a
job. `Printed` is the row, `Printer` what an app knows of one kind of document.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks.base import Task

log = logging.getLogger("portal.printing")

DEAD_AFTER = timedelta(minutes=3)  # A worker that has not finished a document by then is taken for dead.
LOST_AFTER = timedelta(minutes=30)  # A job that nobody has begun by then is asked for again.
RETRY_AFTER = timedelta(hours=1)  # What failed is tried again by time.


class RenderState(models.TextChoices):
    """How far the printing of a document is."""

    WAITING = "waiting", _("Waiting")
    RENDERING = "rendering", _("Being made")
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


P = TypeVar("P", bound=Printed)
C = TypeVar("C", bound=Content)


@dataclass(frozen=True)
class Printer(Generic[P, C]):
    """How one kind of document is made.

    `of` names the fields that say what a row is of: their values are given to `content_of`. `name_of` is the path of a
    row's file. `job` is the task of the app that calls `make`; `with_related` what `make` reads with the row.
    """

    model: type[P]
    of: tuple[str, ...]
    content_of: Callable[..., C]
    draw: Callable[[C], bytes]
    name_of: Callable[[P], str]
    job: Callable[[], Task]
    with_related: tuple[str, ...]

    def ask_for(self, *of: Any) -> P:
        """Have a document made as its content stands now, unless it was already."""
        content = self.content_of(*of)
        wanted = dict(zip(self.of, of, strict=True))
        with transaction.atomic():
            row, new = self.model._default_manager.get_or_create(**wanted, content_digest=content.digest)
            if new:
                self.job().enqueue(row.pk)
        file = row.file  # type: ignore[attr-defined]
        if row.state == RenderState.READY and not file.storage.exists(str(file.name)):
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
        rows = self.model._default_manager
        claimed = rows.filter(pk=pk, state=RenderState.WAITING).update(
            state=RenderState.RENDERING, begun_at=timezone.now()
        )
        if not claimed:
            return "made already, or being made"
        row = rows.select_related(*self.with_related).get(pk=pk)
        of = [getattr(row, name) for name in self.of]
        content = self.content_of(*of)
        if content.digest != row.content_digest:
            row.delete()  # It has changed in the meantime, and the newer one is asked for.
            self.ask_for(*of)
            return "out of date before it was made"
        being_made = rows.filter(pk=pk, state=RenderState.RENDERING)
        try:
            name = keep(self.name_of(row), self.draw(content))
        except Exception as error:
            log.exception("The document %s of %s could not be made.", pk, self.model.__name__)
            being_made.update(state=RenderState.FAILED, error=f"{type(error).__name__}: {error}"[:250])
            raise
        being_made.update(state=RenderState.READY, file=name, made_at=timezone.now(), error="")
        return name

    def reap(self, only: P | None = None) -> int:
        """Pick up what a killed worker left, and try again what failed, of all or of one. Returns how many."""
        now = timezone.now()
        due = self.model._default_manager.filter(
            Q(state=RenderState.RENDERING, begun_at__lt=now - DEAD_AFTER)
            | Q(state=RenderState.WAITING, asked_at__lt=now - LOST_AFTER)
            | Q(state=RenderState.FAILED, begun_at__lt=now - RETRY_AFTER)
        )
        if only is not None:
            due = due.filter(pk=only.pk)
        return sum(self._again(row) for row in due)


def keep(name: str, document: bytes) -> str:
    """Store a document under the name of its content, over what a killed worker may have left. Returns the name."""
    return FileSystemStorage(allow_overwrite=True).save(name, ContentFile(document))

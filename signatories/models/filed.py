"""A file that people hand over with a paper or a report: kept outside the web root, known by its digest."""

import hashlib
from pathlib import PurePosixPath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from signatories.filing import CONTENT_TYPES, FileKind


def somewhere_else(filed, name: str) -> str:
    """A path that tells nothing of what is in it, and that nobody guesses."""
    return f"forum/{uuid4().hex}.{filed.file_kind}"


class Filed(models.Model):
    """A record with a file; empty where it has none. What the file is, its content says (signatories/filing.py)."""

    file = models.FileField(upload_to=somewhere_else, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_kind = models.CharField(max_length=4, choices=[(kind.value, kind.value) for kind in CONTENT_TYPES], blank=True)
    file_size = models.PositiveIntegerField(null=True, blank=True)
    file_digest = models.CharField(_("digest (SHA-256)"), max_length=64, blank=True)

    away_at = models.DateTimeField(_("taken away"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def put(self, name: str, kind: FileKind, content: bytes) -> None:
        """Take a file; it is stored when the record is saved."""
        stem = PurePosixPath(name.replace("\\", "/")).stem.strip()[:140] or "file"
        self.file_kind, self.file_name, self.file_size = kind, f"{stem}.{kind}", len(content)
        self.file_digest = hashlib.sha256(content).hexdigest()
        self.file.save(self.file_name, ContentFile(content), save=False)

    def take_away(self, *, by) -> None:
        """Show it to nobody but those who keep the Forum, who can put it back."""
        self._set_away(timezone.now(), by)

    def put_back(self, *, by) -> None:
        """Show it again."""
        self._set_away(None, by)

    def _set_away(self, when, by) -> None:
        self.away_at = when
        self._history_user = by  # Read by django-simple-history.
        self.save(update_fields=["away_at"])

    @property
    def content_type(self) -> str:
        """The media type it is given out as."""
        return CONTENT_TYPES[FileKind(self.file_kind)]

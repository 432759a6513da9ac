"""A file for a meeting or a report: what it is, its content says."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from signatories.filing import MOST_BYTES, FileKind, kind_of


class PaperField(forms.FileField):
    """A file to take in; becomes its name, what it is, and its bytes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("File"))
        kwargs.setdefault("help_text", _("A PDF, .docx, .odt or .xlsx file, or a picture (PNG, JPEG). At most 20 MB."))
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in FileKind)}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> tuple[str, FileKind, bytes] | None:
        """Return the name, the kind and the bytes, or raise an error that says what to do."""
        file = super().clean(data, initial)
        if not file:
            return None
        content = file.read(MOST_BYTES + 1)
        try:
            return file.name, kind_of(content), content
        except ValueError as error:
            raise ValidationError(str(error)) from None

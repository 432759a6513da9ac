"""A file of organisations, and accepting what it would change."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from signatories.models import RegisterUpload
from signatories.tables import NotATable, read


class UploadForm(forms.Form):
    """A file of organisations to look at. After `is_valid` it can be kept until it is accepted."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, as your spreadsheet saves it. At most 1 MB and 1,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def clean_file(self) -> Any:
        """Read the file, or say what to do."""
        file = self.cleaned_data["file"]
        try:
            self.columns, self.lines = read(file.read())
        except NotATable as error:
            raise ValidationError(str(error)) from error
        return file

    def save(self, compact: Compact, *, by: User) -> RegisterUpload:
        """Keep what was read; what the same person uploaded here before is thrown away."""
        RegisterUpload.objects.filter(compact=compact, made_by=by).delete()
        return RegisterUpload.objects.create(
            compact=compact,
            file_name=self.cleaned_data["file"].name[-200:],
            columns=self.columns,
            rows=[list(line) for line in self.lines],
            made_by=by,
        )


class AcceptForm(forms.Form):
    """Writing an uploaded file into the register. `seen` tells the plan that was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why?"), help_text=_("For the history. For example, yearly check of the register."), max_length=120
    )

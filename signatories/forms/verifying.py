"""What is asked of somebody who wants to know whether a signed agreement is genuine."""

from django import forms
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext_lazy as _

from compact_portal.pdf.findings import MOST_BYTES
from compact_portal.pdf.numbers import is_short_id, read_short_id


class Weighing(FileUploadHandler):
    """Stops keeping a file that is larger than any of this portal's, while it comes in."""

    too_large = False
    weight = 0  # Of all files of a request together: one that sends a hundred is no better than a large one.

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.weight += len(raw_data)
        if self.weight > MOST_BYTES:
            self.too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the next handler."""


class FileForm(forms.Form):
    """The file itself, which is looked at and not kept."""

    file = forms.FileField(
        label=_("The PDF file of a signed agreement"),
        help_text=_("At most 20 MB. It is looked at and not kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": _("Choose the PDF file of a signed agreement."),
            "missing": _("Choose the PDF file of a signed agreement."),
            "empty": _("The file is empty. Choose the PDF file of a signed agreement."),
        },
    )

    def __init__(self, *args, too_large: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            words = _("The file is larger than 20 MB, and no signed agreement of this portal is. Choose another.")
            self.fields["file"].error_messages["required"] = words


class NumberForm(forms.Form):
    """The number that stands on each page of a signed agreement."""

    number = forms.CharField(
        label=_("Its number"),
        help_text=_(
            "It stands at the foot of each page, at the end of the address, like 7K2M9XB4TC. Small letters will do."
        ),
        max_length=30,
        error_messages={"required": _("Enter the number at the foot of each page.")},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        """Return the number as it is kept."""
        number = read_short_id(self.cleaned_data["number"])
        if not is_short_id(number):
            raise forms.ValidationError(_("Enter the number as it is printed: ten letters and figures."))
        return number

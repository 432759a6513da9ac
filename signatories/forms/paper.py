"""Scans of signature pages: uploading one, confirming it, and saying why not."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.renderer import DayMonthYearField
from signatories import actions
from signatories.models import Scan, Signature, SigningRequest
from signatories.models.scan import Found
from signatories.scanning import MOST_BYTES, Looked, NotAScan, look_at


class ScanForm(forms.Form):
    """A scan. Its QR code says for which request it is; where that cannot be read, the short key that is typed."""

    file = forms.FileField(
        label=_("Scan of the signed page"),
        help_text=_("PDF, PNG or JPEG, at most 15 MB, with the square code in full view"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    key = forms.CharField(
        label=_("Short key"),
        help_text=_("Only if the code cannot be read: the twelve letters and digits on the page"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    looked: Looked
    data: Any
    request: SigningRequest

    def __init__(self, *args: Any, requests, asked: SigningRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requests, self.asked = requests, asked

    def clean_file(self):
        """Look at the file, and keep what was seen."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_t("The file is larger than 15 MB. Scan in grey, at 200 dots an inch."))
        self.content = file.read()
        try:
            self.looked = look_at(self.content)
        except NotAScan as reason:
            raise ValidationError(str(reason)) from None
        return file

    def clean_key(self) -> str:
        """Return a key as it is kept, however it was typed."""
        return "".join(self.cleaned_data["key"].split()).replace("-", "").lower()

    def clean(self):
        """Find the request, by the code, else by the key; say what is wrong where it is not the one expected."""
        cleaned = super().clean()
        if "file" in self.errors or not hasattr(self, "looked"):
            return cleaned
        typed = cleaned.get("key", "")
        keys = self.looked.keys or ([typed] if typed else [])
        if not keys:
            self.add_error("key", _t("The square code could not be read. Type the short key that is on the page."))
            return cleaned
        if len(keys) > 1:
            self.add_error("file", _t("The file has the pages of several requests. Upload each page by itself."))
            return cleaned
        found = self.requests.filter(key=keys[0]).first()
        where = "file" if self.looked.keys else "key"
        if found is None:
            words = {
                "file": _t("The page is of no request that you may see. Check that you have the right page."),
                "key": _t("There is no request with that key. Check the twelve letters and digits."),
            }
            self.add_error(where, words[where])
        elif self.asked and found != self.asked:
            words = {"other": found.organisation, "this": self.asked.organisation}
            self.add_error(where, _t("This is the page of %(other)s, not of %(this)s.") % words)
        elif reason := Scan.why_not(found):
            self.add_error("file", reason)
        else:
            self.request = found
        return cleaned

    def save(self, *, by: User) -> Scan:
        """Take the scan. Raises NotAllowed where it cannot be taken."""
        return Scan.take(
            self.request,
            self.content,
            kind=self.looked.kind,
            preview=self.looked.preview,
            found=Found.CODE if self.looked.keys else Found.KEY,
            by=by,
        )


class ConfirmForm(forms.Form):
    """What the officer reads on the scan."""

    signed_name = forms.CharField(label=_("Full name of the person who signed"), max_length=120)
    office = forms.CharField(label=_("Their office"), max_length=120)
    signed_on = DayMonthYearField(
        label=_("Date on the page"),
        help_text=_("Leave it empty where the page gives none."),
        required=False,
        latest=timezone.localdate,
    )
    seen = forms.BooleanField(
        label=_("I see a signature in ink on the page, and the organisation and edition are right")
    )

    def save(self, scan: Scan, *, by: User) -> Signature:
        """Put the signature on record. Raises NotAllowed where it is too late."""
        asked = dict(self.cleaned_data)
        del asked["seen"]
        return actions.confirm_scan(scan, by=by, **asked)


class RefuseScanForm(forms.Form):
    """Why a scan is not accepted."""

    reason = forms.CharField(
        label=_("What is wrong with the scan?"),
        help_text=_("It goes by email to the person who uploaded it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

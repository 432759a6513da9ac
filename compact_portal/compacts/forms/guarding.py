"""Forms that anybody may send without an account: a trap for machines, and how long it took."""

from datetime import datetime, timedelta

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SALT = "compact_portal.compacts.comment-form"


class GuardedForm(forms.Form):
    """One input, `website`, is a trap that people do not see; `begun` tells when the form was shown."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    begun = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["begun"] = signing.dumps(timezone.now().timestamp(), salt=SALT)

    def people_see(self) -> list:
        """The fields that people see, in order."""
        return [field for field in self.visible_fields() if field.name != "website"]

    def took(self) -> timedelta | None:
        """Return how long it took from the showing of the form to its sending, or None where that is not known."""
        try:
            begun = signing.loads(self.cleaned_data["begun"], salt=SALT)
        except signing.BadSignature:
            return None
        return timezone.now() - datetime.fromtimestamp(begun, tz=timezone.get_current_timezone())

"""What an administrator is asked who must see a case."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes.forms.steps import long_text
from disputes.models import Dispute


class LookForm(forms.Form):
    """An administrator's reason to open a case."""

    reference = forms.CharField(
        label=_l("Reference of the dispute"), max_length=80, help_text=_l("Like DERBY-2026-0001")
    )
    reason = long_text(_l("Why must you see it?"), help_text=_l("Both parties will read this, and get mail."))

    def clean_reference(self) -> Dispute:
        """Find the dispute."""
        found = Dispute.objects.filter(reference=self.cleaned_data["reference"].strip().upper()).first()
        if found is None:
            raise ValidationError(_("There is no dispute of that reference. Check it"))
        return found

    def save(self, *, by) -> Dispute:
        """Open the case for today."""
        dispute = self.cleaned_data["reference"]
        dispute.look_in(by=by, reason=self.cleaned_data["reason"])
        return dispute

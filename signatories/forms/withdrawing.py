"""What an organisation says when it leaves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from signatories import actions
from signatories.models import Signature


class WithdrawForm(forms.Form):
    """Why a signature is withdrawn."""

    reason = forms.CharField(
        label=_("Why does the organisation withdraw its signature?"),
        help_text=_("Everybody can read this in the register."),
        max_length=1000,
        widget=forms.Textarea,
    )

    def save(self, signature: Signature, *, by: User) -> None:
        """Give notice, or withdraw the signature where no notice is asked for."""
        actions.leave(signature, by=by, reason=self.cleaned_data["reason"])

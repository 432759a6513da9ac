"""What changes the register: a signature on paper, a withdrawal."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact, Edition
from compact_portal.renderer import DayMonthYearField, Radios
from signatories import actions
from signatories.models import (
    Organisation,
    Signature,
)


class PaperForm(forms.Form):
    """A signature on paper, as far as the paper tells."""

    fields: dict[str, Any]

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    edition = forms.ModelChoiceField(label=_("Edition"), queryset=Edition.objects.none(), empty_label=None)
    signed_name = forms.CharField(label=_("Name of the person who signed"), max_length=120, required=False)
    office = forms.CharField(label=_("Their office"), max_length=120)
    signed_on = DayMonthYearField(
        label=_("Date of the signature"),
        help_text=_("Leave it empty where the paper gives none."),
        required=False,
        latest=timezone.localdate,
    )
    on_behalf_of = forms.CharField(
        label=_("Members it signed for"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    note = forms.CharField(
        label=_("Where the paper is kept"), max_length=200, help_text=_("For example, file CP 12 of the legal team")
    )

    def __init__(self, *args: Any, compact: Compact, editions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = compact.organisations.all()
        self.fields["organisation"].empty_label = _("Choose an organisation")
        self.fields["edition"].queryset = editions
        self.fields["edition"].widget = Radios()
        self.fields["edition"].widget.choices = self.fields["edition"].choices

    def save(self, *, by: User) -> Signature:
        """Record the signature."""
        return actions.record_paper(by=by, **self.cleaned_data)


class WithdrawForm(forms.Form):
    """Why a signature is withdrawn."""

    reason = forms.CharField(
        label=_("Why does the organisation withdraw its signature?"),
        help_text=_("Everybody can read this in the register."),
        max_length=1000,
        widget=forms.Textarea,
    )

    def save(self, signature: Signature, *, by: User) -> None:
        """Withdraw the signature."""
        actions.withdraw(signature, by=by, reason=self.cleaned_data["reason"])

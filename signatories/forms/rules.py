"""How a Compact is signed, as its officers decide it."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.renderer import Checkboxes
from signatories.models import Grade, SigningRules

DAYS = {"inputmode": "numeric", "class": "govuk-input--width-4"}


class RulesForm(forms.ModelForm):
    """Grades, codes, witness, and the times of requests, reminders and notice."""

    fields: dict[str, Any]

    grades = forms.MultipleChoiceField(
        label=_("Ways of signing on offer"),
        choices=Grade.choices,
        widget=Checkboxes(hints={grade: grade.meaning for grade in Grade}),
        error_messages={"required": _("Choose at least one way of signing.")},
    )
    why = forms.CharField(
        label=_("Why you make this change"),
        help_text=_("Shown in the history, to officers. For example, decision of the Forum of 3 March 2027."),
        max_length=200,
        required=False,
    )

    class Meta:
        model = SigningRules
        fields = [
            "grades",
            "choose_codes",
            "needs_witness",
            "days_to_sign",
            "reminder_days",
            "most_reminders",
            "reaffirm_days",
            "notice_days",
        ]
        labels = {
            "choose_codes": _("A signatory may leave out codes of practice"),
            "needs_witness": _("A second person confirms each online signature, as its witness"),
            "days_to_sign": _("How many days a request to sign stays open"),
            "reminder_days": _("How many days lie between two reminders"),
            "most_reminders": _("How many reminders are sent at most"),
            "reaffirm_days": _("How many days signatories have to sign a new edition"),
            "notice_days": _("How many days of notice a signatory gives before it leaves"),
        }
        help_texts = {
            "choose_codes": _("Otherwise a signature includes all codes that the Compact has adopted."),
            "reaffirm_days": _("After that the register says that they have signed an earlier edition only."),
            "notice_days": _("0 where it may leave at once."),
        }
        widgets = {name: forms.TextInput(attrs=DAYS) for name in fields[3:]}

    def clean_days_to_sign(self) -> int:
        """Refuse a request that nobody could answer in time."""
        days = self.cleaned_data["days_to_sign"]
        if days < 1:
            raise forms.ValidationError(_("Enter 1 or more."))
        return days

    def clean_reminder_days(self) -> int:
        """Refuse reminders without an end."""
        days = self.cleaned_data["reminder_days"]
        if days < 1:
            raise forms.ValidationError(_("Enter 1 or more."))
        return days

    @transaction.atomic
    def keep(self, *, by: User) -> SigningRules:
        """Save the rules with who changed them and why. They hold for what is asked from now on."""
        self.instance._history_user, self.instance._change_reason = by, self.cleaned_data["why"]
        return super().save()

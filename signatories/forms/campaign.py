"""What an officer is asked about a re-affirmation."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Edition
from compact_portal.renderer import DayMonthYearField
from signatories.models import Campaign, SigningRules

LONGEST = timedelta(days=1000)
NUMBER = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"})


def _latest():
    return timezone.localdate() + LONGEST


class BeginForm(forms.Form):
    """Until when signatories are asked to re-affirm, and how often they are reminded."""

    says_from = DayMonthYearField(
        label=_("Last day to sign the new edition"),
        help_text=_("From the day after, the register says who has signed the earlier edition and not yet this one."),
        earliest=timezone.localdate,
        latest=_latest,
    )
    reminder_days = forms.IntegerField(label=_("Days between two reminders"), min_value=3, max_value=365, widget=NUMBER)
    most_reminders = forms.IntegerField(
        label=_("How many reminders at most"),
        help_text=_("Whoever signs or declines is not reminded. 0 is none at all."),
        min_value=0,
        max_value=12,
        widget=NUMBER,
    )
    note = forms.CharField(
        label=_("A few words from you"),
        help_text=_("They stand in the email. Say what is new in the edition."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        rules = SigningRules.of(edition.text.compact)
        self.initial = {
            "says_from": timezone.localdate() + timedelta(days=rules.reaffirm_days),
            "reminder_days": max(3, rules.reminder_days),
            "most_reminders": rules.most_reminders,
        }

    def save(self, *, by: User) -> Campaign:
        """Begin, and ask everybody. Raises NotAllowed where it cannot begin."""
        return Campaign.begin(self.edition, by=by, **self.cleaned_data)


class EndForm(forms.Form):
    """Why a re-affirmation is ended before its last day."""

    reason = forms.CharField(
        label=_("Why do you end it?"),
        help_text=_("For the record. Nobody is reminded any more; what was asked can be answered until its last day."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ResumeForm(forms.Form):
    """Until when it goes on."""

    says_from = DayMonthYearField(
        label=_("Last day to sign the new edition"), earliest=timezone.localdate, latest=_latest
    )

"""What the steps ask that change when something is due: a pause, more time, a new beginning."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.renderer import DayMonthYearField
from disputes.clocks import longest_pause
from disputes.forms.steps import StepForm, long_text


def tomorrow() -> date:
    """The first day on which a case that is paused today may go on."""
    return timezone.localdate() + timedelta(days=1)


def latest() -> date:
    """The last day until which a case may be paused today."""
    return longest_pause(timezone.localdate())


class PauseForm(StepForm):
    """Until when, and why."""

    until = DayMonthYearField(
        label=_l("On which day does it go on?"),
        help_text=_l("At most 8 weeks from today. It goes on by itself on that day; you can end the pause before."),
        earliest=tomorrow,
        latest=latest,
    )
    note = long_text(_l("Reason"), help_text=_l("The other party can read this."))
    field_order = ["moves", "until", "note"]


class ExtendForm(StepForm):
    """How many working days more, and why; once in a stage."""

    days = forms.IntegerField(
        label=_l("How many working days more?"),
        min_value=1,
        error_messages={"invalid": _l("Enter the number of working days, like 5")},
    )
    note = long_text(_l("Reason"), help_text=_l("Both parties can read this."))
    field_order = ["moves", "days", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule, field = self.dispute.stage_rule, self.fields["days"]
        self.most = (rule and rule.extend_by) or 0
        field.error_messages["min_value"] = _("Enter 1 or more working days")
        field.widget.attrs["class"] = "govuk-input--width-3"
        field.help_text = _("%(most)s at most, and once in this stage.") % {"most": self.most}

    def clean_days(self) -> int:
        """Refuse more than the stage allows."""
        days = self.cleaned_data["days"]
        if days > self.most:
            raise ValidationError(_("Enter %(most)s or fewer: this stage allows no more") % {"most": self.most})
        return days


class ReopenForm(StepForm):
    """Why it is reopened."""

    note = long_text(
        _l("Why do you reopen it?"),
        help_text=_l("Say what is new, or what was agreed and not done. The other party reads this."),
    )

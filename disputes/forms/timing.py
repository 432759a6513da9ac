"""What the steps ask that lead elsewhere or change when something is due."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.renderer import DayMonthYearField
from disputes.forms.steps import StepForm, long_text


class BodyForm(StepForm):
    """Which national body."""

    body = forms.CharField(label=_l("Which body do you go to?"), max_length=160)
    field_order = ["moves", "body", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        names = [
            str(route.name)
            for stage in self.dispute.rules
            if stage.kind == "national"
            for route in stage.routes
            if route.closed_on is None or route.closed_on >= today
        ]
        if names:
            self.fields["body"].help_text = _("For example: %(names)s") % {"names": ", ".join(names)}


class OutsideForm(StepForm):
    """Which ombudsman or court."""

    body = forms.CharField(label=_l("Which ombudsman or court is it with?"), max_length=160)
    body_reference = forms.CharField(
        label=_l("Its reference"),
        max_length=80,
        required=False,
        help_text=_l("The number it has given your case, if you have one."),
    )
    field_order = ["moves", "body", "body_reference", "note"]


class PauseForm(StepForm):
    """Until when, and why."""

    until = DayMonthYearField(
        label=_l("Until which day?"),
        help_text=_l("It goes on by itself on that day. Eight weeks at most."),
        earliest=timezone.localdate,
    )
    note = long_text(_l("Reason"), help_text=_l("The other party can read this."))
    field_order = ["moves", "until", "note"]


class ExtendForm(StepForm):
    """How many days more, and why."""

    days = forms.IntegerField(label=_l("How many working days more?"), min_value=1)
    note = long_text(_l("Reason"), help_text=_l("Both parties can read this."))
    field_order = ["moves", "days", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        most = self.dispute.stage_rule.extend_by or 0
        self.fields["days"].max_value = most
        self.fields["days"].help_text = _("%(most)s at most, once.") % {"most": most}

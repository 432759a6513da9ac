"""What the steps ask that lead elsewhere or change when something is due."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes.forms.steps import StepForm


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

"""What the steps ask that end a dispute."""

from django import forms
from django.utils.translation import gettext_lazy as _l

from compact_portal.renderer import Radios
from disputes.forms.steps import StepForm
from disputes.words import Outcome, RemedyMet


class OutcomeForm(StepForm):
    """What came of it, against what was asked for."""

    outcome = forms.ChoiceField(label=_l("What came of it?"), choices=Outcome.choices, widget=Radios)
    remedy_met = forms.ChoiceField(
        label=_l("How much of what was asked for?"), choices=RemedyMet.choices, widget=Radios
    )
    field_order = ["moves", "outcome", "remedy_met", "note"]

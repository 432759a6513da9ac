"""What keeping a case longer asks, and how long cases are kept."""

from django import forms
from django.utils.translation import gettext_lazy as _l

from compact_portal.renderer import DayMonthYearField
from disputes.forms.looking import LookForm
from disputes.forms.steps import long_text
from disputes.models.keeping import FEWEST_YEARS, LONGEST_HOLD_YEARS, MOST_YEARS


class HoldForm(forms.Form):
    """Why, and until when, a case is kept longer than its time."""

    reason = long_text(
        _l("Why must the case be kept?"),
        help_text=_l("For example: a court case about it is under way. Both parties read this."),
        error_messages={"required": _l("Say why the case must be kept")},
    )
    ends_on = DayMonthYearField(
        label=_l("Until when?"),
        help_text=_l("At most %(years)s years ahead. It can be asked for again.") % {"years": LONGEST_HOLD_YEARS},
    )


class HoldOnForm(HoldForm):
    """The same for an administrator, who names the case."""

    reference = LookForm.base_fields["reference"]
    clean_reference = LookForm.clean_reference
    field_order = ["reference", "reason", "ends_on"]


class YearsForm(forms.Form):
    """For how many years cases are kept whole."""

    years = forms.IntegerField(
        label=_l("Years after the end of a case"),
        min_value=FEWEST_YEARS,
        max_value=MOST_YEARS,
        help_text=_l("From 1 to 15. The usual time is 6 years, in which a claim can still be brought to a court."),
        error_messages={
            "required": _l("Enter a number of years"),
            "invalid": _l("Enter a whole number of years"),
            "min_value": _l("Enter 1 or more"),
            "max_value": _l("Enter 15 or fewer"),
        },
    )

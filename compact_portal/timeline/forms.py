"""On which day to look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from compact_portal.renderer import DayMonthYearField


class DayForm(forms.Form):
    """A day of the past, or of the time to come."""

    day = DayMonthYearField(label=_("On which day?"), help_text=_("For example, 27 3 2015"))

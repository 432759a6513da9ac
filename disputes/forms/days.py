"""Days off: declaring one, and confirming that clocks which run move for it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.compacts.kinds import Nation
from compact_portal.renderer import DayMonthYearField
from disputes.actions.days import move_clocks, shifts_of
from disputes.models import DayOff


def a_year_ago() -> date:
    """The earliest day that may still be declared: clocks that ran over it may still be running."""
    return timezone.localdate() - timedelta(days=365)


class DayOffForm(forms.Form):
    """A day that is no working day after all: for a Compact, or for a nation where none is given."""

    fields: dict[str, Any]
    nation = forms.ChoiceField(label=_l("Nation"), choices=Nation.choices)
    on = DayMonthYearField(label=_l("Day"), earliest=a_year_ago)
    name = forms.CharField(
        label=_l("What it is called"), max_length=80, help_text=_l("People read this where a date is explained.")
    )

    def __init__(self, *args, compact=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.compact = compact
        if compact is not None:
            del self.fields["nation"]

    def save(self, *, by) -> DayOff:
        """Declare it."""
        return DayOff.declare(**self.cleaned_data, compact=self.compact, by=by)


class MoveClocksForm(forms.Form):
    """Yes to a list of clocks, exactly as it was shown."""

    fields: dict[str, Any]
    clocks = forms.MultipleChoiceField(
        widget=forms.MultipleHiddenInput,
        error_messages={
            "invalid_choice": _l("The list has changed since you opened it. Look at it again"),
            "required": _l("No clock would move any more"),
        },
    )

    def __init__(self, *args, compact, **kwargs):
        super().__init__(*args, **kwargs)
        self.compact = compact
        self.shifts = shifts_of(compact)
        self.fields["clocks"].choices = [(shift.key, shift.key) for shift in self.shifts]
        self.initial["clocks"] = [shift.key for shift in self.shifts]

    def save(self, *, by) -> int:
        """Move them, and return how many moved."""
        chosen = set(self.cleaned_data["clocks"])
        return move_clocks([shift for shift in self.shifts if shift.key in chosen], by=by)

    def what_is_wrong(self) -> str:
        """Say in one sentence why nothing was moved."""
        return str(next(iter(self.errors.get("clocks", [])), _("No clock was moved.")))

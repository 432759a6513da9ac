"""What the pages of codes ask for."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codes.models import How
from compact_portal.compacts.forms import ReasonField
from compact_portal.compacts.models import Edition
from compact_portal.renderer import DayMonthYearField, Radios


class EditionField(forms.ModelChoiceField):
    """An edition of a code, named by the code."""

    widget = Radios

    def label_from_instance(self, edition: Edition) -> str:
        """Return the name of the code, and of its edition."""
        return f"{edition.text.title} ({edition.label})"


class AdoptForm(forms.Form):
    """Which code a Compact adopts, how, and from when."""

    edition = EditionField(label=_("Which code?"), queryset=Edition.objects.none(), empty_label=None)
    how = forms.ChoiceField(
        label=_("How is it adopted?"),
        choices=How,
        widget=Radios(hints={How.ADAPTED: _("With changes for this area, which a local code sets out")}),
    )
    from_on = DayMonthYearField(
        label=_("From when?"), required=False, help_text=_("Leave it empty when the day is not known.")
    )
    reason = ReasonField(label=_("Note"))

    def __init__(self, *args, editions, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = editions


class EndForm(forms.Form):
    """The last day on which a Compact holds to a code."""

    until_on = DayMonthYearField(label=_("Last day"), latest=timezone.localdate)
    reason = ReasonField()

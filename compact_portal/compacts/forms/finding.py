"""What the directory and the comparison ask for."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.forms.fields import offer
from compact_portal.compacts.kinds import Nation

STATES = [
    ("current", _("In force")),
    ("refreshing", _("In force, and being refreshed")),
    ("consultation", _("Out to consultation")),
    ("draft", _("Being written")),
    ("lapsed", _("Lapsed")),
    ("none", _("No current agreement")),
]


class DirectoryForm(forms.Form):
    """Which Compacts to list."""

    is_filter = True

    place = forms.CharField(label=_("Place or name"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Any")), *STATES], required=False)
    nation = forms.ChoiceField(label=_("Nation"), choices=[("", _("Any")), *Nation.choices], required=False)

    def chosen(self, compacts) -> list:
        """The Compacts of a queryset that were asked for; what cannot be understood is not a filter."""
        self.is_valid()
        asked = self.cleaned_data
        if place := " ".join(asked.get("place", "").split()):
            compacts = compacts.covering(place)
        if nation := asked.get("nation"):
            compacts = compacts.filter(nation=nation)
        state = asked.get("state")
        return [compact for compact in compacts.with_editions() if not state or compact.state == state]


class CompareForm(forms.Form):
    """Which two of some editions to compare."""

    is_filter = True

    before = forms.ChoiceField(label=_("From edition"))
    after = forms.ChoiceField(label=_("To edition"))

    def __init__(self, *args, editions, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [(edition.slug, f"{edition.label} ({edition.get_state_display().lower()})") for edition in editions]
        for name in ("before", "after"):
            offer(self, name, choices)

    def clean(self):
        """Ask for two editions."""
        super().clean()
        if self.cleaned_data.get("before") == self.cleaned_data.get("after") and not self.errors:
            self.add_error("after", _t("Choose another edition than the first."))
        return self.cleaned_data

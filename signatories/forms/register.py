"""What the register is asked for, and what changes it: a signature on paper."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact, Edition
from compact_portal.renderer import DayMonthYearField, DayMonthYearInput, Radios
from signatories import actions
from signatories.models import (
    Organisation,
    Signature,
)
from signatories.registered import Register, Row
from signatories.standing import Standing


class DayInQuery(DayMonthYearInput):
    """A day as three inputs, or in an address as one: ?on=2015-06-01."""

    def value_from_datadict(self, data, files, name) -> list[Any]:
        """Return day, month and year, also of an ISO date; what is no date comes back as the day, to be refused."""
        if given := data.get(name):
            try:
                return self.decompress(date.fromisoformat(given))
            except ValueError:
                return [given[:20], "", ""]
        return super().value_from_datadict(data, files, name)


class RegisterForm(forms.Form):
    """Which rows of the register to show, and on which day."""

    is_filter = True

    q = forms.CharField(label=_("Name of an organisation"), max_length=100, required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("Both")), *Sector.choices], required=False)
    standing = forms.ChoiceField(label=_("How it stands"), choices=[("", _("All")), *Standing.choices], required=False)
    on = DayMonthYearField(
        label=_("On another day"),
        help_text=_("For example, 1 6 2015"),
        required=False,
        widget=DayInQuery,
        earliest=date(1990, 1, 1),
        latest=date(2199, 12, 31),
    )

    def chosen(self, register: Register, sort: str = "") -> list[Row]:
        """The rows of a register that were asked for; what cannot be understood is not a filter."""
        words = self.cleaned_data.get("q", "").casefold().split()
        sector, standing = self.cleaned_data.get("sector"), self.cleaned_data.get("standing")
        return [
            row
            for row in register.sorted(sort)
            if (not sector or row.organisation.sector == sector)
            and (not standing or row.standing == standing)
            and all(word in row.searched for word in words)
        ]


class PaperForm(forms.Form):
    """A signature on paper, as far as the paper tells."""

    fields: dict[str, Any]

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    edition = forms.ModelChoiceField(label=_("Edition"), queryset=Edition.objects.none(), empty_label=None)
    signed_name = forms.CharField(label=_("Name of the person who signed"), max_length=120, required=False)
    office = forms.CharField(label=_("Their office"), max_length=120)
    signed_on = DayMonthYearField(
        label=_("Date of the signature"),
        help_text=_("Leave it empty where the paper gives none."),
        required=False,
        latest=timezone.localdate,
    )
    on_behalf_of = forms.CharField(
        label=_("Members it signed for"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    note = forms.CharField(
        label=_("Where the paper is kept"), max_length=200, help_text=_("For example, file CP 12 of the legal team")
    )

    def __init__(self, *args: Any, compact: Compact, editions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = compact.organisations.all()
        self.fields["organisation"].empty_label = _("Choose an organisation")
        self.fields["edition"].queryset = editions
        self.fields["edition"].widget = Radios()
        self.fields["edition"].widget.choices = self.fields["edition"].choices

    def save(self, *, by: User) -> Signature:
        """Record the signature."""
        return actions.record_paper(by=by, **self.cleaned_data)

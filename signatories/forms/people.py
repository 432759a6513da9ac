"""Who acts for an organisation, from when until when."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.renderer import DayMonthYearField, Radios
from signatories import actions
from signatories.models import (
    Handover,
    Membership,
    Organisation,
    Role,
    Seat,
)


class TermForm(forms.Form):
    """Anything held from a date until a date."""

    starts_on = DayMonthYearField(label=_("First day"), initial=timezone.localdate)
    ends_on = DayMonthYearField(
        label=_("Until"), help_text=_("The last day. Leave it empty where there is none."), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a term that ends before it begins."""
        super().clean()
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _t("The last day must be the first day or later."))
        return self.cleaned_data


class InviteForm(TermForm):
    """Somebody who is to act for an organisation."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    email = forms.EmailField(label=_("Email address"), help_text=_("An invitation goes to this address."))
    role = forms.ChoiceField(
        label=_("What they do"),
        choices=Role.choices,
        widget=Radios(
            hints={
                Role.REPRESENTATIVE: _("Raises and answers disputes, invites colleagues"),
                Role.SIGNATORY: _("May sign a Compact in the organisation's name, and all that a representative may"),
                Role.CHAMPION: _("Promotes the Compact inside the organisation"),
            }
        ),
    )
    field_order = ["name", "email", "role", "starts_on", "ends_on"]

    def __init__(self, *args: Any, organisation: Organisation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.by = organisation, by

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be: see `actions.why_not_invite`."""
        super().clean()
        email, role = self.cleaned_data.get("email"), self.cleaned_data.get("role")
        if email and role and (reason := actions.why_not_invite(self.organisation, email, role, by=self.by)):
            self.add_error("email", reason)
        return self.cleaned_data

    def save(self, *, by: User) -> Membership:
        """Invite the person, and let them act."""
        return actions.invite(self.organisation, by=by, **self.cleaned_data)


class EndForm(forms.Form):
    """When a membership or a seat ends, and why."""

    on = DayMonthYearField(
        label=_("Last day"),
        help_text=_("Leave it empty to end it at once."),
        required=False,
        earliest=timezone.localdate,
    )
    reason = forms.CharField(label=_("Why it ends"), max_length=200, required=False)

    def save(self, held: Seat, *, by: User) -> None:
        """End what is held."""
        held.end(by=by, on=self.cleaned_data["on"], reason=self.cleaned_data["reason"])


class ColleagueForm(forms.Form):
    """To whom somebody's open work goes."""

    fields: dict[str, Any]

    to = forms.ModelChoiceField(
        label=_("Hand it to"), queryset=User.objects.none(), empty_label=None, widget=Radios, required=True
    )
    note = forms.CharField(
        label=_("Message to the colleague"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, organisation: Organisation, leaver: User, optional: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.organisation, self.leaver = organisation, leaver
        colleagues = [person.pk for person in organisation.acting() if person != leaver]
        self.fields["to"].queryset = User.objects.filter(pk__in=colleagues)
        if optional:
            self.fields["to"].required, self.fields["to"].empty_label = False, _("Nobody yet")
        if not colleagues:
            self.fields.clear()

    @property
    def can_be(self) -> bool:
        """Whether there is a colleague at all."""
        return bool(self.fields)

    def save(self, *, by: User) -> Handover:
        """Hand the open work over."""
        return actions.hand_over_work(self.organisation, self.leaver, by=by, **self.cleaned_data)


class EndMembershipForm(EndForm):
    """When a membership ends, and why."""

    def save(self, held: Membership, *, by: User, **handing_over: Any) -> None:
        """End the membership, hand over to a colleague where one is named, and tell whom it concerns."""
        actions.end(held, by=by, on=self.cleaned_data["on"], reason=self.cleaned_data["reason"], **handing_over)

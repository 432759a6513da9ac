"""Who acts for an organisation, from when until when."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.renderer import DayMonthYearField, Radios
from signatories import actions
from signatories.models import (
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
        """Refuse a role that the person holds already, and an officer who would let themselves in.

        What an organisation disputes is not for officers to read.
        """
        super().clean()
        email, role = self.cleaned_data.get("email"), self.cleaned_data.get("role")
        acts = "act_for" in Organisation.ROLES.get(role, [])
        if acts and email and email.lower() == self.by.email.lower() and not self._is_one_of_them():
            self.add_error(
                "email",
                _t(
                    "You cannot let yourself act for an organisation. Invite somebody who belongs to it: "
                    "they can then invite you."
                ),
            )
        held = self.organisation.memberships.in_term().filter(person__email__iexact=email or "", role=role)
        if email and role and held.exists():
            self.add_error(
                "email",
                _t("This person already is %(role)s. Choose another role, or end that one first.")
                % {"role": Role(role).label.lower()},
            )
        return self.cleaned_data

    def _is_one_of_them(self) -> bool:
        return access.permits(self.by, "act_for", self.organisation)

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

    def save(self, held: Membership | Seat, *, by: User) -> None:
        """End what is held."""
        held.end(by=by, on=self.cleaned_data["on"], reason=self.cleaned_data["reason"])

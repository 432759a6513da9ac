"""The first pages of raising a dispute: who complains, for whom, and of whom."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.renderer import DayMonthYearField, Radios
from disputes.supporting import around, groups_of
from disputes.words import Channel
from signatories.models import Kind, Organisation

OWN, SUPPORT, RECEIVED = "own", "support", "received"


class WhoForm(forms.Form):
    """Who complains: an organisation of one's own, a group that one's support body helps, or somebody who wrote."""

    fields: dict[str, Any]
    who = forms.ChoiceField(
        label=_l("Who complains?"), widget=Radios, error_messages={"required": _l("Choose who complains")}
    )

    def __init__(self, *args: Any, compact, user, officer: bool, acting_for=None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = list(Organisation.objects.standing().acted_for_by(user).order_by("name"))
        choices = [(f"{OWN}-{body.pk}", str(body)) for body in mine]
        here = set(compact.organisations.values_list("pk", flat=True))
        supports = [body for body in mine if body.kind == Kind.INFRASTRUCTURE and body.pk in here]
        acts = _("A group for which %(body)s acts")
        choices += [(f"{SUPPORT}-{body.pk}", acts % {"body": body}) for body in supports]
        if officer:
            choices.append((RECEIVED, _("Somebody who wrote, telephoned or came: I enter it for them, as an officer")))
        self.fields["who"].choices = choices
        if len(choices) == 1:
            self.initial["who"] = choices[0][0]
        elif acting_for:
            self.initial["who"] = f"{OWN}-{acting_for.pk}"

    @property
    def way(self) -> tuple[str, int]:
        """Which way was chosen, and the key of the organisation; 0 for none."""
        way, _hyphen, key = self.cleaned_data["who"].partition("-")
        return way, int(key or 0)


class OtherForm(forms.Form):
    """For which organisation somebody acts that is not their own."""

    fields: dict[str, Any]
    complainant = forms.ModelChoiceField(
        label=_l("Which organisation complains?"),
        queryset=Organisation.objects.none(),
        empty_label=_l("Choose an organisation"),
        error_messages={"required": _l("Choose the organisation that complains")},
        help_text=_l("If it is not in the list, an officer of the Compact can put it into the register."),
    )

    def __init__(self, *args: Any, compact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["complainant"].queryset = self.choices_of(compact)

    def choices_of(self, compact):
        """The organisations to choose from."""
        return around(compact)


class GroupForm(OtherForm):
    """For which group a support body acts."""

    heading = _l("For which group do you act?")
    asked = forms.BooleanField(
        label=_l("The group has asked us to act for it, and knows that its people can read everything here"),
        error_messages={"required": _l("Confirm that the group has asked you. Ask it first if it has not")},
    )

    def choices_of(self, compact):
        """Voluntary groups only."""
        return groups_of(compact)


class ReceivedForm(OtherForm):
    """What came to an officer, and how."""

    heading = _l("What came, and how")
    channel = forms.ChoiceField(
        label=_l("How did it come?"),
        choices=[choice for choice in Channel.choices() if choice[0] != Channel.ONLINE],
        widget=Radios,
        error_messages={"required": _l("Choose how it came")},
    )
    received_on = DayMonthYearField(
        label=_l("Date it came"),
        help_text=_l("The day of the postmark, the call or the visit."),
        latest=timezone.localdate,
    )


class AgainstForm(forms.Form):
    """Of whom somebody complains."""

    fields: dict[str, Any]
    respondent = forms.ModelChoiceField(
        label=_l("Which organisation is the complaint about?"),
        queryset=Organisation.objects.none(),
        empty_label=_l("Choose an organisation"),
        error_messages={"required": _l("Choose the organisation that the complaint is about")},
        help_text=_l("Also one that never signed. You are told next what that means."),
    )

    def __init__(self, *args: Any, compact, complainant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complainant = complainant
        self.fields["respondent"].queryset = around(compact)

    def clean_respondent(self) -> Organisation:
        """Refuse a complaint against oneself."""
        respondent = self.cleaned_data["respondent"]
        if respondent == self.complainant:
            raise ValidationError(_("Choose another organisation: nobody can raise a dispute against themselves."))
        return respondent

"""For which members an umbrella body signs, and what such a member answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.forms.fields import KeysField
from compact_portal.renderer import Checkboxes
from signatories.models import Organisation
from signatories.models.member import Named

MOST_NAMED = 200


class MembersField(KeysField):
    """Members of the register that were ticked; cleans to their keys, which a session can keep."""

    def clean(self, value) -> list[int]:
        """Return the keys; what can be the key of nothing is no choice."""
        return [body.pk for body in super().clean(value)]


class MembersFields(forms.Form):
    """For a form that asks for whom an organisation signs: its members in the register, and others by name.

    Call `offer_members` at the end of `__init__`. `on_behalf_of` cleans to lines of a name, or a name and an address.
    """

    fields: dict[str, Any]

    members = MembersField(
        label=_("Does it sign for its members too?"),
        help_text=_("Tick those for which it signs. Each is told by email, and may opt out within 28 days."),
        queryset=Organisation.objects.none(),
        required=False,
        widget=Checkboxes,
    )
    on_behalf_of = forms.CharField(
        label=_("Other members it signs for"),
        help_text=_(
            "Only where the organisation is an umbrella body. One on each line: the name, then a comma and an email "
            "address if you know one. Who has an address is told, and may opt out."
        ),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def offer_members(self, organisations) -> None:
        """Offer the members of some organisations; where they have none in the register only names can be given."""
        members = Organisation.objects.standing().filter(umbrella__in=organisations).order_by("name")
        self.fields["members"].queryset = members
        if not members:
            del self.fields["members"]

    def clean_on_behalf_of(self) -> str:
        """Refuse a line whose address is none."""
        text = self.cleaned_data["on_behalf_of"]
        named = named_in(text)
        if len(named) > MOST_NAMED:
            raise ValidationError(_t("Name %(most)s members at most.") % {"most": MOST_NAMED})
        for one in named:
            if len(one.name) > 160:
                raise ValidationError(_t("Put each member on a line of its own, with at most 160 characters."))
            if one.email:
                try:
                    validate_email(one.email)
                except ValidationError:
                    raise ValidationError(
                        _t("Enter the email address of %(name)s like name@example.org, or leave it out.")
                        % {"name": one.name}
                    ) from None
        return "\n".join(f"{one.name}, {one.email}" if one.email else one.name for one in named)

    def clean(self) -> dict[str, Any]:
        """Refuse members of another organisation than the one that signs."""
        cleaned = super().clean() or self.cleaned_data
        chosen, body = cleaned.get("members"), cleaned.get("organisation")
        if chosen and body and Organisation.objects.filter(pk__in=chosen).exclude(umbrella=body).exists():
            self.add_error("members", _t("Tick only members of %(organisation)s.") % {"organisation": body})
        return cleaned


def named_in(text: str) -> list[Named]:
    """The members named in a text, one a line: a name, or a name, a comma and an address."""
    found = []
    for line in text.splitlines():
        name, comma, email = line.rpartition(",")
        if not comma or "@" not in email:
            name, email = line, ""
        name = " ".join(name.split()).strip(", ")
        if name:
            found.append(Named(name, email.strip()))
    return list(dict.fromkeys(found))


def members_in_words(answer: dict[str, Any]) -> str:
    """The members that were ticked and named, one a line, as the person checks them before signing."""
    ticked = Organisation.objects.filter(pk__in=answer.get("members", [])).order_by("name")
    others = [f"{one.name} ({one.email})" if one.email else one.name for one in named_in(answer["on_behalf_of"])]
    return "\n".join([*(body.name for body in ticked), *others])


class OptOutForm(forms.Form):
    """Why a member opts out."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The umbrella body reads it. After 28 days the register shows it too. You need not give a reason."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

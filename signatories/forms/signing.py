"""Signing, one question a page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Edition
from compact_portal.renderer import Radios
from signatories.models import (
    Organisation,
    Signature,
)


class WhoForm(forms.Form):
    """Signing, step 1: who signs."""

    heading = _("Who is signing?")
    signed_name = forms.CharField(label=_("Your full name"), max_length=120)
    office = forms.CharField(
        label=_("Your office"), help_text=_("For example, Chair of the trustees or Chief Executive"), max_length=120
    )


class WhatForm(forms.Form):
    """Signing, step 2: which edition."""

    fields: dict[str, Any]

    heading = _("What do you sign?")
    edition = forms.ModelChoiceField(label=_("Edition"), queryset=Edition.objects.none(), empty_label=None)

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = Edition.objects.filter(pk__in=[e.pk for e in editions]).select_related("text")
        self.fields["edition"].widget = Radios(hints={e.pk: e.state_sentence() for e in editions})
        self.fields["edition"].widget.choices = self.fields["edition"].choices
        if len(editions) == 1:
            self.initial.setdefault("edition", editions[0].pk)


class WhoseNameForm(forms.Form):
    """Signing, step 3: for which organisation, and for whom it signs."""

    fields: dict[str, Any]

    heading = _("In whose name do you sign?")
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None, widget=Radios
    )
    on_behalf_of = forms.CharField(
        label=_("Members it signs for"),
        help_text=_("Only where the organisation is an umbrella body that signs for its members: name them."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, organisations, edition: Edition | None, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.by = edition, by
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.initial.setdefault("organisation", organisations[0].pk)

    def clean_organisation(self) -> Organisation:
        """Refuse an organisation that cannot sign, with the sentence that says why."""
        organisation = self.cleaned_data["organisation"]
        if self.edition and (reason := Signature.why_not(self.edition, organisation, self.by)):
            raise ValidationError(reason)
        return organisation


class AuthorityForm(forms.Form):
    """Signing, step 4: on what authority."""

    heading = _("On what authority do you sign?")
    authority = forms.CharField(
        label=_("Who decided that the organisation signs, and when?"),
        help_text=_("For example: decision of the trustees on 3 March 2027"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReadForm(forms.Form):
    """Signing, step 5: the text was read. The digest is that of the words shown."""

    heading = _("Read what you sign")
    digest = forms.CharField(widget=forms.HiddenInput)


class SignForm(forms.Form):
    """Signing, step 6: the declaration."""

    heading = _("Check and sign")
    declared = forms.BooleanField(
        label=_(
            "I have read the text, and declare that I may sign it in the name of this organisation, "
            "which agrees to its principles and commitments."
        ),
        error_messages={"required": _("Tick the declaration to sign.")},
    )

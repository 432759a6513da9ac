"""Signing, one question a page; and what else may be answered to a request: hand over, decline."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.forms.fields import KeysField
from compact_portal.compacts.models import Edition
from compact_portal.renderer import Checkboxes, Radios
from signatories.forms.members import MembersFields
from signatories.models import Grade, Organisation
from signatories.models.grades import declaration_of

WIDE = {"class": "govuk-!-width-two-thirds"}


class WhoForm(forms.Form):
    """Signing: who signs."""

    heading = _("Who is signing?")
    signed_name = forms.CharField(
        label=_("Your full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    office = forms.CharField(
        label=_("Your office"), help_text=_("For example, Chair of the trustees or Chief Executive"), max_length=120
    )


class WhatForm(forms.Form):
    """Signing: which edition."""

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


class HowForm(forms.Form):
    """Signing: how far the organisation binds itself, and with which codes of practice, where the Compact asks."""

    fields: dict[str, Any]

    heading = _("What does the organisation agree to?")
    grade = forms.ChoiceField(label=_("How it signs"), widget=Radios)
    codes = KeysField(
        label=_("Codes of practice it includes"),
        help_text=_(
            "All that the Compact has adopted. Take the tick away from those that the organisation does not sign."
        ),
        queryset=Edition.objects.none(),
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, grades: list[str], codes: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [Grade(grade) for grade in grades]
        if len(offered) > 1:
            self.fields["grade"].choices = [(grade.value, grade.label) for grade in offered]
            self.fields["grade"].widget.hints = {grade.value: grade.meaning for grade in offered}
        else:
            del self.fields["grade"]
        if codes:
            self.fields["codes"].queryset = Edition.objects.filter(pk__in=[code.pk for code in codes])
            self.fields["codes"].queryset = self.fields["codes"].queryset.select_related("text").order_by("text__title")
            self.initial.setdefault("codes", [code.pk for code in codes])
        else:
            del self.fields["codes"]


class WhoseNameForm(MembersFields):
    """Signing: for which organisation, and for whom it signs."""

    fields: dict[str, Any]

    heading = _("In whose name do you sign?")
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None, widget=Radios
    )

    def __init__(self, *args: Any, organisations, why_not: Callable[[Organisation], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.why_not = why_not
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.initial.setdefault("organisation", organisations[0].pk)
        self.order_fields(["organisation", "members", "on_behalf_of"])
        self.offer_members(organisations)

    def clean_organisation(self) -> Organisation:
        """Refuse an organisation that cannot sign, with the sentence that says why."""
        organisation = self.cleaned_data["organisation"]
        if reason := self.why_not(organisation):
            raise ValidationError(reason)
        return organisation


class AuthorityForm(forms.Form):
    """Signing: on what authority."""

    heading = _("On what authority do you sign?")
    authority = forms.CharField(
        label=_("Who decided that the organisation signs, and when?"),
        help_text=_("For example: decision of the trustees on 3 March 2027"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReadForm(forms.Form):
    """Signing: the text was read. The digest is that of the words shown."""

    heading = _("Read what you sign")
    digest = forms.CharField(widget=forms.HiddenInput)


class SignForm(forms.Form):
    """Signing, last: the declaration, in the words of the grade."""

    fields: dict[str, Any]

    heading = _("Check and sign")
    declared = forms.BooleanField(error_messages={"required": _("Tick the declaration to sign.")})

    def __init__(self, *args: Any, grade: str = Grade.FULL, with_codes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declaration = declaration_of(grade, with_codes=with_codes)
        self.fields["declared"].label = self.declaration


def email_field(label, **more) -> forms.EmailField:
    """Ask for the address of another person."""
    return forms.EmailField(label=label, max_length=254, widget=forms.EmailInput(attrs=WIDE), **more)


class WitnessForm(forms.Form):
    """Signing: who confirms it."""

    heading = _("Who confirms your signature?")
    witness_name = forms.CharField(label=_("Full name of the witness"), max_length=120)
    witness_email = email_field(
        _("Their email address"),
        help_text=_("They get a link there. It must not be your own address: nobody witnesses their own signature."),
    )

    def __init__(self, *args: Any, own: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    def clean_witness_email(self) -> str:
        """Refuse the address of the person who signs."""
        address = self.cleaned_data["witness_email"].lower()
        if address in self.own:
            raise ValidationError(_("Enter the address of somebody else: nobody witnesses their own signature."))
        return address


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=_("Code from the email"),
        help_text=_("6 digits"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}
        ),
    )

    def clean_code(self) -> str:
        """Take the spaces away that people type."""
        code = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", code):
            raise ValidationError(_("Enter the 6 digits from the latest email, like 123456"))
        return code


class HandOverForm(forms.Form):
    """Who is the right person."""

    to_name = forms.CharField(label=_("Their full name"), max_length=120)
    to_email = email_field(_("Their email address"))
    note = forms.CharField(
        label=_("Message to them"),
        help_text=_("They read it in the email, and the officer who asked you does too."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineForm(forms.Form):
    """Why the organisation does not sign."""

    reason = forms.CharField(
        label=_("Why does the organisation not sign?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    public = forms.BooleanField(
        label=_("Everybody may read the reason"),
        help_text=_("It then stands on the page of the organisation, for anybody to see."),
        required=False,
    )


class ConfirmSignatureForm(forms.Form):
    """What a witness confirms."""

    fields: dict[str, Any]

    office = forms.CharField(
        label=_("Your office or occupation"),
        help_text=_("It stands beside your name in the register. For example, Secretary, or Teacher"),
        max_length=120,
    )
    confirmed = forms.BooleanField(error_messages={"required": _("Tick the confirmation to go on.")})

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].label = words


class RefuseToWitnessForm(forms.Form):
    """Why a witness cannot confirm."""

    reason = forms.CharField(
        label=_("Why can you not confirm it?"),
        help_text=_("The person who signed reads it, and the officers of the Compact can."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

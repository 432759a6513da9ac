"""What officers are asked about an organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.renderer import Checkboxes, Radios
from signatories.models import (
    Kind,
    Ombudsman,
    Organisation,
)

WHOLE_NUMBER = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"})


class OrganisationForm(forms.ModelForm):
    """A statutory body or a voluntary organisation, as an officer keeps it."""

    fields: dict[str, Any]

    website = forms.URLField(
        label=_("Website"),
        help_text=_("For example, https://www.example.org"),
        assume_scheme="https",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter the address of a website, like https://www.example.org")},
    )
    why = forms.CharField(
        label=_("Why you make this change"),
        help_text=_("Shown in the history, to those who may edit the organisation."),
        max_length=200,
        required=False,
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "sector",
            "kind",
            "complaints_days",
            "ombudsman",
            "charity_number",
            "company_number",
            "umbrella",
            "compacts",
            "email",
            "website",
        ]
        labels = {
            "name": _("Name"),
            "sector": _("Sector"),
            "kind": _("Kind of organisation"),
            "complaints_days": _("Time limit of its complaints procedure, in working days"),
            "ombudsman": _("Ombudsman that covers it"),
            "charity_number": _("Charity number"),
            "company_number": _("Company number"),
            "umbrella": _("Umbrella body it belongs to"),
            "compacts": _("Compacts of its area"),
            "email": _("Public email address"),
        }
        help_texts = {
            "complaints_days": _(
                "A formal dispute must be answered within it. Leave it empty where you do not know it: "
                "the portal then says so, and which time limit it uses instead."
            ),
            "charity_number": _("For example, 1012345"),
            "company_number": _("8 characters, for example 01234567"),
        }
        widgets = {"sector": Radios, "complaints_days": WHOLE_NUMBER, "compacts": Checkboxes}

    def __init__(self, *args: Any, by: User, compact: Compact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.compact = by, compact
        self.fields["sector"].choices = Sector.choices
        others = Organisation.objects.exclude(pk=self.instance.pk)
        self.fields["umbrella"].queryset = others.filter(kind__in=["infrastructure", "network", "partnership"])
        self.fields["umbrella"].empty_label = _("None")
        self.fields["kind"].choices = [("", _("Choose a kind")), *Kind.choices]
        self.fields["ombudsman"].choices = [("", _("None, or not known")), *Ombudsman.choices]
        # Whose officer somebody is says which areas they may put it in; the others stay as they are.
        self.own = access.objects_for(by, "change_compact", Compact.objects.all())
        if len(self.own) > 1:
            self.fields["compacts"].queryset = self.own
            self.fields["compacts"].required = True
        else:
            del self.fields["compacts"]
        if compact:
            del self.fields["why"]

    def clean_name(self) -> str:
        """Take out double spaces, and refuse a name whose address is taken."""
        name = " ".join(self.cleaned_data["name"].split())
        if not slugify(name):
            raise ValidationError(_t("Enter a name with letters in it."))
        return name

    def _save_m2m(self) -> None:
        """Change only the areas that the person keeps."""
        if "compacts" in self.cleaned_data:
            self.instance.compacts.remove(*self.own)
            self.instance.compacts.add(*self.cleaned_data["compacts"])
        elif self.compact:
            self.instance.compacts.add(self.compact)

    @transaction.atomic
    def save(self, commit: bool = True) -> Organisation:
        """Save the organisation; a new one gets an address made from its name, which stays."""
        if not self.instance.pk:
            self.instance.slug = Organisation.free_slug(self.instance.name)
        self.instance._change_reason = self.cleaned_data.get("why", "")  # noqa: SLF001
        return super().save(commit)

"""What officers are asked about an organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.renderer import Checkboxes, DayMonthYearField, Radios
from signatories import numbers
from signatories.likeness import likeness
from signatories.models import Kind, NameKind, Ombudsman, Organisation, OtherName

WHOLE_NUMBER = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"})
UMBRELLAS = [Kind.INFRASTRUCTURE, Kind.NETWORK, Kind.PARTNERSHIP]
NUMBERS = ("charity_number", "company_number", "public_number")


def number_field(label, help_text) -> forms.CharField:
    """A field for a number of a register, which may be typed with spaces."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
    )


class OrganisationForm(forms.ModelForm):
    """A statutory body or a voluntary organisation, as an officer keeps it."""

    fields: dict[str, Any]

    charity_number = number_field(_("Charity number"), _("For example, 1012345"))
    company_number = number_field(_("Company number"), _("8 characters, for example 01234567"))
    public_number = number_field(
        _("Public-body number"),
        _("The code of the Office for National Statistics, like E06000015, or of the NHS, like QJ2."),
    )
    website = forms.URLField(
        label=_("Website"),
        help_text=_("For example, https://www.example.org"),
        assume_scheme="https",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter the address of a website, like https://www.example.org")},
    )
    succeeded_on = DayMonthYearField(label=_("Followed by it since"), required=False)
    was_called = forms.BooleanField(
        label=_("If you change the name: it was called so until today. List the old name under its former names."),
        required=False,
        initial=True,
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
            *NUMBERS,
            "area_served",
            "compacts",
            "umbrella",
            "contact_name",
            "email",
            "contact_phone",
            "postal_address",
            "website",
            "successor",
            "succeeded_on",
        ]
        labels = {
            "name": _("Name"),
            "sector": _("Sector"),
            "kind": _("Kind of organisation"),
            "complaints_days": _("Time limit of its complaints procedure, in working days"),
            "ombudsman": _("Ombudsman that covers it"),
            "area_served": _("Area it serves, in words"),
            "umbrella": _("Umbrella body it belongs to"),
            "compacts": _("Compacts of its area"),
            "contact_name": _("Public contact: name or office"),
            "email": _("Public contact: email address"),
            "contact_phone": _("Public contact: telephone"),
            "postal_address": _("Public contact: postal address"),
            "successor": _("Organisation that followed it"),
        }
        help_texts = {
            "complaints_days": _(
                "A formal dispute must be answered within it. Leave it empty where you do not know it: "
                "the portal then says so, and which time limit it uses instead."
            ),
            "area_served": _("For example, Chaddesden and Spondon"),
            "contact_name": _("Everybody can read it. An office is better than a person’s name."),
            "email": _("Told when somebody becomes the first to act for it, or its authorised signatory."),
            "successor": _("After a merger or a reorganisation. Its page then says so, and leads there."),
        }
        widgets = {
            "sector": Radios,
            "complaints_days": WHOLE_NUMBER,
            "compacts": Checkboxes,
            "postal_address": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, by: User, compact: Compact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.compact = by, compact
        self.called_before = self.instance.name
        self.fields["sector"].choices = Sector.choices
        others = Organisation.objects.standing().exclude(pk=self.instance.pk)
        self.fields["umbrella"].queryset = others.filter(Q(kind__in=UMBRELLAS) | Q(pk=self.instance.umbrella_id))
        self.fields["umbrella"].empty_label = _("None")
        self.fields["successor"].queryset = others
        self.fields["successor"].empty_label = _("None")
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
            for name in ("why", "was_called", "successor", "succeeded_on"):
                del self.fields[name]
        if "another" in self.data:
            self._ask_whether_another()

    def _ask_whether_another(self) -> None:
        self.fields["another"] = forms.BooleanField(
            label=_("It is another organisation: add it all the same"), required=False
        )
        self.order_fields(["name", "another"])

    def clean_name(self) -> str:
        """Take out double spaces, and refuse a name whose address is taken."""
        name = " ".join(self.cleaned_data["name"].split())
        if not slugify(name):
            raise ValidationError(_t("Enter a name with letters in it."))
        return name

    def clean_charity_number(self) -> str:
        """A number as the register writes it."""
        return numbers.written(self.cleaned_data["charity_number"])

    def clean_company_number(self) -> str:
        """A number as the register writes it."""
        return numbers.written(self.cleaned_data["company_number"])

    def clean_public_number(self) -> str:
        """A number as the register writes it."""
        return numbers.written(self.cleaned_data["public_number"])

    def clean_postal_address(self) -> str:
        """The lines of the address, without stray spaces."""
        return "\n".join(line.strip() for line in self.cleaned_data["postal_address"].splitlines() if line.strip())

    def clean(self) -> dict[str, Any]:
        """Ask before a record is added of which there may be one already; ask for a successor with its day."""
        data = super().clean() or {}
        if self.compact and not data.get("another") and data.get("name"):
            self._look_for_another(data)
        for name in ("umbrella", "successor"):
            other = data.get(name)
            if other and self.instance.pk and getattr(other, f"{name}_id") == self.instance.pk:
                self.add_error(
                    name, _t("%(name)s names this organisation as its own. Mend that first.") % {"name": other}
                )
        if bool(data.get("successor")) != bool(data.get("succeeded_on")) and "succeeded_on" not in self.errors:
            if data.get("successor"):
                self.add_error("succeeded_on", _t("Enter the day since which it is followed by the other."))
            else:
                self.add_error("successor", _t("Choose the organisation that followed it, or empty the day."))
        return data

    def _look_for_another(self, data: dict[str, Any]) -> None:
        """Refuse, once, what is alike in name or has the same number."""
        same = Q(pk=None)
        for kind in NUMBERS:
            if data.get(kind):
                same |= Q(**{kind: data[kind]})
        wanted = likeness(data["name"])
        names = [*OtherName.objects.values_list("organisation", "name"), *_names()]
        same |= Q(pk__in=[key for key, name in names if likeness(name) == wanted])
        found = Organisation.objects.standing().filter(same).exclude(name__iexact=data["name"]).first()
        if found:
            self._ask_whether_another()
            self.add_error(
                "name",
                _t("“%(name)s” is in the register and may be the same. If it is not, say so below.") % {"name": found},
            )

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
        why = self.cleaned_data.get("why", "")
        self.instance._change_reason = why
        saved = super().save(commit)
        if self.called_before not in ("", saved.name) and self.cleaned_data.get("was_called"):
            former = saved.other_names.filter(name__iexact=self.called_before, kind=NameKind.FORMER)
            if not former.exists():
                saved.other_names.create(
                    name=self.called_before.replace(";", ","), kind=NameKind.FORMER, until_on=timezone.localdate()
                )
        return saved


def _names():
    """The key and the name of every organisation."""
    return Organisation.objects.standing().order_by().values_list("pk", "name")


class OtherNameForm(forms.ModelForm):
    """A name beside the name: one it is known by, or one it had before."""

    from_on = DayMonthYearField(label=_("First day"), required=False)
    until_on = DayMonthYearField(label=_("Last day"), required=False)

    class Meta:
        model = OtherName
        fields = ["name", "kind", "from_on", "until_on"]
        labels = {"name": _("Name"), "kind": _("Which is it?")}
        widgets = {"kind": Radios}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, instance=OtherName(organisation=organisation), **kwargs)
        self.fields["kind"].choices = NameKind.choices

    def clean_name(self) -> str:
        """Take out double spaces, and refuse the name that it has."""
        name = " ".join(self.cleaned_data["name"].split())
        if name.casefold() == self.instance.organisation.name.casefold():
            raise ValidationError(_t("That is its name now. Enter another."))
        return name

    def _get_validation_exclusions(self) -> set[str]:
        """Have the constraints look at its organisation too, which the page gives."""
        return super()._get_validation_exclusions() - {"organisation"}


class ListForm(forms.Form):
    """Which organisations to list."""

    is_filter = True

    q = forms.CharField(label=_("Name contains"), max_length=100, required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("Any")), *Sector.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *Kind.choices], required=False)
    people = forms.ChoiceField(
        label=_("People"),
        choices=[("", _("Any")), ("left", _("Nobody is left")), ("none", _("Nobody yet"))],
        required=False,
    )

    def __init__(self, *args: Any, is_officer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_officer:
            del self.fields["people"]

    def chosen(self, organisations):
        """Those that were asked for."""
        self.is_valid()
        asked = self.cleaned_data
        if words := " ".join(asked.get("q", "").split()):
            organisations = organisations.called(words)
        for name in ("sector", "kind"):
            if asked.get(name):
                organisations = organisations.filter(**{name: asked[name]})
        if asked.get("people"):
            organisations = organisations.with_nobody().filter(had_somebody=asked["people"] == "left")
        return organisations


class MergeForm(forms.Form):
    """That two records are of one organisation, and why."""

    reason = forms.CharField(
        label=_("How do you know that they are one organisation?"),
        help_text=_("It stands in the history of both, and in the message to the people of both."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(label=_("I have read what goes where, and that it cannot be undone."))


class WithWhomForm(forms.Form):
    """Which other record is of the same organisation."""

    fields: dict[str, Any]

    into = forms.ModelChoiceField(
        label=_("Which record shall remain?"),
        help_text=_("Its name, address and page stay. The record you came from becomes part of it."),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose an organisation"),
    )

    def __init__(self, *args: Any, old: Organisation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = access.objects_for(by, "change_compact", Compact.objects.all()).values("pk")
        others = Organisation.objects.standing().filter(compacts__in=own).exclude(pk=old.pk)
        self.fields["into"].queryset = others.distinct()

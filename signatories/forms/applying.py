"""What an organisation says when it asks to sign, and what the officer answers."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts import spam
from compact_portal.compacts.forms.guarding import GuardedForm
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact, Edition
from compact_portal.renderer import DayMonthYearField, Radios
from signatories import actions, numbers
from signatories.models import Application, Kind, Organisation, Signature, SigningRequest

WEEKS_TO_SIGN = 6
NUMBERS = ("charity_number", "company_number")
A_FEW = 10


def candidates(application: Application) -> list[Organisation]:
    """The organisations of the register that an application may be of: chosen by it, of its name or its numbers."""
    same = Q(name__iexact=application.name)
    for name in NUMBERS:
        if value := getattr(application, name):
            same |= Q(**{name: value})
    if application.organisation_id:
        same |= Q(pk=application.organisation_id)
    called = Organisation.objects.standing().called(application.name)
    return list((Organisation.objects.standing().filter(same) | called).distinct().order_by("name")[:A_FEW])


class NumberField(forms.CharField):
    """A number by which a register knows an organisation, in the form that the register writes."""

    def __init__(self, form: RegexValidator, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, validators=[form], **kwargs)

    def to_python(self, value: Any) -> str:
        """Return it in capitals, without spaces."""
        return numbers.written(super().to_python(value))


class ApplicationForm(GuardedForm):
    """Which organisation asks, and who asks in its name. For one of the register only the person is asked for."""

    fields: dict[str, Any]
    OF_ORGANISATION = ("name", "sector", "kind", *NUMBERS, "site")
    OF_PERSON = ("person_name", "office", "email", "words")

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=Sector.choices,
        widget=Radios(
            hints={
                Sector.STATUTORY: _("A council, health body, police, fire service or other public body"),
                Sector.VCS: _("A charity, community group, social enterprise, faith group or network"),
            }
        ),
    )
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=[("", _("Choose a kind")), *Kind.choices])
    charity_number = NumberField(
        numbers.CHARITY, label=_("Charity number"), help_text=_("Where it has one. For example, 1012345")
    )
    company_number = NumberField(
        numbers.COMPANY,
        label=_("Company number"),
        help_text=_("Where it has one. 8 characters, for example 01234567"),
    )
    site = forms.URLField(
        label=_("Website"),
        help_text=_("Where it has one. It helps the officer to know the organisation."),
        assume_scheme="https",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter the address of a website, like https://www.example.org")},
    )
    person_name = forms.CharField(
        label=_("Your full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    office = forms.CharField(
        label=_("Your office in the organisation"),
        max_length=120,
        help_text=_("For example, Chair of the trustees or Chief Executive"),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_("Best one of the organisation. We send a link there to confirm it, and the officer's answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    words = forms.CharField(
        label=_("Anything the officer should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, compact: Compact, editions: list[Edition], organisation=None, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.compact, self.editions, self.organisation, self.person = compact, editions, organisation, person
        if organisation:
            for name in self.OF_ORGANISATION:
                del self.fields[name]
        if person:
            self.initial.update(person_name=person.name, email=person.email)
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("That of your account. The officer's answer goes there.")

    def clean_name(self) -> str:
        """Take out double spaces, and refuse the name of an organisation that the register has."""
        name = " ".join(self.cleaned_data["name"].split())
        if Organisation.objects.filter(name__iexact=name).exists():
            raise ValidationError(_t("The register has an organisation of that name. Go back, search, and choose it."))
        return name

    def _check_number(self, name: str) -> str:
        number = self.cleaned_data[name]
        if number and (other := Organisation.objects.filter(**{name: number}).first()):
            raise ValidationError(
                _t("The register has this number already, of %(organisation)s. Go back, search for it, and choose it.")
                % {"organisation": other}
            )
        return number

    def clean_charity_number(self) -> str:
        """Refuse the number of another organisation."""
        return self._check_number("charity_number")

    def clean_company_number(self) -> str:
        """Refuse the number of another organisation."""
        return self._check_number("company_number")

    def clean(self):
        """Refuse an organisation that has signed everything that can be signed here."""
        cleaned = super().clean()
        if self.organisation:
            signed = Signature.objects.standing().filter(organisation=self.organisation, edition__in=self.editions)
            if len(set(signed.values_list("edition", flat=True))) == len(self.editions):
                raise ValidationError(
                    _t("%(organisation)s has already signed. The register of signatories shows it.")
                    % {"organisation": self.organisation}
                )
        return cleaned

    def save(self) -> Application:
        """Send the application. Raises NotAllowed where there is one already."""
        asked = self.cleaned_data
        said = {name: asked[name] for name in (*self.OF_ORGANISATION, *self.OF_PERSON) if name in asked}
        if self.organisation:
            said |= {
                "organisation": self.organisation,
                "name": self.organisation.name,
                "sector": self.organisation.sector,
                "kind": self.organisation.kind,
            }
        signs = spam.signs(
            f"{asked['words']} {said.get('site', '')}",
            name=f"{said['name']} {asked['person_name']} {asked['office']}",
            took=self.took(),
            trap=asked["website"],
        )
        return Application.receive(self.compact, signs=signs, confirmed=bool(self.person), **said)


def _in_weeks():
    return timezone.localdate() + timedelta(weeks=WEEKS_TO_SIGN)


class AcceptForm(forms.Form):
    """The officer knows who it is: which organisation it is, how they know, and until when it may sign."""

    fields: dict[str, Any]
    NEW = "new"

    organisation = forms.ChoiceField(label=_("Which organisation is it?"), widget=Radios)
    note = forms.CharField(
        label=_("How do you know who it is?"),
        help_text=_("For example: called the number on the Charity Commission's page. Kept in the record."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    edition = forms.ModelChoiceField(label=_("Edition to sign"), queryset=Edition.objects.none(), empty_label=None)
    lapses_on = DayMonthYearField(label=_("Last day to sign"), initial=_in_weeks, earliest=timezone.localdate)

    def __init__(self, *args: Any, application: Application, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.found = candidates(application)
        choices = [(str(body.pk), _t("%(name)s, in the register") % {"name": body}) for body in self.found]
        if not any(body.name.casefold() == application.name.casefold() for body in self.found):
            choices.append((self.NEW, _t("A new one: put %(name)s into the register") % {"name": application.name}))
        self.fields["organisation"].choices = choices
        if len(choices) == 1:
            self.initial.setdefault("organisation", choices[0][0])
        self.fields["edition"].queryset = Edition.objects.filter(pk__in=[edition.pk for edition in editions])
        self.fields["edition"].queryset = self.fields["edition"].queryset.select_related("text")
        if len(editions) == 1:
            self.fields["edition"].initial = editions[0].pk
            self.fields["edition"].widget = forms.HiddenInput()

    def save(self, *, by: User) -> SigningRequest:
        """Accept the application. Raises NotAllowed where somebody else has just decided, or it cannot be asked."""
        asked = dict(self.cleaned_data)
        chosen = asked.pop("organisation")
        body = None if chosen == self.NEW else next(one for one in self.found if str(one.pk) == chosen)
        return actions.accept_application(self.application, organisation=body, by=by, **asked)


class RefuseForm(forms.Form):
    """Why an application is refused."""

    reason = forms.CharField(
        label=_("Why is it refused?"),
        help_text=_("It goes by email to the person who asked."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def save(self, application: Application, *, by: User) -> None:
        """Refuse it. Raises NotAllowed where somebody else has just decided."""
        application.refuse(by=by, reason=self.cleaned_data["reason"])

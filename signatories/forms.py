"""What the pages ask for, in our words; each form calls one verb."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact, Edition
from compact_portal.renderer import Checkboxes, ClockTimeField, DayMonthYearField, Radios
from signatories import actions
from signatories.models import (
    Forum,
    Kind,
    Meeting,
    Membership,
    Office,
    Ombudsman,
    Organisation,
    Role,
    Seat,
    Signature,
)
from signatories.models.forum import How

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
            self.instance.slug = _free_slug(self.instance.name)
        self.instance._change_reason = self.cleaned_data.get("why", "")  # noqa: SLF001
        return super().save(commit)


def _free_slug(name: str) -> str:
    """Return an address made from a name that no organisation has yet."""
    base = slugify(name)[:70].strip("-")
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in _numbered(base) if slug not in taken)


def _numbered(base: str):
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


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


class WithdrawForm(forms.Form):
    """Why a signature is withdrawn."""

    reason = forms.CharField(
        label=_("Why does the organisation withdraw its signature?"),
        help_text=_("Everybody can read this in the register."),
        max_length=1000,
        widget=forms.Textarea,
    )

    def save(self, signature: Signature, *, by: User) -> None:
        """Withdraw the signature."""
        actions.withdraw(signature, by=by, reason=self.cleaned_data["reason"])


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


class SeatForm(TermForm):
    """A seat on the Forum, for a person, an organisation, or a person of an organisation."""

    fields: dict[str, Any]

    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, widget=Radios)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("None")
    )
    name = forms.CharField(label=_("Full name of the person"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("Their email address"),
        help_text=_("Somebody who has no account yet gets an invitation."),
        required=False,
    )
    office = forms.ChoiceField(label=_("Office"), choices=Office.choices, widget=Radios, initial=Office.MEMBER)
    how = forms.ChoiceField(label=_("How they came to it"), choices=How.choices, widget=Radios, initial=How.APPOINTED)
    champion = forms.BooleanField(
        label=_("Is a Compact Champion, and may be asked to mediate"), required=False, initial=True
    )
    skills = forms.CharField(label=_("Skills that help in mediating"), max_length=200, required=False)
    field_order = [
        "sector",
        "organisation",
        "name",
        "email",
        "office",
        "how",
        "champion",
        "skills",
        "starts_on",
        "ends_on",
    ]

    def __init__(self, *args: Any, forum: Forum | None, compact: Compact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum, self.compact = forum, compact
        self.fields["organisation"].queryset = compact.organisations.all()

    def clean(self) -> dict[str, Any]:
        """Refuse a seat for nobody, an organisation of the other sector, and a second chair."""
        data = super().clean()
        organisation = data.get("organisation")
        if not organisation and not data.get("email") and "email" not in self.errors:
            self.add_error("organisation", _t("Choose an organisation, or enter a person's name and email address."))
        if data.get("email") and not data.get("name"):
            self.add_error("name", _t("Enter the full name of the person."))
        if data.get("name") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _t("Enter the email address of the person."))
        if organisation and data.get("sector") and organisation.sector != data["sector"]:
            self.add_error(
                "sector",
                _t("%(organisation)s belongs to the other sector. Choose that, or another organisation.")
                % {"organisation": organisation},
            )
        if self.forum and data.get("starts_on"):
            self._refuse_twice(data, self.forum.seats.exclude(ends_on__lt=data["starts_on"]))
        return data

    def _refuse_twice(self, data: dict[str, Any], seats) -> None:
        """Refuse a second seat for one person and a second chair, among the seats held in that time."""
        if data.get("email") and seats.filter(person__email__iexact=data["email"]).exists():
            self.add_error("email", _t("This person already has a seat. End that seat first."))
        if data.get("office") == Office.CHAIR and (sitting := seats.filter(office=Office.CHAIR).first()):
            self.add_error(
                "office",
                _t("%(person)s is the chair in that time. End that seat first, or choose another office or first day.")
                % {"person": sitting},
            )

    @transaction.atomic
    def save(self, *, by: User) -> Seat:
        """Fill the seat, on a Forum that begins with its first seat."""
        forum = self.forum or Forum.objects.get_or_create(compact=self.compact)[0]
        return actions.fill_seat(forum, by=by, **self.cleaned_data)


class MeetingForm(forms.ModelForm):
    """A meeting of the Forum."""

    day = DayMonthYearField(label=_("Date"))
    time = ClockTimeField(label=_("Time"))
    field_order = ["title", "day", "time", "venue", "notes"]

    class Meta:
        model = Meeting
        fields = ["title", "venue", "notes"]
        labels = {"title": _("Title"), "venue": _("Place"), "notes": _("Agenda and notes")}
        help_texts = {"title": _("For example, Spring meeting"), "notes": _("Everybody can read this.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            starts = timezone.localtime(self.instance.starts_at)
            self.initial = {**self.initial, "day": starts.date(), "time": starts.time()}

    def clean(self) -> dict[str, Any]:
        """Refuse a meeting that is in the list already: somebody pressed twice."""
        data = super().clean() or {}
        if data.get("day") and data.get("time") and data.get("title"):
            same = Meeting.objects.filter(forum__compact=self.instance.forum.compact, title=data["title"])
            if same.filter(starts_at=self._moment()).exclude(pk=self.instance.pk).exists():
                self.add_error("title", _t("This meeting is in the list already."))
        return data

    def _moment(self) -> datetime:
        """Return the moment of the meeting, from its day and time in local time."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))

    def save(self, commit: bool = True) -> Meeting:
        """Save the meeting at its moment in local time; a Forum without a record yet gets one."""
        if self.instance.forum.pk is None:
            self.instance.forum = Forum.objects.get_or_create(compact=self.instance.forum.compact)[0]
        self.instance.starts_at = self._moment()
        return super().save(commit)

"""Forms of the administrator's pages."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal.access import ROLE_NAMES
from compact_portal.accounts.models import User
from compact_portal.compacts import logos
from compact_portal.compacts.models import Compact
from compact_portal.renderer import DayMonthYearField, Radios

REASON = _("It is kept in the record, with your name and the date.")


def reason_field(label):
    """A field for why something is done."""
    return forms.CharField(label=label, help_text=REASON, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=_("Email address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        required=False,
        help_text=_("They can change it when they join."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_email(self):
        """Refuse the address of somebody who has an account already."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(
                _("Somebody already has this email address. Look for it in the list of people.")
            )
        return email


#: The roles on a Compact that an administrator gives; those of a Forum come with a seat on it.
GIVEN_HERE = ["officer", "approver_statutory", "approver_vcs"]


class AppointForm(forms.Form):
    """Which role somebody shall have on which Compact, and for how long."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role, ROLE_NAMES[role]) for role in GIVEN_HERE],
        initial="officer",
        widget=Radios(
            hints={
                "officer": _("Looks after texts, plans and organisations, and does not see what is in disputes"),
                "approver_statutory": _("Reads drafts, and approves them for the public bodies"),
                "approver_vcs": _("Reads drafts, and approves them for the voluntary and community sector"),
            }
        ),
    )
    compact = forms.ModelChoiceField(Compact.objects, label=_("Compact"), empty_label=_("Choose a Compact"))
    starts_on = DayMonthYearField(label=_("First day"), initial=timezone.localdate)
    ends_on = DayMonthYearField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty if no end is known. The right ends with this day."),
    )
    reason = reason_field(_("Why?"))

    def clean(self):
        """Refuse a term that ends before it starts."""
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not be before the first. Enter a later day."))
        return cleaned


class EndForm(forms.Form):
    """When a role ends, and why."""

    last_day = DayMonthYearField(
        label=_("Last day"), required=False, help_text=_("Leave it empty to end the role at once.")
    )
    reason = reason_field(_("Why?"))


class ReasonForm(forms.Form):
    """Why an account is closed or opened again."""

    reason = reason_field(_("Why?"))


DETAILS = [
    "places",
    "framework",
    "colour",
    "vcs_contact_name",
    "vcs_contact_email",
    "vcs_contact_phone",
    "statutory_contact_name",
    "statutory_contact_email",
    "statutory_contact_phone",
]


class CompactForm(forms.ModelForm):
    """A new Compact: its name, its area, and whom to ask."""

    class Meta:
        model = Compact
        fields = ["name", "slug", "area_name", "area_kind", "nation", "core", *DETAILS]
        labels = {
            "name": _("Name"),
            "slug": _("Short name for its address"),
            "area_name": _("Area"),
            "area_kind": _("Kind of area"),
            "nation": _("Nation"),
            "places": _("Other place names"),
            "core": _("Core Compact"),
            "framework": _("National framework"),
            "colour": _("Accent colour"),
            "statutory_contact_name": _("Statutory sector contact: name"),
            "statutory_contact_email": _("Statutory sector contact: email address"),
            "statutory_contact_phone": _("Statutory sector contact: telephone"),
            "vcs_contact_name": _("Voluntary and community sector contact: name"),
            "vcs_contact_email": _("Voluntary and community sector contact: email address"),
            "vcs_contact_phone": _("Voluntary and community sector contact: telephone"),
        }
        help_texts = {
            "name": _("As people call it, like Derby Compact"),
            "slug": _("Small letters, digits and hyphens, like south-derbyshire. It stays for good."),
        }
        error_messages = {
            "slug": {"invalid": _("Use small letters, digits and single hyphens, like south-derbyshire.")},
        }
        widgets = {"places": forms.Textarea(attrs={"rows": 4})}


class DetailsForm(CompactForm):
    """What an officer keeps up to date: contacts, dates, place names, the look, a notice."""

    reviewed_on = DayMonthYearField(label=_("Last Annual Review"), required=False, latest=timezone.localdate)
    next_review_on = DayMonthYearField(label=_("Next Annual Review"), required=False)

    class Meta(CompactForm.Meta):
        fields = ["notice", *DETAILS[3:], "reviewed_on", "next_review_on", *DETAILS[:3]]
        labels = CompactForm.Meta.labels | {"notice": _("Notice")}
        help_texts = {"notice": _("Shown on the front page of this Compact.")}
        widgets = CompactForm.Meta.widgets | {"notice": forms.Textarea(attrs={"rows": 3})}

    new_logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_(
            "PNG or JPEG, at most 2 MB. It stands in the header of each page here and on the signed agreement. "
            "Leave it empty to keep the one there is."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    no_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["no_logo"]

    def clean_new_logo(self) -> bytes | None:
        """Return the logo drawn anew."""
        upload = self.cleaned_data["new_logo"]
        return logos.draw_anew(upload.read(logos.MOST_BYTES + 1)) if upload else None

    def save(self, commit: bool = True):
        """Save the details, and the logo under a name of its own."""
        if picture := self.cleaned_data["new_logo"]:
            self.instance.logo = logos.keep(self.instance.slug, picture)
        elif self.cleaned_data.get("no_logo"):
            self.instance.logo = ""
        return super().save(commit)

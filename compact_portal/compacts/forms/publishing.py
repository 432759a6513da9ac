"""What the pages of approving and publishing ask for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.agreeing import PUBLISHED_DATES, before_each
from compact_portal.compacts.forms.consulting import public_reason
from compact_portal.compacts.forms.fields import KeysField, LabelField, ReasonField
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Edition, Text
from compact_portal.renderer import Checkboxes, DayMonthYearField, Radios


class PublishForm(forms.Form):
    """When an edition was agreed, when it begins, how long it is open for signing, and what changed in it.

    What changed is asked for each edition that goes out and had one before: `summaries` gives it by key.
    """

    agreed_on = DayMonthYearField(
        label=_("When was it agreed?"), required=False, help_text=_("Leave it empty when that is today.")
    )
    in_force_on = DayMonthYearField(
        label=_("From when is it in force?"),
        required=False,
        help_text=_("It may lie ahead. Leave it empty when the agreement gives no date: it is in force at once."),
    )
    expires_on = DayMonthYearField(
        label=_("Until when?"), required=False, help_text=_("Only where the agreement is for a fixed term.")
    )
    signing_closes_on = DayMonthYearField(
        label=_("Until when may organisations sign it?"),
        required=False,
        help_text=_("Leave it empty to keep it open. Signing opens as soon as it is published."),
    )
    reason = ReasonField(label=_("Note"), help_text=_("For the history, like “Agreed at the Annual Review”."))
    sure = forms.BooleanField(label=_("I have read the text through, and know that it cannot be changed afterwards"))

    def __init__(self, *args, bundle, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [edition for edition, before in before_each(bundle) if before]
        for edition in self.asked:
            self.fields[f"summary_{edition.pk}"] = forms.CharField(
                label=_t("What changed in “%(edition)s”, in plain words") % {"edition": edition},
                help_text=_t("Two or three sentences for somebody who knows the edition before. Everybody reads them."),
                max_length=3000,
                initial=edition.summary,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
        self.order_fields([*(f"summary_{edition.pk}" for edition in self.asked), *self.base_fields])

    def clean(self):
        """Check that the dates follow each other."""
        super().clean()
        cleaned = self.cleaned_data
        agreed, begins, ends = (cleaned.get(name) for name in ("agreed_on", "in_force_on", "expires_on"))
        if agreed and begins and begins < agreed:
            self.add_error("in_force_on", _t("It cannot be in force before it was agreed. Enter a later date."))
        if ends and begins and ends < begins:
            self.add_error("expires_on", _t("The last day must not be before the first. Enter a later date."))
        return cleaned

    @property
    def dates(self) -> dict:
        """The dates that are kept with each edition."""
        return {name: self.cleaned_data[name] for name in ("agreed_on", "expires_on", "signing_closes_on")}

    @property
    def summaries(self) -> dict[int, str]:
        """Key of an edition → what changed in it."""
        return {edition.pk: self.cleaned_data[f"summary_{edition.pk}"] for edition in self.asked}


class TogetherForm(forms.Form):
    """Which codes and annexes are published together with an edition."""

    others = KeysField(
        queryset=Edition.objects.none(), label=_("Published together with it"), required=False, widget=Checkboxes
    )

    def __init__(self, *args, edition, queryset, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["others"] = list(edition.companions.all())
        self.fields["others"].queryset = queryset


class AskForm(forms.Form):
    """What an officer tells those who approve."""

    note = forms.CharField(
        label=_("A word to those you ask"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ApproveForm(forms.Form):
    """For which sector somebody approves, with what note."""

    sector = forms.ChoiceField(label=_("For which sector?"), widget=Radios)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Like “Decided by our board on 3 November”. Once the text is agreed, everybody can read it."),
    )
    sure = forms.BooleanField(label=_("I have read the text as it stands, and approve it"))
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, sectors: list[Sector], seen: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = seen
        self.fields["sector"].choices = [(sector.value, sector.label) for sector in sectors]
        if len(sectors) == 1:
            self.fields["sector"].widget = forms.HiddenInput()
            self.initial["sector"] = sectors[0].value


class DatesForm(forms.Form):
    """Which published date moves, to which day, and why."""

    which = forms.ChoiceField(label=_("Which date?"), widget=Radios)
    to = DayMonthYearField(
        label=_("The new day"),
        required=False,
        help_text=_("Leave it empty to take the date away: no fixed term, or open for signing without end."),
    )
    reason = public_reason(_("Why does it move?"))

    def __init__(self, *args, dates: dict, shown: dict, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].widget = Radios(hints=shown)
        self.fields["which"].choices = [(name, PUBLISHED_DATES[name]) for name in dates]


class LapseForm(forms.Form):
    """Why an edition lapses."""

    reason = public_reason(_("Why does it lapse?"))
    sure = forms.BooleanField(
        label=_("I know that it is no longer in force from today, and that this cannot be undone")
    )


class AnnexForm(forms.Form):
    """A new annex of a Compact, with the name of its first edition."""

    title = forms.CharField(label=_("Title of the annex"), max_length=200)
    label = LabelField()

    def __init__(self, *args, compact, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.compact = compact

    def clean_title(self) -> str:
        """Return a title whose address is free."""
        title = " ".join(self.cleaned_data["title"].split())
        if not slugify(title):
            raise ValidationError(_t("Use letters or digits in the title."))
        if Text.objects.filter(slug=self.slug_of(title)).exists():
            raise ValidationError(_t("There is an annex of that title already. Choose another."))
        return title

    def slug_of(self, title: str) -> str:
        """The address of an annex: of the Compact and the title, since annexes of all Compacts stand side by side."""
        return f"annexes/{self.compact.slug}-{slugify(title)}"[:120].rstrip("-")

"""What the pages of codes ask for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from codes import citing
from codes.models import Choice
from compact_portal.compacts.forms.fields import ReasonField
from compact_portal.compacts.models import Compact, Edition
from compact_portal.renderer import DayMonthYearField, Radios


class EditionField(forms.ModelChoiceField):
    """An edition of a code, named by the code."""

    widget = Radios

    def label_from_instance(self, edition: Edition) -> str:
        """Return the name of the code, and of its edition."""
        return f"{edition.text.title} ({edition.label})"


class AdoptForm(forms.Form):
    """Which code a Compact adopts, for whom, and from when until when."""

    edition = EditionField(label=_("Which code?"), queryset=Edition.objects.none(), empty_label=None)
    bodies = forms.CharField(
        label=_("For which bodies?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Leave it empty when it holds for all bodies of the Compact. Otherwise name them, one on each line."
        ),
    )
    from_on = DayMonthYearField(
        label=_("From when?"),
        required=False,
        help_text=_(
            "Leave it empty when the day is not known. What was adopted before of the same code ends the day before."
        ),
    )
    until_on = DayMonthYearField(
        label=_("Until when?"), required=False, help_text=_("Only where it is adopted for a fixed time.")
    )
    reason = ReasonField(label=_("Note"))

    def __init__(self, *args, editions, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = editions
        hints = {edition.pk: _hint(edition) for edition in editions}
        self.fields["edition"].widget = Radios(hints=hints, choices=self.fields["edition"].choices)


def _hint(edition: Edition) -> str:
    return str(_("National code, as it is") if edition.text.compact_id is None else _("Written here"))


class EndForm(forms.Form):
    """The last day on which a Compact holds to a code."""

    until_on = DayMonthYearField(label=_("Last day"), latest=timezone.localdate)
    reason = ReasonField()


class OnForm(forms.Form):
    """As at which day the codes are shown."""

    is_filter = True

    on = DayMonthYearField(label=_("Day"), required=False)


class AdaptForm(forms.Form):
    """From which national code a local one is written."""

    edition = EditionField(label=_("From which national code?"), queryset=Edition.objects.none(), empty_label=None)

    def __init__(self, *args, editions, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = editions


class OwnForm(forms.Form):
    """What a Compact's own code is called."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For example, Derby Premises Code"))
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=60,
        help_text=_("How its paragraphs are cited: “Premises” makes “Premises 2.1”."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )

    def clean_short_name(self) -> str:
        """Return a name with letters or digits, for it makes the address."""
        name = " ".join(self.cleaned_data["short_name"].split())
        if not slugify(name):
            raise ValidationError(_t("Use letters or digits in the short name."))
        return name


class DecideForm(forms.Form):
    """What is decided about one clause of a newer version, and why."""

    choice = forms.ChoiceField(label=_("What do you decide?"), choices=Choice, widget=Radios)
    heading = forms.CharField(label=_("Heading of our own wording"), max_length=250, required=False)
    body = forms.CharField(
        label=_("Our own wording"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Only where you choose to adapt it. It begins as the national wording."),
    )
    reason = ReasonField(help_text=_("It stands beside the decision, for everybody who reads it later."))

    def __init__(self, *args, change, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        gone = change.theirs is None
        here = change.ours is not None
        self.fields["choice"].widget = Radios(
            choices=Choice.choices,
            hints={
                Choice.ADOPT: _("The clause is left out here too.") if gone else _("As the newer version has it."),
                Choice.KEEP: _("Nothing changes here.") if here else _("The clause does not come in here."),
                Choice.ADAPT: _("Write it below in your own words."),
            },
        )

    def clean(self):
        """Ask for words where the clause is adapted."""
        super().clean()
        asked = self.cleaned_data
        asked["body"] = asked.get("body", "").replace("\r\n", "\n").replace("\r", "\n").strip()
        if asked.get("choice") == Choice.ADAPT and not asked["body"] and not asked.get("heading"):
            self.add_error("body", _t("Enter your own wording, or choose one of the other answers."))
        elif asked.get("choice") != Choice.ADAPT:
            asked |= {"heading": "", "body": ""}
        return asked


class FinishForm(forms.Form):
    """From when what was decided holds, where the newer version is adopted as it is; and a note."""

    from_on = DayMonthYearField(label=_("From when is the newer version adopted?"), initial=timezone.localdate)
    reason = ReasonField(label=_("Note"), help_text=_("For the history, like “Agreed at the Annual Review”."))

    def __init__(self, *args, asks_day: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not asks_day:
            del self.fields["from_on"]


class ClausesField(forms.CharField):
    """Citations of clauses, typed as people write them; becomes the clauses."""

    def __init__(self, *, compact: Compact, **kwargs):
        self.compact = compact
        super().__init__(max_length=1000, required=False, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        found, unknown = citing.find(self.compact, text)
        if unknown:
            raise forms.ValidationError(
                _t("No clause was found for: %(unknown)s. %(where)s"),
                params={"unknown": ", ".join(unknown), "where": citing.where_to_look(self.compact)},
            )
        return found

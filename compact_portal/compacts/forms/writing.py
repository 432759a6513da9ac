"""A clause of a draft."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.forms.fields import ReasonField, check_number
from compact_portal.compacts.kinds import ClauseKind, OwedBy
from compact_portal.compacts.models import Clause
from compact_portal.renderer import Radios


class ClauseForm(forms.ModelForm):
    """A clause of a draft. `seen` tells which state of it the form was filled from."""

    number = forms.CharField(
        label=_("Number"),
        max_length=80,
        help_text=_("How it is cited, like 4.3. Once the edition is agreed it stays for ever."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=ClauseKind,
        widget=Radios(
            hints={
                ClauseKind.SECTION: _("A heading, with or without text, under which others stand"),
                ClauseKind.COMMITMENT: _("What one sector, or both, will do"),
                ClauseKind.DEFINITION: _("What a word means: the word as heading, its meaning as text"),
            }
        ),
    )
    owed_by = forms.ChoiceField(
        label=_("Who owes it"),
        choices=OwedBy,
        required=False,
        widget=Radios,
        help_text=_("Only for a commitment."),
    )
    heading = forms.CharField(label=_("Heading"), max_length=250, required=False)
    body = forms.CharField(
        label=_("Text"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("An empty line begins a new paragraph; a line that begins with a hyphen is a point of a list."),
    )
    reason = ReasonField()
    key = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Clause
        fields = ["number", "kind", "owed_by", "heading", "body"]

    def __init__(self, *args, edition, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        if self.instance.pk:
            self.initial.setdefault("seen", self.instance.updated_at.isoformat())
            self.initial.setdefault("key", self.instance.pk)

    def clean_number(self) -> str:
        """Return a number that no other clause of the edition has."""
        return check_number(self.cleaned_data["number"], self.edition, of=self.instance)

    def clean_body(self) -> str:
        """Return the text with its line ends as everywhere else."""
        return self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n").strip()

    def clean_seen(self) -> datetime | None:
        """Return the moment of the state that the form was filled from; None when that cannot be told."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def clean(self):
        """Ask who owes a commitment, and for words."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("kind") == ClauseKind.COMMITMENT and not cleaned.get("owed_by"):
            self.add_error("owed_by", _t("Choose who owes this commitment."))
        elif cleaned.get("kind") != ClauseKind.COMMITMENT:
            cleaned["owed_by"] = ""
        if "body" not in self.errors and not cleaned.get("heading") and not cleaned.get("body"):
            self.add_error("body", _t("Enter a heading or a text."))
        return cleaned

    def over(self, now: Clause) -> "ClauseForm":
        """The same form with the same words, ready to be saved over the clause as it stands now."""
        data = {**self.data.dict(), "seen": now.updated_at.isoformat()}
        form = ClauseForm(data, instance=Clause.objects.get(pk=now.pk), edition=self.edition)
        form.is_valid()
        form.add_error(
            None, _t("Somebody else has changed this clause since you opened it. Your words are still here.")
        )
        return form

    @property
    def words(self) -> dict:
        """The fields of the clause, as they were typed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

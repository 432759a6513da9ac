"""Elections to the Forum: the notice, the candidates, the result."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.forms.fields import KeysField
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.renderer import DayMonthYearField, Radios
from signatories.actions import forum as actions
from signatories.forms.people import TermForm
from signatories.models import Candidate, Election, Forum, Office
from signatories.models.election import Method

NUMBER = forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"})


class ElectionForm(forms.ModelForm):
    """For which seats or office, with which notice, and when."""

    opens_on = DayMonthYearField(label=_("Nominations open"))
    closes_on = DayMonthYearField(label=_("Nominations close"), help_text=_("The last day."))
    planned_on = DayMonthYearField(label=_("Day of the election"))

    class Meta:
        model = Election
        fields = ["title", "office", "sector", "places", "notice", "opens_on", "closes_on", "planned_on"]
        labels = {
            "title": _("Title"),
            "office": _("For which office?"),
            "sector": _("For seats of which sector?"),
            "places": _("How many seats?"),
            "notice": _("Notice"),
        }
        help_texts = {
            "title": _("For example, Election of four voluntary sector members"),
            "notice": _("Who may stand, who may vote and how. Everybody can read this."),
        }
        widgets = {"office": Radios, "sector": Radios, "places": NUMBER}

    def __init__(self, *args: Any, compact: Compact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compact = compact
        self.fields["sector"].choices = [("", _("Either")), *Sector.choices]

    def clean(self) -> dict[str, Any]:
        """Refuse an order of days that cannot be, and two people for one office."""
        data = super().clean() or {}
        opens, closes, planned = (data.get(name) for name in ("opens_on", "closes_on", "planned_on"))
        if opens and closes and closes < opens:
            self.add_error("closes_on", _t("Nominations must close on the day they open, or later."))
        if closes and planned and planned < closes:
            self.add_error("planned_on", _t("The election must be on the day nominations close, or later."))
        places = data.get("places")
        if places is not None and not 1 <= places <= 60:
            self.add_error("places", _t("Enter a number from 1 to 60."))
        elif places and places > 1 and data.get("office") not in (None, "", Office.MEMBER):
            self.add_error("places", _t("One person holds an office. Enter 1."))
        return data

    def save_by(self, *, by: User) -> Election:
        """Announce the election, or change what was announced."""
        if self.instance.forum_id is None:
            self.instance.forum = Forum.objects.get_or_create(compact=self.compact)[0]
        self.instance._history_user = by
        return self.save()


class CandidateForm(forms.ModelForm):
    """Somebody who stands."""

    class Meta:
        model = Candidate
        fields = ["name", "email", "sector", "organisation", "statement"]
        labels = {
            "name": _("Full name"),
            "email": _("Their email address"),
            "sector": _("Sector"),
            "organisation": _("Organisation"),
            "statement": _("What they say of themselves"),
        }
        help_texts = {
            "email": _("Nobody but those who keep the Forum sees it. Who is elected gets their seat under it."),
            "statement": _("Everybody can read this."),
        }
        widgets = {"sector": Radios, "statement": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, election: Election, compact: Compact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.election = election
        self.fields["organisation"].queryset = compact.organisations.all()
        self.fields["organisation"].empty_label = _("None")
        if election.sector:
            del self.fields["sector"]

    def clean(self) -> dict[str, Any]:
        """Refuse an organisation of the other sector."""
        data = super().clean() or {}
        if self.election.sector:
            data["sector"] = self.election.sector
        organisation = data.get("organisation")
        if organisation and data.get("sector") and organisation.sector != data["sector"]:
            self.add_error(
                "organisation",
                _t("%(organisation)s belongs to the other sector. Choose another organisation.")
                % {"organisation": organisation},
            )
        return data

    def save_by(self, *, by: User) -> Candidate:
        """Put them on the list."""
        return self.election.stand(by=by, **self.cleaned_data)


class ResultForm(TermForm):
    """Who was elected, with how many votes, when and how; and the term of the seats."""

    fields: dict[str, Any]

    held_on = DayMonthYearField(label=_("Held on"), latest=timezone.localdate)
    method = forms.ChoiceField(label=_("By what method?"), choices=Method.choices, widget=Radios)
    elected = KeysField(
        label=_("Who was elected?"),
        queryset=Candidate.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose who was elected. Where nobody was, cancel the election and say why."),
            "invalid_choice": _("Choose among the candidates who stand."),
        },
    )
    sitting = forms.ChoiceField(
        label=_("What becomes of who holds the office now?"),
        choices=[("member", _("They stay on the Forum as a member")), ("leaves", _("Their seat ends the day before"))],
        widget=Radios,
        initial="member",
    )
    note = forms.CharField(
        label=_("Note on the result"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example, how many voted, or how a tie was settled. Everybody can read this."),
    )

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.election = election
        standing = election.candidates.standing().select_related("organisation").order_by("name", "pk")
        self.candidates = list(standing)
        self.fields["elected"].queryset = standing
        for candidate in self.candidates:
            self.fields[f"votes-{candidate.pk}"] = forms.IntegerField(
                label=_("Votes for %(candidate)s") % {"candidate": candidate},
                required=False,
                min_value=0,
                max_value=10_000_000,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
            )
        self.fields["starts_on"].label = _("First day of the term")
        self.fields["ends_on"].label = _("Last day of the term")
        if election.office == Office.MEMBER:
            del self.fields["sitting"]
        votes = [f"votes-{candidate.pk}" for candidate in self.candidates]
        self.order_fields(["held_on", "method", *votes, "elected", "starts_on", "ends_on", "sitting", "note"])

    def clean(self) -> dict[str, Any]:
        """Refuse more people than seats, nobody, and a term that begins before the election."""
        data = super().clean()
        elected = list(data.get("elected") or [])
        if len(elected) > self.election.places:
            self.add_error(
                "elected", _t("There are %(n)s seats. Choose as many or fewer.") % {"n": self.election.places}
            )
        held, starts = data.get("held_on"), data.get("starts_on")
        if held and starts and starts < held:
            self.add_error("starts_on", _t("The term must begin on the day of the election, or later."))
        return data

    def save(self, *, by: User) -> None:
        """Record the result, and fill the seats."""
        asked = self.cleaned_data
        actions.record_result(
            self.election,
            by=by,
            held_on=asked["held_on"],
            method=asked["method"],
            note=asked["note"],
            votes={candidate.pk: asked[f"votes-{candidate.pk}"] for candidate in self.candidates},
            elected=list(asked["elected"]),
            starts_on=asked["starts_on"],
            ends_on=asked["ends_on"],
            keep_sitting=asked.get("sitting") == "member",
        )

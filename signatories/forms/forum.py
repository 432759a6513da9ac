"""The Forum itself, its seats, and what its Champions say about themselves."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.renderer import DayMonthYearField, Radios
from signatories.actions import forum as actions
from signatories.forms.people import EndForm, TermForm
from signatories.models import Champion, Forum, Office, Organisation, Seat
from signatories.models.forum import TAKEN, How

MOST_SEATS = 60


class ForumForm(forms.ModelForm):
    """What the Forum is called, what it does, how many seats each sector has, and its quorum."""

    class Meta:
        model = Forum
        fields = ["name", "about", "statutory_seats", "vcs_seats", "statutory_quorum", "vcs_quorum"]
        labels = {
            "name": _("Name"),
            "about": _("What it does"),
            "statutory_seats": _("Seats of the statutory sector"),
            "vcs_seats": _("Seats of the voluntary and community sector"),
            "statutory_quorum": _("How many of the statutory sector must come to a meeting"),
            "vcs_quorum": _("How many of the voluntary and community sector must come"),
        }
        help_texts = {
            "about": _("Everybody can read this."),
            "vcs_seats": _("The Compact wants both sectors to have as many."),
            "statutory_quorum": _("The quorum: with fewer, a meeting cannot decide. Leave it empty where none is set."),
        }
        widgets = {
            name: forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"})
            for name in ("statutory_seats", "vcs_seats", "statutory_quorum", "vcs_quorum")
        }

    def clean(self) -> dict[str, Any]:
        """Refuse numbers no Forum has, and a quorum of more than there are seats."""
        data = super().clean() or {}
        for sector in ("statutory", "vcs"):
            seats, least = data.get(f"{sector}_seats"), data.get(f"{sector}_quorum")
            if seats is not None and seats > MOST_SEATS:
                self.add_error(f"{sector}_seats", _t("Enter %(most)s seats or fewer.") % {"most": MOST_SEATS})
            elif least is not None and least > (seats if seats is not None else MOST_SEATS):
                self.add_error(
                    f"{sector}_quorum", _t("A quorum cannot ask for more than there are seats. Enter a smaller number.")
                )
        return data

    def save_by(self, *, by: User, compact: Compact) -> Forum:
        """Save it, on a Forum that begins here where there is none."""
        self.instance.compact = compact
        self.instance._history_user = by
        return self.save()


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
        help_text=_("Somebody who has no account yet gets an invitation. The other members are told who joins them."),
        required=False,
    )
    office = forms.ChoiceField(label=_("Office"), choices=Office.choices, widget=Radios, initial=Office.MEMBER)
    how = forms.ChoiceField(
        label=_("How they came to it"),
        choices=How.choices,
        widget=Radios(hints={How.ELECTED: _("Where the election is on record here, record its result instead.")}),
        initial=How.APPOINTED,
    )
    appointed_by = forms.CharField(
        label=_("Which body elected or appointed them"),
        max_length=160,
        required=False,
        help_text=_("For example, the Cabinet of Derby City Council. An appointment needs it."),
    )
    appointed_on = DayMonthYearField(label=_("When it did"), required=False)
    champion = forms.BooleanField(
        label=_("Is a Compact Champion, and may be asked to mediate"), required=False, initial=True
    )
    field_order = [
        *("sector", "organisation", "name", "email", "office", "how"),
        *("appointed_by", "appointed_on", "champion", "starts_on", "ends_on"),
    ]

    def __init__(self, *args: Any, forum: Forum | None, compact: Compact, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum, self.compact, self.by = forum, compact, by
        self.fields["organisation"].queryset = compact.organisations.all()

    def clean(self) -> dict[str, Any]:
        """Refuse a seat for nobody, for oneself, an organisation of the other sector, and a second holder."""
        data = super().clean()
        organisation = data.get("organisation")
        if not organisation and not data.get("email") and "email" not in self.errors:
            self.add_error("organisation", _t("Choose an organisation, or enter a person's name and email address."))
        if data.get("email") and not data.get("name"):
            self.add_error("name", _t("Enter the full name of the person."))
        if data.get("name") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _t("Enter the email address of the person."))
        if data.get("email", "").lower() == self.by.email.lower():
            self.add_error("email", _t("Nobody gives themselves a seat. Ask another officer to do it."))
        if data.get("how") == How.APPOINTED and not data.get("appointed_by"):
            self.add_error("appointed_by", _t("Enter which body appointed them."))
        if organisation and data.get("sector") and organisation.sector != data["sector"]:
            self.add_error(
                "sector",
                _t("%(organisation)s belongs to the other sector. Choose that, or another organisation.")
                % {"organisation": organisation},
            )
        if self.forum and data.get("starts_on"):
            self._refuse_twice(data, self.forum.seats.within(data["starts_on"], data.get("ends_on")))
        return data

    def _refuse_twice(self, data: dict[str, Any], seats) -> None:
        """Refuse a second seat for one person and a second chair, among the seats held in that time."""
        if data.get("email") and seats.filter(person__email__iexact=data["email"]).exists():
            self.add_error("email", _t("This person already has a seat. End that seat first."))
        office = data.get("office")
        if office in TAKEN and (sitting := seats.filter(office=office).first()):
            self.add_error("office", str(TAKEN[Office(office)]) % {"person": sitting})

    @transaction.atomic
    def save(self, *, by: User) -> Seat:
        """Fill the seat, on a Forum that begins with its first seat."""
        forum = self.forum or Forum.objects.get_or_create(compact=self.compact)[0]
        return actions.fill_seat(forum, by=by, **self.cleaned_data)


class EndSeatForm(EndForm):
    """When a seat ends, and why."""

    def save(self, held: Seat, *, by: User) -> None:
        """End the seat, and tell who held it."""
        actions.end_seat(held, by=by, on=self.cleaned_data["on"], reason=self.cleaned_data["reason"])


class ChampionForm(forms.ModelForm):
    """What a Champion can do, where, and when they can be asked."""

    class Meta:
        model = Champion
        fields = ["skills", "areas", "availability"]
        labels = {"skills": _("Skills"), "areas": _("Areas"), "availability": _("Availability")}
        help_texts = {
            "skills": _("For example, trained mediator, grants, Punjabi. Everybody can read this."),
            "areas": _("Of work or of the place: social care, Normanton."),
            "availability": _("For example, Tuesdays and Thursdays, one case at a time."),
        }

    def save_by(self, person: User, *, by: User) -> Champion:
        """Write it down."""
        return Champion.describe(person, by=by, **self.cleaned_data)

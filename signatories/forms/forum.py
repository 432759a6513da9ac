"""Seats and meetings of the Forum."""

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.renderer import ClockTimeField, DayMonthYearField, Radios
from signatories import actions
from signatories.forms.people import TermForm
from signatories.models import (
    Forum,
    Meeting,
    Office,
    Organisation,
    Seat,
)
from signatories.models.forum import How


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

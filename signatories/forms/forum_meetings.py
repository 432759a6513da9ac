"""Meetings of the Forum: when and where, their agenda, papers, who came, and the minutes."""

import hashlib
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from compact_portal.renderer import ClockTimeField, DayMonthYearField, Radios
from signatories.actions import forum as actions
from signatories.forms.files import PaperField
from signatories.models import AgendaItem, Attendance, Meeting, Paper
from signatories.models.meeting import Attended, OpenTo, Reply
from signatories.sitting import OVER

MOST_GUESTS = 40


class WhenForm(forms.Form):
    """The day, the time and the place of a meeting."""

    day = DayMonthYearField(label=_("Date"))
    time = ClockTimeField(label=_("Time"))
    until = ClockTimeField(label=_("Ends at"), required=False, help_text=_("Two hours later where it is left empty."))
    venue = forms.CharField(
        label=_("Place"), max_length=160, required=False, help_text=_("An address, or that it is online.")
    )

    @staticmethod
    def when(meeting: Meeting) -> dict[str, Any]:
        """The time and place of a meeting, to begin with."""
        starts = timezone.localtime(meeting.starts_at)
        until = timezone.localtime(meeting.ends_at).time() if meeting.ends_at else None
        return {"day": starts.date(), "time": starts.time(), "until": until, "venue": meeting.venue}

    def clean(self) -> dict[str, Any]:
        """Make moments of the day and the times, in the portal's own time zone."""
        data = super().clean() or {}
        if data.get("day") and data.get("time"):
            data["starts_at"] = timezone.make_aware(datetime.combine(data["day"], data["time"]))
            until = data.get("until")
            data["ends_at"] = timezone.make_aware(datetime.combine(data["day"], until)) if until else None
            if data["ends_at"] and data["ends_at"] <= data["starts_at"]:
                self.add_error("until", _t("The meeting must end after it begins. Enter a later time."))
        return data


class MeetingForm(WhenForm):
    """A meeting that is announced."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("For example, Spring meeting"))
    notes = forms.CharField(
        label=_("What everybody should know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody can read this. The agenda comes next, item by item."),
    )
    field_order = ["title", "day", "time", "until", "venue", "notes"]

    def __init__(self, *args: Any, compact: Compact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compact = compact

    def clean(self) -> dict[str, Any]:
        """Refuse a meeting that is in the list already: somebody pressed twice."""
        data = super().clean()
        if data.get("starts_at") and data.get("title"):
            same = Meeting.objects.filter(forum__compact=self.compact, title=data["title"])
            if same.filter(starts_at=data["starts_at"]).exists():
                self.add_error("title", _t("This meeting is in the list already."))
        return data

    def save(self, *, by: User) -> Meeting:
        """Announce it."""
        names = ("title", "starts_at", "ends_at", "venue", "notes")
        return Meeting.announce(self.compact, by=by, **{name: self.cleaned_data[name] for name in names})


class ReviseForm(forms.ModelForm):
    """What a meeting is called, and what everybody should know of it."""

    class Meta:
        model = Meeting
        fields = ["title", "notes"]
        labels = {"title": _("Title"), "notes": _("What everybody should know")}
        help_texts = {"notes": _("Everybody can read this.")}

    def save_by(self, *, by: User) -> None:
        """Save it."""
        meeting = self.instance
        meeting.revise(by=by, ends_at=meeting.ends_at, **self.cleaned_data)


class MoveForm(WhenForm):
    """Another time or place, and why."""

    reason = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=_("It stands in the mail."))

    def save(self, meeting: Meeting, *, by: User) -> None:
        """Move it, and tell the members where it had been called."""
        asked = self.cleaned_data
        actions.move_meeting(
            meeting,
            by=by,
            starts_at=asked["starts_at"],
            ends_at=asked["ends_at"],
            venue=asked["venue"],
            reason=asked["reason"],
        )


class CancelForm(forms.Form):
    """Why it is called off."""

    reason = forms.CharField(
        label=_("Why it is cancelled"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody can read this."),
    )


class NothingForm(forms.Form):
    """A step that asks for nothing: the button alone."""


class ItemForm(forms.ModelForm):
    """One item of an agenda."""

    class Meta:
        model = AgendaItem
        fields = ["title", "lead", "length", "about"]
        labels = {
            "title": _("Title"),
            "lead": _("Who leads it"),
            "length": _("Minutes planned"),
            "about": _("What it is about"),
        }
        widgets = {
            "length": forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
            "about": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_length(self) -> int | None:
        """Refuse an item that fills a day."""
        length = self.cleaned_data["length"]
        if length is not None and not 0 < length <= 480:
            raise forms.ValidationError(_t("Enter a number of minutes from 1 to 480."))
        return length

    def save_by(self, meeting: Meeting, *, by: User) -> AgendaItem:
        """Add the item at the end, or change it."""
        if self.instance.pk is None:
            return AgendaItem.add(meeting, by=by, **self.cleaned_data)
        self.instance._history_user = by
        return self.save()


class PaperForm(forms.Form):
    """A paper for a meeting."""

    fields: dict[str, Any]

    title = forms.CharField(label=_("Title"), max_length=160)
    file = PaperField()
    item = forms.ModelChoiceField(
        label=_("For which item of the agenda?"),
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label=_("For the meeting as a whole"),
    )
    open_to = forms.ChoiceField(
        label=_("Who may open it?"), choices=OpenTo.choices, widget=Radios, initial=OpenTo.EVERYBODY
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["item"].queryset = meeting.agenda.all()

    def save(self, *, by: User) -> Paper:
        """Put the paper beside the meeting."""
        asked = dict(self.cleaned_data)
        return Paper.add(self.meeting, asked.pop("file"), by=by, **asked)


class ReplyForm(forms.Form):
    """Whether a member comes."""

    reply = forms.ChoiceField(label=_("Are you coming?"), choices=Reply.choices, widget=Radios)


class AttendanceForm(forms.Form):
    """Who came: one question for each seat of that day, and the guests."""

    fields: dict[str, Any]

    guests = forms.CharField(
        label=_("Guests"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line: the name, a comma, the organisation. Guests do not count for the quorum."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.seats = list(meeting.seats())
        known = {row.seat_id: row for row in meeting.attendance.all()}
        for seat in self.seats:
            row = known.get(seat.pk)
            said = Attended.APOLOGIES if row and row.reply == Reply.APOLOGIES else None
            where = f", {seat.organisation}" if seat.person and seat.organisation else ""
            self.fields[f"seat-{seat.pk}"] = forms.ChoiceField(
                label=f"{seat}{where} ({seat.get_sector_display()})",
                choices=Attended.choices,
                widget=Radios(attrs={"class": "govuk-radios--small"}),
                initial=(row and row.attended) or said,
            )
        self.order_fields([*(f"seat-{seat.pk}" for seat in self.seats), "guests"])
        self.fields["guests"].initial = "\n".join(
            ", ".join(filter(None, [row.name, row.organisation])) for row in known.values() if row.seat_id is None
        )

    def clean_guests(self) -> list[tuple[str, str]]:
        """Return the name and organisation of each guest."""
        found = []
        for line in self.cleaned_data["guests"].splitlines():
            name, _comma, organisation = (part.strip() for part in line.partition(","))
            if not name and organisation:
                raise forms.ValidationError(_t("Begin each line with the name of the guest."))
            if len(name) > 120 or len(organisation) > 160:
                raise forms.ValidationError(_t("Shorten this line: %(line)s…") % {"line": line[:40]})
            if name:
                found.append((name, organisation))
        if len(found) > MOST_GUESTS:
            raise forms.ValidationError(_t("Enter %(most)s guests or fewer.") % {"most": MOST_GUESTS})
        return found

    def save(self, *, by: User) -> None:
        """Record it."""
        attended = {seat.pk: self.cleaned_data[f"seat-{seat.pk}"] for seat in self.seats}
        self.meeting.hold(by=by, attended=attended, guests=self.cleaned_data["guests"])


class MinutesForm(forms.Form):
    """The minutes of a meeting, one text for each item of its agenda, while they are a draft.

    A hidden digest beside each says what stood there when the page was drawn, so that two who write at once lose
    nothing: what one did not touch stays, and where both wrote the second sees the first's words.
    """

    fields: dict[str, Any]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items_of = list(meeting.agenda.all())
        self.changed_items: list[AgendaItem] = []
        for item in self.items_of:
            self.fields[f"item-{item.pk}"] = forms.CharField(
                label=str(item),
                required=False,
                initial=item.minutes,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 6}),
            )
            self.fields[f"was-{item.pk}"] = forms.CharField(
                required=False, initial=digest(item.minutes), widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        """Find what was changed, and refuse what somebody else has changed since the page was drawn."""
        data = super().clean() or {}
        for item in self.items_of:
            words = data.get(f"item-{item.pk}")
            if words is None:  # Too long: that is said beside it.
                continue
            words, was = words.replace("\r\n", "\n").strip(), data.get(f"was-{item.pk}", "")
            if words == item.minutes or digest(words) == was:
                continue
            if was != digest(item.minutes):
                self._show_both(item)
                continue
            item.minutes = words
            self.changed_items.append(item)
        return data

    def _show_both(self, item: AgendaItem) -> None:
        """Say what somebody else has written, and take the next save as one that knows it."""
        self.add_error(
            f"item-{item.pk}",
            _t("Somebody else has written here meanwhile: “%(words)s”. Put both together, then save again.")
            % {"words": item.minutes},
        )
        data: Any = self.data.copy()
        data[f"was-{item.pk}"] = digest(item.minutes)
        self.data = data

    def save(self, *, by: User) -> None:
        """Save the items that changed."""
        for item in self.changed_items:
            item._history_user = by
            item.save(update_fields=["minutes"])


def digest(words: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


class CorrectForm(forms.Form):
    """Confirmed minutes of an item, corrected."""

    minutes = forms.CharField(label=_("Minutes"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))
    reason = forms.CharField(
        label=_("Why they are corrected"), max_length=300, help_text=_("Everybody can read this, and what was there.")
    )


class ConfirmForm(forms.Form):
    """At which later meeting the minutes were found right."""

    fields: dict[str, Any]

    at = forms.ModelChoiceField(
        label=_("At which meeting?"), queryset=Meeting.objects.none(), empty_label=None, widget=Radios
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        later = meeting.forum.meetings.filter(starts_at__gt=meeting.starts_at, state__in=sorted(OVER))
        self.fields["at"].queryset = later.order_by("starts_at")
        self.fields["at"].label_from_instance = lambda other: f"{other}, {other.day:%-d %B %Y}"

    def save(self, *, by: User) -> None:
        """Confirm them, on the day of that meeting."""
        at = self.cleaned_data["at"]
        self.meeting.confirm(by=by, at=at, on=at.day)


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Return who answered or came, with names at hand. One query."""
    return list(meeting.attendance.select_related("seat__person", "seat__organisation"))

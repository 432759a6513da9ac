"""What the steps of a mediation ask: whom, and what the person asked and the parties answer."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.compacts.kinds import Sector
from compact_portal.renderer import Checkboxes, DayMonthYearField, Radios
from disputes.forms.steps import StepForm, long_text
from disputes.models import Dispute
from disputes.models.rooms import WHO_COMES
from disputes.words import Audience, Outcome, Party, RemedyMet


class MediationNoteForm(StepForm):
    """What is written in a room of the mediation."""

    room = forms.ChoiceField(label=_l("Who can read it?"), widget=Radios)
    note = long_text(
        _l("Message"),
        help_text=_l("Without prejudice: nobody but those named can ever read it, also when the mediation is over."),
    )
    field_order = ["moves", "room", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rooms = self.dispute.rooms_to_write_in(self.dispute.parties_of(self.by))
        self.fields["room"].choices = [(room.value, room.label) for room in rooms]
        self.fields["room"].initial = rooms[0].value if rooms else None

    def clean_room(self) -> Audience:
        """Return the room."""
        return Audience(self.cleaned_data["room"])


class SessionForm(StepForm):
    """When and where the mediator meets the parties."""

    kind = forms.ChoiceField(label=_l("Who comes?"), choices=WHO_COMES, widget=Radios)
    day = DayMonthYearField(
        label=_l("On which day?"), help_text=_l("For example, 27 3 2027"), earliest=timezone.localdate
    )
    time = forms.TimeField(
        label=_l("At what time?"),
        help_text=_l("Like 14:30"),
        input_formats=["%H:%M", "%H.%M", "%I:%M %p", "%I:%M%p", "%I.%M %p", "%I.%M%p", "%I%p", "%I %p"],
        error_messages={"invalid": _l("Enter the time like 14:30")},
    )
    place = forms.CharField(
        label=_l("Where?"),
        max_length=200,
        help_text=_l("An address, a telephone number or a link, and how to get in. Those who come read it."),
    )
    note = long_text(_l("What is it about?"), required=False, help_text=_l("Those who come can read this."))
    field_order = ["moves", "kind", "day", "time", "place", "note"]

    def save(self, *, by):
        """Propose the session."""
        answers = self.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(answers["day"], answers["time"]))
        return self.dispute.hold_session(
            by=by, kind=answers["kind"], starts_at=starts_at, place=answers["place"], note=answers["note"]
        )


class EndMediationForm(StepForm):
    """How the mediation ends; a mediator may also say that the parties agree, which they then sign."""

    came_of_it = forms.ChoiceField(
        label=_l("What came of it?"),
        choices=[
            ("ended", _l("The mediation ends without agreement")),
            ("agreed", _l("The parties agree: they now put it into a settlement and sign it")),
        ],
        widget=Radios,
        initial="ended",
    )
    note = long_text(
        _l("What everybody in the case may know"),
        help_text=_l("Say only that it ended, and no word of what was said in it: the Chair reads this too."),
    )
    field_order = ["moves", "came_of_it", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.by is None or Party.MEDIATOR not in self.dispute.parties_of(self.by):
            del self.fields["came_of_it"]
        self.fields["note"].required = self.data.get("came_of_it") != "agreed"

    def save(self, *, by):
        """End the mediation, or say that there is an agreement."""
        if self.cleaned_data.get("came_of_it") == "agreed":
            return self.dispute.reach_agreement(by=by)
        return self.dispute.end_mediation(by=by, note=self.cleaned_data["note"])


class ReasonForm(StepForm):
    """A step that needs a reason."""

    note = long_text(_l("Reason"), help_text=_l("The Chair reads this, and the other party once both have answered."))


class NominationForm(StepForm):
    """Whom to ask, and the summary that names nobody."""

    note = None  # type: ignore[assignment]
    person = forms.ChoiceField(
        label=_l("Whom do you ask to mediate?"),
        widget=Radios,
        help_text=_l("The least busy come first, and of these who was asked longest ago."),
        error_messages={"required": _l("Choose somebody to mediate")},
    )
    summary = long_text(
        _l("Summary of the dispute, without names"),
        help_text=_l("The person asked sees this before anything else. Name no organisation and no person."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.roster = self.dispute.roster()
        self.free = {str(found.person.pk): found for found in self.roster if not found.left_out}
        self.fields["person"].choices = [(pk, str(found.person)) for pk, found in self.free.items()]
        self.fields["person"].widget.hints = {pk: found.hint() for pk, found in self.free.items()}
        asked_before = self.dispute.nomination
        if asked_before is not None:
            self.fields["summary"].initial = asked_before.summary

    @property
    def left_out(self):
        """Who is on the roster and may not be asked, each with the reason."""
        return [found for found in self.roster if found.left_out and not found.hidden]

    @property
    def uncounted(self) -> int:
        """How many more are left out, whose names would give away a party that is held back."""
        return sum(found.hidden for found in self.roster)

    def clean_person(self):
        """Return the person."""
        return self.free[self.cleaned_data["person"]].person

    def clean_summary(self) -> str:
        """Refuse a summary that names a party or one of its people."""
        summary = self.cleaned_data["summary"]
        if name := self.dispute.named_in(summary):
            raise ValidationError(_("Leave out “%(name)s”: the summary must name nobody") % {"name": name})
        return summary


YES_NO = [("yes", _l("Yes")), ("no", _l("No"))]


def yes_or_no(label, **options: Any) -> forms.ChoiceField:
    """Return a question that is answered with yes or no; needed only from who is willing."""
    return forms.ChoiceField(label=label, choices=YES_NO, widget=Radios, required=False, **options)


class ReplyForm(forms.Form):
    """The reply of the person asked to mediate: willing or not, and what could tie them to such a matter."""

    fields: dict[str, Any]
    willing = forms.ChoiceField(label=_l("Are you willing to mediate?"), choices=YES_NO, widget=Radios)
    organisations = long_text(
        _l("Which organisations of the area do you work or volunteer for, help to run, or take money from?"),
        required=False,
        help_text=_l("Now, or in the last two years. Or enter “None”."),
    )
    gains = yes_or_no(_l("Could you, or somebody close to you, gain or lose by how such a matter ends?"))
    took_part = yes_or_no(_l("Have you decided, advised or worked on such a matter before?"))
    said_before = yes_or_no(_l("Have you said in public who is right in such a matter?"))
    statement = long_text(
        _l("Your statement about conflicts of interest"),
        error_messages={"required": _l("Enter your statement, even if it is that you have no interest in the matter")},
        help_text=_l(
            "Explain each yes, or say that you have no interest. Both parties read all of this before they accept you. "
            "If you do not want to mediate, you can say why: only the Chair reads that."
        ),
    )
    stands_down = forms.BooleanField(
        label=_l("If I find a conflict once I know who the parties are, I will step down at once"), required=False
    )

    QUESTIONS = ("organisations", "gains", "took_part", "said_before")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        needed = self.data.get("willing") != "no"
        for name in (*self.QUESTIONS, "statement", "stands_down"):
            self.fields[name].required = needed
        self.label_suffix = ""

    def _declaration(self) -> str:
        """The answers and the statement as one text, as both parties read it."""
        yes_no = dict(YES_NO)
        given = [
            f"{self.fields[name].label} {yes_no.get(self.cleaned_data[name], self.cleaned_data[name])}"
            for name in self.QUESTIONS
        ]
        return "\n\n".join([*given, self.cleaned_data["statement"], str(self.fields["stands_down"].label) + "."])

    def save(self, dispute: Dispute, *, by):
        """Declare or decline."""
        if self.cleaned_data["willing"] == "yes":
            return dispute.declare(by=by, statement=self._declaration())
        return dispute.decline(by=by, note=self.cleaned_data["statement"])


class RulingForm(StepForm):
    """A ruling on an objection, with its reason."""

    note = long_text(
        _l("Your reason"), help_text=_l("Both parties can read this. It stays in the history of the case.")
    )


class PanelForm(StepForm):
    """Who sits on the panel."""

    people = forms.MultipleChoiceField(
        label=_l("Who sits on the panel?"),
        widget=Checkboxes,
        help_text=_l("At least three, of both sectors where you can. Both parties learn their names."),
        error_messages={"required": _l("Choose who sits on the panel")},
    )
    field_order = ["moves", "people", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.roster = self.dispute.roster(panel=True)
        self.free = {str(found.person.pk): found for found in self.roster if not found.left_out}
        groups = [(str(sector.label), _of_sector(self.free, sector)) for sector in Sector]
        self.fields["people"].choices = [(label, choices) for label, choices in groups if choices]
        self.fields["people"].widget.hints = {pk: found.hint() for pk, found in self.free.items()}

    @property
    def left_out(self):
        """Who is on the roster and may not sit, each with the reason."""
        return [found for found in self.roster if found.left_out and not found.hidden]

    @property
    def uncounted(self) -> int:
        """How many more are left out, whose names would give away a party that is held back."""
        return sum(found.hidden for found in self.roster)

    def clean_people(self):
        """Return the people."""
        return [self.free[pk].person for pk in self.cleaned_data["people"]]


def _of_sector(free, sector) -> list[tuple[str, str]]:
    return [(pk, str(found.person)) for pk, found in free.items() if found.sector == sector]


class DecisionOfPanelForm(StepForm):
    """What was decided, against what was asked for, and why."""

    outcome = forms.ChoiceField(label=_l("What was decided?"), choices=Outcome.choices, widget=Radios)
    remedy_met = forms.ChoiceField(
        label=_l("How much of what was asked for?"), choices=RemedyMet.choices, widget=Radios
    )
    note = long_text(_l("The reasons"), help_text=_l("Both parties read them."))
    field_order = ["moves", "outcome", "remedy_met", "note"]

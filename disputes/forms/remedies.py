"""What is asked about a remedy: what and by when, whether it is done, another last day."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _l

from compact_portal.renderer import DayMonthYearField, Radios
from disputes.models import Dispute, Remedy
from disputes.words import Outcome, RemedyMet

MOST = 1000


def short_text(label, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Return a field for a sentence or two."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=MOST, required=required, widget=widget, help_text=help_text)


class PromiseForm(forms.Form):
    """What a party takes on to do."""

    what = short_text(_l("What will you do?"), help_text=_l("Both parties read this and see whether it is done."))
    due_on = DayMonthYearField(label=_l("By when?"), earliest=timezone.localdate)

    def __init__(self, *args, dispute: Dispute, **kwargs):
        super().__init__(*args, **kwargs)
        self.dispute = dispute

    def save(self, *, by) -> Remedy:
        """Promise it."""
        return Remedy.promise(self.dispute, by=by, **self.cleaned_data)


class RemedyForm(forms.Form):
    """A change of a remedy. `version` says how it stood when the page was opened."""

    verb = ""
    heading: Any = ""
    button: Any = ""
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, remedy: Remedy, **kwargs):
        super().__init__(*args, **kwargs)
        self.remedy = remedy
        self.fields["version"].initial = remedy.version

    def save(self, *, by) -> None:
        """Make the change; NotAllowed where somebody was sooner."""
        answers = dict(self.cleaned_data)
        self.remedy.version = answers.pop("version")
        getattr(self.remedy, self.verb)(by=by, **answers)


class DoneForm(RemedyForm):
    """It is done."""

    verb, heading, button = "report_done", _l("Say that it is done"), _l("It is done")
    on = DayMonthYearField(label=_l("When was it done?"), latest=timezone.localdate)
    note = short_text(_l("How can the other party see it?"))


class ConfirmForm(RemedyForm):
    """Yes, it is done."""

    verb, heading, button = "confirm", _l("Confirm that it is done"), _l("Confirm it")
    note = short_text(_l("Anything to add?"), required=False)


class NotDoneForm(RemedyForm):
    """No, it is not done."""

    verb, heading, button = "deny", _l("Say that it is not done"), _l("It is not done")
    note = short_text(_l("What is missing?"), help_text=_l("The other party reads this, and has to do it still."))


class MoveForm(RemedyForm):
    """Another last day."""

    verb, heading, button = "ask_to_move", _l("Ask for another last day"), _l("Ask the other party")
    due_on = DayMonthYearField(label=_l("Which day?"), earliest=timezone.localdate)
    note = short_text(_l("Why?"), help_text=_l("The day moves only if the other party agrees."))


class AgreeMoveForm(RemedyForm):
    """Yes to another last day."""

    verb, heading, button = "agree_move", _l("Agree to another last day"), _l("Agree")
    note = short_text(_l("Anything to add?"), required=False)


class RefuseMoveForm(RemedyForm):
    """No to another last day."""

    verb, heading, button = "refuse_move", _l("Do not agree to another last day"), _l("Do not agree")
    note = short_text(_l("Why not?"), required=False)


class ReleaseForm(RemedyForm):
    """It is no longer asked for."""

    verb, heading, button = "release", _l("Say that you no longer ask for it"), _l("I no longer ask for it")
    note = short_text(_l("Why?"), help_text=_l("This cannot be undone."))


REMEDY_FORMS: dict[str, type[RemedyForm]] = {
    "done": DoneForm,
    "confirm": ConfirmForm,
    "not-done": NotDoneForm,
    "move": MoveForm,
    "agree-move": AgreeMoveForm,
    "refuse-move": RefuseMoveForm,
    "release": ReleaseForm,
}


class ViewForm(forms.Form):
    """Whether a party agrees with what is recorded, and how it sees it itself."""

    agrees = forms.ChoiceField(
        label=_l("Is what is recorded right, as you see it?"),
        choices=[("yes", _l("Yes")), ("no", _l("No, I see it differently"))],
        widget=Radios,
    )
    outcome = forms.ChoiceField(
        label=_l("What came of it, as you see it?"),
        choices=[("", _l("As recorded")), *Outcome.choices()],
        required=False,
    )
    remedy_met = forms.ChoiceField(
        label=_l("How much of what was asked for, as you see it?"),
        choices=[("", _l("As recorded")), *RemedyMet.choices()],
        required=False,
    )
    note = short_text(
        _l("In your own words"), required=False, help_text=_l("Everybody in the case can read this beside the record.")
    )

    def __init__(self, *args, dispute: Dispute, **kwargs):
        super().__init__(*args, **kwargs)
        self.dispute = dispute

    def clean(self):
        """Whoever differs says how."""
        answers = super().clean() or {}
        if answers.get("agrees") == "no" and not any(answers.get(name) for name in ("outcome", "remedy_met", "note")):
            self.add_error("note", _l("Say what you see differently"))
        return answers

    def save(self, *, by) -> None:
        """Keep the view."""
        answers = dict(self.cleaned_data)
        self.dispute.give_view(by=by, agrees=answers.pop("agrees") == "yes", **answers)

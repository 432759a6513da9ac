"""What every step of a dispute asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from disputes.models import Dispute
from disputes.words import Action

LONG = 5000


def long_text(label, **options: Any) -> forms.CharField:
    """Return a field for a longer text, which is counted."""
    return forms.CharField(label=label, max_length=LONG, widget=forms.Textarea, **options)


class StepForm(forms.Form):
    """A step that needs words. `moves` says how the dispute stood when the page was opened."""

    fields: dict[str, Any]
    moves = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = long_text(_l("Anything to add?"), required=False, help_text=_l("The other party can read this."))

    def __init__(self, *args, dispute: Dispute, action: Action, by=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.dispute, self.action, self.by = dispute, action, by
        self.fields["moves"].initial = dispute.moves

    def refresh(self) -> None:
        """Take the form as opened now, with everything typed in it."""
        data: Any = self.data
        self.data = data = data.copy()
        data["moves"] = self.dispute.moves

    def typed(self) -> list[tuple[str, str]]:
        """What was typed: label and words."""
        texts = (forms.CharField,)
        return [
            (str(field.label), self.data.get(name, ""))
            for name, field in self.fields.items()
            if isinstance(field, texts) and self.data.get(name, "").strip()
        ]

    def save(self, *, by):
        """Take the step."""
        answers = {name: value for name, value in self.cleaned_data.items() if name != "moves"}
        return getattr(self.dispute, self.action.verb)(by=by, **answers)


class AnswerForm(StepForm):
    """The respondent's answer."""

    note = long_text(
        _l("Your answer"),
        help_text=_l("Say what you accept, what you do not and why, and what you will do. The other party reads this."),
    )


class NoteForm(StepForm):
    """A note."""

    note = long_text(
        _l("Note"), help_text=_l("Both parties can read this, and the Chair of the Forum once it is referred.")
    )


class WhyForm(StepForm):
    """A step of the chair that needs a reason."""

    note = long_text(_l("Reason"), help_text=_l("Both parties can read this."))

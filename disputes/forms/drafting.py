"""What every page of a draft has. To add one: a form of this kind, and its place in DRAFT_PAGES (raising.py)."""

from typing import Any

from django import forms

from disputes import masking
from disputes.models import Dispute


class DraftForm(forms.Form):
    """One page of the draft: its fields are fields of the dispute, unless it says otherwise."""

    heading: Any = ""
    page = "disputes/raising/step.html"  # The template that shows it.
    required_step = False  # Whether a dispute cannot be raised without an answer here.
    fields: dict[str, Any]

    def __init__(self, *args: Any, dispute: Dispute, asked: Any = None, **kwargs: Any) -> None:
        self.dispute, self.asked = dispute, asked or {}
        kwargs["initial"] = self.told()
        super().__init__(*args, **kwargs)

    def told(self) -> dict[str, Any]:
        """What the draft says so far."""
        return {name: getattr(self.dispute, name) for name in self.base_fields if hasattr(self.dispute, name)}

    def clean(self) -> dict[str, Any]:
        """Refuse words that would give away a name that is held back."""
        answers = super().clean() or {}
        if self.dispute.held_back:
            for name, value in list(answers.items()):
                if isinstance(value, str) and (sentence := masking.gives_away(self.dispute, value)):
                    self.add_error(name, sentence)
        return answers

    def save(self, *, by) -> None:
        """Write the answers into the draft."""
        self.dispute.describe(by=by, **self.cleaned_data)

    def stay(self) -> str:
        """The query with which the same page is shown again after saving; "": one goes on to the next page."""
        return ""

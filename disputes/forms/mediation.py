"""What the steps of a mediation ask: whom, and what the person asked and the parties answer."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.renderer import Checkboxes, Radios
from disputes.forms.steps import StepForm, long_text
from disputes.models import Dispute


class MediationNoteForm(StepForm):
    """A note of the mediation."""

    note = long_text(
        _l("Note"),
        help_text=_l("Without prejudice: only the two parties and the mediator can ever read this."),
    )


class ReasonForm(StepForm):
    """A step that needs a reason."""

    note = long_text(_l("Reason"), help_text=_l("The Chair reads this, and the other party once both have answered."))


class NominationForm(StepForm):
    """Whom to ask, and the summary that names nobody."""

    note = None  # type: ignore[assignment]
    person = forms.ChoiceField(
        label=_l("Whom do you ask to mediate?"),
        widget=Radios,
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
        self.fields["person"].widget.hints = {
            pk: ". ".join(filter(None, [found.belongs_to, found.skills, found.load_sentence()]))
            for pk, found in self.free.items()
        }

    @property
    def left_out(self):
        """Who is on the roster and may not be asked, each with the reason."""
        return [found for found in self.roster if found.left_out]

    def clean_person(self):
        """Return the person."""
        return self.free[self.cleaned_data["person"]].person

    def clean_summary(self) -> str:
        """Refuse a summary that names a party."""
        summary = self.cleaned_data["summary"]
        for organisation in (self.dispute.complainant, self.dispute.respondent):
            name = r"\s+".join(map(re.escape, organisation.name.split()))
            if re.search(rf"(?<!\w){name}(?!\w)", summary, re.IGNORECASE):
                raise ValidationError(_("Leave out “%(name)s”: the summary must name nobody") % {"name": organisation})
        return summary


class PanelForm(StepForm):
    """Who sits on the panel."""

    people = forms.MultipleChoiceField(
        label=_l("Who sits on the panel?"),
        widget=Checkboxes,
        error_messages={"required": _l("Choose who sits on the panel")},
    )
    field_order = ["moves", "people", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.free = {str(found.person.pk): found.person for found in self.dispute.roster() if not found.left_out}
        self.fields["people"].choices = [(pk, str(person)) for pk, person in self.free.items()]

    def clean_people(self):
        """Return the people."""
        return [self.free[pk] for pk in self.cleaned_data["people"]]


class ReplyForm(forms.Form):
    """The reply of the person asked to mediate."""

    willing = forms.ChoiceField(
        label=_l("Are you willing to mediate?"),
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
        widget=Radios,
    )
    statement = long_text(
        _l("Your statement about conflicts of interest"),
        error_messages={"required": _l("Enter your statement, even if it is that you have no interest in the matter")},
        help_text=_l(
            "Say what interest you might have in such a matter, or that you have none. Both parties read this before "
            "they accept you."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["statement"].required = self.data.get("willing") != "no"

    def save(self, dispute: Dispute, *, by):
        """Declare or decline."""
        statement = self.cleaned_data["statement"]
        if self.cleaned_data["willing"] == "yes":
            return dispute.declare(by=by, statement=statement)
        return dispute.decline(by=by, note=statement)

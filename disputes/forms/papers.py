"""What adding or removing a paper asks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _l

from compact_portal.renderer import Radios
from disputes.actions import evidence
from disputes.examining import MOST_BYTES, NotTaken, PaperKind, examine
from disputes.words import Audience, Party

#: Who reads a paper, in the words of the party that adds it.
WHO_READS = {
    Audience.MEDIATION: _l("The other party and the mediator, without prejudice"),
    Audience.COMPLAINANT_ROOM: _l("The mediator only"),
    Audience.RESPONDENT_ROOM: _l("The mediator only"),
    Audience.CASE: _l("Everybody in the case, also after the mediation"),
}
ACCEPT = ",".join([*(f".{kind}" for kind in PaperKind), ".jpeg"])


class PaperField(forms.FileField):
    """A paper; becomes its name, what it is, and its bytes."""

    def clean(self, data: Any, initial: Any = None) -> tuple[str, PaperKind, bytes]:
        """Return the name, the kind and the bytes, or raise an error that says what to do."""
        if data and not data.size:
            raise ValidationError(self.error_messages["empty"])
        file = super().clean(data, initial)
        content = file.read(MOST_BYTES + 1)
        try:
            return file.name, examine(file.name, content), content
        except NotTaken as reason:
            raise ValidationError(str(reason)) from None


class PaperForm(forms.Form):
    """A paper to add, what it shows, and who may read it where that can be chosen."""

    fields: dict[str, Any]
    heading = _l("Papers")
    file = PaperField(
        label=_l("Paper"),
        help_text=_l("PDF, PNG, JPEG, .docx, .xlsx, .odt, .ods, .txt, .csv or .eml. At most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": _l("Choose a file"),
            "empty": _l("The file is empty. Choose another file."),
        },
    )
    description = forms.CharField(
        label=_l("What does it show?"),
        max_length=300,
        help_text=_l("For example: the letter of 5 January that ends the grant."),
        error_messages={"required": _l("Say what the paper shows")},
    )
    audience = forms.ChoiceField(label=_l("Who may read it?"), widget=Radios)

    def __init__(self, *args: Any, dispute, parties: frozenset[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dispute = dispute
        allowed = evidence.audiences_for(dispute, parties)
        self.fields["audience"].choices = [(audience.value, WHO_READS[audience]) for audience in allowed]
        if len(allowed) == 1:
            del self.fields["audience"]

    def save(self, *, by):
        """Add the paper."""
        name, kind, data = self.cleaned_data["file"]
        return evidence.add(
            self.dispute,
            name=name,
            kind=kind,
            data=data,
            description=self.cleaned_data["description"],
            audience=self.cleaned_data.get("audience"),
            by=by,
        )


class RemoveForm(forms.Form):
    """Why a paper is removed."""

    why = forms.CharField(
        label=_l("Why do you remove it?"),
        max_length=300,
        help_text=_l("Who could read the paper can read this. The file is deleted, its name and your reason stay."),
        error_messages={"required": _l("Say why you remove it")},
    )

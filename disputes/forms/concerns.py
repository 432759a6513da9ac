"""What the concern log asks: what it is about, in one's own words, and who may read them."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.compacts import spam
from compact_portal.compacts.forms.guarding import GuardedForm
from compact_portal.renderer import Radios
from disputes.concerns import Theme
from disputes.models import Concern
from disputes.supporting import support_bodies

MOST_WORDS = 3000
NOBODY = ""
ENOUGH = timedelta(minutes=1)  # How long it took is a sign only against machines; somebody known is none.


def readers(compact, *, signed_in: bool) -> list[tuple[str, str]]:
    """Who may be let read the words of a concern, as choices."""
    alone = _("Nobody but me") if signed_in else _("Nobody. Only count the theme: my words are not kept")
    return [(NOBODY, alone), *((str(body.pk), str(body)) for body in support_bodies(compact))]


class SharingForm(forms.Form):
    """Who may read a concern."""

    fields: dict[str, Any]
    shared_with = forms.ChoiceField(label=_l("Who may read your words?"), required=False, widget=Radios)
    named = forms.BooleanField(
        label=_l("They may know that it was I who wrote it, so that they can get in touch"), required=False
    )

    def __init__(self, *args: Any, compact, person=None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compact, self.person = compact, person
        self.bodies = {str(body.pk): body for body in support_bodies(compact)}
        self.fields["shared_with"].choices = readers(compact, signed_in=bool(person))
        self.fields["shared_with"].help_text = _(
            "A support body helps voluntary groups. It tells nobody else who you are or what you wrote."
        )
        if not self.bodies:
            del self.fields["shared_with"]
        if person is None or not self.bodies:
            del self.fields["named"]

    @property
    def body(self):
        """The support body that may read it; None: nobody."""
        return self.bodies.get(self.cleaned_data.get("shared_with", ""))


class ConcernForm(SharingForm, GuardedForm):
    """A concern, from anybody."""

    theme = forms.ChoiceField(
        label=_l("What is it about?"),
        choices=Theme.choices,
        widget=Radios,
        error_messages={"required": _l("Choose what it is about")},
    )
    words = forms.CharField(
        label=_l("What worries you?"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea,
        help_text=_l(
            "In your own words, if you like. Leave out names and whatever could tell who you are, unless you want the "
            "reader to know."
        ),
    )
    field_order = ["theme", "words", "shared_with", "named", "website", "begun"]

    def clean(self) -> dict[str, Any]:
        """Refuse what looks like advertising, with what to do about it."""
        answers = super().clean() or {}
        took = ENOUGH if self.person else self.took()
        for sign in spam.signs(answers.get("words", ""), took=took):
            self.add_error(
                None,
                _("This looks as if a machine had sent it: %(sign)s Change it, then send it again.") % {"sign": sign},
            )
        return answers

    @property
    def by_machine(self) -> bool:
        """Whether the input was filled that people do not see: it is thanked for, and thrown away."""
        return bool(self.cleaned_data["website"].strip())

    def save(self) -> Concern:
        """Write it down."""
        said = self.cleaned_data
        return Concern.log(
            self.compact,
            theme=said["theme"],
            words=said["words"],
            author=self.person,
            shared_with=self.body,
            named=said.get("named", False),
        )

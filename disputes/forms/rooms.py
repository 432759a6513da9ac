"""What is written in the rooms of a mediation and about its meetings; each form calls one verb."""

from django import forms
from django.utils.translation import gettext_lazy as _l

from disputes.forms.steps import long_text


class MessageForm(forms.Form):
    """A message in a room."""

    note = long_text(_l("Your message"))

    def __init__(self, *args, dispute, room, **kwargs):
        super().__init__(*args, **kwargs)
        self.dispute, self.room = dispute, room

    def save(self, *, by):
        """Write it."""
        return self.dispute.add_mediation_note(by=by, room=self.room, **self.cleaned_data)


class AnswerMeetingForm(forms.Form):
    """Whether a party comes to a meeting: one of two buttons."""

    reply = forms.ChoiceField(choices=[("comes", _l("We come")), ("cannot", _l("We cannot come then"))])

    def __init__(self, *args, dispute, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.dispute, self.session = dispute, session

    def save(self, *, by):
        """Answer."""
        comes = self.cleaned_data["reply"] == "comes"
        return self.dispute.answer_session(self.session, by=by, comes=comes)


class MeetingWordsForm(forms.Form):
    """What the mediator says of a meeting: why it is called off, or what came of it."""

    note = long_text(_l("In your words"), help_text=_l("Without prejudice: those who were asked to come can read it."))

    def __init__(self, *args, dispute, session, verb, **kwargs):
        super().__init__(*args, **kwargs)
        self.dispute, self.session, self.verb = dispute, session, verb

    def save(self, *, by):
        """Keep it."""
        return getattr(self.dispute, self.verb)(self.session, by=by, **self.cleaned_data)

"""What the pages of a consultation ask for."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts import spam
from compact_portal.compacts.forms.fields import KeysField
from compact_portal.compacts.forms.guarding import GuardedForm
from compact_portal.compacts.lifecycle import TWELVE_WEEKS, Outcome, is_short
from compact_portal.compacts.models import Comment
from compact_portal.renderer import DayMonthYearField, Radios

LONGEST_COMMENT = 5_000


def public_reason(label, **kwargs) -> forms.CharField:
    """A field for a reason that everybody can read."""
    kwargs.setdefault("help_text", _("Everybody can read it."))
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class PlanForm(forms.Form):
    """When a draft goes out to consultation, until when, and what is asked."""

    opens_on = DayMonthYearField(
        label=_("First day"),
        initial=timezone.localdate,
        earliest=timezone.localdate,
        help_text=_("Today, or a day ahead: then it opens on that day by itself, with the words it has by then."),
    )
    closes_on = DayMonthYearField(label=_("Last day for comments"))
    short_reason = public_reason(
        _("Why fewer than twelve weeks?"),
        required=False,
        help_text=_("Only where it runs for fewer than twelve weeks. Everybody can read it."),
    )
    about = forms.CharField(
        label=_("What do you ask people?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What is new, what is still open, whom it affects, what happens next. Everybody can read it."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].help_text = _t("Twelve weeks from today end on %(day)s.") % {
            "day": date_format(timezone.localdate() + TWELVE_WEEKS)
        }

    def clean(self):
        """Ask for later dates or for a reason."""
        super().clean()
        cleaned = self.cleaned_data
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _t("The consultation must close after it opens. Enter a later closing date."))
        elif opens and closes and is_short(opens, closes) and not cleaned.get("short_reason"):
            self.add_error(
                "short_reason",
                _t("That is fewer than twelve weeks, which would end on %(day)s. Enter a later day, or the reason.")
                % {"day": date_format(opens + TWELVE_WEEKS)},
            )
        return cleaned


class CommentForm(GuardedForm):
    """What somebody says."""

    words = forms.CharField(
        label=_("Your comment"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 8})
    )
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=160,
        required=False,
        help_text=_("Where you speak for one."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_(
            "We send a link there to confirm your comment, and the answer to it. It is never shown, and later wiped."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    nameless = forms.BooleanField(label=_("Publish my comment without my name"), required=False)

    def __init__(self, *args, person=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if person:
            del self.fields["name"], self.fields["email"]

    def clean_words(self) -> str:
        """Return the words with their line ends as everywhere else."""
        return self.cleaned_data["words"].replace("\r\n", "\n").replace("\r", "\n").strip()

    def signs(self) -> list[str]:
        """Why it may be spam."""
        asked = self.cleaned_data
        return spam.signs(
            asked["words"],
            name=f"{asked.get('name', '')} {asked['organisation']}",
            took=self.took(),
            trap=asked["website"],
        )

    @property
    def said(self) -> dict:
        """What a comment is made of."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in {"words", "name", "organisation", "email", "nameless"}
        }


class DecideForm(forms.Form):
    """What is done with the comments that an officer has ticked."""

    DO = [
        ("publish", _("Publish")),
        ("refuse", _("Do not publish")),
        ("spam", _("Mark as spam")),
        ("put_back", _("Put back to wait")),
        ("answer", _("Answer")),
    ]
    chosen = KeysField(
        queryset=Comment.objects.none(), error_messages={"required": _("Tick the comments you decide on.")}
    )
    do = forms.ChoiceField(choices=DO)
    reason = forms.CharField(
        label=_("Why it is not published"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only for “Do not publish”. Its author is told, and it is kept in the record. Name nobody in it."),
    )

    def __init__(self, *args, comments, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = comments

    def clean(self):
        """Ask for a reason where one is needed."""
        super().clean()
        if self.cleaned_data.get("do") == "refuse" and not self.cleaned_data.get("reason"):
            self.add_error("reason", _t("Enter why it is not published. Its author is told."))
        return self.cleaned_data


class AnswerForm(forms.Form):
    """The answer to one comment or to several."""

    outcome = forms.ChoiceField(label=_("What became of the text?"), choices=Outcome, widget=Radios)
    words = forms.CharField(
        label=_("Your answer"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody can read it, and the authors get it by email."),
    )


class MoveForm(forms.Form):
    """Another day, and why."""

    to = DayMonthYearField(label=_("The new day"), earliest=timezone.localdate)
    reason = public_reason(_("Why does it move?"))


class TakeBackForm(forms.Form):
    """Why a text becomes a draft again."""

    def __init__(self, *args, early: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if early:
            self.fields["reason"] = public_reason(_("Why does it end early?"))


class SummaryForm(forms.Form):
    """You said, we did."""

    summary = forms.CharField(
        label=_("What was said, and what you did about it"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Begin with how many commented. Then, for each point: what people said, and what you changed or why you "
            "did not. An empty line begins a new paragraph; a line that begins with a hyphen is a point of a list."
        ),
    )

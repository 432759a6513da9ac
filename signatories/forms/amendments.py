"""What the pages of amendments ask for."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.kinds import ClauseKind, OwedBy
from compact_portal.compacts.models import Clause
from compact_portal.renderer import DayMonthYearField, Radios
from signatories.models import Meeting, Organisation
from signatories.procedure import Action, State, What

STATES = [
    ("waiting", _("Waiting for the Annual Review")),
    ("agreed", _("Accepted, with or without changes")),
    ("to-put-in", _("Accepted, and not in a draft yet")),
    (State.DECLINED.value, State.DECLINED.label),
    (State.WITHDRAWN.value, State.WITHDRAWN.label),
]


class FilterForm(forms.Form):
    """Which amendments to list."""

    is_filter = True

    state = forms.ChoiceField(label=_("State"), choices=[("", _("Any")), *STATES], required=False)


def named(clause: Clause) -> str:
    """A clause in a list to choose from: its number and its heading, or its first words."""
    return Truncator(f"{clause.number} {clause.heading or clause.body}").chars(90)


class ChooseForm(forms.Form):
    """Which clause an amendment is about, and what it does to it."""

    fields: dict[str, Any]

    clause = forms.ChoiceField(label=_("Which clause?"))
    what = forms.ChoiceField(label=_("What do you propose?"), choices=What, widget=Radios)

    def __init__(self, *args, clauses: list[Clause], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = {clause.reference: clause for clause in clauses}
        groups: dict[str, list[tuple[str, str]]] = {}
        for clause in clauses:
            groups.setdefault(str(clause.edition.text), []).append((clause.reference, named(clause)))
        choices: list[Any] = list(groups.items()) if len(groups) > 1 else next(iter(groups.values()), [])
        self.fields["clause"].choices = [("", _t("Choose a clause")), *choices]

    def clean_clause(self) -> Clause:
        """Return the clause itself."""
        return self.clauses[self.cleaned_data["clause"]]


def lines(text: str) -> str:
    """A text with its line ends as everywhere else."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def ask_for_words(form: forms.Form, heading, body) -> None:
    """Ask for a heading only where there is one to word, and for a wording wherever there was one."""
    if not heading:
        del form.fields["heading"]
    form.fields["body"].required = bool(body)


class WordsForm(forms.Form):
    """The wording that is proposed for a clause, and why. Without a wording where the clause is to be left out."""

    fields: dict[str, Any]

    organisation = forms.ModelChoiceField(
        label=_("For which organisation?"), queryset=Organisation.objects.none(), empty_label=None, widget=Radios
    )
    kind = forms.ChoiceField(
        label=_("What is the new clause?"), choices=ClauseKind, widget=Radios, initial=ClauseKind.COMMITMENT
    )
    owed_by = forms.ChoiceField(
        label=_("Who owes it?"),
        choices=OwedBy,
        required=False,
        widget=Radios,
        help_text=_("Only for a commitment."),
    )
    heading = forms.CharField(label=_("Heading"), max_length=250, required=False)
    body = forms.CharField(
        label=_("Wording you propose"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It begins as the present wording: change what you want changed."),
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read it once it is submitted."),
    )

    def __init__(self, *args, clause: Clause, what: str, organisations, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.clause, self.what = clause, what
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.initial.setdefault("organisation", organisations[0].pk)
        if what != What.ADD:
            del self.fields["kind"], self.fields["owed_by"]
        else:
            self.fields["body"].help_text = ""
        if what == What.DELETE:
            del self.fields["heading"], self.fields["body"]
        else:
            ask_for_words(self, clause.heading or what == What.ADD, clause.body or what == What.ADD)
        if what == What.CHANGE:
            self.initial.setdefault("heading", clause.heading)
            self.initial.setdefault("body", clause.body)

    def clean_body(self) -> str:
        """Return the wording with its line ends as everywhere else."""
        return lines(self.cleaned_data["body"])

    def clean(self):
        """Ask for words, other than those that are there, and for who owes a commitment."""
        super().clean()
        asked = self.cleaned_data
        words = (asked.get("heading", ""), asked.get("body", ""))
        if self.what != What.DELETE and not self.errors and not any(words):
            self.add_error("body", _t("Enter the wording you propose."))
        elif self.what == What.CHANGE and words == (self.clause.heading, self.clause.body):
            self.add_error("body", _t("This is the present wording. Change it, or go back and choose another clause."))
        if self.what == What.ADD:
            if asked.get("kind") != ClauseKind.COMMITMENT:
                asked["owed_by"] = ""
            elif not asked.get("owed_by"):
                self.add_error("owed_by", _t("Choose who owes this commitment."))
        return asked


class NoteForm(forms.Form):
    """A reason that may be left out."""

    reason = forms.CharField(
        label=_("Why?"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionForm(forms.Form):
    """What the Annual Review, or the Forum, decided: who, when, at which meeting, and why."""

    fields: dict[str, Any]

    heading = forms.CharField(label=_("Heading that was agreed"), max_length=250, required=False)
    body = forms.CharField(
        label=_("Wording that was agreed"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It begins as the wording proposed: change it to what was agreed."),
    )
    review = forms.CharField(
        label=_("Who decided?"), max_length=160, help_text=_("For example, the Annual Review 2026")
    )
    on = DayMonthYearField(label=_("When was it decided?"), latest=timezone.localdate, initial=timezone.localdate)
    meeting = forms.ModelChoiceField(
        label=_("At which meeting of the Forum?"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    reason = forms.CharField(
        label=_("Why?"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, amendment, action: Action, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.amendment, self.action = amendment, action
        meetings = Meeting.objects.filter(forum__compact=amendment.compact_id, starts_at__lte=timezone.now())
        if meetings.exists():
            self.fields["meeting"].queryset = meetings
        else:
            del self.fields["meeting"]
        self.initial.setdefault("review", _t("Annual Review %(year)s") % {"year": timezone.localdate().year})
        if action != Action.ACCEPT_CHANGED:
            del self.fields["heading"], self.fields["body"]
        else:
            words = amendment.before if amendment.leaves_out else amendment.proposed
            ask_for_words(self, words[0] or amendment.clause.heading, words[1])
            self.initial.update(zip(("heading", "body"), words, strict=True))
        self.fields["reason"].required = action == Action.DECLINE
        if action == Action.DECLINE:
            self.fields["reason"].help_text = _t("The organisation, and everybody else, can read it.")

    def clean_body(self) -> str:
        """Return the wording with its line ends as everywhere else."""
        return lines(self.cleaned_data["body"])

    def clean(self):
        """Ask for words that differ from those proposed, where it was accepted with changes."""
        super().clean()
        asked = self.cleaned_data
        if self.action == Action.ACCEPT_CHANGED and "body" not in self.errors:
            words = (asked.get("heading", ""), asked.get("body", ""))
            if not any(words):
                self.add_error("body", _t("Enter the wording that was agreed."))
            elif words == self.amendment.proposed:
                self.add_error("body", _t("This is the wording proposed. Change it to what was agreed."))
        return asked


class MergeForm(forms.Form):
    """How an agreed amendment goes into a draft that has gone its own way."""

    fields: dict[str, Any]

    how = forms.ChoiceField(
        label=_("What do you do?"),
        choices=[("write", _("Put it in as below")), ("there", _("Nothing: the draft says it already"))],
        widget=Radios,
        initial="write",
    )
    clause = forms.ChoiceField(label=_("Clause of the draft"), required=False)
    heading = forms.CharField(label=_("Heading"), max_length=250, required=False)
    body = forms.CharField(
        label=_("Wording"), required=False, max_length=40_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    note = forms.CharField(
        label=_("How it was merged"),
        max_length=1_000,
        required=False,
        help_text=_("It stands in the history of the amendment."),
    )

    def __init__(self, *args, amendment, clauses: list[Clause], now: Clause | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.amendment = amendment
        self.clauses = {clause.number: clause for clause in clauses}
        self.fields["clause"].choices = [
            ("", _t("Choose a clause")),
            *((clause.number, named(clause)) for clause in clauses),
        ]
        if amendment.adds:
            self.fields["clause"].label = _t("After which clause of the draft?")
        if amendment.leaves_out:
            del self.fields["heading"], self.fields["body"]
        else:
            ask_for_words(self, any((amendment.agreed_heading, now and now.heading)), None)
            self.initial.update(heading=amendment.agreed_heading, body=amendment.agreed_body)
        self.initial["clause"] = now.number if now else ""

    def clean_body(self) -> str:
        """Return the wording with its line ends as everywhere else."""
        return lines(self.cleaned_data["body"])

    def clean(self):
        """Ask for the clause and its words where something is written."""
        super().clean()
        asked = self.cleaned_data
        asked["clause"] = self.clauses.get(asked.get("clause", ""))
        asked["write"] = asked.pop("how", "") == "write"
        if asked["write"] and asked["clause"] is None and "clause" not in self.errors:
            self.add_error("clause", _t("Choose a clause of the draft."))
        if asked["write"] and not self.amendment.leaves_out and not (asked.get("heading") or asked.get("body")):
            self.add_error("body", _t("Enter the wording."))
        return {"heading": "", "body": ""} | asked

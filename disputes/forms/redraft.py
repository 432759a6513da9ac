"""What the pages of a draft of a procedure ask: its stages, the bodies outside, and the rules over all."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.deadlines import Unit
from compact_portal.renderer import Checkboxes, DayMonthYearField, Radios
from disputes import redrafting
from disputes.models.redraft import PRESENT, Overtaken, ProcedureDraft
from disputes.procedures import READY_MADE
from disputes.words import Clock, Decider, Presides, StageKind, Start

UNITS = [
    (Unit.WORKING_DAYS.value, _l("working days")),
    (Unit.DAYS.value, _l("days")),
    (Unit.WEEKS.value, _l("weeks")),
    (Unit.MONTHS.value, _l("months")),
]
KIND_HINTS = {
    StageKind.INFORMAL: _l("The two parties talk. Nobody has to answer by a day."),
    StageKind.FORMAL: _l("The complaint is put in writing, and the other party answers in time."),
    StageKind.MEDIATION: _l("Somebody is chosen to mediate, whom both parties accept."),
    StageKind.PANEL: _l("A panel or a group of the Compact reads both sides and decides."),
    StageKind.NATIONAL: _l("A national body takes the matter up."),
    StageKind.OUTSIDE: _l("An ombudsman or a court, outside the Compact."),
}
SHORT, LONG = 100, 3000
MOST = 365  # Of any unit: a time limit that nobody lives to see is none.


def number(label, *, help_text="", most: int = MOST) -> forms.IntegerField:
    """Return a field for a small number that may be left empty."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages={
            "invalid": _l("Enter a whole number, like 20"),
            "min_value": _l("Enter 1 or more"),
            "max_value": _l("Enter %(limit_value)s or less"),
        },
    )


class BeginForm(forms.Form):
    """From what a draft is begun."""

    source = forms.ChoiceField(
        label=_l("What do you begin from?"),
        widget=Radios(hints={PRESENT: _l("You change what you want to change, and the rest stays.")}),
    )

    fields: dict[str, Any]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ready = [(key, one.name) for key, one in READY_MADE.items()]
        self.fields["source"].choices = [(PRESENT, _("The procedure as it is now")), *ready]
        self.fields["source"].widget.hints |= {
            key: f"{one.about} {_('Source:')} {one.source}" for key, one in READY_MADE.items()
        }
        self.fields["source"].initial = PRESENT


class MarkedForm(forms.Form):
    """A form that remembers what it was filled from, so that nobody's change is written over unseen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    fields: dict[str, Any]
    now: str = ""
    theirs: list[dict[str, str]]
    changed: Any = _l(
        "Somebody else has changed this since you opened it. What you typed is still here: compare it, and save."
    )

    def __init__(self, *args, **kwargs):
        self.theirs = []
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.now

    def clean(self):
        """Refuse what was filled from something that has changed since; what was typed stays."""
        answers = super().clean() or {}
        if answers.get("seen", "") != self.now:
            self.data = self.data.copy()  # Once it has been compared, it may be saved knowingly.
            self.data[self.add_prefix("seen")] = self.now
            self.theirs = self._beside(answers)
            self.add_error(None, self.changed)
        return answers

    def _beside(self, typed: dict[str, Any]) -> list[dict[str, str]]:
        """What is saved now, where it differs from what was typed."""
        return [
            {"key": str(self[name].label), "value": self._in_words(name, self.initial.get(name)) or _("Nothing")}
            for name in self.fields
            if name != "seen" and name in typed and (typed[name] or None) != (self.initial.get(name) or None)
        ]

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return _("Yes") if value else _("No")
        if isinstance(field, forms.ChoiceField):
            labels = {str(key): str(label) for key, label in field.choices}
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(labels.get(str(one), "") for one in chosen)
        return "" if value is None else str(value)


class StageForm(MarkedForm):
    """Everything that a stage says."""

    name = forms.CharField(label=_l("What is this step called?"), max_length=SHORT)
    kind = forms.ChoiceField(
        label=_l("What kind of step is it?"), choices=StageKind.choices, widget=Radios(hints=KIND_HINTS)
    )
    text = forms.CharField(
        label=_l("What happens in it?"),
        help_text=_l("In the words of your Compact. It is public, and everybody in a dispute reads it."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    decides = forms.ChoiceField(label=_l("Who decides?"), choices=Decider.choices, widget=Radios)
    clock = forms.ChoiceField(
        label=_l("How long may it take?"),
        choices=Clock.choices,
        widget=Radios(
            hints={Clock.RESPONDENT: _l("As long as the body complained of tells the portal, else 20 working days.")}
        ),
    )
    amount = number(_l("How long, where the procedure sets the time"))
    unit = forms.ChoiceField(label=_l("Counted in"), choices=UNITS)
    starts = forms.ChoiceField(
        label=_l("From when is the time counted?"), widget=Radios, choices=(), required=False, initial=""
    )
    extend_by = number(
        _l("By how many working days may it be extended, once?"), help_text=_l("Leave empty if it may not."), most=60
    )
    silence = forms.CharField(
        label=_l("What does it mean if nobody does anything?"),
        help_text=_l("What the complainant may do when the other side stays silent, or the time has run out."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    exits = forms.MultipleChoiceField(
        label=_l("Where may it lead?"),
        help_text=_l("To steps after this one, of each kind one at most. A dispute can be settled at every step."),
        widget=Checkboxes,
        required=False,
    )
    anonymous = forms.BooleanField(
        label=_l("A group may keep its name back in this step"),
        help_text=_l("For an informal step, where a support body speaks for the group."),
        required=False,
    )
    only_serious = forms.BooleanField(
        label=_l("It takes serious breaches only"),
        help_text=_l("For a panel: its Chair first says whether the matter is taken on."),
        required=False,
    )

    def __init__(self, *args, draft: ProcedureDraft, key: str = "", after: str = "", **kwargs):
        self.draft, self.key, self.after = draft, key, after
        self.stage = draft.stage(key)
        self.now = redrafting.mark(self.stage) if self.stage else ""
        super().__init__(*args, initial=dict(self.stage or redrafting.NEW_STAGE), **kwargs)
        if key and not self.stage:
            self.changed = _("Somebody else has taken this step out. Save to add it again, as you have it here.")
        self.fields["starts"].choices = [("", _("Nothing: no time is set")), *Start.choices()]
        self.fields["exits"].choices = [
            (other["key"], f"{place} {other['name']}")
            for place, other in enumerate(draft.stages, 1)
            if other["key"] != key
        ]
        if not self.fields["exits"].choices:
            del self.fields["exits"]

    def clean(self):
        """Ask for a length where the procedure sets one; keep no length where it sets none."""
        answers = super().clean() or {}
        if answers.get("clock") != Clock.FIXED:
            answers["amount"] = None
        if answers.get("clock") == Clock.NONE:
            answers |= {"starts": "", "extend_by": None}
        return answers

    def save(self, *, by) -> None:
        """Write the stage into the draft; a stage that somebody took out meanwhile is added again."""
        answers = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        answers["exits"] = list(answers.get("exits", []))
        if self.stage:
            self.draft.revise_stage(self.key, by=by, **answers)
        else:
            self.draft.add_stage(by=by, after=self.after, **answers)


class RouteForm(MarkedForm):
    """A body or court outside: what it takes, its time limit, and whether it is open."""

    name = forms.CharField(label=_l("What is it called?"), max_length=120)
    text = forms.CharField(
        label=_l("What does it take?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    amount = number(
        _l("Time limit"), help_text=_l("Counted from the decision that is complained of. Leave empty if there is none.")
    )
    unit = forms.ChoiceField(label=_l("Counted in"), choices=UNITS, initial=Unit.MONTHS.value)
    ombudsman = forms.BooleanField(
        label=_l("It is an ombudsman"),
        help_text=_l("Then a dispute names the ombudsman of the body that is complained of."),
        required=False,
    )
    closed_on = DayMonthYearField(
        label=_l("Last day on which it took anything"),
        help_text=_l("Only for what has closed. After that day it is shown as closed, and nobody can choose it."),
        required=False,
    )

    def __init__(self, *args, draft: ProcedureDraft, key: str, route_key: str = "", **kwargs):
        self.draft, self.key, self.route_key = draft, key, route_key
        stage = draft.stage(key) or {}
        self.route = redrafting.found(stage.get("routes", []), route_key)
        self.now = redrafting.mark(self.route) if self.route else ""
        initial = redrafting.route_fields(self.route) if self.route else {}
        super().__init__(*args, initial=initial, **kwargs)

    def save(self, *, by) -> None:
        """Write it into the stage."""
        answers = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        closed_on = answers["closed_on"]
        answers |= {"closed_on": closed_on.isoformat() if closed_on else ""}
        self.draft.put_route(self.key, answers, by=by, route_key=self.route_key if self.route else "")


class OverAllForm(MarkedForm):
    """What holds for the whole procedure."""

    presides = forms.ChoiceField(label=_l("Who presides?"), choices=Presides.choices, widget=Radios)
    overall_amount = number(
        _l("How long may everything together take?"),
        help_text=_l("From the day a dispute is raised until it leaves the Compact. Leave empty if no time is set."),
    )
    overall_unit = forms.ChoiceField(label=_l("Counted in"), choices=UNITS)

    def __init__(self, *args, draft: ProcedureDraft, **kwargs):
        self.draft = draft
        self.now = redrafting.mark([draft.presides, draft.overall_amount, draft.overall_unit])
        initial = {
            "presides": draft.presides,
            "overall_amount": draft.overall_amount,
            "overall_unit": draft.overall_unit or Unit.MONTHS.value,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def save(self, *, by) -> None:
        """Write it into the draft."""
        self.draft.rule_over_all(
            by=by, **{name: self.cleaned_data[name] for name in self.base_fields if name != "seen"}
        )


class StepForm(forms.Form):
    """One press on a page of the draft, which counts only while the draft is as that page showed it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def claim(self, draft: ProcedureDraft) -> None:
        """Raise Overtaken where the draft has moved on since the page was opened."""
        if not self.is_valid() or self.cleaned_data["revision"] != draft.revision:
            raise Overtaken(
                _("Somebody else has changed the draft since you opened this page. Here it is as it stands now.")
            )


class AdoptForm(StepForm):
    """Adopting a draft is confirmed."""

    sure = forms.BooleanField(label=_l("New disputes begin under this procedure from today"))

"""What the steps ask that end a dispute: an outcome point by point, a proposal, its signing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.renderer import DayMonthYearField, Radios
from disputes.actions.settling import agree_and_print
from disputes.forms.steps import StepForm, long_text
from disputes.models.outcomes import all_in_all, points_of
from disputes.words import Outcome, Party, RemedyMet

SIDES = (Party.COMPLAINANT, Party.RESPONDENT)
MOST_TASKS = 4
MOST_TYPED = 120


class OutcomeForm(StepForm):
    """What came of it, against what was asked for: point by point, where several things were asked for."""

    outcome = forms.ChoiceField(label=_l("What came of it?"), choices=Outcome.choices, widget=Radios)
    remedy_met = forms.ChoiceField(
        label=_l("How much of what was asked for?"), choices=RemedyMet.choices, widget=Radios
    )
    field_order = ["moves", "outcome", "remedy_met", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.points = points_of(self.dispute.remedy)
        if len(self.points) > 1:
            del self.fields["remedy_met"]
            note = self.fields.pop("note")
            for place, asked in enumerate(self.points):
                self.fields[f"met_{place}"] = forms.ChoiceField(
                    label=_("How much of this? “%(asked)s”") % {"asked": Truncator(asked).chars(200)},
                    choices=RemedyMet.choices,
                    widget=Radios,
                    error_messages={"required": _("Say how much of each thing asked for there was")},
                )
                self.fields[f"words_{place}"] = forms.CharField(
                    label=_("In words, about “%(asked)s”") % {"asked": Truncator(asked).chars(60)},
                    max_length=500,
                    required=False,
                )
            self.fields["note"] = note

    def save(self, *, by):
        """Take the step."""
        answers = self.cleaned_data
        met = [answers.get(f"met_{place}", "") for place in range(len(self.points))]
        points: list[dict[str, str]] = []
        if len(self.points) > 1:
            said = [answers[f"words_{place}"] for place in range(len(self.points))]
            trio = zip(self.points, met, said, strict=True)
            points = [{"asked": asked, "met": how, "words": words} for asked, how, words in trio]
        elif self.points:
            points = [{"asked": self.points[0], "met": answers["remedy_met"], "words": ""}]
        return getattr(self.dispute, self.action.verb)(
            by=by,
            outcome=answers["outcome"],
            remedy_met=answers.get("remedy_met") or all_in_all(met),
            note=answers["note"],
            points=points,
        )


class SignedForm(StepForm):
    """A step that is signed by a named person, in an office."""

    name = forms.CharField(label=_l("Your full name"), max_length=MOST_TYPED)
    office = forms.CharField(
        label=_l("Your office"), max_length=MOST_TYPED, help_text=_l("For example: treasurer, or head of grants")
    )
    confirmed = forms.BooleanField(
        label=_l("I may sign this for the organisation that I act for"),
        error_messages={"required": _l("Tick that you may sign this for your organisation")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.dispute.held_back and not self.dispute.shown_at:
            self.fields["name"].help_text = _(
                "Both parties read this name. While the complainant's name is held back, its support body signs."
            )


class ProposalForm(SignedForm):
    """A settlement: its words, what is to be done by whom by when, and what came of it."""

    initial: dict[str, Any]

    note = long_text(
        _l("What do you both agree?"),
        help_text=_l("The other party signs exactly these words. Say what each accepts, and what is settled by it."),
    )
    outcome = forms.ChoiceField(label=_l("What came of it?"), choices=Outcome.choices, widget=Radios)
    remedy_met = forms.ChoiceField(
        label=_l("How much of what was asked for?"), choices=RemedyMet.choices, widget=Radios
    )

    def __init__(self, *args, follows=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.follows = follows
        signing = {name: self.fields.pop(name) for name in ("name", "office", "confirmed")}
        for place in range(1, MOST_TASKS + 1):
            self._add_task(place)
        self.fields |= signing
        self.order_fields(["moves", "note"])
        if follows:
            self._start_from(follows)

    def _add_task(self, place: int) -> None:
        number = {"number": place}
        self.fields[f"what_{place}"] = forms.CharField(
            label=_("Remedy %(number)s: what is to be done?") % number,
            required=False,
            max_length=1000,
            help_text=_("Leave it empty where nothing more is to be done.") if place == 1 else "",
        )
        self.fields[f"owed_by_{place}"] = forms.ChoiceField(
            label=_("Remedy %(number)s: who does it?") % number,
            choices=[("", _("Nobody yet")), *((side.value, side.label) for side in SIDES)],
            required=False,
        )
        self.fields[f"due_on_{place}"] = DayMonthYearField(
            label=_("Remedy %(number)s: by when?") % number, required=False, earliest=timezone.localdate
        )

    def _start_from(self, follows) -> None:
        self.initial |= {"note": follows.terms, "outcome": follows.outcome, "remedy_met": follows.remedy_met}
        for place, task in enumerate(follows.tasks[:MOST_TASKS], 1):
            self.initial |= {f"{name}_{place}": task[name] for name in ("what", "owed_by", "due_on")}

    def clean(self):
        """Want all of a remedy or nothing of it."""
        answers = super().clean() or {}
        for place in range(1, MOST_TASKS + 1):
            names = [f"{name}_{place}" for name in ("what", "owed_by", "due_on")]
            given = [name for name in names if answers.get(name)]
            for name in names:
                if given and name not in given and name not in self.errors:
                    self.add_error(name, self._missing(name, place))
        return answers

    @staticmethod
    def _missing(name: str, place: int) -> ValidationError:
        sentences = {
            "what": _("Enter what is to be done for remedy %(number)s"),
            "owed_by": _("Choose who does remedy %(number)s"),
            "due_on": _("Enter by when remedy %(number)s is done, like 27 3 2027"),
        }
        return ValidationError(sentences[name.rpartition("_")[0]] % {"number": place})

    def proposed(self) -> dict[str, Any]:
        """What was typed, as the verbs want it."""
        answers = self.cleaned_data
        tasks = [
            {
                "what": answers[f"what_{place}"],
                "owed_by": answers[f"owed_by_{place}"],
                "due_on": answers[f"due_on_{place}"].isoformat(),
            }
            for place in range(1, MOST_TASKS + 1)
            if answers[f"what_{place}"]
        ]
        kept = ("note", "outcome", "remedy_met", "name", "office")
        return {name: answers[name] for name in kept} | {"remedies": tasks}

    def save(self, *, by):
        """Propose it, in place of the other party's proposal where there is one."""
        if self.follows:
            return self.dispute.counter(by=by, digest=self.follows.digest, **self.proposed())
        return self.dispute.propose(by=by, **self.proposed())


class AgreeForm(SignedForm):
    """Sign exactly what the other party proposed: the digest of what was shown comes back with the form."""

    note = None  # type: ignore[assignment]
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal = self.dispute.open_proposal()
        self.fields["digest"].initial = self.proposal.digest if self.proposal else ""

    def save(self, *, by):
        """Sign it, and have the paper of both signatures made."""
        answers = {name: self.cleaned_data[name] for name in ("digest", "name", "office")}
        return agree_and_print(self.dispute, by=by, **answers)


class ProposalNoteForm(StepForm):
    """Words with which a proposal is turned down or taken back."""

    note = long_text(
        _l("Anything to add?"),
        required=False,
        help_text=_l("The other party reads this, and the mediator while there is one. Nobody else does."),
    )

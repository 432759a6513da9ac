"""What the pages ask for on which a draft is cut, joined, moved and numbered."""

from datetime import UTC, datetime

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.cutting import split_points
from compact_portal.compacts.forms.fields import ReasonField, check_number, offer
from compact_portal.compacts.models import Clause
from compact_portal.renderer import Radios

MOST_CUTS = 80
WORDS = 8  # Of a text on either side of a cut.
NEVER = datetime(1, 1, 2, tzinfo=UTC)


class MomentField(forms.CharField):
    """The moment of the state that a form was filled from; NEVER, which no state equals, when that cannot be told."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value) -> datetime:
        """Return the moment."""
        try:
            return datetime.fromisoformat(value or "")
        except ValueError:
            return NEVER

    def prepare_value(self, value):
        """Return a moment as it is sent along."""
        return value.isoformat() if isinstance(value, datetime) else value


class ClauseStepForm(forms.Form):
    """A step on one clause of a draft: `key` and `seen` tell which clause, and which state of it, was on the page."""

    key = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = MomentField()

    def __init__(self, *args, clause: Clause, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.clause = clause
        self.initial = {**self.initial, "key": clause.pk, "seen": clause.updated_at}

    @property
    def seen_before_a_change(self) -> bool:
        """Whether the clause was changed since the state that was on the page."""
        return self.cleaned_data.get("seen", NEVER) != self.clause.updated_at


class DeleteForm(ClauseStepForm):
    """Why a clause is deleted, and what becomes of those under it."""

    under = forms.ChoiceField(label=_("What becomes of the clauses under it?"), widget=Radios)
    reason = ReasonField()

    def __init__(self, *args, count: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not count:
            del self.fields["under"]
            return
        deleted = _t("They are deleted too: %(count)d") % {"count": count}
        offer(self, "under", [("raise", _t("They move up into its place")), ("delete", deleted)])


class SplitForm(ClauseStepForm):
    """Where to cut the text of a clause in two, and the number of the second piece."""

    at = forms.TypedChoiceField(label=_("Where does the second piece begin?"), widget=Radios, coerce=int)
    number = forms.CharField(
        label=_("Number of the second piece"),
        max_length=80,
        help_text=_("The first piece keeps its number."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    reason = ReasonField()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        body = self.clause.body
        self.cuts = split_points(body)[:MOST_CUTS]
        offer(self, "at", [(at, f"… {_last_words(body[:at])} ⁄ {_first_words(body[at:])} …") for at in self.cuts])

    def clean_number(self) -> str:
        """Return a number that no other clause of the edition has."""
        return check_number(self.cleaned_data["number"], self.clause.edition)


class MergeForm(ClauseStepForm):
    """With which neighbour to merge a clause."""

    other = forms.TypedChoiceField(label=_("Merge it with"), widget=Radios, coerce=int)
    seen_before = MomentField()
    seen_after = MomentField()
    reason = ReasonField()

    def __init__(self, *args, before: Clause | None, after: Clause | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.neighbours = {"seen_before": before, "seen_after": after}
        words = {"seen_before": _t("The one before: %(clause)s"), "seen_after": _t("The one after: %(clause)s")}
        choices = []
        for name, other in self.neighbours.items():
            if other:
                self.initial[name] = other.updated_at
                choices.append((other.pk, words[name] % {"clause": short(other)}))
        offer(self, "other", choices)

    def chosen(self) -> tuple[Clause, datetime]:
        """The neighbour to merge with, and the moment of the state in which it was seen."""
        for name, other in self.neighbours.items():
            if other and other.pk == self.cleaned_data["other"]:
                return other, self.cleaned_data[name]
        raise LookupError


class PlaceForm(forms.Form):
    """Where to move a clause."""

    key = forms.IntegerField(widget=forms.HiddenInput, required=False)
    stood = forms.CharField(widget=forms.HiddenInput, required=False)
    where = forms.ChoiceField(label=_("Where to?"), widget=Radios)
    target = forms.TypedChoiceField(
        label=_("Which other clause?"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Only where the place is after or inside another clause."),
    )
    reason = ReasonField()

    def __init__(self, *args, clause: Clause, others: list[tuple[Clause, int]], stood: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.others: dict[int | None, Clause] = {other.pk: other for other, _depth in others}
        self.initial = {**self.initial, "key": clause.pk, "stood": stood}
        wheres = [
            ("after", _t("After another clause, beside it")),
            ("inside", _t("Inside another clause, last")),
            ("inside_first", _t("Inside another clause, first")),
            *([("out", _t("Out of %(parent)s, after it") % {"parent": clause.parent.number})] if clause.parent else []),
            ("begin", _t("To the very beginning")),
            ("end", _t("To the very end")),
        ]
        offer(self, "where", wheres)
        targets = [(other.pk, "\N{NO-BREAK SPACE}" * 4 * depth + short(other)) for other, depth in others]
        offer(self, "target", [("", _t("Choose a clause")), *targets])

    def clean(self):
        """Ask for a clause where the place is told by one."""
        super().clean()
        needed = self.cleaned_data.get("where") in {"after", "inside", "inside_first"}
        if needed and "target" not in self.errors and not self.cleaned_data.get("target"):
            self.add_error("target", _t("Choose the clause that tells the place."))
        return self.cleaned_data

    def place(self, clause: Clause) -> dict[str, Clause | None]:
        """Where to put it: `inside` which clause, `after` which of those there."""
        where = self.cleaned_data["where"]
        target = self.others.get(self.cleaned_data["target"])
        if where == "after" and target:
            return {"inside": self.others.get(target.parent_id), "after": target}
        if where == "inside_first":
            return {"inside": target, "after": None}
        if where == "out" and clause.parent:
            return {"inside": self.others.get(clause.parent.parent_id), "after": clause.parent}
        if where == "begin":
            return {"inside": None, "after": None}
        inside = target if where == "inside" else None
        last = [other for other in self.others.values() if other.parent_id == (inside.pk if inside else None)]
        return {"inside": inside, "after": last[-1] if last else None}


class DescentForm(ClauseStepForm):
    """From which clause of the edition before a clause goes on."""

    previous = forms.TypedChoiceField(
        label=_("Which clause does it go on from?"), coerce=int, required=False, empty_value=None
    )
    others = forms.CharField(
        label=_("Was it made of others too?"),
        required=False,
        max_length=400,
        help_text=_("Their numbers, like 4.3, 4.5. Leave it empty where it goes on from one clause only."),
    )
    reason = ReasonField()

    def __init__(self, *args, before: list[Clause], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.before: dict[int | None, Clause] = {clause.pk: clause for clause in before}
        offer(self, "previous", [("", _t("None: it is new")), *((clause.pk, short(clause)) for clause in before)])

    def clean_previous(self) -> Clause | None:
        """Return the clause."""
        return self.before.get(self.cleaned_data["previous"])

    def clean_others(self) -> list[Clause]:
        """Return the clauses that have these numbers, or name a number that none has."""
        by_number = {clause.number: clause for clause in self.before.values()}
        numbers = self.cleaned_data["others"].replace(",", " ").replace(";", " ").split()
        if unknown := [number for number in numbers if number.casefold() not in by_number]:
            raise forms.ValidationError(
                _t("The edition before has no clause %(number)s. Give numbers that it has.") % {"number": unknown[0]}
            )
        return [by_number[number.casefold()] for number in dict.fromkeys(numbers)]

    def clean(self):
        """Ask for the first where others are given."""
        super().clean()
        if self.cleaned_data.get("others") and not self.cleaned_data.get("previous") and "previous" not in self.errors:
            self.add_error("previous", _t("Choose the clause that it mainly goes on from."))
        return self.cleaned_data


class RenumberForm(forms.Form):
    """The numbers were seen, and are to be given."""

    seen = MomentField()
    reason = ReasonField()


class GoBackForm(forms.Form):
    """The earlier state was seen, and is wanted again."""

    seen = MomentField()
    reason = ReasonField()


def short(clause: Clause) -> str:
    """A clause in a line: its number and how its words begin."""
    words = clause.heading or " ".join(clause.body.split())
    return Truncator(f"{clause.number} {words}").chars(70)


def _first_words(text: str) -> str:
    return " ".join(text.split()[:WORDS])


def _last_words(text: str) -> str:
    return " ".join(text.split()[-WORDS:])

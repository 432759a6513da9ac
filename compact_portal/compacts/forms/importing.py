"""How a new edition begins, and what is read from a file arranged."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts import actions
from compact_portal.compacts.arranging import Step
from compact_portal.compacts.forms.fields import MOST_NAMED, LabelField, TypeField, free_label
from compact_portal.compacts.importing import NotAText, ParsedText, parse, parse_file
from compact_portal.compacts.importing.refusals import MOST_BYTES
from compact_portal.compacts.lifecycle import FROZEN
from compact_portal.compacts.models import Edition, Text
from compact_portal.compacts.starters import starters_for
from compact_portal.renderer import Radios


class BeginForm(forms.Form):
    """How a new edition begins: from the one before, a model, a file, or empty."""

    label = LabelField()
    way = forms.ChoiceField(
        label=_("What do you want to begin from?"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what you want to begin from.")),
    )

    def __init__(self, *args, text: Text, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.before = text.editions.filter(state__in=sorted(FROZEN)).order_by("-ordinal").first()
        models = starters_for(text.kind)
        choices = [("file", _("A file, or pasted text")), *((one.name, one.label) for one in models)]
        hints = {one.name: one.hint for one in models} | {
            "file": _("Word, OpenDocument, a web page, PDF or plain text: you see what was found before it is saved"),
            "empty": _("You write clause by clause"),
            "before": _("All of its clauses, each still tied to the one that it came from"),
        }
        if self.before:
            label = _t("The edition %(label)s (%(state)s)")
            words = {"label": self.before.label, "state": self.before.get_state_display().lower()}
            choices.insert(0, ("before", label % words))
        way = self.fields["way"]
        way.widget = Radios(hints=hints)
        way.choices = [*choices, ("empty", _("An empty draft"))]

    def clean_label(self) -> str:
        """Return a label that the text does not have yet."""
        return free_label(self.text, self.cleaned_data["label"])

    def save(self, *, by) -> Edition:
        """Begin the edition as asked (not from a file: that has a page of its own)."""
        label, way = self.cleaned_data["label"], self.cleaned_data["way"]
        if way == "before":
            return actions.begin_from(self.before, label, by=by)
        if way == "empty":
            return Edition.begin(self.text, label, by=by)
        return actions.begin_from_model(self.text, label, way, by=by)


class ImportForm(forms.Form):
    """A text to read: a file, or pasted words. After `is_valid`, `parsed` is what was read."""

    label = LabelField()
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "Word (.docx), OpenDocument (.odt), a web page (.html), PDF with text in it, Markdown, plain text, or an "
            "edition that a portal gave away as JSON. At most 20 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx,.odt,.html,.htm,.pdf,.md,.txt,.json"}),
    )
    words = forms.CharField(
        label=_("Or paste the text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12})
    )

    parsed: ParsedText

    def __init__(self, *args, text, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def clean_label(self) -> str:
        """Return a label that the text does not have yet."""
        return free_label(self.text, self.cleaned_data["label"])

    def clean(self):
        """Read the text, and say what is wrong where it was given."""
        super().clean()
        cleaned = self.cleaned_data
        file = cleaned.get("file")
        if "file" in self.errors or "words" in self.errors:
            return cleaned
        if not file and not cleaned.get("words", "").strip():
            self.add_error("file", _t("Choose a file, or paste the text below."))
            return cleaned
        try:
            self.parsed = parse_file(file.read(MOST_BYTES + 1)) if file else parse(cleaned["words"])
        except NotAText as error:
            self.add_error("file" if file else "words", str(error))
        return cleaned


class ArrangeForm(forms.Form):
    """A step of arranging what was read: `do` names it, `rows` are the clauses chosen, `version` the state seen."""

    STEPS = {
        "join": _("Joined with the one before"),
        "up": _("Moved up"),
        "down": _("Moved down"),
        "in": _("Moved in"),
        "out": _("Moved out"),
        "retype": _("Type changed"),
        "leave_out": _("Left out"),
        "renumber": _("Numbered afresh"),
        "split": _("Split in two"),
        "points": _("Points made clauses"),
        "put_back": _("Put back"),
    }

    do = forms.ChoiceField(choices=list(STEPS.items()))
    version = forms.IntegerField()
    rows = forms.TypedMultipleChoiceField(coerce=int, required=False)
    type = TypeField(required=False)
    under = forms.BooleanField(required=False)
    at = forms.IntegerField(required=False, min_value=0)
    as_clause = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args, pending, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.pending = pending
        self.arranged = pending.arranged()
        self.fields["rows"].choices = [(row.key, row.number) for row in self.arranged.rows]

    def take(self, *, by) -> list[int]:
        """Take the step, and return the keys of the clauses to look at next. Raises NotArranged, OutOfDate."""
        asked = self.cleaned_data
        rows = self.arranged.and_under(asked["rows"]) if asked["under"] and asked["rows"] else asked["rows"]
        row = rows[0] if rows else 0
        as_clause = asked["as_clause"] is not None
        at = asked["as_clause"] if as_clause else asked["at"] or 0
        steps: dict[str, Step] = {
            "join": lambda text: text.join(rows),
            "up": lambda text: text.move(rows, up=True),
            "down": lambda text: text.move(rows, up=False),
            "in": lambda text: text.move_in(rows),
            "out": lambda text: text.move_out(rows),
            "retype": lambda text: text.retype(rows, *asked["type"]),
            "leave_out": lambda text: text.leave_out(rows),
            "renumber": lambda text: text.renumber(),
            "split": lambda text: text.split(row, at),
            "points": lambda text: text.points(row, *asked["type"]),
            "put_back": lambda text: text.put_back(at, as_clause=as_clause),
        }
        made = self.pending.take(steps[asked["do"]], self.what, by=by, seen=asked["version"])
        return [made] if asked["do"] in ("split", "put_back") else rows

    @property
    def what(self) -> str:
        """The step in a few words."""
        numbers = [row.number for row in self.arranged.rows if row.key in set(self.cleaned_data["rows"])]
        more = " …" if len(numbers) > MOST_NAMED else ""
        step = str(self.STEPS[self.cleaned_data["do"]])
        return f"{step}: {', '.join(numbers[:MOST_NAMED])}{more}" if numbers else step


class RowForm(forms.Form):
    """Number, heading and type of one clause that is being arranged."""

    number = forms.CharField(
        label=_("Number"),
        max_length=80,
        help_text=_("How it is cited, like 4.3."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    type = TypeField(widget=Radios)
    heading = forms.CharField(label=_("Heading"), max_length=250, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, pending, row, **kwargs) -> None:
        first = {
            "number": row.number,
            "heading": row.heading,
            "type": row.type,
            "version": pending.version,
        }
        super().__init__(*args, initial=first, **kwargs)
        self.pending = pending
        self.row = row

    def save(self, *, by) -> None:
        """Take the step. Raises NotArranged, OutOfDate."""
        asked = self.cleaned_data
        kind, owed_by = asked["type"]
        words = {"number": asked["number"], "heading": asked["heading"], "kind": kind, "owed_by": owed_by}
        what = _t("Changed: %(number)s") % {"number": self.row.number}
        self.pending.take(lambda text: text.edit(self.row.key, **words), what, by=by, seen=asked["version"])


class AcceptForm(forms.Form):
    """The name of the edition that an import becomes."""

    label = LabelField()
    version = forms.IntegerField(widget=forms.HiddenInput)

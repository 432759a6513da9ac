"""What the pages of the compacts app ask for."""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts import actions
from compact_portal.compacts.arranging import Step
from compact_portal.compacts.importing import NotAText, ParsedText, parse, parse_file
from compact_portal.compacts.importing.refusals import MOST_BYTES
from compact_portal.compacts.importing.tree import RESERVED
from compact_portal.compacts.kinds import ClauseKind, Nation, OwedBy
from compact_portal.compacts.lifecycle import FROZEN
from compact_portal.compacts.models import Clause, EasyRead, Edition, Text, Translation
from compact_portal.compacts.starters import starters_for
from compact_portal.renderer import Radios

STATES = [
    ("current", _("In force")),
    ("refreshing", _("In force, and being refreshed")),
    ("consultation", _("Out to consultation")),
    ("draft", _("Being written")),
    ("lapsed", _("Lapsed")),
    ("none", _("No current agreement")),
]
MOST_NAMED = 5
LONGEST_KEY = 18  # Digits that fit into the integers of both databases.
RESERVED_EDITIONS = frozenset({"begin", "editions", "import"})  # Addresses beside the editions of a text.


class DirectoryForm(forms.Form):
    """Which Compacts to list."""

    is_filter = True

    place = forms.CharField(label=_("Place or name"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Any")), *STATES], required=False)
    nation = forms.ChoiceField(label=_("Nation"), choices=[("", _("Any")), *Nation.choices], required=False)

    def chosen(self, compacts) -> list:
        """The Compacts of a queryset that were asked for; what cannot be understood is not a filter."""
        self.is_valid()
        asked = self.cleaned_data
        if place := " ".join(asked.get("place", "").split()):
            compacts = compacts.covering(place)
        if nation := asked.get("nation"):
            compacts = compacts.filter(nation=nation)
        state = asked.get("state")
        return [compact for compact in compacts.with_editions() if not state or compact.state == state]


class CompareForm(forms.Form):
    """Which two of some editions to compare."""

    is_filter = True

    before = forms.ChoiceField(label=_("From edition"))
    after = forms.ChoiceField(label=_("To edition"))

    def __init__(self, *args, editions, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [(edition.slug, f"{edition.label} ({edition.get_state_display().lower()})") for edition in editions]
        for name in ("before", "after"):
            offer(self, name, choices)

    def clean(self):
        """Ask for two editions."""
        super().clean()
        if self.cleaned_data.get("before") == self.cleaned_data.get("after") and not self.errors:
            self.add_error("after", _t("Choose another edition than the first."))
        return self.cleaned_data


class LabelField(forms.CharField):
    """How people call an edition: it also makes its address."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            label=_("Name of the edition"),
            help_text=_("How people will call it, like “2027” or “revised”. It becomes part of every address."),
            max_length=60,
            **kwargs,
        )

    def clean(self, value):
        """Return a label whose address is not taken by a page."""
        label = super().clean(value)
        if not slugify(label):
            raise ValidationError(_t("Use letters or digits in the name of the edition."))
        if slugify(label) in RESERVED_EDITIONS:
            raise ValidationError(_t("That name is the address of another page. Choose another."))
        return label


def free_label(text: Text, label: str) -> str:
    """Return a label that a text does not have yet, or raise ValidationError."""
    if text.editions.filter(slug=slugify(label)).exists():
        raise ValidationError(_t("This text already has an edition of that name. Choose another label."))
    return label


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


def offer(form: forms.BaseForm, name: str, choices) -> None:
    """Give a field of a form its choices, which only the form's data can tell."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said to the type checker.
    field.choices = choices


class ReasonField(forms.CharField):
    """Why something was changed: it stands in the history beside who and when."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("label", _("Why"))
        kwargs.setdefault("help_text", _("For the history. A few words will do."))
        super().__init__(required=False, max_length=500, **kwargs)


def keys_of(given: Iterable[str]) -> list[int]:
    """The keys among what a page sent, in its order; what cannot be a key is left out."""
    return [int(key) for key in given if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY]


def check_number(number: str, edition, *, of: Clause | None = None) -> str:
    """Return a number that a clause of an edition may have, or raise ValidationError."""
    Clause._meta.get_field("number").run_validators(number)
    if number in RESERVED:
        raise ValidationError(_t("That is the address of another page. Choose another number."))
    if edition.clauses.filter(number=number).exclude(pk=of.pk if of else None).exists():
        raise ValidationError(_t("Another clause of this edition has that number. Choose another."))
    return number


class ClauseForm(forms.ModelForm):
    """A clause of a draft. `seen` tells which state of it the form was filled from."""

    number = forms.CharField(
        label=_("Number"),
        max_length=80,
        help_text=_("How it is cited, like 4.3. Once the edition is agreed it stays for ever."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=ClauseKind,
        widget=Radios(
            hints={
                ClauseKind.SECTION: _("A heading, with or without text, under which others stand"),
                ClauseKind.COMMITMENT: _("What one sector, or both, will do"),
                ClauseKind.DEFINITION: _("What a word means: the word as heading, its meaning as text"),
            }
        ),
    )
    owed_by = forms.ChoiceField(
        label=_("Who owes it"),
        choices=OwedBy,
        required=False,
        widget=Radios,
        help_text=_("Only for a commitment."),
    )
    heading = forms.CharField(label=_("Heading"), max_length=250, required=False)
    body = forms.CharField(
        label=_("Text"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("An empty line begins a new paragraph; a line that begins with a hyphen is a point of a list."),
    )
    reason = ReasonField()
    key = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Clause
        fields = ["number", "kind", "owed_by", "heading", "body"]

    def __init__(self, *args, edition, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        if self.instance.pk:
            self.initial.setdefault("seen", self.instance.updated_at.isoformat())
            self.initial.setdefault("key", self.instance.pk)

    def clean_number(self) -> str:
        """Return a number that no other clause of the edition has."""
        return check_number(self.cleaned_data["number"], self.edition, of=self.instance)

    def clean_body(self) -> str:
        """Return the text with its line ends as everywhere else."""
        return self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n").strip()

    def clean_seen(self) -> datetime | None:
        """Return the moment of the state that the form was filled from; None when that cannot be told."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def clean(self):
        """Ask who owes a commitment, and for words."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("kind") == ClauseKind.COMMITMENT and not cleaned.get("owed_by"):
            self.add_error("owed_by", _t("Choose who owes this commitment."))
        elif cleaned.get("kind") != ClauseKind.COMMITMENT:
            cleaned["owed_by"] = ""
        if "body" not in self.errors and not cleaned.get("heading") and not cleaned.get("body"):
            self.add_error("body", _t("Enter a heading or a text."))
        return cleaned

    def over(self, now: Clause) -> "ClauseForm":
        """The same form with the same words, ready to be saved over the clause as it stands now."""
        data = {**self.data.dict(), "seen": now.updated_at.isoformat()}
        form = ClauseForm(data, instance=Clause.objects.get(pk=now.pk), edition=self.edition)
        form.is_valid()
        form.add_error(
            None, _t("Somebody else has changed this clause since you opened it. Your words are still here.")
        )
        return form

    @property
    def words(self) -> dict:
        """The fields of the clause, as they were typed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def _type_of(sector: OwedBy) -> Promise:
    return format_lazy(_("Commitment: {sector}"), sector=sector.label)


#: What a clause may be, with who owes it: the values of `kind` and `owed_by`, parted by a blank.
TYPES = [
    *((kind.value, kind.label) for kind in ClauseKind if kind != ClauseKind.COMMITMENT),
    *((f"{ClauseKind.COMMITMENT} {sector}", _type_of(sector)) for sector in OwedBy),
]


class TypeField(forms.ChoiceField):
    """What a clause is, with who owes it. Cleans to the two."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**({"label": _("What it is"), "choices": TYPES} | kwargs))

    def clean(self, value) -> tuple[str, str]:
        """Return kind and sector, both empty where nothing was chosen."""
        kind, _blank, owed_by = super().clean(value).partition(" ")
        return kind, owed_by


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


class SeenForm(forms.Form):
    """A form that remembers which state of a record it was filled from: `seen`, its `updated_at`, empty for none."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> datetime | None:
        """Return the moment, or None where there was no record."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def refilled(self, now, **more):
        """The same form with the same words, as if filled from the record as it stands now; its error stays."""
        data = {**self.data.dict(), "seen": now.updated_at.isoformat() if now else ""}
        form = type(self)(data, **more)
        form.full_clean()
        for error in self.non_field_errors():
            form.add_error(None, error)
        return form


class WelshForm(SeenForm):
    """The Welsh of a clause."""

    heading = forms.CharField(
        label=_("Heading in Welsh"), max_length=250, required=False, widget=forms.TextInput(attrs={"lang": "cy"})
    )
    body = forms.CharField(
        label=_("Text in Welsh"),
        help_text=_("Markdown, as in the English. Leave all empty to take the Welsh away."),
        required=False,
        widget=forms.Textarea(attrs={"lang": "cy", "rows": 8}),
    )

    def __init__(self, *args, clause, translation=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.clause = clause
        if not clause.heading:
            del self.fields["heading"]
        if not clause.body:
            del self.fields["body"]
        if translation:
            self.initial.update(
                {
                    "heading": translation.heading,
                    "body": translation.body,
                    "seen": translation.updated_at.isoformat(),
                }
            )

    def save(self, *, by) -> None:
        """Write the Welsh. Raises NotAllowed where somebody else has written since."""
        asked = self.cleaned_data
        words = {name: asked.get(name, "") for name in ("heading", "body")}
        Translation.write(self.clause, **words, by=by, seen=asked["seen"])

    def again(self, now):
        """The same words, to be saved over those of somebody else."""
        return self.refilled(now, clause=self.clause)


class EasyReadForm(SeenForm):
    """The easy-read version of an edition."""

    body = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown. Short sentences, one idea in each. ## begins a heading, - a point of a list."),
        widget=forms.Textarea(attrs={"rows": 20}),
    )
    published = forms.BooleanField(label=_("Everybody may read it now"), required=False)

    def __init__(self, *args, edition, easy=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        if easy:
            self.initial.update(
                {
                    "body": easy.body,
                    "published": bool(easy.published_at),
                    "seen": easy.updated_at.isoformat(),
                }
            )

    def save(self, *, by) -> EasyRead:
        """Write it. Raises NotAllowed where somebody else has written since."""
        asked = self.cleaned_data
        return EasyRead.write(self.edition, body=asked["body"], published=asked["published"], by=by, seen=asked["seen"])

    def again(self, now):
        """The same words, to be saved over those of somebody else."""
        return self.refilled(now, edition=self.edition)

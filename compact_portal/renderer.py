"""The GOV.UK look and words of every form: set as FORM_RENDERER, so that ``{{ form }}`` is enough.

A field is drawn by templates/components/field.html. Errors that Django words for a programmer
("This field is required.") are said here in words that tell what to do; a form that brings
its own words keeps them.
"""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.forms.widgets import Input
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: GOV.UK Frontend's class for each kind of widget; any other input is a text input.
CLASSES: dict[type[forms.Widget], str] = {
    forms.CheckboxInput: "govuk-checkboxes__input",
    forms.CheckboxSelectMultiple: "govuk-checkboxes__input",
    forms.RadioSelect: "govuk-radios__input",
    forms.Select: "govuk-select",
    forms.Textarea: "govuk-textarea",
    forms.FileInput: "govuk-file-upload",
    Input: "govuk-input",
}

#: The classes of inputs that can themselves be marked as wrong.
INPUTS = ("govuk-input", "govuk-textarea", "govuk-select")

#: Templates of ours that stand in for Django's.
TEMPLATES = {
    "django/forms/widgets/radio.html": "components/radios.html",
    "django/forms/widgets/checkbox_select.html": "components/checkboxes.html",
    "django/forms/widgets/clearable_file_input.html": "components/file.html",
    "django/forms/errors/list/default.html": "components/errors.html",
    "django/forms/errors/list/ul.html": "components/errors.html",
}


# Labels that begin so stand in a sentence without an article: "Enter your name", "Enter what happened".
WITHOUT_ARTICLE = {"a", "an", "the", "your", "its", "their", "what", "who", "why", "how", "when", "where", "which"}


def in_a_sentence(label: str) -> str:
    """Return a label as it reads inside a sentence: "Your name" is "your name", "PDF" is "the PDF"."""
    words = label if len(label) > 1 and label[1].isupper() else label[:1].lower() + label[1:]
    if not words or words.split()[0] in WITHOUT_ARTICLE:
        return words
    return _("the %(label)s") % {"label": words}


class PortalBoundField(BoundField):
    """A field with the classes, the ids and the words of its errors."""

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the GOV.UK classes; leave checking to the server, whose words are better than the browser's."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return built
        name = next((value for kind, value in CLASSES.items() if isinstance(widget, kind)), "")
        own = widget.attrs.get("class", "")
        built["class"] = " ".join(filter(None, [name, own, self._state_class(name)])) or False
        built |= {"required": False, "placeholder": False, "maxlength": False}
        if name and name not in INPUTS:  # ARIA has no such state for a radio button or a file.
            built.pop("aria-invalid", None)
        if isinstance(widget, forms.Textarea):
            built["rows"] = 5 if widget.attrs.get("rows") in (None, "10") else widget.attrs["rows"]
        if self.is_password:
            built["class"] += " govuk-password-input__input govuk-js-password-input-input"
            built |= {"spellcheck": "false", "autocapitalize": "none"}
        if self.counts:
            built["class"] += " govuk-js-character-count"
            built["aria-describedby"] = f"{built.get('aria-describedby') or ''} {self.auto_id}-info".strip()
        return built

    def _state_class(self, name: str) -> str:
        return f"{name}--error" if name in (*INPUTS, "govuk-file-upload") and self.errors else ""

    @property
    def counts(self) -> bool:
        """Say whether a counter of characters belongs to the field: a long text with a limit."""
        return isinstance(self.field.widget, forms.Textarea) and bool(getattr(self.field, "max_length", None))

    @property
    def is_checkbox(self) -> bool:
        """Say whether this is one box to tick, whose label follows it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def says_optional(self) -> bool:
        """Say whether "(optional)" follows the label: not in a form of filters, which are all optional."""
        return not self.field.required and not getattr(self.form, "is_filter", False)

    @property
    def is_password(self) -> bool:
        """Say whether this is a password, which a button beside it shows."""
        return isinstance(self.field.widget, forms.PasswordInput)

    @property
    def anchor(self) -> str:
        """Return the id of the first input, where a link of the error summary leads."""
        if isinstance(self.field.widget, forms.MultiWidget):
            return f"{self.auto_id}_0"
        first = next(iter(self.subwidgets), None)  # None: nothing to choose from.
        return (first.id_for_label if first else "") or self.auto_id

    @property
    def errors(self) -> ErrorList:
        """Return the errors in our words."""
        found = super().errors
        said = [sentence for error in found.as_data() for sentence in self._say(error)]
        return self.form.error_class(said, renderer=self.form.renderer, field_id=self.auto_id)

    def _say(self, error: ValidationError) -> list[str]:
        """Return what to do about an error: our words for Django's own, and any other words as they are."""
        field, label, said = self.field, in_a_sentence(str(self.label)), getattr(error, "message", None)
        fill = {"label": label, "Label": str(self.label)}
        if said is forms.Field.default_error_messages["required"]:
            return [self._say_required(fill)]
        if said is MaxLengthValidator.message:
            values = {**fill, "limit": field.max_length, "length": error.params["show_value"]}  # type: ignore[index]
            return [_("Shorten “%(Label)s” to %(limit)s characters or fewer: it has %(length)s.") % values]
        if said is EmailValidator.message:
            return [_("Enter an email address, like name@example.org")]
        if said in (
            forms.ChoiceField.default_error_messages["invalid_choice"],
            forms.ModelChoiceField.default_error_messages["invalid_choice"],
        ):
            return [_("Choose one of the answers given to “%(Label)s”") % fill]
        if said is forms.FileField.default_error_messages["empty"]:
            return [_("The file is empty. Choose another file")]
        return [str(message) for message in error]

    def _say_required(self, fill: Mapping[str, str]) -> str:
        if self.is_checkbox:
            return _("Tick “%(Label)s” to go on") % fill
        if fill["Label"].endswith("?"):
            return _("Answer “%(Label)s”") % fill
        if isinstance(self.field, forms.FileField):
            return _("Choose a file for “%(Label)s”") % fill
        if isinstance(self.field, (forms.ChoiceField, forms.ModelChoiceField)):
            return _("Choose %(label)s") % fill
        return _("Enter %(label)s") % fill


class PortalRenderer(TemplatesSetting):
    """Draw forms with the templates of components/."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField

    def get_template(self, template_name: str) -> Any:
        """Return a template, ours where we have one."""
        return super().get_template(TEMPLATES.get(template_name, template_name))


class _WithHints:
    """Choices with a line of explanation below some of them, by value."""

    def __init__(self, *args: Any, hints: Mapping[Any, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return an option as Django draws it, with its hint."""
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"] and option["attrs"].get("id"):
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class Radios(_WithHints, forms.RadioSelect):
    """Radio buttons; ``hints={value: text}`` explains them."""


class Checkboxes(_WithHints, forms.CheckboxSelectMultiple):
    """Boxes to tick; ``hints={value: text}`` explains them."""


class DayMonthYearInput(forms.MultiWidget):
    """Three inputs for a date that people know by heart: day, month, year."""

    template_name = "components/date_input.html"
    use_fieldset = True
    PARTS = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in self.PARTS}, attrs)

    def decompress(self, value: datetime.date | None) -> list[Any]:
        """Return day, month and year of a date, to show in the inputs."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Label each input, and make it as wide as what belongs into it."""
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        for part, label, subwidget in zip(self.PARTS, labels, context["widget"]["subwidgets"], strict=True):
            classes = ["govuk-input", "govuk-date-input__input"]
            classes.append("govuk-input--width-4" if part == "year" else "govuk-input--width-2")
            if subwidget["attrs"].get("aria-invalid"):
                classes.append("govuk-input--error")
            subwidget["label"] = label
            subwidget["attrs"]["class"] = " ".join(classes)
            subwidget["attrs"]["inputmode"] = False if part == "month" else "numeric"
        return context


class DayMonthYearField(forms.Field):
    """A date typed as day, month and year; a month may be a number or a word.

    ``latest`` and ``earliest`` are dates that are still allowed, or functions that return one
    (``timezone.localdate``).
    """

    widget = DayMonthYearInput

    def __init__(
        self,
        *,
        earliest: datetime.date | Callable[[], datetime.date] | None = None,
        latest: datetime.date | Callable[[], datetime.date] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """Remember what the form calls the date, for the errors."""
        bound = super().get_bound_field(form, field_name)
        self.label = bound.label
        return bound

    def clean(self, value: Any) -> datetime.date | None:
        """Return the date, or raise an error that says how to write it."""
        parts = [str(part or "").strip() for part in value] if isinstance(value, Sequence) else [""] * 3
        if not any(parts):
            if self.required:
                raise self._wrong("required", _("Enter %(label)s, like 27 3 %(year)s"))
            return None
        words = (_("a day"), _("a month"), _("a year"))
        if missing := [name for name, part in zip(words, parts, strict=True) if not part]:
            raise self._wrong("incomplete", _("%(Label)s needs %(missing)s, like 27 3 %(year)s"), missing)
        try:
            date = datetime.date(self._number(parts[2], 4), self._month(parts[1]), self._number(parts[0], 2))
        except ValueError as error:
            raise self._wrong("invalid", _("Enter %(label)s as a real date, like 27 3 %(year)s")) from error
        latest = self.latest() if callable(self.latest) else self.latest
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        if latest and date > latest:
            raise self._wrong("too_late", self._beyond(latest, _("today or earlier"), _("%(day)s or earlier")))
        if earliest and date < earliest:
            raise self._wrong("too_early", self._beyond(earliest, _("today or later"), _("%(day)s or later")))
        self.run_validators(date)
        return date

    def _beyond(self, limit: datetime.date, today: str, other: str) -> str:
        """Return the message for a date on the wrong side of a limit."""
        when = today if limit == timezone.localdate() else other % {"day": formats.date_format(limit, "j F Y")}
        return _("%(Label)s must be {when}").replace("{when}", when)

    def _wrong(self, code: str, message: str, missing: Sequence[str] = ()) -> ValidationError:
        own = self.error_messages.get(code)
        if own is not None and own is not forms.Field.default_error_messages.get(code):
            return ValidationError(own, code=code)
        label = str(self.label or gettext_lazy("the date"))
        joined = _(" and ").join(missing)
        fill = {
            "label": in_a_sentence(label),
            "Label": capfirst(label),
            "missing": joined,
            "year": timezone.localdate().year,
        }
        return ValidationError(message % fill, code=code)

    @staticmethod
    def _number(text: str, digits: int) -> int:
        """Return a whole number of plain digits, or raise ValueError ("2026" for a year, not "26")."""
        if not re.fullmatch(r"[0-9]{4}" if digits == 4 else r"[0-9]{1,2}", text):
            raise ValueError(text)
        return int(text)

    def _month(self, text: str) -> int:
        """Return the number of a month given as a number or as a word, in English or the page's language."""
        if text[0].isdigit():
            return self._number(text, 2)
        word = text.casefold().rstrip(".")
        for number in range(1, 13):
            day = datetime.date(2000, number, 1)
            names = {day.strftime("%B").casefold(), formats.date_format(day, "F").casefold()}
            if len(word) >= 3 and any(name.startswith(word) for name in names):
                return number
        raise ValueError(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether another date was typed than the one shown at first."""
        shown = [str(part or "") for part in self.widget.decompress(initial)]
        return shown != [str(part or "").strip() for part in (data or ["", "", ""])]


class ClockTimeField(forms.Field):
    """A time of day as people write it: "6pm", "6.30 pm", "18:30"."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("For example, 6:30pm"))
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("class", "govuk-input--width-5")

    def prepare_value(self, value: Any) -> Any:
        """Return a time as we write it, and what was typed as it was typed."""
        if isinstance(value, datetime.time):
            return clock(value)
        return value

    def to_python(self, value: Any) -> datetime.time | None:
        """Return the time, or raise an error that says how to write it."""
        text = str(value or "").strip().casefold()
        if not text:
            return None
        found = re.fullmatch(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?\s*([ap])?\.?m?\.?", text)
        if not found:
            raise ValidationError(_("Enter a time, like 6:30pm"), code="invalid")
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        wrong = not 1 <= hour <= 12 if half else not found[2]
        if half and not wrong:
            hour = hour % 12 + (12 if half == "p" else 0)
        if wrong or hour > 23 or minute > 59:
            raise ValidationError(_("Enter a time, like 6:30pm"), code="invalid")
        return datetime.time(hour, minute)


def clock(moment: datetime.time | datetime.datetime) -> str:
    """Return the time of day as we write it: "6:30pm", "9am"."""
    half = "am" if moment.hour < 12 else "pm"
    return f"{moment.hour % 12 or 12}{moment.strftime(':%M') if moment.minute else ''}{half}"


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of every page needs (a context processor)."""
    return {"demo": settings.DEMO, "portal_name": settings.PORTAL_NAME}

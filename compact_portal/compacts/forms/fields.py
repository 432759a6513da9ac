"""Fields that several forms of the compacts app share."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.importing.tree import RESERVED
from compact_portal.compacts.kinds import ClauseKind, OwedBy
from compact_portal.compacts.models import Clause, Edition, Text
from compact_portal.compacts.models.edition import TAKEN_BY_PAGES

MOST_NAMED = 5
LONGEST_KEY = 18  # Digits that fit into the integers of both databases.


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
        if slugify(label) in TAKEN_BY_PAGES:
            raise ValidationError(Edition.taken_by_a_page())
        return label


class ReasonField(forms.CharField):
    """Why something was changed: it stands in the history beside who and when."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("label", _("Why"))
        kwargs.setdefault("help_text", _("For the history. A few words will do."))
        super().__init__(required=False, max_length=500, **kwargs)


def keys_of(given: Iterable[str]) -> list[int]:
    """The keys among what a page sent, in its order; what cannot be a key is left out."""
    return [int(key) for key in given if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY]


class KeysField(forms.ModelMultipleChoiceField):
    """Rows that were ticked."""

    def clean(self, value):
        """Return them; what can be the key of nothing is no choice."""
        return super().clean(keys_of(value or []))


def free_label(text: Text, label: str) -> str:
    """Return a label that a text does not have yet, or raise ValidationError."""
    if text.editions.filter(slug=slugify(label)).exists():
        raise ValidationError(_t("This text already has an edition of that name. Choose another label."))
    return label


def check_number(number: str, edition, *, of: Clause | None = None) -> str:
    """Return a number that a clause of an edition may have, or raise ValidationError."""
    Clause._meta.get_field("number").run_validators(number)
    if number in RESERVED:
        raise ValidationError(_t("That is the address of another page. Choose another number."))
    if edition.clauses.filter(number=number).exclude(pk=of.pk if of else None).exists():
        raise ValidationError(_t("Another clause of this edition has that number. Choose another."))
    return number


def offer(form: forms.BaseForm, name: str, choices) -> None:
    """Give a field of a form its choices, which only the form's data can tell."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said to the type checker.
    field.choices = choices


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

"""What one may search for, and where."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codes.models import Code
from compact_portal.compacts.kinds import ClauseKind, OwedBy, TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Compact, Edition
from compact_portal.compacts.searching import MOST_LETTERS

AGREEMENTS = "agreements"


class SearchForm(forms.Form):
    """The words, and which clauses to look through: of a Compact, a text, a sector, a kind; in force or of any time."""

    is_filter = True

    q = forms.CharField(
        label=_("Words, or a clause like Consultation 11.1"), max_length=MOST_LETTERS, required=False, strip=True
    )
    compact = forms.ChoiceField(label=_("Compact"), required=False)
    text = forms.ChoiceField(label=_("Agreement or code"), required=False)
    owed_by = forms.ChoiceField(label=_("Owed by"), choices=[("", _("Anybody")), *OwedBy.choices[:2]], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *ClauseKind.choices], required=False)
    editions = forms.ChoiceField(
        label=_("Editions"),
        choices=[("", _("In force now")), ("all", _("Earlier and coming ones too"))],
        required=False,
    )

    def __init__(self, *args, user, within: Compact | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.within = within
        codes = Code.objects.visible_to(user).select_related("text")
        if within:
            del self.fields["compact"]
            codes = codes.filter(Q(text__compact=None) | Q(text__compact=within))
        else:
            names = Compact.objects.values_list("slug", "name")
            self.fields["compact"].choices = [("", _("Any")), *names]
        self.fields["text"].choices = [
            ("", _("Any")),
            (AGREEMENTS, _("The agreement") if within else _("Agreements")),
            *((code.slug, code.text.title) for code in codes),
        ]

    def asked(self) -> dict:
        """What was asked for; what cannot be understood is not a filter."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ["q", *self.fields]}

    def editions_for(self, user):
        """The editions to look through, of those a person may read."""
        asked = self.asked()
        editions = Edition.objects.visible_to(user)
        if asked["editions"] != "all":
            editions = editions.filter(state=EditionState.IN_FORCE)
        if slug := self.within.slug if self.within else asked.get("compact"):
            editions = editions.filter(held_to_by(slug))
        if asked["text"] == AGREEMENTS:
            editions = editions.exclude(text__kind=TextKind.CODE)
        elif asked["text"]:
            editions = editions.filter(text__slug=f"codes/{asked['text']}")
        return editions

    def of_clauses(self) -> dict:
        """The conditions on clauses; what both sectors owe is owed by each."""
        asked = self.asked()
        found = {"kind": asked["kind"]} if asked["kind"] else {}
        return found | ({"owed_by__in": [asked["owed_by"], OwedBy.BOTH]} if asked["owed_by"] else {})


def held_to_by(slug: str) -> Q:
    """The editions of what a Compact goes by: its own texts, the core Compact's agreement, and the codes it adopted."""
    today = timezone.localdate()
    adopted = Q(adoptions__compact__slug=slug) & (Q(adoptions__until_on=None) | Q(adoptions__until_on__gte=today))
    core = Q(text__compact__adopted_by__slug=slug, text__kind=TextKind.AGREEMENT)
    return Q(text__compact__slug=slug) | core | adopted

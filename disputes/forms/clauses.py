"""Which clauses were not kept: search and pick, from what was in force on the day. It works without JavaScript."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.compacts.models import Clause
from compact_portal.renderer import Checkboxes
from disputes import picking
from disputes.forms.drafting import DraftForm

MOST_LINES = 50
MOST_WORDS = 200


class ClausesField(forms.MultipleChoiceField):
    """Clauses by how they are called. What is in force decides, and not what happened to be on the page."""

    def valid_value(self, value: str) -> bool:
        """Leave it to the form, which knows what was in force."""
        return True


class ClausesForm(DraftForm):
    """Which clauses were breached: of the edition in force on the day, and paragraphs of codes adopted then."""

    heading = _l("Which promises were not kept?")
    page = "disputes/raising/clauses.html"
    is_filter = True  # Each of the ways to choose is as good as the others, so none says that it is optional.
    required_step = True
    q = forms.CharField(
        label=_l("Search the clauses"),
        required=False,
        max_length=MOST_WORDS,
        help_text=_l("Words like “notice”, or a number like 4.3. What you have ticked is kept."),
    )
    where = forms.ChoiceField(label=_l("Look in"), required=False)
    clauses = ClausesField(label=_l("Which of these were not kept?"), widget=Checkboxes, required=False)
    others = forms.CharField(
        label=_l("Or enter them by number"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("One on each line: “2.1”, or “Consultation 11.1” for a paragraph of a code."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_force = self.dispute.in_force()
        self.by_name = {picking.called(clause): clause for clause in self.in_force.clauses()}
        self.cited = self.dispute.cited()
        self.chosen = [clause for clause in self.cited if self.in_force.holds(clause)]
        self.outdated = picking.outdated(self.cited, self.in_force)
        self.instead = [heir for clause in self.cited if clause not in self.chosen for heir in self._heirs(clause)]
        asked = (self.asked.get("q") or self.data.get("q") or "").replace("\0", " ")
        self.words = " ".join(asked.split())[:MOST_WORDS]
        self.fields["where"].choices = [
            ("", _("The promises of the agreement; with a search, everything")),
            *((str(edition.pk), str(edition)) for edition in self.in_force.editions),
        ]
        self.edition = self.asked.get("where") or self.data.get("where") or ""
        shown = {"q": self.words, "where": self.edition}
        self.initial.update(shown, clauses=[picking.called(clause) for clause in self.chosen])
        self._show()

    def _heirs(self, clause: Clause) -> list[Clause]:
        return [heir for heir in self.in_force.heirs(clause) if heir not in self.chosen]

    def told(self) -> dict[str, Any]:
        """What was chosen is worked out by the form."""
        return {}

    def found(self) -> list[Clause]:
        """What the list shows: what was searched for, what an edition has, or else the promises of the agreement."""
        if self.words:
            found = self.in_force.search(self.words)
        elif self.edition:
            found = list(self.in_force.clauses().order_by("edition", "position"))
        else:
            found = self.in_force.promises()
        return [clause for clause in found if self.edition in ("", str(clause.edition_id))]

    def _show(self) -> None:
        """Put together the groups of the list: chosen ones first, then what to cite instead, then what was found."""
        ticked = [self.by_name[name] for name in self._ticked() if name in self.by_name]
        chosen = list(dict.fromkeys([*self.chosen, *ticked]))
        self.results = [clause for clause in self.found() if clause not in chosen]
        groups: dict[str, list[tuple[str, str]]] = {}
        for name, clauses in ((_("Chosen"), chosen), (_("To cite instead"), self.instead)):
            if clauses:
                groups[name] = [self._choice(clause) for clause in clauses]
        for clause in self.results:
            if clause not in self.instead:
                groups.setdefault(self._group(clause), []).append(self._choice(clause))
        self.fields["clauses"].choices = list(groups.items())

    def _ticked(self) -> list[str]:
        return self.data.getlist("clauses") if hasattr(self.data, "getlist") else list(self.data.get("clauses", []))

    def _group(self, clause: Clause) -> str:
        if clause.edition_id == getattr(self.in_force.edition, "pk", None) and clause.parent and clause.parent.heading:
            return f"{clause.parent.number} {clause.parent.heading}"
        return str(clause.edition.text.title)

    @staticmethod
    def _choice(clause: Clause) -> tuple[str, str]:
        name = picking.called(clause)
        return name, f"{name} {Truncator(' '.join(filter(None, [clause.heading, clause.body]))).chars(220)}"

    def clean_clauses(self) -> list[Clause]:
        """Return the clauses that were ticked."""
        names = self.cleaned_data["clauses"]
        if any(name not in self.by_name for name in names):
            raise ValidationError(_("Choose clauses from the list, or enter their numbers below"))
        return [self.by_name[name] for name in names]

    def clean_others(self) -> list[Clause]:
        """Find each clause that was typed, or say why it is not there and what to cite instead."""
        lines = [line for line in self.cleaned_data["others"].splitlines() if line.strip()][:MOST_LINES]
        read = [picking.read_line(line, self.in_force) for line in lines]
        wrong = [one for one in read if one.clause is None]
        for one in wrong:
            self.instead += [heir for heir in one.instead if heir not in self.instead]
        if wrong:
            self._show()
            raise ValidationError([one.why_not for one in wrong])
        return [one.clause for one in read if one.clause]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one, except while one searches."""
        answers = super().clean()
        nothing = not answers.get("clauses") and not answers.get("others")
        if nothing and not self.errors and not self.searching:
            self.add_error("clauses", _("Choose at least one clause that was not kept"))
        return answers

    @property
    def searching(self) -> bool:
        """Whether the button of the search was pressed."""
        return self.data.get("do") == "search"

    def save(self, *, by) -> None:
        """Cite the clauses."""
        self.dispute.cite([*self.cleaned_data["clauses"], *self.cleaned_data["others"]], by=by)

    def stay(self) -> str:
        """Show what was searched for."""
        if not self.searching:
            return ""
        asked = {
            "q": " ".join(self.data.get("q", "").split())[:MOST_WORDS],
            "where": self.cleaned_data.get("where", ""),
        }
        return "?" + urlencode({name: value for name, value in asked.items() if value})

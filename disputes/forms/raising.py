"""What each page of raising a dispute asks; each form calls one verb."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.compacts.kinds import ClauseKind
from compact_portal.compacts.models import Clause
from compact_portal.renderer import Checkboxes, DayMonthYearField, Radios
from disputes.forms.steps import long_text
from disputes.models import Dispute
from signatories.models import Organisation, Signature


class PartiesForm(forms.Form):
    """Who complains, and of whom."""

    complainant = forms.ModelChoiceField(
        label=_l("Which organisation do you complain for?"),
        queryset=Organisation.objects.none(),
        widget=Radios,
        empty_label=None,
        error_messages={"required": _l("Choose the organisation you complain for")},
    )
    respondent = forms.ModelChoiceField(
        label=_l("Which organisation is your complaint about?"),
        queryset=Organisation.objects.none(),
        empty_label=_l("Choose an organisation"),
        error_messages={"required": _l("Choose the organisation your complaint is about")},
    )

    fields: dict[str, Any]

    def __init__(self, *args, compact, user, acting_for=None, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.standing().acted_for_by(user)
        self.fields["complainant"].queryset = mine
        self.fields["complainant"].initial = mine[0] if len(mine) == 1 else acting_for
        signed = Signature.objects.of(compact).bodies()
        standing = Organisation.objects.standing()
        self.fields["respondent"].queryset = standing.filter(Q(compacts=compact) | Q(pk__in=signed)).distinct()
        self.compact, self.user = compact, user

    def clean(self):
        """Refuse a complaint against oneself."""
        answers = super().clean() or {}
        if answers.get("complainant") and answers.get("complainant") == answers.get("respondent"):
            self.add_error("respondent", _("Choose another organisation: you cannot raise a dispute against your own."))
        return answers

    def save(self) -> Dispute:
        """Begin the draft."""
        return Dispute.begin(
            self.compact,
            complainant=self.cleaned_data["complainant"],
            respondent=self.cleaned_data["respondent"],
            by=self.user,
        )


class DraftForm(forms.Form):
    """One page of the draft: its fields are fields of the dispute."""

    heading: Any = ""
    fields: dict[str, Any]

    def __init__(self, *args, dispute: Dispute, **kwargs):
        self.dispute = dispute
        kwargs["initial"] = {name: getattr(dispute, name) for name in self.base_fields if hasattr(dispute, name)}
        super().__init__(*args, **kwargs)

    def save(self, *, by) -> None:
        """Write the answers into the draft."""
        self.dispute.describe(by=by, **self.cleaned_data)


class DecisionForm(DraftForm):
    """What happened, and when."""

    heading = _l("What happened")
    decision_on = DayMonthYearField(
        label=_l("Date of the decision"),
        help_text=_l(
            "The day of the decision or act you complain of. The time limits of ombudsmen and courts run from it."
        ),
        latest=timezone.localdate,
    )
    known_on = DayMonthYearField(
        label=_l("Date you knew of it"),
        help_text=_l("If it was later than the date of the decision."),
        latest=timezone.localdate,
        required=False,
    )
    happened = long_text(_l("What happened?"), help_text=_l("In your own words: who did what, and when."))

    def clean(self):
        """Check the dates against each other, and that an agreement was in force."""
        answers = super().clean() or {}
        decided, known = answers.get("decision_on"), answers.get("known_on")
        if decided and known and known < decided:
            self.add_error("known_on", _("Date you knew of it must be the date of the decision or later"))
        if decided and self.dispute.compact.edition_on(decided) is None:
            self.add_error("decision_on", _("No agreement was in force on that day. Check the date of the decision"))
        return answers


class ClausesForm(DraftForm):
    """Which clauses were breached: of the edition in force on the day, and paragraphs of codes adopted then."""

    heading = _l("Which clauses were breached")
    clauses = forms.MultipleChoiceField(
        label=_l("Which of these were not kept?"),
        widget=Checkboxes,
        help_text=_l("Choose all that apply."),
        error_messages={"required": _l("Choose at least one clause that was not kept")},
    )
    others = forms.CharField(
        label=_l("Other clauses, or paragraphs of a code"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("One on each line, by its number: “2.1”, or “Consultation 11.1” for a paragraph of a code."),
    )

    def __init__(self, *args, dispute: Dispute, **kwargs):
        super().__init__(*args, dispute=dispute, **kwargs)
        self.fields["clauses"].required = not self.data.get("others", "").strip()
        self.edition = dispute.edition_on_the_day()
        kinds = [ClauseKind.COMMITMENT, ClauseKind.PRINCIPLE]
        self.offered = list(Clause.objects.filter(edition=self.edition, kind__in=kinds))
        self.fields["clauses"].choices = [
            (clause.number, f"{clause.number} {clause.heading or clause.body}") for clause in self.offered
        ]
        cited = [citation.clause for citation in dispute.citations.select_related("clause__edition__text")]
        listed = {clause.pk for clause in self.offered}
        self.initial["clauses"] = [clause.number for clause in cited if clause.pk in listed]
        self.initial["others"] = "\n".join(clause.reference for clause in cited if clause.pk not in listed)

    def clean_others(self) -> list[Clause]:
        """Find each clause that was typed, or say which one is not there."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["others"].splitlines() if line.strip()]
        adoptions = self.dispute.codes_on_the_day().select_related("edition__text__code__derived_from")
        found = []
        for line in lines:
            clause = _clause_called(line, self.edition, adoptions)
            if clause is None:
                raise ValidationError(
                    _("“%(line)s” is no clause that was in force on the date of the decision. Check its number.")
                    % {"line": line}
                )
            found.append(clause)
        return found

    def save(self, *, by) -> None:
        """Cite the clauses."""
        chosen = [clause for clause in self.offered if clause.number in self.cleaned_data["clauses"]]
        others = [clause for clause in self.cleaned_data["others"] if clause not in chosen]
        self.dispute.cite(dict.fromkeys(chosen + others), by=by)


def _clause_called(words: str, edition, adoptions) -> Clause | None:
    """Return the clause that is called so: by number, by reference, or by a code's short name and number."""
    number = words.rsplit("/", 1)[-1].rsplit(" ", 1)[-1].casefold()
    name = words[: len(words) - len(number)].rstrip("/ ").casefold()
    if name in ("", edition.reference.casefold()):
        return edition.clauses.filter(number=number).select_related("edition__text").first()
    for adoption in adoptions:
        code = adoption.edition
        if name in {*code.text.code.names, code.reference.casefold()}:
            return code.clauses.filter(number=number).select_related("edition__text").first()
    return None


class EffectForm(DraftForm):
    """What it has done, and what was tried."""

    heading = _l("What it has done to you")
    disadvantage = long_text(_l("How has it put you at a disadvantage?"))
    tried = long_text(
        _l("What have you tried so far?"),
        required=False,
        help_text=_l("With dates: letters, telephone calls, meetings, and what came of them."),
    )


class RemedyForm(DraftForm):
    """What is wanted."""

    heading = _l("What you want to happen")
    remedy = long_text(
        _l("What do you want to happen?"),
        help_text=_l("What comes of the dispute is measured against this."),
    )
    achievable = long_text(_l("Why can that be done?"), required=False)
    proceedings = long_text(
        _l("Is the matter with anybody else?"),
        required=False,
        help_text=_l("For example a complaints procedure, an ombudsman, a court or a regulator."),
    )


DRAFT_PAGES: dict[str, type[DraftForm]] = {
    "decision": DecisionForm,
    "clauses": ClausesForm,
    "effect": EffectForm,
    "remedy": RemedyForm,
}

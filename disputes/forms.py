"""What each page of a dispute asks; each form calls one verb."""

import re
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
from disputes.models import Dispute
from disputes.words import Action, Outcome, RemedyMet
from signatories.models import Organisation, Signature

LONG = 5000


def long_text(label, **options: Any) -> forms.CharField:
    """Return a field for a longer text, which is counted."""
    return forms.CharField(label=label, max_length=LONG, widget=forms.Textarea, **options)


# Raising a dispute, one thing a page ----


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


# One step of a dispute ----


class StepForm(forms.Form):
    """A step that needs words. `moves` says how the dispute stood when the page was opened."""

    fields: dict[str, Any]
    moves = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = long_text(_l("Anything to add?"), required=False, help_text=_l("The other party can read this."))

    def __init__(self, *args, dispute: Dispute, action: Action, **kwargs):
        super().__init__(*args, **kwargs)
        self.dispute, self.action = dispute, action
        self.fields["moves"].initial = dispute.moves

    def refresh(self) -> None:
        """Take the form as opened now, with everything typed in it."""
        data: Any = self.data
        self.data = data = data.copy()
        data["moves"] = self.dispute.moves

    def typed(self) -> list[tuple[str, str]]:
        """What was typed: label and words."""
        texts = (forms.CharField,)
        return [
            (str(field.label), self.data.get(name, ""))
            for name, field in self.fields.items()
            if isinstance(field, texts) and self.data.get(name, "").strip()
        ]

    def save(self, *, by):
        """Take the step."""
        answers = {name: value for name, value in self.cleaned_data.items() if name != "moves"}
        return getattr(self.dispute, VERBS[self.action])(by=by, **answers)


class AnswerForm(StepForm):
    """The respondent's answer."""

    note = long_text(
        _l("Your answer"),
        help_text=_l("Say what you accept, what you do not and why, and what you will do. The other party reads this."),
    )


class NoteForm(StepForm):
    """A note."""

    note = long_text(
        _l("Note"), help_text=_l("Both parties can read this, and the Chair of the Forum once it is referred.")
    )


class MediationNoteForm(StepForm):
    """A note of the mediation."""

    note = long_text(
        _l("Note"),
        help_text=_l("Without prejudice: only the two parties and the mediator can ever read this."),
    )


class ReasonForm(StepForm):
    """A step that needs a reason."""

    note = long_text(_l("Reason"), help_text=_l("The Chair reads this, and the other party once both have answered."))


class WhyForm(StepForm):
    """A step of the chair that needs a reason."""

    note = long_text(_l("Reason"), help_text=_l("Both parties can read this."))


class OutcomeForm(StepForm):
    """What came of it, against what was asked for."""

    outcome = forms.ChoiceField(label=_l("What came of it?"), choices=Outcome.choices, widget=Radios)
    remedy_met = forms.ChoiceField(
        label=_l("How much of what was asked for?"), choices=RemedyMet.choices, widget=Radios
    )
    field_order = ["moves", "outcome", "remedy_met", "note"]


class BodyForm(StepForm):
    """Which national body."""

    body = forms.CharField(label=_l("Which body do you go to?"), max_length=160)
    field_order = ["moves", "body", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        names = [
            str(route.name)
            for stage in self.dispute.rules
            if stage.kind == "national"
            for route in stage.routes
            if route.closed_on is None or route.closed_on >= today
        ]
        if names:
            self.fields["body"].help_text = _("For example: %(names)s") % {"names": ", ".join(names)}


class OutsideForm(StepForm):
    """Which ombudsman or court."""

    body = forms.CharField(label=_l("Which ombudsman or court is it with?"), max_length=160)
    body_reference = forms.CharField(
        label=_l("Its reference"),
        max_length=80,
        required=False,
        help_text=_l("The number it has given your case, if you have one."),
    )
    field_order = ["moves", "body", "body_reference", "note"]


class NominationForm(StepForm):
    """Whom to ask, and the summary that names nobody."""

    note = None  # type: ignore[assignment]
    person = forms.ChoiceField(
        label=_l("Whom do you ask to mediate?"),
        widget=Radios,
        error_messages={"required": _l("Choose somebody to mediate")},
    )
    summary = long_text(
        _l("Summary of the dispute, without names"),
        help_text=_l("The person asked sees this before anything else. Name no organisation and no person."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.roster = self.dispute.roster()
        self.free = {str(found.person.pk): found for found in self.roster if not found.left_out}
        self.fields["person"].choices = [(pk, str(found.person)) for pk, found in self.free.items()]
        self.fields["person"].widget.hints = {
            pk: ". ".join(filter(None, [found.belongs_to, found.skills, found.load_sentence()]))
            for pk, found in self.free.items()
        }

    @property
    def left_out(self):
        """Who is on the roster and may not be asked, each with the reason."""
        return [found for found in self.roster if found.left_out]

    def clean_person(self):
        """Return the person."""
        return self.free[self.cleaned_data["person"]].person

    def clean_summary(self) -> str:
        """Refuse a summary that names a party."""
        summary = self.cleaned_data["summary"]
        for organisation in (self.dispute.complainant, self.dispute.respondent):
            name = r"\s+".join(map(re.escape, organisation.name.split()))
            if re.search(rf"(?<!\w){name}(?!\w)", summary, re.IGNORECASE):
                raise ValidationError(_("Leave out “%(name)s”: the summary must name nobody") % {"name": organisation})
        return summary


VERBS: dict[Action, str] = {
    Action.GO_FORMAL: "go_formal",
    Action.RESPOND: "respond",
    Action.REFER: "refer",
    Action.NOMINATE: "nominate",
    Action.REPLACE: "replace",
    Action.ACCEPT: "accept",
    Action.OBJECT: "object",
    Action.SUSTAIN: "sustain",
    Action.OVERRULE: "overrule",
    Action.END_MEDIATION: "end_mediation",
    Action.GO_NATIONAL: "go_national",
    Action.GO_OUTSIDE: "go_outside",
    Action.SETTLE: "settle",
    Action.CLOSE: "close",
    Action.LAPSE: "lapse",
    Action.WITHDRAW: "withdraw",
    Action.NOTE: "add_note",
    Action.MEDIATION_NOTE: "add_mediation_note",
}
STEP_FORMS: dict[Action, type[StepForm]] = {
    Action.RESPOND: AnswerForm,
    Action.NOMINATE: NominationForm,
    Action.REPLACE: WhyForm,
    Action.OBJECT: ReasonForm,
    Action.OVERRULE: WhyForm,
    Action.END_MEDIATION: WhyForm,
    Action.GO_NATIONAL: BodyForm,
    Action.GO_OUTSIDE: OutsideForm,
    Action.SETTLE: OutcomeForm,
    Action.CLOSE: OutcomeForm,
    Action.NOTE: NoteForm,
    Action.MEDIATION_NOTE: MediationNoteForm,
}


class ReplyForm(forms.Form):
    """The reply of the person asked to mediate."""

    willing = forms.ChoiceField(
        label=_l("Are you willing to mediate?"),
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
        widget=Radios,
    )
    statement = long_text(
        _l("Your statement about conflicts of interest"),
        error_messages={"required": _l("Enter your statement, even if it is that you have no interest in the matter")},
        help_text=_l(
            "Say what interest you might have in such a matter, or that you have none. Both parties read this before "
            "they accept you."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["statement"].required = self.data.get("willing") != "no"

    def save(self, dispute: Dispute, *, by):
        """Declare or decline."""
        statement = self.cleaned_data["statement"]
        if self.cleaned_data["willing"] == "yes":
            return dispute.declare(by=by, statement=statement)
        return dispute.decline(by=by, note=statement)


class LookForm(forms.Form):
    """An administrator's reason to open a case."""

    reference = forms.CharField(
        label=_l("Reference of the dispute"), max_length=80, help_text=_l("Like DERBY-2026-0001")
    )
    reason = long_text(_l("Why must you see it?"), help_text=_l("Both parties will read this, and get mail."))

    def clean_reference(self) -> Dispute:
        """Find the dispute."""
        found = Dispute.objects.filter(reference=self.cleaned_data["reference"].strip().upper()).first()
        if found is None:
            raise ValidationError(_("There is no dispute of that reference. Check it"))
        return found

    def save(self, *, by) -> Dispute:
        """Open the case for today."""
        dispute = self.cleaned_data["reference"]
        dispute.look_in(by=by, reason=self.cleaned_data["reason"])
        return dispute

"""What each page of a draft asks; each form calls one verb. Their order stands at the end, in DRAFT_PAGES."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.renderer import DayMonthYearField, Radios
from disputes import masking
from disputes.forms.clauses import ClausesForm
from disputes.forms.drafting import DraftForm
from disputes.forms.steps import long_text
from disputes.models import Dispute
from disputes.models.drafting import MOST_ATTEMPTS, no_edition

LONG_STEP = 1000


class DecisionForm(DraftForm):
    """When it was decided."""

    heading = _l("When was it decided?")
    required_step = True
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

    def clean(self) -> dict[str, Any]:
        """Check the dates against each other, and that an agreement was in force."""
        answers = super().clean()
        decided, known = answers.get("decision_on"), answers.get("known_on")
        if decided and known and known < decided:
            self.add_error("known_on", _("Date you knew of it must be the date of the decision or later"))
        received = self.dispute.received_on
        if decided and received and decided > received:
            self.add_error(
                "decision_on", _("Date of the decision must be the day on which the complaint came or earlier")
            )
        if decided and self.dispute.compact.edition_on(decided) is None:
            self.add_error("decision_on", no_edition(self.dispute.compact, decided))
        return answers


class SignedForm(DraftForm):
    """Whether the two had signed on that day: worked out and shown, nothing is asked."""

    heading = _l("Who had signed on that day")
    page = "disputes/raising/signed.html"

    def save(self, *, by) -> None:
        """Nothing was asked."""


class HappenedForm(DraftForm):
    """What happened."""

    heading = _l("What happened?")
    required_step = True
    happened = long_text(_l("What happened?"), help_text=_l("In your own words: who did what, and when."))


class EffectForm(DraftForm):
    """What it has done."""

    heading = _l("What it has done to you")
    required_step = True
    disadvantage = long_text(
        _l("How has it put you at a disadvantage?"),
        help_text=_l("In figures where you have them: money, hours, people you could not help."),
    )


class TriedForm(DraftForm):
    """What was tried, step by step with dates. Rows are added and removed without JavaScript."""

    heading = _l("What have you tried so far?")
    page = "disputes/raising/tried.html"
    is_filter = True  # A row is given wholly or not at all, so no field of it says that it is optional.
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, dispute: Dispute, **kwargs: Any) -> None:
        super().__init__(*args, dispute=dispute, **kwargs)
        saved = [] if self.is_bound else list(dispute.attempts.all())
        self.count = self._count(len(saved))
        self.initial["rows"] = self.count
        for number in range(self.count):
            self._add_row(number, saved[number] if number < len(saved) else None)

    def _count(self, saved: int) -> int:
        """How many rows to show: as many as were posted, or asked for, or one more than nothing."""
        asked = self.data.get("rows") if self.is_bound else self.asked.get("rows")
        try:
            wanted = int(asked or 0)
        except ValueError:
            wanted = 0
        return max(1, min(max(wanted, saved), MOST_ATTEMPTS))

    def _add_row(self, number: int, attempt) -> None:
        self.fields[f"on_{number}"] = DayMonthYearField(
            label=_("When"), latest=timezone.localdate, required=False, initial=attempt and attempt.tried_on
        )
        self.fields[f"what_{number}"] = forms.CharField(
            label=_("What you did, and what came of it"),
            required=False,
            max_length=LONG_STEP,
            widget=forms.Textarea(attrs={"rows": 2}),
            initial=attempt and attempt.what,
        )
        self.fields[f"drop_{number}"] = forms.BooleanField(label=_("Remove this step"), required=False)

    def told(self) -> dict[str, Any]:
        """What the rows say comes with them."""
        return {}

    def in_rows(self) -> list[dict[str, Any]]:
        """The bound fields, row by row, for the page."""
        names = ("on", "what", "drop")
        return [
            {"number": number + 1, "fields": [self[f"{name}_{number}"] for name in names]}
            for number in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the other half of a row of which one is given."""
        answers = super().clean()
        self.attempts = []
        for number in range(self.count):
            if answers.get(f"drop_{number}"):
                self._forgive(number)
                continue
            on, what = answers.get(f"on_{number}"), answers.get(f"what_{number}", "")
            if on and not what and f"what_{number}" not in self.errors:
                self.add_error(f"what_{number}", _("Say what you did on that day, or remove the step"))
            elif what and not on and f"on_{number}" not in self.errors:
                self.add_error(f"on_{number}", _("Enter the date of this step, near enough if you do not know the day"))
            elif on and what:
                self.attempts.append((on, what))
        return answers

    def _forgive(self, number: int) -> None:
        """What is wrong in a row that is removed does not matter."""
        for name in ("on", "what"):
            self.errors.pop(f"{name}_{number}", None)

    def save(self, *, by) -> None:
        """Write the steps into the draft."""
        self.dispute.tell_attempts(self.attempts, by=by)

    def stay(self) -> str:
        """Show one row more when asked."""
        return f"?rows={len(self.attempts) + 1}" if self.data.get("do") == "add" else ""


class RemedyForm(DraftForm):
    """What is wanted."""

    heading = _l("What do you want to happen?")
    required_step = True
    remedy = long_text(
        _l("What do you want to happen?"), help_text=_l("What comes of the dispute is measured against this.")
    )
    achievable = long_text(
        _l("Why can that be done?"),
        required=False,
        help_text=_l("For example: the money is in the budget, or others are treated so."),
    )


class ProceedingsForm(DraftForm):
    """Where else the matter is."""

    heading = _l("Is the matter with anybody else?")
    proceedings = long_text(
        _l("Is the matter with anybody else?"),
        required=False,
        help_text=_l(
            "For example a complaints procedure, an ombudsman, a court or a regulator: which one, since when, and its "
            "reference. Leave it empty if it is with nobody."
        ),
    )


class RepresentativeForm(DraftForm):
    """Who speaks for the complainant."""

    heading = _l("Does anybody act for you?")
    page = "disputes/raising/representative.html"
    support_body = forms.ChoiceField(
        label=_l("Does a support body act for you?"),
        required=False,
        widget=Radios,
        help_text=_l("Its people can then do everything in this dispute that you can. What they do is marked as such."),
    )
    name = forms.CharField(
        label=_l("Anybody else who speaks for you"),
        required=False,
        max_length=120,
        help_text=_l(
            "For example an adviser. They get no access to the portal by this. The other side reads the name."
        ),
    )
    contact = forms.CharField(label=_l("How to reach them"), required=False, max_length=160)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in self.dispute.support_bodies()}
        self.fields["support_body"].choices = [("", _("No")), *((key, str(body)) for key, body in self.bodies.items())]
        if not self.bodies:
            del self.fields["support_body"]

    def told(self) -> dict[str, Any]:
        """The support body and the representative of the draft."""
        person = getattr(self.dispute, "representative", None)
        said = {"support_body": str(self.dispute.support_body_id or "")}
        return said | ({"name": person.name, "contact": person.contact} if person else {})

    def clean_contact(self) -> str:
        """Refuse a way to reach nobody."""
        if self.cleaned_data["contact"] and not self.cleaned_data.get("name"):
            raise ValidationError(_("Enter the name of whoever speaks for you, too"))
        return self.cleaned_data["contact"]

    def save(self, *, by) -> None:
        """Write it into the draft."""
        said = self.cleaned_data
        body = self.bodies.get(said.get("support_body", ""))
        self.dispute.represent(by=by, name=said["name"], contact=said["contact"], support_body=body)


class ConfidenceForm(DraftForm):
    """What is to be kept confidential, and whether the name is held back."""

    heading = _l("What should be kept confidential?")
    page = "disputes/raising/confidence.html"
    confidentiality = long_text(
        _l("What should be kept confidential?"),
        required=False,
        help_text=_l(
            "Outsiders never see a dispute. Say here what you ask the other side, the Chair and a mediator to take "
            "care of, for example names of people you help."
        ),
    )
    held_back = forms.BooleanField(
        label=_l("Hold our name back from the other side as long as the procedure allows"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.why_not = self.dispute.why_not_hold_back()
        if self.why_not:
            del self.fields["held_back"]

    def clean(self) -> dict[str, Any]:
        """Look for the name in these words too where it is held back from now on."""
        answers = super().clean()
        words = answers.get("confidentiality", "")
        sentence = masking.gives_away(self.dispute, words) if answers.get("held_back") else ""
        if sentence and "confidentiality" not in self.errors:
            self.add_error("confidentiality", sentence)
        return answers

    def save(self, *, by) -> None:
        """Write it into the draft."""
        self.dispute.describe(by=by, confidentiality=self.cleaned_data["confidentiality"])
        self.dispute.hold_back(self.cleaned_data.get("held_back", False), by=by)


# The pages of a draft in their order.
DRAFT_PAGES: dict[str, type[DraftForm]] = {
    "decision": DecisionForm,
    "signed": SignedForm,
    "clauses": ClausesForm,
    "happened": HappenedForm,
    "effect": EffectForm,
    "tried": TriedForm,
    "remedy": RemedyForm,
    "proceedings": ProceedingsForm,
    "representative": RepresentativeForm,
    "confidence": ConfidenceForm,
}

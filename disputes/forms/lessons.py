"""What is asked of a lesson and of a summary of a case: words that name nobody, and each party's yes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from codes.citing import cite, in_order
from compact_portal.compacts.models import Clause
from compact_portal.renderer import Checkboxes, Radios
from disputes.models import CaseSummary, Dispute, Lesson
from disputes.models.consenting import NO, YES
from disputes.naming import why_not_anonymous


class AnonymousForm(forms.Form):
    """Words that name nobody, and the clauses that they are about."""

    fields: dict[str, Any]
    checked: tuple[str, ...] = ()
    clauses = forms.ModelMultipleChoiceField(
        label=_l("Which clauses is it about?"),
        queryset=Clause.objects.none(),
        widget=Checkboxes,
        error_messages={"required": _l("Choose at least one clause")},
    )

    def __init__(self, *args, dispute: Dispute, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.dispute, self.parties = dispute, parties
        cited = Clause.objects.filter(citations__dispute=dispute).select_related("edition__text__code")
        self.fields["clauses"].queryset = cited
        self.fields["clauses"].choices = [
            (clause.pk, f"{cite(clause)} {clause.heading or clause.body}"[:160]) for clause in in_order(cited)
        ]
        self.fields["clauses"].initial = [clause.pk for clause in cited]

    def clean(self):
        """Refuse words that name somebody."""
        answers = super().clean() or {}
        for name in self.checked:
            if why := why_not_anonymous(self.dispute, answers.get(name, ""), self.parties):
                self.add_error(name, ValidationError(why))
        return answers


class LessonForm(AnonymousForm):
    """A lesson for the action plan."""

    checked = ("words",)
    words = forms.CharField(
        label=_l("What should everybody do from now on?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l(
            "A sentence for the action plan. Name no organisation, person or place by which somebody could be known."
        ),
    )
    field_order = ["words", "clauses"]

    def save(self, *, by) -> Lesson:
        """Offer it."""
        return Lesson.offer(self.dispute, by=by, **self.cleaned_data)


class SummaryForm(AnonymousForm):
    """A summary for everybody, from a template."""

    checked = ("between", "about", "came_of_it")
    between = forms.CharField(label=_l("Between whom, by kind only"), max_length=200)
    about = forms.CharField(
        label=_l("What it was about"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("What happened and why it was said to break a commitment. No names, places or days."),
    )
    came_of_it = forms.CharField(
        label=_l("What came of it"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("What was agreed or decided, and what others can learn from it."),
    )
    field_order = ["between", "about", "came_of_it", "clauses"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sectors = [self.dispute.complainant.get_sector_display(), self.dispute.respondent.get_sector_display()]
        self.fields["between"].initial = _("An organisation (%(one)s) and another (%(other)s)") % {
            "one": sectors[0].lower(),
            "other": sectors[1].lower(),
        }
        self.fields["about"].initial = _("The one said that … It held that this did not keep the commitment to …")
        self.fields["came_of_it"].initial = _("The two agreed that … From now on …")

    def clean(self):
        """Refuse a template that was not filled in."""
        answers = super().clean() or {}
        for name in ("about", "came_of_it"):
            if "…" in answers.get(name, ""):
                self.add_error(name, _("Put your own words in place of the three dots"))
        return answers

    def save(self, *, by) -> CaseSummary:
        """Write it."""
        return CaseSummary.draft(self.dispute, by=by, **self.cleaned_data)


class ConsentForm(forms.Form):
    """A party's yes or no to exactly the words shown."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    says = forms.ChoiceField(
        label=_l("Do you agree to exactly these words?"),
        choices=[(YES, _l("Yes")), (NO, _l("No"))],
        widget=Radios,
        error_messages={"required": _l("Say whether you agree")},
    )

    def __init__(self, *args, of, **kwargs):
        super().__init__(*args, **kwargs)
        self.of = of
        self.fields["digest"].initial = of.digest

    def save(self, *, by) -> None:
        """Keep the answer."""
        self.of.answer(by=by, **self.cleaned_data)


class PutAsideForm(forms.Form):
    """Why a lesson is not taken into the plan."""

    reason = forms.CharField(
        label=_l("Why is it not taken into the plan?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("The two parties read this."),
    )

    def __init__(self, *args, lesson: Lesson, **kwargs):
        super().__init__(*args, **kwargs)
        self.lesson = lesson

    def save(self, *, by) -> None:
        """Put it aside."""
        self.lesson.put_aside(by=by, **self.cleaned_data)

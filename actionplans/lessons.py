"""How a lesson of a dispute becomes an action (see LESSONS_GO_TO in the settings): it keeps the clauses, and nothing
else of where it comes from."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from actionplans.lifecycle import Origin, PlanState
from actionplans.models import Action, ActionPlan, Theme
from compact_portal import access
from signatories.models import Organisation


def may_take(compact, user) -> bool:
    """Whether a person adds actions to the plans of a Compact."""
    return "change_compact" in access.rights(user, compact)


class ThemeField(forms.ModelChoiceField):
    """A theme, named with the year of its plan."""

    def label_from_instance(self, theme: Theme) -> str:
        """Return the year, the theme, and whether the plan is still a draft."""
        words = f"{theme.plan.year}: {theme.title}"
        return _t("%(theme)s (draft)") % {"theme": words} if theme.plan.is_draft else words


class LessonActionForm(forms.Form):
    """The action that a lesson becomes."""

    fields: dict[str, Any]

    theme = ThemeField(label=_("Under which theme of which plan?"), queryset=Theme.objects.none(), empty_label=None)
    what = forms.CharField(label=_("What will be done?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    lead = forms.ModelChoiceField(
        label=_("Lead body"), queryset=Organisation.objects.none(), empty_label=_("Choose a body")
    )

    def __init__(self, *args, compact, words: str, clauses, **kwargs):
        super().__init__(*args, **kwargs)
        self.clauses = clauses
        plans = ActionPlan.objects.filter(compact=compact).exclude(state=PlanState.CLOSED)
        themes = Theme.objects.filter(plan__in=plans).select_related("plan")
        self.fields["theme"].queryset = themes.order_by("-plan__starts_on", "position")
        self.fields["lead"].queryset = compact.organisations.all()
        self.fields["what"].initial = words

    def save(self, *, by) -> tuple[str, str]:
        """Add the action. Returns its name and address. May raise NotAllowed or ValidationError."""
        theme = self.cleaned_data["theme"]
        action = Action.add(
            theme.plan,
            by=by,
            theme=theme,
            what=self.cleaned_data["what"],
            lead=self.cleaned_data["lead"],
            origin=Origin.DISPUTE,
            clauses=self.clauses,
        )
        return f"{action.reference} ({theme.plan.year})", action.get_absolute_url()


form = LessonActionForm

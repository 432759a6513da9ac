"""What is asked of those who make plans, edit actions and record progress. Each form calls one verb."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from actionplans.lifecycle import FINISHED, REPORTABLE, PlanState, Status
from actionplans.models import Action, ActionPlan, Theme
from codes import citing
from codes.forms import ClausesField
from compact_portal.renderer import Checkboxes, DayMonthYearField, Radios


class PlanForm(forms.ModelForm):
    """The year and the days of a plan."""

    starts_on = DayMonthYearField(label=_("First day"))
    ends_on = DayMonthYearField(label=_("Last day"))

    class Meta:
        model = ActionPlan
        fields = ["year", "starts_on", "ends_on", "introduction"]

    field_order = ["year", "starts_on", "ends_on", "introduction", "carry_forward"]

    def __init__(self, *args, compact, **kwargs):
        super().__init__(*args, **kwargs)
        self.compact = self.instance.compact = compact
        if self.instance.pk:
            del self.fields["year"]  # The year is part of the address that people keep.
        else:
            self._offer_to_carry_forward()

    def _offer_to_carry_forward(self) -> None:
        self.earlier = self.compact.action_plans.exclude(state=PlanState.DRAFT).order_by("-starts_on").first()
        unfinished = self.earlier and self.earlier.actions.exclude(status__in=sorted(FINISHED)).count()
        if unfinished:
            self.fields["carry_forward"] = forms.BooleanField(
                label=_t("Carry forward the unfinished actions of %(plan)s (%(number)s)")
                % {"plan": str(self.earlier).lower(), "number": unfinished},
                help_text=_("They keep their references, their clauses and their bodies. You can remove any of them."),
                required=False,
                initial=True,
            )

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"compact"}

    def save(self, *, by) -> ActionPlan:
        fields = {name: value for name, value in self.cleaned_data.items() if name != "carry_forward"}
        if self.instance.pk:
            self.instance.revise(by=by, **fields)
            return self.instance
        plan = ActionPlan.begin(self.compact, by=by, **fields)
        if self.cleaned_data.get("carry_forward"):
            plan.take_over(self.earlier, by=by)
        return plan


class PlanStepForm(forms.Form):
    """A step of a plan."""

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan


class AgreeForm(PlanStepForm):
    """When both sectors agreed the plan."""

    on = DayMonthYearField(
        label=_("When did both sectors agree the plan?"),
        latest=timezone.localdate,
        help_text=_("Often the day of the Annual Review, or of a meeting of the Forum."),
    )
    note = forms.CharField(
        label=_("Where it was agreed, or anything worth remembering"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def save(self, *, by):
        self.plan.agree(by=by, **self.cleaned_data)


class CloseForm(PlanStepForm):
    """When the year ended."""

    on = DayMonthYearField(label=_("From which day is the plan closed?"), latest=timezone.localdate)
    note = forms.CharField(
        label=_("What came of the year, in a sentence or two"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def save(self, *, by):
        self.plan.close(by=by, **self.cleaned_data)


class ThemeForm(forms.ModelForm):
    """A theme of the plan."""

    class Meta:
        model = Theme
        fields = ["title", "aim"]

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.plan = plan
        self.instance.position = self.instance.position or 1

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"plan"}

    def save(self, *, by) -> Theme:
        if self.instance.pk:
            self.instance.revise(by=by, **self.cleaned_data)
            return self.instance
        return Theme.add(self.instance.plan, by=by, **self.cleaned_data)


class ActionForm(forms.ModelForm):
    """Everything about an action but its progress."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    starts_on = DayMonthYearField(label=_("Start date"), required=False)
    due_on = DayMonthYearField(label=_("Due date"), required=False)

    class Meta:
        model = Action
        fields = [
            "what",
            "theme",
            "lead",
            "joint_lead",
            "starts_on",
            "due_on",
            "measure",
            "target",
            "baseline",
            "resources",
            "group",
            "origin",
            "evidence",
            "partners",
        ]
        widgets = {
            "what": forms.Textarea(attrs={"rows": 3}),
            "evidence": forms.Textarea(attrs={"rows": 2}),
            "partners": Checkboxes,
        }

    field_order = ["what", "theme", "clauses", "lead", "joint_lead"]

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        action, compact = self.instance, plan.compact
        action.plan = plan
        cited = citing.in_order(action.clauses.all()) if action.pk else []
        self.fields["clauses"] = ClausesField(
            compact=compact,
            label=_("Clauses it carries out"),
            help_text=_("Numbers parted by commas, like 4.3, 5.1. For a code, its name too: Consultation 11.1."),
            initial=", ".join(citing.cite(clause) for clause in cited),
        )
        self.order_fields(self.field_order)
        self.fields["version"].initial = action.version
        self.fields["theme"].queryset = plan.themes.all()
        self.fields["group"].queryset = compact.working_groups.all()
        bodies = list(compact.organisations.all())
        for name in ("lead", "joint_lead", "partners"):
            self.fields[name].queryset = compact.organisations.all()
            first = {"lead": [("", _("Choose a body"))], "joint_lead": [("", _("None"))]}.get(name, [])
            self.fields[name].choices = [*first, *((body.pk, str(body)) for body in bodies)]
        self.fields["theme"].empty_label = _("Choose a theme")
        self.fields["group"].empty_label = _("None")

    def save(self, *, by) -> Action:
        fields = dict(self.cleaned_data)
        version = fields.pop("version")
        if self.instance.pk:
            self.instance.revise(by=by, version=version or 0, **fields)
            return self.instance
        return Action.add(self.instance.plan, by=by, **fields)

    def beside(self, theirs: Action) -> list[dict]:
        """What stands in the record now and what was typed, where they differ: for somebody whose form was stale."""
        as_it_is = ActionForm(instance=theirs, plan=theirs.plan)
        rows = []
        for name, field in self.fields.items():
            if name == "version":
                continue
            saved, typed = as_it_is.in_words(name, as_it_is[name].initial), self.in_words(name, self.cleaned_data[name])
            if saved != typed:
                rows.append({"label": field.label, "theirs": saved, "yours": typed})
        return rows

    def in_words(self, name: str, value) -> str:
        """A value of a field as people read it."""
        if name == "clauses" and not isinstance(value, str):
            return ", ".join(citing.cite(clause) for clause in value)
        if name == "partners":
            return ", ".join(sorted(str(body) for body in value or []))
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) and isinstance(value, int):
            value = field.queryset.filter(pk=value).first()
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            value = dict(field.choices).get(value, value)
        return "" if value is None else str(value)


class ProgressForm(forms.Form):
    """How an action stands, with a note."""

    status = forms.ChoiceField(
        label=_("How does it stand?"),
        choices=[(status.value, status.label) for status in REPORTABLE],
        widget=Radios(
            hints={
                Status.ON_TRACK: _("It will be done by the due date."),
                Status.AT_RISK: _("It may be late or fall short; something needs attention."),
                Status.OFF_TRACK: _("It will be late or fall short as things are."),
                Status.COMPLETE: _("It is done, and the measure of success shows it."),
            }
        ),
    )
    note = forms.CharField(
        label=_("What has happened?"),
        help_text=_("Your note is public, with your name and the date."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    on = DayMonthYearField(label=_("When did it stand so?"), latest=timezone.localdate)

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.action = action

    def save(self, *, by):
        self.action.update_progress(by=by, **self.cleaned_data)


class ReasonForm(forms.Form):
    """Why an action is stopped, removed or started again."""

    reason = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class FilterForm(forms.Form):
    """Which actions of a plan to show."""

    is_filter = True

    status = forms.ChoiceField(label=_("Status"), required=False)
    lead = forms.ChoiceField(label=_("Lead body"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    clause = forms.CharField(
        label=_("Clause, like 4.3"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, *args, plan, themes, actions, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.plan = plan
        bodies = {body.slug: body.name for action in actions for body in (action.lead, action.joint_lead) if body}
        everything = ("", _("All"))
        self.fields["status"].choices = [everything, *Status.choices]
        self.fields["lead"].choices = [everything, *sorted(bodies.items(), key=lambda item: item[1])]
        self.fields["theme"].choices = [everything, *((str(theme.pk), theme.title) for theme in themes)]

    def clean_clause(self):
        typed = self.cleaned_data["clause"]
        found, unknown = citing.find(self.plan.compact, typed)
        if unknown:
            raise forms.ValidationError(
                _t("No clause was found for: %(unknown)s. %(where)s"),
                params={"unknown": ", ".join(unknown), "where": citing.where_to_look(self.plan.compact)},
            )
        self.lineages = {clause.lineage for clause in found}
        return typed

    @property
    def is_used(self) -> bool:
        """Whether anything is asked for that leaves actions out."""
        return any(self.cleaned_data.values())

    def chosen(self, actions: list[Action]) -> list[Action]:
        """The actions that fit everything that was asked for and understood."""
        self.is_valid()
        wanted = self.cleaned_data
        lineages: set = getattr(self, "lineages", set())
        return [
            action
            for action in actions
            if (not wanted.get("status") or action.status == wanted["status"])
            and (not wanted.get("lead") or wanted["lead"] in action.lead_slugs)
            and (not wanted.get("theme") or str(action.theme_id) == wanted["theme"])
            and (not wanted.get("overdue") or action.is_overdue)
            and (not lineages or any(clause.lineage in lineages for clause in action.clauses.all()))
        ]

"""Pages of the action plans: the public plan, an action, and what officers and lead bodies do with them."""

import csv
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.forms import (
    ActionForm,
    AgreeForm,
    CloseForm,
    FilterForm,
    PlanForm,
    ProgressForm,
    ReasonForm,
    ThemeForm,
)
from actionplans.lifecycle import Progress
from actionplans.models import Action, ActionPlan, PlanEvent, Stale, Theme
from codes.citing import cite, in_order
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed, changes
from compact_portal.templatetags.portal import day

DECIDED = ("decision__forum__compact", "decision__meeting__forum")

# Guarded getters: nothing is had without the right to see it (404) or to do it (403). Who may in general, but comes too
# late with what they have typed, passes: the verb refuses with a sentence, and the form keeps everything.


def _compact(request, slug, *, change=False):
    compact = get_object_or_404(Compact.objects.visible_to(request.user).select_related("core"), slug=slug)
    if change and "change_compact" not in compact.actions_for(request.user):
        raise PermissionDenied
    return compact


def _plan(request, slug, year, action=None):
    plans = ActionPlan.objects.visible_to(request.user).select_related("compact__core")
    plan = get_object_or_404(plans, compact__slug=slug, year=year)
    if action and action not in plan.actions_for(request.user) and not _too_late(request, plan.is_kept_by):
        raise PermissionDenied
    return plan


def _action(request, slug, year, reference, verb=None):
    actions = Action.objects.visible_to(request.user).select_related("plan__compact")
    if verb != "history":
        actions = actions.for_lists()
    action = get_object_or_404(actions, plan__compact__slug=slug, plan__year=year, reference=reference)
    action.may = action.actions_for(request.user)
    may_in_general = action.is_reported_by if verb == "update" else action.plan.is_kept_by
    if verb and verb not in action.may and not _too_late(request, may_in_general):
        raise PermissionDenied
    return action


def _too_late(request, may_in_general):
    return request.method == "POST" and may_in_general(request.user)


def _filled(form_class, request, **kwargs):
    return form_class(request.POST if request.method == "POST" else None, **kwargs)


def _save(request, form):
    """Whether a form was valid and its verb done; where the verb refuses, its sentence becomes an error of the form."""
    if not form.is_valid():
        return False
    try:
        form.save(by=request.user)
    except NotAllowed as reason:
        form.add_error(None, str(reason))
    return form.is_valid()


def _page(request, template, plan, **context):
    return render(request, f"actionplans/{template}.html", {"compact": plan.compact, "plan": plan, **context})


# The public pages.


def this_year(request, slug):
    """The plan of this year; the latest one where this year has none; how to begin where there is none at all."""
    compact = _compact(request, slug)
    plan = ActionPlan.objects.visible_to(request.user).filter(compact=compact).this_years().first()
    if plan is None:
        may_begin = request.user.is_authenticated and "change_compact" in compact.actions_for(request.user)
        return render(request, "actionplans/no_plan.html", {"compact": compact, "may_begin": may_begin})
    plan.compact = compact
    return _show(request, plan)


def plan(request, slug, year):
    """The plan of a year."""
    return _show(request, _plan(request, slug, year))


def _show(request, plan):
    actions, form = _chosen(request, plan)
    shown = form.chosen(actions)
    may, updatable = plan.actions_for(request.user), set()
    if request.user.is_authenticated:
        updatable = set(plan.actions.updatable_by(request.user).values_list("pk", flat=True))
    for action in actions:
        action.may = action.what_may_be_done(may, action.pk in updatable)
    used = form.is_used
    return _page(
        request,
        "plan",
        plan,
        form=form,
        may=may,
        used=used,
        progress=_progress(actions),
        sections=_sections(form.themes, actions, shown, used),
        shown=len(shown),
        query=urlencode({name: value for name, value in request.GET.items() if value}),
        plans=ActionPlan.objects.visible_to(request.user).filter(compact=plan.compact).order_by("-starts_on"),
    )


def _chosen(request, plan):
    """All actions of a plan, each with the plan at hand, and the form that chooses among them."""
    actions, themes = list(plan.actions.for_lists()), list(plan.themes.all())
    for action in actions:
        action.plan = plan
    form = FilterForm(request.GET, plan=plan, themes=themes, actions=actions)
    form.themes = themes
    return actions, form


def _progress(actions):
    return Progress.of((action.status, action.is_overdue) for action in actions)


def _sections(themes, actions, shown, used):
    """A section for each theme: all of them, or, where a filter is used, those with something to show."""
    return [
        {
            "theme": theme,
            "progress": _progress([action for action in actions if action.theme_id == theme.pk]),
            "actions": of_theme,
        }
        for theme in themes
        if (of_theme := [action for action in shown if action.theme_id == theme.pk]) or not used
    ]


COLUMNS = [
    (gettext_lazy("Reference"), lambda a: a.reference),
    (gettext_lazy("Theme"), lambda a: a.theme),
    (gettext_lazy("Action"), lambda a: a.what),
    (gettext_lazy("Clauses"), lambda a: ", ".join(cited for cited, _address in a.cited)),
    (gettext_lazy("Lead body"), lambda a: a.lead),
    (gettext_lazy("Joint lead"), lambda a: a.joint_lead or ""),
    (gettext_lazy("Partners"), lambda a: ", ".join(str(body) for body in a.partners.all())),
    (gettext_lazy("Working group"), lambda a: a.group or ""),
    (gettext_lazy("Start"), lambda a: a.starts_on or ""),
    (gettext_lazy("Due"), lambda a: a.due_on or ""),
    (gettext_lazy("Resources"), lambda a: a.resources),
    (gettext_lazy("Measure of success"), lambda a: a.measure),
    (gettext_lazy("Baseline"), lambda a: a.baseline),
    (gettext_lazy("Target"), lambda a: a.target),
    (gettext_lazy("Evidence"), lambda a: a.evidence),
    (gettext_lazy("Status"), lambda a: a.get_status_display()),
    (gettext_lazy("Overdue"), lambda a: _("Yes") if a.is_overdue else _("No")),
    (gettext_lazy("Last update"), lambda a: a.heard_on or ""),
    (gettext_lazy("Origin"), lambda a: a.get_origin_display()),
    (gettext_lazy("Carried forward from"), lambda a: a.carried_from.plan.year if a.carried_from else ""),
    (gettext_lazy("Why it was stopped"), lambda a: a.closed_reason),
]


def table(request, slug, year):
    """The plan as a table for a spreadsheet (CSV, UTF-8); dates as 2026-03-31; the same filters as the page."""
    plan = _plan(request, slug, year)
    actions, form = _chosen(request, plan)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}-action-plan-{year}.csv"'},
    )
    response.write("\ufeff")  # Spreadsheets take it for UTF-8 only so.
    writer = csv.writer(response)
    writer.writerow([heading for heading, _value in COLUMNS])
    for action in form.chosen(actions):
        writer.writerow([_harmless(value(action)) for _heading, value in COLUMNS])
    return response


def _harmless(value) -> str:
    """A cell that a spreadsheet does not run as a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def action(request, slug, year, reference):
    """An action with its progress notes and the clauses it carries out."""
    action = _action(request, slug, year, reference)
    later = Action.objects.visible_to(request.user).filter(carried_from=action).select_related("plan__compact")
    return _page(
        request,
        "action",
        action.plan,
        action=action,
        may=action.may,
        clauses=_cited(action),
        partners=action.partners.all(),
        details=_details(action),
        updates=action.updates.select_related("by"),
        decisions=[row.decision for row in action.decided.select_related(*DECIDED)],
        later=later.first(),
    )


def _cited(action):
    """Each clause an action carries out: its citation, its address, and its heading or first words."""
    return [
        {
            "cited": cite(clause),
            "address": clause.get_absolute_url(),
            "words": clause.heading or Truncator(clause.body).words(14),
        }
        for clause in in_order(action.clauses.all())
    ]


def _details(action):
    """What else was agreed about an action, as pairs of a label and words; what is not known is left out."""
    names = ["group", "starts_on", "due_on", "resources", "measure", "baseline", "target", "evidence"]
    pairs = []
    for name in names:
        value = getattr(action, name)
        if value:
            label = capfirst(action._meta.get_field(name).verbose_name)
            pairs.append((label, day(value) if isinstance(value, date) else str(value)))
    return [*pairs, (_("Origin"), action.get_origin_display())]


# What an officer does with a plan.


def begin(request, slug):
    """Begin the plan of a year."""
    compact = _compact(request, slug, change=True)
    year = timezone.localdate().year
    usual = {"year": year, "starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
    form = _filled(PlanForm, request, compact=compact, initial=usual)
    if form.is_valid():
        plan = form.save(by=request.user)
        messages.success(request, _("%(plan)s is begun as a draft. Add its themes and actions.") % {"plan": plan})
        return redirect(plan)
    return render(
        request, "actionplans/form.html", {"compact": compact, "form": form, "heading": _("Begin an action plan")}
    )


def _plan_form(request, plan, form, *, heading, button, said, note=""):
    """Show a form about a plan, or take it and go back to the plan."""
    if request.method == "POST" and _save(request, form):
        messages.success(request, said)
        return redirect(plan)
    return _page(request, "form", plan, form=form, heading=heading, button=button, note=note)


def revise(request, slug, year):
    """Change the days or the introduction of a plan."""
    plan = _plan(request, slug, year, "edit")
    form = _filled(PlanForm, request, compact=plan.compact, instance=plan)
    return _plan_form(
        request, plan, form, heading=_("Change the plan's dates and introduction"), button=_("Save"), said=_("Saved.")
    )


def agree(request, slug, year):
    """Record that both sectors agreed the plan, which makes it public."""
    plan = _plan(request, slug, year, "agree")
    form = _filled(AgreeForm, request, plan=plan, initial={"on": timezone.localdate()})
    return _plan_form(
        request,
        plan,
        form,
        heading=_("Agree the plan"),
        button=_("Agree and publish the plan"),
        note=_("Once it is agreed, everybody can read the plan, and lead bodies can record progress."),
        said=_("The plan is agreed and public."),
    )


def close(request, slug, year):
    """Close the plan at the end of its year."""
    plan = _plan(request, slug, year, "close")
    form = _filled(CloseForm, request, plan=plan, initial={"on": timezone.localdate()})
    return _plan_form(
        request,
        plan,
        form,
        heading=_("Close the plan"),
        button=_("Close the plan"),
        note=_(
            "A closed plan stays public as the record of the year and can no longer be changed. "
            "Carry unfinished actions forward when you begin the next plan."
        ),
        said=_("The plan is closed."),
    )


def add_theme(request, slug, year):
    """Add a theme to a plan."""
    plan = _plan(request, slug, year, "add")
    form = _filled(ThemeForm, request, plan=plan)
    said = _("The theme is added.")
    return _plan_form(request, plan, form, heading=_("Add a theme"), button=_("Add theme"), said=said)


def revise_theme(request, slug, year, pk):
    """Change a theme's title or aim."""
    plan = _plan(request, slug, year, "edit")
    form = _filled(ThemeForm, request, plan=plan, instance=get_object_or_404(Theme, plan=plan, pk=pk))
    return _plan_form(request, plan, form, heading=_("Change a theme"), button=_("Save"), said=_("Saved."))


def plan_history(request, slug, year):
    """What was done to a plan and its parts, for those who keep it."""
    plan = _plan(request, slug, year, "history")
    return _page(
        request,
        "history",
        plan,
        heading=_("History of the plan"),
        events=PlanEvent.objects.filter(plan=plan).select_related("actor").order_by("-at", "-pk"),
        changes=changes(plan.history.all(), Theme.history.filter(plan_id=plan.pk)),
    )


# What an officer or a lead body does with an action.


def add_action(request, slug, year):
    """Add an action to a plan."""
    plan = _plan(request, slug, year, "add")
    theme = plan.themes.filter(pk=request.GET.get("theme")).first() if request.GET.get("theme", "").isdigit() else None
    form = _filled(ActionForm, request, plan=plan, initial={"theme": theme})
    if request.method == "POST" and _save(request, form):
        messages.success(request, _("The action is added."))
        return redirect(plan)
    return _page(request, "action_form", plan, form=form, heading=_("Add an action"), button=_("Add action"))


def edit_action(request, slug, year, reference):
    """Change an action: on a page of its own, or in its row of the plan."""
    action = _action(request, slug, year, reference, "edit")
    theme = action.theme_id
    form = _filled(ActionForm, request, plan=action.plan, instance=action)
    stale, who = [], None
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except Stale:
            stale, form = _beside(form, Action.objects.for_lists().get(pk=action.pk))
            who = action.history.latest().history_user
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            return _saved(request, action, moved=action.theme_id != theme)
    template = "row_form" if request.htmx else "action_form"
    heading = _("Change %(reference)s") % {"reference": reference}
    context = {"action": action, "form": form, "stale": stale, "who": who, "heading": heading, "button": _("Save")}
    return _page(request, template, action.plan, may=action.may, **context)


def _beside(form, theirs):
    """For a stale form: what differs, and the same form again with what was typed, ready to be saved knowingly."""
    typed = form.data.copy()
    typed["version"] = theirs.version
    return form.beside(theirs), ActionForm(typed, plan=theirs.plan, instance=theirs)


def _saved(request, action, *, moved):
    if not request.htmx:
        messages.success(request, _("%(reference)s is saved.") % {"reference": action.reference})
        return redirect(action)
    if moved:  # It now stands in another section of the page.
        messages.success(request, _("%(reference)s is saved.") % {"reference": action.reference})
        return HttpResponse(headers={"HX-Redirect": action.plan.get_absolute_url()})
    return _row(request, Action.objects.for_lists().get(pk=action.pk), saved=True)


def row(request, slug, year, reference):
    """One row of the plan as it stands, for a row whose change was cancelled."""
    action = _action(request, slug, year, reference, "edit")
    if not request.htmx:
        return redirect(action)
    return _row(request, action)


def _row(request, action, *, saved=False):
    action.may = action.actions_for(request.user)
    return _page(request, "row", action.plan, action=action, saved=saved, fresh=True)


def progress(request, slug, year, reference):
    """Record how an action stands."""
    action = _action(request, slug, year, reference, "update")
    now = {"on": timezone.localdate(), "status": action.status}
    form = _filled(ProgressForm, request, action=action, initial=now)
    if request.method == "POST" and _save(request, form):
        messages.success(request, _("Your note on %(reference)s is recorded.") % {"reference": reference})
        return redirect(action)
    return _page(request, "progress", action.plan, action=action, form=form)


ENDINGS = {
    "stop": (
        gettext_lazy("Stop %(reference)s"),
        gettext_lazy("Stop the action"),
        gettext_lazy("It stays in the plan, marked as stopped, with your reason."),
    ),
    "remove": (
        gettext_lazy("Remove %(reference)s"),
        gettext_lazy("Remove the action"),
        gettext_lazy("It leaves the draft. Its reference is never given to another action."),
    ),
    "restart": (
        gettext_lazy("Start %(reference)s again"),
        gettext_lazy("Start the action again"),
        gettext_lazy("It stands as not started."),
    ),
}


def end(request, slug, year, reference, verb):
    """Stop an action with a reason, remove one from a draft, or start a stopped one again."""
    action = _action(request, slug, year, reference, verb)
    form = _filled(ReasonForm, request)
    heading, button, note = ENDINGS[verb]
    if form.is_valid():
        try:
            do = {"stop": action.stop, "remove": action.remove, "restart": action.restart}[verb]
            do(by=request.user, **{"note" if verb == "restart" else "reason": form.cleaned_data["reason"]})
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Saved."))
            return redirect(action.plan if verb == "remove" else action)
    heading = heading % {"reference": reference}
    return _page(
        request, "form", action.plan, form=form, heading=heading, button=button, note=note, warning=verb != "restart"
    )


def action_history(request, slug, year, reference):
    """Every saved change of an action, for those who may change it or report on it."""
    action = _action(request, slug, year, reference, "history")
    heading = _("History of %(reference)s") % {"reference": reference}
    return _page(
        request,
        "history",
        action.plan,
        action=action,
        heading=heading,
        events=[],
        changes=changes(action.history.all()),
    )

"""Pages of the draft of a procedure, for the officers of the Compact, and of the versions there were, for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from disputes import redrafting
from disputes.forms.redraft import AdoptForm, BeginForm, OverAllForm, RouteForm, StageForm, StepForm
from disputes.models import ProcedureDraft
from disputes.models.redraft import Overtaken
from disputes.reading.drafting import changes_of, draft_page, version_page
from disputes.views.getting import get_compact


def get_own_compact(request, slug):
    """Return a Compact that the person keeps as its officer, or 404 or 403."""
    compact = get_compact(request, slug)
    if "change_compact" not in compact.actions_for(request.user):
        raise PermissionDenied
    return compact


def get_draft(request, slug):
    """Return the draft of a Compact that the person keeps, or 404 or 403."""
    compact = get_own_compact(request, slug)
    return get_object_or_404(ProcedureDraft.objects.select_related("compact", "changed_by"), compact=compact)


def version(request, slug, number):
    """A version of the procedure, in force or earlier, with the days on which it was."""
    compact = get_compact(request, slug)
    found = version_page(compact, number)
    if found is None:
        raise Http404
    return render(request, "disputes/procedure/version.html", {"compact": compact} | found)


@login_required
def draft(request, slug):
    """The draft with its picture and what has to be mended; where there is none, from what to begin one."""
    compact = get_own_compact(request, slug)
    found = ProcedureDraft.objects.filter(compact=compact).select_related("changed_by").first()
    if found is None:
        return begin(request, compact)
    found.compact = compact
    return _page(request, found, "draft", **draft_page(found))


def begin(request, compact):
    """From what a draft is begun."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ProcedureDraft.begin(compact, form.cleaned_data["source"], by=request.user)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        return _to_draft(compact)
    return render(request, "disputes/procedure/begin.html", {"compact": compact, "form": form, "private": True})


@login_required
def add_stage(request, slug):
    """A new stage, behind the one that is named."""
    found = get_draft(request, slug)
    form = StageForm(_posted(request), draft=found, after=request.GET.get("after", ""))
    return _ask(request, found, form, heading=_("Add a step"), saved=_("The step is added."))


@login_required
def edit_stage(request, slug, key):
    """What one stage says. One that somebody has taken out meanwhile can be added again."""
    found = get_draft(request, slug)
    if found.stage(key) is None and request.method != "POST":
        raise Http404
    form = StageForm(_posted(request), draft=found, key=key)
    faults = found.faults().get(_place(found, key), [])
    return _ask(request, found, form, heading=_("Change a step"), saved=_("The step is saved."), faults=faults)


@login_required
def remove_stage(request, slug, key):
    """Take a stage out, after a question."""
    found = get_draft(request, slug)
    stage = found.stage(key)
    if stage is None:
        raise Http404
    if request.method == "POST":
        return _step(request, found, _("“%s” is taken out.") % stage["name"], "remove_stage", key)
    return _page(request, found, "remove", stage=stage, leading=[s for s in found.stages if key in s["exits"]])


@login_required
@require_POST
def move_stage(request, slug, key, places):
    """Move a stage up or down."""
    found = get_draft(request, slug)
    name = (found.stage(key) or {"name": ""})["name"]
    return _step(request, found, _("“%s” is moved.") % name, "move_stage", key, places)


@login_required
def add_route(request, slug, key):
    """A new body or court of a stage."""
    found = get_draft(request, slug)
    if found.stage(key) is None:
        raise Http404
    form = RouteForm(_posted(request), draft=found, key=key)
    return _ask(request, found, form, heading=_("Add a body or court"), saved=_("It is added."))


@login_required
def edit_route(request, slug, key, route):
    """What one body or court takes, and until when."""
    found = get_draft(request, slug)
    stage = found.stage(key)
    if stage is None or (redrafting.found(stage["routes"], route) is None and request.method != "POST"):
        raise Http404
    form = RouteForm(_posted(request), draft=found, key=key, route_key=route)
    return _ask(request, found, form, heading=_("Change a body or court"), saved=_("It is saved."))


@login_required
@require_POST
def remove_route(request, slug, key, route):
    """Take a body or court out of a stage. It can be undone, so nothing is asked."""
    found = get_draft(request, slug)
    return _step(request, found, _("It is taken out."), "remove_route", key, route)


@login_required
def over_all(request, slug):
    """What holds for the whole procedure."""
    found = get_draft(request, slug)
    form = OverAllForm(_posted(request), draft=found)
    return _ask(request, found, form, heading=_("Rules over all steps"), saved=_("It is saved."))


@login_required
@require_POST
def undo(request, slug):
    """Bring back what the last step changed."""
    return _step(request, get_draft(request, slug), _("The last change is undone."), "undo")


@login_required
def discard(request, slug):
    """Throw the draft away, after a question."""
    found = get_draft(request, slug)
    if request.method == "POST":
        done = _("The draft is thrown away. The procedure in force stays as it is.")
        return _step(request, found, done, "discard", to="disputes:compact")
    return _page(request, found, "discard")


@login_required
def adopt(request, slug):
    """Say what changes, ask whether it is meant, and make it the version in force."""
    found = get_draft(request, slug)
    form = AdoptForm(_posted(request), initial={"revision": found.revision})
    sound = not found.faults()
    if form.is_valid() and sound:
        done = _("The procedure is adopted. Disputes raised from now on begin under it.")
        return _step(request, found, done, "adopt", to="disputes:compact")
    return _page(request, found, "adopt", form=form, sound=sound, changes=changes_of(found))


def _posted(request):
    return request.POST if request.method == "POST" else None


def _to_draft(compact):
    return redirect("disputes:procedure_draft", compact.slug)


def _place(found, key) -> int:
    return next((place for place, stage in enumerate(found.stages, 1) if stage["key"] == key), 0)


def _page(request, found, template, *, status=200, **context):
    context |= {"compact": found.compact, "draft": found, "private": True}
    return render(request, f"disputes/procedure/{template}.html", context, status=status)


def _ask(request, found, form, *, saved, **context):
    """A page that asks something about the draft, and writes it down; what was typed is never lost."""
    if form.is_valid():
        try:
            form.save(by=request.user)
        except Overtaken as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, saved)
            return _to_draft(found.compact)
    return _page(request, found, "ask", form=form, **context)


def _step(request, found, done, verb, *arguments, to="disputes:procedure_draft"):
    """Take a step on the draft as the page showed it, and say what it did or why not."""
    try:
        StepForm(request.POST).claim(found)
        getattr(found, verb)(*arguments, by=request.user)
    except Overtaken as reason:
        messages.error(request, str(reason))
        return _to_draft(found.compact)
    except NotAllowed as reason:
        messages.error(request, str(reason))
        return _to_draft(found.compact)
    messages.success(request, done)
    return redirect(to, found.compact.slug)

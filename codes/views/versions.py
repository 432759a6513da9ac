"""A newer version of a national code: what it changes, and what a Compact decides about each clause."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from codes import actions
from codes.forms import DecideForm, FinishForm
from codes.models import Choice, NewVersion, Outcome
from codes.models.version import awaiting
from codes.views.adopting import get_compact, tell
from compact_portal.history import NotAllowed


def get_version(request, slug, adoption, edition, *, to=None) -> NewVersion:
    """A newer version for an adoption; 404 where there is none, 403 while only officers may read it."""
    compact = get_compact(request, slug, to=to)
    adoption = get_object_or_404(
        compact.adoptions.select_related("compact", "edition__text__code__derived_from"), pk=adoption
    )
    begun = NewVersion.objects.filter(adoption=adoption, edition__slug=edition)
    found = begun.select_related("edition__text__code", "draft__text", "finished_by").first()
    if found is None:
        found = next(
            (
                NewVersion(adoption=adoption, edition=newer)
                for waiting, newer in awaiting([compact])
                if waiting == adoption and newer.slug == edition
            ),
            None,
        )
    if found is None:
        raise Http404
    found.adoption = adoption
    if not found.finished_at and "change_compact" not in compact.actions_for(request.user):
        raise PermissionDenied
    return found


def rows_of(new: NewVersion) -> list[dict]:
    """The changes with their words marked, and what was decided."""
    return [row_of(new, change) for change in new.changes]


def row_of(new: NewVersion, change) -> dict:
    """One change: what the newer version does to the national wording, what ours says, and the decision."""
    before, theirs, ours = change.before, change.theirs, change.ours
    return {
        "change": change,
        "before": before.body if before else "",
        "after": theirs.body if theirs else "",
        "ours_differs": bool(ours and before and (ours.heading, ours.body) != (before.heading, before.body)),
        "decision": new.decided.get(change.lineage),
    }


def new_version(request, slug, adoption, edition):
    """What a newer version changes, and what was decided about each clause. Public once it is finished."""
    new = get_version(request, slug, adoption, edition)
    may_edit = "change_compact" in new.adoption.compact.actions_for(request.user)
    asks_day = new.coming_outcome == Outcome.AS_IT_IS
    context = {
        "compact": new.adoption.compact,
        "new": new,
        "rows": rows_of(new),
        "undecided": len(new.undecided),
        "may_decide": may_edit and not new.finished_at,
        "outcome": Outcome(new.outcome or new.coming_outcome),
        "form": FinishForm(asks_day=asks_day),
    }
    return render(request, "codes/new_version.html", context)


@login_required
def decide(request, slug, adoption, edition, lineage):
    """Decide about one clause: adopt the national wording, keep ours, or adapt it."""
    new = get_version(request, slug, adoption, edition, to="change_compact")
    change = next((change for change in new.changes if change.lineage == lineage), None)
    if change is None or new.finished_at:
        raise Http404
    made = new.decided.get(lineage)
    words = made if made and made.action == Choice.ADAPT else change.theirs or change.ours
    first = {"choice": made.action if made else "", "heading": words.heading, "body": words.body}
    form = DecideForm(request.POST if request.method == "POST" else None, change=change, initial=first)
    if request.method == "POST" and form.is_valid():
        new = NewVersion.begin(new.adoption, new.edition)
        try:
            new.decide(change, form.cleaned_data.pop("choice"), by=request.user, **form.cleaned_data)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Decided: %(number)s.") % {"number": change.shown.number})
        return redirect(f"{new.get_absolute_url()}#{change.anchor}")
    context = {"compact": new.adoption.compact, "new": new, "form": form, "row": row_of(new, change)}
    return render(request, "codes/decide.html", context)


@login_required
@require_POST
def decide_rest(request, slug, adoption, edition):
    """Decide the same about every clause that is still to be decided (`choice`: adopt or keep)."""
    new = get_version(request, slug, adoption, edition, to="change_compact")
    choice = request.POST.get("choice")
    if choice not in {Choice.ADOPT, Choice.KEEP}:
        raise Http404
    new = NewVersion.begin(new.adoption, new.edition)
    try:
        new.decide_all(new.undecided, choice, by=request.user)
    except NotAllowed as reason:
        messages.error(request, str(reason))
    return redirect(f"{new.get_absolute_url()}#finish")


@login_required
def finish(request, slug, adoption, edition):
    """Finish a newer version, as decided."""
    new = get_version(request, slug, adoption, edition, to="change_compact")
    asks_day = new.coming_outcome == Outcome.AS_IT_IS
    form = FinishForm(request.POST if request.method == "POST" else None, asks_day=asks_day)
    if request.method == "POST" and form.is_valid():
        new = NewVersion.begin(new.adoption, new.edition)
        try:
            made = actions.finish(new, by=request.user, **form.cleaned_data)
        except NotAllowed as reason:
            messages.error(request, str(reason))
            return redirect(new)
        except ValidationError as error:
            tell(form, error)
        else:
            return done(request, new, made)
    context = {
        "compact": new.adoption.compact,
        "new": new,
        "form": form,
        "outcome": Outcome(new.coming_outcome),
        "reason": new.why_not_finish(),
    }
    return render(request, "codes/finish.html", context)


def done(request, new: NewVersion, made):
    """Say what came of it, and go there."""
    if new.outcome == Outcome.DRAFT:
        messages.success(request, _("A draft has the wording decided. Read it through, then have it approved."))
        return redirect(f"{made.get_absolute_url()}edit/")
    messages.success(request, f"{Outcome(new.outcome).label}.")
    return redirect("codes:adopted", new.adoption.compact.slug)

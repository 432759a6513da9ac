"""What officers do to the clauses of a draft."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.compacts import actions
from compact_portal.compacts.forms import ClauseForm, DeleteForm
from compact_portal.compacts.reading import read
from compact_portal.compacts.views.getting import get_clause, get_edition
from compact_portal.history import NotAllowed


@login_required
def edit(request, slug, edition, under=""):
    """A draft with what can be done to each clause."""
    found = get_edition(request, slug, edition, under, to="edit")
    context = {"edition": found, "text": found.text, "compact": found.text.compact, "reading": read(found)}
    return render(request, "compacts/edit.html", context | {"why_not_publish": found.why_not_publish()})


@login_required
def add_clause(request, slug, edition, under=""):
    """Add a clause after another (`?after=4.3`), or last inside another (`?inside=4`), or last of all."""
    found = get_edition(request, slug, edition, under, to="edit")
    after, inside = (
        get_object_or_404(found.clauses.select_related("parent"), number=request.GET[place])
        if request.GET.get(place)
        else None
        for place in ("after", "inside")
    )
    parent = after.parent if after else inside
    kind = after.kind if after else ""
    first = {"number": actions.next_number(found, parent), "kind": kind, "owed_by": after.owed_by if after else ""}
    form = ClauseForm(request.POST if request.method == "POST" else None, initial=first, edition=found)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            made = actions.add(found, by=request.user, reason=reason, inside=inside, after=after, **form.words)
        except (NotAllowed, ValidationError) as error:
            form.add_error(None, str(error) if isinstance(error, NotAllowed) else error.messages)
        else:
            messages.success(request, _("Clause %(number)s was added.") % {"number": made.number})
            return redirect(f"{found.get_absolute_url()}edit/#c-{made.number}")
    context = {"edition": found, "compact": found.text.compact, "form": form, "after": after, "inside": inside}
    return render(request, "compacts/clause_form.html", context)


@login_required
def edit_clause(request, slug, edition, number, under=""):
    """Change a clause of a draft. Where somebody else changed it meanwhile, both are shown and nothing is lost."""
    found = get_clause(request, slug, edition, number, under, to="edit")
    form = ClauseForm(request.POST if request.method == "POST" else None, instance=found, edition=found.edition)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            seen, reason = form.cleaned_data["seen"], form.cleaned_data["reason"]
            actions.amend(form.instance, by=request.user, reason=reason, seen=seen, **form.words)
        except actions.Stale as stale:
            theirs = stale.now
            form = form.over(theirs)
        except (NotAllowed, ValidationError) as error:
            form.add_error(None, str(error) if isinstance(error, NotAllowed) else error.messages)
        else:
            messages.success(request, _("Clause %(number)s was saved.") % {"number": form.instance.number})
            return redirect(f"{found.edition.get_absolute_url()}edit/#c-{form.instance.number}")
    context = {"edition": found.edition, "compact": found.edition.text.compact, "form": form, "number": number}
    if theirs:
        last = theirs.history.select_related("history_user").first()
        context |= {"theirs": theirs, "their_change": last}
    return render(request, "compacts/clause_form.html", context, status=409 if theirs else 200)


@login_required
def delete_clause(request, slug, edition, number, under=""):
    """Delete a clause of a draft, after asking."""
    found = get_clause(request, slug, edition, number, under, to="edit")
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.delete(found, by=request.user, reason=form.cleaned_data["reason"])
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Clause %(number)s was deleted.") % {"number": number})
        return redirect(f"{found.edition.get_absolute_url()}edit/")
    context = {"clause": found, "edition": found.edition, "compact": found.edition.text.compact, "form": form}
    return render(request, "compacts/clause_delete.html", context)


@login_required
@require_POST
def move_clause(request, slug, edition, under=""):
    """Move a clause (`up` or `down`: its number) before or after its neighbour."""
    found = get_edition(request, slug, edition, under, to="edit")
    up = "up" in request.POST
    clause = get_object_or_404(found.clauses.all(), number=request.POST.get("up" if up else "down", ""))
    clause.edition = found
    try:
        if not actions.move(clause, up=up, by=request.user):
            messages.info(request, _("Clause %(number)s is already at that end.") % {"number": clause.number})
    except NotAllowed as reason:
        messages.error(request, str(reason))
    return redirect(f"{found.get_absolute_url()}edit/#c-{clause.number}")

"""What officers do to the clauses of a draft: move, split, merge and number them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.compacts import actions
from compact_portal.compacts.drafting import Draft, Stale
from compact_portal.compacts.forms.drafting import MergeForm, PlaceForm, RenumberForm, SplitForm
from compact_portal.compacts.reading import read
from compact_portal.compacts.views.getting import get_edition
from compact_portal.compacts.views.writing import back_to, opened, say, since
from compact_portal.history import NotAllowed


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
        say(request, reason)
    return redirect(back_to(found, clause.number))


@login_required
def place_clause(request, slug, edition, number, under=""):
    """Move a clause anywhere, with all under it."""
    draft = get_edition(request, slug, edition, under, to="edit")
    found = opened(request, draft, number)
    reading = read(draft)
    block = {found.pk, *(clause.pk for clause in reading.below(found))}
    others = [(entry.clause, entry.level - 2) for entry in reading.entries if entry.clause.pk not in block]
    stood = actions.standing(found)
    form = PlaceForm(request.POST if request.method == "POST" else None, clause=found, others=others, stood=stood)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            actions.place(found, **form.place(found), stood=asked["stood"], by=request.user, reason=asked["reason"])
        except NotAllowed as reason:
            say(request, reason)
            return redirect(request.path)
        messages.success(request, _("Clause %(number)s was moved.") % {"number": found.number})
        return redirect(back_to(draft, found.number))
    context = {"edition": draft, "compact": draft.text.compact, "clause": found, "form": form, "count": len(block) - 1}
    return render(request, "compacts/clause_place.html", context)


@login_required
def split_clause(request, slug, edition, number, under=""):
    """Cut the text of a clause in two."""
    draft = get_edition(request, slug, edition, under, to="edit")
    found = opened(request, draft, number)
    first = {"number": actions.next_number(draft, found.parent)}
    form = SplitForm(request.POST if request.method == "POST" else None, clause=found, initial=first)
    context = {"edition": draft, "compact": draft.text.compact, "clause": found, "form": form}
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        who = {"by": request.user, "reason": asked["reason"], "seen": asked["seen"]}
        try:
            piece = actions.split(found, asked["at"], number=asked["number"], **who)
        except Stale as stale:
            messages.error(request, str(stale))
            form = SplitForm(clause=stale.now, initial=first)
            context |= {"form": form, "clause": stale.now, "changed": since(stale.now, asked["seen"])}
            return render(request, "compacts/clause_split.html", context, status=409)
        except (NotAllowed, ValidationError) as error:
            form.add_error(None, str(error) if isinstance(error, NotAllowed) else error.messages)
        else:
            said = {"number": found.number, "piece": piece.number}
            messages.success(request, _("Clause %(number)s was split in %(number)s and %(piece)s.") % said)
            return redirect(back_to(draft, found.number))
    return render(request, "compacts/clause_split.html", context)


@login_required
def merge_clause(request, slug, edition, number, under=""):
    """Make one clause of two that stand beside each other."""
    draft = get_edition(request, slug, edition, under, to="edit")
    found = opened(request, draft, number)
    beside = list(draft.clauses.filter(parent=found.parent_id).order_by("position"))
    at = beside.index(found)
    near = {"before": beside[at - 1] if at else None, "after": beside[at + 1] if at + 1 < len(beside) else None}
    form = MergeForm(request.POST if request.method == "POST" else None, clause=found, **near)
    context = {"edition": draft, "compact": draft.text.compact, "clause": found, "form": form, **near}
    context["trio"] = [one for one in (near["before"], found, near["after"]) if one]
    if request.method == "POST" and (form.is_valid() or form.seen_before_a_change):
        asked = form.cleaned_data
        try:
            if form.seen_before_a_change:  # It may have other neighbours now.
                raise Stale(found)
            other, seen_other = form.chosen()
            who = {"by": request.user, "reason": asked["reason"]}
            made = actions.merge(found, other, seen=asked["seen"], seen_other=seen_other, **who)
        except Stale as stale:
            messages.error(request, str(stale))
            seen = asked["seen"] if stale.now.pk == found.pk else seen_other
            context |= {"form": MergeForm(clause=found, **near), "changed": since(stale.now, seen)}
            return render(request, "compacts/clause_merge.html", context, status=409)
        except (NotAllowed, ValidationError) as error:
            form.add_error(None, str(error) if isinstance(error, NotAllowed) else error.messages)
        else:
            messages.success(request, _("The two are now one clause, %(number)s.") % {"number": made.number})
            return redirect(back_to(draft, made.number))
    return render(request, "compacts/clause_merge.html", context)


@login_required
def renumber(request, slug, edition, under=""):
    """Number a draft, or what stands under one clause (`?inside=4`), in reading order, after showing the numbers."""
    draft = get_edition(request, slug, edition, under, to="edit")
    asked = request.GET.get("inside", "")
    inside = get_object_or_404(draft.clauses.select_related("parent"), number=asked) if asked else None
    form = RenumberForm(request.POST if request.method == "POST" else None, initial={"seen": draft.updated_at})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            changed = actions.renumber(draft, inside=inside, by=request.user, reason=said["reason"], seen=said["seen"])
        except NotAllowed as reason:
            say(request, reason)
            return redirect(request.get_full_path())
        messages.success(request, _("%(count)d clauses have new numbers.") % {"count": len(changed)})
        return redirect(back_to(draft))
    context = {
        "edition": draft,
        "compact": draft.text.compact,
        "form": form,
        "inside": inside,
        "numbers": actions.new_numbers(Draft(draft, look=True), inside),
        "sections": [entry.clause for entry in read(draft).entries if entry.clause.kind == "section"],
    }
    return render(request, "compacts/renumber.html", context)

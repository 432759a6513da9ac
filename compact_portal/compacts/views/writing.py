"""What officers do to the clauses of a draft: add, change, delete them, and go back to what they said."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from compact_portal.compacts import actions, presence
from compact_portal.compacts.comparing import word_changes
from compact_portal.compacts.drafting import WORDS, Stale
from compact_portal.compacts.forms.drafting import DeleteForm, GoBackForm
from compact_portal.compacts.forms.fields import keys_of
from compact_portal.compacts.forms.writing import ClauseForm
from compact_portal.compacts.models import Clause
from compact_portal.compacts.reading import read
from compact_portal.compacts.views.getting import get_edition
from compact_portal.history import NotAllowed


def opened(request, edition, number) -> Clause:
    """The clause of a draft that a form was opened on: by its key, since it may have got another number meanwhile.

    Raises Http404 where there is none of that number, Gone where it was deleted meanwhile.
    """
    clauses = edition.clauses.select_related("parent", "previous")
    keys = keys_of([request.POST.get("key", "")])
    if not keys:
        clause = get_object_or_404(clauses, number=number)
    elif (clause := clauses.filter(pk=keys[0]).first()) is None:
        raise Gone(get_object_or_404(Clause.history.filter(edition=edition, id=keys[0], history_type="-")[:1]))
    clause.edition = edition
    return clause


class Gone(Http404):
    """The clause was deleted since its page was opened; `state` is the last row of its history."""

    def __init__(self, state) -> None:
        super().__init__(str(state))
        self.state = state


def say(request, error: NotAllowed | ValidationError) -> None:
    """Tell why a step could not be taken."""
    for sentence in [str(error)] if isinstance(error, NotAllowed) else error.messages:
        messages.error(request, sentence)


def back_to(edition, number: str = "") -> str:
    """The address of the page of a draft, at a clause."""
    return f"{edition.get_absolute_url()}edit/" + (f"#c-{number}" if number else "")


@login_required
def edit(request, slug, edition, under=""):
    """A draft with what can be done to each clause."""
    found = get_edition(request, slug, edition, under, to="edit")
    context = {"edition": found, "text": found.text, "compact": found.text.compact, "reading": read(found)}
    return render(request, "compacts/edit.html", context)


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
    context = {"edition": found, "compact": found.text.compact, "form": form, "after": after, "inside": inside}
    if "preview" in request.POST:
        return preview(request, context, ClauseForm(initial=request.POST.dict(), edition=found))
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            made = actions.add(found, by=request.user, reason=reason, inside=inside, after=after, **form.words)
        except (NotAllowed, ValidationError) as error:
            form.add_error(None, str(error) if isinstance(error, NotAllowed) else error.messages)
        else:
            messages.success(request, _("Clause %(number)s was added.") % {"number": made.number})
            return redirect(back_to(found, made.number))
    return render(request, "compacts/clause_form.html", context)


@login_required
def edit_clause(request, slug, edition, number, under=""):
    """Change a clause of a draft. Where somebody else changed it meanwhile, both are shown and nothing is lost."""
    draft = get_edition(request, slug, edition, under, to="edit")
    try:
        found = opened(request, draft, number)
    except Gone as gone:
        return deleted_meanwhile(request, draft, gone.state)
    form = ClauseForm(request.POST if request.method == "POST" else None, instance=found, edition=draft)
    context = {"edition": draft, "compact": draft.text.compact, "form": form, "number": number}
    if "preview" in request.POST:
        return preview(request, context, ClauseForm(initial=request.POST.dict(), instance=found, edition=draft))
    if request.method == "POST" and form.is_valid():
        try:
            seen, reason = form.cleaned_data["seen"], form.cleaned_data["reason"]
            actions.amend(form.instance, by=request.user, reason=reason, seen=seen, **form.words)
        except Stale as stale:
            return changed_meanwhile(request, context, form.over(stale.now), stale.now)
        except (NotAllowed, ValidationError) as error:
            form.add_error(None, str(error) if isinstance(error, NotAllowed) else error.messages)
        else:
            presence.go(found, request.user)
            messages.success(request, _("Clause %(number)s was saved.") % {"number": form.instance.number})
            return redirect(back_to(draft, form.instance.number))
    if request.method == "GET":
        context["here"] = presence.come(found, request.user)
    return render(request, "compacts/clause_form.html", context)


def preview(request, context, form):
    """The form as it was sent, with its words as they will be read."""
    words = {"heading": request.POST.get("heading", ""), "body": request.POST.get("body", "")}
    return render(request, "compacts/clause_form.html", context | {"form": form, "preview": words})


def changed_meanwhile(request, context, form, theirs):
    """The form with the words of both: theirs, which were saved, and one's own, which were not."""
    context |= {"form": form, "theirs": theirs, "their_change": theirs.history.select_related("history_user").first()}
    context["differences"] = word_changes(theirs.body, form["body"].value() or "")
    return render(request, "compacts/clause_form.html", context, status=409)


def deleted_meanwhile(request, draft, state):
    """The form with one's own words, to be saved as a new clause, since the old one is gone."""
    data = request.POST.dict()
    form = ClauseForm(data, edition=draft)
    form.is_valid()
    form.add_error(None, _("Somebody else has deleted this clause since you opened it. Your words are still here."))
    above = draft.clauses.filter(pk=state.parent_id).first() if state.parent_id else None
    context = {"edition": draft, "compact": draft.text.compact, "form": form, "inside": above, "deleted": state}
    return render(request, "compacts/clause_form.html", context, status=409)


@login_required
def delete_clause(request, slug, edition, number, under=""):
    """Delete a clause of a draft, after asking, and all under it or not."""
    draft = get_edition(request, slug, edition, under, to="edit")
    found = opened(request, draft, number)
    below = read(draft).below(found)
    form = DeleteForm(request.POST if request.method == "POST" else None, clause=found, count=len(below))
    changed = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            actions.delete(
                found, by=request.user, reason=asked["reason"], seen=asked["seen"], under=asked.get("under", "")
            )
        except Stale as stale:
            messages.error(request, str(stale))
            changed, form = since(stale.now, asked["seen"]), DeleteForm(clause=stale.now, count=len(below))
        except NotAllowed as reason:
            say(request, reason)
            return redirect(back_to(draft, found.number))
        else:
            messages.success(
                request,
                _("Clause %(number)s was deleted. The history can bring it back.") % {"number": found.number},
            )
            return redirect(back_to(draft))
    context = {"clause": found, "edition": draft, "compact": draft.text.compact, "form": form, "below": below}
    context["changed"] = changed
    return render(request, "compacts/clause_delete.html", context, status=409 if changed else 200)


def since(clause, seen) -> dict:
    """What was changed in a clause since the state that somebody had seen."""
    states = clause.history.select_related("history_user")
    before = states.filter(updated_at=seen).first()
    last = states.first()
    return {
        "who": last.history_user,
        "at": last.history_date,
        "reason": last.history_change_reason or "",
        "words": word_changes(before.body, clause.body) if before else [],
    }


@login_required
def go_back(request, slug, edition, state, under=""):
    """Let a clause say what it said in an earlier state, or bring a deleted one back, after showing what changes."""
    draft = get_edition(request, slug, edition, under, to="edit")
    row = get_object_or_404(Clause.history.filter(edition=draft).select_related("history_user"), pk=state)
    now = draft.clauses.filter(pk=row.id).first()
    form = GoBackForm(
        request.POST if request.method == "POST" else None, initial={"seen": now.updated_at if now else ""}
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = actions.go_back(draft, row, by=request.user, reason=asked["reason"], seen=asked["seen"])
        except (NotAllowed, ValidationError) as error:
            say(request, error)
            return redirect(request.path)
        messages.success(request, _("Clause %(number)s says again what it said.") % {"number": made.number})
        return redirect(back_to(draft, made.number))
    context = {"edition": draft, "compact": draft.text.compact, "form": form, "row": row, "now": now}
    context["is_same"] = now and all(getattr(now, name) == getattr(row, name) for name in WORDS)
    context["reason"] = "" if row.history_change_reason == actions.IMPORTED else row.history_change_reason or ""
    return render(request, "compacts/go_back.html", context)

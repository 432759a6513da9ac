"""Finding Compacts, reading their texts, and what officers do to drafts.

The same pages serve agreements and codes of practice: `slug` is the last part of a text's address, and `under` what
stands before it in the text's own name ("codes/" for codes).
"""

import csv
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from compact_portal.caching import keep
from compact_portal.compacts import actions
from compact_portal.compacts.beside import panels
from compact_portal.compacts.forms import ClauseForm, DeleteForm, DirectoryForm, ImportForm, PublishForm
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Clause, Compact, Edition, Text
from compact_portal.compacts.reading import read
from compact_portal.history import NotAllowed, changes

ON_A_PAGE = 20
CHANGES_ON_A_PAGE = 50
EVENTS = {
    "begun": gettext_lazy("Begun"),
    "moved": gettext_lazy("Clause moved"),
    "published": gettext_lazy("Published"),
    "in_force": gettext_lazy("Came into force"),
    "superseded": gettext_lazy("Superseded"),
    "lapsed": gettext_lazy("Lapsed"),
}


# Finding.


def directory(request):
    """All Compacts with their state, by place, state and nation."""
    form = DirectoryForm(request.GET)
    found = form.chosen(Compact.objects.visible_to(request.user))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "compacts/directory.html", {"filters": form, "page": page, "query": request.GET.urlencode()})


def directory_rows(request):
    """The Compacts asked for, as rows of plain values."""
    for compact in DirectoryForm(request.GET).chosen(Compact.objects.visible_to(request.user)):
        current = compact.current_edition
        yield {
            "name": compact.name,
            "area": compact.area_name,
            "kind_of_area": compact.area_kind,
            "nation": compact.nation,
            "state": compact.state,
            "state_in_words": compact.state_sentence(),
            "edition": current.reference if current else "",
            "in_force_from": current.in_force_on.isoformat() if current and current.in_force_on else "",
            "core": compact.core.slug if compact.core else "",
            "address": request.build_absolute_uri(compact.get_absolute_url()),
        }


def directory_csv(request):
    """The directory as a table for a spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="compacts.csv"'
    rows = list(directory_rows(request))
    writer = csv.DictWriter(response, fieldnames=list(rows[0]) if rows else ["name"])
    writer.writeheader()
    writer.writerows({name: in_a_cell(value) for name, value in row.items()} for row in rows)
    return response


def in_a_cell(value: str) -> str:
    """Return a value that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def directory_json(request):
    """The directory as JSON."""
    return JsonResponse({"compacts": list(directory_rows(request))})


# Reading.


def get_text(request, slug, under="", *, to=None) -> Text:
    """The text of that address, or 404; 403 where the person may not do `to` to it."""
    text = get_object_or_404(Text.objects.select_related("compact"), slug=under + slug)
    if to and to not in text.actions_for(request.user):
        raise PermissionDenied
    return text


def get_edition(request, slug, edition, under="", *, to=None) -> Edition:
    """The edition of that address, or 404 where the person may not see it; 403 where they may not do `to` to it."""
    found = get_object_or_404(
        Edition.objects.visible_to(request.user).select_related("text__compact", "supersedes"),
        text__slug=under + slug,
        slug=edition,
    )
    if to and to not in found.actions_for(request.user):
        raise PermissionDenied("" if found.is_open else _("This edition is agreed. Its text cannot change."))
    return found


def get_clause(request, slug, edition, number, under="", *, to=None) -> Clause:
    """The clause of that number in an edition, by the rules of `get_edition`."""
    found = get_edition(request, slug, edition, under, to=to)
    clause = get_object_or_404(found.clauses.select_related("parent"), number=number)
    clause.edition = found
    return clause


def in_force(slug):
    """The editions in force that a Compact may go by: its own, and that of the core Compact it adopts."""
    return Edition.objects.filter(
        Q(text__compact__slug=slug) | Q(text__compact__adopted_by__slug=slug),
        text__kind=TextKind.AGREEMENT,
        state=EditionState.IN_FORCE,
    ).select_related("text__compact", "supersedes")


def agreement(request, slug):
    """The agreement in force: the Compact's own, or that of the core Compact it adopts."""

    def version():
        compact = Compact.objects.filter(slug=slug).values_list("updated_at").first()
        return compact, *version_of(in_force(slug))

    now = version()
    found = sorted(in_force(slug), key=lambda edition: edition.text.slug != slug)
    if not found:
        return no_agreement(request, slug)
    return keep(show_edition(request, found[0], slug), version, now)


def no_agreement(request, slug):
    """Where a Compact has no agreement in force: what there is instead."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user).with_editions(), slug=slug)
    editions = Edition.objects.visible_to(request.user).filter(text=compact.agreement).select_related("text")
    may_edit = "edit" in compact.agreement.actions_for(request.user)
    context = {"compact": compact, "editions": editions, "may_edit": may_edit}
    return render(request, "compacts/no_agreement.html", context)


def edition(request, slug, edition, under=""):
    """An edition, to be read."""
    found = get_edition(request, slug, edition, under)
    if found.is_open:
        return show_edition(request, found, slug)

    def version():
        return version_of(Edition.objects.filter(pk=found.pk))

    now = version()
    return keep(show_edition(request, found, slug), version, now)


def version_of(editions) -> list:
    """What the page of an agreed edition is drawn from: it changes when the page would. One query."""
    rows = editions.values_list("pk", "state", "updated_at", "text__title", "text__compact__updated_at")
    return [timezone.localdate(), *rows]


def show_edition(request, edition, slug):
    """The page of an edition; `slug` is that of the Compact whose page it is, where it adopts another's text."""
    compact = edition.text.compact
    adopting = compact and compact.slug != slug and edition.text.kind == TextKind.AGREEMENT
    context = {
        "edition": edition,
        "text": edition.text,
        "compact": get_object_or_404(Compact, slug=slug) if adopting else compact,
        "core": compact if adopting else None,
        "reading": read(edition),
        "actions": edition.actions_for(request.user),
        "may_see_history": "edit" in edition.text.actions_for(request.user),
    }
    return render(request, "compacts/edition.html", context)


def clause(request, slug, edition, number, under=""):
    """One clause on a page of its own, which can be cited."""
    found = get_edition(request, slug, edition, under)
    reading = read(found, permalinks=True)
    entry = reading.entry(number)
    if entry is None:
        raise Http404
    under = reading.under(entry)
    for inside in under:  # The clause itself is the h1 here.
        inside.level = max(2, inside.level - entry.level + 1)
    others = (
        Clause.objects.visible_to(request.user)
        .filter(lineage=entry.clause.lineage)
        .exclude(pk=entry.clause.pk)
        .select_related("edition__text")
        .order_by("-edition__ordinal")
    )
    context = {
        "edition": found,
        "text": found.text,
        "compact": found.text.compact,
        "entry": entry,
        "above": reading.above(entry),
        "under": under,
        "before": reading.beside(entry, -1),
        "after": reading.beside(entry, 1),
        "others": others,
        "panels": panels(entry.clause, request.user),
        "permalink": request.build_absolute_uri(entry.clause.get_absolute_url()),
        "may_see_history": "edit" in found.text.actions_for(request.user),
    }
    return render(request, "compacts/clause.html", context)


def editions(request, slug, under=""):
    """Every edition of a text that a person may see, newest first."""
    text = get_text(request, slug, under)
    found = Edition.objects.visible_to(request.user).filter(text=text).select_related("text__compact")
    may_edit = "edit" in text.actions_for(request.user)
    context = {"text": text, "compact": text.compact, "editions": found, "may_edit": may_edit}
    return render(request, "compacts/editions.html", context)


@login_required
def edition_history(request, slug, edition, under=""):
    """What was done to an edition and its clauses: for those who may change the text."""
    found = get_edition(request, slug, edition, under)
    if "edit" not in found.text.actions_for(request.user):
        raise PermissionDenied
    made = [
        *changes(found.history.all(), about=lambda row: _("edition %(label)s") % {"label": row.label}),
        *changes(Clause.history.filter(edition=found), about=lambda row: f"{row.number} {row.heading}".strip()),
    ]
    made = [change for change in made if change.reason != actions.IMPORTED]  # The first event tells of the import.
    made.sort(key=lambda change: change.at, reverse=True)
    page = Paginator(made, CHANGES_ON_A_PAGE).get_page(request.GET.get("page"))
    events = [
        {"title": EVENTS.get(event.action, event.action), "at": event.at, "actor": event.actor, "note": event.note}
        for event in found.events.select_related("actor")
    ]
    context = {"edition": found, "text": found.text, "compact": found.text.compact, "page": page, "events": events}
    return render(request, "compacts/history.html", context)


@login_required
def clause_history(request, slug, edition, number, under=""):
    """What was changed in a clause, by whom and why: for those who may change the text."""
    found = get_clause(request, slug, edition, number, under)
    if "edit" not in found.edition.text.actions_for(request.user):
        raise PermissionDenied
    page = Paginator(changes(found.history.all()), CHANGES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"clause": found, "edition": found.edition, "compact": found.edition.text.compact, "page": page}
    return render(request, "compacts/history.html", context)


# What officers do.


@login_required
def import_text(request, slug, under=""):
    """Read a text into a draft: first show what was found and what was unsure, then make it."""
    text = get_text(request, slug, under, to="edit")
    form = ImportForm(request.POST, request.FILES, text=text) if request.method == "POST" else ImportForm(text=text)
    context: dict[str, Any] = {"text": text, "compact": text.compact, "form": form}
    if request.method == "POST" and form.is_valid():
        if "accept" in request.POST:
            try:
                made = actions.import_edition(text, form.cleaned_data["label"], form.parsed, by=request.user)
            except ValidationError as error:
                form.add_error("label", error.messages)
            else:
                messages.success(request, _("The draft “%(edition)s” was made.") % {"edition": made.label})
                return redirect(f"{made.get_absolute_url()}edit/")
        else:
            again = {"label": form.cleaned_data["label"], "words": form.cleaned_data["words"]}
            context |= {"parsed": form.parsed, "form": ImportForm(initial=again, text=text)}
            return render(request, "compacts/import_preview.html", context)
    return render(request, "compacts/import.html", context)


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


@login_required
def publish(request, slug, edition, under=""):
    """Publish a draft, after saying what follows from it."""
    found = get_edition(request, slug, edition, under, to="publish")
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        for name in ("agreed_on", "expires_on", "signing_closes_on"):
            setattr(found, name, asked[name])
        try:
            found.publish(by=request.user, in_force_on=asked["in_force_on"], note=asked["reason"])
        except NotAllowed as reason:
            messages.error(request, str(reason))
            return redirect(f"{found.get_absolute_url()}edit/")
        messages.success(request, _("Published. %(state)s") % {"state": found.state_sentence()})
        return redirect(found)
    before = Edition.objects.filter(text=found.text, state=EditionState.IN_FORCE).first()
    context = {
        "edition": found,
        "text": found.text,
        "compact": found.text.compact,
        "form": form,
        "before": before,
        "reason": found.why_not_publish(),
        "count": found.clauses.count(),
    }
    return render(request, "compacts/publish.html", context)

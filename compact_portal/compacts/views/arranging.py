"""Arranging what was read from a file, before it becomes a draft."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from compact_portal.compacts import actions
from compact_portal.compacts.arranging import NotArranged
from compact_portal.compacts.forms.fields import TYPES, keys_of
from compact_portal.compacts.forms.importing import AcceptForm, ArrangeForm, RowForm
from compact_portal.compacts.models import PendingImport
from compact_portal.compacts.models.pending import OutOfDate
from compact_portal.compacts.views.getting import get_text
from compact_portal.history import NotAllowed

NAMES = dict(TYPES)
MOST_CHOSEN = 200  # So many stay chosen after a step; an address gets too long otherwise.


def get_pending(request, slug, pending, under="") -> PendingImport:
    """The import of that address, or 404 where the person may not edit its text."""
    text = get_text(request, slug, under)
    if "edit" not in text.actions_for(request.user):
        raise Http404
    found = get_object_or_404(PendingImport.objects.select_related("made_by", "arranged_by"), pk=pending, text=text)
    found.text = text
    return found


@login_required
def pending(request, slug, pending, under=""):
    """What was read, as an outline; a POST takes a step of arranging it."""
    found = get_pending(request, slug, pending, under)
    if request.method == "POST":
        return _step(request, found)
    chosen = set(keys_of(request.GET.get("chosen", "").split(".")))
    return _show(request, found, AcceptForm(initial={"label": found.label, "version": found.version}), chosen)


def _show(request, found, form, chosen=frozenset()):
    arranged = found.arranged()
    doubts = arranged.doubts_of()
    rows = [
        {"row": row, "type": NAMES[row.type], "doubts": doubts.get(row.key, []), "chosen": row.key in chosen}
        for row in arranged.rows
    ]
    context = {
        "pending": found,
        "text": found.text,
        "compact": found.text.compact,
        "arranged": arranged,
        "parsed": arranged.parsed(),
        "rows": rows,
        "unplaced": doubts.get(None, []),
        "doubtful": [entry["row"] for entry in rows if entry["doubts"]],
        "types": TYPES,
        "form": form,
        "last": found.steps.defer("arrangement").order_by("-pk").first(),
    }
    return render(request, "compacts/pending.html", context)


def _step(request, found):
    """Take a step, and show the clauses it was taken on; or say why not."""
    form = ArrangeForm(request.POST, pending=found)
    chosen = keys_of(request.POST.getlist("rows"))
    if not form.is_valid():  # What was ticked may be gone.
        late = request.POST.get("version") != str(found.version)
        reason = str(OutOfDate()) if late else _("Choose what to do, and with which clauses.")
        return _refused(request, found, chosen, reason)
    try:
        look_at = form.take(by=request.user) or chosen
    except (NotArranged, NotAllowed) as reason:
        return _refused(request, found, chosen, str(reason))
    return redirect(_looking_at(found, look_at) + (f"#r-{look_at[0]}" if look_at else ""))


def _refused(request, found, chosen, reason):
    """Say why a step was not taken, on top of the page; what was ticked stays ticked."""
    messages.error(request, reason)
    address = _looking_at(found, chosen)
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _looking_at(found, keys) -> str:
    """The address of the outline with some clauses ticked."""
    chosen = ".".join(str(key) for key in keys[:MOST_CHOSEN])
    return f"{found.get_absolute_url()}?chosen={chosen}" if chosen else found.get_absolute_url()


@login_required
def pending_row(request, slug, pending, row, under=""):
    """One clause of an import: its number, heading and type, and all that can be done to it."""
    found = get_pending(request, slug, pending, under)
    arranged = found.arranged()
    try:
        shown = arranged.row(row)
    except NotArranged:
        raise Http404 from None
    form = RowForm(request.POST if request.method == "POST" else None, pending=found, row=shown)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except OutOfDate as reason:
            found.refresh_from_db()
            arranged = found.arranged()
            form.data = {**form.data.dict(), "version": found.version}
            form.add_error(None, f"{reason} {_('Your words are still here.')}")
            status = 409
        except NotArranged as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(f"{found.get_absolute_url()}#r-{row}")
    context = {
        "pending": found,
        "compact": found.text.compact,
        "row": shown,
        "type": NAMES[shown.type],
        "doubts": arranged.doubts_of().get(row, []),
        "pieces": arranged.pieces(row),
        "has_points": arranged.has_points(row),
        "types": TYPES,
        "form": form,
    }
    return render(request, "compacts/pending_row.html", context, status=status)


@login_required
@require_POST
def undo(request, slug, pending, under=""):
    """Take the last step back."""
    found = get_pending(request, slug, pending, under)
    version = keys_of([request.POST.get("version", "")])
    try:
        what = found.undo(by=request.user, seen=version[0] if version else 0)
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Undone: %(what)s") % {"what": what})
    return redirect(found)


@login_required
@require_POST
def accept(request, slug, pending, under=""):
    """Make a draft of an import."""
    found = get_pending(request, slug, pending, under)
    form = AcceptForm(request.POST)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            made = actions.accept(found, asked["label"], by=request.user, seen=asked["version"])
        except OutOfDate as reason:
            messages.error(request, str(reason))
            return redirect(found)
        except ValidationError as error:
            form.add_error("label", error.messages)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The draft “%(edition)s” was made.") % {"edition": made.label})
            return redirect(f"{made.get_absolute_url()}edit/")
    return _show(request, found, form)


@login_required
def discard(request, slug, pending, under=""):
    """Throw an import away, after asking."""
    found = get_pending(request, slug, pending, under)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("The import was thrown away. No edition was changed."))
        return redirect(f"{found.text.get_absolute_url()}import/")
    context = {"pending": found, "compact": found.text.compact, "count": len(found.arranged().rows)}
    return render(request, "compacts/pending_discard.html", context)

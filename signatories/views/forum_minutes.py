"""The agenda of a meeting, its papers, and its minutes."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from signatories.forms.forum_meetings import CorrectForm, ItemForm, MinutesForm, NothingForm, PaperForm, attendance_of
from signatories.models import AgendaItem, Meeting, Paper
from signatories.models.filed import Filed
from signatories.views.forum_asking import ask, press, sent
from signatories.views.forum_finding import find_meeting, find_minutes
from signatories.views.forum_meetings import agenda_of, came


@login_required
def agenda(request, slug: str, number: int) -> HttpResponse:
    """Put the agenda together: the items in order, and a form for one more."""
    place, found = find_meeting(request, slug, number, keep=True)
    form = ItemForm(sent(request)[0])
    if form.is_valid():
        item = form.save_by(found, by=request.user)
        return redirect(f"{found.get_absolute_url()}agenda/#item-{item.pk}")
    items = list(found.agenda.all())
    context = {
        "compact": place.compact,
        "meeting": found,
        "items": items,
        "planned": sum(item.length or 0 for item in items),
        "form": form,
    }
    return render(request, "signatories/forum/agenda.html", context)


def find_item(request, slug: str, number: int, item: int) -> tuple:
    """Return an item of an agenda for those who keep it."""
    place, found = find_meeting(request, slug, number, keep=True)
    row = get_object_or_404(AgendaItem, meeting=found, pk=item)
    row.meeting = found
    return place, found, row


@login_required
def edit_item(request, slug: str, number: int, item: int) -> HttpResponse:
    """Change an item of the agenda."""
    place, found, row = find_item(request, slug, number, item)
    form = ItemForm(sent(request)[0], instance=row)
    back = f"{found.get_absolute_url()}agenda/"
    return ask(
        request,
        form,
        lambda: form.save_by(found, by=request.user),
        compact=place.compact,
        heading=_("Change an item"),
        caption=str(found),
        back=back,
        to=back,
    )


@login_required
@require_POST
def shift_item(request, slug: str, number: int, item: int) -> HttpResponse:
    """Move an item one place up or down."""
    _place, found, row = find_item(request, slug, number, item)
    row.shift(-1 if request.POST.get("do") == "up" else 1, by=request.user)
    return redirect(f"{found.get_absolute_url()}agenda/#item-{row.pk}")


@login_required
def remove_item(request, slug: str, number: int, item: int) -> HttpResponse:
    """Take an item off the agenda, after a question."""
    place, found, row = find_item(request, slug, number, item)
    back = f"{found.get_absolute_url()}agenda/"
    return ask(
        request,
        NothingForm(sent(request)[0]),
        lambda: row.remove(by=request.user),
        compact=place.compact,
        heading=_("Take this item off the agenda?"),
        note=[str(row), _("It is kept in the history of the meeting.")],
        button=_("Take it off"),
        kind="warning",
        said=_("The item is off the agenda."),
        back=back,
        to=back,
    )


@login_required
def add_paper(request, slug: str, number: int) -> HttpResponse:
    """Put a paper beside a meeting."""
    place, found = find_meeting(request, slug, number, keep=True)
    form = PaperForm(*sent(request), meeting=found)
    return ask(
        request,
        form,
        lambda: form.save(by=request.user),
        compact=place.compact,
        heading=_("Add a paper"),
        caption=str(found),
        button=_("Add the paper"),
        said=_("The paper is added."),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


def paper(request, slug: str, number: int, paper: int) -> HttpResponseBase:
    """Give a paper to whoever may open it; for others it is not there."""
    place, found = find_meeting(request, slug, number)
    visible = Paper.objects.filter(meeting=found).visible_to(request.user, place.rights)
    row = get_object_or_404(visible, pk=paper)
    row.meeting = found
    return give(row, public=row.is_public)


def give(filed: Filed, *, public: bool) -> HttpResponseBase:
    """Give a file to keep, never to be run: as what its content is, under a name of ours."""
    if not filed.file or not filed.file.storage.exists(filed.file.name):
        raise Http404
    response = FileResponse(
        filed.file.open(), as_attachment=True, filename=filed.file_name, content_type=filed.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if public:
        response["ETag"] = f'"{filed.file_digest}"'
    else:
        add_never_cache_headers(response)
    return response


@login_required
@require_POST
def move_paper(request, slug: str, number: int, paper: int) -> HttpResponse:
    """Take a paper away, or put it back."""
    _place, found = find_meeting(request, slug, number, keep=True)
    row = get_object_or_404(Paper, meeting=found, pk=paper)
    back = request.POST.get("do") == "back"
    said = _("The paper is back.") if back else _("The paper is taken away. You can put it back.")
    return press(request, lambda: (row.put_back if back else row.take_away)(by=request.user), said=said, to=found)


def minutes(request, slug: str, number: int) -> HttpResponse:
    """Show the minutes: to everybody once they are confirmed, before that to the Forum."""
    place, found = find_minutes(request, slug, number)
    decisions = list(found.decisions.all())
    for decision in decisions:
        decision.forum, decision.meeting = place.forum, found
    rows = agenda_of(found, [], decisions)
    corrections = corrections_of(found)
    for row in rows:
        row["corrections"] = corrections.get(row["item"].pk, [])
    context = {
        "compact": place.compact,
        "place": place,
        "meeting": found,
        "rows": rows,
        "came": came(found, attendance_of(found)),
        "loose": [decision for decision in decisions if decision.item_id is None],
        "private": not found.is_confirmed,
    }
    return render(request, "signatories/forum/minutes.html", context)


def corrections_of(found: Meeting) -> dict:
    """What was corrected after the minutes were confirmed, by item. One query."""
    rows: dict[int, list] = {}
    for item in found.agenda.prefetch_related("corrections"):
        rows[item.pk] = list(item.corrections.all())
    return rows


@login_required
def write_minutes(request, slug: str, number: int) -> HttpResponse:
    """Write the draft of the minutes, item by item."""
    place, found = find_meeting(request, slug, number, keep=True)
    if not found.is_over or found.is_confirmed:
        return redirect(found)
    form = MinutesForm(sent(request)[0], meeting=found)
    return ask(
        request,
        form,
        lambda: form.save(by=request.user),
        compact=place.compact,
        heading=_("Write the minutes"),
        caption=f"{found}, {found.day:%-d %B %Y}",
        note=[_("A draft for the Forum alone, until a later meeting confirms it. Lists and emphasis as in Markdown.")],
        button=_("Save the draft"),
        said=_("The draft is saved."),
        back=found.get_absolute_url(),
        to=f"{found.get_absolute_url()}minutes/",
    )


@login_required
def correct_minutes(request, slug: str, number: int, item: int) -> HttpResponse:
    """Correct confirmed minutes of one item, with a reason; what they said stays to be read."""
    place, found, row = find_item(request, slug, number, item)
    if not found.is_confirmed:
        return redirect(found)
    form = CorrectForm(sent(request)[0], initial={"minutes": row.minutes})
    back = f"{found.get_absolute_url()}minutes/"
    return ask(
        request,
        form,
        lambda: row.correct(by=request.user, **form.cleaned_data),
        compact=place.compact,
        heading=_("Correct the minutes"),
        caption=str(row),
        button=_("Correct them"),
        said=_("The minutes are corrected. What they said before stays to be read."),
        back=back,
        to=back,
    )

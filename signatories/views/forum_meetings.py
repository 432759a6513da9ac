"""Meetings of the Forum: their pages, their steps, and what the members say before them."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from compact_portal.history import changes
from signatories.actions import forum as actions
from signatories.forms.forum_meetings import (
    AttendanceForm,
    CancelForm,
    ConfirmForm,
    MeetingForm,
    MoveForm,
    NothingForm,
    ReplyForm,
    ReviseForm,
    WhenForm,
    attendance_of,
)
from signatories.models import AgendaItem, Attendance, Meeting, Paper
from signatories.models.meeting import Attended, Reply
from signatories.sitting import Step
from signatories.views.forum import home_of
from signatories.views.forum_asking import ask, sent
from signatories.views.forum_finding import find_kept_place, find_meeting


def meeting(request, slug: str, number: int) -> HttpResponse:
    """Show a meeting: when and where, its agenda and papers, whether it was quorate, what it decided."""
    place, found = find_meeting(request, slug, number)
    may = found.actions_for(request.user)
    rows = attendance_of(found)
    papers = list(Paper.objects.filter(meeting=found).visible_to(request.user, place.rights).select_related("item"))
    for paper in papers:
        paper.meeting = found
    decisions = list(found.decisions.select_related("item"))
    for decision in decisions:
        decision.forum, decision.meeting = place.forum, found
    reports = list(found.reports.filter(away_at=None).select_related("group__compact"))
    context = {
        "compact": place.compact,
        "place": place,
        "meeting": found,
        "steps": found.steps_for(place.rights),
        "may": may,
        "agenda": agenda_of(found, papers, decisions) if found.shows_agenda_to(place.rights) else [],
        "shows_agenda": found.shows_agenda_to(place.rights),
        "shows_minutes": found.shows_minutes_to(place.rights),
        "papers": [paper for paper in papers if paper.item_id is None],
        "decisions": decisions,
        "reports": reports,
        "came": came(found, rows) if found.is_over else [],
        "answered": answered(rows) if place.is_insider and found.is_ahead else None,
        "mine": next((row for row in rows if row.seat and row.seat.person_id == request.user.pk), None),
    }
    return render(request, "signatories/forum/meeting.html", context)


def agenda_of(found: Meeting, papers: list[Paper], decisions: list) -> list[dict]:
    """The items of the agenda, each with its papers and decisions. One query."""
    return [
        {
            "item": item,
            "papers": [paper for paper in papers if paper.item_id == item.pk],
            "decisions": [decision for decision in decisions if decision.item_id == item.pk],
        }
        for item in found.agenda.all()
    ]


def came(found: Meeting, rows: list[Attendance]) -> list[dict]:
    """Who came to a meeting, who gave apologies, who was absent, and the guests, as lists with headings."""
    lists = [(how.label, [row for row in rows if row.attended == how and row.seat_id]) for how in Attended]
    lists.append((_("Guests"), [row for row in rows if row.seat_id is None]))
    return [{"label": label, "rows": found} for label, found in lists if found]


def answered(rows: list[Attendance]) -> dict:
    """Who has said that they come, and who cannot."""
    return {
        "coming": [row for row in rows if row.reply == Reply.COMING],
        "apologies": [row for row in rows if row.reply == Reply.APOLOGIES],
    }


@login_required
def add(request, slug: str) -> HttpResponse:
    """Announce a meeting."""
    place = find_kept_place(request, slug)
    form = MeetingForm(sent(request)[0], compact=place.compact)
    return ask(
        request,
        form,
        lambda: form.save(by=request.user),
        compact=place.compact,
        heading=_("Add a meeting"),
        button=_("Add the meeting"),
        said=_("The meeting is planned. Add the items of its agenda, then call it."),
        back=home_of(place),
    )


@login_required
def edit(request, slug: str, number: int) -> HttpResponse:
    """Change what a meeting is called and what is said of it."""
    place, found = find_meeting(request, slug, number, keep=True)
    form = ReviseForm(sent(request)[0], instance=found)
    return ask(
        request,
        form,
        lambda: form.save_by(by=request.user),
        compact=place.compact,
        heading=_("Change what is said of it"),
        caption=str(found),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


@login_required
def step(request, slug: str, number: int, step: Step) -> HttpResponse:
    """Take a step with a meeting: call, move, cancel, restore, record who came, confirm the minutes."""
    place, found = find_meeting(request, slug, number, keep=True)
    if step not in found.steps_for(place.rights) and request.method != "POST":
        return redirect(found)  # It has been taken, or its time has not come: the page says how it stands.
    if step == Step.HOLD:
        form, save = attendance_form(request, found)
    elif step == Step.CONFIRM:
        form = ConfirmForm(sent(request)[0], meeting=found)
        save = lambda: form.save(by=request.user)  # noqa: E731
    else:
        form, save = plain_form(request, found, step)
    heading, note, button, said = WORDS[step]
    return ask(
        request,
        form,
        save,
        compact=place.compact,
        heading=heading(),
        note=[note()] if note() else [],
        caption=f"{found}, {found.day:%-d %B %Y}",
        button=button(),
        kind="warning" if step == Step.CANCEL else "",
        said=said(),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


def attendance_form(request, found: Meeting):
    """The form on which who came is recorded."""
    form = AttendanceForm(sent(request)[0], meeting=found)
    return form, lambda: form.save(by=request.user)


def plain_form(request, found: Meeting, step: Step):
    """The form of a step that calls one verb."""
    posted, by = sent(request)[0], request.user
    if step == Step.MOVE:
        form = MoveForm(posted, initial=WhenForm.when(found))
        return form, lambda: form.save(found, by=by)
    if step == Step.CANCEL:
        cancelling = CancelForm(posted)
        return cancelling, lambda: actions.cancel_meeting(found, by=by, **cancelling.cleaned_data)
    if step == Step.CALL:
        return NothingForm(posted), lambda: actions.call_meeting(found, by=by)
    return NothingForm(posted), lambda: found.restore(by=by)


#: Heading, note, button and what is said once it is done, for each step; worded when asked, in the reader's language.
WORDS = {
    Step.CALL: (
        lambda: _("Call the meeting"),
        lambda: _("Every member gets the agenda by mail, and everybody can read it here."),
        lambda: _("Call the meeting"),
        lambda: _("The meeting is called. The members have been written to."),
    ),
    Step.MOVE: (
        lambda: _("Move the meeting"),
        lambda: _("Where it has been called, every member is told by mail; calendars that follow it change too."),
        lambda: _("Move the meeting"),
        lambda: _("The meeting is moved."),
    ),
    Step.CANCEL: (
        lambda: _("Cancel the meeting"),
        lambda: _("It stays in the list, marked as cancelled, with your reason. You can take this back."),
        lambda: _("Cancel the meeting"),
        lambda: _("The meeting is cancelled."),
    ),
    Step.RESTORE: (
        lambda: _("Take the cancelling back"),
        lambda: _("It is planned again. Call it anew, so that the members know."),
        lambda: _("Plan it again"),
        lambda: _("The meeting is planned again."),
    ),
    Step.HOLD: (
        lambda: _("Who came?"),
        lambda: _(
            "From this the page says whether the meeting was quorate. You can change it until the minutes are "
            "confirmed."
        ),
        lambda: _("Record who came"),
        lambda: _("Who came is recorded."),
    ),
    Step.CONFIRM: (
        lambda: _("Confirm the minutes"),
        lambda: _(
            "A later meeting has found them right. Everybody can read them from now on, and a correction needs a "
            "reason. Record first who came to that meeting: only then it is in this list."
        ),
        lambda: _("Confirm the minutes"),
        lambda: _("The minutes are confirmed and public."),
    ),
}


@login_required
def reply(request, slug: str, number: int) -> HttpResponse:
    """Say whether one comes, as a member of the Forum."""
    place, found = find_meeting(request, slug, number)
    seat = found.seats().filter(person=request.user).first()
    if "sit_on_forum" not in place.rights or seat is None:
        raise PermissionDenied
    row = found.attendance.filter(seat=seat).first()
    form = ReplyForm(sent(request)[0], initial={"reply": row.reply if row else ""})
    return ask(
        request,
        form,
        lambda: Attendance.answer(found, seat, form.cleaned_data["reply"], by=request.user),
        compact=place.compact,
        heading=_("Are you coming?"),
        caption=f"{found}, {found.day:%-d %B %Y}",
        button=_("Send"),
        said=_("Your answer is noted. You can change it until the meeting."),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


@login_required
def history(request, slug: str, number: int) -> HttpResponse:
    """Show what was done with a meeting and what was changed, to those who keep it."""
    place, found = find_meeting(request, slug, number, keep=True)
    told = changes(
        found.history.all(),
        AgendaItem.history.filter(meeting=found),
        Attendance.history.filter(meeting=found),
    )
    context = {
        "compact": place.compact,
        "heading": _("History of the %(meeting)s") % {"meeting": found},
        "events": list(found.events.select_related("actor")),
        "changes": told,
        "back": found.get_absolute_url(),
    }
    return render(request, "signatories/forum/history.html", context)

"""Pages of a mediation: its meetings and rooms. They exist for the two parties and the mediator only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from disputes.forms.rooms import AnswerMeetingForm, MeetingWordsForm, MessageForm
from disputes.reading import rooms as reading
from disputes.views.getting import get_dispute, saved


def get_mediation(request, reference):
    """Return a dispute, in which ways the person takes part, and the rooms that exist for them; or 404."""
    dispute = get_dispute(request, reference)
    parties = dispute.parties_of(request.user)
    rooms = reading.entered(dispute, parties)
    if not rooms:
        raise Http404
    return dispute, parties, rooms


@login_required
def mediation(request, reference):
    """The meetings and rooms of a mediation."""
    dispute, parties, rooms = get_mediation(request, reference)
    context = {"compact": dispute.compact, "dispute": dispute, "private": True}
    context |= reading.overview(dispute, request.user, parties, rooms)
    return render(request, "disputes/mediation.html", context)


@login_required
def room(request, reference, word):
    """A room: its messages, and a form to write in it."""
    dispute, parties, rooms = get_mediation(request, reference)
    where = reading.ROOM_CALLED.get(word)
    if where not in rooms:
        raise Http404
    may_write = where in dispute.rooms_to_write_in(parties)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = MessageForm(request.POST if request.method == "POST" else None, dispute=dispute, room=where)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("Your message is sent."))
        return redirect("disputes:room", reference, word)
    context = {"compact": dispute.compact, "dispute": dispute, "form": form, "private": True}
    context |= reading.room_page(dispute, parties, where, request.GET.get("page"))
    return render(request, "disputes/room.html", context)


def get_session(request, reference, pk):
    """Return a meeting that the person may know of, with its dispute; or 404."""
    dispute, parties, _rooms = get_mediation(request, reference)
    session = get_object_or_404(dispute.sessions.met_by(parties), pk=pk)
    return dispute, reading.met(dispute, session, parties)


@login_required
@require_POST
def answer_session(request, reference, pk):
    """A party says whether it comes to a meeting."""
    dispute, met = get_session(request, reference, pk)
    if not met.may_answer:
        raise PermissionDenied
    form = AnswerMeetingForm(request.POST, dispute=dispute, session=met.session)
    try:
        if form.is_valid():
            form.save(by=request.user)
            messages.success(request, _("Your reply is sent."))
    except NotAllowed as reason:
        messages.error(request, str(reason))
    return redirect("disputes:mediation", reference)


@login_required
def call_off_session(request, reference, pk):
    """The mediator calls a meeting off, with a reason."""
    return _say(request, reference, pk, "may_call_off", "call_off_session", _("Call the meeting off"))


@login_required
def note_session(request, reference, pk):
    """The mediator writes down what came of a meeting."""
    return _say(request, reference, pk, "may_note", "note_session", _("What came of the meeting"))


def _say(request, reference, pk, right, verb, title):
    """Ask the mediator for words about a meeting, and keep them."""
    dispute, met = get_session(request, reference, pk)
    if not getattr(met, right):
        raise PermissionDenied
    given = {"dispute": dispute, "session": met.session, "verb": verb}
    form = MeetingWordsForm(request.POST if request.method == "POST" else None, **given)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("It is kept, and those who come have mail."))
        return redirect("disputes:mediation", reference)
    context = {"compact": dispute.compact, "dispute": dispute, "form": form, "met": met, "title": title}
    return render(request, "disputes/meeting_words.html", context | {"private": True})

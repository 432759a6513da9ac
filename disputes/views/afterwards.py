"""What may leave a closed case: lessons for the action plan, and a summary for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from compact_portal import access
from compact_portal.history import NotAllowed
from disputes.actions import lessons
from disputes.forms.lessons import ConsentForm, LessonForm, PutAsideForm, SummaryForm
from disputes.models import CaseSummary, Lesson
from disputes.models.consenting import BOTH
from disputes.views.ending import ask, get_case, page_of
from disputes.views.getting import A_PAGE, get_compact, saved
from disputes.words import Party

WRITERS = frozenset({*BOTH, Party.CHAIR})


def get_ended(request, reference):
    """Return an ended case of which this person is a party or the chair, with the ways they take part, or 404."""
    dispute, parties = get_case(request, reference, only_parties=False)
    if dispute.is_open or not parties & WRITERS:
        raise Http404
    return dispute, parties


@login_required
@never_cache
def after(request, reference):
    """What was offered of a case, and what each party has said to it."""
    dispute, parties = get_ended(request, reference)
    offered = list(dispute.lessons.prefetch_related("clauses__edition__text__code"))
    summaries = list(dispute.casesummarys.prefetch_related("clauses__edition__text__code"))
    for found in (*offered, *summaries):
        found.dispute = dispute
        found.may_be_answered_here = bool(found.still_asked(parties))
        found.may_be_taken_back_here = bool(parties & set(BOTH)) or found.written_by_id == request.user.pk
    context = page_of(
        dispute,
        parties,
        lessons=[(found, ConsentForm(of=found, auto_id=f"lesson-{found.pk}-%s")) for found in offered],
        summaries=[(found, ConsentForm(of=found, auto_id=f"summary-{found.pk}-%s")) for found in summaries],
        has_summary=any(not found.ended_at and not found.is_refused for found in summaries),
    )
    return render(request, "disputes/ending/after.html", context)


@login_required
@never_cache
def write(request, reference, what):
    """Offer a lesson, or write a summary."""
    dispute, parties = get_ended(request, reference)
    kind = {"lesson": LessonForm, "summary": SummaryForm}[what]
    form = kind(request.POST if request.method == "POST" else None, dispute=dispute, parties=parties)
    back = _after(dispute)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("The other party is asked for its yes."))
        return redirect(back)
    if what == "lesson":
        heading = _("Offer a lesson for the action plan")
        words = _(
            "The other party reads it and may refuse it within 14 days. Then the officers and the Forum of the Compact "
            "see your sentence and the clauses, and never from which case they come."
        )
    else:
        heading = _("Write a summary for everybody")
        words = _("It is published when both parties have agreed to exactly these words. Either may take it back.")
    return ask(request, dispute, parties, form, heading, words=words, button=_("Send it"), back=back)


def _after(dispute) -> str:
    return redirect("disputes:after", dispute.reference).url


@login_required
@require_POST
def answer(request, reference, what, pk):
    """Say yes or no to exactly the words that were shown."""
    dispute, _parties = get_ended(request, reference)
    found = get_object_or_404({"lesson": Lesson, "summary": CaseSummary}[what], pk=pk, dispute=dispute)
    form = ConsentForm(request.POST, of=found)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("Your answer is kept."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(_after(dispute))


@login_required
@require_POST
def take_back(request, reference, pk):
    """Take a summary back: nobody else can read it any more."""
    dispute, _parties = get_ended(request, reference)
    found = get_object_or_404(CaseSummary, pk=pk, dispute=dispute)
    try:
        found.take_back(by=request.user)
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The summary is taken back. Nobody outside the case can read it any more."))
    return redirect(_after(dispute))


# For everybody, and for officers and the Forum ----


def told(request, slug):
    """The summaries of closed cases that both parties have agreed to."""
    compact = get_compact(request, slug)
    page = Paginator(CaseSummary.objects.of_compact(compact), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "disputes/ending/told.html", {"compact": compact, "page": page})


def get_reading_compact(request, slug):
    """Return a Compact whose officer or Forum member this person is; 403 for anybody else."""
    compact = get_compact(request, slug)
    rights = access.rights(request.user, compact)
    if not rights & {"change_compact", "sit_on_forum"}:
        raise PermissionDenied
    return compact


@login_required
@never_cache
def offered(request, slug):
    """The lessons that wait to be taken into the action plan."""
    compact = get_reading_compact(request, slug)
    waiting = Lesson.objects.offered_to(compact).prefetch_related("clauses__edition__text__code")
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    may_take = lessons.plans().may_take(compact, request.user)
    context = {"compact": compact, "page": page, "may_take": may_take, "private": True}
    return render(request, "disputes/ending/offered.html", context)


def get_lesson(request, slug, pk):
    """Return a lesson that waits, for somebody who may take it into the plan."""
    compact = get_reading_compact(request, slug)
    if not lessons.plans().may_take(compact, request.user):
        raise PermissionDenied
    return compact, get_object_or_404(Lesson.objects.offered_to(compact), pk=pk)


@login_required
@never_cache
def take(request, slug, pk):
    """Make an action of a lesson."""
    compact, lesson = get_lesson(request, slug, pk)
    data = request.POST if request.method == "POST" else None
    clauses = list(lesson.clauses.all())
    form = lessons.plans().form(data, compact=compact, words=lesson.words, clauses=clauses)
    if form.is_valid():
        try:
            lessons.take(lesson, form, by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The lesson is now action %(action)s.") % {"action": lesson.taken_as})
            return redirect("disputes:lessons", slug)
    return _ask_about(request, compact, lesson, form, _("Take the lesson into the action plan"), _("Add the action"))


@login_required
@never_cache
def put_aside(request, slug, pk):
    """Put a lesson aside, for a reason that the parties read."""
    compact, lesson = get_lesson(request, slug, pk)
    form = PutAsideForm(request.POST if request.method == "POST" else None, lesson=lesson)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("The lesson is put aside."))
        return redirect("disputes:lessons", slug)
    return _ask_about(request, compact, lesson, form, _("Put the lesson aside"), _("Put it aside"))


def _ask_about(request, compact, lesson, form, heading, button):
    context = {"compact": compact, "lesson": lesson, "form": form, "heading": heading, "button": button}
    context |= {"back": redirect("disputes:lessons", compact.slug).url, "private": True}
    return render(request, "disputes/ending/lesson_form.html", context)

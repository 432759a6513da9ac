"""Consultations: going out, commenting without an account, deciding on comments, answering them, and telling."""

import csv

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from compact_portal.compacts.forms.consulting import (
    AnswerForm,
    CommentForm,
    DecideForm,
    MoveForm,
    PlanForm,
    SummaryForm,
    TakeBackForm,
)
from compact_portal.compacts.forms.fields import keys_of
from compact_portal.compacts.lifecycle import CommentState, EditionState, EditionStep, Outcome, Standing
from compact_portal.compacts.models import Answer, Comment, Consultation, Edition
from compact_portal.compacts.views.finding import in_a_cell
from compact_portal.compacts.views.getting import get_edition
from compact_portal.history import NotAllowed

COMMENTS_ON_A_PAGE = 50
# Lists of the officer's page: address, words, states.
LISTS = {
    "waiting": (gettext_lazy("Waiting for a decision"), CommentState.WAITING),
    "held": (gettext_lazy("Held back"), CommentState.HELD),
    "published": (gettext_lazy("Published"), CommentState.PUBLISHED),
    "refused": (gettext_lazy("Not published"), CommentState.REFUSED),
    "spam": (gettext_lazy("Spam"), CommentState.SPAM),
}


def get_consultation(request, slug, edition, nth, under="", *, to=None) -> Consultation:
    """The consultation of that number, or 404 where the person may not see it; 403 where they may not do `to`."""
    found = get_object_or_404(
        Consultation.objects.visible_to(request.user).select_related("edition__text__compact", "edition__supersedes"),
        edition__text__slug=under + slug,
        edition__slug=edition,
        number=nth,
    )
    if to and to not in found.actions_for(request.user):
        raise PermissionDenied
    return found


def posted(request):
    """What a form takes: the data of a POST, else nothing."""
    return request.POST if request.method == "POST" else None


def step(heading: str, go: str, back: str) -> dict:
    """What a page of one step says: its heading, its button, and where Cancel leads."""
    return {"heading": heading, "go": go, "back": back}


def frame(consultation, **more) -> dict:
    """What every page of a consultation shows around its own."""
    edition = consultation.edition
    return {
        "consultation": consultation,
        "edition": edition,
        "text": edition.text,
        "compact": edition.text.compact,
        **more,
    }


def consultations(request, slug, edition, under=""):
    """Every time that an edition went out; for those who may read the drafts also what is planned."""
    found = Edition.objects.select_related("text__compact")
    found = get_object_or_404(found, text__slug=under + slug, slug=edition)
    seen = list(Consultation.objects.visible_to(request.user).filter(edition=found).select_related("edition__text"))
    readable = Edition.objects.visible_to(request.user).filter(pk=found.pk).exists()
    if not (seen or readable):
        raise Http404
    context = {
        "edition": found,
        "text": found.text,
        "compact": found.text.compact,
        "consultations": seen,
        "readable": readable,
        "may_plan": found.state == EditionState.DRAFT
        and "edit" in found.text.actions_for(request.user)
        and all(one.ended_at for one in seen),
    }
    return render(request, "compacts/consultations.html", context)


@login_required
def plan(request, slug, edition, under=""):
    """Let a draft go out to consultation, today or on a day ahead."""
    found = get_edition(request, slug, edition, under, to="edit")
    form = PlanForm(posted(request))
    if form.is_valid():
        try:
            made = Consultation.plan(found, by=request.user, **form.cleaned_data)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, made.sentence())
            return redirect(made)
    context = {"edition": found, "text": found.text, "compact": found.text.compact, "form": form}
    context |= step(_("Put the draft out to consultation"), _("Put it out"), f"{found.get_absolute_url()}consultation/")
    return render(request, "compacts/consultation_plan.html", context)


def consultation(request, slug, edition, nth, under=""):
    """A consultation: what was asked, the words it was about, and beside each clause what was said and answered."""
    found = get_consultation(request, slug, edition, nth, under)
    said: dict[int | None, list[Comment]] = {}
    for comment in found.comments.published().select_related("answer"):
        said.setdefault(comment.clause_id, []).append(comment)
    clauses = list(found.clauses.all()) if found.opened_at else []
    may = found.actions_for(request.user)
    counts = dict(found.comments.order_by().values_list("state").annotate(Count("pk"))) if found.opened_at else {}
    moved = (
        found.edition.events.filter(action=EditionStep.DATE_MOVED, at__gte=found.opened_at) if found.opened_at else []
    )
    context = frame(
        found,
        pieces=[(clause, said.get(clause.pk, [])) for clause in clauses],
        whole=said.get(None, []),
        published=counts.get(CommentState.PUBLISHED, 0),
        refused=counts.get(CommentState.REFUSED, 0),
        waiting=counts.get(CommentState.WAITING, 0) + counts.get(CommentState.HELD, 0),
        moved=[event for event in moved if not found.ended_at or event.at <= found.ended_at],
        may=may,
        readable=found.edition.state != EditionState.DRAFT or bool(may),
    )
    return render(request, "compacts/consultation.html", context)


@never_cache
def comment(request, slug, edition, nth, number="", under=""):
    """Comment on a clause or on the whole. Who has not signed in confirms their address by a mailed link."""
    found = get_consultation(request, slug, edition, nth, under)
    clause = get_object_or_404(found.clauses.all(), number=number) if number else None
    if not found.opened_at:
        raise Http404
    person = request.user if request.user.is_authenticated else None
    form = CommentForm(posted(request), person=person)
    status = 200
    if form.is_valid() and found.is_open:
        key = person.email if person else form.cleaned_data["email"].lower()
        if not ratelimit.consume(request, action="comment", key=key):
            status = 429
            form.add_error(
                None,
                _("There were too many comments from you or your network. Wait an hour, then send this one again."),
            )
        else:
            Comment.receive(found, clause=clause, person=person, signs=form.signs(), **form.said)
            return redirect(f"{found.get_absolute_url()}{'thanks' if person else 'sent'}/")
    context = frame(found, clause=clause, form=form, typed=request.POST.get("words", "") if not found.is_open else "")
    return render(request, "compacts/comment.html", context, status=status)


def comment_sent(request, slug, edition, nth, under="", *, confirmed=False):
    """After a comment: what happens next."""
    found = get_consultation(request, slug, edition, nth, under)
    return render(request, "compacts/comment_sent.html", frame(found, confirmed=confirmed))


@never_cache
def confirm_comment(request, slug, edition, nth, comment, token, under=""):
    """The link of the confirming mail. Opening it does nothing, since mail programs open links; the button confirms."""
    found = get_consultation(request, slug, edition, nth, under)
    said = found.comments.filter(pk=comment).select_related("clause").first()
    if said is None or not said.link_is_good(token):
        return render(request, "compacts/comment_link_is_over.html", frame(found, private=True), status=410)
    if request.method == "POST":
        try:
            said.confirm()
        except NotAllowed as reason:
            messages.error(request, str(reason))
        return redirect(f"{found.get_absolute_url()}thanks/")
    return render(request, "compacts/comment_confirm.html", frame(found, comment=said, private=True))


@login_required
def comments(request, slug, edition, nth, under=""):
    """The officer's list of comments: publish, refuse with a reason, mark as spam, put back; several at once."""
    found = get_consultation(request, slug, edition, nth, under, to="moderate")
    chosen = request.GET.get("list", "waiting")
    name, state = LISTS.get(chosen, LISTS["waiting"])
    form = DecideForm(posted(request), comments=found.comments.exclude(state=CommentState.UNCONFIRMED))
    if form.is_valid():
        if form.cleaned_data["do"] == "answer":
            keys = "&".join(f"comment={comment.pk}" for comment in form.cleaned_data["chosen"])
            return redirect(f"{found.get_absolute_url()}comments/answer/?{keys}")
        decide(request, **form.cleaned_data)
        return redirect(f"{request.path}?list={chosen}")
    counts = dict(found.comments.order_by().values_list("state").annotate(Count("pk")))
    listed = found.comments.filter(state=state).select_related("clause", "answer", "person")
    if state == CommentState.REFUSED:
        listed = listed.prefetch_related("events")
    context = frame(
        found,
        form=form,
        chosen=chosen,
        name=name,
        ticked=request.POST.getlist("chosen"),
        page=Paginator(listed, COMMENTS_ON_A_PAGE).get_page(request.GET.get("page")),
        lists=[(address, words, counts.get(state, 0)) for address, (words, state) in LISTS.items()],
    )
    return render(request, "compacts/comments.html", context)


def decide(request, *, chosen, do, reason) -> None:
    """Take one step with each of some comments, and say how many were done; the rest say why not."""
    done = 0
    for comment in chosen.select_related("consultation__edition__text", "person"):
        try:
            if do == "refuse":
                comment.refuse(by=request.user, reason=reason)
            else:
                {"publish": comment.publish, "spam": comment.mark_spam, "put_back": comment.put_back}[do](
                    by=request.user
                )
            done += 1
        except NotAllowed as why_not:
            messages.error(request, str(why_not))
    if done:
        words = {
            "publish": ngettext("%(count)d comment is published.", "%(count)d comments are published.", done),
            "refuse": ngettext("%(count)d comment is not published.", "%(count)d comments are not published.", done),
            "spam": ngettext("%(count)d comment is marked as spam.", "%(count)d comments are marked as spam.", done),
            "put_back": ngettext("%(count)d comment waits again.", "%(count)d comments wait again.", done),
        }
        messages.success(request, words[do] % {"count": done})


@login_required
def answer_comments(request, slug, edition, nth, under=""):
    """Answer one published comment, or several at once (`?comment=1&comment=2`)."""
    found = get_consultation(request, slug, edition, nth, under, to="moderate")
    keys = keys_of(request.GET.getlist("comment"))[:500]
    chosen = list(found.comments.published().filter(pk__in=keys).select_related("clause", "person", "answer"))
    first = chosen[0].answer if len(chosen) == 1 and chosen[0].answer else None
    form = AnswerForm(posted(request), initial={"words": first.words, "outcome": first.outcome} if first else None)
    if form.is_valid():
        try:
            Answer.give(found, chosen, by=request.user, **form.cleaned_data)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            words = ngettext("%(count)d comment is answered.", "%(count)d comments are answered.", len(chosen))
            messages.success(request, words % {"count": len(chosen)})
            return redirect(f"{found.get_absolute_url()}comments/?list=published")
    return render(request, "compacts/comment_answer.html", frame(found, form=form, chosen=chosen))


@login_required
@require_POST
def take_name_away(request, slug, edition, nth, comment, under=""):
    """Wipe who wrote a comment, as they may ask."""
    found = get_consultation(request, slug, edition, nth, under, to="moderate")
    said = get_object_or_404(found.comments.exclude(state=CommentState.UNCONFIRMED), pk=comment)
    said.take_name_away(by=request.user)
    messages.success(request, _("The name, the organisation and the address are wiped."))
    return redirect(f"{found.get_absolute_url()}comments/?list={said.state}")


@login_required
def comments_csv(request, slug, edition, nth, under=""):
    """The comments as a table for officers: never the addresses."""
    found = get_consultation(request, slug, edition, nth, under, to="moderate")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="comments-{slug}-{edition}-{nth}.csv"'
    writer = csv.writer(response)
    writer.writerow(["comment", "clause", "state", "received", "name", "organisation", "words", "outcome", "answer"])
    rows = found.comments.exclude(state=CommentState.UNCONFIRMED).select_related("clause", "answer")
    for comment in rows.iterator():
        about = (comment.clause.number if comment.clause else "", comment.state, comment.made_at.date().isoformat())
        by = ("" if comment.nameless else comment.name, comment.organisation, comment.words)
        given = (comment.answer.outcome, comment.answer.words) if comment.answer else ("", "")
        writer.writerow([comment.pk, *(in_a_cell(value) for value in (*about, *by, *given))])
    return response


@login_required
def move_closing(request, slug, edition, nth, under=""):
    """Move the last day for comments, with a reason that everybody can read."""
    found = get_consultation(request, slug, edition, nth, under, to="moderate")
    form = MoveForm(posted(request))
    if form.is_valid():
        try:
            found.move_closing(form.cleaned_data["to"], by=request.user, reason=form.cleaned_data["reason"])
        except NotAllowed as reason:
            form.add_error("to", str(reason))
        else:
            messages.success(request, found.sentence())
            return redirect(found)
    words = step(_("Move the last day for comments"), _("Move it"), found.get_absolute_url())
    return render(request, "compacts/consultation_move.html", frame(found, form=form, **words))


@login_required
def end_consultation(request, slug, edition, nth, under=""):
    """Call off what is planned; end early, with a public reason, what is open; take a text back to draft after that."""
    found = get_consultation(request, slug, edition, nth, under, to="moderate")
    if found.edition.state != EditionState.CONSULTATION and found.standing != Standing.PLANNED:
        messages.info(request, _("This consultation has ended, and the text has moved on."))
        return redirect(found)
    form = TakeBackForm(posted(request), early=found.is_open)
    if form.is_valid():
        try:
            if found.standing == Standing.PLANNED:
                found.call_off(by=request.user)
            else:
                found.take_back(by=request.user, **form.cleaned_data)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The text is a draft, and can be edited."))
        return redirect(found)
    words = {
        Standing.PLANNED: (_("Call the consultation off"), _("Call it off")),
        Standing.OPEN: (_("End the consultation early"), _("End it now")),
    }.get(found.standing, (_("Take the text back to draft"), _("Make it a draft")))
    kind = "warning" if found.is_open else ""
    context = frame(found, form=form, kind=kind, **step(*words, found.get_absolute_url()))
    return render(request, "compacts/consultation_end.html", context)


def you_said(request, slug, edition, nth, under=""):
    """You said, we did: what came of a consultation, for everybody."""
    found = get_consultation(request, slug, edition, nth, under)
    if not found.summary_at:
        raise Http404
    outcomes = dict(found.comments.published().order_by().values_list("answer__outcome").annotate(Count("pk")))
    counts = [(words, outcomes[value]) for value, words in Outcome.choices if outcomes.get(value)]
    context = frame(found, counts=counts, total=sum(outcomes.values()), may=found.actions_for(request.user))
    return render(request, "compacts/you_said.html", context)


@login_required
def summarise(request, slug, edition, nth, under=""):
    """Write “You said, we did”: keep it for later, or publish it."""
    found = get_consultation(request, slug, edition, nth, under, to="moderate")
    form = SummaryForm(posted(request), initial={"summary": found.summary})
    if form.is_valid():
        publish = "publish" in request.POST
        try:
            found.tell(form.cleaned_data["summary"], publish=publish, by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("It is published.") if publish else _("It is kept, and not public yet."))
            return redirect(f"{found.get_absolute_url()}{'you-said-we-did/' if publish else ''}")
    to_answer = found.comments.to_answer().count()
    context = frame(found, form=form, to_answer=to_answer, heading=_("You said, we did"), back=found.get_absolute_url())
    return render(request, "compacts/consultation_summary.html", context)

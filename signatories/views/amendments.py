"""Amendments to a Compact: proposed by signatories, decided at the Annual Review, put into the next draft."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Clause, Compact, Edition
from compact_portal.history import NotAllowed
from signatories import actions, amending
from signatories.acting import acting_for
from signatories.forms.amendments import ChooseForm, DecisionForm, FilterForm, MergeForm, NoteForm, WordsForm
from signatories.models import Amendment, Organisation, Signature
from signatories.procedure import AGREED, DECISIONS, OPEN, Action, Party, State, What
from signatories.views.finding import find_compact, find_own_compact

A_PAGE = 25
SORTS = {"number": "number", "organisation": "organisation__name", "date": "submitted_at", "state": "state"}


def proposers(compact: Compact, user):
    """The organisations for which a person may propose amendments: those that have signed the agreement."""
    texts = [compact.agreement, compact.core.agreement] if compact.core else [compact.agreement]
    signed = Signature.objects.standing().filter(edition__text__in=texts, edition__text__kind=TextKind.AGREEMENT)
    return Organisation.objects.standing().acted_for_by(user).filter(pk__in=signed.bodies()).order_by("name")


def clauses_in_force(compact: Compact) -> list[Clause]:
    """The clauses of a Compact that can be amended: of its agreement in force (or its core's) and its local codes."""
    own = Edition.objects.filter(text__compact=compact, text__kind=TextKind.CODE, state=EditionState.IN_FORCE)
    editions = [*([compact.current_edition] if compact.current_edition else []), *own.select_related("text__compact")]
    order = {edition.pk: place for place, edition in enumerate(editions)}
    found = list(
        Clause.objects.filter(edition__in=editions).select_related("edition__text__compact").order_by("position")
    )
    return sorted(found, key=lambda clause: order[clause.edition_id])


def amendments(request, slug: str):
    """Every amendment, by state; for officers what is to be put into the draft."""
    compact = find_compact(request, slug)
    form = FilterForm(request.GET)
    found = Amendment.objects.visible_to(request.user).of(compact)
    may_edit = "change_compact" in compact.actions_for(request.user)
    context = {
        "compact": compact,
        "filters": form,
        "page": Paginator(chosen(found, form, request.GET.get("sort", "")), A_PAGE).get_page(request.GET.get("page")),
        "proposers": list(proposers(compact, request.user)) if request.user.is_authenticated else [],
        "may_edit": may_edit,
        "to_put_in": found.to_put_in().filter(compact=compact).count() if may_edit else 0,
    }
    return render(request, "signatories/amendments.html", context)


def chosen(found, form: FilterForm, sort: str):
    """The amendments asked for, in the order asked for."""
    state = form.cleaned_data.get("state") if form.is_valid() else ""
    if state == "waiting":
        found = found.filter(state__in=sorted(OPEN))
    elif state == "agreed":
        found = found.filter(state__in=sorted(AGREED))
    elif state == "to-put-in":
        found = found.to_put_in()
    elif state:
        found = found.filter(state=state, submitted_at__isnull=False)
    key = SORTS.get(sort.removeprefix("-"), "")
    order = [f"-{key}" if sort.startswith("-") else key] if key else []
    return found.with_words().order_by(*order, "-number")


def find_amendment(request, slug: str, number: int) -> Amendment:
    """An amendment that exists for the person, or 404."""
    compact = find_compact(request, slug)
    visible = Amendment.objects.visible_to(request.user).with_words().select_related("meeting", "proposed_by")
    found = get_object_or_404(visible, compact=compact, number=number)
    found.compact = compact
    return found


def amendment(request, slug: str, number: int):
    """One amendment: before, proposed, agreed; what was decided; what the person can do with it."""
    found = find_amendment(request, slug, number)
    parties = found.parties_of(request.user)
    seen = Edition.objects.visible_to(request.user).filter(pk=found.draft_id).first() if found.draft_id else None
    may = found.actions_for(request.user)
    context = {
        "compact": found.compact,
        "amendment": found,
        "actions": may,
        "has_draft": Action.PUT_IN in may and found.next_draft() is not None,
        "may_revise": found.state == State.DRAFT and Party.PROPOSER in parties,
        "events": [event_of(event, found, parties) for event in found.events.select_related("actor")],
        "draft": seen,
        "decisions": list(found.decisions.for_lists()),
    }
    return render(request, "signatories/amendment.html", context)


def event_of(event, amendment: Amendment, parties) -> dict:
    """A step for the timeline. Who took it is named to those who take part; others read for which side."""
    by_proposer = event.action in {"begun", "revised", "handed-over", Action.SUBMIT, Action.WITHDRAW}
    side = amendment.organisation if by_proposer else _("An officer, for the Annual Review")
    return {"title": event.title, "at": event.at, "actor": event.actor if parties else side, "note": event.note}


@login_required
def propose(request, slug: str):
    """Choose the clause, and what is proposed for it (`?clause=derby/revised/4.3&what=change`)."""
    compact = find_compact(request, slug)
    if not proposers(compact, request.user):
        return render(request, "signatories/may_not_propose.html", {"compact": compact}, status=403)
    asked = {"clause", "what"} <= request.GET.keys()
    form = ChooseForm(
        request.GET if asked else None,
        clauses=clauses_in_force(compact),
        initial={"clause": request.GET.get("clause", ""), "what": What.CHANGE},
    )
    if asked and form.is_valid():
        query = f"?clause={form.cleaned_data['clause'].reference}&what={form.cleaned_data['what']}"
        return redirect(reverse("signatories:propose_words", args=[slug]) + query)
    return render(request, "signatories/propose.html", {"compact": compact, "form": form})


@login_required
def propose_words(request, slug: str):
    """Word an amendment to the clause chosen, and keep it as a draft or submit it."""
    compact = find_compact(request, slug)
    organisations = proposers(compact, request.user)
    if not organisations:
        return render(request, "signatories/may_not_propose.html", {"compact": compact}, status=403)
    choice = ChooseForm(request.GET, clauses=clauses_in_force(compact))
    if not choice.is_valid():
        return redirect("signatories:propose", slug)
    clause, what = choice.cleaned_data["clause"], choice.cleaned_data["what"]
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        clause=clause,
        what=what,
        organisations=organisations,
        initial={"organisation": acting_for(request)},
    )
    if form.is_valid():
        words = dict(form.cleaned_data)
        try:
            made = Amendment.propose(clause, words.pop("organisation"), by=request.user, what=what, **words)
            return after_words(request, made)
        except (NotAllowed, ValidationError) as error:
            form.add_error(None, str(error) if isinstance(error, NotAllowed) else error.messages)
    context = {"compact": compact, "form": form, "clause": clause, "what": What(what)}
    return render(request, "signatories/propose_words.html", context)


def after_words(request, made: Amendment):
    """Submit it at once where that was pressed, else keep the draft; then show it."""
    if "submit" in request.POST:
        actions.submit(made, by=request.user)
        messages.success(request, _("Submitted. It waits for the Annual Review, and everybody can read it."))
    else:
        messages.success(request, _("Saved as a draft, which only your organisation can read."))
    return redirect(made)


@login_required
def revise(request, slug: str, number: int):
    """Change the words of a draft."""
    found = find_amendment(request, slug, number)
    if found.state != State.DRAFT or Party.PROPOSER not in found.parties_of(request.user):
        raise PermissionDenied(_("It has been submitted, so its words stay."))
    first = {name: getattr(found, name) for name in ("kind", "owed_by", "heading", "body", "reason")}
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        initial=first | {"organisation": found.organisation_id},
        clause=found.clause,
        what=found.what,
        organisations=Organisation.objects.filter(pk=found.organisation_id),
    )
    if form.is_valid():
        try:
            found.revise(by=request.user, **form.cleaned_data)
            return after_words(request, found)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
    context = {"compact": found.compact, "form": form, "clause": found.clause, "what": What(found.what)}
    return render(request, "signatories/propose_words.html", context | {"amendment": found})


@login_required
def act(request, slug: str, number: int, action: str):
    """Take a step with an amendment: submit, withdraw, record a decision, put it into the draft."""
    found = find_amendment(request, slug, number)
    if action not in Action:
        raise Http404
    step = Action(action)
    if step not in found.actions_for(request.user):
        raise PermissionDenied
    if step == Action.PUT_IN:
        return put_in(request, found)
    posted = request.POST if request.method == "POST" else None
    form = DecisionForm(posted, amendment=found, action=step) if step in DECISIONS else NoteForm(posted)
    if step == Action.SUBMIT:
        del form.fields["reason"]
    if form.is_valid():
        try:
            take(found, step, by=request.user, answers=form.cleaned_data)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(
                request,
                _("%(amendment)s: %(state)s.") % {"amendment": found, "state": found.get_state_display().lower()},
            )
        return redirect(found)
    context = {"compact": found.compact, "amendment": found, "form": form, "action": step}
    return render(request, "signatories/amendment_act.html", context)


def take(found: Amendment, step: Action, *, by, answers: dict) -> None:
    """Take the step that a form was filled in for."""
    if step == Action.SUBMIT:
        actions.submit(found, by=by)
    elif step == Action.WITHDRAW:
        actions.take_back(found, by=by, note=answers["reason"])
    else:
        actions.decide(found, step, by=by, **answers)


def put_in(request, found: Amendment):
    """Put one into the next draft; where its clause changed or is gone, both are shown and the officer merges."""
    try:
        draft = amending.the_draft(found)
    except NotAllowed as reason:
        messages.error(request, str(reason))
        return redirect(found)
    conflict, now = amending.at_fault(found), found.clause_in(draft)
    if request.method == "POST" and "merge" not in request.POST:
        try:
            amending.put_in(found, by=request.user)
        except NotAllowed as reason:
            conflict = str(reason)
        else:
            messages.success(request, _("%(amendment)s is in the draft.") % {"amendment": found})
            return redirect(found)
    clauses = list(draft.clauses.order_by("position"))
    for clause in clauses:
        clause.edition = draft
    posted = request.POST if "merge" in request.POST else None
    form = MergeForm(posted, amendment=found, clauses=clauses, now=now)
    if form.is_valid():
        try:
            amending.merge(found, by=request.user, **form.cleaned_data)
        except (NotAllowed, ValidationError) as error:
            form.add_error(None, str(error) if isinstance(error, NotAllowed) else error.messages)
        else:
            messages.success(request, _("%(amendment)s is in the draft.") % {"amendment": found})
            return redirect(found)
    context = {
        "compact": found.compact,
        "amendment": found,
        "draft": draft,
        "now": now,
        "conflict": conflict or form.errors,
        "reason": conflict,
        "form": form,
    }
    return render(request, "signatories/amendment_put_in.html", context)


@login_required
@require_POST
def put_in_all(request, slug: str):
    """Put every agreed amendment into the next draft; those that do not fit are named."""
    compact = find_own_compact(request, slug)
    came = amending.put_in_all(compact, by=request.user)
    if came.done:
        said = ngettext("%(n)s amendment is in the draft.", "%(n)s amendments are in the draft.", len(came.done))
        messages.success(request, said % {"n": len(came.done)})
    for one, reason in came.by_hand:
        messages.warning(request, f"{one}: {reason}")
    if not came.done and not came.by_hand:
        messages.info(request, _("Every agreed amendment is in a draft already."))
    return redirect("signatories:amendments", slug)

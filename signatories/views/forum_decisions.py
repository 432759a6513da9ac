"""What the Forum decided: the list, each decision, recording one."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from codes import citing
from compact_portal.history import changes
from signatories.forms.forum_decisions import DecisionForm, linking
from signatories.models import Decision
from signatories.views.forum import home_of
from signatories.views.forum_asking import ask, sent
from signatories.views.forum_finding import find_decision, find_meeting, find_place

A_PAGE = 25


def decisions(request, slug: str) -> HttpResponse:
    """Show every decision of the Forum, the latest first."""
    place = find_place(request, slug)
    found = Decision.objects.filter(forum__compact=place.compact).for_lists()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"compact": place.compact, "page": page, "back": home_of(place)}
    return render(request, "signatories/forum/decisions.html", context)


def decision(request, slug: str, reference: str) -> HttpResponse:
    """Show a decision: its words, its meeting and whether that was quorate, and what it is about."""
    place, found = find_decision(request, slug, reference)
    clauses = citing.in_order(found.clauses.select_related("edition__text__code", "edition__text__compact"))
    context = {
        "compact": place.compact,
        "place": place,
        "decision": found,
        "meeting": found.meeting,
        "clauses": [(citing.cite(clause), clause) for clause in clauses],
        "amendments": list(found.amendments.with_words()),
        "groups": list(found.groups.select_related("compact")),
        "panels": [module.panel(found, request.user) for module in linking()],
    }
    return render(request, "signatories/forum/decision.html", context)


@login_required
def record(request, slug: str, number: int) -> HttpResponse:
    """Record a decision of a meeting that was held."""
    place, found = find_meeting(request, slug, number, keep=True)
    if not found.is_over:
        return redirect(found)
    form = DecisionForm(sent(request)[0], meeting=found)
    return ask(
        request,
        form,
        lambda: form.save(by=request.user),
        compact=place.compact,
        heading=_("Record a decision"),
        caption=f"{found}, {found.day:%-d %B %Y}",
        note=[_("Everybody can read it at once.")],
        button=_("Record the decision"),
        said=_("The decision is recorded."),
        back=found.get_absolute_url(),
    )


@login_required
def edit(request, slug: str, reference: str) -> HttpResponse:
    """Change a decision; once the minutes are confirmed, with a reason."""
    place, found = find_decision(request, slug, reference, keep=True)
    form = DecisionForm(sent(request)[0], meeting=found.meeting, decision=found)
    return ask(
        request,
        form,
        lambda: form.save(by=request.user),
        compact=place.compact,
        heading=_("Correct the decision") if found.meeting.is_confirmed else _("Change the decision"),
        caption=found.reference,
        back=found.get_absolute_url(),
    )


@login_required
def history(request, slug: str, reference: str) -> HttpResponse:
    """Show what was changed about a decision, to those who keep the Forum."""
    place, found = find_decision(request, slug, reference, keep=True)
    heading = _("History of decision %(reference)s") % {"reference": found.reference}
    context = {"compact": place.compact, "changes": changes(found.history.all()), "heading": heading}
    return render(request, "signatories/forum/history.html", context | {"back": found.get_absolute_url()})

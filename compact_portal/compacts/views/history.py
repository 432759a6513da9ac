"""What was done to an edition and its clauses."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact_portal.compacts import actions
from compact_portal.compacts.models import Clause, EasyRead, Translation
from compact_portal.compacts.views.getting import get_clause, get_edition
from compact_portal.history import changes

CHANGES_ON_A_PAGE = 50
EVENTS = {
    "begun": gettext_lazy("Begun"),
    "moved": gettext_lazy("Clause moved"),
    "split": gettext_lazy("Clause split"),
    "merged": gettext_lazy("Clauses merged"),
    "renumbered": gettext_lazy("Numbered anew"),
    "lineage_confirmed": gettext_lazy("Where clauses come from was confirmed"),
    "published": gettext_lazy("Published"),
    "in_force": gettext_lazy("Came into force"),
    "superseded": gettext_lazy("Superseded"),
    "lapsed": gettext_lazy("Lapsed"),
}


@login_required
def edition_history(request, slug, edition, under=""):
    """What was done to an edition and its clauses: for those who may change the text."""
    found = get_edition(request, slug, edition, under)
    if "edit" not in found.text.actions_for(request.user):
        raise PermissionDenied
    of_edition = changes(found.history.all(), about=lambda row: _("edition %(label)s") % {"label": row.label})
    made = [
        *(change._replace(state=None) for change in of_edition),  # Only clauses go back to what they said.
        *changes(Clause.history.filter(edition=found), about=lambda row: f"{row.number} {row.heading}".strip()),
        *changes(
            Translation.history.filter(clause__edition=found).select_related("clause"),
            about=lambda row: _("the Welsh of %(number)s") % {"number": row.clause.number},
        ),
        *changes(EasyRead.history.filter(edition=found), about=lambda row: _("the easy-read version")),
    ]
    made = [change for change in made if change.reason != actions.IMPORTED]  # The first event tells of the import.
    made.sort(key=lambda change: change.at, reverse=True)
    page = Paginator(made, CHANGES_ON_A_PAGE).get_page(request.GET.get("page"))
    events = [
        {"title": EVENTS.get(event.action, event.action), "at": event.at, "actor": event.actor, "note": event.note}
        for event in found.events.select_related("actor")
    ]
    context = {"edition": found, "text": found.text, "compact": found.text.compact, "page": page, "events": events}
    context["back_to"] = states_of(found)
    return render(request, "compacts/history.html", context)


@login_required
def clause_history(request, slug, edition, number, under=""):
    """What was changed in a clause, by whom and why: for those who may change the text."""
    found = get_clause(request, slug, edition, number, under)
    if "edit" not in found.edition.text.actions_for(request.user):
        raise PermissionDenied
    made = changes(
        found.history.all(),
        Translation.history.filter(clause=found),
        about=lambda row: _("the Welsh") if row.instance_type is Translation else "",
    )
    page = Paginator(made, CHANGES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"clause": found, "edition": found.edition, "compact": found.edition.text.compact, "page": page}
    context["back_to"] = states_of(found.edition)
    return render(request, "compacts/history.html", context)


def states_of(edition) -> str:
    """Where the pages stand on which a clause goes back to an earlier state; nowhere once the text cannot change."""
    return "" if edition.why_not_edit() else f"{edition.get_absolute_url()}history/"

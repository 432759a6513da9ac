"""What the page of a dispute shows of its ending: a settlement, what each party says came of it, the remedies."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes.forms.remedies import REMEDY_FORMS
from disputes.models import Remedy, Settlement
from disputes.procedure import ENDED
from disputes.words import Action, Party
from signatories.models import Organisation

SIDES = frozenset({Party.COMPLAINANT, Party.RESPONDENT})
# What a remedy waits for, by what its reader can do; the most pressing first.
TO_DO = {
    "confirm": _l("The other party says that it is done. Confirm it, or say what is missing."),
    "agree-move": _l("The other party asks for another last day. Say whether you agree."),
    "done": _l("Say when it is done, or ask for another last day."),
}


def settlement(page) -> dict[str, Any] | None:
    """The proposal that is open, or the settlement that ended the case, from the history that the reader may read."""
    dispute, parties, story = page.dispute, page.parties, page.timeline
    agreed = dispute.position in ENDED and story.ended is not None and story.ended.action == Action.AGREE
    event = story.proposed if dispute.proposal_by else story.ended if agreed else None
    readers = SIDES if agreed else SIDES | {Party.MEDIATOR}
    if event is None or not parties & readers or "settlement" not in event.facts:
        return None
    number = event.facts["settlement"]
    return {
        "agreed": agreed,
        "own": event.party in parties,
        "by": Party(event.party).label,
        "at": event.at,
        "href": reverse("disputes:settlement", args=[dispute.reference, number]),
        "paper": reverse("disputes:settlement_pdf", args=[dispute.reference, number]),
    }


def settlement_buttons(found: Settlement, dispute, user, parties: frozenset[Party]) -> list[tuple[str, str]]:
    """What somebody can do with a proposal now: words and address, what carries it forward first."""
    if found.state != Settlement.State.PROPOSED or found.number != getattr(dispute.open_proposal(), "number", 0):
        return []
    may = dispute.actions_for(user, parties=parties)
    wanted = (Action.AGREE, Action.TURN_DOWN, Action.TAKE_BACK)
    buttons = [
        (action.label, reverse("disputes:act", args=[dispute.reference, action.value]))
        for action in wanted
        if may.get(action) == ""
    ]
    if may.get(Action.TURN_DOWN) == "":
        buttons.insert(1, (_("Propose something else"), reverse("disputes:counter", args=[dispute.reference])))
    return buttons


def remedies(page) -> dict[str, Any] | None:
    """What each party has to do, for the parties alone, once the case has ended or had ended before."""
    dispute = page.dispute
    if not page.parties & SIDES or not (dispute.position in ENDED or dispute.reopened):
        return None
    rows = []
    for remedy in Remedy.objects.filter(dispute=dispute):
        remedy.dispute = dispute
        rows.append(remedy_row(remedy, page.parties, page.today))
    return {"rows": rows, "promise": reverse("disputes:promise", args=[dispute.reference])}


def remedy_row(remedy: Remedy, parties: frozenset[Party], today) -> dict[str, Any]:
    """A remedy as a list shows it to one side."""
    mine, verbs = remedy.owner in parties, remedy.verbs_for(parties)
    return {
        "remedy": remedy,
        "who": _("You") if mine else remedy.owner.label,
        "standing": remedy.standing(today),
        "overdue": remedy.is_overdue(today),
        "yours": bool(set(verbs) & {"done", "confirm", "agree-move"}),
        "to_do": next((str(sentence) for verb, sentence in TO_DO.items() if verb in verbs), ""),
    }


def remedy_buttons(remedy: Remedy, parties: frozenset[Party]) -> list[tuple[str, str]]:
    """What somebody can do with a remedy now: words and address."""
    address = remedy.get_absolute_url()
    return [(str(REMEDY_FORMS[verb].heading), f"{address}{verb}/") for verb in remedy.verbs_for(parties)]


def views(page) -> dict[str, Any] | None:
    """What came of it: what was asked for, point by point; who says so; and whether the other side agrees."""
    dispute = page.dispute
    if dispute.position not in ENDED or not dispute.outcome:
        return None
    ending = page.timeline.ended
    by_both = ending is not None and ending.action == Action.AGREE
    found = [] if by_both else list(dispute.outcome_views.filter(round=dispute.reopened))
    said = {view.side for view in found}
    open_to = [side for side in SIDES & page.parties if side.value not in said]
    may = bool(open_to) and not by_both and ending is not None and ending.party not in open_to
    return {
        "recorded": next((view for view in found if view.recorded), None),
        "own": [view for view in found if not view.recorded],
        "by_both": by_both,
        "by": Party(ending.party).label if ending and ending.party else _("The portal, by time"),
        "asked": dispute.remedy,
        "outcome": dispute.get_outcome_display(),
        "met": dispute.get_remedy_met_display(),
        "may": reverse("disputes:view", args=[dispute.reference]) if may else "",
    }


def afterwards(page) -> dict[str, Any] | None:
    """Where lessons and a summary of an ended case are."""
    dispute = page.dispute
    if dispute.position not in ENDED or dispute.anonymised_at or not page.parties & (SIDES | {Party.CHAIR}):
        return None
    return {"href": reverse("disputes:after", args=[dispute.reference])}


def owed_by_lists(user) -> list[dict[str, Any]]:
    """The remedies overdue, due within a week or said to be done, of everybody for whom a person acts. Two queries."""
    today = timezone.localdate()
    open_ones = Remedy.objects.of_parties(user).with_dispute()
    wanted = open_ones.overdue(today) | open_ones.due_soon(today) | open_ones.said_done()
    rows = list(wanted.order_by("due_on", "pk")[:20])
    if not rows:
        return []
    mine = _sides_of(user, rows)
    return [remedy_row(remedy, mine[remedy.pk], today) for remedy in rows]


def _sides_of(user, rows) -> dict[int, frozenset[Party]]:
    """For which party of each remedy's case a person acts. One query."""
    keys = {key for remedy in rows for key in (*_complaining(remedy), remedy.dispute.respondent_id)}
    acted_for = set(Organisation.objects.filter(pk__in=keys).acted_for_by(user).values_list("pk", flat=True))
    found = {}
    for remedy in rows:
        complains = Party.COMPLAINANT if acted_for & set(_complaining(remedy)) else None
        responds = Party.RESPONDENT if remedy.dispute.respondent_id in acted_for else None
        found[remedy.pk] = frozenset(filter(None, (complains, responds)))
    return found


def _complaining(remedy: Remedy) -> list[int]:
    """The keys of the bodies that speak for the complainant of a remedy's case."""
    return [key for key in (remedy.dispute.complainant_id, remedy.dispute.support_body_id) if key]

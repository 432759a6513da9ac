"""What the page of a dispute shows: steps, buttons, papers, timeline."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.deadlines import written
from disputes import sentences
from disputes.models import Dispute
from disputes.procedure import FORWARD, TIMED
from disputes.reading.clocks import clocks
from disputes.reading.meanings import MEANING
from disputes.words import Action, Audience, Party, State


@dataclass(frozen=True)
class Button:
    """Something a person can do now, or later with the reason why not now."""

    label: str
    href: str
    why_not: str = ""
    kind: str = "secondary"


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    title: str
    at: Any
    actor: Any
    note: str


@dataclass
class CasePage:
    """Everything the page of a dispute shows to one reader."""

    dispute: Dispute
    parties: frozenset[Party]
    turn: str
    reasons: list[str]
    steps: list[dict[str, str]]
    buttons: list[Button]
    later: list[Button]
    clocks: list[dict[str, Any]]
    papers: list[dict[str, str]]
    citations: list[Any]
    answers: list[tuple[str, str, str]]
    timeline: list[Entry]
    silence: str = ""
    role: str = ""


def case_page(dispute: Dispute, user) -> CasePage:
    """Gather the page of a dispute for one reader."""
    today = timezone.localdate()
    parties = dispute.parties_of(user)
    events = list(dispute.events.read_by(parties).select_related("actor", "stage"))
    actions = dispute.actions_for(user, parties=parties)
    buttons = [button(dispute, action, reason) for action, reason in actions.items() if action in MEANING]
    return CasePage(
        dispute=dispute,
        parties=parties,
        turn=sentences.whose_turn(dispute, parties, today),
        reasons=dispute.explain_deadline(),
        steps=steps(dispute, events),
        buttons=in_order(dispute, [found for found in buttons if not found.why_not]),
        later=[found for found in buttons if found.why_not],
        clocks=clocks(dispute, today),
        papers=papers(dispute, events),
        citations=list(dispute.citations.select_related("clause__edition__text")),
        answers=answers(dispute, parties),
        timeline=[entry(event, parties) for event in events],
        silence=silence(dispute, parties),
        role=", ".join(party.label for party in Party if party in parties),
    )


def silence(dispute: Dispute, parties: frozenset[Party]) -> str:
    """What the other side's silence means, for a complainant who waits for somebody or could."""
    waiting = dispute.position in TIMED | {State.TALKING, State.NATIONAL, State.OUTSIDE}
    return dispute.stage.silence if dispute.stage and waiting and Party.COMPLAINANT in parties else ""


def button(dispute: Dispute, action: Action, reason: str) -> Button:
    """Return the button of an action."""
    return Button(action.label, reverse("disputes:act", args=[dispute.reference, action.value]), reason)


def in_order(dispute: Dispute, buttons: list[Button]) -> list[Button]:
    """Put the one that carries the case forward first, and make it the only green one."""
    for action in FORWARD.get(dispute.position, ()):
        for found in buttons:
            if found.label == action.label:
                rest = [other for other in buttons if other is not found]
                return [Button(found.label, found.href, kind=""), *rest]
    return buttons


def steps(dispute: Dispute, events) -> list[dict[str, str]]:
    """The named stages of the procedure, each done, passed over, now or later."""
    reached = dispute.stage.order if dispute.stage else 0
    visited = {event.stage.order for event in events if event.stage}
    found = []
    for rule in dispute.rules:
        if rule.order == reached and dispute.is_open:
            state = "now"
        elif rule.order in visited:
            state = "done"
        else:
            state = "later"
        found.append({"name": str(rule.name), "state": state})
    return found


def papers(dispute: Dispute, events) -> list[dict[str, str]]:
    """The complaint and the answers to it, as keys and values."""
    rows = [
        (_("Complainant"), str(dispute.complainant)),
        (_("Respondent"), str(dispute.respondent)),
        (_("Date of the decision"), written(dispute.decision_on) if dispute.decision_on else ""),
        (_("Date it was known"), written(dispute.known_on) if dispute.known_on else ""),
        (_("What happened"), dispute.happened),
        (_("Disadvantage"), dispute.disadvantage),
        (_("Steps tried before"), dispute.tried),
        (_("Remedy sought"), dispute.remedy),
        (_("Why it can be done"), dispute.achievable),
        (_("Other proceedings"), dispute.proceedings),
    ]
    rows += [(_("Answer of the respondent"), event.note) for event in events if event.action == Action.RESPOND]
    if dispute.body:
        rows.append((_("With"), " ".join(filter(None, [dispute.body, dispute.body_reference]))))
    if dispute.outcome:
        rows.append((_("What came of it"), dispute.get_outcome_display()))
        rows.append((_("Against what was asked for"), dispute.get_remedy_met_display()))
    return [{"key": key, "value": value} for key, value in rows if value]


def answers(dispute: Dispute, parties: frozenset[Party]) -> list[tuple[str, str, str]]:
    """What each party said of the mediator: (party, answer, reason); the other's only once both are in."""
    nomination = dispute.nomination
    if nomination is None or not nomination.named or not parties:
        return []
    found = []
    for side, organisation in (
        (Party.COMPLAINANT, dispute.complainant),
        (Party.RESPONDENT, dispute.respondent),
    ):
        answer = nomination.answer_of(side)
        if answer and (nomination.complete or side in parties):
            reason = nomination.complainant_reason if side == Party.COMPLAINANT else nomination.respondent_reason
            words = _("Accepts") if answer == "accepts" else _("Objects")
            found.append((str(organisation), words, reason))
    return found


def entry(event, parties: frozenset[Party]) -> Entry:
    """One event as the timeline shows it; who declined is known to the Chair only."""
    title = event.title
    if event.audience == Audience.MEDIATION:
        title = _("%(title)s (without prejudice: the two parties and the mediator only)") % {"title": title}
    elif event.audience in (Audience.COMPLAINANT, Audience.RESPONDENT):
        side = _("the complainant") if event.audience == Audience.COMPLAINANT else _("the respondent")
        title = _("%(title)s, for %(side)s") % {"title": title, "side": side}
    if event.action == Action.DECLINE and Party.CHAIR not in parties:
        return Entry(title, event.at, _("The person asked"), "")  # What they wrote may say who they are.
    return Entry(title, event.at, event.actor, event.note)

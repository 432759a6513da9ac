"""What the pages of a dispute show, ready for the templates: steps, buttons, papers, timeline, clocks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from compact_portal.deadlines import period, written
from disputes import sentences
from disputes.models import Dispute
from disputes.models.case import ENDED_VALUES
from disputes.procedure import FEWEST_SHOWN, FORWARD, TIMED
from disputes.words import Action, Audience, Clock, Party, State
from signatories.models import Organisation

# What a step means, said before it is taken.
MEANING: dict[Action, Any] = {
    Action.GO_FORMAL: _l("Your complaint goes to the other party as a formal one. Its time to answer begins today."),
    Action.RESPOND: _l("The complainant reads your answer and decides how it goes on."),
    Action.REFER: _l("The Chair of the Forum then has three weeks to find a mediator whom both parties accept."),
    Action.NOMINATE: _l(
        "The person you ask sees your summary only. The parties learn the name when the person is willing."
    ),
    Action.REPLACE: _l("The person asked is told that they are no longer needed, and you choose somebody else."),
    Action.ACCEPT: _l(
        "The other party does not see your answer until its own is in. If both accept, mediation begins."
    ),
    Action.OBJECT: _l(
        "The other party does not see your answer until its own is in. The Chair then decides about your objection."
    ),
    Action.SUSTAIN: _l("You then choose somebody else."),
    Action.OVERRULE: _l("The party that objects is asked once more. If it still objects, you choose somebody else."),
    Action.END_MEDIATION: _l(
        "The mediator can then no longer see the dispute, and the complainant decides how it goes on."
    ),
    Action.GO_NATIONAL: _l("The dispute leaves the Forum. You record here what comes of it."),
    Action.GO_OUTSIDE: _l("The portal does not send anything there: you go yourself, and record it here."),
    Action.SETTLE: _l("The dispute ends here. What came of it is kept beside what was asked for."),
    Action.CLOSE: _l("The dispute ends here. What came of it is kept beside what was asked for."),
    Action.LAPSE: _l("The dispute ends here, as not resolved, because nothing has happened for 12 weeks."),
    Action.WITHDRAW: _l("The dispute ends here. This cannot be undone."),
    Action.NOTE: _l("A note changes nothing in the procedure."),
    Action.MEDIATION_NOTE: _l("A note changes nothing in the procedure."),
}


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


def clocks(dispute: Dispute, today: date) -> list[dict[str, Any]]:
    """The outside clocks, in words."""
    ombudsman = dispute.respondent.get_ombudsman_display() if dispute.respondent.ombudsman else ""
    found = []
    for clock in dispute.outside_clocks():
        days = (clock.ends_on - today).days
        name = ombudsman if clock.route.ombudsman and ombudsman else str(clock.route.name)
        found.append(
            {
                "name": name,
                "period": period(clock.route.amount or 0, clock.route.unit),
                "ends_on": clock.ends_on,
                "left": days_left(days) if days >= 0 else _("over"),
                "text": str(clock.route.text),
            }
        )
    return found


def days_left(days: int) -> str:
    """Say how far away a last day is."""
    if days < 0:
        return ngettext("%(n)s day overdue", "%(n)s days overdue", -days) % {"n": -days}
    if days == 0:
        return _("today is the last day")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


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


# Lists ----


def rows(disputes, user) -> list[dict[str, Any]]:
    """The rows of a list of disputes, in the words of the reader's side."""
    today = timezone.localdate()
    found: list[dict[str, Any]] = []
    disputes = list(disputes)
    if not disputes:
        return found
    mine = set(Organisation.objects.acted_for_by(user).values_list("pk", flat=True))
    for dispute in disputes:
        parties = frozenset(
            party
            for party, organisation in (
                (Party.COMPLAINANT, dispute.complainant_id),
                (Party.RESPONDENT, dispute.respondent_id),
            )
            if organisation in mine
        )
        if not parties:
            mediates = dispute.position == State.MEDIATING and dispute.nomination.person_id == user.pk
            parties = frozenset({Party.MEDIATOR if mediates else Party.CHAIR})
        found.append(
            {
                "dispute": dispute,
                "other": dispute.respondent if Party.COMPLAINANT in parties else dispute.complainant,
                "between": dispute.title if parties & {Party.CHAIR, Party.MEDIATOR} else "",
                "turn": sentences.whose_turn(dispute, parties, today),
                "left": days_left((dispute.due_on - today).days) if dispute.due_on else "",
                "waits": getattr(dispute, "waits", False),
            }
        )
    return found


def figures(compact) -> dict[str, Any]:
    """What the public learns: how many disputes, and what came of them, where no small number gives anybody away.

    `few`: fewer than FEWEST_SHOWN were raised, perhaps none, and nothing more is told; else `rows` of a summary list.
    """
    counted = Dispute.objects.filter(compact=compact).aggregate(
        raised=Count("pk", filter=~Q(state=State.DRAFT)),
        ended=Count("pk", filter=Q(state__in=ENDED_VALUES)),
        resolved=Count("pk", filter=Q(state=State.RESOLVED)),
        met=Count("pk", filter=Q(remedy_met__in=["wholly", "partly"])),
    )
    if counted["raised"] < FEWEST_SHOWN:
        return {"few": FEWEST_SHOWN}
    shown = [
        (_("Raised"), "raised"),
        (_("Ended"), "ended"),
        (_("Ended by settling it"), "resolved"),
        (_("Ended with all or part of what was asked for"), "met"),
    ]
    return {"rows": [{"key": words, "value": _in_public(counted[name])} for words, name in shown]}


def _in_public(number: int) -> int | str:
    return number if number >= FEWEST_SHOWN else _("Fewer than %(number)s") % {"number": FEWEST_SHOWN}


def stages(rules) -> list[dict[str, Any]]:
    """The stages of a procedure, as its public page shows them."""
    today = timezone.localdate()
    found = []
    for rule in rules:
        clock = ""
        if rule.clock == Clock.FIXED:
            clock = period(rule.amount or 0, rule.unit)
        elif rule.clock == Clock.RESPONDENT:
            clock = Clock.RESPONDENT.label
        routes = [
            {
                "name": str(route.name),
                "text": str(route.text),
                "period": period(route.amount, route.unit) if route.amount else "",
                "closed_on": route.closed_on if route.closed_on and route.closed_on < today else None,
            }
            for route in rule.routes
        ]
        found.append(
            {
                "name": str(rule.name),
                "text": str(rule.text),
                "silence": str(rule.silence),
                "clock": clock,
                "decides": rule.decides.label,
                "routes": routes,
            }
        )
    return found


CHAIRING = ("chair_forum", "deputise_for_chair")


def desk_rows(disputes) -> list[dict[str, Any]]:
    """The referrals on the chair's desk: where each is, days left, and what the chair can do now."""
    today = timezone.localdate()
    found = []
    for dispute in disputes:
        actions = {
            State.AWAITING_NOMINATION: [Action.NOMINATE],
            State.AWAITING_STATEMENT: [Action.REPLACE],
            State.AWAITING_ACCEPTANCE: [Action.REPLACE],
            State.OBJECTED: [Action.SUSTAIN, Action.OVERRULE],
        }[dispute.position]
        if dispute.nomination and dispute.nomination.overruled_at and dispute.position == State.OBJECTED:
            actions = [Action.SUSTAIN]
        found.append(
            {
                "dispute": dispute,
                "turn": sentences.whose_turn(dispute, frozenset({Party.CHAIR}), today),
                "left": days_left((dispute.due_on - today).days) if dispute.due_on else "",
                "buttons": in_order(dispute, [button(dispute, action, "") for action in actions]),
            }
        )
    return found


def anonymous_summary(nomination) -> dict[str, Any]:
    """What the person asked to mediate may know: sectors, clauses, when; no names."""
    dispute = nomination.dispute
    return {
        "sectors": [dispute.complainant.get_sector_display(), dispute.respondent.get_sector_display()],
        "citations": list(dispute.citations.select_related("clause__edition__text")),
    }


def check_pages(dispute: Dispute) -> list[dict[str, Any]]:
    """The answers of a draft, each with the page where it is changed."""

    def page(name: str) -> str:
        return reverse("disputes:draft", args=[dispute.pk, name]) + "?check=1"

    cited = dispute.citations.select_related("clause")
    clauses = "\n".join(
        str(citation.clause.number) + " " + (citation.clause.heading or citation.clause.body) for citation in cited
    )
    decided = written(dispute.decision_on) if dispute.decision_on else ""
    return [
        {"key": _("Complainant"), "value": str(dispute.complainant)},
        {"key": _("Respondent"), "value": str(dispute.respondent)},
        {"key": _("Date of the decision"), "value": decided, "href": page("decision")},
        {
            "key": _("Date you knew of it"),
            "value": written(dispute.known_on) if dispute.known_on else _("Not given"),
            "href": page("decision"),
        },
        {"key": _("What happened"), "value": dispute.happened, "href": page("decision")},
        {"key": _("Clauses"), "value": clauses, "href": page("clauses")},
        {"key": _("Disadvantage"), "value": dispute.disadvantage, "href": page("effect")},
        {"key": _("Tried so far"), "value": dispute.tried or _("Not given"), "href": page("effect")},
        {"key": _("What you want to happen"), "value": dispute.remedy, "href": page("remedy")},
        {"key": _("Why it can be done"), "value": dispute.achievable or _("Not given"), "href": page("remedy")},
        {"key": _("With anybody else"), "value": dispute.proceedings or _("Not given"), "href": page("remedy")},
    ]


def clocks_of_draft(dispute: Dispute) -> list[dict[str, Any]]:
    """The outside clocks as they run from the date given in a draft."""
    return clocks(dispute, timezone.localdate())

"""What the page of a dispute shows: where it is, whose turn, what the reader can do now or later, the papers."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disputes import sentences
from disputes.models import Dispute
from disputes.procedure import FORWARD, MOVES, TIMED
from disputes.reading import papers
from disputes.reading.clocks import Running, Tag, clocks, running, tag_of
from disputes.reading.meanings import MEANING
from disputes.reading.parts import Shown, gathered
from disputes.reading.timeline import Timeline, timeline
from disputes.words import Action, Party, State


@dataclass(frozen=True)
class Button:
    """Something a person can do now, or later with the reason why not now."""

    label: str
    href: str
    why_not: str = ""
    kind: str = "secondary"
    means: str = ""


@dataclass
class CasePage:
    """Everything the page of a dispute shows to one reader."""

    dispute: Dispute
    reader: Any
    parties: frozenset[Party]
    today: date
    turn: str
    notice: str
    tag: Tag | None
    running: list[Running]
    clocks: list[dict[str, Any]]
    citations: list[Any]
    timeline: Timeline
    steps: list[dict[str, str]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    more: list[Button] = field(default_factory=list)
    later: list[Button] = field(default_factory=list)
    complaint: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[str, str, str]] = field(default_factory=list)
    parts: dict[str, list[Shown]] = field(default_factory=dict)
    silence: str = ""
    role: str = ""

    @property
    def title(self) -> str:
        """Between whom it is, with the names that the reader may know."""
        return self.dispute.title_as(self.parties)

    @property
    def contents(self) -> list[tuple[str, str]]:
        """The sections of the page below what can be done: anchor and heading of each."""
        shown = [(shown.anchor, shown.heading) for place in ("now", "papers") for shown in self.parts[place]]
        found = [*shown[: len(self.parts["now"])], ("complaint", _("The complaint"))]
        if self.timeline.answers:
            found.append(("answer", _("The answer")))
        found += shown[len(self.parts["now"]) :]
        found += [(shown.anchor, shown.heading) for shown in self.parts["last"]]
        return [*found, ("timeline", _("What was done"))]


def case_page(dispute: Dispute, user, *, show: str = "all", number: Any = 1) -> CasePage:
    """Gather the page of a dispute for one reader; `show` and `number` choose the page of the timeline."""
    today = timezone.localdate()
    parties = dispute.parties_of(user)
    page = CasePage(
        dispute=dispute,
        reader=user,
        parties=parties,
        today=today,
        turn=sentences.whose_turn(dispute, parties, today),
        notice=sentences.notice(dispute, parties, today),
        tag=tag_of(dispute, today),
        running=running(dispute, today),
        clocks=clocks(dispute, today),
        citations=list(dispute.citations.select_related("clause__edition__text")),
        timeline=timeline(dispute, parties, show=show, number=number),
        complaint=papers.complaint(dispute, parties),
        answers=papers.answers_about_mediator(dispute, parties),
        silence=silence(dispute, parties),
        role=", ".join(party.label for party in Party if party in parties),
    )
    page.steps = steps(dispute, page.timeline.visited)
    give_buttons(page)
    page.parts = gathered(page)
    return page


def give_buttons(page: CasePage) -> None:
    """Sort what the reader may do: the steps that move the case, other things, and what opens later."""
    actions = page.dispute.actions_for(page.reader, parties=page.parties)
    known = {action: reason for action, reason in actions.items() if action in MEANING}
    found = {action: button(page.dispute, action, reason) for action, reason in known.items()}
    now = {action: one for action, one in found.items() if not one.why_not}
    page.buttons = in_order(page.dispute, [one for action, one in now.items() if moves_it(action)])
    page.more = [one for action, one in now.items() if not moves_it(action)]
    page.later = [one for one in found.values() if one.why_not]


def moves_it(action: Action) -> bool:
    """Say whether an action carries the case on, so that it is a button; other things are quiet links."""
    return action == Action.RESTART or (MOVES[action].to is not None and action != Action.WITHDRAW)


def silence(dispute: Dispute, parties: frozenset[Party]) -> str:
    """What the other side's silence means, for a complainant who waits for somebody or could."""
    waiting = dispute.position in TIMED | {State.TALKING, State.NATIONAL, State.OUTSIDE}
    return dispute.stage.silence if dispute.stage and waiting and Party.COMPLAINANT in parties else ""


def button(dispute: Dispute, action: Action, reason: str) -> Button:
    """Return the button of an action."""
    address = reverse("disputes:act", args=[dispute.reference, action.value])
    return Button(action.label, address, reason, means=str(MEANING[action]))


def in_order(dispute: Dispute, buttons: list[Button]) -> list[Button]:
    """Put the one that carries the case forward first, and make it the only green one."""
    forward = (Action.RESTART,) if dispute.paused_on else FORWARD.get(dispute.position, ())
    for action in forward:
        for found in buttons:
            if found.label == action.label:
                rest = [other for other in buttons if other is not found]
                return [Button(found.label, found.href, kind="", means=found.means), *rest]
    return buttons


def steps(dispute: Dispute, visited: frozenset[int]) -> list[dict[str, str]]:
    """The named stages of the procedure, each done, passed over, now or later."""
    reached = dispute.stage.order if dispute.stage else 0
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

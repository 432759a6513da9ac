"""The stages of a procedure as data: Derby's five, what makes a procedure sound, and the clocks outside.

Sources: the conflict resolution process of the Derby Compact; Local Government Act 1974, section 26B (12
months); Civil Procedure Rules 54.5 (3 months; 6 weeks for planning); Public Contracts Regulations 2015,
regulation 92 (30 days).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.deadlines import Unit, deadline

from .procedure import ENTRY, KIND_OF, MOVES, Move
from .words import Clock, Decider, StageKind, Start, State

DEFAULT_ANSWER_DAYS = 20  # Working days, for an organisation that has told nobody its own complaints time.
SAFETY_WEEKS = 4  # So long before an outside time limit ends, going outside opens at any stage.


@dataclass(frozen=True)
class Route:
    """A body or court that a stage leads to; its time limit runs from the date of the decision."""

    name: object
    text: object = ""
    amount: int | None = None
    unit: Unit = Unit.MONTHS
    closed_on: date | None = None
    ombudsman: bool = False


@dataclass(frozen=True)
class Stage:
    """One stage of a place's procedure. ``exits`` are the orders of the stages it may lead to.

    ``extend_by``: working days by which its time may be made longer, once. ``anonymous``: the complainant's name may be
    held back from the respondent while it is here. ``only_serious``: a panel first says whether it takes the case on.
    """

    order: int
    kind: StageKind
    name: object
    text: object
    silence: object
    decides: Decider = Decider.PARTIES
    clock: Clock = Clock.NONE
    amount: int | None = None
    unit: Unit = Unit.WEEKS
    exits: tuple[int, ...] = ()
    routes: tuple[Route, ...] = ()
    starts: Start = Start.STAGE
    extend_by: int | None = None
    anonymous: bool = False
    only_serious: bool = False

    @property
    def entry(self) -> State:
        """The state in which a dispute enters the stage."""
        return State.AWAITING_ADMISSION if self.only_serious and self.kind == StageKind.PANEL else ENTRY[self.kind]


DERBY: tuple[Stage, ...] = (
    Stage(
        1,
        StageKind.INFORMAL,
        _l("Informal talks"),
        _l(
            "Both parties talk and try to settle. The Compact sets no time for this; two to four weeks are "
            "a good measure. Either side can add notes of what was said."
        ),
        _l(
            "You need not wait for the other party: you can make it formal at any time. After 12 weeks in "
            "which nothing happens the respondent may close the case."
        ),
        exits=(2,),
        anonymous=True,
    ),
    Stage(
        2,
        StageKind.FORMAL,
        _l("Formal complaint"),
        _l(
            "What went wrong is put in writing, and the other party answers within the time of its own "
            "complaints procedure. Where it has told the portal no time, 20 working days are used."
        ),
        _l("When the time has run out without an answer, you can refer to the Forum or go to national options."),
        clock=Clock.RESPONDENT,
        exits=(3, 4),
        extend_by=10,
    ),
    Stage(
        3,
        StageKind.MEDIATION,
        _l("Mediation by the Forum"),
        _l(
            "The Chair of the Forum chooses a mediator within three weeks of the referral. The mediator "
            "belongs to neither party, says whether they have any interest in the matter, and must be "
            "acceptable to both parties. If the Chair belongs to a party, the Vice-Chair acts. If somebody "
            "objects, the Chair may ask that party once to think again, and then chooses somebody else. What "
            "is said in mediation stays between the parties and the mediator. Each party may leave at any "
            "time."
        ),
        _l(
            "When three weeks have run out and no mediator is at work, you can go to national options or to "
            "an ombudsman or court."
        ),
        decides=Decider.CHAIR,
        clock=Clock.FIXED,
        amount=3,
        unit=Unit.WEEKS,
        exits=(4, 5),
        extend_by=10,
    ),
    Stage(
        4,
        StageKind.NATIONAL,
        _l("National options"),
        _l("A national body takes the matter up. It decides how it works and how long it takes."),
        _l("You can go on to an ombudsman or court, or close the case, at any time."),
        decides=Decider.OUTSIDE_BODY,
        exits=(5,),
        routes=(
            Route(_l("Compact Voice"), _l("Advocacy for the voluntary and community sector.")),
            Route(
                _l("Compact Commissioner"),
                _l("Oversaw the national Compact. The office no longer exists."),
                closed_on=date(2011, 3, 31),
            ),
        ),
    ),
    Stage(
        5,
        StageKind.OUTSIDE,
        _l("Ombudsman or judicial review"),
        _l(
            "For example where a public body has acted badly in its administration or against the law. What "
            "happens there happens outside this portal; you record what came of it."
        ),
        _l("You can close the case and record what came of it at any time."),
        decides=Decider.OUTSIDE_BODY,
        routes=(
            Route(
                _l("Local Government and Social Care Ombudsman"),
                _l(
                    "For councils and some others. It counts from the day you knew of the matter, and "
                    "usually asks that the body's own complaints procedure was used first."
                ),
                12,
                Unit.MONTHS,
                ombudsman=True,
            ),
            Route(
                _l("Judicial review"),
                _l("Promptly, and at the latest in this time. Waiting until the last day may be too long."),
                3,
                Unit.MONTHS,
            ),
            Route(_l("Judicial review of some planning decisions"), "", 6, Unit.WEEKS),
            Route(_l("Claims about some public contracts"), "", 30, Unit.DAYS),
        ),
    ),
)


# The ombudsman of each other nation and its time limit in months (Public Services Ombudsman (Wales) Act 2019, s. 9;
# Scottish Public Services Ombudsman Act 2002, s. 10; Public Services Ombudsman Act (Northern Ireland) 2016, s. 26).
OMBUDSMEN = {
    "wales": (_l("Public Services Ombudsman for Wales"), 12),
    "scotland": (_l("Scottish Public Services Ombudsman"), 12),
    "northern_ireland": (_l("Northern Ireland Public Services Ombudsman"), 6),
}


def default_for(nation: str) -> tuple[Stage, ...]:
    """Return Derby's five stages, with the ombudsman of a nation."""
    if nation not in OMBUDSMEN:
        return DERBY
    name, months = OMBUDSMEN[nation]

    def of_the_nation(route: Route) -> Route:
        return replace(route, name=name, amount=months) if route.ombudsman else route

    return tuple(replace(stage, routes=tuple(map(of_the_nation, stage.routes))) for stage in DERBY)


def faults(stages: Iterable[Stage]) -> list[str]:
    """Return what is wrong with a procedure, a sentence for each fault; empty if it is sound.

    Refused: exits that lead nowhere or back, or that no action takes; stages that cannot be reached; dead
    ends, which are stages where a party who does nothing could hold the other for ever.
    """
    stages = sorted(stages, key=lambda stage: stage.order)
    if not stages:
        return [_("A procedure needs at least one stage.")]
    by_order = {stage.order: stage for stage in stages}
    found = []
    if len(by_order) != len(stages):
        found.append(_("Two stages have the same number."))
    for stage in stages:
        found += _faults_of_exits(stage, by_order)
        if stage.kind == StageKind.INFORMAL and not stage.exits:
            found.append(_("“%(stage)s” is a dead end: nothing follows it.") % {"stage": stage.name})
        if stage.kind in (StageKind.FORMAL, StageKind.MEDIATION, StageKind.PANEL) and stage.clock == Clock.NONE:
            found.append(
                _("“%(stage)s” is a dead end: it has no time limit, so silence could last for ever.")
                % {"stage": stage.name}
            )
        if stage.clock == Clock.FIXED and not (stage.amount and stage.amount > 0):
            found.append(_("“%(stage)s” has a time limit without a length.") % {"stage": stage.name})
    reached = _reached_from(stages[0], by_order)
    found += [
        _("“%(stage)s” can never be reached.") % {"stage": stage.name} for stage in stages if stage.order not in reached
    ]
    return found


def _faults_of_exits(stage: Stage, by_order: dict[int, Stage]) -> list[str]:
    found = []
    for order in stage.exits:
        after = by_order.get(order)
        if after is None:
            found.append(
                _("“%(stage)s” leads to stage %(order)s, which does not exist.") % {"stage": stage.name, "order": order}
            )
        elif order <= stage.order:
            found.append(_("“%(stage)s” leads back to stage %(order)s.") % {"stage": stage.name, "order": order})
        elif not any(move.to == after.kind and _in_kind(move, stage.kind) for move in MOVES.values()):
            found.append(
                _("No step leads from “%(stage)s” to “%(after)s”.") % {"stage": stage.name, "after": after.name}
            )
    return found


def _in_kind(move: Move, kind: StageKind) -> bool:
    return any(KIND_OF.get(state) == kind for state in move.states)


def _reached_from(first: Stage, by_order: dict[int, Stage]) -> set[int]:
    reached, ahead = set(), [first.order]
    while ahead:
        order = ahead.pop()
        if order not in reached and order in by_order:
            reached.add(order)
            ahead += by_order[order].exits
    return reached


class OutsideClock(NamedTuple):
    """The last day for one outside route, counted from the date of the decision."""

    route: Route
    ends_on: date

    def passed(self, today: date) -> bool:
        """Say whether the last day is over."""
        return today > self.ends_on


def outside_clocks(routes: Iterable[Route], decision_on: date, nation: str) -> list[OutsideClock]:
    """Return the clocks of routes that have a time limit, the earliest first; they end where they fall."""
    clocks = [
        OutsideClock(route, deadline(decision_on, route.amount, route.unit, nation, runs_on=False).ends_on)
        for route in routes
        if route.amount
    ]
    return sorted(clocks, key=lambda clock: clock.ends_on)


def outside_opens_on(routes: Iterable[Route], decision_on: date, nation: str) -> date | None:
    """Return the day from which going outside is open at any stage, four weeks before a court's time ends.

    The general time is the longest one of the routes that are no ombudsman's; without one, the shortest of
    the others.
    """
    clocks = outside_clocks(routes, decision_on, nation)
    courts = [clock.ends_on for clock in clocks if not clock.route.ombudsman]
    ends_on = max(courts) if courts else min((clock.ends_on for clock in clocks), default=None)
    return ends_on and ends_on - timedelta(weeks=SAFETY_WEEKS)

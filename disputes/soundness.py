"""What makes a procedure sound, and the sentences that say where one is not.

Refused: exits that lead nowhere or back, or that no step of the rule book takes, or two of the same kind; stages that
are never reached; clocks without a start or a length; dead ends, which are stages where a party who does nothing could
hold the other for ever.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .procedure import KIND_OF, MOVES, Move
from .shape import Stage
from .words import Clock, Decider, StageKind

WAITS = (StageKind.FORMAL, StageKind.MEDIATION, StageKind.PANEL)  # Somebody else has to do something first.
ELSEWHERE = (StageKind.NATIONAL, StageKind.OUTSIDE)  # What happens there has its own time.
WHOLE = 0  # The number under which the faults of the whole procedure stand.


def faults(stages: Iterable[Stage]) -> list[str]:
    """Return what is wrong with a procedure, a sentence for each fault; empty if it is sound."""
    return [sentence for sentences in faults_by_stage(stages).values() for sentence in sentences]


def faults_by_stage(stages: Iterable[Stage]) -> dict[int, list[str]]:
    """Return the faults by the number of the stage that has them; those of the whole stand under `WHOLE`."""
    stages = sorted(stages, key=lambda stage: stage.order)
    if not stages:
        return {WHOLE: [_("A procedure needs at least one stage.")]}
    by_order = {stage.order: stage for stage in stages}
    found: dict[int, list[str]] = {WHOLE: []}
    if len(by_order) != len(stages):
        found[WHOLE].append(_("Two stages have the same number."))
    reached = _reached_from(stages[0], by_order)
    for stage in stages:
        own = [*_of_name(stage), *_of_ends(stage), *_of_clock(stage), *_of_use(stage)]
        own += _of_exits(stage, by_order)
        if stage.order not in reached:
            own.append(_("“%(stage)s” can never be reached. No earlier stage leads to it.") % {"stage": stage.name})
        found.setdefault(stage.order, []).extend(own)
    return {order: sentences for order, sentences in found.items() if sentences}


def _of_name(stage: Stage) -> list[str]:
    return [] if str(stage.name).strip() else [_("Stage %(order)s has no name.") % {"order": stage.order}]


def _of_ends(stage: Stage) -> list[str]:
    """A dead end: nothing follows, or nothing ends the wait for somebody else."""
    if stage.kind == StageKind.INFORMAL and not stage.exits:
        return [_("“%(stage)s” is a dead end: nothing follows it.") % {"stage": stage.name}]
    if stage.kind in WAITS and stage.clock == Clock.NONE:
        return [
            _("“%(stage)s” is a dead end: it has no time limit, so silence could last for ever.")
            % {"stage": stage.name}
        ]
    return []


def _of_clock(stage: Stage) -> list[str]:
    found = []
    name = {"stage": stage.name}
    if stage.clock == Clock.FIXED and not (stage.amount and stage.amount > 0):
        found.append(_("“%(stage)s” has a time limit without a length.") % name)
    if stage.clock != Clock.NONE and stage.starts is None:
        found.append(_("“%(stage)s” has a time limit without a start: nothing says from when it is counted.") % name)
    if stage.clock == Clock.RESPONDENT and stage.kind != StageKind.FORMAL:
        found.append(
            _("“%(stage)s” runs by the respondent's complaints procedure, which only a formal stage can.") % name
        )
    if stage.clock != Clock.NONE and stage.kind in ELSEWHERE:
        found.append(_("“%(stage)s” has a time limit, but what happens outside has its own.") % name)
    if stage.extend_by and stage.clock == Clock.NONE:
        found.append(_("“%(stage)s” may be extended, but has no time limit.") % name)
    return found


def _of_use(stage: Stage) -> list[str]:
    found = []
    name = {"stage": stage.name}
    if stage.only_serious and stage.kind != StageKind.PANEL:
        found.append(_("“%(stage)s” takes serious breaches only, which only a panel can say.") % name)
    if stage.anonymous and stage.kind != StageKind.INFORMAL:
        found.append(_("“%(stage)s” keeps a name back, which only an informal stage can.") % name)
    if stage.kind == StageKind.PANEL and stage.decides not in (Decider.PANEL, Decider.CHAIR):
        found.append(_("“%(stage)s” is a panel, so the panel or the Chair decides in it.") % name)
    return found


def _of_exits(stage: Stage, by_order: dict[int, Stage]) -> list[str]:
    found = []
    kinds: dict[StageKind, Stage] = {}
    for order in stage.exits:
        after = by_order.get(order)
        if after is None:
            found.append(
                _("“%(stage)s” leads to stage %(order)s, which does not exist.") % {"stage": stage.name, "order": order}
            )
            continue
        names = {"stage": stage.name, "after": after.name, "order": order}
        if order <= stage.order:
            found.append(_("“%(stage)s” leads back to stage %(order)s.") % names)
        elif not any(move.to == after.kind and _in_kind(move, stage.kind) for move in MOVES.values()):
            found.append(_("No step leads from “%(stage)s” to “%(after)s”.") % names)
        if after.kind in kinds:
            names["first"] = kinds[after.kind].name
            found.append(
                _(
                    "“%(stage)s” leads to “%(first)s” and to “%(after)s”, which are of the same kind: nobody could "
                    "tell which one is meant."
                )
                % names
            )
        kinds.setdefault(after.kind, after)
    return found


def _in_kind(move: Move, kind: StageKind) -> bool:
    return any(KIND_OF.get(state) == kind for state in move.states)


def _reached_from(first: Stage, by_order: dict[int, Stage]) -> set[int]:
    reached: set[int] = set()
    ahead = [first.order]
    while ahead:
        order = ahead.pop()
        if order not in reached and order in by_order:
            reached.add(order)
            ahead += by_order[order].exits
    return reached

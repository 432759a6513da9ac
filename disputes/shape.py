"""The shape of a procedure: what a stage says, and a body or court that a stage leads to. No database, no web."""

from dataclasses import dataclass
from datetime import date

from compact_portal.deadlines import Unit

from .procedure import ENTRY
from .words import Clock, Decider, StageKind, Start, State


@dataclass(frozen=True)
class Route:
    """A body or court that a stage leads to; its time limit runs from the date of the decision.

    ``closed_on`` is the last day on which it took anything; None: it is open.
    """

    name: object
    text: object = ""
    amount: int | None = None
    unit: Unit = Unit.MONTHS
    closed_on: date | None = None
    ombudsman: bool = False

    def is_open(self, today: date) -> bool:
        """Say whether it takes anything on a day."""
        return self.closed_on is None or today <= self.closed_on


@dataclass(frozen=True)
class Stage:
    """One stage of a place's procedure. ``exits`` are the orders of the stages it may lead to.

    ``starts``: from when its time is counted; None in a draft where nobody has said. ``extend_by``: working days by
    which its time may be made longer, once. ``anonymous``: the complainant's name may be held back from the respondent
    while it is here. ``only_serious``: a panel first says whether it takes the case on.
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
    starts: Start | None = Start.STAGE
    extend_by: int | None = None
    anonymous: bool = False
    only_serious: bool = False

    @property
    def entry(self) -> State:
        """The state in which a dispute enters the stage."""
        return State.AWAITING_ADMISSION if self.only_serious and self.kind == StageKind.PANEL else ENTRY[self.kind]

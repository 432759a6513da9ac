"""What a procedure that is ready to begin from consists of."""

from typing import NamedTuple

from compact_portal.deadlines import Unit

from ..shape import Stage
from ..words import Presides


class ReadyMade(NamedTuple):
    """A whole procedure as data: its stages, who presides, the time over all, and where the idea comes from.

    ``about`` is for whoever chooses one; ``source`` says what is known of a place that does it so, and what is ours.
    """

    key: str
    name: object
    about: object
    source: object
    stages: tuple[Stage, ...]
    presides: Presides = Presides.CHAIR
    overall_amount: int | None = None
    overall_unit: Unit = Unit.MONTHS

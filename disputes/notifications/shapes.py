"""The shape of the table of letters: what one reader is told, and what each of them is."""

from typing import NamedTuple


class Letter(NamedTuple):
    """A title, and what happened as it reads for one reader.

    `closed`: the reader can open the case no more. `asks`: an answer is wanted, though it is nobody's turn in the case.
    """

    title: object
    words: object
    closed: bool = False
    asks: bool = False


class Sided(NamedTuple):
    """What either party reads of a step that either may take: whose own side took it, and the other side."""

    own: Letter | None
    other: Letter | None


NOBODY = None  # Decided: this reader is not told.
Told = Letter | Sided | None


class Readers(NamedTuple):
    """What each reads. The support body's people read as the complainant, a vice-chair who stands in as the chair."""

    complainant: Told
    respondent: Told
    chair: Told
    nominee: Told
    mediator: Told
    panel: Told


def parties(
    letter: Told, *, chair: Told = NOBODY, nominee: Told = NOBODY, mediator: Told = NOBODY, panel: Told = NOBODY
) -> Readers:
    """Return readers of whom both parties get the same; who is not named is not told."""
    return Readers(letter, letter, chair, nominee, mediator, panel)


NOT_TOLD = Readers(NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY)

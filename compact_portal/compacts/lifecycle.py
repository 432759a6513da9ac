"""The rule book of an edition's life: its states, and which may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EditionState(TextChoices):
    """Where an edition of a text is in its life."""

    DRAFT = "draft", _("Draft")
    CONSULTATION = "consultation", _("Out to consultation")
    AGREED = "agreed", _("Agreed")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    LAPSED = "lapsed", _("Lapsed")


# State → the states that may follow it.
NEXT = {
    EditionState.DRAFT: {EditionState.CONSULTATION, EditionState.AGREED, EditionState.IN_FORCE},
    EditionState.CONSULTATION: {EditionState.DRAFT, EditionState.AGREED, EditionState.IN_FORCE},
    EditionState.AGREED: {EditionState.IN_FORCE, EditionState.LAPSED},
    EditionState.IN_FORCE: {EditionState.SUPERSEDED, EditionState.LAPSED},
    EditionState.SUPERSEDED: set(),
    EditionState.LAPSED: set(),
}

# While the text may still be edited; from AGREED on the database refuses every change to its clauses.
OPEN = {EditionState.DRAFT, EditionState.CONSULTATION}
FROZEN = set(EditionState) - OPEN

# What anybody may read. A draft is for those who write it.
PUBLIC = set(EditionState) - {EditionState.DRAFT}

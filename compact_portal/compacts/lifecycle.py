"""The rule book of an edition's life: its states, and which may follow which."""

from datetime import date, timedelta

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


class EditionStep(TextChoices):
    """What is done to an edition, as its events tell it: the words stand in its history and on the timeline."""

    BEGUN = "begun", _("Begun")
    MOVED = "moved", _("Clause moved")
    PLANNED = "consultation_planned", _("Consultation planned")
    CALLED_OFF = "consultation_called_off", _("Consultation called off")
    OPENED = "consultation_opened", _("Consultation opened")
    CLOSED = "consultation_closed", _("Consultation closed")
    ENDED_EARLY = "consultation_ended_early", _("Consultation ended early")
    TAKEN_BACK = "taken_back", _("Draft again, for revision")
    SUMMARISED = "summary_published", _("“You said, we did” published")
    SUMMARY_CHANGED = "summary_changed", _("“You said, we did” changed")
    BUNDLED = "put_together", _("What is published together was changed")
    APPROVAL_ASKED = "approval_asked", _("Approval asked for")
    APPROVED = "approved", _("Approved")
    APPROVAL_TAKEN_BACK = "approval_taken_back", _("Approval taken back")
    PUBLISHED = "published", _("Published")
    DATE_MOVED = "date_moved", _("A date moved")
    IN_FORCE = "in_force", _("Came into force")
    SUPERSEDED = "superseded", _("Superseded")
    LAPSED = "lapsed", _("Lapsed")


# What everybody may know was done. Of a draft that never went out nobody hears anything.
PUBLIC_STEPS = {
    EditionStep.OPENED,
    EditionStep.CLOSED,
    EditionStep.ENDED_EARLY,
    EditionStep.SUMMARISED,
    EditionStep.SUMMARY_CHANGED,
    EditionStep.PUBLISHED,
    EditionStep.DATE_MOVED,
    EditionStep.IN_FORCE,
    EditionStep.SUPERSEDED,
    EditionStep.LAPSED,
}
# Whose note was written for everybody to read; the others are for the history alone.
PUBLIC_NOTES = {EditionStep.ENDED_EARLY, EditionStep.DATE_MOVED, EditionStep.LAPSED}


class Standing(TextChoices):
    """How a consultation stands on a day."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open for comments")
    CLOSED = "closed", _("Closed")
    CALLED_OFF = "called_off", _("Called off")


# The national Compact of 1998, and Derby's own commitments: twelve weeks, or a reason that is published.
TWELVE_WEEKS = timedelta(weeks=12)
LONGEST = timedelta(weeks=104)


def is_short(opens_on: date, closes_on: date) -> bool:
    """Whether a consultation runs for fewer than twelve weeks: those end on the same day of the week as they began."""
    return closes_on < opens_on + TWELVE_WEEKS


def why_not_dates(opens_on: date, closes_on: date, short_reason: str, *, today: date) -> str:
    """Why a consultation cannot have these dates, in a sentence; empty where it can."""
    if opens_on < today:
        return str(_("The first day cannot lie in the past. Enter today or a later day."))
    if closes_on < opens_on:
        return str(_("The consultation must close after it opens. Enter a later closing date."))
    if closes_on > opens_on + LONGEST:
        return str(_("That is more than two years. Enter an earlier closing date."))
    if is_short(opens_on, closes_on) and not short_reason.strip():
        return str(_("That is fewer than twelve weeks. Enter a later closing date, or the reason, which is published."))
    return ""


class CommentState(TextChoices):
    """How far a comment has come."""

    UNCONFIRMED = "unconfirmed", _("Address not confirmed yet")
    WAITING = "waiting", _("Waiting for a decision")
    HELD = "held", _("Held back: it may be spam")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Not published")
    SPAM = "spam", _("Spam")


# State → the states that may follow it. What was decided can be undone.
COMMENT_MOVES = {
    CommentState.UNCONFIRMED: {CommentState.WAITING, CommentState.HELD},
    CommentState.WAITING: {CommentState.PUBLISHED, CommentState.REFUSED, CommentState.SPAM},
    CommentState.HELD: {CommentState.PUBLISHED, CommentState.REFUSED, CommentState.SPAM},
    CommentState.PUBLISHED: {CommentState.WAITING},
    CommentState.REFUSED: {CommentState.WAITING},
    CommentState.SPAM: {CommentState.WAITING},
}


class Outcome(TextChoices):
    """What became of the text after a comment."""

    CHANGED = "changed", _("We changed the text")
    NOT_CHANGED = "not_changed", _("We did not change the text")
    NOTED = "noted", _("Noted")

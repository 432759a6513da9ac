"""Putting agreed amendments into the next draft: at once where its clause says what it said, else by hand.

A draft may have gone its own way since an amendment was proposed: its clause changed, split or gone. Then nothing is
done without an officer who sees both.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from compact_portal.compacts import actions as writing
from compact_portal.compacts.kinds import ClauseKind
from compact_portal.compacts.models import Clause, Compact, Edition
from compact_portal.history import NotAllowed
from signatories.models import Amendment
from signatories.notifications import amendments as tell
from signatories.procedure import What


class Conflict(NotAllowed):
    """The draft has gone its own way; `now` is its clause (None: it is gone), and the text says what to do."""

    def __init__(self, reason: str, now: Clause | None) -> None:
        super().__init__(reason)
        self.now = now


@dataclass
class PutIn:
    """What came of putting in several: those that went in, and those to be merged by hand, with the reason."""

    done: list[Amendment] = field(default_factory=list)
    by_hand: list[tuple[Amendment, str]] = field(default_factory=list)


def the_draft(amendment: Amendment) -> Edition:
    """The draft into which an amendment goes, or NotAllowed where there is none or it is not agreed."""
    if not amendment.is_agreed:
        raise NotAllowed(_("It has not been accepted, so there is nothing to put in."))
    if amendment.draft_id:
        raise NotAllowed(_("It is in the draft already."))
    draft = amendment.next_draft()
    if draft is None:
        raise NotAllowed(_("There is no draft to put it into. Begin a new edition first."))
    return draft


@transaction.atomic
def put_in(amendment: Amendment, *, by) -> Clause | None:
    """Put the agreed wording into the next draft. Raises Conflict where its clause is no longer what it was."""
    draft = the_draft(amendment)
    clause = amendment.clause_in(draft)
    reason = _("Amendment %(number)s") % {"number": amendment.number}
    if amendment.adds:
        if clause is None:
            raise Conflict(_("The clause after which it stands is no longer in the draft."), None)
        clause = _add(amendment, clause, *amendment.agreed, by=by, reason=reason)
    elif clause is None and not amendment.leaves_out:
        raise Conflict(_("Its clause is no longer in the draft, or was split."), None)
    elif clause is not None and not amendment.leaves_out and (clause.heading, clause.body) == amendment.agreed:
        pass  # Somebody has written it already.
    elif clause is not None and (clause.heading, clause.body) != amendment.before:
        raise Conflict(_("Its clause has been changed in the draft since the amendment was proposed."), clause)
    elif clause is not None and amendment.leaves_out:
        _leave_out(clause, by=by, reason=reason)
        clause = None
    elif clause is not None:
        _word(clause, *amendment.agreed, by=by, reason=reason)
    amendment.has_gone_into(draft, clause, by=by)
    tell.amendment_moved(amendment, by=by)
    return clause


@transaction.atomic
def merge(amendment: Amendment, *, by, clause: Clause | None, heading: str, body: str, note: str, write: bool) -> None:
    """Put in by hand: with other words, into (or after) another clause; or (not `write`) say where it stands already.

    `clause`: the one of the draft that it changes, leaves out, or stands after.
    """
    draft = the_draft(amendment)
    if clause is not None and clause.edition_id != draft.pk:
        raise NotAllowed(_("Choose a clause of the draft."))
    reason = note or _("Amendment %(number)s") % {"number": amendment.number}
    if write and clause is None:
        raise NotAllowed(_("Choose a clause of the draft."))
    if write and clause is not None:
        if amendment.adds:
            clause = _add(amendment, clause, heading, body, by=by, reason=reason)
        elif amendment.leaves_out:
            _leave_out(clause, by=by, reason=reason)
            clause = None
        else:
            _word(clause, heading, body, by=by, reason=reason)
    amendment.has_gone_into(draft, clause, by=by, note=note)
    tell.amendment_moved(amendment, by=by)


def put_in_all(compact: Compact, *, by) -> PutIn:
    """Put in every agreed amendment of a Compact that waits; what does not fit is left to be merged by hand."""
    came = PutIn()
    for amendment in Amendment.objects.filter(compact=compact).to_put_in().with_words().order_by("number"):
        try:
            put_in(amendment, by=by)
        except NotAllowed as reason:
            came.by_hand.append((amendment, str(reason)))
        else:
            came.done.append(amendment)
    return came


def _word(clause: Clause, heading: str, body: str, *, by, reason: str) -> None:
    writing.amend(clause, by=by, reason=reason, seen=clause.updated_at, heading=heading, body=body)


def _leave_out(clause: Clause, *, by, reason: str) -> None:
    try:
        writing.delete(clause, by=by, reason=reason)
    except NotAllowed as why:
        raise Conflict(str(why), clause) from why


def _add(amendment: Amendment, after: Clause, heading: str, body: str, *, by, reason: str) -> Clause:
    kind = amendment.kind or ClauseKind.TEXT
    return writing.add(
        after.edition,
        by=by,
        reason=reason,
        inside=None,
        after=after,
        number=writing.next_number(after.edition, after.parent),
        kind=kind,
        owed_by=amendment.owed_by,
        heading=heading,
        body=body,
    )


def at_fault(amendment: Amendment) -> str:
    """Why it cannot simply be put in, in a sentence, for the page on which it is merged by hand; empty where it can."""
    draft = the_draft(amendment)
    clause = amendment.clause_in(draft)
    if clause is None:
        return "" if amendment.leaves_out else _("Its clause is no longer in the draft, or was split.")
    if amendment.what != What.ADD and (clause.heading, clause.body) not in {amendment.before, amendment.agreed}:
        return _("Its clause has been changed in the draft since the amendment was proposed.")
    return ""

"""What a reminder says: which date, how far away, whose turn, and why that date."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from compact_portal.accounts.models import How
from compact_portal.deadlines import working_days_between, written
from disputes.notifications.readers import Reader
from disputes.notifications.telling import outside, turn
from disputes.notifications.writing import Written, write
from disputes.procedure import MOVES, QUIET_WEEKS
from disputes.words import Action, Party, State

# What is due from whoever's turn it is.
IS_DUE: dict[State, Any] = {
    State.AWAITING_ANSWER: _l("Your answer"),
    State.AWAITING_ADMISSION: _l("Whether the dispute is taken on"),
    State.AWAITING_DECISION: _l("The decision of the panel"),
    State.AWAITING_NOMINATION: _l("The choice of a mediator"),
    State.AWAITING_STATEMENT: _l("Your reply"),
    State.AWAITING_ACCEPTANCE: _l("Your answer about the mediator"),
    State.OBJECTED: _l("Your decision about the objection"),
}


def write_reminder(dispute, reader: Reader, row, today: date, *, how: How):
    """Write one reminder, about which there is a row, to one reader."""
    letter = {"clock": _of_clock, "idle": _of_idleness, "notice": _of_notice, "outside": _of_outside}[row.about](
        dispute, reader, row, today
    )
    urgent = row.about in ("clock", "notice") and row.due_on == today
    return write(dispute, reader, letter, valid_while=f"dispute-reminder {row.pk}", how=how, waits=True, urgent=urgent)


def _of_clock(dispute, reader: Reader, row, today: date) -> Written:
    what, day = str(IS_DUE[dispute.position]), written(row.due_on)
    if today < row.due_on:
        clock = dispute.clock()
        days_off = clock.extra_days if clock else {}
        left = working_days_between(today, row.due_on, dispute.compact.nation, days_off)
        title = _("%(what)s is due on %(day)s") % {"what": what, "day": day}
        news = ngettext(
            "%(what)s is due on %(day)s, the next working day.",
            "%(what)s is due on %(day)s, in %(n)s working days.",
            left,
        ) % {"what": what, "day": day, "n": left}
    elif today == row.due_on:
        title = _("%(what)s is due today") % {"what": what}
        news = _("%(what)s is due today, %(day)s.") % {"what": what, "day": day}
    else:
        title = _("%(what)s is overdue") % {"what": what}
        news = _("%(what)s was due on %(day)s, and is overdue.") % {"what": what, "day": day}
    if reader.party == Party.NOMINEE:
        return Written(title, [news], [], dispute.nomination.get_absolute_url())
    return Written(title, [news], turn(dispute, reader.party), dispute.get_absolute_url())


def _of_idleness(dispute, reader: Reader, row, today: date) -> Written:
    weeks = (today - row.due_on).days // 7
    title = ngettext("Nothing has happened for %(n)s week", "Nothing has happened for %(n)s weeks", weeks) % {
        "n": weeks
    }
    news = _("Nothing has happened in this dispute since %(day)s.") % {"day": written(row.due_on)}
    then = turn(dispute, reader.party)
    if reader.party == Party.COMPLAINANT and dispute.position in MOVES[Action.LAPSE].states:
        quiet_on = row.due_on + timedelta(weeks=QUIET_WEEKS)
        then.append(
            _(
                "If nothing happens until %(day)s, notice may be given that the case will be closed. If it is settled, "
                "record it. If it is not, take the next step."
            )
            % {"day": written(quiet_on)}
        )
    return Written(title, [news], then, dispute.get_absolute_url())


def _of_notice(dispute, reader: Reader, row, today: date) -> Written:
    title = _("The case may be closed after %(day)s") % {"day": written(row.due_on)}
    news = _(
        "Notice was given that the case will be closed, because nothing happens in it. That notice ends on %(day)s."
    )
    then = [_("Any step of yours until then keeps the case open. If it is settled, record that.")]
    return Written(title, [news % {"day": written(row.due_on)}], then, dispute.get_absolute_url())


def _of_outside(dispute, reader: Reader, row, today: date) -> Written:
    days = (row.due_on - today).days
    title = _("A time limit outside the Compact ends on %(day)s") % {"day": written(row.due_on)}
    news = ngettext(
        "A time limit outside the Compact ends on %(day)s, in %(n)s day. The steps here do not stop it.",
        "A time limit outside the Compact ends on %(day)s, in %(n)s days. The steps here do not stop it.",
        days,
    ) % {"day": written(row.due_on), "n": days}
    return Written(title, [news], outside(dispute), dispute.get_absolute_url())

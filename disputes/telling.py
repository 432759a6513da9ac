"""Telling of what follows a dispute: remedies, each party's view, lessons, summaries; and where to read of it."""

from disputes import notifications


def remedy_changed(remedy, event) -> None:
    """Tell the parties' other people how a remedy stands now."""
    notifications.tell(remedy.dispute, event, path=remedy.get_absolute_url())


def view_given(dispute, event) -> None:
    """Tell that a party has said what came of the case."""
    notifications.tell(dispute, event)


def lesson_moved(lesson, event) -> None:
    """Tell what has become of a lesson; where it was offered, the other party is asked for its yes."""
    notifications.tell(lesson.dispute, event, path=lesson.get_absolute_url())


def summary_moved(summary, event) -> None:
    """Tell what has become of a summary; where it was written, the other party is asked for its yes."""
    notifications.tell(summary.dispute, event, path=summary.get_absolute_url())

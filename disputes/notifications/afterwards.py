"""What each reader is told of what follows a dispute: remedies, views, lessons, summaries. Words only, like letters."""

from django.utils.translation import gettext_lazy as _l

from disputes.notifications.shapes import NOBODY, Letter, Readers, Sided, parties
from disputes.words import Record

AFTERWARDS: dict[str, Readers] = {
    Record.OUTCOME_VIEW: parties(
        Sided(
            own=Letter(
                _l("Your side has said what came of the case"),
                _l("Your side has added its own view of what came of the case."),
            ),
            other=Letter(
                _l("The other party has said what came of the case"),
                _l("%(side)s has added its own view of what came of the case."),
            ),
        )
    ),
    Record.REMEDY_PROMISED: parties(
        Sided(
            own=Letter(_l("Your side has promised a remedy"), _l("Your side has taken on to do something, by a day.")),
            other=Letter(
                _l("A remedy has been promised to you"), _l("%(side)s has taken on to do something for you, by a day.")
            ),
        )
    ),
    Record.REMEDY_DONE: parties(
        Sided(
            own=Letter(_l("Your side has said that a remedy is done"), _l("Your side has said that a remedy is done.")),
            other=Letter(
                _l("A remedy is said to be done"),
                _l("%(side)s says that a remedy owed to you is done. Look at it, then confirm it or say it is not."),
                asks=True,
            ),
        )
    ),
    Record.REMEDY_CONFIRMED: parties(
        Sided(
            own=Letter(_l("Your side has confirmed a remedy"), _l("Your side has confirmed that a remedy is done.")),
            other=Letter(_l("A remedy is confirmed"), _l("%(side)s has confirmed that a remedy of yours is done.")),
        )
    ),
    Record.REMEDY_DENIED: parties(
        Sided(
            own=Letter(
                _l("Your side has said that a remedy is not done"),
                _l("Your side has said that a remedy is not done yet."),
            ),
            other=Letter(
                _l("A remedy is not done yet, the other party says"),
                _l("%(side)s says that a remedy of yours is not done, so it is owed again. The portal shows why."),
            ),
        )
    ),
    Record.REMEDY_MOVE_ASKED: parties(
        Sided(
            own=Letter(
                _l("Your side has asked for another day"), _l("Your side has asked for another day for a remedy.")
            ),
            other=Letter(
                _l("Another day is asked for"),
                _l("%(side)s asks for another day for a remedy. Read why, then agree or refuse."),
                asks=True,
            ),
        )
    ),
    Record.REMEDY_MOVED: parties(
        Letter(_l("A remedy has another day"), _l("Both parties have agreed on another day for a remedy."))
    ),
    Record.REMEDY_MOVE_REFUSED: parties(
        Sided(
            own=Letter(
                _l("Your side has refused another day"), _l("Your side has refused another day for a remedy: it stays.")
            ),
            other=Letter(
                _l("The day of a remedy stays"),
                _l("%(side)s has not agreed to another day for a remedy, so the day stays as it was."),
            ),
        )
    ),
    Record.REMEDY_RELEASED: parties(
        Sided(
            own=Letter(
                _l("Your side no longer asks for a remedy"), _l("Your side no longer asks for a remedy owed to it.")
            ),
            other=Letter(_l("A remedy is no longer asked for"), _l("%(side)s no longer asks for a remedy of yours.")),
        )
    ),
    Record.LESSON_OFFERED: parties(
        Sided(
            own=Letter(
                _l("Your side has offered a lesson"),
                _l("Your side has offered a lesson of the case to the officers and the Forum."),
            ),
            other=Letter(
                _l("A lesson of the case is offered"),
                _l("%(side)s offers a lesson of the case to the officers and the Forum. Read it before it goes on."),
                asks=True,
            ),
        )
    ),
    Record.LESSON_AGREED: parties(
        Sided(
            own=NOBODY,
            other=Letter(_l("The lesson is agreed to"), _l("%(side)s agrees that the lesson goes on to the officers.")),
        )
    ),
    Record.LESSON_REFUSED: parties(
        Sided(
            own=NOBODY,
            other=Letter(_l("The lesson does not go on"), _l("%(side)s does not agree that the lesson goes on.")),
        )
    ),
    Record.LESSON_TAKEN: parties(
        Letter(_l("The lesson is taken up"), _l("An officer has taken the lesson of the case into the action plan."))
    ),
    Record.LESSON_PUT_ASIDE: parties(
        Letter(_l("The lesson is not taken up"), _l("The lesson of the case is not taken up. The portal shows why."))
    ),
    Record.SUMMARY_WRITTEN: parties(
        Sided(
            own=Letter(_l("A summary was written"), _l("Your side has written a summary of the case without names.")),
            other=Letter(
                _l("A summary without names needs your yes"),
                _l("A summary of the case without names has been written. It is published only if both parties agree."),
                asks=True,
            ),
        )
    ),
    Record.SUMMARY_AGREED: parties(
        Sided(own=NOBODY, other=Letter(_l("The summary is agreed to"), _l("%(side)s agrees to the summary.")))
    ),
    Record.SUMMARY_REFUSED: parties(
        Sided(
            own=NOBODY,
            other=Letter(
                _l("The summary will not be published"),
                _l("%(side)s does not agree to the summary, so it will not be published."),
            ),
        )
    ),
    Record.SUMMARY_TAKEN_BACK: parties(
        Letter(
            _l("The summary is taken back"), _l("The summary of the case is taken back, and nobody else reads it now.")
        )
    ),
}

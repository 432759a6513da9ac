"""What each reader is told of each step of a dispute: a table of words, without database or web.

A subject is the reference and the title, so titles name no party, no body and no theme. Sentences may name what the
reader may know (names held back come masked); none says what a paper, a note, a settlement or an answer says. After
them a letter says whose turn it is and until when (``sentences.py``), why that date, and where to look.
"""

from django.utils.translation import gettext_lazy as _l

from disputes.notifications.afterwards import AFTERWARDS
from disputes.notifications.shapes import NOBODY, NOT_TOLD, Letter, Readers, Sided, parties
from disputes.words import Action, Record

RELEASED = Letter(
    _l("you are no longer asked to mediate"),
    _l("Thank you for being ready to mediate. You are no longer asked to in this dispute."),
    closed=True,
)
MEDIATOR_DONE = Letter(
    _l("Your part as mediator has ended"),
    _l("The mediation has ended, and with it your right to open the dispute. Thank you for your work."),
    closed=True,
)
PANEL_DONE = Letter(
    _l("Your part in the panel has ended"),
    _l("The dispute has left the panel. Nothing is left for you to do."),
    closed=True,
)
IN_MEDIATION = Letter(
    _l("Something is new in the mediation"),
    _l("Something is new in the mediation. What it is stands on the portal only."),
)

# Who raises a dispute gets it in writing; nobody else is mailed of their own step.
RECEIPT = Letter(
    _l("You have raised a dispute"),
    _l(
        "You have raised a dispute with %(respondent)s under the %(compact)s. This letter is your receipt: keep the "
        "reference. %(respondent)s is told now. You can add notes and withdraw it at any time."
    ),
)

# What happens by one step but reads differently by where it leads.
MEDIATION_BEGINS, OBJECTION, FIRST_ANSWER = "mediation-begins", "objection", "first-answer"

LETTERS: dict[str, Readers] = {
    # Raising, talking, answering ----
    Action.RAISE: Readers(
        complainant=Letter(
            _l("A dispute has been raised for your organisation"),
            _l("%(complainant)s has raised a dispute with %(respondent)s under the %(compact)s."),
        ),
        respondent=Letter(
            _l("A dispute has been raised with your organisation"),
            _l(
                "%(complainant)s has raised a dispute with %(respondent)s under the %(compact)s. What happened, and "
                "what is asked for, stand on the portal, where only the two sides and whoever helps them see it."
            ),
        ),
        chair=Letter(_l("A dispute has come to the Forum"), _l("A dispute has been raised with the Forum directly.")),
        nominee=NOBODY,
        mediator=NOBODY,
        panel=Letter(_l("A dispute has come to the panel"), _l("A dispute has been raised with the panel directly.")),
    ),
    Action.GO_ON: parties(
        Letter(_l("The dispute has entered its next stage"), _l("The dispute has entered the stage “%(stage)s”."))
    ),
    Action.GO_FORMAL: Readers(
        complainant=Letter(
            _l("The complaint is now formal"), _l("Your complaint to %(respondent)s is now a formal one.")
        ),
        respondent=Letter(
            _l("The complaint is now formal"),
            _l("%(complainant)s has made the complaint formal, so your time to answer has begun."),
        ),
        chair=NOBODY,
        nominee=NOBODY,
        mediator=NOBODY,
        panel=NOBODY,
    ),
    Action.RESPOND: Readers(
        complainant=Letter(
            _l("The complaint has been answered"),
            _l("There is an answer to your complaint. Read it on the portal."),
        ),
        respondent=Letter(_l("Your organisation has answered"), _l("%(respondent)s has answered the complaint.")),
        chair=NOBODY,
        nominee=NOBODY,
        mediator=NOBODY,
        panel=NOBODY,
    ),
    Action.NOTE: parties(
        Sided(
            own=Letter(_l("There is a new note"), _l("Somebody of your side has added a note to the dispute.")),
            other=Letter(_l("There is a new note"), _l("%(side)s has added a note. Read it on the portal.")),
        )
    ),
    # The Forum and its mediator ----
    Action.REFER: parties(
        Letter(_l("The dispute is with the Forum"), _l("The dispute has been referred to the Forum for mediation.")),
        chair=Letter(
            _l("A dispute waits for a mediator"),
            _l("The dispute between %(complainant)s and %(respondent)s has been referred to the Forum for mediation."),
        ),
    ),
    Action.NOMINATE: Readers(
        complainant=NOBODY,  # The parties learn who it is once the person is willing.
        respondent=NOBODY,
        chair=NOBODY,
        nominee=Letter(
            _l("will you mediate?"),
            _l(
                "The Chair of the Forum asks you to mediate in a dispute under the %(compact)s. Read the summary, "
                "which names nobody, and say whether you are willing and whether you have any interest in the matter."
            ),
        ),
        mediator=NOBODY,
        panel=NOBODY,
    ),
    Action.DECLARE: parties(
        Letter(
            _l("Somebody is willing to mediate"),
            _l("Somebody has been found who would mediate. Read the statement about conflicts of interest first."),
        ),
        chair=Letter(_l("The person you asked is willing to mediate"), _l("%(mediator)s is willing to mediate.")),
    ),
    Action.DECLINE: Readers(
        complainant=NOBODY,
        respondent=NOBODY,
        chair=Letter(_l("The person you asked cannot mediate"), _l("%(mediator)s cannot mediate in this dispute.")),
        nominee=NOBODY,
        mediator=NOBODY,
        panel=NOBODY,
    ),
    Action.REPLACE: Readers(
        complainant=Letter(
            _l("Somebody else is chosen to mediate"), _l("The Chair of the Forum chooses somebody else to mediate.")
        ),
        respondent=Letter(
            _l("Somebody else is chosen to mediate"), _l("The Chair of the Forum chooses somebody else to mediate.")
        ),
        chair=NOBODY,
        nominee=RELEASED,
        mediator=NOBODY,
        panel=NOBODY,
    ),
    FIRST_ANSWER: NOT_TOLD,  # Nobody learns of one answer about a mediator before both are in.
    MEDIATION_BEGINS: parties(
        Letter(_l("Mediation begins"), _l("Both parties have accepted %(mediator)s, so mediation begins.")),
        chair=Letter(_l("Mediation begins"), _l("Both parties have accepted %(mediator)s, so mediation begins.")),
        mediator=Letter(
            _l("Both parties have accepted you as mediator"),
            _l(
                "Both parties have accepted you as mediator. From now until the mediation ends you can read the whole "
                "dispute between %(complainant)s and %(respondent)s."
            ),
        ),
    ),
    OBJECTION: parties(
        Letter(
            _l("Both parties have answered about the mediator"),
            _l("Both parties have answered about %(mediator)s, and there is an objection. The Chair decides about it."),
        ),
        chair=Letter(
            _l("There is an objection to the mediator"),
            _l("Both parties have answered about %(mediator)s, and there is an objection."),
        ),
    ),
    Action.SUSTAIN: Readers(
        complainant=Letter(
            _l("The objection was upheld"),
            _l("The Chair of the Forum has upheld the objection, and chooses somebody else to mediate."),
        ),
        respondent=Letter(
            _l("The objection was upheld"),
            _l("The Chair of the Forum has upheld the objection, and chooses somebody else to mediate."),
        ),
        chair=NOBODY,
        nominee=RELEASED,
        mediator=NOBODY,
        panel=NOBODY,
    ),
    Action.OVERRULE: parties(
        Letter(
            _l("The Chair asks for second thoughts about the mediator"),
            _l("The Chair of the Forum has asked whoever objects to %(mediator)s to think again."),
        )
    ),
    Action.RECUSE: parties(
        Letter(
            _l("Somebody else acts as Chair"),
            _l("The Chair of the Forum has stepped back from this dispute, and somebody else acts instead."),
        ),
        chair=Letter(
            _l("You act as Chair in a dispute"),
            _l("The Chair of the Forum has stepped back from a dispute, so it is now for you to look after."),
        ),
    ),
    Action.HOLD_SESSION: parties(
        Letter(
            _l("A meeting of the mediation"),
            _l("A meeting of the mediation has been called. See when and where it is, and say whether you can come."),
        ),
        mediator=Letter(
            _l("A meeting of the mediation"),
            _l("A meeting of the mediation has been called. See when and where it is, and say whether you can come."),
        ),
    ),
    Action.OPEN_ROOM: parties(IN_MEDIATION, mediator=IN_MEDIATION),
    Action.CLOSE_ROOM: parties(IN_MEDIATION, mediator=IN_MEDIATION),
    Action.MEDIATION_NOTE: parties(IN_MEDIATION, mediator=IN_MEDIATION),
    Record.SESSION_ANSWERED: parties(IN_MEDIATION, mediator=IN_MEDIATION),
    Record.SESSION_CALLED_OFF: parties(IN_MEDIATION, mediator=IN_MEDIATION),
    Record.SESSION_NOTED: parties(IN_MEDIATION, mediator=IN_MEDIATION),
    Record.AGREEMENT_REACHED: parties(
        Letter(
            _l("The mediator says that there is an agreement"),
            _l(
                "The mediator says that you have come to an agreement. Either of you can now propose it as a "
                "settlement for both to sign."
            ),
        )
    ),
    Action.STEP_DOWN: parties(
        Letter(
            _l("The mediator has stepped down"),
            _l("The mediator has stepped down. The Chair of the Forum chooses somebody else, who reads nothing of it."),
        ),
        chair=Letter(
            _l("A mediator has stepped down"),
            _l("The mediator has stepped down, and it is for you to choose somebody else."),
        ),
        mediator=MEDIATOR_DONE,
    ),
    Record.NOBODY_PRESIDES: parties(
        Letter(
            _l("Nobody can preside at present"),
            _l(
                "Nobody of the Forum can preside over this dispute: Chair and Vice-chair have a tie to a party, have "
                "stood aside, or their seats are empty. Nothing is lost: the next steps open by time."
            ),
        )
    ),
    Action.END_MEDIATION: parties(
        Letter(_l("The mediation has ended"), _l("The mediation has ended without agreement.")),
        chair=Letter(
            _l("The mediation has ended"),
            _l("The mediation has ended without agreement. Nothing is left for you to do."),
        ),
        mediator=MEDIATOR_DONE,
    ),
    # A panel ----
    Action.ASK_PANEL: parties(
        Letter(_l("The dispute is with the panel"), _l("The dispute has been put before “%(stage)s”.")),
        chair=Letter(
            _l("A dispute waits for the panel"),
            _l("The dispute between %(complainant)s and %(respondent)s has been put before “%(stage)s”."),
        ),
        panel=Letter(_l("A dispute waits for the panel"), _l("A dispute has been put before “%(stage)s”.")),
    ),
    Action.TAKE_ON: parties(
        Letter(_l("The dispute has been taken on"), _l("The dispute has been taken on by “%(stage)s”.")),
        panel=Letter(_l("A dispute has been taken on"), _l("The Chair has taken on a dispute for “%(stage)s”.")),
    ),
    Action.TURN_AWAY: parties(
        Letter(
            _l("The dispute has not been taken on"),
            _l("The dispute has not been taken on. The reason stands on the portal."),
        )
    ),
    Action.SEAT_PANEL: parties(
        Letter(_l("The panel has been chosen"), _l("Those who decide about the dispute have been chosen.")),
        panel=Letter(
            _l("You sit on a panel"),
            _l(
                "You have been chosen to sit on the panel that looks at the dispute between %(complainant)s and "
                "%(respondent)s. Until it has decided you can read the dispute, but not what was said in mediation."
            ),
        ),
    ),
    Action.DECIDE: parties(
        Letter(_l("The panel has decided"), _l("The panel has decided. Read the decision on the portal.")),
        panel=Letter(_l("The decision is recorded"), _l("The decision of the panel on which you sit is recorded.")),
    ),
    # Settling ----
    Action.PROPOSE: parties(
        Sided(
            own=Letter(_l("A settlement has been proposed"), _l("Your side has proposed a settlement.")),
            other=Letter(
                _l("A settlement has been proposed to you"),
                _l("%(side)s has proposed a settlement. Read it on the portal, then agree to it or turn it down."),
            ),
        ),
        mediator=Letter(_l("A settlement has been proposed"), _l("A party has proposed a settlement.")),
    ),
    Action.AGREE: parties(
        Letter(
            _l("The settlement is agreed"),
            _l("Both parties have agreed to the settlement, so the dispute has ended. Its text stands on the portal."),
        ),
        chair=Letter(_l("The dispute is settled"), _l("The parties have settled the dispute between themselves.")),
        mediator=MEDIATOR_DONE,
    ),
    Action.TURN_DOWN: parties(
        Sided(
            own=Letter(_l("Your side has turned the settlement down"), _l("Your side has turned the settlement down.")),
            other=Letter(
                _l("The settlement was turned down"), _l("%(side)s has turned down the settlement that you proposed.")
            ),
        ),
        mediator=Letter(_l("A settlement was turned down"), _l("A party has turned down the settlement proposed.")),
    ),
    Action.TAKE_BACK: parties(
        Sided(
            own=Letter(
                _l("Your side has taken its proposal back"), _l("Your side has taken back the settlement it proposed.")
            ),
            other=Letter(
                _l("The proposed settlement was taken back"),
                _l("%(side)s has taken back the settlement it had proposed to you."),
            ),
        ),
        mediator=Letter(
            _l("A proposed settlement was taken back"), _l("A party has taken back the settlement it had proposed.")
        ),
    ),
    # Time ----
    Action.PAUSE: parties(
        Letter(_l("The dispute is paused"), _l("The dispute is paused, and no time of its procedure runs meanwhile.")),
        chair=Letter(_l("The dispute is paused"), _l("The dispute is paused, and your time does not run meanwhile.")),
        mediator=Letter(_l("The dispute is paused"), _l("The dispute is paused.")),
    ),
    Action.RESTART: parties(
        Letter(_l("The dispute goes on"), _l("The pause has ended, and time runs again.")),
        chair=Letter(_l("The dispute goes on"), _l("The pause has ended, and time runs again.")),
        mediator=Letter(_l("The dispute goes on"), _l("The pause has ended. You can go on with the mediation.")),
    ),
    Action.EXTEND: parties(
        Letter(_l("There is more time"), _l("The present time has been extended. The reason stands on the portal.")),
        chair=Letter(
            _l("There is more time"), _l("The present time has been extended. The reason stands on the portal.")
        ),
    ),
    Action.WARN: parties(
        Sided(
            own=Letter(
                _l("You have said that the dispute will be closed"),
                _l("Your side has given notice that the dispute will be closed, because nothing happens in it."),
            ),
            other=Letter(
                _l("The dispute will be closed unless something happens"),
                _l(
                    "Notice has been given that the dispute will be closed, because nothing happens in it. Any step of "
                    "yours keeps it open."
                ),
            ),
        )
    ),
    Action.LINK: parties(
        Letter(
            _l("The dispute is looked at beside another"), _l("The dispute has been linked with another one of yours.")
        )
    ),
    # Going elsewhere ----
    Action.GO_NATIONAL: parties(
        Letter(_l("The dispute has gone to a national body"), _l("The dispute has gone to %(body)s.")),
        chair=Letter(
            _l("The dispute has left the Forum"),
            _l("The dispute has gone to a national body. Nothing is left for you to do."),
        ),
        nominee=RELEASED,
        mediator=MEDIATOR_DONE,
        panel=PANEL_DONE,
    ),
    Action.GO_OUTSIDE: parties(
        Letter(_l("The dispute has gone outside the Compact"), _l("The dispute has gone to %(body)s.")),
        chair=Letter(
            _l("The dispute has left the Forum"),
            _l("The dispute has gone to an ombudsman or a court. Nothing is left for you to do."),
        ),
        nominee=RELEASED,
        mediator=MEDIATOR_DONE,
        panel=PANEL_DONE,
    ),
    Action.REPORT_BACK: parties(
        Letter(
            _l("There is news from outside the Compact"),
            _l("What came of taking the dispute to %(body)s is recorded. Read it on the portal."),
        )
    ),
    # Ending ----
    Action.SETTLE: parties(
        Letter(
            _l("The dispute is resolved"),
            _l("What came of the dispute is recorded, beside what was asked for."),
        ),
        chair=Letter(_l("The dispute is resolved"), _l("The dispute is resolved. Nothing is left for you to do.")),
        nominee=RELEASED,
        mediator=MEDIATOR_DONE,
        panel=PANEL_DONE,
    ),
    Action.CLOSE: parties(
        Letter(
            _l("The dispute is closed"),
            _l("What came of the dispute is recorded, beside what was asked for."),
        ),
        chair=Letter(_l("The dispute is closed"), _l("The dispute is closed. Nothing is left for you to do.")),
        nominee=RELEASED,
        mediator=MEDIATOR_DONE,
        panel=PANEL_DONE,
    ),
    Action.LAPSE: parties(
        Letter(
            _l("The dispute is closed because nothing happened"),
            _l("Nothing has happened in the dispute for a long time, also since the notice was given."),
        ),
        chair=Letter(_l("The dispute is closed"), _l("The dispute is closed. Nothing is left for you to do.")),
    ),
    Action.WITHDRAW: Readers(
        complainant=Letter(_l("The dispute is withdrawn"), _l("Your side has withdrawn the dispute.")),
        respondent=Letter(_l("The dispute is withdrawn"), _l("%(complainant)s has withdrawn the dispute.")),
        chair=Letter(_l("The dispute is withdrawn"), _l("The dispute is withdrawn. Nothing is left for you to do.")),
        nominee=RELEASED,
        mediator=MEDIATOR_DONE,
        panel=PANEL_DONE,
    ),
    Action.REOPEN: parties(
        Letter(_l("The dispute is open again"), _l("The dispute has been reopened. The reason stands on the portal.")),
        chair=Letter(_l("A dispute is open again"), _l("A dispute that had come to the Forum has been reopened.")),
    ),
    # What time does, or what is only recorded ----
    Record.RUN_OUT: Readers(
        complainant=Letter(
            _l("A time has run out"),
            _l("A time has run out at the stage “%(stage)s”. You need not wait any longer: see what you can do now."),
        ),
        respondent=Letter(
            _l("A time has run out"),
            _l("A time has run out at the stage “%(stage)s”, so the complainant need not wait any longer."),
        ),
        chair=Letter(
            _l("A time has run out"),
            _l("A time has run out at the stage “%(stage)s”, so the complainant need not wait any longer."),
        ),
        nominee=NOBODY,
        mediator=NOBODY,
        panel=NOBODY,
    ),
    Record.CLOCK_MOVED: parties(
        Letter(
            _l("A date has moved"),
            _l("The last day of the present time has moved, because a day in it is no working day after all."),
        ),
        chair=Letter(
            _l("A date has moved"),
            _l("The last day of the present time has moved, because a day in it is no working day after all."),
        ),
    ),
    Record.NAME_SHOWN: Readers(
        complainant=Letter(
            _l("Your name can now be seen"), _l("The name of %(complainant)s is now shown to the other party.")
        ),
        respondent=Letter(_l("You can now see who complains"), _l("The complaint is that of %(complainant)s.")),
        chair=NOBODY,
        nominee=NOBODY,
        mediator=NOBODY,
        panel=NOBODY,
    ),
    Record.LOOK: parties(
        Letter(
            _l("An administrator has opened the case"),
            _l("An administrator of the portal has opened the case for today. The reason stands on the portal."),
        )
    ),
    Record.EVIDENCE: parties(
        Sided(
            own=Letter(_l("There is a new paper"), _l("Somebody of your side has added a paper to the dispute.")),
            other=Letter(_l("There is a new paper"), _l("%(side)s has added a paper. Read it on the portal.")),
        ),
        mediator=Letter(_l("There is a new paper"), _l("A paper has been added. It can be read on the portal only.")),
    ),
    Record.EVIDENCE_REMOVED: NOT_TOLD,  # It stands in the history, with the reason.
    Record.HOLD: NOT_TOLD,  # What is to be said of how long a case is kept, disputes/letters.py says.
    Record.HOLD_LIFTED: NOT_TOLD,
    Record.UNLINKED: NOT_TOLD,  # Whoever took their own link away needs no mail of it.
    **AFTERWARDS,
}

"""What a step means, said before it is taken."""

from typing import Any

from django.utils.translation import gettext_lazy as _l

from disputes.words import Action

# What a step means, said before it is taken.
MEANING: dict[Action, Any] = {
    Action.GO_FORMAL: _l("Your complaint goes to the other party as a formal one. Its time to answer begins today."),
    Action.RESPOND: _l("The complainant reads your answer and decides how it goes on."),
    Action.REFER: _l("The Chair of the Forum then has three weeks to find a mediator whom both parties accept."),
    Action.NOMINATE: _l(
        "The person you ask sees your summary only. The parties learn the name when the person is willing."
    ),
    Action.STEP_DOWN: _l(
        "You can then no longer see the dispute, and the Chair has three weeks to find another mediator, who reads "
        "nothing of what was said with you. Both parties and the Chair read your reason: name no word of the talks."
    ),
    Action.REPLACE: _l("The person asked is told that they are no longer needed, and you choose somebody else."),
    Action.ACCEPT: _l(
        "The other party does not see your answer until its own is in. If both accept, mediation begins."
    ),
    Action.OBJECT: _l(
        "The other party does not see your answer until its own is in. The Chair then decides about your objection."
    ),
    Action.SUSTAIN: _l("The objection stands, and you then choose somebody else."),
    Action.OVERRULE: _l("The party that objects is asked once more. If it still objects, you choose somebody else."),
    Action.END_MEDIATION: _l(
        "The mediator can then no longer see the dispute, and the complainant decides how it goes on."
    ),
    Action.GO_NATIONAL: _l("The dispute leaves the Forum. You record here what comes of it."),
    Action.GO_OUTSIDE: _l("The portal does not send anything there: you go yourself, and record it here."),
    Action.SETTLE: _l("The dispute ends here. What came of it is kept beside what was asked for."),
    Action.CLOSE: _l("The dispute ends here. What came of it is kept beside what was asked for."),
    Action.LAPSE: _l(
        "The dispute ends here, as not resolved, because nothing has happened for 12 weeks and in the 20 working days "
        "after your notice. The complainant can reopen it within 12 weeks."
    ),
    Action.WITHDRAW: _l("The dispute ends here. You can reopen it within 12 weeks, with a reason."),
    Action.NOTE: _l("A note changes nothing in the procedure."),
    Action.MEDIATION_NOTE: _l("A message changes nothing in the procedure, and leaves the mediation never."),
    Action.GO_ON: _l("The next step of the procedure begins."),
    Action.ASK_PANEL: _l("The case goes to those who decide here, with everything that is in it."),
    Action.TAKE_ON: _l("The case is then decided here."),
    Action.TURN_AWAY: _l("The complainant can then go on elsewhere."),
    Action.SEAT_PANEL: _l("Those you choose can read the case until it is decided. Both parties learn their names."),
    Action.DECIDE: _l("Both parties read the decision, and the complainant says how it goes on."),
    Action.RECUSE: _l("The other of Chair and Vice-Chair acts in this case. You can then no longer see it."),
    Action.HOLD_SESSION: _l("Both parties get mail."),
    Action.OPEN_ROOM: _l("When both parties have agreed, what is written to the mediator can be read by both."),
    Action.CLOSE_ROOM: _l("What was written in the joint room stays there. New notes go to the mediator alone."),
    Action.PROPOSE: _l("The other party can agree, and the dispute is then resolved, or turn it down."),
    Action.AGREE: _l("The dispute ends here, on the terms that were proposed."),
    Action.TURN_DOWN: _l("The dispute goes on. Either party can make a new proposal."),
    Action.TAKE_BACK: _l("The dispute goes on. Either party can make a new proposal."),
    Action.PAUSE: _l(
        "The clock of this stage stands still, and the days of the pause are added to it. Time limits of ombudsmen and "
        "courts run on, and so does the time over all. Only the complainant can pause a case, so that nobody can hold "
        "up a complaint against them; the respondent can ask for a pause in a note."
    ),
    Action.RESTART: _l("The clock of this stage runs on. The pause is added to its time."),
    Action.EXTEND: _l("You can do this once in a stage, before its time has run out. Both parties read your reason."),
    Action.WARN: _l(
        "The complainant gets mail, and has 20 working days to do something. Any step or note of theirs keeps the case "
        "open. After that you can close it."
    ),
    Action.REOPEN: _l(
        "The case begins again the stage at which it ended, with a new time. This is open for 12 weeks after its end."
    ),
    Action.LINK: _l(
        "Whoever may see both cases then finds one from the other. Nobody else learns of it, and the history of each "
        "case tells it to your own side only."
    ),
    Action.REPORT_BACK: _l("It is kept in the case, with the day. You then say how the case goes on, or close it."),
}

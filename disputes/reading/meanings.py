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
    Action.REPLACE: _l("The person asked is told that they are no longer needed, and you choose somebody else."),
    Action.ACCEPT: _l(
        "The other party does not see your answer until its own is in. If both accept, mediation begins."
    ),
    Action.OBJECT: _l(
        "The other party does not see your answer until its own is in. The Chair then decides about your objection."
    ),
    Action.SUSTAIN: _l("You then choose somebody else."),
    Action.OVERRULE: _l("The party that objects is asked once more. If it still objects, you choose somebody else."),
    Action.END_MEDIATION: _l(
        "The mediator can then no longer see the dispute, and the complainant decides how it goes on."
    ),
    Action.GO_NATIONAL: _l("The dispute leaves the Forum. You record here what comes of it."),
    Action.GO_OUTSIDE: _l("The portal does not send anything there: you go yourself, and record it here."),
    Action.SETTLE: _l("The dispute ends here. What came of it is kept beside what was asked for."),
    Action.CLOSE: _l("The dispute ends here. What came of it is kept beside what was asked for."),
    Action.LAPSE: _l("The dispute ends here, as not resolved, because nothing has happened for 12 weeks."),
    Action.WITHDRAW: _l("The dispute ends here. This cannot be undone."),
    Action.NOTE: _l("A note changes nothing in the procedure."),
    Action.MEDIATION_NOTE: _l("A note changes nothing in the procedure."),
}

"""The words of a dispute: stages, states, parties, actions, outcomes, each with its label."""

from enum import StrEnum
from typing import cast

from django.utils.translation import gettext_lazy as _l


class Words(StrEnum):
    """A list of words of which each has a label to show; the labels are in ``LABELS`` below."""

    @property
    def label(self) -> str:
        """Return the words to show, in the reader's language."""
        return str(LABELS[type(self)][self])

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return value and label of each, as a form or a model field wants them."""
        return [(member.value, cast(str, LABELS[cls][member])) for member in cls]


class StageKind(Words):
    """What sort of stage a stage is, whatever a place calls it."""

    INFORMAL = "informal"
    FORMAL = "formal"
    MEDIATION = "mediation"
    PANEL = "panel"
    NATIONAL = "national"
    OUTSIDE = "outside"


class State(Words):
    """Exactly where a dispute is."""

    DRAFT = "draft"
    TALKING = "talking"
    AWAITING_ANSWER = "awaiting-answer"
    ANSWERED = "answered"
    AWAITING_NOMINATION = "awaiting-nomination"
    AWAITING_STATEMENT = "awaiting-statement"
    AWAITING_ACCEPTANCE = "awaiting-acceptance"
    OBJECTED = "objected"
    MEDIATING = "mediating"
    MEDIATION_ENDED = "mediation-ended"
    AWAITING_ADMISSION = "awaiting-admission"
    AWAITING_DECISION = "awaiting-decision"
    DECIDED = "decided"
    NOT_TAKEN_ON = "not-taken-on"
    NATIONAL = "national"
    OUTSIDE = "outside"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Party(Words):
    """In what part somebody takes part in a dispute."""

    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    CHAIR = "chair"
    NOMINEE = "nominee"
    MEDIATOR = "mediator"
    PANEL = "panel"


class Action(Words):
    """Everything that can be done with a dispute."""

    RAISE = "raise"
    GO_FORMAL = "go-formal"
    RESPOND = "respond"
    REFER = "refer"
    NOMINATE = "nominate"
    DECLARE = "declare"
    DECLINE = "decline"
    REPLACE = "replace"
    ACCEPT = "accept"
    OBJECT = "object"
    SUSTAIN = "sustain"
    OVERRULE = "overrule"
    END_MEDIATION = "end-mediation"
    GO_NATIONAL = "go-national"
    GO_OUTSIDE = "go-outside"
    SETTLE = "settle"
    CLOSE = "close"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    NOTE = "note"
    MEDIATION_NOTE = "mediation-note"
    GO_ON = "go-on"
    ASK_PANEL = "ask-panel"
    TAKE_ON = "take-on"
    TURN_AWAY = "turn-away"
    SEAT_PANEL = "seat-panel"
    DECIDE = "decide"
    RECUSE = "recuse"
    STEP_DOWN = "step-down"
    HOLD_SESSION = "hold-session"
    OPEN_ROOM = "open-room"
    CLOSE_ROOM = "close-room"
    PROPOSE = "propose"
    AGREE = "agree"
    TURN_DOWN = "turn-down"
    TAKE_BACK = "take-back"
    PAUSE = "pause"
    RESTART = "restart"
    EXTEND = "extend"
    WARN = "warn"
    REOPEN = "reopen"
    LINK = "link"
    REPORT_BACK = "report-back"

    @property
    def verb(self) -> str:
        """Return the name of the dispute's method that takes the step."""
        return {"note": "add_note", "mediation-note": "add_mediation_note"}.get(self, self.replace("-", "_"))


class Record(StrEnum):
    """What is written into the history of a dispute and moves nothing: no step of the rule book."""

    LOOK = "look"
    RUN_OUT = "run-out"
    CLOCK_MOVED = "clock-moved"
    UNLINKED = "unlinked"
    NAME_SHOWN = "name-shown"
    OUTCOME_VIEW = "outcome-view"
    REMEDY_PROMISED = "remedy-promised"
    REMEDY_DONE = "remedy-done"
    REMEDY_CONFIRMED = "remedy-confirmed"
    REMEDY_DENIED = "remedy-denied"
    REMEDY_MOVE_ASKED = "remedy-move-asked"
    REMEDY_MOVED = "remedy-moved"
    REMEDY_MOVE_REFUSED = "remedy-move-refused"
    REMEDY_RELEASED = "remedy-released"
    LESSON_OFFERED = "lesson-offered"
    LESSON_AGREED = "lesson-agreed"
    LESSON_REFUSED = "lesson-refused"
    LESSON_TAKEN = "lesson-taken"
    LESSON_PUT_ASIDE = "lesson-put-aside"
    SUMMARY_WRITTEN = "summary-written"
    SUMMARY_AGREED = "summary-agreed"
    SUMMARY_REFUSED = "summary-refused"
    SUMMARY_TAKEN_BACK = "summary-taken-back"
    EVIDENCE = "evidence"
    EVIDENCE_REMOVED = "evidence-removed"
    HOLD = "hold"
    HOLD_LIFTED = "hold-lifted"
    NOBODY_PRESIDES = "nobody-presides"
    AGREEMENT_REACHED = "agreement-reached"
    SESSION_ANSWERED = "session-answered"
    SESSION_CALLED_OFF = "session-called-off"
    SESSION_NOTED = "session-noted"


class Channel(Words):
    """How a complaint came."""

    ONLINE = "online"
    POST = "post"
    TELEPHONE = "telephone"
    EMAIL = "email"
    IN_PERSON = "in-person"


class Start(Words):
    """From which day the time of a stage is counted."""

    STAGE = "stage"
    DECISION = "decision"
    KNOWN = "known"


class Presides(Words):
    """Who presides over what is before the Forum."""

    CHAIR = "chair"
    BY_TURNS = "by-turns"


class Clock(Words):
    """How long a stage may take."""

    NONE = "none"
    FIXED = "fixed"
    RESPONDENT = "respondent"


class Decider(Words):
    """Who decides in a stage."""

    PARTIES = "parties"
    CHAIR = "chair"
    PANEL = "panel"
    OUTSIDE_BODY = "outside-body"


class Outcome(Words):
    """What came of a dispute."""

    EXPLANATION = "explanation"
    DECISION_TAKEN_AGAIN = "decision-taken-again"
    PROCESS_RUN_AGAIN = "process-run-again"
    NOTICE_GIVEN = "notice-given"
    MONEY_RESTORED = "money-restored"
    PRACTICE_CHANGED = "practice-changed"
    NO_BREACH = "no-breach"
    LESSON = "lesson"
    DECIDED_OUTSIDE = "decided-outside"
    UNRESOLVED = "unresolved"


class Audience(Words):
    """Who may read an entry of the timeline."""

    CASE = "case"
    MEDIATION = "mediation"
    COMPLAINANT = "complainant-only"
    RESPONDENT = "respondent-only"
    PARTIES = "parties"
    COMPLAINANT_ROOM = "complainant-room"
    RESPONDENT_ROOM = "respondent-room"


class RemedyMet(Words):
    """How the outcome compares with the remedy that was sought."""

    WHOLLY = "wholly"
    PARTLY = "partly"
    NOT_AT_ALL = "not-at-all"


# By class: words of two lists may be the same, like the respondent as a party and as the measure of a clock.
LABELS: dict[type[Words], dict[str, object]] = {
    StageKind: {
        StageKind.INFORMAL: _l("Informal"),
        StageKind.FORMAL: _l("Formal"),
        StageKind.MEDIATION: _l("Mediation"),
        StageKind.PANEL: _l("Decision by a panel"),
        StageKind.NATIONAL: _l("National options"),
        StageKind.OUTSIDE: _l("Ombudsman or judicial review"),
    },
    State: {
        State.DRAFT: _l("Draft"),
        State.TALKING: _l("Talking informally"),
        State.AWAITING_ANSWER: _l("Waiting for an answer"),
        State.ANSWERED: _l("Answered"),
        State.AWAITING_NOMINATION: _l("Waiting for a mediator to be chosen"),
        State.AWAITING_STATEMENT: _l("Waiting for the person chosen to reply"),
        State.AWAITING_ACCEPTANCE: _l("Waiting for both parties to accept the mediator"),
        State.OBJECTED: _l("Objection to the mediator"),
        State.MEDIATING: _l("In mediation"),
        State.MEDIATION_ENDED: _l("Mediation ended without agreement"),
        State.AWAITING_ADMISSION: _l("Waiting to hear whether it is taken on"),
        State.AWAITING_DECISION: _l("Waiting for a decision"),
        State.DECIDED: _l("Decided"),
        State.NOT_TAKEN_ON: _l("Not taken on"),
        State.NATIONAL: _l("With a national body"),
        State.OUTSIDE: _l("With an ombudsman or a court"),
        State.RESOLVED: _l("Resolved"),
        State.WITHDRAWN: _l("Withdrawn"),
        State.CLOSED: _l("Closed"),
    },
    Party: {
        Party.COMPLAINANT: _l("Complainant"),
        Party.RESPONDENT: _l("Respondent"),
        Party.CHAIR: _l("Chair of the Forum"),
        Party.NOMINEE: _l("Person asked to mediate"),
        Party.MEDIATOR: _l("Mediator"),
        Party.PANEL: _l("Member of the panel"),
    },
    Action: {
        Action.RAISE: _l("Raise the dispute"),
        Action.GO_FORMAL: _l("Make it formal"),
        Action.RESPOND: _l("Answer the complaint"),
        Action.REFER: _l("Refer to the Forum"),
        Action.NOMINATE: _l("Choose a mediator"),
        Action.DECLARE: _l("Agree to mediate"),
        Action.DECLINE: _l("Decline to mediate"),
        Action.REPLACE: _l("Choose somebody else"),
        Action.ACCEPT: _l("Accept the mediator"),
        Action.OBJECT: _l("Object to the mediator"),
        Action.SUSTAIN: _l("Uphold the objection"),
        Action.OVERRULE: _l("Overrule the objection"),
        Action.END_MEDIATION: _l("End the mediation"),
        Action.GO_NATIONAL: _l("Go to national options"),
        Action.GO_OUTSIDE: _l("Go to an ombudsman or court"),
        Action.SETTLE: _l("Record that it is resolved"),
        Action.CLOSE: _l("Close and record what came of it"),
        Action.LAPSE: _l("Close because nothing has happened"),
        Action.WITHDRAW: _l("Withdraw the dispute"),
        Action.NOTE: _l("Add a note"),
        Action.MEDIATION_NOTE: _l("Add a note to the mediation"),
        Action.GO_ON: _l("Go on to the next step"),
        Action.ASK_PANEL: _l("Ask for a decision"),
        Action.TAKE_ON: _l("Take the case on"),
        Action.TURN_AWAY: _l("Do not take the case on"),
        Action.SEAT_PANEL: _l("Choose who sits on the panel"),
        Action.DECIDE: _l("Record the decision"),
        Action.RECUSE: _l("Stand aside in this case"),
        Action.STEP_DOWN: _l("Step down as mediator"),
        Action.HOLD_SESSION: _l("Call a meeting"),
        Action.OPEN_ROOM: _l("Agree to a joint room"),
        Action.CLOSE_ROOM: _l("Leave the joint room"),
        Action.PROPOSE: _l("Propose a settlement"),
        Action.AGREE: _l("Agree to the settlement"),
        Action.TURN_DOWN: _l("Turn the proposal down"),
        Action.TAKE_BACK: _l("Take your proposal back"),
        Action.PAUSE: _l("Pause the case"),
        Action.RESTART: _l("Restart the case"),
        Action.EXTEND: _l("Take more time"),
        Action.WARN: _l("Give notice that the case will be closed"),
        Action.REOPEN: _l("Reopen the case"),
        Action.LINK: _l("Link to another case"),
        Action.REPORT_BACK: _l("Record what the body outside said"),
    },
    Clock: {
        Clock.NONE: _l("No time set"),
        Clock.FIXED: _l("A time set by the procedure"),
        Clock.RESPONDENT: _l("The respondent's own complaints procedure"),
    },
    Decider: {
        Decider.PARTIES: _l("The two parties"),
        Decider.CHAIR: _l("The Chair of the Forum"),
        Decider.PANEL: _l("A panel"),
        Decider.OUTSIDE_BODY: _l("A body outside the Compact"),
    },
    Outcome: {
        Outcome.EXPLANATION: _l("An explanation or apology"),
        Outcome.DECISION_TAKEN_AGAIN: _l("The decision was taken again"),
        Outcome.PROCESS_RUN_AGAIN: _l("The process was run again"),
        Outcome.NOTICE_GIVEN: _l("The notice period was given"),
        Outcome.MONEY_RESTORED: _l("Money was restored"),
        Outcome.PRACTICE_CHANGED: _l("A practice or policy was changed"),
        Outcome.NO_BREACH: _l("Agreed that there was no breach"),
        Outcome.LESSON: _l("A breach was found, and a lesson for the action plan"),
        Outcome.DECIDED_OUTSIDE: _l("Decided by a body outside the Compact"),
        Outcome.UNRESOLVED: _l("Not resolved"),
    },
    Audience: {
        Audience.CASE: _l("Everybody in the case"),
        Audience.MEDIATION: _l("The two parties and the mediator"),
        Audience.COMPLAINANT: _l("The complainant"),
        Audience.RESPONDENT: _l("The respondent"),
        Audience.PARTIES: _l("The two parties"),
        Audience.COMPLAINANT_ROOM: _l("The complainant and the mediator"),
        Audience.RESPONDENT_ROOM: _l("The respondent and the mediator"),
    },
    Channel: {
        Channel.ONLINE: _l("Online"),
        Channel.POST: _l("By post"),
        Channel.TELEPHONE: _l("By telephone"),
        Channel.EMAIL: _l("By e-mail"),
        Channel.IN_PERSON: _l("In person"),
    },
    Start: {
        Start.STAGE: _l("The day on which the stage begins"),
        Start.DECISION: _l("The date of the decision complained of"),
        Start.KNOWN: _l("The date on which the complainant knew of it"),
    },
    Presides: {
        Presides.CHAIR: _l("The Chair of the Forum"),
        Presides.BY_TURNS: _l("The Chair or the Vice-Chair, by turns of the two sectors"),
    },
    RemedyMet: {
        RemedyMet.WHOLLY: _l("All of what was asked for"),
        RemedyMet.PARTLY: _l("Part of what was asked for"),
        RemedyMet.NOT_AT_ALL: _l("None of what was asked for"),
    },
}

# What the timeline says was done.
DONE: dict[str, object] = {
    Action.RAISE: _l("The dispute was raised"),
    Action.GO_FORMAL: _l("The dispute was made formal"),
    Action.RESPOND: _l("The respondent answered"),
    Action.REFER: _l("The dispute was referred to the Forum"),
    Action.NOMINATE: _l("The Chair asked somebody to mediate"),
    Action.DECLARE: _l("The person asked is willing, and made a statement about conflicts of interest"),
    Action.DECLINE: _l("The person asked declined"),
    Action.REPLACE: _l("The Chair decided to choose somebody else"),
    Action.ACCEPT: _l("Accepted the mediator"),
    Action.OBJECT: _l("Objected to the mediator"),
    Action.SUSTAIN: _l("The Chair upheld the objection"),
    Action.OVERRULE: _l("The Chair asked for second thoughts about the objection"),
    Action.END_MEDIATION: _l("The mediation ended without agreement"),
    Action.GO_NATIONAL: _l("The dispute went to national options"),
    Action.GO_OUTSIDE: _l("The dispute went to an ombudsman or court"),
    Action.SETTLE: _l("The dispute was resolved"),
    Action.CLOSE: _l("The dispute was closed"),
    Action.LAPSE: _l("The dispute was closed because nothing had happened"),
    Action.WITHDRAW: _l("The dispute was withdrawn"),
    Action.NOTE: _l("A note was added"),
    Action.MEDIATION_NOTE: _l("A note was added to the mediation"),
    Action.GO_ON: _l("The dispute went on to the next step"),
    Action.ASK_PANEL: _l("A decision was asked for"),
    Action.TAKE_ON: _l("The case was taken on"),
    Action.TURN_AWAY: _l("The case was not taken on"),
    Action.SEAT_PANEL: _l("The members of the panel were chosen"),
    Action.DECIDE: _l("A decision was given"),
    Action.RECUSE: _l("Somebody who presides stood aside"),
    Action.STEP_DOWN: _l("The mediator stepped down, and another one is chosen"),
    Action.HOLD_SESSION: _l("The mediator called a meeting"),
    Action.OPEN_ROOM: _l("Agreed to a joint room"),
    Action.CLOSE_ROOM: _l("Left the joint room"),
    Action.PROPOSE: _l("A settlement was proposed"),
    Action.AGREE: _l("The settlement was agreed"),
    Action.TURN_DOWN: _l("The proposal was turned down"),
    Action.TAKE_BACK: _l("The proposal was taken back"),
    Action.PAUSE: _l("The case was paused"),
    Action.RESTART: _l("The case was restarted"),
    Action.EXTEND: _l("More time was taken"),
    Action.WARN: _l("Notice was given that the case will be closed"),
    Action.REOPEN: _l("The case was reopened"),
    Action.LINK: _l("The case was linked to another"),
    Action.REPORT_BACK: _l("What a body outside said was recorded"),
    Record.LOOK: _l("An administrator opened the case, for the reason given"),
    Record.RUN_OUT: _l("The time ran out"),
    Record.CLOCK_MOVED: _l("The last day moved"),
    Record.UNLINKED: _l("The link to another case was ended"),
    Record.NAME_SHOWN: _l("The complainant's name was shown to the respondent"),
    Record.OUTCOME_VIEW: _l("A party said what came of it in its own view"),
    Record.REMEDY_PROMISED: _l("A remedy was promised"),
    Record.REMEDY_DONE: _l("A remedy is said to be done"),
    Record.REMEDY_CONFIRMED: _l("A remedy was confirmed as done"),
    Record.REMEDY_DENIED: _l("A remedy is said not to be done"),
    Record.REMEDY_MOVE_ASKED: _l("Another last day was asked for a remedy"),
    Record.REMEDY_MOVED: _l("Both parties agreed to another last day for a remedy"),
    Record.REMEDY_MOVE_REFUSED: _l("Another last day for a remedy was not agreed"),
    Record.REMEDY_RELEASED: _l("A remedy is no longer asked for"),
    Record.LESSON_OFFERED: _l("A lesson for the action plan was offered"),
    Record.LESSON_AGREED: _l("A party agreed to the lesson"),
    Record.LESSON_REFUSED: _l("A party refused the lesson"),
    Record.LESSON_TAKEN: _l("The lesson was taken into the action plan"),
    Record.LESSON_PUT_ASIDE: _l("The lesson was not taken into the action plan"),
    Record.SUMMARY_WRITTEN: _l("A summary without names was written"),
    Record.SUMMARY_AGREED: _l("A party agreed to the summary"),
    Record.SUMMARY_REFUSED: _l("A party refused the summary"),
    Record.SUMMARY_TAKEN_BACK: _l("The summary was taken back"),
    Record.EVIDENCE: _l("A paper was added"),
    Record.EVIDENCE_REMOVED: _l("A paper was removed"),
    Record.HOLD: _l("The case is kept longer than its time, for the reason given"),
    Record.HOLD_LIFTED: _l("The case is no longer kept beyond its time"),
    Record.NOBODY_PRESIDES: _l("Nobody can preside: the Chair and the Vice-chair have a tie to a party or stood aside"),
    Record.AGREEMENT_REACHED: _l("The mediator says that the parties have come to an agreement"),
    Record.SESSION_ANSWERED: _l("Answered about a meeting"),
    Record.SESSION_CALLED_OFF: _l("The mediator called a meeting off"),
    Record.SESSION_NOTED: _l("The mediator noted what came of a meeting"),
}

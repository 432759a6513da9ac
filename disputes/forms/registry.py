"""Which form asks for which step."""

from disputes.forms.elsewhere import BodyForm, LinkForm, OutsideForm, ReportBackForm
from disputes.forms.mediation import (
    DecisionOfPanelForm,
    EndMediationForm,
    MediationNoteForm,
    NominationForm,
    PanelForm,
    ReasonForm,
    RulingForm,
    SessionForm,
)
from disputes.forms.settling import AgreeForm, OutcomeForm, ProposalForm, ProposalNoteForm
from disputes.forms.steps import AnswerForm, NoteForm, StepForm, WhyForm
from disputes.forms.timing import ExtendForm, PauseForm, ReopenForm
from disputes.words import Action

STEP_FORMS: dict[Action, type[StepForm]] = {
    Action.RESPOND: AnswerForm,
    Action.NOMINATE: NominationForm,
    Action.REPLACE: WhyForm,
    Action.OBJECT: ReasonForm,
    Action.SUSTAIN: RulingForm,
    Action.OVERRULE: RulingForm,
    Action.END_MEDIATION: EndMediationForm,
    Action.STEP_DOWN: WhyForm,
    Action.GO_NATIONAL: BodyForm,
    Action.GO_OUTSIDE: OutsideForm,
    Action.SETTLE: OutcomeForm,
    Action.CLOSE: OutcomeForm,
    Action.NOTE: NoteForm,
    Action.MEDIATION_NOTE: MediationNoteForm,
    Action.TURN_AWAY: WhyForm,
    Action.SEAT_PANEL: PanelForm,
    Action.DECIDE: DecisionOfPanelForm,
    Action.RECUSE: WhyForm,
    Action.HOLD_SESSION: SessionForm,
    Action.PROPOSE: ProposalForm,
    Action.AGREE: AgreeForm,
    Action.TURN_DOWN: ProposalNoteForm,
    Action.TAKE_BACK: ProposalNoteForm,
    Action.PAUSE: PauseForm,
    Action.EXTEND: ExtendForm,
    Action.REOPEN: ReopenForm,
    Action.LINK: LinkForm,
    Action.REPORT_BACK: ReportBackForm,
}

"""Which form asks for which step."""

from disputes.forms.mediation import MediationNoteForm, NominationForm, ReasonForm
from disputes.forms.settling import OutcomeForm
from disputes.forms.steps import AnswerForm, NoteForm, StepForm, WhyForm
from disputes.forms.timing import BodyForm, OutsideForm
from disputes.words import Action

STEP_FORMS: dict[Action, type[StepForm]] = {
    Action.RESPOND: AnswerForm,
    Action.NOMINATE: NominationForm,
    Action.REPLACE: WhyForm,
    Action.OBJECT: ReasonForm,
    Action.OVERRULE: WhyForm,
    Action.END_MEDIATION: WhyForm,
    Action.GO_NATIONAL: BodyForm,
    Action.GO_OUTSIDE: OutsideForm,
    Action.SETTLE: OutcomeForm,
    Action.CLOSE: OutcomeForm,
    Action.NOTE: NoteForm,
    Action.MEDIATION_NOTE: MediationNoteForm,
}

"""What the database refuses to do with disputes: put in force by migrations, again after each change of a table."""

from compact_portal.forgetting import forgotten
from compact_portal.history import append_only, refuse, unchanged

EVENTS = append_only("disputes_disputeevent")
DISPUTES = [
    refuse(
        "raised_disputes_are_never_removed",
        "disputes_dispute",
        "DELETE",
        "A dispute that was raised is never removed.",
        when="OLD.state <> 'draft'",
    ),
    refuse(
        "raised_disputes_keep_their_parties",
        "disputes_dispute",
        "UPDATE",
        "What was raised cannot change.",
        when="OLD.state <> 'draft' AND (NEW.complainant_id <> OLD.complainant_id "
        "OR NEW.respondent_id <> OLD.respondent_id OR NEW.compact_id <> OLD.compact_id "
        "OR NEW.reference <> OLD.reference OR NEW.decision_on <> OLD.decision_on OR NEW.happened <> OLD.happened "
        "OR NEW.remedy <> OLD.remedy OR NEW.channel <> OLD.channel OR NEW.state = 'draft')",
    ),
    refuse(
        "ended_disputes_stay_ended",
        "disputes_dispute",
        "UPDATE",
        "A dispute that has ended stays as it ended, unless it is reopened.",
        when="OLD.state IN ('resolved', 'withdrawn', 'closed') AND NEW.state <> OLD.state "
        "AND NEW.reopened <> OLD.reopened + 1",
    ),
    refuse(
        "names_that_were_shown_stay_shown",
        "disputes_dispute",
        "UPDATE",
        "A name that was shown cannot be held back again.",
        when="OLD.shown_at IS NOT NULL AND NEW.shown_at IS NULL",
    ),
]
STAGES = [refuse("procedures_are_never_changed", "disputes_stage", "UPDATE", "A changed procedure is a new version.")]
DAYS_OFF = [
    refuse("days_off_are_never_removed", "disputes_dayoff", "DELETE", "A day off is taken back, never removed."),
    refuse(
        "days_off_stay_as_declared",
        "disputes_dayoff",
        "UPDATE",
        "A day off stays as it was declared.",
        when='NEW."on" <> OLD."on" OR NEW.name <> OLD.name OR OLD.taken_back_at IS NOT NULL',
    ),
]
REFERRALS = [
    refuse(
        "referrals_are_never_removed",
        "disputes_outsidereferral",
        "DELETE",
        "That a case was taken elsewhere is never removed.",
    )
]

# What was signed stays as it was signed; its words and names may be let go of when the case is forgotten.
SETTLEMENTS = [
    refuse(
        "settlements_keep_their_words",
        "disputes_settlement",
        "UPDATE",
        "A settlement keeps its words: another one is another proposal.",
        when="NEW.digest <> OLD.digest OR NEW.number <> OLD.number OR NEW.dispute_id <> OLD.dispute_id "
        "OR NEW.outcome <> OLD.outcome OR NEW.remedy_met <> OLD.remedy_met OR NEW.salt <> OLD.salt "
        "OR (NEW.terms <> OLD.terms AND NEW.terms <> '') OR (OLD.state <> 'proposed' AND NEW.state <> OLD.state)",
    ),
    refuse("settlements_are_never_removed", "disputes_settlement", "DELETE", "A settlement is never removed."),
    refuse(
        "signatures_of_settlements_keep_what_they_say",
        "disputes_settlementsignature",
        "UPDATE",
        "A signature keeps what it says.",
        when="NEW.digest <> OLD.digest OR NEW.side <> OLD.side OR NEW.signed_at <> OLD.signed_at "
        "OR NEW.settlement_id <> OLD.settlement_id OR (NEW.name <> OLD.name AND NEW.name <> '') "
        "OR (NEW.office <> OLD.office AND NEW.office <> '')",
    ),
    refuse(
        "signatures_of_settlements_are_never_removed",
        "disputes_settlementsignature",
        "DELETE",
        "A signature is never removed.",
    ),
]

# The same since a case is anonymised when its time is over: only then, only into an empty form, and only once. A
# migration that alters one of these tables repeats these, not the ones above.
WORDS_GONE = "(anonymised)"
_GONE = forgotten("disputes", "dispute", "OLD.dispute_id")
_ENDED = "OLD.state IN ('resolved', 'withdrawn', 'closed')"

EVENTS_FORGOTTEN = append_only(
    "disputes_disputeevent",
    but=f"{_GONE} AND "
    + unchanged("id", "at", "action", "dispute_id", "party", "before", "after", "stage_id", "nomination_id", "due_on")
    + " AND "
    + unchanged("audience")
    + f" AND NEW.actor_id IS NULL AND NEW.through_id IS NULL AND NEW.note IN ('', '{WORDS_GONE}')"
    + " AND NEW.facts = '{}'",
)
_KEEPS_ITS_FIGURES = unchanged(
    "id",
    "reference",
    "state",
    "compact_id",
    "edition_id",
    "procedure_id",
    "stage_id",
    "decision_on",
    "known_on",
    "channel",
    "raised_on",
    "raised_at",
    "referred_at",
    "ended_at",
    "outcome",
    "remedy_met",
    "reopened",
    "shown_at",
)
_HAS_NO_WORDS = " AND ".join(
    f"NEW.{name} = ''"
    for name in (
        "happened",
        "disadvantage",
        "tried",
        "remedy",
        "achievable",
        "proceedings",
        "confidentiality",
        "body",
        "body_reference",
    )
)
_ANONYMISED = (
    f"COALESCE({forgotten('disputes', 'dispute', 'OLD.id')} AND {_ENDED} AND OLD.anonymised_at IS NULL "
    f"AND NEW.anonymised_at IS NOT NULL AND {_KEEPS_ITS_FIGURES} AND {_HAS_NO_WORDS} "
    "AND NEW.begun_by_id IS NULL AND NEW.support_body_id IS NULL, FALSE)"
)
DISPUTES_FORGOTTEN = [
    DISPUTES[0],
    refuse(
        "raised_disputes_keep_their_parties",
        "disputes_dispute",
        "UPDATE",
        "What was raised cannot change.",
        when="OLD.state <> 'draft' AND (NEW.complainant_id <> OLD.complainant_id "
        "OR NEW.respondent_id <> OLD.respondent_id OR NEW.compact_id <> OLD.compact_id "
        "OR NEW.reference <> OLD.reference OR NEW.decision_on <> OLD.decision_on OR NEW.happened <> OLD.happened "
        f"OR NEW.remedy <> OLD.remedy OR NEW.channel <> OLD.channel OR NEW.state = 'draft') AND NOT {_ANONYMISED}",
    ),
    *DISPUTES[2:],
    refuse(
        "cases_are_anonymised_when_their_time_is_over",
        "disputes_dispute",
        "UPDATE",
        "A case is anonymised whole, once it has ended and nothing holds it.",
        when="OLD.anonymised_at IS NULL AND NEW.anonymised_at IS NOT NULL "
        f"AND (NOT {_ANONYMISED} OR EXISTS (SELECT 1 FROM disputes_legalhold held WHERE held.dispute_id = OLD.id "
        "AND held.lifted_at IS NULL AND held.ends_on >= DATE(NEW.anonymised_at)))",
    ),
    refuse(
        "anonymised_cases_never_change",
        "disputes_dispute",
        "UPDATE",
        "A case that is anonymised stays so.",
        when="OLD.anonymised_at IS NOT NULL",
    ),
]
EVIDENCE = [
    refuse(
        "papers_are_never_silently_gone",
        "disputes_evidence",
        "DELETE",
        "A paper of a raised dispute is removed with a reason, never deleted.",
        when=f"OLD.entered_at IS NOT NULL AND NOT {_GONE}",
    ),
    refuse(
        "papers_stay_what_they_were",
        "disputes_evidence",
        "UPDATE",
        "A paper of a raised dispute stays what it was.",
        when="OLD.entered_at IS NOT NULL AND NOT COALESCE("
        + unchanged("dispute_id", "number", "name", "kind", "size", "digest", "description", "audience", "party")
        + " AND "
        + unchanged("uploaded_by_id", "uploaded_at", "entered_at")
        + " AND (NEW.removed_at IS NOT NULL OR OLD.removed_at IS NULL)"
        + " AND (NEW.file = OLD.file OR NEW.file = '')"
        + " AND NOT (OLD.scan = 'infected' AND NEW.scan <> 'infected'), FALSE)",
    ),
]
READS = [
    refuse("reads_are_never_changed", "disputes_paperread", "UPDATE", "History is only ever added to."),
    refuse(
        "reads_are_never_removed",
        "disputes_paperread",
        "DELETE",
        "History is only ever added to.",
        when=f"NOT {_GONE}",
    ),
]
HOLDS = [
    refuse("holds_are_never_removed", "disputes_legalhold", "DELETE", "A hold ends, it is never removed."),
    refuse(
        "holds_keep_their_reason",
        "disputes_legalhold",
        "UPDATE",
        "A hold keeps its reason and its day.",
        when="NOT COALESCE("
        + unchanged("dispute_id", "party", "placed_at", "ends_on")
        + " AND (OLD.lifted_at IS NULL OR NEW.lifted_at = OLD.lifted_at) AND ("
        + unchanged("reason", "placed_by_id")
        + f" OR ({_GONE} AND NEW.reason = '{WORDS_GONE}' AND NEW.placed_by_id IS NULL)), FALSE)",
    ),
]
RECUSALS = [
    refuse(
        "recusals_are_never_removed",
        "disputes_recusal",
        "DELETE",
        "Whoever has stood aside stays aside.",
        when=f"NOT {_GONE}",
    ),
]

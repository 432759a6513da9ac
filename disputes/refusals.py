"""What the database refuses to do with disputes: put in force by migrations, again after each change of a table."""

from compact_portal.history import append_only, refuse

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

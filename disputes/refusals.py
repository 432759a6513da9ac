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

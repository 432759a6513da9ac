"""History is only ever added to, and what was raised stays as it was raised."""

from django.db import migrations

from compact_portal.history import append_only, refuse


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial")]

    operations = [
        *append_only("disputes_disputeevent"),
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
            "OR NEW.remedy <> OLD.remedy OR NEW.state = 'draft')",
        ),
        refuse(
            "ended_disputes_stay_ended",
            "disputes_dispute",
            "UPDATE",
            "A dispute that has ended stays as it ended.",
            when="OLD.state IN ('resolved', 'withdrawn', 'closed') AND NEW.state <> OLD.state",
        ),
        refuse("procedures_are_never_changed", "disputes_stage", "UPDATE", "A changed procedure is a new version."),
    ]

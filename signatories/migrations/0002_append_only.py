"""History is only ever added to, and a signature stays what it was."""

from django.db import migrations

from compact_portal.history import append_only, refuse


class Migration(migrations.Migration):
    dependencies = [("signatories", "0001_initial")]

    operations = [
        *append_only("signatories_signatureevent"),
        *append_only("signatories_historicalorganisation"),
        *append_only("signatories_historicalmembership"),
        *append_only("signatories_historicalforum"),
        *append_only("signatories_historicalseat"),
        *append_only("signatories_historicalmeeting"),
        refuse(
            "signatures_are_never_removed",
            "signatories_signature",
            "DELETE",
            "A signature is withdrawn, never removed.",
        ),
        refuse(
            "signatures_keep_what_was_signed",
            "signatories_signature",
            "UPDATE",
            "What was signed cannot change.",
            when="NEW.edition_id <> OLD.edition_id OR NEW.organisation_id <> OLD.organisation_id "
            "OR NEW.digest <> OLD.digest OR NEW.signed_name <> OLD.signed_name OR NEW.office <> OLD.office "
            "OR NEW.declaration <> OLD.declaration OR (OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS NULL)",
        ),
    ]

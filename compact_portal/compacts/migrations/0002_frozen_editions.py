"""The database refuses every change to an agreed edition's words, and to history."""

from django.db import migrations

from compact_portal.history import append_only, refuse

FROZEN = "(SELECT frozen_at FROM compacts_edition WHERE id = {row}.edition_id) IS NOT NULL"
BECAUSE = "This edition is agreed, so its text cannot change. A correction is a new edition."
SAME_EDITION = (
    "OLD.frozen_at IS NOT NULL AND (NEW.frozen_at IS NULL OR NEW.frozen_at <> OLD.frozen_at "
    "OR NEW.digest <> OLD.digest OR NEW.label <> OLD.label OR NEW.slug <> OLD.slug OR NEW.text_id <> OLD.text_id)"
)


class Migration(migrations.Migration):
    dependencies = [("compacts", "0001_initial")]

    operations = [
        refuse("agreed_clauses_are_complete", "compacts_clause", "INSERT", BECAUSE, when=FROZEN.format(row="NEW")),
        refuse(
            "agreed_clauses_never_change",
            "compacts_clause",
            "UPDATE",
            BECAUSE,
            when=FROZEN.format(row="OLD") + " OR " + FROZEN.format(row="NEW"),
        ),
        refuse(
            "agreed_clauses_are_never_removed",
            "compacts_clause",
            "DELETE",
            BECAUSE,
            when=FROZEN.format(row="OLD"),
        ),
        refuse("agreed_editions_keep_their_words", "compacts_edition", "UPDATE", BECAUSE, when=SAME_EDITION),
        refuse(
            "agreed_editions_are_never_removed",
            "compacts_edition",
            "DELETE",
            BECAUSE,
            when="OLD.frozen_at IS NOT NULL",
        ),
        *append_only("compacts_editionevent"),
        *append_only("compacts_historicalclause"),
        *append_only("compacts_historicaledition"),
        *append_only("compacts_historicalcompact"),
        *append_only("compacts_historicaltext"),
    ]

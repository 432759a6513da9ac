"""What the database refuses to do with texts: the migrations put it in force, again after each change of a table."""

from compact_portal.history import append_only, refuse

FROZEN = "(SELECT frozen_at FROM compacts_edition WHERE id = {row}.edition_id) IS NOT NULL"
BECAUSE = "This edition is agreed, so its text cannot change. A correction is a new edition."
SAME_EDITION = (
    "OLD.frozen_at IS NOT NULL AND (NEW.frozen_at IS NULL OR NEW.frozen_at <> OLD.frozen_at "
    "OR NEW.digest <> OLD.digest OR NEW.label <> OLD.label OR NEW.slug <> OLD.slug OR NEW.text_id <> OLD.text_id)"
)

AGREED_CLAUSES = [
    refuse("agreed_clauses_are_complete", "compacts_clause", "INSERT", BECAUSE, when=FROZEN.format(row="NEW")),
    refuse(
        "agreed_clauses_never_change",
        "compacts_clause",
        "UPDATE",
        BECAUSE,
        when=FROZEN.format(row="OLD") + " OR " + FROZEN.format(row="NEW"),
    ),
    refuse("agreed_clauses_are_never_removed", "compacts_clause", "DELETE", BECAUSE, when=FROZEN.format(row="OLD")),
]
AGREED_EDITIONS = [
    refuse("agreed_editions_keep_their_words", "compacts_edition", "UPDATE", BECAUSE, when=SAME_EDITION),
    refuse(
        "agreed_editions_are_never_removed", "compacts_edition", "DELETE", BECAUSE, when="OLD.frozen_at IS NOT NULL"
    ),
]
CLAUSE_HISTORY = append_only("compacts_historicalclause")
EDITION_HISTORY = append_only("compacts_historicaledition")

# Of which clauses a clause was merged is part of the text that was agreed.
MERGED = (
    "(SELECT edition.frozen_at FROM compacts_edition edition JOIN compacts_clause clause "
    "ON clause.edition_id = edition.id WHERE clause.id = {row}.from_clause_id) IS NOT NULL"
)
AGREED_MERGERS = [
    refuse(
        "agreed_mergers_are_complete",
        "compacts_clause_merged_from",
        "INSERT",
        BECAUSE,
        when=MERGED.format(row="NEW"),
    ),
    refuse(
        "agreed_mergers_never_change",
        "compacts_clause_merged_from",
        "UPDATE",
        BECAUSE,
        when=MERGED.format(row="OLD") + " OR " + MERGED.format(row="NEW"),
    ),
    refuse(
        "agreed_mergers_are_never_removed",
        "compacts_clause_merged_from",
        "DELETE",
        BECAUSE,
        when=MERGED.format(row="OLD"),
    ),
]

APPROVALS = [
    refuse("approvals_are_never_removed", "compacts_approval", "DELETE", "An approval stays on record."),
    refuse(
        "approvals_never_change",
        "compacts_approval",
        "UPDATE",
        "An approval stays on record. It can only be taken back, once.",
        when="OLD.taken_back_at IS NOT NULL OR NEW.edition_id <> OLD.edition_id OR NEW.person_id <> OLD.person_id "
        "OR NEW.sector <> OLD.sector OR NEW.digest <> OLD.digest OR NEW.note <> OLD.note "
        "OR NEW.approved_at <> OLD.approved_at",
    ),
]

# While people comment on a text it is locked, and what they commented on stays as it was.
LOCKED = "(SELECT state FROM compacts_edition WHERE id = {row}.edition_id) = 'consultation'"
LOCKED_BECAUSE = "This text is out to consultation, so it is locked. Take it back to draft to change it."
CONSULTED_CLAUSES = [
    refuse("consulted_texts_gain_nothing", "compacts_clause", "INSERT", LOCKED_BECAUSE, when=LOCKED.format(row="NEW")),
    refuse(
        "consulted_texts_never_change",
        "compacts_clause",
        "UPDATE",
        LOCKED_BECAUSE,
        when=LOCKED.format(row="OLD") + " OR " + LOCKED.format(row="NEW"),
    ),
    refuse("consulted_texts_lose_nothing", "compacts_clause", "DELETE", LOCKED_BECAUSE, when=LOCKED.format(row="OLD")),
    *append_only("compacts_consultedclause"),
    *append_only("compacts_commentevent"),
    *append_only("compacts_answer"),
]

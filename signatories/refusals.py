"""What the database refuses to do with signatures: put in force by migrations, again after each change of the table."""

from compact_portal.history import append_only, refuse

SIGNATURES = [
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
        "OR NEW.grade <> OLD.grade OR NEW.declaration <> OLD.declaration "
        "OR (OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS NULL)",
    ),
]
# The same since it is kept how it was known who signed.
SIGNATURES_WHOLE = [
    SIGNATURES[0],
    refuse(
        "signatures_keep_what_was_signed",
        "signatories_signature",
        "UPDATE",
        "What was signed cannot change.",
        when="NEW.edition_id <> OLD.edition_id OR NEW.organisation_id <> OLD.organisation_id "
        "OR NEW.digest <> OLD.digest OR NEW.signed_name <> OLD.signed_name OR NEW.office <> OLD.office "
        "OR NEW.grade <> OLD.grade OR NEW.declaration <> OLD.declaration OR NEW.authority <> OLD.authority "
        "OR NEW.method <> OLD.method OR NEW.identified_by <> OLD.identified_by "
        "OR (OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS NULL)",
    ),
]
CODES_SIGNED = [
    refuse(f"signatures_keep_their_codes_{what.lower()}", "signatories_signature_codes", what, "What was signed stays.")
    for what in ("UPDATE", "DELETE")
]
CHAIN = append_only("signatories_chainentry")
REQUESTS = [
    refuse(
        "requests_to_sign_are_never_removed",
        "signatories_signingrequest",
        "DELETE",
        "A request to sign ends, it is never removed.",
    )
]
SEALED_AGREEMENTS = [
    refuse(
        "sealed_agreements_are_never_removed",
        "signatories_signedagreement",
        "DELETE",
        "An issue that was sealed is kept.",
        when="OLD.made_at IS NOT NULL",
    ),
    refuse(
        "sealed_agreements_keep_what_they_are_of",
        "signatories_signedagreement",
        "UPDATE",
        "An issue that was sealed stays what it was.",
        when="OLD.made_at IS NOT NULL AND (NEW.edition_id <> OLD.edition_id OR NEW.short_id <> OLD.short_id "
        "OR NEW.content_digest <> OLD.content_digest)",
    ),
]

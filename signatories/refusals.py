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


# Two hold no office of one Forum at once, and nobody holds two seats of it; a term that ended before it began is none.
_AT_ONCE = (
    "EXISTS (SELECT 1 FROM signatories_seat other WHERE other.forum_id = NEW.forum_id {but}AND {same} "
    "AND (other.ends_on IS NULL OR other.ends_on >= NEW.starts_on) "
    "AND (NEW.ends_on IS NULL OR NEW.ends_on >= other.starts_on) "
    "AND (other.ends_on IS NULL OR other.ends_on >= other.starts_on) "
    "AND (NEW.ends_on IS NULL OR NEW.ends_on >= NEW.starts_on))"
)
_OFFICE = "other.office = NEW.office AND NEW.office IN ('chair', 'vice_chair')"
_PERSON = "other.person_id = NEW.person_id"
_SAME_SEAT = "AND other.id <> NEW.id "

SEATS = [
    refuse(
        "offices_are_held_by_one_at_a_time",
        "signatories_seat",
        "INSERT",
        "Somebody else holds this office in that time.",
        when=_AT_ONCE.format(but="", same=_OFFICE),
    ),
    refuse(
        "offices_stay_held_by_one_at_a_time",
        "signatories_seat",
        "UPDATE",
        "Somebody else holds this office in that time.",
        when=_AT_ONCE.format(but=_SAME_SEAT, same=_OFFICE),
    ),
    refuse(
        "people_hold_one_seat_at_a_time",
        "signatories_seat",
        "INSERT",
        "This person has a seat in that time.",
        when=_AT_ONCE.format(but="", same=_PERSON),
    ),
    refuse(
        "people_keep_one_seat_at_a_time",
        "signatories_seat",
        "UPDATE",
        "This person has a seat in that time.",
        when=_AT_ONCE.format(but=_SAME_SEAT, same=_PERSON),
    ),
]

FORUM = [
    *append_only("signatories_meetingevent"),
    *append_only("signatories_correction"),
    *append_only("signatories_historicalchampion"),
    *append_only("signatories_historicalelection"),
    *append_only("signatories_historicalcandidate"),
    *append_only("signatories_historicalagendaitem"),
    *append_only("signatories_historicalpaper"),
    *append_only("signatories_historicalattendance"),
    *append_only("signatories_historicaldecision"),
    *append_only("signatories_historicaldecision_clauses"),
    *append_only("signatories_historicaldecision_amendments"),
    *append_only("signatories_historicalgroupmember"),
    *append_only("signatories_historicalgroupreport"),
    refuse("meetings_are_never_removed", "signatories_meeting", "DELETE", "A meeting is cancelled, never removed."),
    refuse("decisions_are_never_removed", "signatories_decision", "DELETE", "A decision keeps its number."),
    refuse(
        "decisions_keep_their_number",
        "signatories_decision",
        "UPDATE",
        "A decision keeps its number and its meeting.",
        when="NEW.number <> OLD.number OR NEW.year <> OLD.year OR NEW.meeting_id <> OLD.meeting_id "
        "OR NEW.forum_id <> OLD.forum_id",
    ),
    refuse("elections_are_never_removed", "signatories_election", "DELETE", "An election is cancelled, never removed."),
]

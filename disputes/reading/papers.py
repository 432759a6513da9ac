"""What the case consists of: the complaint, the answers to it, and what came of it."""

from typing import Any

from django.utils.translation import gettext as _

from compact_portal.deadlines import written
from disputes.models import Dispute
from disputes.words import Channel, Party


def rows_of(pairs) -> list[dict[str, Any]]:
    """Return the rows of a summary list, without those that say nothing."""
    return [{"key": key, "value": value} for key, value in pairs if value]


def complaint(dispute: Dispute, parties: frozenset[Party]) -> list[dict[str, Any]]:
    """The complaint as it was raised, without a name that is held back from who takes part in these ways."""
    hidden = dispute.name_hidden_from(parties)
    return rows_of(
        [
            (_("Complainant"), dispute.complainant_as(parties)),
            (_("Support body that acts for it"), str(dispute.support_body or "")),
            (_("Speaks for it"), "" if hidden else spoken_for(dispute)),
            (_("How it came"), came(dispute)),
            (_("Respondent"), str(dispute.respondent)),
            (_("Date of the decision"), written(dispute.decision_on) if dispute.decision_on else ""),
            (_("Date it was known"), written(dispute.known_on) if dispute.known_on else ""),
            (_("What happened"), dispute.happened),
            (_("Disadvantage"), dispute.disadvantage),
            (_("Steps tried before"), dispute.tried),
            (_("Remedy sought"), dispute.remedy),
            (_("Why it can be done"), dispute.achievable),
            (_("Other proceedings"), dispute.proceedings),
            (_("To be kept confidential"), dispute.confidentiality),
        ]
    )


def came(dispute: Dispute) -> str:
    """How a complaint came that an officer entered, and on which day; "" for one that was written here."""
    if dispute.channel == Channel.ONLINE:
        return ""
    words = {"how": Channel(dispute.channel).label, "day": written(dispute.received_on) if dispute.received_on else ""}
    return _("%(how)s, received on %(day)s. An officer of the Compact entered it.") % words


def spoken_for(dispute: Dispute) -> str:
    """A person outside the organisation who speaks for the complainant, and how to reach them."""
    person = getattr(dispute, "representative", None)
    return f"{person.name} ({person.contact})" if person and person.contact else str(person or "")


def answers_about_mediator(dispute: Dispute, parties: frozenset[Party]) -> list[tuple[str, str, str]]:
    """What each party said of the mediator: (party, answer, reason); the other's only once both are in."""
    nomination = dispute.nomination
    if nomination is None or not nomination.named or not parties:
        return []
    found = []
    for side, name in (
        (Party.COMPLAINANT, dispute.complainant_as(parties)),
        (Party.RESPONDENT, str(dispute.respondent)),
    ):
        answer = nomination.answer_of(side)
        if answer and (nomination.complete or side in parties):
            reason = nomination.complainant_reason if side == Party.COMPLAINANT else nomination.respondent_reason
            words = _("Accepts") if answer == "accepts" else _("Objects")
            found.append((name, words, reason))
    return found

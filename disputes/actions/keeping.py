"""How long a case is kept whole: the Compact's years, the warning, holds, and anonymising it when its time is over.

What stays of an anonymised case are figures: its reference, the sectors of the parties, its stages and states with
their dates, which kinds of steps were taken, the clauses, the kind of outcome. Names of parties and people, all words,
papers, mail and who read it are gone, and nothing brings them back. The database allows exactly this (refusals.py).
"""

import logging
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal import mail
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from compact_portal.forgetting import forget
from compact_portal.history import NotAllowed, because
from disputes import letters as tell
from disputes.actions.evidence import throw_away
from disputes.models import (
    Concern,
    Dispute,
    LegalHold,
    LinkedCases,
    Representative,
    RetentionRule,
    RetentionWarning,
    SettlementPaper,
    SettlementSignature,
)
from disputes.models.consenting import YES
from disputes.models.keeping import LONGEST_HOLD_YEARS, USUAL_YEARS, WARNED_WEEKS, kept_until
from disputes.models.lists import ENDED_VALUES
from disputes.refusals import WORDS_GONE
from disputes.words import Party, Record
from signatories.models import Organisation

log = logging.getLogger("portal.papers")

WARNED = timedelta(weeks=WARNED_WEEKS)
A_ROUND = 50
WORDS_OF_A_CASE = ["happened", "disadvantage", "tried", "remedy", "achievable", "proceedings"]
WORDS_OF_A_CASE += ["confidentiality", "body", "body_reference"]
WORDS_OF_A_NOMINATION = ["summary", "statement", "complainant_reason", "respondent_reason"]


# The years, and holds ----


@transaction.atomic
def set_years(compact: Compact, years: int, *, by: User) -> None:
    """Set for how many years cases are kept whole. Shorter or longer, nothing goes without its warning."""
    rule, _new = RetentionRule.objects.get_or_create(compact=compact)
    rule.years = years
    because(rule, "", by=by).save()


def why_not_hold(dispute: Dispute, user: User, parties: frozenset[Party]) -> str:
    """Why somebody cannot have a case kept longer, in a sentence; "" where they can."""
    if dispute.anonymised_at:
        return _("This case is anonymised already.")
    if not (parties & {Party.COMPLAINANT, Party.RESPONDENT} or user.is_administrator):
        return _("The two parties and the portal's administrators can have a case kept.")
    return ""


@transaction.atomic
def hold(dispute: Dispute, *, by: User, reason: str, ends_on: date) -> LegalHold:
    """Keep a case whole until a day, whatever its time. Both parties read the reason. NotAllowed with a sentence."""
    dispute = Dispute.objects.select_for_update().get(pk=dispute.pk)
    parties = dispute.parties_of(by)
    if reason_not := why_not_hold(dispute, by, parties):
        raise NotAllowed(reason_not)
    today = timezone.localdate()
    if not today < ends_on <= kept_until(today, LONGEST_HOLD_YEARS):
        raise NotAllowed(
            _("Choose a day after today, and at most %(years)s years ahead. A hold can be asked for again.")
            % {"years": LONGEST_HOLD_YEARS}
        )
    side = next((side.value for side in (Party.COMPLAINANT, Party.RESPONDENT) if side in parties), "")
    made = dispute.holds.create(party=side, placed_by=by, reason=reason, ends_on=ends_on)
    RetentionWarning.objects.filter(dispute=dispute).delete()  # When the hold is over both are warned anew.
    dispute.record(Record.HOLD, by=by, note=reason, party=Party(side) if side else None)
    tell.held(made, by=by)
    return made


@transaction.atomic
def lift(found: LegalHold, *, by: User) -> None:
    """End a hold: by the side that asked for it, or an administrator."""
    if reason := why_not_lift(found, by, found.dispute.parties_of(by)):
        raise NotAllowed(reason)
    if not LegalHold.objects.filter(pk=found.pk, lifted_at=None).update(lifted_at=timezone.now(), lifted_by=by):
        raise NotAllowed(_("This hold has ended already."))
    found.dispute.record(Record.HOLD_LIFTED, by=by)


def why_not_lift(found: LegalHold, user: User, parties: frozenset[Party]) -> str:
    """Why somebody cannot end a hold, in a sentence; "" where they can."""
    if not found.is_in_force:
        return _("This hold has ended already.")
    if not (user.is_administrator or (found.party and Party(found.party) in parties)):
        return _("A hold is ended by who asked for it, or by an administrator.")
    return ""


# What is due ----


def ended_by(day: date) -> Any:
    """The cases of which the time is over on a day or before, by the years of their Compacts; held ones too."""
    rules = dict(RetentionRule.objects.values_list("compact", "years"))
    of_rule = [(Q(compact__in=[key for key, years in rules.items() if years == y]), y) for y in set(rules.values())]
    due = Q(pk__in=[])
    for whose, years in [*of_rule, (~Q(compact__in=list(rules)), USUAL_YEARS)]:
        # A day more, for 29 February: the exact day is asked of each case.
        due |= whose & Q(ended_at__date__lte=kept_until(day, -years) + timedelta(days=1))
    return Dispute.objects.filter(due, state__in=ENDED_VALUES, anonymised_at=None).select_related(
        "compact__retention_rule", "retention_warning"
    )


def last_day(dispute: Dispute) -> date:
    """The last day on which an ended case is kept whole."""
    rule = getattr(dispute.compact, "retention_rule", None)
    years = rule.years if rule else USUAL_YEARS
    return kept_until(timezone.localdate(dispute.ended_at), years)


def goes_on(dispute: Dispute, today: date | None = None) -> date:
    """The day on which a case will be anonymised: after its last day, and never sooner than six weeks' warning."""
    warning = getattr(dispute, "retention_warning", None)
    least = warning.goes_on if warning else (today or timezone.localdate()) + WARNED
    return max(last_day(dispute) + timedelta(days=1), least)


def keep() -> str:
    """Timed work: warn both parties of cases of which the time is nearly over, and anonymise those of which it is."""
    today = timezone.localdate()
    warned = gone = 0
    held = LegalHold.objects.in_force(today).values("dispute")
    found = ended_by(today + WARNED).exclude(pk__in=held)
    for dispute in found.filter(retention_warning=None)[:A_ROUND]:
        warned += warn(dispute, today)
    for dispute in found.filter(retention_warning__goes_on__lte=today)[:A_ROUND]:
        if today > last_day(dispute):
            gone += anonymise(dispute)
        else:
            RetentionWarning.objects.filter(dispute=dispute).delete()  # Its time was made longer since the warning.
    return f"{warned} warnings that a case is anonymised, {gone} cases anonymised"


@transaction.atomic
def warn(dispute: Dispute, today: date) -> bool:
    """Tell both parties when their case will be anonymised, once."""
    if last_day(dispute) > today + WARNED:
        return False
    goes = goes_on(dispute, today)
    _warning, new = RetentionWarning.objects.get_or_create(dispute=dispute, defaults={"goes_on": goes})
    if new:
        tell.will_be_anonymised(dispute, goes)
    return new


# Anonymising ----


@transaction.atomic
def anonymise(dispute: Dispute) -> bool:
    """Anonymise a case for good; False where it is open again, held, or gone already."""
    now = timezone.now()
    dispute = Dispute.objects.select_for_update().get(pk=dispute.pk)
    held = dispute.holds.in_force().exists()  # Whoever asks for a hold now waits for this row.
    if dispute.anonymised_at or held or dispute.state not in ENDED_VALUES:
        return False
    parties = {side: nobody(side, getattr(dispute, side)) for side in ("complainant", "respondent")}
    forget_people_of(dispute)
    forget_endings_of(dispute)
    forget(dispute)
    Dispute.objects.filter(pk=dispute.pk).update(
        **dict.fromkeys(WORDS_OF_A_CASE, ""),
        **parties,
        begun_by=None,
        support_body=None,
        held_back=False,
        anonymised_at=now,
    )
    note = Case(When(note="", then=Value("")), default=Value(WORDS_GONE))
    dispute.events.update(actor=None, through=None, facts={}, note=note)
    for gone in (dispute.recusals, dispute.reads, dispute.evidence, dispute.notices, dispute.reminders):
        gone.all().delete()
    log.info("The case %s was anonymised.", dispute.reference)
    return True


def forget_people_of(dispute: Dispute) -> None:
    """Let go of who was asked to mediate, of files, mail and holds."""
    for name in WORDS_OF_A_NOMINATION:
        dispute.nominations.exclude(**{name: ""}).update(**{name: WORDS_GONE})
    dispute.sessions.update(place="")
    dispute.nominations.update(person=None, chosen_by=None, grant=None)
    for name in ("body", "outcome"):
        dispute.referrals.exclude(**{name: ""}).update(**{name: WORDS_GONE})
    dispute.referrals.update(reference="", referred_by=None, reported_by=None)
    LinkedCases.objects.filter(Q(first=dispute) | Q(second=dispute)).delete()
    Concern.objects.filter(dispute=dispute).delete()
    Representative.objects.filter(dispute=dispute).delete()
    dispute.attempts.all().delete()
    dispute.panellists.all().delete()
    dispute.notices.all().delete()
    dispute.reminders.all().delete()
    for paper in dispute.evidence.exclude(file=""):
        throw_away(paper.file)
    for printed in dispute.printed.all():
        throw_away(printed.file)
        printed.delete()
    dispute.holds.update(placed_by=None, lifted_by=None, reason=WORDS_GONE)
    RetentionWarning.objects.filter(dispute=dispute).delete()
    mail.forget(dispute.reference or "")


def forget_endings_of(dispute: Dispute) -> None:
    """Let go of settlements, their signatures and papers, and remedies; what both agreed to publish stays as it is."""
    for paper in SettlementPaper.objects.filter(settlement__dispute=dispute):
        throw_away(paper.file)
        paper.delete()
    SettlementSignature.objects.filter(settlement__dispute=dispute).update(person=None, name="", office="", whom="")
    dispute.settlements.update(terms="", remedies=[])
    dispute.remedies.all().delete()
    dispute.outcome_views.all().delete()
    dispute.lessons.filter(taken_as="").delete()
    dispute.lessons.update(written_by=None, ended_by=None)
    dispute.casesummarys.exclude(complainant_says=YES, respondent_says=YES, ended_at=None).delete()
    dispute.casesummarys.update(written_by=None)


def nobody(side: str, organisation: Organisation) -> Organisation:
    """Who stands for a party of which the name is forgotten: one record for each side and sector, in no register."""
    names = {
        "complainant": _("Anonymised complainant, %(sector)s"),
        "respondent": _("Anonymised respondent, %(sector)s"),
    }
    found, _new = Organisation.objects.get_or_create(
        slug=f"anonymised-{side}-{organisation.sector}",
        defaults={
            "name": names[side] % {"sector": organisation.get_sector_display().lower()},
            "sector": organisation.sector,
            "kind": organisation.kind,
        },
    )
    return found

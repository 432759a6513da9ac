"""Clocks of the sample: a case that is paused, more time, one long overdue, one at an ombudsman, a day off."""

from datetime import timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from compact_portal.deadlines import why_off
from compact_portal.sample.cases import BUSES, COUNCIL, GARDEN, LEISURE, REPAIR, SEWING, Case, days_ago
from disputes.models import DayOff, Dispute
from signatories.models import Organisation


def make_clocks(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """Four cases whose clocks show what clocks can do, two of them linked, and a day off that would move some."""
    waiting = paused(Case(compact, people, bodies, (GARDEN, LEISURE)))
    more_time(Case(compact, people, bodies, (REPAIR, BUSES)))
    late = long_overdue(Case(compact, people, bodies, (SEWING, COUNCIL)))
    at_an_ombudsman(Case(compact, people, bodies, (GARDEN, COUNCIL)), linked=waiting)
    late.run_out("stage", late.due_on, at=days_ago(30))
    day = timezone.localdate() + timedelta(days=4)
    while why_off(day, compact.nation):
        day += timedelta(days=1)
    DayOff.declare(day, "Derby charter day", by=people["officer"], compact=compact)


def paused(case: Case) -> Dispute:
    """The answer is awaited, and the group has paused the case while figures are looked for."""
    dispute = case.raised(
        24,
        decided=44,
        clauses="4.6",
        happened="The hours of the growing space were cut by half, from one week to the next.",
        disadvantage="People who work by day can no longer come.",
        remedy="Two evenings a week, as before.",
    )
    dispute.go_formal(by=case.us, at=days_ago(14))
    until = timezone.localdate() + timedelta(days=21)
    dispute.pause(
        by=case.us,
        until=until,
        note="The Board looks for the figures of both summers. We wait for them together.",
        at=days_ago(5),
    )
    return dispute


def more_time(case: Case) -> None:
    """The respondent has taken five working days more to answer."""
    dispute = case.raised(
        30,
        decided=45,
        clauses="4.3",
        happened="The route that our volunteers use was taken out of the new timetable without a consultation.",
        disadvantage="Eleven volunteers cannot reach the workshop on Saturdays.",
        remedy="A consultation before the next timetable.",
    )
    dispute.go_formal(by=case.us, at=days_ago(22))
    dispute.extend(
        by=case.them, days=5, note="The person who planned the route is away until next week.", at=days_ago(3)
    )


def long_overdue(case: Case) -> Dispute:
    """No answer has come for more than 20 working days after it was due."""
    dispute = case.raised(
        100,
        decided=110,
        clauses="4.5",
        happened="A small grant was given to another group before the closing day.",
        disadvantage="The material for the winter was bought on credit.",
        remedy="An explanation, and a grant of the same size.",
    )
    dispute.go_formal(by=case.us, note="Two letters were not answered.", at=days_ago(92))
    return dispute


def at_an_ombudsman(case: Case, *, linked: Dispute) -> None:
    """Taken to the ombudsman, who has said what came of it; linked with the group's other case."""
    dispute = case.raised(
        200,
        decided=215,
        clauses="4.7",
        happened="The agreement for the two plots by the river was not renewed, and the letter gave no reason.",
        disadvantage="Forty families lost their plots.",
        remedy="The reasons, and other plots.",
    )
    dispute.go_formal(by=case.us, at=days_ago(190))
    dispute.respond(by=case.them, note="The land is needed for flood works.", at=days_ago(170))
    dispute.go_national(by=case.us, body="Compact Voice", at=days_ago(160))
    dispute.go_outside(
        by=case.us,
        body="Local Government and Social Care Ombudsman",
        body_reference="26 004 118",
        note="The answer does not say why we were not told.",
        at=days_ago(150),
    )
    dispute.report_back(
        by=case.us,
        note="The ombudsman asks the Council to explain its decision, and to offer other plots where it can.",
        referral=dispute.referrals.last(),
        outcome_on=timezone.localdate() - timedelta(days=20),
        at=days_ago(18),
    )
    dispute.link(by=case.us, other=linked, note="Both are about the same growing space.", at=days_ago(4))

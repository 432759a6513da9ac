"""Disputes of the sample, each in another stage: between invented groups, and bodies that are invented or say so."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Clause, Compact
from disputes.models import Dispute, Procedure
from signatories.models import Organisation

GARDEN, SEWING, REPAIR = "chaddesden-garden-share", "normanton-sewing-circle", "allestree-repair-shed"
COUNCIL, LEISURE, BUSES = "derby-city-council", "derwentside-leisure-board", "markeaton-buses-authority"
SPEAKS_FOR = {
    GARDEN: "group",
    SEWING: "needle",
    REPAIR: "repair",
    COUNCIL: "respondent",
    LEISURE: "leisure",
    BUSES: "buses",
}


def days_ago(days: int, hour: int = 10) -> datetime:
    """A moment of an earlier day, by the portal's own clock."""
    day = timezone.localdate() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


class Case:
    """A dispute under way, with the two people who act in it."""

    def __init__(self, compact: Compact, people: dict[str, User], bodies: dict[str, Organisation], pair):
        complainant, respondent = pair
        self.people, self.compact = people, compact
        self.us, self.them = people[SPEAKS_FOR[complainant]], people[SPEAKS_FOR[respondent]]
        self.parties = {"complainant": bodies[complainant], "respondent": bodies[respondent]}

    def begin(self, *, begun: int, decided: int, clauses: str, code: str = "", **answers) -> Dispute:
        """A draft with all its answers, begun and decided so many days ago."""
        dispute = Dispute.begin(self.compact, by=self.us, at=days_ago(begun, 9), **self.parties)
        decision_on = timezone.localdate() - timedelta(days=decided)
        dispute.describe(by=self.us, decision_on=decision_on, **answers)
        numbers = clauses.split()
        cited = list(Clause.objects.filter(edition=self.compact.current_edition, number__in=numbers))
        if code:
            name, number = code.rsplit(" ", 1)
            adopted = dispute.codes_on_the_day().select_related("edition__text__code__derived_from")
            editions = [one.edition for one in adopted if name.casefold() in one.edition.text.code.names]
            cited += Clause.objects.filter(edition__in=editions, number=number)
        dispute.cite(cited, by=self.us)
        return dispute

    def raised(self, days: int, **answers) -> Dispute:
        """A dispute raised so many days ago."""
        dispute = self.begin(begun=days + 1, **answers)
        dispute.lodge(by=self.us, at=days_ago(days))
        return dispute


def make_disputes(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """One dispute in each of several stages, in the order in which they were raised."""
    Procedure.adopt(compact, by=people["officer"], on=timezone.localdate() - timedelta(days=700))
    for make, pair in [
        (resolved, (REPAIR, COUNCIL)),
        (mediating, (GARDEN, LEISURE)),
        (asked_to_mediate, (SEWING, LEISURE)),
        (waiting_for_a_mediator, (REPAIR, LEISURE)),
        (waiting_for_an_answer, (GARDEN, COUNCIL)),
        (talking, (SEWING, BUSES)),
        (draft, (GARDEN, BUSES)),
    ]:
        make(Case(compact, people, bodies, pair))


def resolved(case: Case) -> None:
    """Settled after a formal answer, nearly all of what was asked for."""
    dispute = case.raised(
        330,
        decided=350,
        clauses="4.7",
        code="Funding 4.1",
        happened="The grant for the tool library was ended with four weeks' notice, in a letter that gave no reason.",
        disadvantage="Two part-time posts could not be kept through the winter.",
        tried="A telephone call to the grants team.",
        remedy="Three months' notice, and the reasons in writing.",
        achievable="The budget for the quarter had been set aside.",
    )
    dispute.go_formal(by=case.us, note="Two calls brought no date for an answer.", at=days_ago(318))
    dispute.respond(
        by=case.them,
        note="You are right about the notice. We go on paying for three months from today. The reasons are attached.",
        at=days_ago(300),
    )
    dispute.settle(
        by=case.us,
        outcome="notice-given",
        remedy_met="wholly",
        note="Thank you. The notice and the reasons are what we had asked for.",
        at=days_ago(296),
    )


def mediating(case: Case) -> None:
    """In mediation: both parties have accepted the mediator, and talks are under way."""
    dispute = case.raised(
        75,
        decided=95,
        clauses="4.6 4.8",
        happened="The lease of our growing space was changed so that we carry the cost of all repairs to the wall.",
        disadvantage="One repair would cost more than our income of a year.",
        tried="Two meetings on site.",
        remedy="Share the cost of repairs by what each can bear.",
        achievable="Other leases of the Board share repairs in this way.",
    )
    dispute.go_formal(by=case.us, note="We could not agree on site.", at=days_ago(66))
    dispute.respond(by=case.them, note="The new lease is the same for every tenant.", at=days_ago(52))
    dispute.refer(by=case.us, note="The answer does not look at what we can bear.", at=days_ago(48))
    nominate_mina(
        case,
        dispute,
        40,
        "A small group and a public body differ on who pays for repairs under a new lease.",
    )
    dispute.declare(
        by=case.people["mediator"],
        statement="I know neither party, hold no office in either, and have no interest in the site.",
        at=days_ago(36),
    )
    dispute.accept(by=case.us, at=days_ago(34))
    dispute.accept(by=case.them, at=days_ago(33))
    dispute.add_mediation_note(
        by=case.people["mediator"],
        note="First meeting held with both of you. Each will bring figures for three ways of sharing the cost.",
        at=days_ago(15),
    )


def asked_to_mediate(case: Case) -> None:
    """Referred to the Forum; somebody has been asked to mediate and has not replied."""
    dispute = case.raised(
        40,
        decided=60,
        clauses="4.4",
        code="Funding 2.1",
        happened="Our bid for the summer workshops was turned down on a rule that was not in the published criteria.",
        disadvantage="The workshops for forty people did not take place.",
        tried="A letter, which was not answered.",
        remedy="Look at the bid again by the published criteria.",
        achievable="A second round opens in the spring.",
    )
    dispute.go_formal(by=case.us, at=days_ago(36))
    dispute.respond(by=case.them, note="The panel may take other matters into account.", at=days_ago(20))
    dispute.refer(by=case.us, note="Other matters should have been published too.", at=days_ago(12))
    nominate_mina(
        case,
        dispute,
        2,
        "A voluntary group was refused money on a rule it says was not published. It asks for a new look.",
    )


def nominate_mina(case: Case, dispute: Dispute, days: int, summary: str) -> None:
    """The Chair asks the mediator of the sample accounts, with a summary that names nobody."""
    dispute.nominate(case.people["mediator"], by=case.people["chair"], summary=summary, at=days_ago(days))


def waiting_for_a_mediator(case: Case) -> None:
    """Referred to the Forum; the Chair has to choose a mediator."""
    dispute = case.raised(
        35,
        decided=50,
        clauses="4.5 4.12",
        happened="A contract for repairs to sports kit was written so that only a large firm could bid.",
        disadvantage="We could not bid for work that we had done well for five years.",
        tried="A talk with the buyer before the closing day.",
        remedy="Divide the contract into lots, and talk with the sector before the next one.",
        achievable="The contract has not been signed yet.",
    )
    dispute.go_formal(by=case.us, at=days_ago(31))
    dispute.respond(by=case.them, note="The rules of buying were followed.", at=days_ago(14))
    dispute.refer(by=case.us, note="We ask for a mediator.", at=days_ago(6))


def waiting_for_an_answer(case: Case) -> None:
    """A formal complaint; the Council's own time to answer is running."""
    dispute = case.raised(
        20,
        decided=38,
        clauses="4.3 4.12",
        code="Consultation 11.1",
        happened="The consultation on closing two allotment sites ran for four weeks only, and no reason was given.",
        disadvantage="Only three of our sixty members could reply in time.",
        tried="We asked by e-mail for more time.",
        remedy="Open the consultation again for eight more weeks.",
        achievable="No decision is due before the spring.",
    )
    dispute.go_formal(by=case.us, note="Our e-mail was not answered.", at=days_ago(8))


def talking(case: Case) -> None:
    """Raised informally; the parties are talking."""
    dispute = case.raised(
        9,
        decided=25,
        clauses="4.7",
        code="Funding 3.1",
        happened="The fares for our minibus scheme are now paid back after six months instead of in advance.",
        disadvantage="We had to borrow from a member.",
        remedy="Payment in advance, as before.",
        achievable="It was done so until this summer.",
    )
    dispute.add_note(by=case.them, note="We are looking into it and suggest a call next week.", at=days_ago(4))


def draft(case: Case) -> None:
    """Not raised yet: only the complainant sees it."""
    case.begin(
        begun=2,
        decided=11,
        clauses="4.2",
        happened="The bus stop by the gardens was moved without asking those who use it.",
    )

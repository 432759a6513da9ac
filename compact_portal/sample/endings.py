"""Endings of the sample's disputes: a settlement signed by both with remedies under way, one that is only proposed."""

from datetime import timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from compact_portal.sample.cases import COUNCIL, GARDEN, REPAIR, Case, days_ago
from disputes.models import CaseSummary, Dispute, Lesson
from signatories.models import Organisation


def make_endings(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """A settled case with all that follows, and a case in which a settlement waits for an answer."""
    case = Case(compact, people, bodies, (GARDEN, COUNCIL))
    dispute = settled(case)
    followed(case, dispute)
    told(case, dispute)
    proposed(Case(compact, people, bodies, (REPAIR, COUNCIL)))


def due(days: int) -> str:
    """A day so many days from today, as a proposal keeps it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def settled(case: Case) -> Dispute:
    """Settled by a text that both signed, after one proposal was answered by another."""
    dispute = case.raised(
        170,
        decided=185,
        clauses="4.7 4.12",
        happened="The hall we meet in was closed for repairs at one week's notice, and no other room was offered.",
        disadvantage="Two courses with thirty people had to be given up.",
        tried="A letter to the estates team.",
        remedy="Another room until the repairs are done.\nThe rent of the closed weeks back.\nTwelve weeks' notice.",
        achievable="The library has a room that stands empty on weekdays.",
    )
    dispute.go_formal(by=case.us, at=days_ago(160))
    dispute.respond(by=case.them, note="The repairs were urgent. We regret the short notice.", at=days_ago(142))
    dispute.propose(
        by=case.them,
        note="The Council pays back the rent of the closed weeks.",
        outcome="money-restored",
        remedy_met="partly",
        remedies=[{"what": "Pay back the rent of six weeks", "owed_by": "respondent", "due_on": due(-90)}],
        name=case.them.name,
        office="Head of estates",
        at=days_ago(130),
    )
    dispute.counter(
        by=case.us,
        note="The Council pays back the rent of the closed weeks, lends the room in the library until the hall opens, "
        "and gives twelve weeks' notice of planned repairs. The group tells its members what was agreed.",
        outcome="notice-given",
        remedy_met="wholly",
        remedies=[
            {"what": "Pay back the rent of six weeks", "owed_by": "respondent", "due_on": due(-90)},
            {"what": "Lend the room in the library until the hall opens", "owed_by": "respondent", "due_on": due(-12)},
            {
                "what": "Write twelve weeks' notice into the hiring terms",
                "owed_by": "respondent",
                "due_on": due(5),
            },
            {"what": "Tell the members what was agreed", "owed_by": "complainant", "due_on": due(-60)},
        ],
        name=case.us.name,
        office="Secretary",
        at=days_ago(126),
    )
    dispute.agree(by=case.them, name=case.them.name, office="Head of estates", at=days_ago(122))
    return dispute


def followed(case: Case, dispute: Dispute) -> None:
    """One remedy confirmed, one said to be done, one overdue, one due soon for which more time is asked."""
    rent, _room, terms, members = dispute.remedies.all()
    rent.report_done(by=case.them, on=days_ago(100).date(), note="By bank transfer.", at=days_ago(99))
    rent.confirm(by=case.us, note="It has come.", at=days_ago(97))
    members.report_done(by=case.us, on=days_ago(61).date(), note="At the summer meeting; the minutes say so.")
    terms.ask_to_move(by=case.them, due_on=timezone.localdate() + timedelta(days=40), note="The committee meets later.")


def told(case: Case, dispute: Dispute) -> None:
    """A lesson that the officers can take into the plan, and a summary that everybody can read."""
    clauses = [citation.clause for citation in dispute.citations.select_related("clause")]
    words = "Offer another room whenever a public building that groups use is closed for repairs."
    lesson = Lesson.offer(dispute, by=case.us, words=words, clauses=clauses, at=days_ago(110))
    lesson.answer(by=case.them, says="yes", digest=lesson.digest, at=days_ago(108))
    summary = CaseSummary.draft(
        dispute,
        by=case.us,
        between="A small voluntary group and a public body",
        about="A public room that the group hired was closed for repairs at very short notice, and none was offered "
        "in its place. The group held that this did not keep the commitment to give notice.",
        came_of_it="The rent was paid back, another room was lent until the repairs were done, and the hiring terms "
        "now give twelve weeks' notice. Both found that an early telephone call would have settled it.",
        clauses=clauses,
        at=days_ago(105),
    )
    summary.answer(by=case.them, says="yes", digest=summary.digest, at=days_ago(100))


def proposed(case: Case) -> None:
    """Answered, and the complainant has proposed a settlement that waits for the respondent."""
    dispute = case.raised(
        44,
        decided=58,
        clauses="4.4",
        happened="The tender for bicycle racks at stops was sent to firms only.",
        disadvantage="We could not offer what we make in our workshop.",
        tried="A call to the buyer.",
        remedy="Tell us of the next tender when firms are told.",
        achievable="A list of addresses is all it takes.",
    )
    dispute.go_formal(by=case.us, at=days_ago(40))
    dispute.respond(by=case.them, note="Nobody had asked to be on the list.", at=days_ago(22))
    dispute.propose(
        by=case.us,
        note="The Council puts the Shed on its list of those who are told of tenders, and says so in writing.",
        outcome="practice-changed",
        remedy_met="wholly",
        remedies=[{"what": "Put the Shed on the list and write to say so", "owed_by": "respondent", "due_on": due(30)}],
        name=case.us.name,
        office="Chair",
        at=days_ago(5),
    )

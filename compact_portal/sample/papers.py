"""Papers of the sample's disputes: a letter and a table, some for one side and the mediator; who else read; a hold."""

from datetime import timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from disputes.actions import evidence, keeping
from disputes.examining import PaperKind
from disputes.models import Dispute
from disputes.models.keeping import What, note_read
from disputes.words import Audience, State

LETTER = """Dear Chaddesden Garden Share,

The Board has looked at its budget. We shall not renew the agreement for the two allotments
after the end of next month. Tools left behind will be cleared away.

Grounds and Leisure
"""
VISITS = "Month,Visits to the garden,Of these with a helper\nJune,212,61\nJuly,240,75\nAugust,198,58\n"
MINUTES = "Minutes, for the mediator alone\n\nWe could live with a notice of six weeks if the tools stay.\n"


def make_papers(compact: Compact, people: dict[str, User]) -> None:
    """Add papers to the dispute in mediation, the one that waits for an answer, and the draft."""
    cases = {dispute.state: dispute for dispute in Dispute.objects.filter(compact=compact).order_by("pk")}
    group, leisure = people["group"], people["leisure"]
    if mediated := cases.get(State.MEDIATING):
        _add(
            mediated, "Minutes of our meeting.txt", MINUTES, "What we could agree to", group, Audience.COMPLAINANT_ROOM
        )
        _add(mediated, "Visits.csv", VISITS, "Visits to the garden this summer", group, Audience.MEDIATION)
        _add(mediated, "Letter to the group.txt", LETTER, "Our letter", leisure, Audience.MEDIATION)
        wrong = _add(mediated, "Wrong file.txt", "Not this one.\n", "Budget of the Board", leisure, Audience.CASE)
        evidence.remove(wrong, by=leisure, why="It was the wrong file.")
        note_read(mediated, people["mediator"], mediated.parties_of(people["mediator"]), What.CASE)
        note_read(mediated, people["mediator"], mediated.parties_of(people["mediator"]), What.EVIDENCE, 1)
    if waiting := cases.get(State.AWAITING_ANSWER):
        _add(waiting, "The letter.txt", LETTER, "The letter that ends the agreement", group, Audience.CASE)
    if draft := cases.get(State.DRAFT):
        _add(draft, "Visits.csv", VISITS, "Who comes by bus", draft.begun_by, Audience.CASE)
    if ended := cases.get(State.RESOLVED):
        until = timezone.localdate() + timedelta(days=200)
        keeping.hold(ended, by=people["respondent"], reason="The auditors look at grants of that year.", ends_on=until)


def _add(dispute, name, words, description, by, audience):
    return evidence.add(
        dispute,
        name=name,
        kind=PaperKind(name.rsplit(".", 1)[1]),
        data=words.encode(),
        description=description,
        audience=audience,
        by=by,
    )

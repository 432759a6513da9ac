"""Texts on their way: a consultation with comments in different states, and a draft that one sector has approved."""

from datetime import timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts import actions, agreeing
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.lifecycle import Outcome
from compact_portal.compacts.models import Answer, Comment, Compact, Consultation, Edition

ABOUT = (
    "The agreement of 2003 has lapsed. This draft says what the County Council, the health bodies, the police and "
    "voluntary groups of the county would promise each other.\n\n"
    "We ask above all:\n\n"
    "- Are the promises ones that you could tell were kept, or broken?\n"
    "- What is missing for groups in villages?"
)
# Clause ("" for the whole), who, organisation, words.
COMMENTS = [
    (
        "3.2",
        "Hilda Hillwalker",
        "Glossop Footpath Friends",
        "“Or say why that cannot be” lets everybody out. Say when the reason is given.",
    ),
    ("3.2", "Barney Bellringer", "Bakewell Tower Ringers", "And leave longer in August, when none of us meets."),
    ("", "Maud Millstone", "", "A good draft. It would help to have it on one sheet of paper for our notice board."),
    ("4.1", "Ted Tramway", "Matlock Railway Children", "What is timely when the treasurer works nights? Name a month."),
    ("3.3", "Priya Peakdale", "Buxton Community Transport", "Three months is too short for a service with drivers."),
]


def make_consultation(edition: Edition, people: dict[str, User]) -> None:
    """The county's draft, out for twelve weeks and more, with comments published, answered, waiting, refused, held."""
    officer, today = people["county"], timezone.localdate()
    out = Consultation.plan(
        edition,
        by=officer,
        opens_on=today,
        closes_on=today + timedelta(weeks=10),
        short_reason=("The councillors decide before the end of the financial year."),
        about=ABOUT,
    )
    numbers = {clause.number: clause for clause in out.clauses.all()}
    made = [comment_on(out, numbers.get(number), name, body, words) for number, name, body, words in COMMENTS]
    for comment in made[:4]:
        comment.publish(by=officer)
    Answer.give(
        out,
        made[:2],
        words="The next draft asks for the reason on the first day, and for two weeks more where August lies between.",
        outcome=Outcome.CHANGED,
        by=officer,
    )
    Answer.give(out, made[2:3], words="A poster will be made once it is agreed.", outcome=Outcome.NOTED, by=officer)
    refused = comment_on(out, None, "Ned Neighbour", "", "The man at number 12 never came to a meeting and is ill.")
    refused.refuse(by=officer, reason="It tells of somebody’s health. You can send it again without that.")
    comment_on(
        out,
        None,
        "Best Prices",
        "",
        "Buy at https://cheap.example and https://cheaper.example",
        signs=["It has 2 links."],
    )


def comment_on(out: Consultation, clause, name: str, organisation: str, words: str, signs=()) -> Comment:
    """A comment whose author has confirmed their address."""
    email = f"{name.split(maxsplit=1)[0].lower()}@village.example"
    comment = Comment.receive(
        out, clause=clause, name=name, organisation=organisation, words=words, email=email, signs=signs
    )
    comment.confirm()
    return comment


def make_next_edition(compact: Compact, people: dict[str, User]) -> None:
    """The draft that is to follow Derby's revised edition: the public bodies have approved it, the others are asked."""
    officer = people["officer"]
    before = compact.agreement.editions.get(slug="revised")
    draft = actions.begin_from(before, str(timezone.localdate().year + 1), by=officer)
    draft.notice = before.notice
    draft.save()
    clause = draft.clauses.select_related("edition").get(number="4.1")
    words = f"{clause.body} Where fewer than twelve weeks are left for answers, the reason is published."
    actions.amend(clause, by=officer, reason="Asked for at the Annual Review", seen=clause.updated_at, body=words)
    agreeing.ask_for_approval(draft, by=officer, note="Clause 4.1 is the only one that changed.")
    draft.approve(by=people["approver-statutory"], sector=Sector.STATUTORY, note="Agreed by the partnership board.")

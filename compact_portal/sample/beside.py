"""What stands beside two texts of the sample: Denbighshire's Welsh, and Derby in easy words."""

from compact_portal.accounts.models import User
from compact_portal.compacts import actions
from compact_portal.compacts.models import EasyRead, Edition, Translation

# Number → heading and text. 5 is not in Welsh yet.
WELSH = {
    "1": (
        "Diben",
        "Protocol rhwng cyrff cyhoeddus yn Sir Ddinbych a'u partneriaid gwirfoddol a chymunedol. Mae'n cynnal "
        "perthynas waith dda pan fydd pobl yn gadael ac eraill yn cymryd eu lle. Mae'n dod o dan Gynllun y Trydydd "
        "Sector yng Nghymru.",
    ),
    "2": ("Egwyddorion a rennir", "Mae'r ddau sector yn dilyn yr egwyddorion hyn:"),
    "2.1": ("Llesiant", "rydym yn cynllunio gyda'n gilydd er lles hirdymor y sir."),
    "2.2": ("Dwy iaith", "caiff y Gymraeg a'r Saesneg eu trin yn gyfartal ym mhopeth a wnawn o dan y Compact hwn."),
    "2.3": ("Annibyniaeth", "y trydydd sector ei hun sy'n penderfynu beth y mae'n ei ddweud a'i wneud."),
    "3": ("Ymrwymiadau'r sector statudol", "Bydd partneriaid y sector statudol yn:"),
    "3.1": ("", "gofyn i'r trydydd sector yn gynnar, yn y ddwy iaith, am gynlluniau sy'n effeithio arno."),
    "3.2": ("", "rhoi gwybod i grwpiau am y rhesymau dros benderfyniadau ar grantiau."),
    "3.3": ("", "rhoi rhybudd cyn i gymorth ddod i ben."),
    "4": (
        "Ymrwymiadau'r sector gwirfoddol a chymunedol",
        "Bydd partneriaid y sector gwirfoddol a chymunedol yn:",
    ),
    "4.1": ("", "bod yn agored ynghylch pwy y maent yn siarad ar eu rhan."),
    "4.2": ("", "rhoi cyfrif am arian cyhoeddus yn brydlon."),
    "4.3": ("", "cynnig cymorth i wirfoddolwyr ac, os dymunant, gyfle i ddefnyddio'r Gymraeg."),
}

EASY = """## What is the Compact?

The Compact is a list of promises.

Two kinds of organisations made the promises to each other:

- **Public bodies.** For example, the council, the health service and the police.
- **Voluntary groups.** For example, charities, clubs and faith groups.

## What do public bodies promise?

- You may say what you think. You may also say it about those who pay you.
- They ask you early. You get 12 weeks to answer, where that can be done.
- They tell you the rules for money before you apply.
- They tell you why they decided as they did.
- They ask only for the forms they need.
- They pay on the day that was agreed.

## What do voluntary groups promise?

- They are open about what they do.
- They look after money well.
- They look after their volunteers.
- They say what the people they speak for really think.

## What if a promise is broken?

1. Talk to each other first.
2. If that does not help, write down what went wrong.
3. The Compact Forum can find somebody to help you both to agree.

Nobody may treat you worse because you complained.
"""


def write_welsh(edition: Edition, *, by: User) -> None:
    """Write the Welsh of Denbighshire's draft; then the English of 3.3 is mended, so that the Welsh of it is older."""
    clauses = {clause.number: clause for clause in edition.clauses.all()}
    notice = clauses["3.3"]
    words = notice.body
    said = {"by": by, "reason": "Sample data", "seen": notice.updated_at}
    actions.amend(notice, body=words.replace("fair notice", "notice"), **said)
    for number, (heading, body) in WELSH.items():
        Translation.write(clauses[number], heading=heading, body=body, by=by, seen=None)
    notice.refresh_from_db()
    actions.amend(notice, body=words, **{**said, "seen": notice.updated_at, "reason": "It has to be fair"})
    edition.refresh_from_db()


def write_easy_read(edition: Edition, *, by: User) -> None:
    """Publish the easy-read version of Derby's edition in force."""
    EasyRead.write(edition, body=EASY, published=True, by=by, seen=None)

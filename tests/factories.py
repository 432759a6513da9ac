"""Plain functions that make the people and things of a test, by doing what the real code does."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone
from django.utils.text import slugify

from actionplans.models import Action, ActionPlan, Theme
from codes.models import Code
from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.compacts.importing import parse
from compact_portal.compacts.kinds import ClauseKind, OwedBy, Sector, TextKind
from compact_portal.compacts.models import Clause, Compact, Consultation, Edition, PendingImport
from signatories.models import Forum, Membership, Organisation, Role, Signature
from signatories.models.organisation import Kind

PASSWORD = "a long enough password"
LONG_AGO = date(2026, 1, 5)
_numbers = count(1)

# Number, kind, owed by, heading, words.
CLAUSES = [
    ("1", ClauseKind.SECTION, "", "Why we have a Compact", "We work better when each knows what to expect."),
    ("2", ClauseKind.SECTION, "", "Principles we share", ""),
    ("2.1", ClauseKind.PRINCIPLE, "", "", "Groups are free to speak, whoever pays them."),
    ("3", ClauseKind.SECTION, "", "What public bodies promise", ""),
    ("3.1", ClauseKind.COMMITMENT, OwedBy.STATUTORY, "", "We ask early, and leave twelve weeks for an answer."),
    ("3.2", ClauseKind.COMMITMENT, OwedBy.STATUTORY, "", "We give three months' notice before funding ends."),
    ("4", ClauseKind.SECTION, "", "What voluntary groups promise", ""),
    ("4.1", ClauseKind.COMMITMENT, OwedBy.VCS, "", "We tell our members what was asked and what we answered."),
    ("5", ClauseKind.SECTION, "", "Words", ""),
    ("5.1", ClauseKind.DEFINITION, "", "Consultation", "Asking people before a decision is made."),
]


def person(name="Pat Person", *, email=None, **fields):
    """A person who has joined and can sign in with PASSWORD."""
    email = email or f"{slugify(name)}-{next(_numbers)}@testham.example"
    return User.objects.create_user(email, PASSWORD, name=name, joined_at=timezone.now(), **fields)


def compact(name="Testham Compact", **fields):
    """A Compact without any edition."""
    area = name.removesuffix(" Compact")
    return Compact.found(name=name, **({"slug": slugify(area), "area_name": area, "area_kind": "city"} | fields))


def draft(compact, label="revised", clauses=CLAUSES, *, by=None, **fields):
    """A draft of the agreement of a Compact, with clauses."""
    return draft_of(compact.agreement, label, clauses, by=by, **fields)


def draft_of(text, label="revised", clauses=CLAUSES, *, by=None, **fields):
    """A draft of an agreement or a code, with clauses."""
    edition = Edition.begin(text, label, by=by, **fields)
    made = {}
    for position, (number, kind, owed_by, heading, body) in enumerate(clauses, start=1):
        made[number] = Clause.objects.create(
            edition=edition,
            parent=made.get(number.rpartition(".")[0]),
            position=position,
            number=number,
            kind=kind,
            owed_by=owed_by,
            heading=heading,
            body=body,
        )
    return edition


def pending_import(text, label="next", *, by, words="## 1. Words\n\nWe ask early."):
    """A text that was read, and is being arranged before it becomes a draft."""
    return PendingImport.begin(text, label, parse(words), by=by)


def code(short_name, *, compact=None, label="first"):
    """A code of practice (national unless it is a Compact's), with an edition in force."""
    made = Code.found(
        title=f"Code of practice: {short_name}", short_name=short_name, slug=slugify(short_name), compact=compact
    )
    publish(draft_of(made.text, label), by=None)
    return made


def annex(compact, title, *, label="revised"):
    """An annex of a Compact, with an edition in force."""
    text = compact.texts.create(kind=TextKind.ANNEX, slug=f"annexes/{slugify(title)}", title=title)
    publish(draft_of(text, label), by=None)
    return text


def consultation(text, label="out", *, by=None, weeks=12):
    """An open consultation on a new draft of an agreement, an annex or a code."""
    today = timezone.localdate()
    closes_on = today + timedelta(weeks=weeks)
    return Consultation.plan(draft_of(text, label), by=by, opens_on=today, closes_on=closes_on, short_reason="Urgent")


def approver(compact, sector):
    """Somebody who approves the texts of a Compact for a sector."""
    name = f"Approver for {sector} of {compact.slug}"
    made = User.objects.filter(name=name).first()
    if made is None:
        made = person(name)
        access.appoint(made, compact, f"approver_{sector}", starts_on=LONG_AGO, by=None)
    return made


def approve(edition):
    """An edition that one person of each sector has approved, where that is still missing."""
    for sector in edition.missing_approvals():
        edition.approve(by=approver(edition.text.compact, sector), sector=sector)
    return edition


def publish(edition, *, by, **fields):
    """An edition that both sectors have approved, published."""
    approve(edition).publish(by=by, **fields)
    return edition


def edition(compact, label="revised", clauses=CLAUSES, *, by=None, in_force_on=LONG_AGO, **fields):
    """An edition in force, open for signing."""
    made = draft(compact, label, clauses, by=by, signing_opens_on=in_force_on, **fields)
    publish(made, by=by, in_force_on=in_force_on)
    # The Compact remembers its texts; let it look again.
    compact.__dict__.pop("agreement", None)
    compact.__dict__.pop("current_edition", None)
    return made


def organisation(name, compact=None, *, sector=Sector.VCS, **fields):
    """A voluntary group or, with sector STATUTORY, a council that answers complaints within 20 working days."""
    usual = {"slug": slugify(name), "kind": Kind.GROUP}
    if sector == Sector.STATUTORY:
        usual |= {"kind": Kind.COUNCIL, "complaints_days": 20, "ombudsman": "lgsco"}
    made = Organisation.objects.create(name=name, sector=sector, **(usual | fields))
    if compact:
        made.compacts.add(compact)
    return made


def officer(compact, name="Olive Officer"):
    """An officer of a Compact."""
    made = person(name)
    access.appoint(made, compact, "officer", starts_on=LONG_AGO, by=None)
    return made


def member(organisation, name, role=Role.REPRESENTATIVE):
    """A person with a role in an organisation."""
    made = person(name)
    Membership.begin(made, organisation, role, by=None, starts_on=LONG_AGO)
    return made


def signature(edition, organisation, by, **other):
    """A signature of an organisation, given online by somebody who may."""
    said = {"signed_name": by.name, "office": "Chair", "authority": "Decision of the board", "declaration": "Yes"}
    return Signature.sign(
        edition=edition, organisation=organisation, by=by, **({"digest": edition.digest} | said | other)
    )


def forum(compact):
    """The Forum of a Compact, made if there is none."""
    return Forum.objects.get_or_create(compact=compact)[0]


def forum_seat(compact, name, *, office="member", sector=Sector.VCS, organisation=None, ends_on=None):
    """A person with a seat on the Forum of a Compact."""
    made = person(name)
    forum(compact).seat(
        by=None,
        sector=sector,
        person=made,
        organisation=organisation,
        office=office,
        starts_on=LONG_AGO,
        ends_on=ends_on,
    )
    return made


def plan(compact, year, lead, *, by, agreed=False):
    """The one action of a new plan of a year, led by an organisation; the plan agreed or still a draft."""
    begun = ActionPlan.begin(
        compact, by=by, year=year, starts_on=date(int(year), 1, 1), ends_on=date(int(year), 12, 31)
    )
    theme = Theme.add(begun, "Communication", by=by)
    action = Action.add(begun, by=by, theme=theme, what="Print a leaflet", lead=lead)
    if agreed:
        begun.agree(by=by, on=begun.starts_on)
    return action


def yesterday():
    """The day before today, in the time zone of the portal."""
    return timezone.localdate() - timedelta(days=1)

"""Mediation and a panel in the sample: what was said in rooms, meetings, an objection, a case before a panel."""

from datetime import timedelta

from django.utils import timezone

from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.sample.cases import BUSES, GARDEN, Case, days_ago
from compact_portal.sample.people import long_ago
from disputes.models import Dispute
from disputes.words import Audience
from signatories.models import Forum, Membership, Office, Organisation, Role


def make_mediation(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """Rooms and meetings of the mediation under way, an objection that waits for the Chair, a panel elsewhere."""
    talks(compact, people)
    objection(Case(compact, people, bodies, (GARDEN, BUSES)))
    panel(people)


def talks(compact: Compact, people: dict[str, User]) -> None:
    """Each party has talked with the mediator alone; both have agreed to a joint room; two meetings."""
    dispute = Dispute.objects.get(compact=compact, state="mediating")
    us, them, mediator = people["group"], people["leisure"], people["mediator"]
    ours, theirs = Audience.COMPLAINANT_ROOM, Audience.RESPONDENT_ROOM
    dispute.hold_session(
        by=mediator,
        starts_at=days_ago(20, 14),
        place="Normanton library, upper room",
        note="To hear both sides, and to list what each could give.",
        at=days_ago(30),
    )
    first = dispute.sessions.get()
    dispute.answer_session(first, by=us, comes=True, at=days_ago(29))
    dispute.answer_session(first, by=them, comes=True, at=days_ago(28))
    dispute.note_session(first, by=mediator, note="Both will bring the costs of the last five years.", at=days_ago(19))
    dispute.add_mediation_note(by=us, room=ours, note="We could carry a third, not half. Keep that.", at=days_ago(14))
    dispute.add_mediation_note(by=mediator, room=ours, note="Understood. It stays with me.", at=days_ago(13))
    dispute.add_mediation_note(by=them, room=theirs, note="A cap on the cost might do for us.", at=days_ago(12))
    dispute.open_room(by=us, at=days_ago(11))
    dispute.open_room(by=them, at=days_ago(10))
    welcome = "Thank you for meeting here. Here is what we meet for."
    dispute.add_mediation_note(by=mediator, room=Audience.MEDIATION, note=welcome, at=days_ago(9))
    dispute.hold_session(
        by=mediator,
        starts_at=timezone.now() + timedelta(days=6),
        place="Normanton library, upper room",
        note="Three ways to share the cost, side by side.",
        at=days_ago(3),
    )
    dispute.answer_session(dispute.sessions.last(), by=us, comes=True, at=days_ago(2))


def objection(case: Case) -> None:
    """One party objects to the person chosen; the Chair has to decide, and has a few days left."""
    dispute = case.raised(
        55,
        decided=70,
        clauses="4.2",
        happened="The last bus to the gardens was taken off the timetable, and nobody who uses it was asked.",
        disadvantage="Members without a car cannot come to the evening sessions.",
        tried="A letter and two calls.",
        remedy="Ask those who use it, and look at the decision again.",
        achievable="The timetable is made anew in three months.",
    )
    dispute.go_formal(by=case.us, at=days_ago(50))
    dispute.respond(by=case.them, note="Few people used it.", at=days_ago(30))
    dispute.refer(by=case.us, note="We ask for a mediator.", at=days_ago(17))
    mediator = case.people["champion-1"]
    dispute.nominate(
        mediator, by=case.people["chair"], summary="A service that few use was ended without asking.", at=days_ago(15)
    )
    dispute.declare(by=mediator, statement="I have no tie to either, and have not used the service.", at=days_ago(12))
    dispute.accept(by=case.us, at=days_ago(10))
    dispute.object(by=case.them, note="She has spoken for the service at a public meeting.", at=days_ago(8))


def panel(people: dict[str, User]) -> None:
    """In Denbighshire a standing panel decides: its members are chosen and can read the case."""
    compact = Compact.objects.get(slug="denbighshire")
    group, council = (compact.organisations.get(slug=f"denbighshire-{end}") for end in ("vsc", "council"))
    forum, _made = Forum.objects.get_or_create(compact=compact)
    seats = [
        ("forum", Office.CHAIR, Sector.VCS),
        ("county", Office.VICE_CHAIR, Sector.STATUTORY),
        ("south", Office.MEMBER, Sector.STATUTORY),
        ("support", Office.MEMBER, Sector.VCS),
        ("champion-1", Office.MEMBER, Sector.VCS),
    ]
    for short, office, sector in seats:
        forum.seat(by=people["wales"], sector=sector, person=people[short], office=office, starts_on=long_ago())
    speaks = people["gardener"]
    Membership.begin(speaks, group, Role.REPRESENTATIVE, by=people["wales"], starts_on=long_ago())
    dispute = Dispute.begin(compact, complainant=group, respondent=council, by=speaks, at=days_ago(41, 9))
    dispute.describe(
        by=speaks,
        decision_on=timezone.localdate() - timedelta(days=60),
        happened="Grants for village halls were moved to a new scheme without the notice that was promised.",
        disadvantage="Three halls cannot plan their winter.",
        tried="A meeting with the grants team.",
        remedy="The old scheme until the summer.",
        achievable="The money for it was set aside.",
    )
    dispute.cite(compact.current_edition.clauses.commitments()[:1], by=speaks)
    dispute.lodge(by=speaks, at=days_ago(40))
    dispute.go_on(by=speaks, at=days_ago(30))
    dispute.ask_panel(by=speaks, note="A second talk brought nothing new.", at=days_ago(12))
    chosen = [people[short] for short in ("county", "south", "support")]
    dispute.seat_panel(by=people["forum"], people=chosen, at=days_ago(5))

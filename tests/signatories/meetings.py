"""Plain functions that make what a Forum does, by the real steps."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from compact_portal.compacts.kinds import Sector
from signatories.filing import FileKind
from signatories.models import (
    AgendaItem,
    Decision,
    Election,
    GroupMember,
    GroupReport,
    Meeting,
    Paper,
    WorkingGroup,
)
from signatories.models.meeting import Attended
from tests import factories

PDF = b"%PDF-1.7\n% a paper\n"
_numbers = count(1)


def meeting(town, *, by, days=30, items=("Welcome", "Any other business")):
    """A planned meeting with an agenda, some days from now."""
    made = Meeting.announce(
        town,
        by=by,
        title=f"Meeting {next(_numbers)}",
        starts_at=timezone.now().replace(microsecond=0) + timedelta(days=days),
    )
    for title in items:
        AgendaItem.add(made, by=by, title=title, lead="Cher Chair", length=10)
    return Meeting.objects.get(pk=made.pk)


def hold(held, *, by, present=None, guests=()):
    """Record who came: everybody, or only these people."""
    attended = {
        seat.pk: Attended.PRESENT if present is None or seat.person in present else Attended.ABSENT
        for seat in held.seats()
    }
    held.hold(by=by, attended=attended, guests=list(guests))
    return held


def decision(held, *, by, title="Print a leaflet", clauses=(), amendments=(), **fields):
    """A decision of a meeting that was held."""
    return Decision.record(held, by=by, title=title, clauses=clauses, amendments=amendments, **fields)


def paper(of, *, by, open_to="everybody", title="Figures", **fields):
    """A paper of a meeting: a small PDF."""
    file = ("Figures of the year.pdf", FileKind.PDF, PDF)
    return Paper.add(of, file, by=by, title=title, open_to=open_to, **fields)


def group(town, *, by, lead=None, name="Funding group"):
    """A working group with a member who leads it, and a report with a file."""
    made = WorkingGroup.form(town, by=by, name=name, remit="Looks at grants.")
    member = GroupMember.objects.create(
        group=made, name="Lena Lead", person=lead, is_lead=True, starts_on=factories.LONG_AGO
    )
    report = GroupReport(group=made, on=factories.LONG_AGO, title="First report", body="All is well.", by=by)
    report.put("report.pdf", FileKind.PDF, PDF)
    report.save()
    return made, member, report


def election(town, *, by, places=1, office="member", email="carla@testham.example", name="Carla Candidate"):
    """An election whose nominations are open, with a candidate."""
    today = timezone.localdate()
    made = Election.objects.create(
        forum=factories.forum(town),
        title="Election of members",
        office=office,
        sector=Sector.VCS,
        places=places,
        opens_on=today - timedelta(days=9),
        closes_on=today,
        planned_on=today,
    )
    return made, made.stand(by=by, name=name, email=email, sector=Sector.VCS)

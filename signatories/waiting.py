"""What waits for those who sit on a Forum or keep it, for their dashboards: asked with the Compacts, in one query."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signatories.models import Attendance, Election, Meeting, Seat
from signatories.models.election import ElectionState
from signatories.models.forum import KEEPERS
from signatories.sitting import AHEAD, MeetingState

SOON = timedelta(weeks=8)


class Waits(NamedTuple):
    """One thing that waits: what it is about, where it is done, what to do, and the last day for it."""

    title: str
    href: str
    words: str
    due_on: date | None = None


def counted(rows: QuerySet) -> Coalesce:
    """How many rows belong to the Forum of the Compact in the query around it."""
    mine = rows.filter(forum__compact=OuterRef("pk")).order_by().values("forum__compact")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


def with_forums(compacts: QuerySet, user) -> QuerySet:
    """Compacts, each with what `of_forums` tells of."""
    now, today = timezone.now(), timezone.localdate()
    said = Attendance.objects.filter(meeting=OuterRef("pk"), seat__person=user).exclude(reply="")
    coming = Meeting.objects.filter(
        ~Exists(said),
        forum__compact=OuterRef("pk"),
        state=MeetingState.CALLED,
        starts_at__gt=now,
        starts_at__lte=now + SOON,
    ).order_by("starts_at")
    ending = Seat.objects.ending_soon(today)
    first = ending.filter(forum__compact=OuterRef("pk")).order_by().values("forum__compact")
    over = Election.objects.filter(state=ElectionState.ANNOUNCED, planned_on__lt=today)
    return compacts.annotate(
        meeting_to_answer=Subquery(coming.values("pk")[:1]),
        meeting_starts_at=Subquery(coming.values("starts_at")[:1]),
        meetings_to_record=counted(Meeting.objects.filter(state__in=sorted(AHEAD), starts_at__lte=now)),
        elections_to_record=counted(over),
        terms_ending=counted(ending),
        first_term_ends=Subquery(first.annotate(day=Min("ends_on")).values("day")),
    )


def of_forums(held: Iterable[tuple]) -> Iterator[Waits]:
    """What waits for a person, by the rights they hold on Compacts that `with_forums` gave."""
    for compact, rights in held:
        address = f"{compact.get_absolute_url()}forum/"
        forum = _("The Forum of the %(compact)s") % {"compact": compact}
        if "sit_on_forum" in rights and compact.meeting_to_answer:
            meeting = _("Meeting of the Forum of the %(compact)s") % {"compact": compact}
            there = f"{address}meetings/{compact.meeting_to_answer}/"
            day = timezone.localdate(compact.meeting_starts_at)
            yield Waits(meeting, there, _("Say whether you are coming."), day)
        if KEEPERS & set(rights):
            yield from to_record(compact, forum, address)
        if "change_compact" in rights and compact.terms_ending:
            words = ngettext(
                "%(n)s term ends within 60 days. Fill the seat anew, or announce an election.",
                "%(n)s terms end within 60 days. Fill the seats anew, or announce an election.",
                compact.terms_ending,
            )
            yield Waits(forum, address, words % {"n": compact.terms_ending}, compact.first_term_ends)


def to_record(compact, forum: str, address: str) -> Iterator[Waits]:
    """The meetings and elections that were to be held, and of which nothing is on record."""
    if number := compact.meetings_to_record:
        words = ngettext(
            "%(n)s meeting was to be held. Record who came, or cancel it.",
            "%(n)s meetings were to be held. Record who came, or cancel them.",
            number,
        )
        yield Waits(forum, address, words % {"n": number})
    if number := compact.elections_to_record:
        words = ngettext(
            "%(n)s election was to be held. Record its result, or cancel it.",
            "%(n)s elections were to be held. Record their results, or cancel them.",
            number,
        )
        yield Waits(forum, address, words % {"n": number})

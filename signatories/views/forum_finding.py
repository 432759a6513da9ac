"""Guarded ways to what belongs to a Forum: what a person may not see is not found, what they may not do forbidden."""

from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from compact_portal.compacts.models import Compact
from signatories.models import Decision, Election, Forum, Meeting, WorkingGroup
from signatories.models.forum import INSIDERS, KEEPERS


class Place(NamedTuple):
    """A Compact, its Forum where it has one, and what the person may do on the Compact."""

    compact: Compact
    forum: Any  # The Forum, or None.
    rights: frozenset[str]

    @property
    def is_officer(self) -> bool:
        """Whether the person is an officer of the Compact."""
        return "change_compact" in self.rights

    @property
    def is_keeper(self) -> bool:
        """Whether the person keeps the meetings: an officer, the chair or the vice-chair."""
        return bool(KEEPERS & self.rights)

    @property
    def is_insider(self) -> bool:
        """Whether the person reads what is for the Forum alone."""
        return bool(INSIDERS & self.rights)


def find_place(request, slug: str) -> Place:
    """Return the Compact and its Forum, or raise Http404."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user), slug=slug)
    forum = Forum.objects.filter(compact=compact).first()
    if forum:
        forum.compact = compact
    return Place(compact, forum, compact.actions_for(request.user))


def find_officers_place(request, slug: str) -> Place:
    """Return the place for an officer of the Compact, or raise PermissionDenied."""
    place = find_place(request, slug)
    if not place.is_officer:
        raise PermissionDenied
    return place


def find_kept_place(request, slug: str) -> Place:
    """Return the place for whoever keeps the Forum, or raise PermissionDenied."""
    place = find_place(request, slug)
    if not place.is_keeper:
        raise PermissionDenied
    return place


def find_meeting(request, slug: str, number: int, *, keep: bool = False) -> tuple[Place, Meeting]:
    """Return a meeting of the Forum; with `keep`, only for whoever keeps it."""
    place = find_kept_place(request, slug) if keep else find_place(request, slug)
    meeting = get_object_or_404(Meeting.objects.select_related("confirmed_at"), forum__compact=place.compact, pk=number)
    meeting.forum = place.forum
    return place, meeting


def find_minutes(request, slug: str, number: int) -> tuple[Place, Meeting]:
    """Return a meeting whose minutes the person may read: a draft is not there for others."""
    place, meeting = find_meeting(request, slug, number)
    if not meeting.shows_minutes_to(place.rights):
        raise Http404
    return place, meeting


def find_decision(request, slug: str, reference: str, *, keep: bool = False) -> tuple[Place, Decision]:
    """Return a decision by its number, like F-2026-03."""
    place = find_kept_place(request, slug) if keep else find_place(request, slug)
    _letter, year, number = reference.split("-")
    found = get_object_or_404(
        Decision.objects.select_related("meeting__confirmed_at", "item", "forum__compact"),
        forum__compact=place.compact,
        year=year,
        number=number,
    )
    found.forum = found.meeting.forum = place.forum
    return place, found


def find_election(request, slug: str, number: int, *, keep: bool = False) -> tuple[Place, Election]:
    """Return an election of the Forum."""
    place = find_kept_place(request, slug) if keep else find_place(request, slug)
    election = get_object_or_404(
        Election.objects.select_related("recorded_by"), forum__compact=place.compact, pk=number
    )
    election.forum = place.forum
    return place, election


def find_group(request, slug: str, number: int, *, may: str = "") -> tuple[Place, WorkingGroup]:
    """Return a working group; with `may`, only for whoever may do that with it."""
    place = find_place(request, slug)
    group = get_object_or_404(
        WorkingGroup.objects.select_related("commissioned_by__forum__compact"), compact=place.compact, pk=number
    )
    group.compact = place.compact
    if may and may not in group.actions_for(request.user, place.rights):
        raise PermissionDenied
    return place, group

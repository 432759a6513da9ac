"""What somebody has open in an organisation, and handing it to a colleague: our own part, then that of the apps above.

A part is a function of signatories/hooks.py's shape. What belongs to the organisation (disputes, actions) is its
people's at any time, and handing over means that one of them is told; what names the person (a request to sign, a seat)
goes to the colleague.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal.compacts.models import Comment
from compact_portal.history import NotAllowed
from signatories import hooks
from signatories.actions.signing import hand_over as hand_over_request
from signatories.hooks import Work
from signatories.models import Amendment, GroupMember, Seat, SigningRequest
from signatories.models.request import RequestState
from signatories.procedure import OPEN


def requests_of(person, organisation):
    """The open requests to sign for an organisation that went to a person."""
    return SigningRequest.objects.filter(
        organisation=organisation, to_email__iexact=person.email, state=RequestState.OPEN
    ).select_related("edition__text__compact", "organisation")


def seats_of(person, organisation):
    """The seats on a Forum that a person holds for an organisation today."""
    return Seat.objects.in_term().filter(person=person, organisation=organisation).select_related("forum__compact")


def groups_of(person, organisation):
    """The places in working groups that a person holds for an organisation today."""
    return GroupMember.objects.in_term().filter(person=person, organisation=organisation).select_related("group")


def comments_of(person, organisation) -> int:
    """How many comments a person made in the name of an organisation on consultations that are still open."""
    said = Comment.objects.filter(person=person, organisation__iexact=organisation.name)
    return said.filter(consultation__closes_on__gte=timezone.localdate()).count()


def drafts_of(person, organisation):
    """The amendments that a person began for an organisation and that are not decided."""
    found = Amendment.objects.filter(organisation__in=organisation.records(), proposed_by=person)
    return found.filter(state__in=["draft", *sorted(OPEN)]).select_related("compact", "clause")


def open_work(person, organisation) -> list[Work]:
    """Everything that a person has open in an organisation."""
    found = list(_own(person, organisation))
    for more in hooks.call("open_work_of", person, organisation):
        found += more
    return found


def _own(person, organisation):
    if requests := list(requests_of(person, organisation)):
        words = ngettext("%(n)s open request to sign", "%(n)s open requests to sign", len(requests))
        after = _("The colleague is asked to sign instead, until the same day.")
        yield Work(words % {"n": len(requests)}, True, after, tuple((str(r.edition), "") for r in requests))
    if seats := list(seats_of(person, organisation)):
        words = ngettext("%(n)s seat on the Forum", "%(n)s seats on the Forum", len(seats))
        after = _("An officer hands the seat to the colleague, until the end of its term. Others ask the officer.")
        links = tuple((f"{seat.forum}, {seat.get_office_display()}", seat.forum.get_absolute_url()) for seat in seats)
        yield Work(words % {"n": len(seats)}, True, after, links)
    if groups := list(groups_of(person, organisation)):
        words = ngettext("%(n)s place in a working group", "%(n)s places in working groups", len(groups))
        after = _("Who leads the group, or an officer, puts somebody else in.")
        yield Work(words % {"n": len(groups)}, False, after, tuple((str(place.group), "") for place in groups))
    if comments := comments_of(person, organisation):
        words = ngettext("%(n)s comment on an open consultation", "%(n)s comments on open consultations", comments)
        after = _("What was said stays. A colleague can comment too, until the consultation closes.")
        yield Work(words % {"n": comments}, False, after)
    if drafts := list(drafts_of(person, organisation)):
        words = ngettext("%(n)s amendment that is not decided", "%(n)s amendments that are not decided", len(drafts))
        after = _("The colleague goes on with it, and is told what the Annual Review decides.")
        yield Work(words % {"n": len(drafts)}, True, after, tuple((str(d), d.get_absolute_url()) for d in drafts))


def hand_over(person, organisation, *, to, by) -> list[str]:
    """Hand everything to a colleague, and say in sentences what. The caller tells them, in one message."""
    sentences = []
    for request in requests_of(person, organisation):
        if to.email.lower() != request.to_email:
            hand_over_request(request, to_name=to.name or to.email, to_email=to.email, by=by)
        sentences.append(_("Answer the request to sign %(edition)s.") % {"edition": request.edition})
    sentences += [_hand_over_seat(seat, to=to, by=by) for seat in seats_of(person, organisation)]
    for draft in drafts_of(person, organisation):
        Amendment.objects.filter(pk=draft.pk).update(proposed_by=to)
        draft.events.create(action="handed-over", actor=by, note=_("Handed over to %(person)s.") % {"person": to})
        sentences.append(_("Go on with %(amendment)s.") % {"amendment": draft})
    for more in hooks.call("hand_over", person, organisation, to=to, by=by):
        sentences += more
    return sentences


def _hand_over_seat(seat: Seat, *, to, by) -> str:
    """Give a seat to a colleague, by an officer of the Compact; others are told to ask one."""
    forum = seat.forum
    if "change_compact" not in forum.compact.actions_for(by) or forum.seats.in_term().filter(person=to).exists():
        return _("The seat on the %(forum)s stays as it is: ask the officer of the Compact about it.") % {
            "forum": forum
        }
    try:
        with transaction.atomic():
            ends_on = seat.ends_on
            seat.end(by=by, reason=_("Handed over to %(person)s") % {"person": to})
            forum.seat(
                by=by,
                sector=seat.sector,
                person=to,
                organisation=seat.organisation,
                office=seat.office,
                how=seat.how,
                champion=seat.champion,
                ends_on=ends_on,
            )
    except NotAllowed as reason:
        return str(reason)
    return _("You hold the seat on the %(forum)s.") % {"forum": forum}

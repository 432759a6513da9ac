"""Mail about the Forum: its seats, its elections, its meetings."""

from django.utils.translation import gettext as _

from compact_portal import mail


def seated(seat, *, by) -> None:
    """Tell somebody of their seat, and the other members of the Forum who joins them."""
    forum = seat.forum
    context = {"seat": seat, "forum": forum, "compact": forum.compact, "by": by}
    if seat.person:
        mail.write(
            to=[seat.person],
            subject=_("You have a seat on the %(forum)s") % {"forum": forum},
            template="signatories/email/forum_seated.txt",
            context=context,
            about=f"forum {forum.pk}",
        )
    mail.write(
        to=[person for person in forum.members() if person not in (seat.person, by)],
        subject=_("Somebody joins the %(forum)s") % {"forum": forum},
        template="signatories/email/forum_joined.txt",
        context=context,
        about=f"forum {forum.pk}",
    )


def unseated(seat, *, by, reason: str) -> None:
    """Tell somebody that their seat ends."""
    if seat.person is None or seat.person == by:
        return
    mail.write(
        to=[seat.person],
        subject=_("Your seat on the %(forum)s ends") % {"forum": seat.forum},
        template="signatories/email/forum_unseated.txt",
        context={"seat": seat, "forum": seat.forum, "by": by, "reason": reason},
        about=f"forum {seat.forum_id}",
    )


def elected(election, *, by) -> None:
    """Tell the members of the Forum the result of an election."""
    mail.write(
        to=[person for person in election.forum.members() if person != by],
        subject=_("Result of an election to the %(forum)s") % {"forum": election.forum},
        template="signatories/email/forum_elected.txt",
        context={
            "election": election,
            "winners": list(election.candidates.filter(elected=True).select_related("organisation")),
        },
        about=f"forum {election.forum_id}",
    )


def meeting_moved(meeting, event, *, by) -> None:
    """Tell the members that a meeting was called, moved or cancelled."""
    subjects = {
        "call": _("Meeting of the %(forum)s on %(day)s"),
        "move": _("Meeting of the %(forum)s moved to %(day)s"),
        "cancel": _("Meeting of the %(forum)s on %(day)s cancelled"),
    }
    words = {"forum": meeting.forum, "day": f"{meeting.day:%-d %B}"}
    people = {seat.person for seat in meeting.seats() if seat.person and seat.person.is_active}
    mail.write(
        to=sorted(people, key=lambda person: person.pk),
        subject=subjects[event.action] % words,
        template=f"signatories/email/forum_{event.action}.txt",
        context={"meeting": meeting, "event": event, "agenda": list(meeting.agenda.all()), "by": by},
        about=f"meeting {meeting.pk}",
    )

"""Addresses of the pages of a Forum."""

from django.urls import path, register_converter

from signatories.sitting import Step
from signatories.views import (
    forum,
    forum_decisions,
    forum_elections,
    forum_groups,
    forum_meetings,
    forum_minutes,
    forum_printing,
)


class Reference:
    """The number of a decision in an address: F-2026-03."""

    regex = r"F-\d{4}-\d{2,4}"

    def to_python(self, value: str) -> str:
        """The number as it is cited."""
        return value

    def to_url(self, value: str) -> str:
        """The number as it is cited."""
        return value


class MeetingStep(Reference):
    """A step of a meeting in an address; another word is no page."""

    regex = "|".join(Step)

    def to_python(self, value: str) -> Step:
        """The step itself."""
        return Step(value)


register_converter(Reference, "decision_number")
register_converter(MeetingStep, "meeting_step")

FORUM = "compacts/<slug:slug>/forum/"
MEETING = FORUM + "meetings/<int:number>/"
ELECTION = FORUM + "elections/<int:number>/"
DECISION = FORUM + "decisions/<decision_number:reference>/"
GROUP = FORUM + "groups/<int:number>/"

urlpatterns = [
    path(FORUM, forum.forum, name="forum"),
    path(FORUM + "edit/", forum.edit, name="edit_forum"),
    path(FORUM + "history/", forum.history, name="forum_history"),
    path(FORUM + "calendar.ics", forum_printing.calendar, name="forum_calendar"),
    path(FORUM + "seats/add/", forum.add_seat, name="add_seat"),
    path(FORUM + "seats/<int:number>/end/", forum.end_seat, name="end_seat"),
    path(FORUM + "champions/", forum.champions, name="champions"),
    path(FORUM + "champions/<int:number>/", forum.describe_champion, name="describe_champion"),
    path(FORUM + "elections/add/", forum_elections.announce, name="announce_election"),
    path(ELECTION, forum_elections.election, name="election"),
    path(ELECTION + "edit/", forum_elections.edit, name="edit_election"),
    path(ELECTION + "candidates/add/", forum_elections.stand, name="add_candidate"),
    path(ELECTION + "candidates/<int:candidate>/withdraw/", forum_elections.withdraw, name="withdraw_candidate"),
    path(ELECTION + "result/", forum_elections.result, name="election_result"),
    path(ELECTION + "cancel/", forum_elections.cancel, name="cancel_election"),
    path(ELECTION + "history/", forum_elections.history, name="election_history"),
    path(FORUM + "meetings/add/", forum_meetings.add, name="add_meeting"),
    path(MEETING, forum_meetings.meeting, name="meeting"),
    path(MEETING + "edit/", forum_meetings.edit, name="edit_meeting"),
    path(MEETING + "reply/", forum_meetings.reply, name="reply_to_meeting"),
    path(MEETING + "history/", forum_meetings.history, name="meeting_history"),
    path(MEETING + "agenda/", forum_minutes.agenda, name="agenda"),
    path(MEETING + "agenda/<int:item>/", forum_minutes.edit_item, name="edit_item"),
    path(MEETING + "agenda/<int:item>/shift/", forum_minutes.shift_item, name="shift_item"),
    path(MEETING + "agenda/<int:item>/remove/", forum_minutes.remove_item, name="remove_item"),
    path(MEETING + "agenda.pdf", forum_printing.agenda, name="agenda_pdf"),
    path(MEETING + "papers/add/", forum_minutes.add_paper, name="add_paper"),
    path(MEETING + "papers/<int:paper>/", forum_minutes.paper, name="paper"),
    path(MEETING + "papers/<int:paper>/move/", forum_minutes.move_paper, name="move_paper"),
    path(MEETING + "minutes/", forum_minutes.minutes, name="minutes"),
    path(MEETING + "minutes/write/", forum_minutes.write_minutes, name="write_minutes"),
    path(MEETING + "minutes/<int:item>/correct/", forum_minutes.correct_minutes, name="correct_minutes"),
    path(MEETING + "minutes.pdf", forum_printing.minutes, name="minutes_pdf"),
    path(MEETING + "meeting.ics", forum_printing.event, name="meeting_event"),
    path(MEETING + "decisions/add/", forum_decisions.record, name="record_decision"),
    path(MEETING + "<meeting_step:step>/", forum_meetings.step, name="meeting_step"),
    path(FORUM + "decisions/", forum_decisions.decisions, name="decisions"),
    path(DECISION, forum_decisions.decision, name="decision"),
    path(DECISION + "edit/", forum_decisions.edit, name="edit_decision"),
    path(DECISION + "history/", forum_decisions.history, name="decision_history"),
    path(FORUM + "groups/", forum_groups.groups, name="groups"),
    path(FORUM + "groups/add/", forum_groups.form_group, name="form_group"),
    path(GROUP, forum_groups.group, name="group"),
    path(GROUP + "edit/", forum_groups.edit, name="edit_group"),
    path(GROUP + "end/", forum_groups.end, name="end_group"),
    path(GROUP + "history/", forum_groups.history, name="group_history"),
    path(GROUP + "members/add/", forum_groups.add_member, name="add_group_member"),
    path(GROUP + "members/<int:member>/end/", forum_groups.end_member, name="end_group_member"),
    path(GROUP + "reports/add/", forum_groups.report, name="report"),
    path(GROUP + "reports/<int:report>/", forum_groups.report_file, name="report_file"),
    path(GROUP + "reports/<int:report>/move/", forum_groups.move_report, name="move_report"),
]

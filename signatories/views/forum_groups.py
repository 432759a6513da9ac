"""Working groups of the Forum: their pages, members and reports."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal.history import changes
from signatories.forms.forum_groups import EndGroupForm, GroupForm, GroupMemberForm, ReportForm
from signatories.forms.forum_meetings import NothingForm
from signatories.models import GroupMember, GroupReport, WorkingGroup
from signatories.views.forum import home_of
from signatories.views.forum_asking import ask, press, sent
from signatories.views.forum_finding import find_group, find_kept_place, find_place
from signatories.views.forum_minutes import give


def groups(request, slug: str) -> HttpResponse:
    """Show the working groups: those at work, and those that ended."""
    place = find_place(request, slug)
    found = list(WorkingGroup.objects.filter(compact=place.compact))
    for group in found:
        group.compact = place.compact
    context = {
        "compact": place.compact,
        "place": place,
        "working": [group for group in found if group.ended_on is None],
        "ended": [group for group in found if group.ended_on],
        "back": home_of(place),
    }
    return render(request, "signatories/forum/groups.html", context)


def group(request, slug: str, number: int) -> HttpResponse:
    """Show a working group: its remit, who is in it, what it reported, and what other apps have of it."""
    place, found = find_group(request, slug, number)
    members = list(found.members.in_term().select_related("organisation"))
    reports = list(found.reports.select_related("meeting"))
    may = found.actions_for(request.user, place.rights)
    for report in reports:
        if report.meeting:
            report.meeting.forum = place.forum
    context = {
        "compact": place.compact,
        "place": place,
        "group": found,
        "members": members,
        "reports": [report for report in reports if report.away_at is None or "keep" in may],
        "may": may,
        "panels": [import_string(name)(found, request.user) for name in settings.BESIDE_GROUPS],
    }
    return render(request, "signatories/forum/group.html", context)


@login_required
def form_group(request, slug: str) -> HttpResponse:
    """Form a working group."""
    place = find_kept_place(request, slug)
    form = GroupForm(sent(request)[0], compact=place.compact)
    return ask(
        request,
        form,
        lambda: form.save_by(by=request.user),
        compact=place.compact,
        heading=_("Add a working group"),
        button=_("Add working group"),
        said=_("The working group is added."),
        back=f"{home_of(place)}groups/",
    )


@login_required
def edit(request, slug: str, number: int) -> HttpResponse:
    """Change a group's name, remit or dates."""
    place, found = find_group(request, slug, number, may="keep")
    form = GroupForm(sent(request)[0], compact=place.compact, instance=found)
    return ask(
        request,
        form,
        lambda: form.save_by(by=request.user),
        compact=place.compact,
        heading=_("Change the group"),
        caption=str(found),
        back=found.get_absolute_url(),
    )


@login_required
def end(request, slug: str, number: int) -> HttpResponse:
    """End a group with a reason; where it has ended, let it go on."""
    place, found = find_group(request, slug, number, may="keep")
    goes_on = found.ended_on is not None
    form = NothingForm(sent(request)[0]) if goes_on else EndGroupForm(sent(request)[0])
    save = (lambda: found.go_on(by=request.user)) if goes_on else (lambda: form.save(found, by=request.user))
    return ask(
        request,
        form,
        save,
        compact=place.compact,
        heading=_("Let the group go on?") if goes_on else _("End the group"),
        caption=str(found),
        note=[] if goes_on else [_("Its reports stay. You can take this back.")],
        button=_("Let it go on") if goes_on else _("End the group"),
        kind="" if goes_on else "warning",
        said=_("The group goes on.") if goes_on else _("The group has ended."),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


@login_required
def add_member(request, slug: str, number: int) -> HttpResponse:
    """Put somebody into a group."""
    place, found = find_group(request, slug, number, may="keep")
    form = GroupMemberForm(sent(request)[0], group=found)
    return ask(
        request,
        form,
        lambda: form.save(by=request.user),
        compact=place.compact,
        heading=_("Add a member"),
        caption=str(found),
        button=_("Add the member"),
        said=_("The member is added."),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


@login_required
def end_member(request, slug: str, number: int, member: int) -> HttpResponse:
    """Let somebody leave a group, after a question."""
    place, found = find_group(request, slug, number, may="keep")
    row = get_object_or_404(GroupMember.objects.select_related("organisation"), group=found, pk=member)
    return ask(
        request,
        NothingForm(sent(request)[0]),
        lambda: row.end(by=request.user),
        compact=place.compact,
        heading=_("Does %(member)s leave the group?") % {"member": row},
        caption=str(found),
        note=[_("Today is then the last day.")],
        button=_("Yes, today is the last day"),
        kind="warning",
        said=_("%(member)s leaves the group.") % {"member": row},
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


@login_required
def report(request, slug: str, number: int) -> HttpResponse:
    """Hand in a report, as the lead of the group or for it."""
    place, found = find_group(request, slug, number, may="report")
    form = ReportForm(*sent(request), group=found)
    return ask(
        request,
        form,
        lambda: form.save(by=request.user),
        compact=place.compact,
        heading=_("Hand in a report"),
        caption=str(found),
        button=_("Hand it in"),
        said=_("The report is handed in, and everybody can read it."),
        back=found.get_absolute_url(),
        to=found.get_absolute_url(),
    )


def report_file(request, slug: str, number: int, report: int) -> HttpResponseBase:
    """Give the file of a report."""
    _place, found = find_group(request, slug, number)
    row = get_object_or_404(GroupReport, group=found, pk=report)
    if row.away_at and "keep" not in found.actions_for(request.user):
        raise Http404
    return give(row, public=row.away_at is None)


@login_required
@require_POST
def move_report(request, slug: str, number: int, report: int) -> HttpResponse:
    """Take a report away, or put it back."""
    _place, found = find_group(request, slug, number, may="keep")
    row = get_object_or_404(GroupReport, group=found, pk=report)
    back = request.POST.get("do") == "back"
    said = _("The report is back.") if back else _("The report is taken away. You can put it back.")
    return press(request, lambda: (row.put_back if back else row.take_away)(by=request.user), said=said, to=found)


@login_required
def history(request, slug: str, number: int) -> HttpResponse:
    """Show what was changed about a group, to those who keep the Forum."""
    place, found = find_group(request, slug, number, may="keep")
    told = changes(
        found.history.all(), GroupMember.history.filter(group=found), GroupReport.history.filter(group=found)
    )
    heading = _("History of the %(group)s") % {"group": found}
    context = {"compact": place.compact, "changes": told, "heading": heading, "back": found.get_absolute_url()}
    return render(request, "signatories/forum/history.html", context)

"""Days off that were declared later, and the clocks they would move."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from disputes.forms.days import DayOffForm, MoveClocksForm
from disputes.models import DayOff
from disputes.models.days import may_declare
from disputes.reading.days import days_of_compact, days_of_nations
from disputes.views.getting import get_compact, saved


def get_own_compact(request, slug):
    """Return a Compact whose clocks this person may look after: its officers', and every administrator's."""
    compact = get_compact(request, slug)
    if not (request.user.is_administrator or may_declare(request.user, compact)):
        raise PermissionDenied
    return compact


@login_required
def days(request, slug):
    """The days off of a Compact, and the clocks that would move."""
    compact = get_own_compact(request, slug)
    form = DayOffForm(request.POST if request.method == "POST" else None, compact=compact)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("Declared. Clocks that begin from now on leave the day out."))
        return redirect("disputes:days", slug)
    context = {"compact": compact, "form": form, "moving": MoveClocksForm(compact=compact), "private": True}
    context["may_declare"] = may_declare(request.user, compact)
    return render(request, "disputes/days.html", context | days_of_compact(compact))


@login_required
@require_POST
def move(request, slug):
    """Move the clocks that the page listed, and no others."""
    compact = get_own_compact(request, slug)
    form = MoveClocksForm(request.POST, compact=compact)
    if form.is_valid():
        moved = form.save(by=request.user)
        words = ngettext("%(n)s clock has moved.", "%(n)s clocks have moved.", moved)
        messages.success(request, words % {"n": moved})
    else:
        messages.error(request, form.what_is_wrong())
    return redirect("disputes:days", slug)


@login_required
def national_days(request):
    """The days off that administrators declare for a nation, and the Compacts whose clocks would move."""
    if not request.user.is_administrator:
        raise Http404
    form = DayOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and saved(form, by=request.user):
        messages.success(request, _("Declared. Clocks that begin from now on leave the day out."))
        return redirect("disputes:national-days")
    return render(request, "disputes/national_days.html", {"form": form, "private": True} | days_of_nations())


@login_required
@require_POST
def take_back(request, pk):
    """Take a day off back."""
    day = get_object_or_404(DayOff.objects.standing().select_related("compact"), pk=pk)
    if not may_declare(request.user, day.compact):
        raise Http404
    try:
        day.take_back(by=request.user)
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Taken back. Clocks that begin from now on count the day."))
    return redirect("disputes:days", day.compact.slug) if day.compact else redirect("disputes:national-days")

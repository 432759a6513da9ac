"""The chair's desk and the roster, and the reply of the person asked to mediate."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed
from disputes import standing
from disputes.forms.desk import WAITING, DeskForm
from disputes.forms.mediation import ReplyForm
from disputes.models import Dispute, Nomination
from disputes.reading.desk import CHECKED, anonymous_summary, desk_rows, listed, stood_aside
from disputes.views.getting import A_PAGE


def presided(user):
    """The Compacts over whose Forum a person presides, as chair or vice-chair; 404 where there is none."""
    found = list(Compact.objects.filter(standing.presided_by(user)).order_by("name"))
    if not found:
        raise Http404
    return found


@login_required
def desk(request):
    """The chair's desk: referrals by the days left, narrowed down and in the order asked for."""
    compacts = presided(request.user)
    form = DeskForm(request.GET or {"show": "open"})
    form.is_valid()  # What cannot be understood is not a filter.
    referred = Dispute.objects.chaired_by(request.user).with_parties()
    chosen = form.chosen(referred, request.GET.get("sort", ""))
    page = Paginator(chosen, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "compacts": compacts,
        "form": form,
        "filtered": any(request.GET.get(name) for name in ("due", "q")),
        "page": page,
        "rows": desk_rows(page.object_list),
        "aside": stood_aside(request.user),
        "private": True,
    }
    return render(request, "disputes/desk.html", context)


@login_required
def roster(request, slug):
    """Who may be called on to mediate: skills, how busy, how often asked, and with which referrals they have a tie."""
    compact = next((compact for compact in presided(request.user) if compact.slug == slug), None)
    if compact is None:
        raise Http404
    waiting = Dispute.objects.chaired_by(request.user).with_parties().filter(compact=compact, state__in=WAITING)
    people = listed(compact, waiting.order_by("due_on", "pk")[:CHECKED])
    return render(request, "disputes/roster.html", {"compact": compact, "people": people, "private": True})


@login_required
def nomination(request, pk):
    """What the person asked to mediate sees: a summary without names; and their reply."""
    found = get_object_or_404(
        Nomination.objects.select_related("dispute__compact"), pk=pk, person=request.user, state="asked"
    )
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            form.save(found.dispute, by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Your reply is with the Chair. You get mail when there is something to do."))
            return redirect("disputes:mine")
    context = {"compact": found.dispute.compact, "nomination": found, "form": form, "private": True}
    return render(request, "disputes/nomination.html", context | anonymous_summary(found))

"""The chair's desk, and the reply of the person asked to mediate."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from compact_portal.history import NotAllowed
from disputes.forms.mediation import ReplyForm
from disputes.models import Dispute, Nomination
from disputes.models.lists import ENDED_VALUES
from disputes.procedure import NO_MEDIATOR_YET
from disputes.reading.desk import anonymous_summary, desk_rows
from disputes.reading.lists import rows
from disputes.views.cases import presides
from disputes.views.getting import A_PAGE


@login_required
def desk(request):
    """The chair's desk: referrals, by the days left."""
    if not presides(request.user):
        raise Http404
    referred = Dispute.objects.chaired_by(request.user).with_parties().order_by("due_on", "referred_at")
    waiting = list(referred.filter(state__in=sorted(NO_MEDIATOR_YET)))
    others = referred.exclude(state__in=[*sorted(NO_MEDIATOR_YET), *ENDED_VALUES])
    page = Paginator(others, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": desk_rows(waiting),
        "others": rows(page.object_list, request.user),
        "page": page,
        "private": True,
    }
    return render(request, "disputes/desk.html", context)


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

"""Two records of one organisation: finding them, telling them apart, making them one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from compact_portal.history import NotAllowed
from signatories import actions
from signatories.alike import pairs_of
from signatories.forms.organisations import MergeForm, WithWhomForm
from signatories.models import NotTheSame, Organisation
from signatories.views.finding import find_organisation, find_own_compact, following_mergers

AT_MOST = 50


@login_required
def alike(request, slug: str) -> HttpResponse:
    """List the records that may be of one organisation; the button's POST says that two are not."""
    compact = find_own_compact(request, slug)
    if request.method == "POST":
        pair = [request.POST.get("first", ""), request.POST.get("second", "")]
        first, second = (get_object_or_404(compact.organisations.standing(), slug=name) for name in pair)
        first, second = sorted([first, second], key=lambda record: record.pk)
        if first != second:
            NotTheSame.objects.get_or_create(first=first, second=second, defaults={"by": request.user})
            messages.success(request, _("Noted: these are two organisations. They are not listed here again."))
        return redirect("signatories:alike", slug)
    pairs = pairs_of(compact)
    context = {"compact": compact, "pairs": pairs[:AT_MOST], "more": len(pairs) > AT_MOST}
    return render(request, "signatories/alike.html", context)


@login_required
@following_mergers
def merge(request, slug: str) -> HttpResponse:
    """Choose with which record this one is merged (`?into=address`), show what goes where, and merge on the POST."""
    old = find_organisation(request, slug, "change_organisation")
    choice = WithWhomForm(request.GET if "into" in request.GET else None, old=old, by=request.user)
    if not choice.is_valid():
        return render(request, "signatories/merge_with.html", {"organisation": old, "form": choice})
    into: Organisation = choice.cleaned_data["into"]
    form = MergeForm(request.POST if request.method == "POST" else None)
    reason = actions.why_not_merge(old, into, request.user)
    if form.is_valid() and not reason:
        try:
            actions.merge(old, into, by=request.user, reason=form.cleaned_data["reason"])
        except NotAllowed as error:
            reason = str(error)
        else:
            messages.success(request, _("The two records are one now. Its people have been told."))
            return redirect(into)
    context = {"organisation": old, "into": into, "form": form, "reason": reason, "sides": [side(old), side(into)]}
    return render(request, "signatories/merge.html", context)


def side(organisation: Organisation) -> dict:
    """What is told of a record before it is merged."""
    numbers = [organisation.charity_number, organisation.company_number, organisation.public_number]
    return {
        "organisation": organisation,
        "numbers": ", ".join(filter(None, numbers)),
        "people": [str(person) for person in organisation.acting()],
        "signatures": organisation.signatures.count(),
        "members": organisation.members.count(),
        "areas": list(organisation.compacts.all()),
    }

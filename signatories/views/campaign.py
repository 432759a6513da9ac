"""The officer's pages about re-affirming a new edition: who has, who has not, reminders, ending and resuming."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from compact_portal.history import NotAllowed
from signatories.forms.campaign import BeginForm, EndForm, ResumeForm
from signatories.models import Campaign, Organisation, RequestState, Signature, SigningRequest
from signatories.models.campaign import to_reaffirm
from signatories.registered import agreements_of
from signatories.views.finding import find_own_compact, open_editions

A_PAGE = 50
LISTS = {
    "missing": gettext_lazy("Not yet"),
    "done": gettext_lazy("Have signed again"),
    "declined": gettext_lazy("Declined"),
}


@login_required
def campaigns(request, slug: str) -> HttpResponse:
    """List what was and is re-affirmed, and which edition could be."""
    compact = find_own_compact(request, slug)
    known = Campaign.objects.filter(edition__text__compact=compact).select_related("edition__text__compact")
    ready = [
        edition
        for edition in open_editions(compact)
        if edition.text.compact_id == compact.pk and not Campaign.why_not_begin(edition)
    ]
    rows = [(campaign, _progress(campaign)) for campaign in known]
    return render(request, "signatories/campaigns.html", {"compact": compact, "rows": rows, "ready": ready})


def _progress(campaign: Campaign) -> dict[str, int]:
    missing = to_reaffirm(campaign.edition).count()
    done = signed_again(campaign.edition).count()
    return {"missing": missing, "done": done, "all": missing + done}


def signed_again(edition):
    """Return the organisations that signed an earlier edition of the text and, standing, this one."""
    earlier = Signature.objects.filter(edition__text=edition.text_id, edition__ordinal__lt=edition.ordinal)
    again = Signature.objects.standing().filter(edition=edition)
    bodies = Organisation.objects.filter(pk__in=earlier.bodies())
    return bodies.filter(pk__in=again.bodies()).order_by("sector", "name")


def _find(request, slug: str, edition: str):
    """Return a Compact and an agreed edition of its own, for its officer."""
    compact = find_own_compact(request, slug)
    return compact, get_object_or_404(agreements_of(compact), slug=edition, text__compact=compact)


@login_required
def begin(request, slug: str, edition: str) -> HttpResponse:
    """Begin the re-affirmation of an edition."""
    compact, found = _find(request, slug, edition)
    reason = Campaign.why_not_begin(found)
    form = BeginForm(request.POST if request.method == "POST" else None, edition=found)
    if not reason and form.is_valid():
        try:
            campaign = form.save(by=request.user)
        except NotAllowed as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The re-affirmation has begun, and the emails are on their way."))
            return redirect(campaign)
    context = {
        "compact": compact,
        "edition": found,
        "form": form,
        "reason": reason,
        "count": to_reaffirm(found).count(),
    }
    return render(request, "signatories/campaign_begin.html", context)


def _campaign(request, slug: str, edition: str):
    compact, found = _find(request, slug, edition)
    return compact, get_object_or_404(Campaign.objects.select_related("edition__text__compact"), edition=found)


@login_required
def campaign(request, slug: str, edition: str) -> HttpResponse:
    """Show who has signed again, who has not and who declined, each with how often they were reminded."""
    compact, found = _campaign(request, slug, edition)
    chosen = request.GET.get("list") if request.GET.get("list") in LISTS else "missing"
    requests = SigningRequest.objects.filter(edition=found.edition).annotate(reminded=Count("reminders"))
    latest = {one.organisation_id: one for one in requests.order_by("asked_at", "pk")}
    missing, done = list(to_reaffirm(found.edition)), list(signed_again(found.edition))
    declined = [body for body in missing if body.pk in latest and latest[body.pk].state == RequestState.DECLINED]
    lists = {"missing": [body for body in missing if body not in declined], "done": done, "declined": declined}
    page = Paginator(lists[chosen], A_PAGE).get_page(request.GET.get("page"))
    context = {
        "compact": compact,
        "campaign": found,
        "chosen": chosen,
        "lists": [(name, words, len(lists[name])) for name, words in LISTS.items()],
        "page": page,
        "rows": [(body, latest.get(body.pk)) for body in page],
        "due": {one.pk for one in found.due()},
        "events": [
            {
                "title": event.title,
                "at": event.at,
                "actor": event.actor,
                "note": event.note if event.action != "asked" else "",
            }
            for event in found.events.select_related("actor")
        ],
        "progress": {"done": len(done), "all": len(missing) + len(done)},
    }
    return render(request, "signatories/campaign.html", context)


@login_required
def end(request, slug: str, edition: str) -> HttpResponse:
    """End a re-affirmation before its last day."""
    compact, found = _campaign(request, slug, edition)
    return _step(request, compact, found, EndForm, found.end, _("It is ended. Nobody is reminded any more."))


@login_required
def resume(request, slug: str, edition: str) -> HttpResponse:
    """Go on with one that was ended or is over."""
    compact, found = _campaign(request, slug, edition)
    return _step(request, compact, found, ResumeForm, found.resume, _("It goes on."))


def _step(request, compact, found, form_class, verb, done: str) -> HttpResponse:
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            verb(by=request.user, **form.cleaned_data)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, done)
        return redirect(found)
    context = {"compact": compact, "campaign": found, "form": form, "ends": form_class is EndForm}
    return render(request, "signatories/campaign_step.html", context)


@login_required
@require_POST
def remind(request, slug: str, edition: str, key: str) -> HttpResponse:
    """Remind one organisation now, within the rules: not before the pause is over, nor more often than the cap."""
    _compact, found = _campaign(request, slug, edition)
    due = next((one for one in found.due() if one.key == key), None)
    if due is None:
        messages.error(request, _("It cannot be reminded now: it has answered, or was reminded a short time ago."))
    elif found.remind(due, by=request.user):
        messages.success(request, _("The reminder is on its way to %(name)s.") % {"name": due.to_name})
    return redirect(found)

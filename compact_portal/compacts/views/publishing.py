"""From a draft to an edition in force, and to its end: publishing together, published dates, lapsing, annexes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from compact_portal.compacts import agreeing
from compact_portal.compacts.forms.publishing import AnnexForm, DatesForm, LapseForm, PublishForm, TogetherForm
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Clause, Compact, Edition
from compact_portal.compacts.views.getting import get_edition
from compact_portal.history import NotAllowed
from compact_portal.templatetags.portal import day


def posted(request):
    """What a form takes: the data of a POST, else nothing."""
    return request.POST if request.method == "POST" else None


def around(edition, **more) -> dict:
    """What every page of an edition shows around its own; Cancel leads back to the edition."""
    back = edition.get_absolute_url()
    return {"edition": edition, "text": edition.text, "compact": edition.text.compact, "back": back, **more}


@login_required
def publish(request, slug, edition, under=""):
    """Publish an edition, and all that belongs with it, after saying what follows from it."""
    found = get_edition(request, slug, edition, under, to="publish")
    now = found.as_it_stands()
    bundle = now.bundle
    form = PublishForm(posted(request), bundle=bundle)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            agreeing.publish(
                found,
                by=request.user,
                in_force_on=asked["in_force_on"],
                summaries=form.summaries,
                note=asked["reason"],
                **form.dates,
            )
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(f"{found.get_absolute_url()}published/")
    texts = [one.text_id for one in bundle]
    context = around(
        found,
        form=form,
        bundle=bundle,
        before=Edition.objects.filter(text__in=texts, state=EditionState.IN_FORCE).select_related("text"),
        stopped=found.why_not_publish(now),
        heading=_("Publish “%(label)s”") % {"label": found.label},
        go=_("Publish"),
        back=f"{found.get_absolute_url()}approval/",
        count=Clause.objects.filter(edition__in=bundle).count(),
    )
    return render(request, "compacts/publish.html", context)


@login_required
def published(request, slug, edition, under=""):
    """What was published, and what comes next."""
    found = get_edition(request, slug, edition, under)
    if found.is_open:
        raise Http404
    together = Edition.objects.filter(published_with=found).exclude(frozen_at=None).select_related("text__compact")
    return render(request, "compacts/published.html", around(found, together=together))


@login_required
def together(request, slug, edition, under=""):
    """Choose the codes and annexes that are published at one moment with an edition."""
    found = get_edition(request, slug, edition, under, to="publish")
    form = TogetherForm(posted(request), edition=found, queryset=agreeing.could_come_with(found))
    if form.is_valid():
        try:
            agreeing.put_together(found, form.cleaned_data["others"], by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("What is published together is noted."))
            return redirect(f"{found.get_absolute_url()}approval/")
    return render(
        request, "compacts/together.html", around(found, form=form, heading=_("Published together"), go=_("Save"))
    )


@login_required
def dates(request, slug, edition, under=""):
    """Move a published date, with a reason that everybody can read."""
    found = get_edition(request, slug, edition, under, to="date")
    now = agreeing.movable(found)
    shown = {
        name: _("Now %(day)s") % {"day": day(value)} if value else _("Now without a day") for name, value in now.items()
    }
    form = DatesForm(posted(request), dates=now, shown=shown)
    if form.is_valid():
        try:
            agreeing.move_date(
                found,
                form.cleaned_data["which"],
                form.cleaned_data["to"],
                by=request.user,
                reason=form.cleaned_data["reason"],
            )
        except NotAllowed as reason:
            form.add_error("to", str(reason))
        else:
            messages.success(request, _("The date has moved, and everybody can read why."))
            return redirect(found)
    return render(
        request, "compacts/dates.html", around(found, form=form, heading=_("Move a published date"), go=_("Move it"))
    )


@login_required
def lapse(request, slug, edition, under=""):
    """Let an edition lapse, with a reason that everybody can read."""
    found = get_edition(request, slug, edition, under, to="date")
    form = LapseForm(posted(request))
    if form.is_valid():
        try:
            agreeing.lapse(found, by=request.user, reason=form.cleaned_data["reason"])
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, found.state_sentence())
        return redirect(found)
    return render(
        request,
        "compacts/lapse.html",
        around(found, form=form, heading=_("Let it lapse"), go=_("Let it lapse today"), kind="warning"),
    )


@login_required
def add_annex(request, slug):
    """Add an annex to a Compact, with an empty draft to fill."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user), slug=slug)
    if "change_compact" not in compact.actions_for(request.user):
        raise PermissionDenied
    form = AnnexForm(posted(request), compact=compact)
    if form.is_valid():
        title = form.cleaned_data["title"]
        with transaction.atomic():
            text = compact.texts.create(kind=TextKind.ANNEX, slug=form.slug_of(title), title=title)
            made = Edition.begin(text, form.cleaned_data["label"], by=request.user)
        messages.success(request, _("The annex is there. Add its clauses, or import its text."))
        return redirect(f"{made.get_absolute_url()}edit/")
    context = {"compact": compact, "form": form, "heading": _("Add an annex"), "go": _("Add it")}
    return render(
        request, "compacts/add_annex.html", context | {"back": f"{compact.get_absolute_url()}agreement/editions/"}
    )

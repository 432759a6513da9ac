"""The national library of codes of practice, reading a code, and adopting codes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from codes.forms import AdoptForm, EndForm
from codes.models import Adoption, Code
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Compact, Edition
from compact_portal.compacts.views.reading import show_edition


def library(request):
    """The national codes, each with its edition in force."""
    in_force = Edition.objects.filter(state=EditionState.IN_FORCE).select_related("text")
    codes = (
        Code.objects.national()
        .select_related("text")
        .prefetch_related(Prefetch("text__editions", queryset=in_force, to_attr="in_force"))
    )
    return render(request, "codes/library.html", {"codes": codes})


def code(request, slug):
    """A code: its edition in force, or what there is instead."""
    found = get_object_or_404(
        Code.objects.select_related("text__compact", "derived_from__text"), text__slug=f"codes/{slug}"
    )
    editions = list(
        Edition.objects.visible_to(request.user).filter(text=found.text).select_related("text__compact", "supersedes")
    )
    current = next((edition for edition in editions if edition.state == EditionState.IN_FORCE), None)
    if current:
        return show_edition(request, current, slug)
    context = {
        "code": found,
        "text": found.text,
        "compact": found.text.compact,
        "editions": editions,
        "may_edit": "edit" in found.text.actions_for(request.user),
    }
    return render(request, "codes/no_text.html", context)


def get_compact(request, slug, *, to=None) -> Compact:
    """The Compact, or 404; 403 where the person may not do `to` there."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user), slug=slug)
    if to and to not in compact.actions_for(request.user):
        raise PermissionDenied
    return compact


def adopted(request, slug):
    """The codes that a Compact has adopted, and the national ones it has not."""
    compact = get_compact(request, slug)
    adoptions = list(
        compact.adoptions.select_related("edition__text__code").order_by("edition__text__title", "from_on")
    )
    today = timezone.localdate()
    now = [adoption for adoption in adoptions if adoption.until_on is None or adoption.until_on >= today]
    texts = {adoption.edition.text_id for adoption in now}
    context = {
        "compact": compact,
        "now": now,
        "ended": [adoption for adoption in adoptions if adoption not in now],
        "others": [code for code in Code.objects.national().select_related("text") if code.text_id not in texts],
        "may_edit": "change_compact" in compact.actions_for(request.user),
    }
    return render(request, "codes/adopted.html", context)


@login_required
def adopt(request, slug):
    """Adopt a national or local code, as it is or adapted, from a day."""
    compact = get_compact(request, slug, to="change_compact")
    editions = (
        Edition.objects.filter(Q(text__compact=None) | Q(text__compact=compact), text__kind=TextKind.CODE)
        .filter(state=EditionState.IN_FORCE)
        .exclude(adoptions__in=compact.adoptions.filter(until_on=None))
        .select_related("text")
        .order_by("text__title")
    )
    form = AdoptForm(request.POST if request.method == "POST" else None, editions=editions)
    if request.method == "POST" and form.is_valid():
        try:
            adoption = Adoption.adopt(compact, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Adopted: %(code)s.") % {"code": adoption.edition.text.title})
            return redirect("codes:adopted", compact.slug)
    return render(request, "codes/adopt.html", {"compact": compact, "form": form, "editions": editions})


@login_required
def end(request, slug, adoption):
    """Say on which day a Compact stopped holding to a code."""
    compact = get_compact(request, slug, to="change_compact")
    found = get_object_or_404(compact.adoptions.select_related("edition__text"), pk=adoption, until_on=None)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found.end(on=form.cleaned_data["until_on"], by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("until_on", error.messages)
        else:
            messages.success(request, _("Ended: %(code)s.") % {"code": found.edition.text.title})
            return redirect("codes:adopted", compact.slug)
    return render(request, "codes/end.html", {"compact": compact, "adoption": found, "form": form})

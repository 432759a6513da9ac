"""The codes of a Compact: which apply, for whom and when; adopting, ending, and writing local ones."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from codes import actions
from codes.forms import AdaptForm, AdoptForm, EndForm, OnForm, OwnForm
from codes.models import Adoption, Code, NewVersion
from codes.models.version import awaiting
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Compact, Edition
from compact_portal.history import NotAllowed


def get_compact(request, slug, *, to=None) -> Compact:
    """The Compact, or 404; 403 where the person may not do `to` there."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user), slug=slug)
    if to and to not in compact.actions_for(request.user):
        raise PermissionDenied
    return compact


def adopted(request, slug):
    """The codes that apply in a Compact on a day (today unless asked), for whom; those before, and what is written."""
    compact = get_compact(request, slug)
    form = OnForm(request.GET)
    asked = form.cleaned_data["on"] if form.is_valid() else None
    today = timezone.localdate()
    day = asked or today
    adoptions = list(compact.adoptions.with_codes().order_by("edition__text__title", "from_on", "pk"))
    now = [adoption for adoption in adoptions if holds(adoption, day)]
    newer = {adoption.pk: edition for adoption, edition in awaiting([compact])}
    for adoption in adoptions:
        adoption.newer = newer.get(adoption.pk)
    may_edit = "change_compact" in compact.actions_for(request.user)
    drafts = Edition.objects.visible_to(request.user).filter(text__compact=compact, text__kind=TextKind.CODE)
    context = {
        "compact": compact,
        "form": form,
        "day": day,
        "is_today": day == today,
        "now": now,
        "coming": [a for a in adoptions if a.from_on and a.from_on > day and a not in now],
        "ended": [a for a in adoptions if a.until_on and a.until_on < day],
        "looked": NewVersion.objects.filter(adoption__compact=compact, finished_at__isnull=False)
        .select_related("edition__text", "draft__text", "adoption__compact")
        .order_by("-finished_at"),
        "others": not_adopted(compact, [a for a in adoptions if holds(a, today)]),
        "drafts": drafts.exclude(pk__in=[a.edition_id for a in adoptions])
        .exclude(state__in=[EditionState.SUPERSEDED, EditionState.LAPSED])
        .select_related("text__code"),
        "may_edit": may_edit,
    }
    return render(request, "codes/adopted.html", context)


def holds(adoption: Adoption, day) -> bool:
    """Whether an adoption holds on a day (see AdoptionQuerySet.on)."""
    return (adoption.from_on is None or adoption.from_on <= day) and (
        adoption.until_on is None or day <= adoption.until_on
    )


def not_adopted(compact, now) -> list[Code]:
    """The national codes of which a Compact has adopted nothing, neither as it is nor adapted."""
    roots = {adoption.edition.text.code.root_id for adoption in now}
    return [code for code in Code.objects.national().select_related("text") if code.pk not in roots]


@login_required
def adopt(request, slug):
    """Adopt a national or local code, for all bodies or named ones, from a day."""
    compact = get_compact(request, slug, to="change_compact")
    editions = (
        Edition.objects.filter(Q(text__compact=None) | Q(text__compact=compact), text__kind=TextKind.CODE)
        .filter(state__in=[EditionState.IN_FORCE, EditionState.AGREED])
        .exclude(adoptions__in=compact.adoptions.filter(until_on=None, bodies=None))
        .select_related("text__code")
        .order_by("text__title", "ordinal")
    )
    first = {"edition": request.GET.get("edition")}
    form = AdoptForm(request.POST if request.method == "POST" else None, editions=editions, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            adoption = Adoption.adopt(compact, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("Adopted: %(code)s.") % {"code": adoption.edition.text.title})
            return redirect("codes:adopted", compact.slug)
    return render(request, "codes/adopt.html", {"compact": compact, "form": form, "editions": editions})


def tell(form, error: ValidationError) -> None:
    """Put the messages of an error beside the fields they are about, where the form asks for them."""
    for name, sentences in getattr(error, "message_dict", {None: error.messages}).items():
        form.add_error(name if name in form.fields else None, sentences)


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


@login_required
def adapt(request, slug):
    """Begin a local code with every clause of a national one."""
    compact = get_compact(request, slug, to="change_compact")
    editions = (
        Edition.objects.filter(text__compact=None, text__kind=TextKind.CODE, state=EditionState.IN_FORCE)
        .exclude(text__code__local_codes__text__compact=compact)
        .select_related("text__code")
        .order_by("text__title")
    )
    form = AdaptForm(request.POST if request.method == "POST" else None, editions=editions)
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.adapt(compact, form.cleaned_data["edition"], by=request.user)
        except NotAllowed as reason:
            form.add_error("edition", str(reason))
        else:
            messages.success(request, _("The draft has every clause of the national code. Change what differs."))
            return redirect(f"{draft.get_absolute_url()}edit/")
    return render(request, "codes/adapt.html", {"compact": compact, "form": form, "editions": editions})


@login_required
def write(request, slug):
    """Begin a code of the Compact's own, with an empty draft."""
    compact = get_compact(request, slug, to="change_compact")
    form = OwnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = actions.write_own(compact, by=request.user, **form.cleaned_data)
        messages.success(request, _("Begun. Add its clauses below, or import a text as another draft."))
        return redirect(f"{code.text.editions.get().get_absolute_url()}edit/")
    return render(request, "codes/write.html", {"compact": compact, "form": form})

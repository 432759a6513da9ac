"""The national library of codes of practice, reading a code, and a local code beside the national one."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from codes.models import Code
from codes.models.version import national_of
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.lineage import compare_editions
from compact_portal.compacts.models import Edition
from compact_portal.compacts.views.getting import get_edition
from compact_portal.compacts.views.reading import show_edition


def library(request):
    """The national codes with the version in force and the earlier ones; then those that were retired."""
    public = Edition.objects.public().select_related("text").order_by("-ordinal")
    codes = list(
        Code.objects.national()
        .select_related("text")
        .prefetch_related(Prefetch("text__editions", queryset=public, to_attr="versions"))
    )
    for code in codes:
        code.now = next((edition for edition in code.text.versions if edition.state == EditionState.IN_FORCE), None)
        code.earlier = [edition for edition in code.text.versions if edition != code.now]
    retired = [code for code in codes if code.now is None and code.earlier]
    context = {"codes": [code for code in codes if code not in retired], "retired": retired}
    return render(request, "codes/library.html", context)


def code(request, slug):
    """A code: its edition in force, or what there is instead."""
    found = get_object_or_404(
        Code.objects.visible_to(request.user).select_related("text__compact", "derived_from__text"),
        text__slug=f"codes/{slug}",
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


def beside_national(request, slug, edition):
    """A local edition and the national one it goes back to, clause by clause; `?all` shows also what is the same."""
    local = get_edition(request, slug, edition, "codes/")
    national = national_of(local)
    if national is None or national == local:
        raise Http404
    comparison = compare_editions(national, local)
    shown = list(comparison.rows) if "all" in request.GET else comparison.changes
    context = {
        "compact": local.text.compact,
        "edition": local,
        "national": national,
        "rows": shown,
        "total": len(comparison.rows),
        "same": len(comparison.rows) - len(comparison.changes),
        "all": "all" in request.GET,
    }
    return render(request, "codes/beside_national.html", context)

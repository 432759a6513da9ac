"""The timeline of a Compact, and what applied on a day."""

from django.shortcuts import get_object_or_404, redirect, render

from compact_portal.compacts.models import Compact
from compact_portal.timeline.facts import tell
from compact_portal.timeline.forms import DayForm
from compact_portal.timeline.standing import standing_on


def get_compact(request, slug) -> Compact:
    """The Compact, or 404."""
    return get_object_or_404(Compact.objects.visible_to(request.user).select_related("core"), slug=slug)


def timeline(request, slug):
    """The story of a Compact, newest first."""
    compact = get_compact(request, slug)
    return render(request, "timeline/timeline.html", {"compact": compact, "story": tell(compact)})


def choose_day(request, slug):
    """Ask for a day, and go to it."""
    compact = get_compact(request, slug)
    asked = "day_day" in request.GET
    form = DayForm(request.GET if asked else None)
    if asked and form.is_valid():
        return redirect("on_day", compact.slug, form.cleaned_data["day"])
    return render(request, "timeline/choose_day.html", {"compact": compact, "form": form})


def on_day(request, slug, day):
    """Which agreement, annexes and codes applied on a day."""
    compact = get_compact(request, slug)
    context = {"compact": compact, "standing": standing_on(compact, day)}
    return render(request, "timeline/on_day.html", context)

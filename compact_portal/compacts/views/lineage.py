"""Where each clause of a draft comes from: shown with what speaks for it, confirmed, and mended."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal.compacts import actions
from compact_portal.compacts.comparing import Outcome, Row
from compact_portal.compacts.drafting import Stale
from compact_portal.compacts.forms.drafting import DescentForm
from compact_portal.compacts.forms.fields import keys_of
from compact_portal.compacts.lineage import compare_editions, edition_before
from compact_portal.compacts.models import Origin
from compact_portal.compacts.views.getting import get_edition
from compact_portal.compacts.views.writing import opened, say, since
from compact_portal.history import NotAllowed


@dataclass
class Line:
    """A clause of the draft (or one that was dropped) with where it comes from; `origin` where that was proposed."""

    row: Row
    origin: Origin | None

    @property
    def is_proposed(self) -> bool:
        """Whether nobody has confirmed it yet."""
        return self.origin is not None and self.origin.confirmed_at is None


@login_required
def lineage(request, slug, edition, under=""):
    """Each clause with its forebear, how it stands to it, and why that is thought; a form confirms what was seen."""
    draft = get_edition(request, slug, edition, under, to="edit")
    if request.method == "POST":
        return confirm(request, draft)
    before = edition_before(draft)
    origins = {
        origin.clause_id: origin
        for origin in Origin.objects.filter(clause__edition=draft).select_related("confirmed_by")
    }
    rows = compare_editions(before, draft).rows if before else ()
    lines = [Line(row, origins.get(row.after.pk)) for row in rows if row.after]
    context = {
        "edition": draft,
        "text": draft.text,
        "compact": draft.text.compact,
        "before": before,
        "lines": lines,
        "waiting": sum(line.is_proposed for line in lines),
        "dropped": [row.was for row in rows if row.outcome == Outcome.DROPPED],
    }
    return render(request, "compacts/lineage.html", context)


def confirm(request, draft):
    """Confirm the proposals that were on the page."""
    seen = set(keys_of(request.POST.getlist("clause")))
    try:
        count = actions.confirm_descent(draft, by=request.user, seen=seen)
    except NotAllowed as reason:
        say(request, reason)
    else:
        said = ngettext("%(count)d clause was confirmed.", "%(count)d clauses were confirmed.", count)
        messages.success(request, said % {"count": count})
    return redirect(f"{draft.get_absolute_url()}lineage/")


@login_required
def mend(request, slug, edition, number, under=""):
    """Choose where a clause comes from."""
    draft = get_edition(request, slug, edition, under, to="edit")
    found = opened(request, draft, number)
    before = edition_before(draft)
    clauses = list(before.clauses.order_by("position")) if before else []
    others = [clause.number for clause in found.merged_from.all()]
    first = {"previous": found.previous_id, "others": ", ".join(others)}
    form = DescentForm(request.POST if request.method == "POST" else None, clause=found, before=clauses, initial=first)
    changed = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            actions.set_descent(
                found, asked["previous"], asked["others"], by=request.user, reason=asked["reason"], seen=asked["seen"]
            )
        except Stale as stale:
            messages.error(request, str(stale))
            changed = since(stale.now, asked["seen"])
            form = DescentForm(clause=stale.now, before=clauses, initial=first)
        except NotAllowed as reason:
            say(request, reason)
            return redirect(request.path)
        else:
            messages.success(request, _("Where clause %(number)s comes from is settled.") % {"number": found.number})
            return redirect(f"{draft.get_absolute_url()}lineage/#c-{found.number}")
    context = {"edition": draft, "compact": draft.text.compact, "clause": found, "form": form, "before": before}
    return render(request, "compacts/lineage_mend.html", context | {"changed": changed}, status=409 if changed else 200)

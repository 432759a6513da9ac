"""From a draft to an edition in force."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from compact_portal.compacts.forms import PublishForm
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Edition
from compact_portal.compacts.views.getting import get_edition
from compact_portal.history import NotAllowed


@login_required
def publish(request, slug, edition, under=""):
    """Publish a draft, after saying what follows from it."""
    found = get_edition(request, slug, edition, under, to="publish")
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        for name in ("agreed_on", "expires_on", "signing_closes_on"):
            setattr(found, name, asked[name])
        try:
            found.publish(by=request.user, in_force_on=asked["in_force_on"], note=asked["reason"])
        except NotAllowed as reason:
            messages.error(request, str(reason))
            return redirect(f"{found.get_absolute_url()}edit/")
        messages.success(request, _("Published. %(state)s") % {"state": found.state_sentence()})
        return redirect(found)
    before = Edition.objects.filter(text=found.text, state=EditionState.IN_FORCE).first()
    context = {
        "edition": found,
        "text": found.text,
        "compact": found.text.compact,
        "form": form,
        "before": before,
        "reason": found.why_not_publish(),
        "count": found.clauses.count(),
    }
    return render(request, "compacts/publish.html", context)

"""How a Compact is signed: its officers decide, and see what was decided before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from compact_portal.history import changes
from signatories.forms.rules import RulesForm
from signatories.models import SigningRules
from signatories.views.finding import find_own_compact


@login_required
def rules(request, slug: str) -> HttpResponse:
    """Show and change the rules of signing, as an officer of the Compact."""
    compact = find_own_compact(request, slug)
    form = RulesForm(request.POST if request.method == "POST" else None, instance=SigningRules.of(compact))
    if form.is_valid():
        form.keep(by=request.user)
        messages.success(request, _("Saved. It holds for what is asked and signed from now on."))
        return redirect("signatories:register", slug)
    context = {"compact": compact, "form": form, "changes": changes(SigningRules.history.filter(compact=compact))}
    return render(request, "signatories/rules.html", context)

"""Choosing for which of one's organisations one acts now."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from signatories import acting


@login_required
def choose(request) -> HttpResponse:
    """Show the organisations of a person and the one they act for; the button's POST changes it."""
    organisations = list(acting.choices(request.user))
    if request.method == "POST":
        wanted = request.POST.get("organisation", "")
        chosen = next((organisation for organisation in organisations if organisation.slug == wanted), None)
        if wanted and chosen is None:
            messages.error(request, _("You no longer act for that organisation. Choose another."))
            return redirect("signatories:acting_for")
        acting.choose(request, chosen)
        said = _("You now act for %(organisation)s.") % {"organisation": chosen} if chosen else _("You see all.")
        messages.success(request, said)
        there = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()})
        return redirect(there if safe else "dashboard")
    context = {"organisations": organisations, "chosen": acting.acting_for(request), "private": True}
    return render(request, "signatories/acting_for.html", context)

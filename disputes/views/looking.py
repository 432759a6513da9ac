"""An administrator opens a case."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render

from compact_portal.history import NotAllowed
from disputes.forms.looking import LookForm


@login_required
def look(request):
    """An administrator opens a case for today, with a reason that both parties read."""
    if not request.user.is_administrator:
        raise Http404
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect(form.save(by=request.user))
        except NotAllowed as reason:
            form.add_error(None, str(reason))
    return render(request, "disputes/look.html", {"form": form, "private": True})

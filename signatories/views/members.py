"""What a member does for which an umbrella body signed: opt out, by the link from the mail or signed in; and stay."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from compact_portal.history import NotAllowed
from signatories.forms.members import OptOutForm
from signatories.models import SignedMember

WITH = ("organisation", "signature__organisation", "signature__edition__text__compact")


@never_cache
def link(request, key: str, secret: str) -> HttpResponse:
    """The link from the mail. Opening it does nothing, since mail programs open links; the button opts out."""
    found = SignedMember.objects.filter(key=key).select_related(*WITH).first()
    if found is None or not found.knows(secret):
        return render(request, "signatories/member.html", {"member": None, "private": True}, status=410)
    return _answer(request, found)


@login_required
def member(request, key: str) -> HttpResponse:
    """The same for those who act for the member, signed in."""
    found = get_object_or_404(SignedMember.objects.select_related(*WITH), key=key)
    if found.organisation is None or not found.organisation.permits(request.user, "act_for"):
        raise PermissionDenied
    return _answer(request, found)


def _answer(request, found: SignedMember) -> HttpResponse:
    form = OptOutForm(request.POST if request.method == "POST" else None)
    by = request.user if request.user.is_authenticated else None
    if request.method == "POST" and ("stay" in request.POST or form.is_valid()):
        try:
            if "stay" in request.POST:
                found.stay(by=by)
                messages.success(request, _("You stay in. The register names you again."))
            else:
                found.opt_out(by=by, reason=form.cleaned_data["reason"])
                messages.success(request, _("You have opted out."))
        except NotAllowed as reason:
            messages.error(request, str(reason))
        return redirect(request.path)
    context = {"member": found, "form": form, "compact": found.signature.edition.text.compact, "private": True}
    return render(request, "signatories/member.html", context)

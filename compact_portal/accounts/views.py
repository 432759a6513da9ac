"""Joining by an invitation, and one's own account. Signing in itself is django-allauth's."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from compact_portal import access
from compact_portal.accounts import invitations
from compact_portal.accounts.forms import JoinForm, NameForm
from compact_portal.accounts.models import User
from compact_portal.history import NotAllowed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
def join(request, pk, token):
    """A link from an invitation. Opening it does nothing; the form's button makes the account."""
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person is None or not invitations.still_open(person, token):
        return render(request, "accounts/link_is_over.html", {"pk": pk, "private": True}, status=410)
    form = JoinForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        try:
            person.join(name=form.cleaned_data["name"], password=form.cleaned_data["password"])
        except NotAllowed as reason:
            messages.error(request, str(reason))
            return redirect("account_login")
        login(request, person, backend=BACKEND)
        messages.success(request, _("Your account is ready, and you are signed in."))
        return redirect("dashboard")
    return render(request, "accounts/join.html", {"person": person, "form": form, "private": True})


@require_POST
def send_again(request, pk):
    """Send a new invitation to somebody whose link is over: to their own address, so anybody may ask for it."""
    person = User.objects.filter(pk=pk, is_active=True, joined_at=None).first()
    if person:
        invitations.send_again(person)
    messages.success(
        request,
        _(
            "If you were invited and your latest link is over, a new one is on its way to your email address. "
            "Otherwise use the link in the latest email."
        ),
    )
    return redirect("account_login")


@login_required
def preferences(request):
    """A person's own details, and the roles they hold."""
    form = NameForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("accounts:preferences")
    held = access.held_by(request.user)
    return render(request, "accounts/preferences.html", {"form": form, "held": held})

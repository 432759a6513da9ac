"""Joining by an invitation, and one's own account: name, mail, calendar. Signing in itself is django-allauth's."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from compact_portal import access
from compact_portal.accounts import calendars, invitations
from compact_portal.accounts.forms import JoinForm, MailForm, NameForm
from compact_portal.accounts.models import CalendarLink, MailChoice, User
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
    context = {"form": form, "held": access.held_by(request.user), "how": MailChoice.of(request.user).label}
    return render(request, "accounts/preferences.html", context)


@never_cache
@login_required
def mailing(request):
    """How a person wants to hear of what happens."""
    form = MailForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. Nothing that was on its way to you is lost."))
        return redirect("accounts:preferences")
    return render(request, "accounts/mailing.html", {"form": form, "at": settings.DAILY_MAIL_AT, "private": True})


@never_cache
@login_required
def calendar(request):
    """A person's private link for their calendar. A new one is shown once, in answer to the button that makes it."""
    token = CalendarLink.make(request.user) if request.method == "POST" else ""
    address = settings.SITE_URL + reverse("accounts:feed", args=[token]) if token else ""
    link = CalendarLink.objects.filter(person=request.user).first()
    today = timezone.localdate()
    dates = [one for one in calendars.dates_of(request.user) if not one.cancelled and one.day >= today]
    context = {"address": address, "link": link, "dates": dates, "private": True}
    return render(request, "accounts/calendar.html", context)


@require_POST
@login_required
def end_calendar(request):
    """End the private link of one's calendar."""
    if CalendarLink.revoke(request.user):
        messages.success(request, _("The link is ended. Calendars that follow it get nothing more."))
    return redirect("accounts:calendar")


def feed(request, token):
    """Give a person's dates to their calendar program, which knows the token and no password. It gets no cookie."""
    person = CalendarLink.person_of(token) if request.method in {"GET", "HEAD"} else None
    key = str(person.pk) if person else ""
    if not ratelimit.consume(request, action="calendar" if person else "calendar_wrong", key=key):
        response = HttpResponse(_("Ask again later.") + "\n", status=429, content_type="text/plain")
    elif person is None:
        response = HttpResponse(_("There is no such calendar.") + "\n", status=404, content_type="text/plain")
    else:
        made = calendars.calendar_of(calendars.dates_of(person), name=_("Dates of the %s") % settings.PORTAL_NAME)
        response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="dates.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response

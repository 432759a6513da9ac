"""Pages that span the apps: home, a Compact's front page, the dashboard; and the error pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string

from compact_portal.compacts.models import Compact


def home(request):
    """Find your local Compact by the name of a place; what a Compact is."""
    place = " ".join(request.GET.get("place", "").split())[:100]
    found = Compact.objects.visible_to(request.user).with_editions().covering(place) if place else []
    return render(request, "portal/home.html", {"place": place, "compacts": found})


def compact(request, slug):
    """The front page of a Compact."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user).with_editions(), slug=slug)
    return render(request, "portal/compact.html", {"compact": compact})


@login_required
def dashboard(request):
    """What waits for a person, and what they can do."""
    return render(request, "portal/dashboard.html")


def healthz(request):
    """Whether the portal answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def accessibility(request):
    """How accessible the portal is, and whom to tell where it is not."""
    return render(request, "portal/accessibility.html", {"contact": settings.PORTAL_CONTACT})


def cookies(request):
    """Which cookies there are, and what for."""
    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME, "message": "messages"}
    return render(request, "portal/cookies.html", {"names": names})


def privacy(request):
    """What is kept about people, why, and for how long."""
    return render(request, "portal/privacy.html", {"contact": settings.PORTAL_CONTACT})


def bad_request(request, exception=None):
    """What we could not read (400), or would not because it is too large (413)."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        limit = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return render(request, "413.html", {"limit": limit}, status=413)
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    """A page that exists, and something there that this person may not do."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None):
    """What does not exist, or not for this person."""
    return render(request, "404.html", status=404)


def too_many_requests(request, exception=None):
    """More tries to sign in than are safe."""
    return render(request, "429.html", status=429)


def server_error(request):
    """A fault of ours: a page that needs neither the database nor anything else that may be broken."""
    return HttpResponseServerError(render_to_string("500.html"))


def csrf_failure(request, reason=""):
    """A form that may not be this person's own, mostly because the page had been open too long."""
    return render(request, "403_csrf.html", status=403)

"""Pages that span the apps: home, a Compact's front page, the dashboard; and the error pages."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from compact_portal.compacts.models import Compact


def home(request):
    """Find your local Compact; what a Compact is."""
    return render(request, "portal/home.html", {"compacts": Compact.objects.visible_to(request.user).with_editions()})


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


def bad_request(request, exception=None):
    """A request the portal could not read."""
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    """Seen, but not allowed."""
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    """What does not exist, or not for this person."""
    return render(request, "404.html", status=404)


def server_error(request):
    """The portal failed; nothing was changed."""
    return render(request, "500.html", status=500)


def csrf_failure(request, reason=""):
    """A form that was open too long, or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)

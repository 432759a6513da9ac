"""Pages that span the apps: home, a Compact's front page, the dashboard; and the error pages."""

from collections import Counter

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.db.models import Count
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.cache import never_cache

from actionplans.lifecycle import PlanState
from actionplans.models import ActionPlan
from compact_portal.compacts.kinds import Sector, TextKind
from compact_portal.compacts.lifecycle import PUBLIC, EditionState
from compact_portal.compacts.models import Compact
from compact_portal.dashboard import gather
from signatories import acting
from signatories.models import Forum, Office, Signature
from signatories.sitting import AHEAD


def home(request):
    """Find your local Compact by the name of a place; what a Compact is."""
    place = " ".join(request.GET.get("place", "").split())[:100]
    found = Compact.objects.visible_to(request.user).with_editions().covering(place) if place else []
    return render(request, "portal/home.html", {"place": place, "compacts": found})


def compact(request, slug):
    """The front page of a Compact: how it stands, three ways in, who signed, the Forum, contacts, dates."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user).with_editions(), slug=slug)
    plan = ActionPlan.objects.filter(compact=compact).exclude(state=PlanState.DRAFT).this_years().first()
    context = {
        "compact": compact,
        "edition": compact.current_edition,
        "plan": plan,
        "progress": plan and plan.progress(),
        "signed": signed_by_sector(compact.current_edition),
        "contacts": contacts_of(compact),
        "may": ways_of_officer(compact, request.user),
        "annexes": [text for text in compact.texts.all() if text.kind == TextKind.ANNEX and is_public(text)],
        "consultation": consultation_on(compact),
        **forum_of(compact),
    }
    return render(request, "portal/compact.html", context)


def is_public(text):
    """Whether there is an edition of a text for everybody to read; its editions are at hand."""
    return any(edition.state in PUBLIC for edition in text.editions.all())


def consultation_on(compact):
    """The consultation on a draft of the agreement that is open, or whose answers are awaited; its editions at hand."""
    out = [edition for edition in compact.agreement.editions.all() if edition.state == EditionState.CONSULTATION]
    return out[0].last_consultation if out else None


def signed_by_sector(edition):
    """How many organisations of each sector have signed an edition: (words, number)."""
    counts = Signature.objects.standing().filter(edition=edition).values_list("organisation__sector").order_by()
    found = dict(counts.annotate(Count("pk"))) if edition else {}
    words = {
        Sector.STATUTORY: ngettext_lazy("public body", "public bodies"),
        Sector.VCS: ngettext_lazy(
            "organisation of the voluntary and community sector", "organisations of the voluntary and community sector"
        ),
    }
    return [(words[sector] % found[sector], found[sector]) for sector in Sector if sector in found]


def contacts_of(compact):
    """The contacts of both sectors, as far as there are any."""
    both = [
        (Sector.VCS.label, compact.vcs_contact_name, compact.vcs_contact_email, compact.vcs_contact_phone),
        (
            Sector.STATUTORY.label,
            compact.statutory_contact_name,
            compact.statutory_contact_email,
            compact.statutory_contact_phone,
        ),
    ]
    keys = ("sector", "name", "email", "phone")
    return [dict(zip(keys, contact, strict=True)) for contact in both if any(contact[1:])]


def forum_of(compact):
    """The Forum, its balance of sectors in words, its chair and its next meeting."""
    forum = Forum.objects.filter(compact=compact).select_related("compact").first()
    if forum is None:
        return {"forum": None, "balance": "", "chair": None, "meeting": None}
    seats = list(forum.seats.in_term().select_related("person", "organisation"))
    counts = Counter(seat.sector for seat in seats)
    statutory, vcs = counts[Sector.STATUTORY], counts[Sector.VCS]
    if statutory == vcs and seats:
        balance = ngettext("Each sector has %(n)s seat.", "Each sector has %(n)s seats.", vcs) % {"n": vcs}
    else:
        balance = _("The voluntary and community sector has %(vcs)s of its seats, the statutory sector %(st)s.") % {
            "vcs": vcs,
            "st": statutory,
        }
    return {
        "forum": forum,
        "balance": balance,
        "chair": next((seat for seat in seats if seat.office == Office.CHAIR), None),
        "meeting": forum.meetings.filter(starts_at__gte=timezone.now(), state__in=sorted(AHEAD))
        .order_by("starts_at")
        .first(),
    }


def ways_of_officer(compact, user):
    """The ways to what an officer looks after: (words, address)."""
    if "change_compact" not in compact.actions_for(user):
        return []
    home = compact.get_absolute_url()
    return [
        (_("Contacts, dates and notice"), f"{home}details/"),
        (_("Editions of the agreement"), f"{home}agreement/editions/"),
        (_("The action plan"), f"{home}action-plan/"),
        (_("Organisations of the area"), f"{home}organisations/"),
        (_("Codes of practice"), f"{home}codes/"),
        (_("Amendments"), f"{home}amendments/"),
        (_("The Forum"), f"{home}forum/"),
        (_("History of the details"), f"{home}history/"),
    ]


@never_cache
@login_required
def dashboard(request):
    """What waits for a person, and what they can do."""
    chosen = acting.acting_for(request)
    waiting = gather(request.user, chosen)
    acting.notice(request, waiting.organisations)
    context = {"waiting": waiting, "organisations": waiting.organisations, "chosen": chosen, "private": True}
    return render(request, "portal/dashboard.html", context)


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
    """A page that exists, and something there that this person may not do; who has not signed in is asked to."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
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

"""The concern log: what is not yet a case; also from people who have not signed in, of whom nothing is kept."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from disputes.forms.concerns import ConcernForm, SharingForm
from disputes.models import Concern
from disputes.views.getting import A_PAGE, get_compact


def sender(request) -> str:
    """Tell senders apart for the limit of the hour without keeping an address: only a keyed digest of it is counted."""
    if request.user.is_authenticated:
        return request.user.email
    return salted_hmac("disputes.concern", get_adapter().get_client_ip(request) or "").hexdigest()


@never_cache
def log(request, slug):
    """Log a concern."""
    compact = get_compact(request, slug)
    person = request.user if request.user.is_authenticated else None
    form = ConcernForm(request.POST if request.method == "POST" else None, compact=compact, person=person)
    status = 200
    if form.is_valid():
        if not ratelimit.consume(request, action="concern", key=sender(request)):
            status = 429
            form.add_error(None, _("There were too many concerns from you or your network. Try again in an hour."))
        else:
            if not form.by_machine:
                form.save()
            return redirect("disputes:concern_logged", slug)
    return render(request, "disputes/concerns/log.html", {"compact": compact, "form": form}, status=status)


def logged(request, slug):
    """After a concern: what happens with it, and what one can do now."""
    return render(request, "disputes/concerns/logged.html", {"compact": get_compact(request, slug)})


def get_concern(request, pk):
    """Return a concern that exists for this person, or 404."""
    found = Concern.objects.visible_to(request.user).select_related("compact", "author", "shared_with", "dispute")
    return get_object_or_404(found, pk=pk)


def get_own_concern(request, pk):
    """Return a concern that this person wrote, or 404."""
    found = get_concern(request, pk)
    if not found.is_by(request.user):
        raise Http404
    return found


@login_required
def mine(request):
    """One's own concerns, and those shared with a support body one acts for."""
    own = Concern.objects.filter(author=request.user).select_related("compact", "shared_with", "dispute")
    shared = Concern.objects.visible_to(request.user).exclude(author=request.user)
    page = Paginator(shared.select_related("compact", "author", "shared_with"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"own": own[:100], "page": page, "private": True}
    return render(request, "disputes/concerns/mine.html", context)


@login_required
def concern(request, pk):
    """One concern: its words, who may read them, and what its author can do."""
    found = get_concern(request, pk)
    context = {"compact": found.compact, "concern": found, "own": found.is_by(request.user), "private": True}
    return render(request, "disputes/concerns/concern.html", context)


@login_required
def share(request, pk):
    """Decide who may read one's concern."""
    found = get_own_concern(request, pk)
    given = {"shared_with": str(found.shared_with_id or ""), "named": found.named}
    posted = request.POST if request.method == "POST" else None
    form = SharingForm(posted, compact=found.compact, person=request.user, initial=given)
    if form.is_valid():
        found.share(form.body, by=request.user, named=form.cleaned_data.get("named", False))
        messages.success(request, _("Who may read it is changed."))
        return redirect(found)
    context = {"compact": found.compact, "concern": found, "form": form, "private": True}
    return render(request, "disputes/concerns/share.html", context)


@login_required
def take_back(request, pk):
    """Take one's concern back, after a question."""
    found = get_own_concern(request, pk)
    if request.method == "POST":
        found.take_back(by=request.user)
        messages.success(request, _("The concern is taken back. It is counted no longer."))
        return redirect("disputes:concerns")
    context = {"compact": found.compact, "concern": found, "private": True}
    return render(request, "disputes/concerns/take_back.html", context)

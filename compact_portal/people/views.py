"""Who there is, what roles they hold and who gave them; new Compacts, and the details that officers keep."""

from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compact_portal import access, history
from compact_portal.access import AccessEvent, Grant
from compact_portal.accounts import invitations
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed
from compact_portal.people.forms import AppointForm, CompactForm, DetailsForm, EndForm, InviteForm, ReasonForm
from signatories import actions as of_organisations

A_PAGE = 25
STATES = {
    "open": Q(is_active=True, joined_at__isnull=False),
    "invited": Q(is_active=True, joined_at=None),
    "closed": Q(is_active=False),
}


def for_administrators(view):
    """Let administrators of the portal in; others are told (403), or asked to sign in."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_administrator:
            raise PermissionDenied(_("Only an administrator of the portal can do this."))
        return view(request, *args, **kwargs)

    return guarded


def posted(request):
    """What a form takes: the data of a POST, else nothing."""
    return request.POST if request.method == "POST" else None


@for_administrators
def people(request):
    """Everybody who has or had an account or an invitation."""
    words = " ".join(request.GET.get("q", "").split())[:100]
    state = request.GET.get("state", "")
    found = User.objects.filter(Q(name__icontains=words) | Q(email__icontains=words), STATES.get(state, Q()))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    roles = Grant.objects.on(timezone.localdate()).filter(person__in=list(page.object_list))
    by_person: dict[int, list[Grant]] = {}
    for grant in access.with_objects(roles):
        by_person.setdefault(grant.person_id, []).append(grant)
    rows = [(person, by_person.get(person.pk, [])) for person in page.object_list]
    return render(request, "people/people.html", {"page": page, "rows": rows, "q": words, "state": state})


@for_administrators
def invite(request):
    """Invite somebody who has no account."""
    form = InviteForm(posted(request))
    if form.is_valid():
        person = User.invite(**form.cleaned_data, by=request.user)
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": person.email})
        return redirect("people:person", person.pk)
    return render(request, "people/invite.html", {"form": form})


@for_administrators
def person(request, pk):
    """One person: the roles they hold and held, and what was done about their rights."""
    somebody = get_object_or_404(User.objects.select_related("invited_by"), pk=pk)
    grants = access.with_objects(somebody.grants.order_by("-starts_on"))
    today = timezone.localdate()
    context = {
        "person": somebody,
        "held": [grant for grant in grants if grant.ends_on is None or grant.ends_on >= today],
        "past": [grant for grant in grants if grant.ends_on and grant.ends_on < today],
        "changes": history.changes(somebody.history.all())[:20],
        "events": somebody.access_events.select_related("actor").order_by("-at")[:20],
    }
    return render(request, "people/person.html", context)


@for_administrators
@require_POST
def invite_again(request, pk):
    """Send the invitation anew; the link before stops working."""
    somebody = get_object_or_404(User, pk=pk, joined_at=None, is_active=True)
    invitations.send(somebody, by=request.user)
    messages.success(request, _("A new invitation is on its way to %(email)s.") % {"email": somebody.email})
    return redirect("people:person", pk)


@for_administrators
def appoint(request, pk):
    """Make somebody an officer of a Compact, for a term."""
    somebody = get_object_or_404(User, pk=pk, is_active=True)
    form = AppointForm(posted(request))
    if form.is_valid():
        compact, role = form.cleaned_data.pop("compact"), form.cleaned_data.pop("role")
        access.appoint(somebody, compact, role, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            _("%(person)s has the role: %(role)s, %(compact)s.")
            % {"person": somebody, "role": access.role_name(role), "compact": compact},
        )
        return redirect("people:person", pk)
    return render(request, "people/appoint.html", {"form": form, "person": somebody})


@for_administrators
def end(request, pk, grant):
    """End a role that somebody holds."""
    held = get_object_or_404(Grant.objects.select_related("person"), pk=grant, person=pk)
    (held,) = access.with_objects([held])
    form = EndForm(posted(request))
    if form.is_valid():
        end_term(held, on=form.cleaned_data["last_day"], by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The end of the role is noted."))
        return redirect("people:person", pk)
    return render(request, "people/end.html", {"form": form, "person": held.person, "grant": held})


def end_term(grant, *, on, by, reason):
    """End a role through what it came with: a membership, a seat, or the grant alone. No day: at once."""
    membership, seat = getattr(grant, "membership", None), getattr(grant, "seat", None)
    if membership:
        of_organisations.end(membership, by=by, on=on, reason=reason)
    elif seat:
        seat.end(by=by, on=on, reason=reason)
    else:
        yesterday = timezone.localdate() - timedelta(days=1)
        access.end(grant, grant.on, on=on or yesterday, by=by, reason=reason)


@for_administrators
def close(request, pk):
    """Close somebody's account, or open it again."""
    somebody = get_object_or_404(User, pk=pk)
    form = ReasonForm(posted(request))
    if form.is_valid():
        verb = somebody.close if somebody.is_active else somebody.reopen
        try:
            with transaction.atomic():
                verb(by=request.user, reason=form.cleaned_data["reason"])
                of_organisations.account_moved(somebody, by=request.user)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            done = _("The account is open.") if somebody.is_active else _("The account is closed.")
            messages.success(request, done)
        return redirect("people:person", pk)
    context = {"form": form, "person": somebody, "open": of_organisations.open_everywhere(somebody)}
    return render(request, "people/close.html", context)


@for_administrators
def record(request):
    """The record of rights: who gave whom what, when and why, newest first."""
    words = " ".join(request.GET.get("q", "").split())[:100]
    events = AccessEvent.objects.filter(Q(subject__icontains=words) | Q(target__icontains=words))
    events = events.select_related("actor").order_by("-at", "-pk")
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    return render(request, "people/record.html", {"page": page, "q": words})


@for_administrators
def add_compact(request):
    """Add a Compact, which has no agreement yet."""
    form = CompactForm(posted(request))
    if form.is_valid():
        compact = Compact.found(**form.cleaned_data)
        messages.success(request, _("The %(compact)s is here. Now appoint an officer.") % {"compact": compact})
        return redirect(compact)
    return render(request, "people/add_compact.html", {"form": form})


def get_own_compact(request, slug):
    """The Compact of that address, or 404; 403 for anybody but its officers."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user).with_editions(), slug=slug)
    if "change_compact" not in compact.actions_for(request.user):
        raise PermissionDenied(_("Only an officer of this Compact can do this."))
    return compact


@login_required
def details(request, slug):
    """Keep the details of a Compact up to date: contacts, dates, place names, a notice."""
    compact = get_own_compact(request, slug)
    form = DetailsForm(posted(request), request.FILES or None, instance=compact)
    if form.is_valid():
        form.save()
        messages.success(request, _("The details are saved."))
        return redirect(compact)
    return render(request, "people/details.html", {"form": form, "compact": compact})


@login_required
def compact_history(request, slug):
    """What was changed in the details of a Compact, by whom and when."""
    compact = get_own_compact(request, slug)
    page = Paginator(history.changes(compact.history.all()), 50).get_page(request.GET.get("page"))
    return render(request, "people/compact_history.html", {"compact": compact, "page": page})

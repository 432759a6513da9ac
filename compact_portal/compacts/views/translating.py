"""Writing a text's Welsh clause by clause, and its easy-read version."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from compact_portal.compacts import welsh as welsh_of
from compact_portal.compacts.easy_reading import as_html
from compact_portal.compacts.forms.translating import EasyReadForm, WelshForm
from compact_portal.compacts.models.translation import EasyRead, Translation
from compact_portal.compacts.views.getting import get_clause, get_edition
from compact_portal.history import NotAllowed


def may_write(request, edition) -> bool:
    """Whether a person writes what stands beside a text: also when it is agreed and cannot change."""
    return "edit" in edition.text.actions_for(request.user)


def get_to_write(request, slug, edition, under):
    """The edition, for those who write what stands beside it."""
    found = get_edition(request, slug, edition, under)
    if not may_write(request, found):
        raise PermissionDenied
    return found


@login_required
def welsh(request, slug, edition, under=""):
    """Which clauses are in Welsh, which not yet, and where the Welsh is older than the English."""
    found = get_to_write(request, slug, edition, under)
    clauses, translations = list(found.clauses.order_by("position")), welsh_of.of(found)
    rows = [(clause, welsh_of.to_read(clause, translations.get(clause.pk))) for clause in clauses]
    context = {
        "edition": found,
        "compact": found.text.compact,
        "rows": rows,
        "standing": welsh_of.standing(clauses, translations),
    }
    return render(request, "compacts/welsh.html", context)


@login_required
def write_welsh(request, slug, edition, number, under=""):
    """Write the Welsh of a clause with its English beside it."""
    found = get_to_write(request, slug, edition, under)
    clause = get_clause(request, slug, edition, number, under)
    now = Translation.objects.filter(clause=clause).first()
    form = WelshForm(request.POST if request.method == "POST" else None, clause=clause, translation=now)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
            form, theirs = form.again(now), now
        else:
            messages.success(request, _("The Welsh of %(number)s is saved.") % {"number": clause.number})
            return redirect(f"{found.get_absolute_url()}welsh/#c-{clause.number}")
    context = {
        "edition": found,
        "compact": found.text.compact,
        "clause": clause,
        "form": form,
        "theirs": theirs,
        "is_older": now is not None and not now.is_current_for(clause),
    }
    return render(request, "compacts/write_welsh.html", context)


def easy_read(request, slug, edition, under=""):
    """The easy-read version of an edition; before it is published only for those who write it."""
    found = get_edition(request, slug, edition, under)
    easy = EasyRead.objects.filter(edition=found).first()
    writes = may_write(request, found)
    if easy is None or not (easy.published_at or writes):
        raise Http404
    context = {
        "edition": found,
        "text": found.text,
        "compact": found.text.compact,
        "easy": easy,
        "html": as_html(easy.body),
        "may_write": writes,
    }
    return render(request, "compacts/easy_read.html", context)


@login_required
def write_easy_read(request, slug, edition, under=""):
    """Write the easy-read version of an edition, as a draft or for everybody."""
    found = get_to_write(request, slug, edition, under)
    now = EasyRead.objects.filter(edition=found).first()
    form = EasyReadForm(request.POST if request.method == "POST" else None, edition=found, easy=now)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            easy = form.save(by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
            form, theirs = form.again(now), now
        else:
            words = _("Saved, and published for everybody.") if easy.published_at else _("Saved as a draft.")
            messages.success(request, words)
            return redirect(f"{found.get_absolute_url()}easy-read/")
    context = {"edition": found, "compact": found.text.compact, "form": form, "theirs": theirs}
    return render(request, "compacts/write_easy_read.html", context)

"""The public register of signatories on any day, a signature's certificate, and what an officer puts on record."""

import csv

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from compact_portal.history import NotAllowed
from signatories.concerned import how_signed
from signatories.forms.register import PaperForm, RegisterForm
from signatories.registered import Register, agreements_of
from signatories.standing import Standing
from signatories.views.finding import find_compact, find_own_compact, find_signature, open_editions

A_PAGE = 50


def _asked(request, slug: str):
    """Return the register of the day asked for, the form that says which rows, and those rows."""
    form = RegisterForm(request.GET)
    form.is_valid()  # What cannot be understood is not a filter.
    register = Register(find_compact(request, slug), form.cleaned_data.get("on"))
    return register, form, form.chosen(register, request.GET.get("sort", ""))


def register(request, slug: str) -> HttpResponse:
    """Show who has signed, by sector, today or on another day; who signed an earlier edition is said to have."""
    if request.GET.get("on_year") and (query := _shorter(request)):
        return redirect(f"{request.path}?{query}")
    found, form, rows = _asked(request, slug)
    query = request.GET.copy()
    for name in ("page", "sort"):
        query.pop(name, None)
    context = {
        "compact": found.compact,
        "register": found,
        "edition": found.edition,
        "form": form,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "counts": found.counts(),
        "current": sum(row.signed_now for row in found.rows),
        "earlier": found.number(Standing.EARLIER),
        "through": found.bound_through(),
        "open": open_editions(found.compact),
        "query": query.urlencode(),
        "is_officer": "change_compact" in found.compact.actions_for(request.user),
    }
    return render(request, "signatories/register.html", context)


def _shorter(request) -> str:
    """Return the query of an address that can be kept: the day as one date; nothing where it is no date."""
    form = RegisterForm(request.GET)
    form.is_valid()
    day = form.cleaned_data.get("on")
    if day is None:
        return ""
    query = request.GET.copy()
    for name in ("on_day", "on_month", "on_year"):
        query.pop(name, None)
    query["on"] = day.isoformat()
    for name in [name for name, value in query.items() if not value]:
        query.pop(name)
    return query.urlencode()


def as_csv(request, slug: str) -> HttpResponse:
    """Give the register as a table of comma-separated values, in UTF-8 with a mark that spreadsheets know."""
    found, _form, chosen = _asked(request, slug)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-signatories-{found.day.isoformat()}.csv"'
    rows = [{"on": found.day.isoformat(), **row} for row in found.facts(chosen)]
    writer = csv.DictWriter(response, list(rows[0]) if rows else ["on", "organisation"])
    writer.writeheader()
    writer.writerows({key: _harmless(value) for key, value in row.items()} for row in rows)
    return response


def as_json(request, slug: str) -> JsonResponse:
    """Give the register as JSON."""
    found, _form, chosen = _asked(request, slug)
    return JsonResponse(found.as_data(chosen), json_dumps_params={"ensure_ascii": False, "indent": 2})


def certificate(request, slug: str, number: int) -> HttpResponse:
    """Show one signature: who signed what, when, on whose behalf, and whether it stands."""
    compact = find_compact(request, slug)
    signature = find_signature(compact, number)
    actions = signature.organisation.actions_for(request.user)
    concerned = actions & {"act_for", "change_organisation"}
    members = signature.members.select_related("organisation")
    context = {
        "compact": compact,
        "signature": signature,
        "members": [one for one in members if concerned or not one.opted_out_in_time],
        "opted_out": concerned,
        "may_withdraw": not signature.withdrawn_on and not signature.leaves_on and "sign_for" in actions,
        "codes": list(signature.codes.select_related("text__code", "text__compact")),
        "how": how_signed(signature, request.user, actions),
        "may_stay": not signature.withdrawn_on and signature.leaves_on and "sign_for" in actions,
    }
    return render(request, "signatories/certificate.html", context)


@login_required
def record(request, slug: str) -> HttpResponse:
    """Record a signature that was given on paper, as an officer of the Compact."""
    compact = find_own_compact(request, slug)
    form = PaperForm(
        request.POST if request.method == "POST" else None, compact=compact, editions=agreements_of(compact)
    )
    if form.is_valid():
        try:
            signature = form.save(by=request.user)
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The signature of %s is recorded.") % signature.organisation)
            return redirect("signatories:register", slug)
    return render(request, "signatories/record.html", {"compact": compact, "form": form})


def _harmless(value: str) -> str:
    """Keep a spreadsheet from taking what somebody typed for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value

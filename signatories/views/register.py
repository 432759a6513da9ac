"""The public register of signatories, a signature's certificate, and what keeps them."""

import csv

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed
from signatories.forms.register import PaperForm, WithdrawForm
from signatories.models import Signature
from signatories.registered import agreements_of, as_data, facts, newest_edition, newest_signatures
from signatories.views.finding import find_compact, find_own_compact, open_editions

A_PAGE = 50


def register(request, slug: str) -> HttpResponse:
    """Show who has signed, by sector; who signed an earlier edition only is said to have done so."""
    compact = find_compact(request, slug)
    edition = newest_edition(compact)
    signatures = list(newest_signatures(compact, request.GET.get("sort", "")))
    current = [signature for signature in signatures if signature.edition == edition]
    context = {
        "compact": compact,
        "edition": edition,
        "page": Paginator(signatures, A_PAGE).get_page(request.GET.get("page")),
        "counts": [(sector.label, sum(s.organisation.sector == sector for s in current)) for sector in Sector],
        "current": len(current),
        "earlier": len(signatures) - len(current),
        "withdrawn": Signature.objects.of(compact).withdrawn().select_related("organisation", "edition__text")[:A_PAGE],
        "open": open_editions(compact),
        "is_officer": "change_compact" in compact.actions_for(request.user),
    }
    return render(request, "signatories/register.html", context)


def as_csv(request, slug: str) -> HttpResponse:
    """Give the register as a table of comma-separated values, in UTF-8 with a mark that spreadsheets know."""
    compact = find_compact(request, slug)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-signatories.csv"'
    rows = list(facts(compact))
    writer = csv.DictWriter(response, list(rows[0]) if rows else ["organisation"])
    writer.writeheader()
    writer.writerows({key: _harmless(value) for key, value in row.items()} for row in rows)
    return response


def as_json(request, slug: str) -> JsonResponse:
    """Give the register as JSON."""
    compact = find_compact(request, slug)
    return JsonResponse(as_data(compact), json_dumps_params={"ensure_ascii": False, "indent": 2})


def certificate(request, slug: str, number: int) -> HttpResponse:
    """Show one signature: who signed what, when, on whose behalf, and whether it stands."""
    compact = find_compact(request, slug)
    signature = _find_signature(compact, number)
    may_withdraw = not signature.withdrawn_on and "sign_for" in signature.organisation.actions_for(request.user)
    context = {"compact": compact, "signature": signature, "may_withdraw": may_withdraw}
    return render(request, "signatories/certificate.html", context)


@login_required
def withdraw(request, slug: str, number: int) -> HttpResponse:
    """Withdraw a signature with a reason, as an authorised signatory of its organisation."""
    compact = find_compact(request, slug)
    signature = _find_signature(compact, number)
    if "sign_for" not in signature.organisation.actions_for(request.user):
        raise PermissionDenied
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            form.save(signature, by=request.user)
        except NotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The signature is withdrawn. The register says so, and keeps it."))
        return redirect(signature)
    return render(request, "signatories/withdraw.html", {"compact": compact, "signature": signature, "form": form})


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


def _find_signature(compact: Compact, number: int) -> Signature:
    """Return a signature under a Compact's agreement by its number, or raise Http404."""
    signatures = Signature.objects.of(compact).select_related("organisation", "edition__text__compact", "person")
    return get_object_or_404(signatures, pk=number)

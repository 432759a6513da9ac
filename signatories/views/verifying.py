"""Is this signed agreement genuine? For everybody, without signing in; a file that is checked is not kept.

Higher apps seal documents too (SEALED_DOCUMENTS): of those only the kind, the day and the certificate are told.
"""

from datetime import date
from typing import Any

from allauth.core import ratelimit
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from compact_portal.pdf.numbers import is_short_id, read_short_id
from compact_portal.pdf.seals import SealingCertificate
from compact_portal.pdf.verifying import TryLater, verify
from signatories.forms.verifying import FileForm, NumberForm, Weighing
from signatories.models import SignedAgreement
from signatories.since import since

FORMS = {"pem": (Encoding.PEM, "application/x-pem-file"), "cer": (Encoding.DER, "application/pkix-cert")}


@csrf_exempt  # Checking a file changes nothing, and without a token the page needs no cookie.
@require_http_methods(["GET", "HEAD", "POST"])
def verifying(request) -> HttpResponse:
    """Ask for a file or a number; a file is checked at once, a number has a page of its own."""
    if request.method == "POST":
        return _check(request)
    number = NumberForm(request.GET if "number" in request.GET else None, auto_id="%s")
    if number.is_valid():
        return redirect("signatories:verified", number.cleaned_data["number"])
    return _ask(request, FileForm(auto_id="%s"), number)


def _check(request) -> HttpResponse:
    """Check the file that comes with a request, and say what was found."""
    weighing = Weighing(request)
    request.upload_handlers.insert(0, weighing)
    posted = request.POST, request.FILES  # Reading them takes the file in.
    form = FileForm(*posted, too_large=weighing.too_large, auto_id="%s")
    if not form.is_valid():
        return _ask(request, form, NumberForm(auto_id="%s"))
    if not ratelimit.consume(request, action="verify"):
        form.add_error("file", _("Many files were checked from your network. Wait an hour, then check this one."))
        return _ask(request, form, NumberForm(auto_id="%s"), status=429)
    try:
        answer = verify(form.cleaned_data["file"].chunks())
    except TryLater:
        form.add_error("file", _("Several files are being checked at this moment. Wait a minute, and try again."))
        return _ask(request, form, NumberForm(auto_id="%s"), status=503)
    return render(request, "signatories/verify/answer.html", {"answer": answer, **_about(answer.number)})


def _ask(request, file: FileForm, number: NumberForm, *, status: int = 200) -> HttpResponse:
    """Show the page that asks."""
    wrong = file if file.errors else number
    context = {"form": wrong, "file": file, "number": number}
    return render(request, "signatories/verify/ask.html", context, status=status)


def verified(request, number: str) -> HttpResponse:
    """What the portal knows of the signed agreement with a number: where its QR code leads."""
    if number != (read := read_short_id(number)) and is_short_id(read):
        return redirect("signatories:verified", read)
    about = _about(number) if is_short_id(number) else {}
    if not about:
        return render(request, "signatories/verify/unknown.html", {"number": number}, status=404)
    page = "other" if "other" in about else "number"
    return render(request, f"signatories/verify/{page}.html", about)


def _about(number: str) -> dict:
    """Return what a page tells of a sealed agreement; nothing where there is none of that number."""
    found = SignedAgreement.objects.select_related("edition__text__compact", "adopted_by", "key")
    agreement = found.filter(short_id=number).exclude(made_at=None).first() if number else None
    if agreement is None:
        return _sealed_elsewhere(number)
    compact = agreement.adopted_by or agreement.edition.text.compact
    return {
        "agreement": agreement,
        "edition": agreement.edition,
        "of_compact": compact,
        "signatures": [{**row, "day": _day(row["signed_on"])} for row in agreement.record.get("signatures", [])],
        "since": since(agreement),
    }


def _sealed_elsewhere(number: str) -> dict[str, Any]:
    """What a page tells of a document that another app sealed: `{"other": {"kind", "paper"}}`, or nothing."""
    found = (import_string(path)(number) for path in settings.SEALED_DOCUMENTS if number)
    return next(({"other": about} for about in found if about), {})


def _day(written: str) -> date | None:
    """Return a day of a record; paper may give none."""
    return date.fromisoformat(written) if written else None


def certificates(request) -> HttpResponse:
    """Every certificate that agreements were or are sealed with."""
    found = SealingCertificate.objects.all()
    return render(request, "signatories/verify/certificates.html", {"certificates": found})


def certificate(request, fingerprint: str, form: str) -> HttpResponse:
    """One certificate, as a file for a PDF reader or a tool."""
    found = get_object_or_404(SealingCertificate, fingerprint=fingerprint)
    return _as_file(found.pem, f"seal-{fingerprint[:16]}", form)


def issuer(request, fingerprint: str, form: str) -> HttpResponse:
    """Whoever vouches for a certificate: what a PDF reader or a tool is told to trust."""
    found = get_object_or_404(SealingCertificate.objects.exclude(chain=""), fingerprint=fingerprint)
    return _as_file(found.chain, f"issuer-{fingerprint[:16]}", form)


def _as_file(pem: str, name: str, form: str) -> HttpResponse:
    """Give the last of some certificates, which is the one that vouches for itself, in a form."""
    if form not in FORMS:
        raise Http404
    encoding, kind = FORMS[form]
    *_others, last = x509.load_pem_x509_certificates(pem.encode())
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(last.public_bytes(encoding), content_type=kind, headers=headers)


def by_yourself(request) -> HttpResponse:
    """How to check a seal without this portal."""
    current = SealingCertificate.objects.filter(retired_at=None).first()
    name = f"issuer-{current.fingerprint[:16]}" if current else "issuer"
    return render(request, "signatories/verify/by_yourself.html", {"name": name})

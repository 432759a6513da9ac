"""Mail about requests to sign."""

from django.urls import reverse
from django.utils.translation import gettext as _

from compact_portal import mail


def asked(request, *, secret: str, by) -> None:
    """Send the link with which somebody begins to sign. Its text is wiped once it is sent."""
    mail.write(
        to=[request.to_email],
        subject=_("Sign the %(text)s for %(organisation)s")
        % {"text": request.edition.text, "organisation": request.organisation},
        template="signatories/email/asked_to_sign.txt",
        context={
            "request": request,
            "by": by,
            "link": reverse("signatories:request_link", args=[request.key, secret]),
        },
        about=f"signing request {request.pk}",
        secret=True,
    )

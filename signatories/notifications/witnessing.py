"""Mail about the witness of a signature. What holds a link is secret: its text is wiped once it is sent."""

from django.urls import reverse
from django.utils.translation import gettext as _

from compact_portal import mail


def asked(witnessing, *, secret: str) -> None:
    """Send the link with which somebody confirms a signature."""
    mail.write(
        to=[witnessing.to_email],
        subject=_("Confirm that %(organisation)s signed the %(text)s")
        % {"organisation": witnessing.organisation, "text": witnessing.edition.text},
        template="signatories/email/asked_to_witness.txt",
        context={"witnessing": witnessing, "link": reverse("signatories:witness_link", args=[witnessing.key, secret])},
        about=_about(witnessing),
        secret=True,
    )


def replaced(witnessing) -> None:
    """Tell a witness that nothing is asked of them any more."""
    mail.write(
        to=[witnessing.to_email],
        subject=_("You need not confirm the signature of %(organisation)s") % {"organisation": witnessing.organisation},
        template="signatories/email/witness_replaced.txt",
        context={"witnessing": witnessing},
        about=_about(witnessing),
    )


def waiting(signature, witnessing) -> None:
    """Tell the person who signed that the signature waits for the witness."""
    mail.write(
        to=signature.addresses_of_signatory(),
        subject=_("Your signature for %(organisation)s waits for the witness")
        % {"organisation": signature.organisation},
        template="signatories/email/waiting_for_witness.txt",
        context={"signature": signature, "witnessing": witnessing, "address": _look_after(signature)},
        about=_about(witnessing),
    )


def refused(witnessing) -> None:
    """Tell the person who signed that the witness did not confirm, and why."""
    mail.write(
        to=witnessing.signature.addresses_of_signatory(),
        subject=_("The witness did not confirm the signature of %(organisation)s")
        % {"organisation": witnessing.organisation},
        template="signatories/email/witness_refused.txt",
        context={"witnessing": witnessing, "address": _look_after(witnessing.signature)},
        about=_about(witnessing),
    )


def _look_after(signature) -> str:
    """Where the person who signed looks after the witness: through a new link where they have no account."""
    if signature.person is None and (request := getattr(signature, "request", None)):
        return request.get_absolute_url()
    return reverse("signatories:look_after_witness", args=[signature.edition.text.slug, signature.pk])


def _about(witnessing) -> str:
    return f"signing {witnessing.kind} {witnessing.pk}"

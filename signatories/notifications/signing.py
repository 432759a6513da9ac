"""Mail about signatures."""

from django.utils.translation import gettext as _

from compact_portal import mail
from signatories.notifications.people import people_of


def signed(signature) -> None:
    """Tell everybody who acts for an organisation, and who signed, that it has signed."""
    mail.write(
        to=[*people_of(signature.organisation), *sorted(signature.addresses_of_signatory())],
        subject=_("%(organisation)s has signed the %(text)s")
        % {"organisation": signature.organisation, "text": signature.edition.text},
        template="signatories/email/signed.txt",
        context={"signature": signature},
        about=f"signature {signature.pk}",
    )

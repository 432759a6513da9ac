"""Sealing a document: a certification signature after which nothing may change (PAdES, ISO 32000-1, 12.8.2.2).

The sealed file begins with the bytes of the unsealed one, and has the seal after them. Without a time-stamp authority
it is PAdES baseline B-B; with one B-LT: a trusted time, and all that is needed to check it, in the same revision.

Loads pyHanko, so import it only where a document is sealed.
"""

import contextlib
import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
from pyhanko_certvalidator.registry import SimpleCertificateStore

from compact_portal.pdf import keys
from compact_portal.pdf.seals import NotSealed, Sealed

log = logging.getLogger("portal.sealing")

FIELD = "Seal"
PATIENCE = 20  # Seconds for a time-stamp authority to answer.


def seal(document: bytes, source: keys.KeySource, *, reason: str, address: str) -> Sealed:
    """Seal a document that nobody has signed yet.

    :param reason: why it was sealed, in words that a PDF reader shows.
    :param address: where it can be verified.
    :raises NotSealed: with a sentence, where there is no key, it has expired, or the time cannot be stamped.
    """
    with _signer(source) as signer:
        certificate = x509.load_der_x509_certificate(signer.signing_cert.dump())
        chain = [
            x509.load_der_x509_certificate(other.dump())
            for other in signer.cert_registry
            if other != signer.signing_cert
        ]
        now = datetime.now(UTC)
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise NotSealed(_("The certificate to seal with has expired, or is not valid yet."))
        out = _sign(document, signer, _metadata(reason, address))
        row = keys.remember(certificate, chain, source)
        return Sealed(out, row, now)


def _metadata(reason, address, **more) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=FIELD,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=reason,
        location=address,
        **more,
    )


def _sign(document, signer, metadata, timestamper=None) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    field = SigFieldSpec(
        FIELD,
        invis_sig_settings=InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
        readable_field_name=_("Seal of the portal"),
    )
    out = signers.PdfSigner(metadata, signer, timestamper=timestamper, new_field_spec=field).sign_pdf(writer)
    return out.getvalue()


@contextlib.contextmanager
def _signer(source: keys.KeySource) -> Iterator[signers.Signer]:
    """Open a key, and close what was opened."""
    pair = keys.read_file(source.path, source.passphrase)
    der = serialization.Encoding.DER
    private = pair.private_key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    certificates = [asn1_x509.Certificate.load(c.public_bytes(der)) for c in (pair.certificate, *pair.chain)]
    yield signers.SimpleSigner(
        signing_cert=certificates[0],
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore.from_certs(certificates),
    )

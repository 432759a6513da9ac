"""Sealing a document: a certification signature after which nothing may change (PAdES; ISO 32000-1, 12.8.2.2).

The sealed file begins with the bytes of the unsealed one, and has the seal after them. Without a time-stamp authority
it is PAdES baseline B-B; with one B-LT: a trusted time, and all that is needed to check it, in the same revision
(ETSI EN 319 142-1, 6). What is asked for and cannot be had fails: nothing half sealed leaves this module.

Loads pyHanko, so import it only where a document is sealed.
"""

import asyncio
import contextlib
import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.utils.translation import gettext as _
from pkcs11.exceptions import PKCS11Error
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer, TokenCriteria, open_pkcs11_session
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from compact_portal.pdf import keys
from compact_portal.pdf.examining import examine
from compact_portal.pdf.seals import NotSealed, Sealed

log = logging.getLogger("portal.sealing")

FIELD = "Seal"
PATIENCE = 20  # Seconds for a time-stamp authority to answer.
FAULTS = (
    TimestampRequestError,
    aiohttp.ClientError,
    asyncio.TimeoutError,
    OSError,
    SigningError,
    ValidationError,
    ValueError,  # What came back is no time stamp at all.
)


class SealWriter(IncrementalPdfFileWriter):
    """Appends to a document without rewriting what it says of itself, which PDF/A and PDF/UA are strict about."""

    def _update_meta(self) -> None:
        """Leave the metadata as it was rendered."""


def seal(
    document: bytes, source: keys.KeySource, *, reason: str, address: str, time_stamper: TimeStamper | None = None
) -> Sealed:
    """Seal a document that nobody has signed yet.

    :param reason: why it was sealed, in words that a PDF reader shows.
    :param address: where it can be verified; a PDF reader shows it as the place.
    :param time_stamper: who stamps the time, where it is not the authority that `source` names.
    :raises NotSealed: with a sentence, where there is no key, it has expired, or the time cannot be stamped.
    """
    if time_stamper is None and source.time_stamps:
        time_stamper = HTTPTimeStamper(source.time_stamps, timeout=PATIENCE)
    with _signer(source) as signer:
        ours, *chain = _certificates(signer)
        now = datetime.now(UTC)
        if not ours.not_valid_before_utc <= now <= ours.not_valid_after_utc:
            raise NotSealed(_("The certificate to seal with has expired, or is not valid yet."))
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            reason=reason,
            location=address,
            embed_validation_info=time_stamper is not None,
            validation_context=_trusting(source, signer) if time_stamper else None,
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )
        sealed = _sign(document, metadata, signer, time_stamper)
    found = examine(sealed)
    if not found.is_sound or found.fingerprint != keys.fingerprint(ours):
        raise NotSealed(_("The key to seal with does not fit its certificate."))
    return Sealed(sealed, keys.remember(ours, chain, source), found.stamped_at or now, found.stamped_by)


def _sign(document: bytes, metadata: PdfSignatureMetadata, signer: Signer, time_stamper: TimeStamper | None) -> bytes:
    """Append the seal to a document."""
    # PDF/A wants what is shown to be printed too, PDF/UA what is not in the tags to lie off the page.
    field = SigFieldSpec(
        FIELD,
        invis_sig_settings=InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
        readable_field_name=_("Seal"),
    )
    writer = SealWriter(io.BytesIO(document))
    try:
        out = PdfSigner(metadata, signer, timestamper=time_stamper, new_field_spec=field).sign_pdf(writer)
    except PKCS11Error:
        raise NotSealed(_("The device with the key to seal with did not do its work.")) from None
    except FAULTS as error:
        log.warning("A document could not be sealed: %s", type(error).__name__)
        if time_stamper is None:
            raise NotSealed(_("The document could not be signed with the key to seal with.")) from None
        raise NotSealed(
            _("The time-stamp authority did not give a time stamp that can be trusted, so nothing was sealed.")
        ) from None
    return out.getvalue()


def _trusting(source: keys.KeySource, signer: Signer) -> ValidationContext:
    """Return whom to trust: the issuer that the key came with, and the issuers that SEAL_TRUST names.

    Without SEAL_TRUST these are the authorities that the system trusts. What they say of revoked certificates is
    fetched, and becomes part of the file.
    """
    known = list(signer.cert_registry)
    own = [certificate for certificate in known if certificate.self_signed in {"yes", "maybe"}]
    named = _trusted_issuers(source.trust)
    more: dict[str, Any] = {"allow_fetching": True, "revocation_mode": "hard-fail", "other_certs": known}
    if named:
        return ValidationContext(trust_roots=[*own, *named], **more)
    return ValidationContext(extra_trust_roots=own, **more)


def _trusted_issuers(path: str) -> list[asn1_x509.Certificate]:
    """Return the certificates in a PEM file."""
    if not path:
        return []
    try:
        found = list(pem.unarmor(Path(path).read_bytes(), multiple=True))
    except (OSError, ValueError):
        raise NotSealed(_("The file with the issuers to trust (SEAL_TRUST) cannot be read.")) from None
    return [asn1_x509.Certificate.load(der) for _kind, _headers, der in found]


def _certificates(signer: Signer) -> list[x509.Certificate]:
    """Return the certificate of a key, and those of its issuers."""
    own = signer.signing_cert
    found = [own, *(other for other in signer.cert_registry if other.sha256 != own.sha256)]
    return [x509.load_der_x509_certificate(certificate.dump()) for certificate in found]


@contextlib.contextmanager
def _signer(source: keys.KeySource) -> Iterator[Signer]:
    """Open a key, and close what was opened."""
    if source.kind != keys.PKCS11:
        yield FileSigner(keys.read_file(source.path, source.passphrase))
        return
    try:
        session = open_pkcs11_session(
            source.path, token_criteria=TokenCriteria(label=source.token), user_pin=source.passphrase or None
        )
    except (PKCS11Error, RuntimeError, OSError):
        raise NotSealed(
            _("The device with the key to seal with cannot be opened: see its module, token and PIN.")
        ) from None
    with session:
        # Some devices only sign digests, so the digest is made here.
        issuers = _trusted_issuers(source.trust)
        signer = PKCS11Signer(session, key_label=source.key, ca_chain=issuers, use_raw_mechanism=True)
        try:
            found = signer.signing_cert
        except (PKCS11Error, SigningError):
            found = None
        if found is None:
            raise NotSealed(_("The device has no certificate of the name that was told (SEAL_PKCS11_KEY)."))
        yield signer


class FileSigner(Signer):
    """Signs with a key that was read from a file.

    pyHanko's own would write the key out without encryption, and check it anew for each use, which takes an RSA key
    0.2 seconds.
    """

    def __init__(self, pair: keys.KeyPair) -> None:
        der = serialization.Encoding.DER
        own, *chain = (asn1_x509.Certificate.load(c.public_bytes(der)) for c in (pair.certificate, *pair.chain))
        super().__init__(signing_cert=own, cert_registry=SimpleCertificateStore.from_certs([own, *chain]))
        self.key = pair.private_key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        algorithm = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), algorithm)
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(algorithm))
        raise NotSealed(_("The key to seal with is neither of the kind RSA nor of the kind EC."))

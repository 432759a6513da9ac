"""The keys that documents are sealed with: the portal's own, made at set-up, or a council's certificate.

The private key lies encrypted in a file of its own, readable by the portal alone, outside the documents; never in the
database, a log or a message. Which key seals is said by the environment: see README.md, "Sealing".
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import (
    CertificateIssuerPrivateKeyTypes,
    CertificatePublicKeyTypes,
    PrivateKeyTypes,
)
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.pdf.seals import NotSealed, SealingCertificate

RSA_BITS = 3072  # As strong as AES-128 (NIST SP 800-57), and read by every PDF reader.
YEARS = 5
# What documents are signed with (RFC 9336); and mail, because poppler's pdfsig asks for it.
PURPOSES = [ObjectIdentifier("1.3.6.1.5.5.7.3.36"), ExtendedKeyUsageOID.EMAIL_PROTECTION]
OWN, PKCS12, PKCS11 = SealingCertificate.Source.OWN, SealingCertificate.Source.PKCS12, SealingCertificate.Source.PKCS11


@dataclass(frozen=True)
class KeySource:
    """Where the key for a Compact comes from, and who stamps the time. `scope` is its slug, empty for all."""

    kind: SealingCertificate.Source
    scope: str = ""
    path: str = ""
    passphrase: str = ""
    token: str = ""
    key: str = ""
    time_stamps: str = ""
    trust: str = ""

    def __repr__(self) -> str:
        return f"KeySource({self.kind}, {self.scope!r})"  # Whatever prints it prints no secret.


def source_for(slug: str = "") -> KeySource:
    """Return where the key for a Compact comes from: a certificate of its own, of the installation, or ours."""

    def told(name: str, scope: str) -> str:
        end = "__" + scope.upper().replace("-", "_") if scope else ""
        return settings.SEALING.get(f"SEAL_{name}{end}", "")

    stamps, trust = (told(name, slug) or told(name, "") for name in ("TSA_URL", "TRUST"))
    for scope in dict.fromkeys([slug, ""]):
        if path := told("PKCS12", scope):
            passphrase = told("PKCS12_PASSPHRASE", scope)
            return KeySource(PKCS12, scope, path, passphrase, time_stamps=stamps, trust=trust)
        if path := told("PKCS11_MODULE", scope):
            token, key, pin = (told(f"PKCS11_{name}", scope) for name in ("TOKEN", "KEY", "PIN"))
            return KeySource(PKCS11, scope, path, pin, token, key, stamps, trust)
    return KeySource(OWN, "", str(own_file()), own_passphrase(), time_stamps=stamps, trust=trust)


def own_file() -> Path:
    """Return where the key made here lies."""
    return Path(settings.KEYS_DIR) / "seal.p12"


def own_passphrase() -> str:
    """Return what our own key is encrypted with: SEAL_PASSPHRASE, else something derived from SECRET_KEY."""
    derived = hashlib.sha256(b"seal " + settings.SECRET_KEY.encode()).hexdigest()
    return settings.SEALING.get("SEAL_PASSPHRASE") or derived


class KeyPair(NamedTuple):
    """A private key, its certificate, and those of its issuers."""

    private_key: PrivateKeyTypes
    certificate: x509.Certificate
    chain: list[x509.Certificate]


def read_file(path: str | Path, passphrase: str) -> KeyPair:
    """Return what is in a PKCS#12 file. Raises NotSealed with a sentence where there is no key to be had."""
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise NotSealed(_("There is no key to seal with. Make one with manage.py make_seal_key.")) from None
    except OSError:
        raise NotSealed(_("The file with the key to seal with cannot be read by the portal.")) from None
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except ValueError:
        raise NotSealed(
            _("The key to seal with cannot be opened: its passphrase is another, or it is damaged.")
        ) from None
    if key is None or certificate is None:
        raise NotSealed(_("The file with the key to seal with has no key or no certificate in it."))
    return KeyPair(key, certificate, list(chain))


def make_own_key(*, again: bool = False) -> tuple[SealingCertificate, bool]:
    """Make the portal's own key, unless there is one; `again` makes another, and what was sealed before stays genuine.

    Where the council has a certificate of its own in a file, that one is sealed with, and no other is made.
    Returns the certificate, and whether it is new. Raises NotSealed where there is one that cannot be opened.
    """
    source, path = source_for(), own_file()
    if source.kind == PKCS11:
        raise NotSealed(_("Documents are sealed with a device of the council, so there is no key to be made."))
    if source.kind == PKCS12:
        pair = read_file(source.path, source.passphrase)
        return remember(pair.certificate, pair.chain, source), False
    if path.exists() and not again:
        pair = read_file(path, own_passphrase())
        return remember(pair.certificate, pair.chain, source), False
    # Readers trust an issuer rather than a certificate that vouches for itself. The issuer's key is not kept, so that
    # nobody can ever make a second certificate that they would trust.
    issuing, key = (rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS) for _each in range(2))
    issuer = certify(issuing.public_key(), _("%(name)s: issuer of seals") % {"name": settings.PORTAL_NAME}, by=issuing)
    name = _("%(name)s: seal") % {"name": settings.PORTAL_NAME}
    certificate = certify(key.public_key(), name, by=issuing, issuer=issuer)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:  # It is made with mode 0600.
        file.write(
            pkcs12.serialize_key_and_certificates(
                b"seal", key, certificate, [issuer], serialization.BestAvailableEncryption(own_passphrase().encode())
            )
        )
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    return remember(certificate, [issuer], KeySource(OWN)), True


def certify(
    key: CertificatePublicKeyTypes,
    name: str,
    *,
    by: CertificateIssuerPrivateKeyTypes,
    issuer: x509.Certificate | None = None,
    days: int = YEARS * 365,
    begins: datetime | None = None,
) -> x509.Certificate:
    """Return a certificate for signing documents, and for nothing else; without `issuer`, that of an issuer itself.

    :param by: the private key of the issuer.
    :param begins: when its time begins; five minutes ago, because clocks differ.
    """
    begins = begins or datetime.now(UTC) - timedelta(minutes=5)
    host = str(urlsplit(settings.SITE_URL).hostname)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, host[:64]),
        ]
    )
    never = dict.fromkeys(["key_encipherment", "data_encipherment", "key_agreement", "encipher_only"], False)
    usage = x509.KeyUsage(
        digital_signature=issuer is not None,
        content_commitment=issuer is not None,
        key_cert_sign=issuer is None,
        crl_sign=issuer is None,
        decipher_only=False,
        **never,
    )
    of_issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key())
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None if issuer else 0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(of_issuer, critical=False)
    )
    if issuer:
        made = made.add_extension(x509.ExtendedKeyUsage(PURPOSES), critical=False)
    return made.sign(by, hashes.SHA256())


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 fingerprint of a certificate, as hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


@transaction.atomic
def remember(certificate: x509.Certificate, chain: Iterable[x509.Certificate], source: KeySource) -> SealingCertificate:
    """Keep the certificate that is sealed with from now on, and note that the one before has retired."""
    pem = serialization.Encoding.PEM
    row, _new = SealingCertificate.objects.get_or_create(
        fingerprint=fingerprint(certificate),
        defaults={
            "subject": certificate.subject.rfc4514_string()[:250],
            "issuer": certificate.issuer.rfc4514_string()[:250],
            "pem": certificate.public_bytes(pem).decode(),
            "chain": "".join(issuer.public_bytes(pem).decode() for issuer in chain),
            "not_before": certificate.not_valid_before_utc,
            "not_after": certificate.not_valid_after_utc,
            "source": source.kind,
            "scope": source.scope,
        },
    )
    before = SealingCertificate.objects.filter(scope=row.scope, retired_at=None).exclude(pk=row.pk)
    before.update(retired_at=timezone.now())
    if row.retired_at is not None:
        row.retired_at = None
        row.save(update_fields=["retired_at"])
    return row

"""Keys to seal with, made for a test run: of an elliptic curve, because those are made in no time."""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

from compact_portal.pdf import keys


def pair(name="Testham", **more):
    """A private key and the certificate with which it vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, keys.self_signed(key, name, **{"days": 365, **more})


def write(path, made, passphrase, chain=None):
    """Write a key and its certificate as PKCS#12, readable by its owner alone."""
    key, certificate = made
    encryption = serialization.BestAvailableEncryption(passphrase.encode())
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, certificate, chain, encryption))
    path.chmod(0o600)
    return path

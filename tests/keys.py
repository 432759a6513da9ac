"""Keys to seal with, made for a test run: of an elliptic curve, because those are made in no time."""

import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

from compact_portal.pdf import keys


@cache
def issuer():
    """The key of an issuer and its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, keys.certify(key.public_key(), "Testham issuer", by=key)


def pair(name="Testham seal", **more):
    """A private key and its certificate."""
    issuing, certificate = issuer()
    key = ec.generate_private_key(ec.SECP256R1())
    return key, keys.certify(key.public_key(), name, by=issuing, issuer=certificate, **more)


def write(path, made, passphrase):
    """Write a key with its certificate and issuer as PKCS#12, readable by its owner alone."""
    key, certificate = made
    encryption = serialization.BestAvailableEncryption(passphrase.encode())
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    chain = [issuer()[1]]
    part = path.with_suffix(f".{os.getpid()}")  # Another process of the run may read it at this moment.
    part.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, certificate, chain, encryption))
    part.chmod(0o600)
    return part.replace(path)

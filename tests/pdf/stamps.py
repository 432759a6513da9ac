"""A time-stamp authority (RFC 3161) for tests: it stamps here, or over HTTP on this machine."""

import contextlib
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore


class Authority:
    """An authority with a key of its own."""

    def __init__(self, name="Testham Time"):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=365))
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .sign(key, hashes.SHA256())
        )
        der, plain = serialization.Encoding.DER, serialization.NoEncryption()
        self.pem = certificate.public_bytes(serialization.Encoding.PEM)
        own = asn1_x509.Certificate.load(certificate.public_bytes(der))
        private = asn1_keys.PrivateKeyInfo.load(key.private_bytes(der, serialization.PrivateFormat.PKCS8, plain))
        self.stamper = DummyTimeStamper(own, private, SimpleCertificateStore.from_certs([own]))

    @contextlib.contextmanager
    def serving(self, answer=None):
        """The address at which it stamps, or answers with the bytes given."""
        stamper = self.stamper

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
                given = stamper.request_tsa_response(asked).dump() if answer is None else answer
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(given)))
                self.end_headers()
                self.wfile.write(given)

            def log_message(self, *args):
                """Say nothing."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

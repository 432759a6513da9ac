"""A document is sealed so that every later change shows, or it is not sealed at all and says why."""

import io
import json
import shutil
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdf
import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers

from compact_portal.pdf import keys, verifying
from compact_portal.pdf.examining import examine
from compact_portal.pdf.findings import Findings
from compact_portal.pdf.keys import KeySource
from compact_portal.pdf.numbers import read_short_id, short_id_of
from compact_portal.pdf.sealing import seal as seal_with
from compact_portal.pdf.seals import NotSealed, SealingCertificate
from compact_portal.pdf.verifying import Finding, Verdict
from tests.keys import issuer, pair, write
from tests.pdf.conformance import faults
from tests.pdf.stamps import Authority

NUMBER = "0123456789"
ADDRESS = f"https://testserver/verify/{NUMBER}/"
SECRET = "a passphrase that nobody may ever read"


def tiny():
    """A PDF of one empty page."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def seal(source, document=None, **more):
    return seal_with(document or tiny(), source, reason="Testham Compact", address=ADDRESS, **more)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A key in a file."""
    path = write(tmp_path_factory.mktemp("keys") / "key.p12", pair(), SECRET)
    return KeySource(keys.PKCS12, path=str(path), passphrase=SECRET)


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def sealed(source, db):
    return seal(source)


def test_the_sealed_file_begins_with_the_unsealed_one_and_its_seal_holds(sealed):
    assert sealed.document.startswith(tiny())
    found = examine(sealed.document)
    assert found.is_sound
    assert found.fingerprint == sealed.key.fingerprint
    assert found.claimed == NUMBER
    assert not found.stamped
    assert sealed.key.was_valid_at(sealed.at)


@pytest.mark.slow
def test_a_sealed_document_follows_pdf_a_3a_and_pdf_ua_1_and_pdfsig_calls_it_valid(source, db, tmp_path):
    from tests.pdf.test_rendering import make

    document = seal(source, make()).document
    assert [*faults(document, "3a"), *faults(document, "ua1")] == []
    path = tmp_path / "sealed.pdf"
    path.write_bytes(document)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Certificate issuer isn't Trusted." in said, "which whoever checks can change"


# Tampering.


@pytest.fixture(scope="module")
def once(source):
    """A sealed document, and its certificate as it would be kept, for tests that need no database."""

    def unsaved(certificate, chain, source):
        begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        return SealingCertificate(fingerprint=keys.fingerprint(certificate), not_before=begins, not_after=ends)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keys, "remember", unsaved)
        return seal(source)


def judge(document, once, *, is_known=True):
    """What is said of a file that is not in the records."""
    found = examine(document)
    ours = once.key if found.fingerprint == once.key.fingerprint else None
    return verifying.judge_unrecorded(found, ours, is_known=is_known)


@settings(max_examples=80)
@given(data=st.data())
def test_any_byte_flipped_is_told(once, data):
    document = bytearray(once.document)
    position = data.draw(st.integers(0, len(document) - 1))
    document[position] ^= data.draw(st.integers(1, 255))
    start, end = contents_of(once.document)
    found = examine(bytes(document))
    if not start <= position < end:  # Else it is the seal itself, of which some zeros at its end mean nothing.
        assert not found.is_sound
    assert judge(bytes(document), once)[0] == Verdict.CHANGED


def contents_of(document):
    """From where to where the seal itself stands in a document."""
    start = document.index(b"/Contents <") + len(b"/Contents ")
    return start, document.index(b">", start) + 1


def test_a_revision_appended_is_told(once):
    writer = IncrementalPdfFileWriter(io.BytesIO(once.document))
    writer.root["/Lang"] = writer.root.raw_get("/Pages")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert judge(out.getvalue(), once) == (Verdict.CHANGED, Finding.ADDED)
    assert judge(once.document + b"% one line more\n", once) == (Verdict.CHANGED, Finding.ADDED)


def test_a_signature_on_top_is_told(once):
    key, certificate = pair("Somebody")
    der, plain = serialization.Encoding.DER, serialization.NoEncryption()
    signer = signers.SimpleSigner(
        asn1_x509.Certificate.load(certificate.public_bytes(der)),
        signers.pdf_cms.keys.PrivateKeyInfo.load(key.private_bytes(der, serialization.PrivateFormat.PKCS8, plain)),
        signers.pdf_cms.SimpleCertificateStore(),
    )

    class Heedless(signers.PdfSigner):
        def _enforce_certification_constraints(self, reader):
            """Sign, although the file forbids it."""

    metadata = signers.PdfSignatureMetadata(field_name="Another")
    out = Heedless(metadata, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(once.document)))
    assert judge(out.getvalue(), once) == (Verdict.CHANGED, Finding.SIGNED_AGAIN)


def test_the_same_words_sealed_with_another_key_are_told(once, tmp_path, db):
    other = KeySource(keys.PKCS12, path=str(write(tmp_path / "other.p12", pair(), "x")), passphrase="x")
    document = seal(other).document
    assert judge(document, once) == (Verdict.CHANGED, Finding.NOT_OURS)
    assert judge(document, once, is_known=False) == (Verdict.UNKNOWN, Finding.NOT_OURS)


def test_what_our_key_sealed_and_no_record_tells_of_is_not_called_genuine(once):
    assert judge(once.document, once) == (Verdict.CHANGED, Finding.OTHER_BYTES)
    assert judge(once.document, once, is_known=False) == (Verdict.UNKNOWN, Finding.NOT_RECORDED)


def test_a_certificate_that_had_expired_proves_nothing(once):
    early = SealingCertificate(fingerprint=once.key.fingerprint, not_before=once.at - timedelta(days=9))
    early.not_after = once.at - timedelta(days=1)
    found = examine(once.document)
    assert verifying.judge_unrecorded(found, early, is_known=True) == (Verdict.CHANGED, Finding.EXPIRED)
    record = verifying.Seal(key=early, sealed_at=once.at)
    assert verifying.judge_recorded(found, record) == (Verdict.UNKNOWN, Finding.EXPIRED)


def encrypted():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(tiny()))
    writer.encrypt("x")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def endless_pages():
    return tiny().replace(b"/Kids", b"/Kidz").replace(b"/Count", b"/Kids [ 1 0 R 2 0 R 3 0 R ]\n/Count")


@pytest.mark.parametrize(
    ("document", "refused"),
    [
        (b"", "not_pdf"),
        (b"PK\x03\x04 a Word document", "not_pdf"),
        (b"%PDF-1.7\n", "broken"),
        (b"%PDF-1.7\n" + b"[" * 200_000, "broken"),
        (tiny()[:-40], "broken"),
        (encrypted(), "encrypted"),
        (endless_pages(), "broken"),
        (tiny(), ""),
    ],
    ids=["empty", "zip", "only its head", "nested", "cut off", "encrypted", "endless", "unsealed"],
)
def test_a_file_that_cannot_be_read_is_a_finding(document, refused):
    found = examine(document)
    assert (found.refused, found.seals) == (refused, 0)


def test_a_hostile_file_is_examined_in_a_process_that_is_ended(once, monkeypatch):
    assert verifying.examine_apart(once.document) == examine(once.document)
    assert verifying.examine_apart(once.document, seconds=0.01).refused == Finding.SLOW
    monkeypatch.setattr(verifying, "CHILD", "json.tool")
    right = json.loads(Findings().as_json())
    assert verifying.examine_apart(json.dumps(right).encode()) == Findings()
    for wrong in ([1], {}, right | {"claimed": "\0"}, right | {"fingerprint": "x"}, right | {"said_at": "2026-01-01"}):
        assert verifying.examine_apart(json.dumps(wrong).encode()).refused == Finding.BROKEN
    monkeypatch.setattr(verifying, "CHILD", "no_such_module")
    assert verifying.examine_apart(b"").refused == Finding.HUGE


# Keys.


def refused(source, **more):
    """The sentence with which sealing is refused. It tells no secret."""
    with pytest.raises(NotSealed) as raised:
        seal(source, **more)
    assert SECRET not in f"{raised.value!r} {raised.value.__context__!r} {source!r}"
    return str(raised.value)


def test_without_a_key_nothing_is_sealed(tmp_path, db):
    path = tmp_path / "key.p12"
    source = KeySource(keys.PKCS12, path=str(path), passphrase=SECRET)
    assert "There is no key" in refused(source)
    path.write_bytes(b"nonsense")
    assert "cannot be opened" in refused(source)
    write(path, pair(), "another passphrase")
    assert "cannot be opened" in refused(source)
    write(path, pair(begins=datetime.now(UTC) - timedelta(days=400), days=365), SECRET)
    assert "has expired" in refused(source)
    write(path, pair(begins=datetime.now(UTC) + timedelta(days=4)), SECRET)
    assert "not valid yet" in refused(source)
    write(path, pair(), SECRET)
    path.chmod(0)
    assert not SealingCertificate.objects.exists()


def test_a_key_that_does_not_fit_its_certificate_seals_nothing(source, db, monkeypatch):
    real = keys.read_file
    monkeypatch.setattr(keys, "read_file", lambda *told: real(*told)._replace(private_key=pair()[0]))
    assert "does not fit" in refused(source)


def test_the_portal_makes_its_key_once_and_keeps_old_certificates(db, settings, tmp_path, capsys):
    settings.KEYS_DIR = tmp_path / "keys"
    call_command("make_seal_key")
    assert "A key was made." in capsys.readouterr().out
    file = keys.own_file()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    with pytest.raises(ValueError, match="password"):
        keys.pkcs12.load_key_and_certificates(file.read_bytes(), None)
    first = SealingCertificate.objects.get()
    assert "PRIVATE" not in first.pem

    call_command("make_seal_key")
    assert "There is a key already." in capsys.readouterr().out
    assert SealingCertificate.objects.get() == first
    before = seal(keys.source_for("anywhere"))
    assert before.key == first

    call_command("make_seal_key", "--again")
    first.refresh_from_db()
    assert first.retired_at is not None
    second = SealingCertificate.objects.get(retired_at=None)
    assert seal(keys.source_for()).key == second
    assert examine(before.document).is_sound

    settings.SEALING = {"SEAL_PASSPHRASE": "another"}
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("make_seal_key")

    council = pair("Council")
    settings.SEALING = {"SEAL_PKCS12": str(write(tmp_path / "c.p12", council, "c")), "SEAL_PKCS12_PASSPHRASE": "c"}
    call_command("make_seal_key")
    assert SealingCertificate.objects.get(retired_at=None).fingerprint == keys.fingerprint(council[1])
    settings.SEALING = {"SEAL_PKCS11_MODULE": "device.so"}
    with pytest.raises(CommandError, match="no key to be made"):
        call_command("make_seal_key")


def test_the_database_keeps_every_certificate(sealed):
    with pytest.raises(IntegrityError), transaction.atomic():
        SealingCertificate.objects.filter(pk=sealed.key.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        SealingCertificate.objects.update(pem="another")


def test_a_compact_may_have_a_certificate_of_its_own(settings):
    settings.SEALING = {
        "SEAL_PKCS12__EAST_TESTHAM": "east.p12",
        "SEAL_PKCS12_PASSPHRASE__EAST_TESTHAM": "e",
        "SEAL_PKCS11_MODULE": "softhsm.so",
        "SEAL_PKCS11_TOKEN": "council",
        "SEAL_PKCS11_KEY": "seal",
        "SEAL_PKCS11_PIN": "1",
        "SEAL_TSA_URL": "http://time.example",
        "SEAL_TSA_URL__EAST_TESTHAM": "http://east.example",
    }
    east = keys.source_for("east-testham")
    assert (east.kind, east.path, east.passphrase) == (keys.PKCS12, "east.p12", "e")
    assert (east.scope, east.time_stamps) == ("east-testham", "http://east.example")
    west = keys.source_for("west-testham")
    assert (west.kind, west.path, west.token, west.key) == (keys.PKCS11, "softhsm.so", "council", "seal")
    assert (west.scope, west.time_stamps) == ("", "http://time.example")


def test_a_certificate_with_its_issuers_carries_them_along(tmp_path, db):
    path = write(tmp_path / "key.p12", pair(), "x")
    made = seal(KeySource(keys.PKCS12, path=str(path), passphrase="x", scope="testham"))
    assert made.key.chain == issuer()[1].public_bytes(serialization.Encoding.PEM).decode()
    assert (made.key.source, made.key.scope) == (keys.PKCS12, "testham")


@pytest.fixture
def device(tmp_path, monkeypatch):
    """A council's device: SoftHSM with a key and its certificate."""
    module = next(
        path for path in ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/libsofthsm2.so") if Path(path).exists()
    )
    assert shutil.which("softhsm2-util"), "softhsm2 is among the system packages of the tests"
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    init = ["softhsm2-util", "--init-token", "--free", "--label", "council", "--pin", "1234", "--so-pin", "5678"]
    subprocess.run(init, check=True, capture_output=True)
    return module


def test_a_device_of_the_council_seals_and_its_key_never_leaves_it(device, db):
    import pkcs11
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    key, certificate = pair("Council")
    with pkcs11.lib(device).get_token(token_label="council").open(user_pin="1234", rw=True) as session:
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
        attributes = decode_ec_private_key(private)
        session.create_object({**attributes, pkcs11.Attribute.LABEL: "seal", pkcs11.Attribute.TOKEN: True})
        attributes = decode_x509_certificate(certificate.public_bytes(serialization.Encoding.DER))
        session.create_object({**attributes, pkcs11.Attribute.LABEL: "seal", pkcs11.Attribute.TOKEN: True})
    source = KeySource(keys.PKCS11, path=device, passphrase="1234", token="council", key="seal")
    made = seal(source)
    assert examine(made.document).is_sound
    assert made.key.fingerprint == keys.fingerprint(certificate)
    assert "cannot be opened" in refused(
        KeySource(keys.PKCS11, path=device, passphrase="9", token="council", key="seal")
    )
    assert "cannot be opened" in refused(KeySource(keys.PKCS11, path="/no/such.so", token="council", key="seal"))
    assert "no certificate" in refused(
        KeySource(keys.PKCS11, path=device, passphrase="1234", token="council", key="another")
    )


# Time stamps.


def trusting(source, authority, tmp_path, address="http://127.0.0.1:9/"):
    """The key, with an authority that it trusts."""
    trust = tmp_path / "trust.pem"
    trust.write_bytes(authority.pem)
    return KeySource(source.kind, path=source.path, passphrase=SECRET, time_stamps=address, trust=str(trust))


def test_a_time_stamp_and_all_that_checks_it_are_in_the_same_revision(source, authority, tmp_path, db):
    with authority.serving() as address:
        made = seal(trusting(source, authority, tmp_path, address))
    found = examine(made.document)
    assert found.is_sound
    assert found.stamp_holds
    assert (made.at, made.time_stamped_by) == (found.stamped_at, "Common Name: Testham Time")
    reader = PdfFileReader(io.BytesIO(made.document))
    assert reader.total_revisions == 2
    assert "/Certs" in reader.root["/DSS"]


def test_without_the_time_stamp_that_is_asked_for_nothing_is_sealed(source, authority, tmp_path, db):
    asked = trusting(source, authority, tmp_path)
    assert "time-stamp authority did not give" in refused(asked)
    with authority.serving(answer=b"nonsense") as address:
        assert "time-stamp authority did not give" in refused(trusting(source, authority, tmp_path, address))
    stranger = Authority("Stranger")
    with stranger.serving() as address:
        assert "time-stamp authority did not give" in refused(trusting(source, authority, tmp_path, address))
    (tmp_path / "trust.pem").write_text("nonsense")
    assert "SEAL_TRUST" in refused(asked)


# Numbers.


@given(st.text("0123456789abcdef", min_size=64, max_size=64))
def test_a_number_can_be_typed_as_it_is_heard(digest):
    number = short_id_of(digest)
    assert len(number) == 10
    assert read_short_id(f" {number[:5].lower()}-{number[5:].replace('0', 'O').replace('1', 'l')} ") == number

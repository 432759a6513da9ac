"""Is this signed agreement genuine? What everybody is told of a file or a number; and how it comes to be sealed."""

import io
import threading
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from compact_portal import printing as machinery
from compact_portal.mail import Message
from compact_portal.pdf import expiry, keys, sealing, verifying
from compact_portal.pdf.seals import Seal, SealingCertificate
from compact_portal.printing import RenderState
from signatories import actions, printing
from signatories.models import SignedAgreement
from signatories.views import verifying as pages
from tests import factories
from tests.jobs import work
from tests.keys import pair, write
from tests.pdf.stamps import Authority
from tests.queries import assert_same_queries


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty store of documents."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def drawn(monkeypatch):
    """Agreements drawn as one empty page with the number on it; a list of what was drawn."""
    made = []

    def draw(content):
        writer = pypdf.PdfWriter()
        writer.add_blank_page(100, 100)
        writer.add_metadata({"/Keywords": f"{settings.SITE_URL}/verify/{content.short_id}/"})
        out = io.BytesIO()
        writer.write(out)
        made.append(content)
        return out.getvalue()

    # What a Printer draws with is one of its own, and drawing the real thing takes a second.
    monkeypatch.setitem(printing.PRINTER.__dict__, "draw", draw)
    return made


@pytest.fixture
def agreement(edition, council, officer, drawn):
    """The agreement, signed by the council and sealed."""
    actions.record_paper(edition=edition, organisation=council, by=officer, office="Chief Executive")
    return made(edition)


def made(edition):
    """The issue of the agreement as it stands now, made by the job."""
    row = printing.ask_for(edition)
    work()
    row.refresh_from_db()
    return row


def sent(browser, document, status=200):
    """What the page says of a file."""
    file = SimpleUploadedFile("agreement.pdf", document, content_type="application/pdf")
    response = browser.post("/verify/", {"file": file})
    assert response.status_code == status
    assert not response.cookies
    return " ".join(response.content.decode().split())


def bytes_of(agreement):
    return Path(agreement.file.path).read_bytes()


def sealed_files():
    return sorted(Path(settings.MEDIA_ROOT).glob("agreements/*"))


# Sealing, whatever happens to the worker.


def test_an_agreement_goes_from_waiting_to_sealed_and_is_kept_by_its_digest(agreement):
    assert agreement.state == RenderState.SEALED
    seal = Seal.objects.get()
    assert (seal.digest, seal.short_id) == (agreement.sealed_digest, agreement.short_id)
    assert (seal.unsealed_digest, seal.sealed_at) == (agreement.unsealed_digest, agreement.sealed_at)
    (file,) = sealed_files()
    assert agreement.sealed_digest in file.name
    assert not list(Path(settings.MEDIA_ROOT).glob("unsealed/*")), "the sealed file begins with the same bytes"


class Killed(BaseException):
    """The worker is killed: nothing after this runs."""


@pytest.mark.parametrize("where", ["before sealing", "before storing", "before saying so"])
def test_a_killed_worker_leaves_work_that_another_finishes_once(edition, drawn, monkeypatch, where):
    real_seal, real_store = printing.PRINTER.seal, machinery.store
    sealed = []

    def seal(row, document):
        if where == "before sealing" and not sealed:
            sealed.append("killed")
            raise Killed
        sealed.append(document)
        return real_seal(row, document)

    def store(name, document):
        if where == "before storing" and name.startswith("agreements/") and len(sealed) == 1:
            raise Killed
        real_store(name, document)

    def keep(*told, **more):
        monkeypatch.undo()
        raise Killed

    row = printing.ask_for(edition)
    with monkeypatch.context() as patched:
        patched.setitem(printing.PRINTER.__dict__, "seal", seal)
        patched.setattr(machinery, "store", store)
        if where == "before saying so":
            patched.setattr(Seal.objects, "get_or_create", keep)
            with pytest.raises(Killed):
                printing.PRINTER.make(row.pk)
            patched.undo()
            patched.setitem(printing.PRINTER.__dict__, "seal", seal)
        else:
            with pytest.raises(Killed):
                printing.PRINTER.make(row.pk)
        row.refresh_from_db()
        assert (row.state, row.made_at) == (RenderState.SEALING, None)
        SignedAgreement.objects.update(begun_at=timezone.now() - timedelta(minutes=4))
        assert printing.PRINTER.reap() == 1
        printing.PRINTER.make(row.pk)
    row.refresh_from_db()
    assert row.state == RenderState.SEALED
    assert len(drawn) == 1, "it was rendered once"
    assert len(sealed) == (1 if where == "before saying so" else 2)
    assert [file.name for file in sealed_files()] == [Path(row.file.name).name]
    assert Seal.objects.get().digest == row.sealed_digest


def test_a_worker_taken_for_dead_that_lives_on_changes_nothing(edition, drawn, monkeypatch):
    real = printing.PRINTER.seal
    turns = []

    def slow(row, document):
        turns.append(row)
        if len(turns) == 1:  # While this one seals, it is taken for dead, and another does all of it.
            SignedAgreement.objects.update(begun_at=timezone.now() - timedelta(minutes=4))
            printing.PRINTER.reap()
            printing.PRINTER.make(row.pk)
        return real(row, document)

    monkeypatch.setitem(printing.PRINTER.__dict__, "seal", slow)
    row = printing.ask_for(edition)
    assert printing.PRINTER.make(row.pk) == "taken over by somebody else"
    row.refresh_from_db()
    assert row.state == RenderState.SEALED
    assert len(sealed_files()) == Seal.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_seals(edition, drawn):
    row = printing.ask_for(edition)
    ready, said = threading.Barrier(2), []

    def press():
        ready.wait()
        said.append(printing.PRINTER.make(row.pk))
        connection.close()

    workers = [threading.Thread(target=press) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    row.refresh_from_db()
    assert sorted(said) == sorted([row.file.name, "made already, or being made"])
    assert len(drawn) == len(sealed_files()) == Seal.objects.count() == 1


def test_without_a_key_an_agreement_is_not_called_sealed_and_is_tried_again(edition, drawn, client, settings, tmp_path):
    kept, settings.KEYS_DIR = settings.KEYS_DIR, tmp_path / "no-keys"
    row = made(edition)
    assert (row.state, bool(row.file)) == (RenderState.FAILED, False)
    page = client.get(edition.get_absolute_url().rstrip("/") + ".pdf")
    assert "There is no key to seal with." in page.content.decode()
    assert client.get(f"/verify/{row.short_id}/").status_code == 404
    settings.KEYS_DIR = kept
    SignedAgreement.objects.update(begun_at=timezone.now() - timedelta(minutes=11))
    assert printing.PRINTER.reap() == 1
    assert made(edition).state == RenderState.SEALED
    assert len(drawn) == 1


@pytest.mark.sqlite
def test_a_time_stamp_authority_that_is_down_leaves_it_unsealed_until_it_is_back(edition, drawn, settings, tmp_path):
    authority = Authority()
    (tmp_path / "trust.pem").write_bytes(authority.pem)
    settings.SEALING = {"SEAL_TSA_URL": "http://127.0.0.1:9/", "SEAL_TRUST": str(tmp_path / "trust.pem")}
    row = made(edition)
    assert (row.state, row.made_at, Seal.objects.count()) == (RenderState.FAILED, None, 0)
    assert "time-stamp authority" in row.error
    with authority.serving() as address:
        settings.SEALING = settings.SEALING | {"SEAL_TSA_URL": address}
        assert printing.PRINTER.retry(row)
        row = made(edition)
    assert row.state == RenderState.SEALED
    assert row.time_stamped_by == "Common Name: Testham Time"
    assert verifying.verify([bytes_of(row)]).verdict == verifying.Verdict.GENUINE


@pytest.mark.sqlite
def test_a_lost_file_is_sealed_again_and_the_one_that_somebody_has_stays_genuine(agreement, edition):
    before = bytes_of(agreement)
    sealed_files()[0].unlink()
    again = made(edition)
    assert again.pk == agreement.pk
    assert again.short_id == agreement.short_id
    assert again.sealed_digest != agreement.sealed_digest
    assert Seal.objects.count() == 2
    assert verifying.verify([before]).verdict == verifying.Verdict.GENUINE


def test_what_was_sealed_is_never_removed(agreement):
    for change in (
        lambda: Seal.objects.update(digest="0" * 64),
        lambda: Seal.objects.all().delete(),
        lambda: SignedAgreement.objects.all().delete(),
        lambda: SignedAgreement.objects.update(short_id="AAAAAAAAAA"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# What everybody is told.


def test_a_genuine_file_is_called_genuine_with_all_that_is_known_of_it(agreement, client):
    said = sent(client, bytes_of(agreement))
    for words in (
        '<h1 class="govuk-heading-xl govuk-!-margin-bottom-4">Genuine</h1>',
        "byte for byte",
        "Testham Compact",
        "1 organisation had signed",
        "Chief Executive",
        agreement.short_id,
        agreement.sealed_digest,
        "The file was looked at and not kept.",
    ):
        assert words in said
    assert "Superseded" not in said


def flipped(document):
    middle = document.index(b"/MediaBox") + 14
    return document[:middle] + bytes([document[middle] ^ 1]) + document[middle + 1 :]


@pytest.mark.slow
@pytest.mark.sqlite
def test_no_other_file_is_called_genuine(agreement, client):
    sealed = bytes_of(agreement)
    for name, document, verdict, words in (
        ("a byte flipped", flipped(sealed), "Changed", "changed after sealing"),
        ("added to", sealed + b"\n% more", "Changed", "something was added"),
        ("cut off", sealed[:-300], "Changed", "damaged"),
        ("unsealed", sealed[: sealed.index(b"%%EOF") + 6], "Changed", "the seal was taken off"),
        ("not ours", b"%PDF-1.7 nothing of ours", "Unknown", "damaged"),
        ("a letter", b"Dear Sir or Madam", "Unknown", "This is not a PDF."),
    ):
        said = sent(client, document)
        assert f">{verdict}</h1>" in said, name
        assert words in said, name
        assert ("What was sealed under that number" in said) == (verdict == "Changed"), name


@pytest.mark.sqlite
def test_the_same_words_sealed_with_another_key_say_who_calls_themselves_what(agreement, client, tmp_path, monkeypatch):
    unsealed = bytes_of(agreement).partition(b"%%EOF")[0] + b"%%EOF\n"
    path = write(tmp_path / "forged.p12", pair("The real council"), "x")
    source = keys.KeySource(keys.PKCS12, path=str(path), passphrase="x")
    monkeypatch.setattr(keys, "remember", lambda *told: None)  # A forger's certificate is in no record of the portal.
    address = f"https://testserver/verify/{agreement.short_id}/"
    said = sent(client, sealing.seal(unsealed, source, reason="Forged", address=address).document)
    assert ">Changed</h1>" in said
    assert "not made with a key of this portal" in said
    assert "The real council" in said
    assert "Nobody has checked that." in said


def test_a_number_leads_to_what_was_sealed_under_it(agreement, client):
    address = f"/verify/{agreement.short_id}/"
    typed = f"{agreement.short_id[:5].lower()}-{agreement.short_id[5:]}"
    assert client.get("/verify/", {"number": f" {typed} "})["Location"] == address
    assert client.get(f"/verify/{typed}/")["Location"] == address
    page = client.get(address)
    assert not page.cookies
    assert "public" in page["Cache-Control"]
    assert "1 organisation had signed" in page.content.decode()
    assert f"/compacts/testham/agreement/revised/issues/{agreement.short_id}.pdf" in page.content.decode()
    assert "ten letters and figures" in client.get("/verify/", {"number": "12"}).content.decode()
    for unknown in ("AAAAAAAAAA", "-", "%00", "x" * 300, "ß" * 10):
        assert client.get(f"/verify/{unknown}/").status_code == 404


def test_a_genuine_file_that_was_superseded_is_genuine_and_says_so(agreement, edition, town, group, signatory, client):
    document = bytes_of(agreement)
    factories.signature(edition, group, signatory)
    newer = made(edition)
    said = sent(client, document)
    assert "Genuine</h1>" in said
    assert "Superseded since" in said
    assert f"number {newer.short_id}" in said
    signature = edition.signatures.get(organisation=group)
    actions.withdraw(signature, by=signatory, reason="We close.")
    said = client.get(f"/verify/{newer.short_id}/").content.decode()
    assert "Testham Gardeners withdrew its signature on" in said
    assert "2 organisations had signed" in said
    factories.edition(town, "next", in_force_on=timezone.localdate())
    said = sent(client, document)
    assert "Genuine</h1>" in said
    assert "edition next" in said


@pytest.mark.sqlite
def test_a_file_must_be_chosen_and_may_not_be_huge(db, client, monkeypatch):
    page = client.post("/verify/", {})
    assert "Choose the PDF file" in page.content.decode()
    monkeypatch.setattr("signatories.forms.verifying.MOST_BYTES", 100_000)
    assert "larger than 20 MB" in sent(client, b"%PDF" + b"x" * 200_000)


def test_many_files_at_once_are_weighed_together(db, client, monkeypatch):
    monkeypatch.setattr("signatories.forms.verifying.MOST_BYTES", 100_000)
    files = {f"file{number}": io.BytesIO(b"%PDF" + b"x" * 60_000) for number in range(3)}
    page = client.post("/verify/", {**files, "file": io.BytesIO(b"%PDF" + b"x" * 60_000)})
    assert "larger than 20 MB" in page.content.decode()


@pytest.mark.parametrize("number", ["-", "---", "%20", "ß", "ﬁ", "%00", "x" * 3000, "İ", "7k2m9xb4tc"])
def test_odd_numbers_are_unknown_and_no_fault(db, client, number):
    page = client.get(f"/verify/{number}/", follow=True)
    assert page.status_code == 404


@pytest.mark.sqlite
def test_too_many_files_from_one_network_must_wait(agreement, client, monkeypatch):
    monkeypatch.setattr(pages.ratelimit, "consume", lambda *told, **more: False)
    assert "Wait an hour" in sent(client, bytes_of(agreement), status=429)


@pytest.mark.sqlite
def test_when_all_are_busy_one_is_told_to_wait(agreement, client, monkeypatch):
    def busy(document):
        raise verifying.TryLater

    monkeypatch.setattr(verifying, "examine_apart", busy)
    assert "Wait a minute" in sent(client, bytes_of(agreement), status=503)


@pytest.mark.sqlite
def test_the_certificates_can_be_had_for_readers_and_tools(agreement, client):
    page = client.get("/verify/certificates/").content.decode()
    fingerprint = agreement.key.fingerprint
    assert fingerprint in page
    pem = client.get(f"/verify/certificates/{fingerprint}.pem")
    assert pem.content.decode() == agreement.key.pem
    assert client.get(f"/verify/certificates/{fingerprint}/issuer.pem").content.decode() == agreement.key.chain
    assert client.get(f"/verify/certificates/{fingerprint}.cer").content[:1] == b"0"
    assert client.get(f"/verify/certificates/{fingerprint}.key").status_code == 404
    assert f"issuer-{fingerprint[:16]}.cer" in client.get("/verify/by-yourself/").content.decode()


def test_the_page_of_a_number_costs_the_same_for_any_number_of_signatures(agreement, client):
    def add(count):
        rows = [{**agreement.record["signatures"][0], "organisation": f"Body {number}"} for number in range(count)]
        SignedAgreement.objects.update(record={"signatures": rows})

    assert_same_queries(client, f"/verify/{agreement.short_id}/", add)


# Before a certificate ends.


def test_administrators_are_told_once_for_each_step_before_a_certificate_ends(agreement, admin, client_of):
    assert expiry.warn() == "0 warnings of certificates that end"
    assert "The seal" not in client_of(admin).get("/dashboard/").content.decode()
    for days, told in ((61.5, 0), (59.5, 1), (50, 0), (29.5, 1), (3, 1), (3, 0), (-1, 1), (-5, 0)):
        end = timezone.now() + timedelta(days=days)
        SealingCertificate.objects.update(not_before=end - timedelta(days=365), not_after=end)
        before = Message.objects.count()
        expiry.warn()
        assert Message.objects.count() - before == told, days
    assert Message.objects.first().to == admin.email
    assert "make_seal_key --again" in Message.objects.first().body
    assert "Nothing can be sealed." in client_of(admin).get("/dashboard/").content.decode()
    SealingCertificate.objects.update(retired_at=timezone.now(), warned_at_days=None)
    assert expiry.warn() == "0 warnings of certificates that end"

"""The signature page is printed, signed in ink, scanned, matched by its QR code, and confirmed by an officer."""

import io
from datetime import timedelta

import pypdf
import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from compact_portal import mail
from signatories import paper, scanning
from signatories.models import RequestState, Role, Scan, Signature, SigningRequest
from signatories.models.scan import Found
from signatories.scanning import NotAScan, address_of, look_at
from tests import factories
from tests.signatories import signing_steps

SCANS = "/compacts/testham/signatories/scans/"
READ = {"signed_name": "Ray Respondent", "office": "Leader", "seen": "on"}


@pytest.fixture
def asked(edition, council, officer, respondent):
    """The council is asked to sign."""
    return SigningRequest.ask(
        edition=edition, organisation=council, to_name="Ray Respondent", to_email=respondent.email, by=officer
    )


def picture_of(request, *, turned=0, kind="PNG"):
    """The scan of a page with nothing on it but the code of a request."""
    page = Image.new("L", (1240, 1754), 250)
    page.paste(Image.open(io.BytesIO(paper.code_of(request))).convert("L").resize((300, 300)), (850, 100))
    kept = io.BytesIO()
    page.rotate(turned, expand=True, fillcolor=250).save(kept, kind)
    return kept.getvalue()


def upload(browser, address, data, *, name="scan.png", key=""):
    """Upload a file; return the response."""
    return browser.post(address, {"file": SimpleUploadedFile(name, data), "key": key})


@pytest.fixture
def seen(monkeypatch):
    """A function: let looking at any file find these keys, without a process of its own."""

    def find(*keys, kind="image/png"):
        looked = scanning.Looked(kind, list(keys), b"PNG")
        monkeypatch.setattr("signatories.forms.paper.look_at", lambda data: looked)

    return find


@pytest.mark.slow
def test_the_printed_page_says_what_is_signed_and_its_code_leads_back(asked, edition):
    made = paper.draw(paper.content_of(asked))
    document = pypdf.PdfReader(io.BytesIO(made))
    assert len(document.pages) == 1
    words = " ".join(document.pages[0].extract_text().split())
    for said in ("Testham Council", "Testham Compact, edition revised", edition.digest[:16], "Signature", "Office"):
        assert said in words
    assert asked.key[:4] in words
    looked = look_at(made)
    assert (looked.kind, looked.keys) == ("application/pdf", [asked.key])
    assert Image.open(io.BytesIO(looked.preview)).format == "PNG"


def test_a_scan_is_read_however_it_lies_and_is_refused_in_sentences(asked):
    looked = look_at(picture_of(asked, turned=187, kind="JPEG"))
    assert (looked.kind, looked.keys) == ("image/jpeg", [asked.key])
    with pytest.raises(NotAScan, match="is no PDF, PNG or JPEG"):
        look_at(b"GIF89a and more")
    with pytest.raises(NotAScan, match="is damaged"):
        look_at(b"%PDF-1.7 and nothing")
    with pytest.raises(NotAScan, match="larger than 15 MB"):
        look_at(b"\x89PNG\r\n\x1a\n" + bytes(scanning.MOST_BYTES))


def test_the_code_has_no_secret(asked):
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(paper.code_of(asked))))
    assert code.text == address_of(asked.key)


def test_from_an_upload_by_the_organisation_to_a_signature(
    asked, edition, council, officer, respondent, signatory, client_of, client, seen
):
    browser, address = client_of(respondent), f"/signature-pages/{asked.key}/scan/"
    assert client_of(signatory).get(address).status_code == 404
    seen(asked.key)
    assert upload(browser, address, b"\x89PNG").status_code == 302
    scan = Scan.objects.get()
    assert (scan.request, scan.found, scan.uploaded_by) == (asked, Found.CODE, respondent)
    assert mail.Message.objects.filter(to=officer.email, subject__contains="on paper waits").exists()
    kept = client_of(officer)
    assert "Waiting for an officer" in kept.get(scan.get_absolute_url()).content.decode()
    assert kept.get(f"{scan.get_absolute_url()}page.png")["Content-Type"] == "image/png"
    download = kept.get(f"{scan.get_absolute_url()}file/")
    assert download["Content-Disposition"].startswith("attachment")
    assert "no-store" in download["Cache-Control"]
    missing = kept.post(scan.get_absolute_url(), {"signed_name": "Ray"}).content.decode()
    assert "Enter their office" in missing
    assert 'value="Ray"' in missing
    read = READ | {"signed_on_day": "3", "signed_on_month": "3", "signed_on_year": "2026"}
    assert kept.post(scan.get_absolute_url(), read).status_code == 302
    signature = Signature.objects.get(organisation=council)
    assert (signature.method, signature.office, str(signature.signed_on)) == ("paper", "Leader", "2026-03-03")
    assert (signature.scan.name, signature.scan_digest) == (scan.file.name, scan.digest)
    asked.refresh_from_db()
    assert (asked.state, asked.signature) == (RequestState.SIGNED, signature)
    assert "already decided on" in kept.post(scan.get_absolute_url(), read).content.decode()
    assert Signature.objects.count() == 1
    again = browser.get(address).content.decode()
    assert "Testham Council has signed this edition already, on 3 March 2026." in again


def test_wrong_scans_are_answered_in_sentences(asked, edition, group, officer, signatory, client_of, seen):
    browser = client_of(officer)
    other = SigningRequest.ask(edition=edition, organisation=group, to_name="Sid", to_email=signatory.email, by=officer)
    address = f"/signature-pages/{asked.key}/scan/"

    def answer(*keys, key="", where=address, data=b"\x89PNG"):
        seen(*keys)
        return upload(browser, where, data, key=key).content.decode()

    assert "Type the short key that is on the page" in answer()
    assert "There is no request with that key" in answer(key="abcd efgh")
    assert "This is the page of Testham Gardeners, not of Testham Council." in answer(other.key)
    assert "the pages of several requests" in answer(asked.key, other.key)
    assert "of no request that you may see" in answer("2" * 12)
    assert "Choose a file for" in browser.post(address, {}).content.decode()
    assert not Scan.objects.exists()
    answer(key=f" {asked.key[:4]}-{asked.key[4:].upper()} ", where=SCANS)
    assert Scan.objects.get().found == Found.KEY
    assert "waits for an officer" in answer(asked.key)
    assert "This very file was uploaded on" in answer(other.key, where=SCANS)
    other.cancel(by=officer, reason="Twice")
    assert "is over (cancelled)" in answer(other.key, where=SCANS, data=b"\x89PNG2")


def test_a_scan_that_is_not_accepted_can_be_sent_again(asked, officer, respondent, client_of, seen):
    seen(asked.key)
    upload(client_of(respondent), f"/signature-pages/{asked.key}/scan/", b"\x89PNG")
    scan = Scan.objects.get()
    browser = client_of(officer)
    assert "Answer “What is wrong" in browser.post(f"{scan.get_absolute_url()}refuse/", {}).content.decode()
    browser.post(f"{scan.get_absolute_url()}refuse/", {"reason": "The signature is missing."})
    told = mail.Message.objects.get(to=respondent.email, subject__contains="was not accepted")
    assert "The signature is missing." in told.body
    assert f"/signature-pages/{asked.key}/scan/" in told.body
    again = browser.post(f"{scan.get_absolute_url()}refuse/", {"reason": "Again"}, follow=True).content.decode()
    assert "already decided on" in again
    assert upload(client_of(respondent), f"/signature-pages/{asked.key}/scan/", b"\x89PNG").status_code == 302


def test_who_signed_online_meanwhile_is_not_recorded_twice(asked, edition, council, officer, client_of, seen):
    seen(asked.key)
    upload(client_of(officer), SCANS, b"\x89PNG")
    factories.signature(edition, council, factories.member(council, "Sue", Role.SIGNATORY))
    page = client_of(officer).post(Scan.objects.get().get_absolute_url(), READ).content.decode()
    assert "Testham Council has already signed this edition." in page
    assert Signature.objects.count() == 1


def test_a_page_that_came_in_time_counts_though_its_last_day_has_passed_since(
    asked, edition, council, officer, client_of, seen
):
    seen(asked.key)
    upload(client_of(officer), SCANS, b"\x89PNG")
    SigningRequest.objects.update(lapses_on=timezone.localdate() - timedelta(days=1))  # And it is not marked yet.
    client_of(officer).post(Scan.objects.get().get_absolute_url(), READ)
    assert Signature.objects.get(organisation=council).method == "paper"


def test_a_page_that_came_after_its_last_day_still_counts(asked, edition, council, officer, client_of, seen):
    asked.lapse()
    seen(asked.key)
    upload(client_of(officer), SCANS, b"\x89PNG")
    client_of(officer).post(Scan.objects.get().get_absolute_url(), READ)
    assert Signature.objects.get(organisation=council).signed_on is None
    asked.refresh_from_db()
    assert asked.state == RequestState.LAPSED


def test_a_page_counts_no_more_once_the_organisation_has_said_no(asked, edition, council, officer, client_of, seen):
    seen(asked.key)
    upload(client_of(officer), SCANS, b"\x89PNG")
    asked.decline(reason="The board does not want it.")
    scan = Scan.objects.get()
    page = client_of(officer).post(scan.get_absolute_url(), READ).content.decode()
    assert "the request was declined or taken back" in page
    assert not Signature.objects.exists()
    scan.file.storage.delete(scan.file.name)
    assert client_of(officer).get(f"{scan.get_absolute_url()}file/").status_code == 404


def test_who_was_invited_needs_no_account_for_paper(edition, group, officer, client, client_of, seen):
    asked = signing_steps.ask(edition, group, by=officer)
    address = f"/signature-pages/{asked.key}/scan/"
    assert client.get(address)["Location"].startswith("/account/login/")
    browser = signing_steps.come(asked)
    assert "Print the signature page" in browser.get(f"/sign/{asked.key}/begin/").content.decode()
    assert browser.get(f"/signature-pages/{asked.key}.pdf").status_code == 202
    seen(asked.key)
    upload(browser, address, b"\x89PNG")
    scan = Scan.objects.get()
    assert (scan.uploaded_by, scan.who) == (None, "Ivy Invited")
    client_of(officer).post(f"{scan.get_absolute_url()}refuse/", {"reason": "Blurred."})
    assert "Blurred." in mail.Message.objects.filter(to="ivy@garden.example").last().body

"""The signed agreement: what stands in it and in which order, made once by a job, whatever happens to the worker."""

import gettext
import hashlib
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from codes.models import Adoption
from compact_portal.compacts.kinds import ClauseKind, OwedBy, Sector
from compact_portal.compacts.models import Edition, Translation
from compact_portal.printing import RenderState
from signatories import actions, printing
from signatories.models import Signature, SignedAgreement, SignedMember
from tests import factories
from tests.jobs import work
from tests.pdf.conformance import faults
from tests.queries import assert_same_queries

pytestmark = pytest.mark.slow

ADDRESS = "/compacts/testham/agreement/revised.pdf"


def words(document):
    """Return all words of a document, in order."""
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(document)).pages)


DRAWN = {}


def drawn(content):
    """Return an agreement as PDF: of one content, which several tests make, drawn once."""
    if content.digest not in DRAWN:
        DRAWN[content.digest] = printing.draw(content)
    return DRAWN[content.digest]


def get(browser, **headers):
    """Ask for the agreement; return the response with what it carries read to its end, which closes the file."""
    response = browser.get(ADDRESS, headers=headers)
    response.document = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def files():
    """Return the agreements in store."""
    return sorted(Path(settings.MEDIA_ROOT).glob("agreements/*.pdf"))


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty store of documents."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def signed(edition, group, signatory, council, officer):
    """The edition in force, signed by the group online and by the council on paper."""
    actions.sign(
        edition=edition,
        organisation=group,
        by=signatory,
        signed_name="Sid Signatory",
        office="Chair",
        authority="The trustees",
        declaration="Yes",
        digest=edition.digest,
        on_behalf_of="Allotments North",
    )
    actions.record_paper(edition=edition, organisation=council, by=officer, office="Chief Executive")
    return edition


def test_the_agreement_follows_pdf_a_3a_and_pdf_ua_1_and_carries_text_and_register(signed, client):
    document = drawn(printing.content_of(signed))
    assert faults(document, "3a") == []
    assert faults(document, "ua1") == []
    carried = pypdf.PdfReader(io.BytesIO(document)).attachments
    assert carried["agreement.json"] == [client.get("/compacts/testham/agreement/revised.json").content]
    assert json.loads(carried["register.json"][0]) == client.get("/compacts/testham/signatories.json").json()
    relations = [file.get_object() for file in pypdf.PdfReader(io.BytesIO(document)).trailer["/Root"]["/AF"]]
    assert [(file["/UF"], file["/AFRelationship"]) for file in relations] == [
        ("agreement.json", "/Source"),
        ("register.json", "/Data"),
    ]


def test_each_page_tells_where_it_is_checked(signed):
    content = printing.content_of(signed)
    address = f"{settings.SITE_URL}/verify/{content.short_id}/"
    pages = pypdfium2.PdfDocument(drawn(content))
    assert all(address in page.get_textpage().get_text_bounded() for page in pages)
    # The QR code says the same, as a camera reads it from the printed page.
    image = pages[2].render(scale=4).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [address]


def test_cover_text_and_signatures_come_in_their_order(signed):
    found = words(drawn(printing.content_of(signed)))
    expected = [
        "Testham",
        "Testham Compact",
        "Edition revised",
        "Signed by 2 organisations",
        signed.digest,
        "Contents",
        "1. Why we have a Compact",
        "We work better when each knows what to expect.",
        "2. Principles we share",
        "2.1 Groups are free to speak",
        "3. What public bodies promise",
        "3.2 We give three months' notice",
        "Consultation",
        "Asking people before a decision is made.",
        "These organisations have agreed",
        "Statutory sector",
        "Testham Council",
        "Chief Executive",
        "Not dated on the paper",
        "Voluntary and community sector",
        "Testham Gardeners",
        "Signed by  Sid Signatory, Chair",
        "On behalf of  Allotments North",
        "TESTHAM-REVISED-",
        "For another organisation",
        "Name and office",
        "Annex: register of signatories",
        "Organisation",
        "Testham Council",
        "Testham Gardeners",
        "on behalf of Allotments North",
    ]
    places, after = [], 0
    for piece in expected:
        after = found.index(piece, after)
        places.append(after)
    assert places == sorted(places)
    assert "Page 3 of " in found


def test_who_signed_the_edition_before_and_not_this_one_gets_a_blank_block(town, edition, group, signatory):
    factories.signature(edition, group, signatory)
    newer = factories.edition(town, "next", in_force_on=timezone.localdate())
    found = words(drawn(printing.content_of(newer)))
    assert "Testham Gardeners\nSignature\nName and office\nDate" in found


def test_a_superseded_edition_has_no_blank_blocks(town, signed):
    factories.edition(town, "next", in_force_on=timezone.localdate())
    signed.refresh_from_db()
    found = words(drawn(printing.content_of(signed)))
    assert "For another organisation" not in found
    assert "Superseded" in found


def test_a_withdrawn_signature_leaves_its_block_and_stays_in_the_register(signed, signatory, group):
    actions.withdraw(Signature.objects.get(organisation=group), by=signatory, reason="We close.")
    blocks, register = words(drawn(printing.content_of(signed))).split("Annex: register of signatories\nEvery")
    assert "Sid Signatory" not in blocks
    withdrawn = register[register.index("Withdrawn") :]
    assert "Testham Gardeners" in withdrawn


def test_a_signature_says_all_that_was_signed_and_the_page_signed_on_paper_is_shown(town, edition, council, officer):
    code = factories.code("Asking").text.editions.get()
    Adoption.adopt(town, code, by=officer)
    signature = Signature.record_paper(edition=edition, organisation=council, by=officer, grade="memorandum")
    signature.codes.add(code)
    SignedMember.objects.create(signature=signature, name="Testham Allotments", key="a")
    SignedMember.objects.create(signature=signature, name="Not Us", key="b", opted_out_at=timezone.now())
    sheet = io.BytesIO()
    Image.new("L", (400, 560), "white").save(sheet, "PNG")
    signature.scan.save("sheet.png", ContentFile(sheet.getvalue()), save=False)
    signature.scan_digest, signature.witness_name = "a" * 64, "Wyn Witness"
    signature.save()
    content = printing.content_of(edition)
    document = printing.draw(content)
    assert faults(document, "3a") == []
    assert faults(document, "ua1") == []
    found = words(document)
    part = found[found.index("Codes of practice adopted\n") :]
    for piece in ["Code of practice: Asking", "codes/asking/first", code.digest, "Memorandum", "Testham Allotments"]:
        assert piece in part
        part = part[part.index(piece) :]
    assert "Codes included  All codes of practice adopted" in found
    assert "Wyn Witness" in found
    assert "Not Us" not in found
    figures = [page.get_object()["/Resources"]["/XObject"] for page in pypdf.PdfReader(io.BytesIO(document)).pages]
    assert any(picture["/Filter"] == "/DCTDecode" for picture in figures[0].values())
    Signature.objects.update(scan_digest="b" * 64)
    assert printing.content_of(edition).digest != content.digest


def test_a_district_has_the_agreement_with_its_own_signatories(town, signed, client):
    district = factories.compact("Lesser Testham Compact", core=town)
    own = factories.organisation("Lesser Council", district, sector=Sector.STATUTORY)
    Signature.record_paper(edition=signed, organisation=own, by=None, office="Leader")
    page = client.get("/compacts/lesser-testham/agreement.pdf")
    assert page.status_code == 202
    assert page.context["compact"] == district
    found = words(drawn(printing.content_of(signed, district)))
    assert SignedAgreement.objects.get(adopted_by=district).content_digest in DRAWN
    assert "Lesser Testham adopts the text of the Testham Compact, which follows." in " ".join(found.split())
    assert "Lesser Council" in found
    assert "Testham Gardeners" not in found
    assert "for Lesser Testham" in " ".join(client.get(f"{ISSUES}").content.decode().split())


def test_the_welsh_of_an_edition_is_printed_in_welsh(signed, client, officer):
    assert client.get(f"{ADDRESS}?iaith=cy").status_code == 202
    assert set(SignedAgreement.objects.values_list("language", flat=True)) == {""}, "there is no Welsh of it"
    clause = signed.clauses.get(number="1")
    Translation.write(clause, heading="Pam", body="Tŷ, dŵr ac Ŵyl ŷd.", by=officer, seen=None)
    client.get(f"{ADDRESS}?iaith=cy")
    document = drawn(printing.content_of(signed, None, "cy"))
    assert SignedAgreement.objects.get(language="cy").content_digest in DRAWN
    found = words(document)
    assert "Tŷ, dŵr ac Ŵyl ŷd." in found
    assert "Llofnodion" in found
    assert "Principles we share" in found
    reader = pypdf.PdfReader(io.BytesIO(document))
    assert reader.trailer["/Root"]["/Lang"] == "cy"
    assert any(b"/Lang (en-gb)" in page.get_contents().get_data() for page in reader.pages)
    assert faults(document, "ua1") == []
    assert "Pam" not in words(drawn(printing.content_of(signed)))


def test_every_word_around_the_text_is_there_in_welsh():
    folder = Path(settings.LOCALE_PATHS[0]) / "cy/LC_MESSAGES"
    written = set(re.findall(r'^msgid "(.+)"$', (folder / "django.po").read_text(), re.MULTILINE))
    with (folder / "django.mo").open("rb") as file:
        compiled = {key[0] if isinstance(key, tuple) else key for key in gettext.GNUTranslations(file)._catalog}
    assert written == {key.split("\x04")[-1] for key in compiled} - {""}, "compile it: msgfmt -o django.mo django.po"
    said = set()
    for name in [
        "pdf/document",
        *(f"signatories/pdf/{part}" for part in ("agreement", "codes", "register", "signatures")),
    ]:
        source = Path(settings.BASE_DIR, f"templates/{name}.html").read_text()
        said |= set(re.findall(r'{% translate "(.+?)"', source))
        for words in re.findall(r"{% blocktranslate.*?%}(.*?)(?:{% plural|{% endblock)", source):
            said.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", words))
    assert said - written == {"Compact Portal"}


ISSUES = "/compacts/testham/agreement/revised/issues/"


def test_every_issue_is_kept_listed_and_given_for_good(edition, client, council, officer):
    assert "None has been made yet" in client.get(ISSUES).content.decode()
    get(client)
    work()
    first = SignedAgreement.objects.get()
    before = get(client).document
    actions.record_paper(edition=edition, organisation=council, by=officer, office="Chief Executive")
    work()
    second = SignedAgreement.objects.latest("made_at")
    page = " ".join(client.get(ISSUES).content.decode().split())
    assert page.index(second.short_id) < page.index(f"Superseded by {second.short_id}")
    assert page.index("1 organisation") < page.index("0 organisations")
    response = client.get(first.get_absolute_url())
    assert response.content == before
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(first.get_absolute_url(), headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.get(f"{ISSUES}0000000000.pdf").status_code == 404
    assert get(client).document != before


def test_the_list_of_issues_costs_the_same_for_two_and_for_twenty(edition, client):
    def issues(number):
        for _each in range(number):
            nth = SignedAgreement.objects.count()
            SignedAgreement.objects.create(edition=edition, content_digest=f"{nth:064}", short_id=f"{nth:010}")

    assert_same_queries(client, ISSUES, issues)


def test_what_stands_in_an_agreement_costs_the_same_for_two_and_for_twenty(edition, django_assert_num_queries):
    def signatures(number):
        for nth in range(number):
            body = factories.organisation(f"Body {nth} of {number}", edition.text.compact)
            Signature.record_paper(edition=edition, organisation=body, by=None, office="Chair")

    signatures(2)
    with CaptureQueriesContext(connection) as few:
        printing.content_of(Edition.objects.select_related("text__compact", "supersedes").get(pk=edition.pk))
    signatures(18)
    with django_assert_num_queries(len(few)):
        printing.content_of(Edition.objects.select_related("text__compact", "supersedes").get(pk=edition.pk))
    assert len(few) <= 15


def test_an_officer_has_an_issue_made_again_that_failed(signed, client_of, officer, stranger):
    work()
    SignedAgreement.objects.update(state=RenderState.FAILED, error="OSError: [Errno 28] No space left", made_at=None)
    row = SignedAgreement.objects.latest("pk")
    page = client_of(officer).get(ISSUES).content.decode()
    assert "The portal could not write to the place where it keeps files." in page
    assert "Errno" not in page
    assert client_of(stranger).post(ISSUES, {"issue": row.short_id}).status_code == 403
    browser = client_of(officer)
    assert "is being made again" in browser.post(ISSUES, {"issue": row.short_id}, follow=True).content.decode()
    assert "is already being made" in browser.post(ISSUES, {"issue": row.short_id}, follow=True).content.decode()


def test_markup_in_a_name_stays_words(edition, council, officer):
    Signature.record_paper(edition=edition, organisation=council, by=officer, office="<b>King</b> & Co {{ x }}")
    document = drawn(printing.content_of(edition))
    assert "<b>King</b> & Co {{ x }}" in words(document)
    assert faults(document) == []


def test_a_text_without_numbers_and_with_lists_is_printed_well(town):
    clauses = [
        ("foreword", ClauseKind.TEXT, "", "Foreword", "First *words*.\n\n- one\n- two\n  - two and a half"),
        ("lead", ClauseKind.TEXT, "", "", "No heading here."),
        ("1", ClauseKind.SECTION, "", "Aims", ""),
        ("1.1", ClauseKind.SECTION, "", "", "Words without heading"),
        ("1.1.1", ClauseKind.SECTION, "", "A deep heading", ""),
        ("1.1.1.1", ClauseKind.COMMITMENT, OwedBy.BOTH, "", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("dŵr", ClauseKind.DEFINITION, "", "Dŵr", "Water."),
    ]
    clauses[-1] = ("glossary.1", *clauses[-1][1:])
    edition = factories.edition(town, "plain", clauses)
    document = drawn(printing.content_of(edition))
    assert faults(document) == []
    assert "Dŵr" in words(document)


def test_an_agreement_without_any_signature_is_printed(edition):
    document = drawn(printing.content_of(edition))
    assert faults(document) == []
    assert "Signed by 0 organisations" in words(document)


def test_the_page_says_that_the_agreement_is_being_made_and_then_gives_it(signed, client):
    response = get(client)
    assert response.status_code == 202
    assert "The PDF is being made." in response.content.decode()
    assert not response.cookies
    assert "being made" in get(client, **{"HX-Request": "true"}).document.decode()
    work()
    response = get(client)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="testham-compact-revised.pdf"'
    assert faults(response.document) == []
    assert not response.cookies
    assert response["Cache-Control"] == "public, no-cache"
    ready = get(client, **{"HX-Request": "true"}).document.decode()
    assert "Open the PDF" in ready
    assert get(client, **{"If-None-Match": response["ETag"]}).status_code == 304


def test_the_same_content_is_made_once(signed, client):
    for _visit in range(3):
        get(client)
    printing.ask_for(signed)
    work()
    get(client)
    assert SignedAgreement.objects.filter(state=RenderState.SEALED).count() == 1
    assert len(files()) == 1


def test_a_signature_makes_it_anew_and_what_was_out_of_date_is_dropped(edition, client, council, officer):
    get(client)
    actions.record_paper(edition=edition, organisation=council, by=officer, office="Chief Executive")
    assert SignedAgreement.objects.count() == 2
    work()
    assert len(files()) == 1
    assert "Chief Executive" in words(files()[0].read_bytes())
    assert SignedAgreement.objects.get().state == RenderState.SEALED


def test_what_failed_says_so_and_can_be_tried_again(signed, client, client_of, stranger, tmp_path):
    # The store cannot be written to: a file stands where its folder should be.
    (tmp_path / "agreements").write_text("in the way")
    get(client)
    work()
    page = get(client).content.decode()
    assert "The PDF could not be made." in page
    assert "The portal could not write to the place where it keeps files." in page
    assert "Error" not in page
    assert "Try again now" not in page
    (tmp_path / "agreements").unlink()
    assert client.post(ADDRESS).status_code == 302
    assert SignedAgreement.objects.get(state=RenderState.FAILED)
    browser = client_of(stranger)
    assert "Try again now" in get(browser).content.decode()
    assert "is being made again" in browser.post(ADDRESS, follow=True).content.decode()
    assert "is already being made" in browser.post(ADDRESS, follow=True).content.decode()
    work()
    assert get(client).status_code == 200


def test_what_failed_is_tried_again_by_time(signed):
    agreement = SignedAgreement.objects.latest("pk")
    hours_ago = timezone.now() - timedelta(hours=2)
    SignedAgreement.objects.filter(pk=agreement.pk).update(state=RenderState.FAILED, begun_at=hours_ago, error="x")
    assert printing.keep_printed() == "1 agreements to be made again"
    work()
    agreement.refresh_from_db()
    assert agreement.state == RenderState.SEALED


def test_the_work_of_a_killed_worker_is_picked_up(signed, client):
    agreement = SignedAgreement.objects.latest("pk")
    # The worker took the job, wrote half a file, and was killed.
    DBTaskResult.objects.all().delete()
    SignedAgreement.objects.filter(pk=agreement.pk).update(
        state=RenderState.RENDERING, begun_at=timezone.now() - timedelta(minutes=10)
    )
    unsealed = printing.draw(printing.content_of(signed))
    half = Path(settings.MEDIA_ROOT) / f"unsealed/{hashlib.sha256(unsealed).hexdigest()}.pdf"
    half.parent.mkdir()
    half.write_bytes(unsealed[: len(unsealed) // 2])
    assert get(client).status_code == 202
    work()
    assert get(client).status_code == 200
    (file,) = files()
    assert file.read_bytes().startswith(unsealed)
    assert not half.exists()


def test_what_is_published_is_printed_by_time_before_anybody_asks(edition):
    printing.keep_printed()
    assert SignedAgreement.objects.get().edition == edition
    printing.keep_printed()
    assert SignedAgreement.objects.count() == 1


def test_a_worker_that_is_only_slow_is_left_alone(signed, client):
    agreement = SignedAgreement.objects.latest("pk")
    SignedAgreement.objects.filter(pk=agreement.pk).update(state=RenderState.RENDERING, begun_at=timezone.now())
    DBTaskResult.objects.all().delete()
    get(client)
    assert not DBTaskResult.objects.exists()


def test_a_job_that_runs_twice_makes_one_file(signed):
    agreement = SignedAgreement.objects.latest("pk")
    printing.print_agreement.call(agreement.pk)
    made_at = SignedAgreement.objects.get(pk=agreement.pk).made_at
    assert "made already" in printing.print_agreement.call(agreement.pk)
    assert SignedAgreement.objects.get(pk=agreement.pk).made_at == made_at
    assert len(files()) == 1


def test_a_file_that_was_lost_is_made_again(signed, client):
    work()
    files()[0].unlink()
    assert get(client).status_code == 202
    work()
    assert get(client).status_code == 200


def test_a_draft_and_an_unknown_edition_have_no_signed_agreement(town, edition, client):
    factories.draft(town, "next")
    assert client.get("/compacts/testham/agreement/next.pdf").status_code == 404
    assert client.get("/compacts/testham/agreement/elsewhere.pdf").status_code == 404
    with pytest.raises(ValueError, match="not agreed yet"):
        printing.ask_for(Edition.objects.get(slug="next"))


def test_the_same_content_gives_the_same_bytes(signed):
    content = printing.content_of(signed)
    assert printing.draw(content) == printing.draw(printing.content_of(Edition.objects.get(pk=signed.pk)))


def test_a_day_on_which_nothing_happens_makes_no_other_agreement(signed):
    before = printing.content_of(signed)
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        after = printing.content_of(signed)
        assert after.digest == before.digest
        assert printing.draw(after) == printing.draw(before)


def test_every_sector_has_its_own_blocks(signed):
    sectors = [block["sector"] for block in printing.content_of(signed).blocks]
    assert sectors == list(Sector)

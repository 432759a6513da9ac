"""Any text as PDF: tagged, from the same clauses as its page, and out of reach of who may not see it."""

import io
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.utils import timezone

from compact_portal.compacts import printing
from compact_portal.compacts.models import PrintedEdition
from tests import factories
from tests.jobs import work
from tests.pdf.conformance import faults

pytestmark = pytest.mark.slow
NEXT = "/compacts/testham/agreement/next.pdf"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty store of documents."""
    settings.MEDIA_ROOT = tmp_path


def pdf_of(browser, address):
    """The PDF at an address, asked for, made, and asked for again; and the headers it came with."""
    first = browser.get(address)
    assert first.status_code == 202
    assert "The PDF is being made." in first.content.decode()
    work()
    response = browser.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content), response.headers


def words(document):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages).split())


def files():
    return list(Path(settings.MEDIA_ROOT).glob("editions/*.pdf"))


def test_a_code_is_printed_tagged_with_every_word_of_its_page(town, client):
    code = factories.code("Asking")
    document, headers = pdf_of(client, "/codes/asking/first.pdf")
    assert faults(document) == []
    assert headers["Cache-Control"] == "public, no-cache"
    assert headers["Content-Disposition"] == 'inline; filename="asking-first.pdf"'
    found = words(document)
    places = [found.index(clause.body) for clause in code.text.editions.get().clauses.all() if clause.body]
    assert places == sorted(places)
    assert "Code of practice: Asking" in found
    assert "National library of codes of practice" in found
    assert len(files()) == 1


def test_a_draft_is_printed_for_those_who_may_read_it_and_is_kept_by_nobody(
    town, officer, stranger, client, client_of, forum_member
):
    draft = factories.draft(town, "next")
    document, headers = pdf_of(client_of(officer), NEXT)
    assert faults(document) == []
    assert "no-store" in headers["Cache-Control"]
    assert "Edition next: Draft" in words(document)
    assert "may still change" in words(document)
    for browser in (client, client_of(stranger)):
        assert browser.get(NEXT).status_code == 404
        assert browser.post(NEXT).status_code == 404
    assert b"".join(client_of(forum_member).get(NEXT).streaming_content) == document

    clause = draft.clauses.get(number="1")
    clause.body = "Quite another beginning."
    clause.save()
    document, _headers = pdf_of(client_of(officer), NEXT)
    assert "Quite another beginning." in words(document)
    assert len(files()) == 1, "the file of the words before was thrown away"

    PrintedEdition.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    printing.keep_printed()
    assert (files(), PrintedEdition.objects.count()) == ([], 0)


def test_a_compact_that_adopts_a_text_has_it_with_its_own_cover(town, client):
    factories.compact("Lesser Testham Compact", core=town)
    assert (
        'href="/compacts/lesser-testham/agreement.pdf"'
        in client.get("/compacts/lesser-testham/agreement/").content.decode()
    )
    document, _headers = pdf_of(client, "/compacts/lesser-testham/agreement.pdf")
    assert faults(document) == []
    assert "Lesser Testham adopts the text of the Testham Compact, which follows." in words(document)
    assert client.get("/compacts/testham/agreement.pdf")["Location"] == "/compacts/testham/agreement/revised.pdf"
    factories.compact("Bare Compact")
    assert client.get("/compacts/bare/agreement.pdf").status_code == 404


def test_a_superseded_text_keeps_its_pdf_and_says_what_it_is(town, client):
    code = factories.code("Asking")
    factories.publish(factories.draft_of(code.text, "second"), by=None)
    document, _headers = pdf_of(client, "/codes/asking/first.pdf")
    assert "Edition first: Superseded" in words(document)

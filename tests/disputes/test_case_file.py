"""The case as a file: whole for a party, its own rooms only; without names, words and mediation for everybody else."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pypdf
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from compact_portal.printing import RenderState
from disputes import case_file
from disputes.actions import evidence
from disputes.examining import PaperKind
from disputes.models import PaperRead, PrintedCase
from disputes.models.keeping import Reader
from disputes.reading.whole import facts_of
from tests.jobs import work
from tests.pdf.conformance import faults

pytestmark = pytest.mark.django_db
OURS, THEIRS, BOTH, ALL = "For our mediator", "For their mediator", "For the mediation", "For everybody"


@pytest.fixture
def mediated(case, take, complainant, respondent):
    take(case, "mediating")
    for by, audience, words in (
        (complainant, "complainant-room", OURS),
        (respondent, "respondent-room", THEIRS),
        (complainant, "mediation", BOTH),
        (respondent, "case", ALL),
    ):
        paper = {"name": f"{words}.txt", "kind": PaperKind.TXT, "data": words.encode(), "description": words}
        evidence.add(case, **paper, audience=audience, by=by)
    case.add_mediation_note(by=respondent, note="We could pay half.")
    return case


def test_each_reader_gets_what_they_may_read(mediated, complainant, respondent, mediator, group, council):
    told = {reader: json.dumps(facts_of(mediated, reader)) for reader in Reader}
    looked_for = (OURS, THEIRS, BOTH, ALL, "pay half", "cut with two weeks", "own rules")
    shown = {reader: [words for words in looked_for if words in said] for reader, said in told.items()}
    assert shown == {
        "complainant": [OURS, BOTH, ALL, "cut with two weeks"],
        "respondent": [THEIRS, BOTH, ALL, "pay half", "cut with two weeks"],
        "others": [],
    }
    for name in [group, council, complainant, respondent, mediator]:
        assert str(name) not in told["others"]
    others = facts_of(mediated, Reader.OTHERS)
    assert {event["action"] for event in others["events"]} == {"raise", "go-formal", "respond", "refer", "evidence"}
    assert others["clauses"][0]["number"] == "3.1"
    note = next(event for event in facts_of(mediated, Reader.RESPONDENT)["events"] if "pay half" in event["words"])
    assert note["without_prejudice"]


@pytest.mark.slow
def test_a_party_gets_a_pdf_and_a_zip_with_the_papers(mediated, complainant, chair, client_of):
    pdf, packed = (reverse("disputes:whole", args=[mediated.reference, form]) for form in ("pdf", "zip"))
    us = client_of(complainant)
    assert us.get(reverse("disputes:file", args=[mediated.reference])).status_code == 200
    assert "is being made" in us.get(packed).content.decode()
    assert us.get(pdf).status_code == 202
    work()
    got = us.get(pdf)
    assert got["Content-Disposition"] == f'attachment; filename="{mediated.reference}.pdf"'
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in got["Cache-Control"]
    document = got.getvalue()
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages)
    assert "Without prejudice" in words
    assert BOTH in words
    assert THEIRS not in words
    with zipfile.ZipFile(io.BytesIO(us.get(packed).getvalue())) as package:
        names = package.namelist()
        assert names[:2] == [f"{mediated.reference}.pdf", f"{mediated.reference}.json"]
        assert {name.split("/", 1)[1] for name in names[2:]} == {f"201-{OURS}.txt", f"101-{BOTH}.txt", f"001-{ALL}.txt"}
        facts = json.loads(package.read(names[1]))
        paper = facts["evidence"][0]
        assert hashlib.sha256(package.read(paper["file"])).hexdigest() == paper["sha256"]
    them = client_of(chair)
    assert them.get(pdf).status_code == 202
    work()
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(them.get(pdf).getvalue())).pages)
    assert "no names" in words
    assert str(mediated.complainant) not in words
    assert PaperRead.objects.get().what == "file"  # By the chair alone.


@pytest.mark.slow
def test_a_case_file_follows_pdf_a_and_pdf_ua_and_is_the_same_twice(mediated):
    content = case_file.content_of(mediated, "complainant", "pdf")
    document = case_file.draw(content)
    assert [faults(document, profile) for profile in ("ua1", "3a")] == [[], []]
    assert case_file.draw(case_file.content_of(mediated, "complainant", "pdf")) == document


def test_a_case_file_is_thrown_away_after_an_hour(case):
    printed = PrintedCase.objects.create(
        dispute=case, reader="others", form="pdf", content_digest="0" * 64, state=RenderState.READY
    )
    printed.file.name = default_storage.save("cases/x.pdf", io.BytesIO(b"x"))
    printed.asked_at = timezone.now() - timedelta(minutes=61)
    printed.save()
    assert "1 files of cases thrown away" in case_file.keep_printed()
    assert not default_storage.exists(printed.file.name or "cases/x.pdf")

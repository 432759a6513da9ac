"""Papers: who adds and reads them, for whom they are, the check for viruses that fails closed, never silently gone."""

import hashlib
import os
import time
from pathlib import Path

import pytest
from django.conf import settings as ours
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from disputes.actions import evidence
from disputes.examining import PaperKind
from disputes.models import Dispute, Evidence
from tests import scanner
from tests.disputes import papers, steps
from tests.jobs import work

pytestmark = pytest.mark.django_db


def given(dispute, by, *, data=b"The letter.", name="letter.txt", audience=None):
    return evidence.add(
        dispute, name=name, kind=PaperKind.TXT, data=data, description="The letter", audience=audience, by=by
    )


def upload(client, url, content=b"The letter.", name="letter.txt", **more):
    return client.post(url, {"file": SimpleUploadedFile(name, content), "description": "The letter", **more})


def add_url(dispute):
    return reverse("disputes:add_paper", args=[dispute.reference])


def status(client, url):
    response = client.get(url)
    if response.streaming:
        response.getvalue()  # It must be read, or its file stays open.
    return response.status_code


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_a_paper_of_a_draft_goes_with_it_and_is_then_there_for_good(town, group, council, complainant, client_of):
    draft = steps.draft(town, group, council, by=complainant)
    page = reverse("disputes:draft_papers", args=[draft.pk])
    client = client_of(complainant)
    assert client.get(page).status_code == 200
    assert upload(client, page).status_code == 302
    assert upload(client, page, name="second.txt").status_code == 302
    first, _second = draft.evidence.all()
    assert client.get(first.get_absolute_url()).getvalue() == b"The letter."
    assert client.post(reverse("disputes:remove_draft_paper", args=[draft.pk, 2])).status_code == 302
    assert list(draft.evidence.all()) == [first]
    draft.lodge(by=complainant)
    first.refresh_from_db()
    assert first.entered_at == draft.raised_at
    refused(first.delete)
    refused(lambda: draft.evidence.update(name="other.txt"))
    refused(lambda: draft.evidence.update(digest="0" * 64))


def test_a_paper_is_given_to_keep_and_never_to_be_shown(case, complainant, respondent, client_of):
    response = upload(client_of(complainant), add_url(case), name="llythyr ŵyl \u202e.txt")
    assert response.status_code == 302
    paper = case.evidence.get()
    assert (paper.name, paper.size, paper.digest) == (
        "llythyr ŵyl.txt",
        11,
        hashlib.sha256(b"The letter.").hexdigest(),
    )
    assert Path(paper.file.path).is_relative_to(ours.MEDIA_ROOT)
    assert "letter" not in paper.file.name
    assert "llythyr" not in paper.file.name
    got = client_of(respondent).get(paper.get_absolute_url())
    assert got.getvalue() == b"The letter."
    assert got["Content-Disposition"] == "attachment; filename*=utf-8''llythyr%20%C5%B5yl.txt"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in got["Cache-Control"]
    assert got["Content-Type"] == "text/plain"
    assert case.events.filter(action="evidence", note="1. llythyr ŵyl.txt").exists()
    told = Message.objects.filter(subject=f"{case}: There is a new paper").values_list("to", "body")
    assert [to for to, _body in told] == [respondent.email]
    assert "llythyr" not in told[0][1]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("letter.pdf", b"only words", "but the file is a plain text"),
        ("both.pdf", papers.pdf() + papers.package({"a": "b"}), "two things at once"),
        ("locked.zip", papers.locked(papers.package({"a": "b"})), "locked with a password"),
        ("empty.txt", b"", "The file is empty"),
        ("big.txt", b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_paper_gets_the_form_back_with_all_that_was_typed(case, complainant, client_of, name, content, said):
    response = upload(client_of(complainant), add_url(case), content, name)
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert 'value="The letter"' in page
    assert not case.evidence.exists()


def test_too_many_or_too_much_is_refused_with_what_to_do(case, complainant, client_of, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_MEGABYTES", 20 / 1024 / 1024)
    given(case, complainant)
    with pytest.raises(NotAllowed, match="MB together"):
        given(case, complainant)
    monkeypatch.setattr(evidence, "MOST_PAPERS", 1)
    with pytest.raises(NotAllowed, match="at most 1 papers"):
        given(case, complainant)
    assert client_of(complainant).get(add_url(case)).status_code == 403


def test_papers_of_a_mediation_are_read_by_those_to_whom_they_belong(
    case, take, complainant, respondent, chair, mediator, stranger, client_of
):
    take(case, "mediating")
    for by, audience in (
        (complainant, "mediation"),
        (complainant, "complainant-room"),
        (respondent, "respondent-room"),
        (respondent, "case"),
    ):
        given(case, by, audience=audience)
    with pytest.raises(NotAllowed):
        given(case, complainant, audience="respondent-room")
    with pytest.raises(NotAllowed):
        given(case, mediator, audience="case")
    read = {
        person: [
            number
            for number in (1, 101, 201, 301)
            if status(client_of(person), reverse("disputes:paper", args=[case.reference, number])) == 200
        ]
        for person in (complainant, respondent, chair, mediator, stranger)
    }
    assert read == {
        complainant: [1, 101, 201],
        respondent: [1, 101, 301],
        chair: [1],
        mediator: [1, 101, 201, 301],
        stranger: [],
    }
    page = client_of(chair).get(case.get_absolute_url()).content.decode()
    assert page.count("letter.txt") == 2  # In the list and in the history, of what is for everybody.
    case.end_mediation(by=mediator, note="We could not agree.")
    assert client_of(mediator).get(reverse("disputes:paper", args=[case.reference, 1])).status_code == 404


def test_a_paper_is_removed_by_who_added_it_with_a_reason_that_stays(case, complainant, respondent, client_of):
    paper = given(case, complainant)
    path = Path(paper.file.path)
    url = reverse("disputes:remove_paper", args=[case.reference, 1])
    assert client_of(respondent).get(url).status_code == 403
    assert client_of(complainant).post(url, {"why": ""}).status_code == 200
    assert client_of(complainant).post(url, {"why": "It names a child."}).status_code == 302
    paper.refresh_from_db()
    assert (paper.removed_by, paper.removed_why) == (complainant, "It names a child.")
    assert client_of(respondent).get(paper.get_absolute_url()).status_code == 404
    page = client_of(respondent).get(case.get_absolute_url()).content.decode()
    assert "It names a child." in page
    refused(lambda: case.evidence.update(removed_at=None, removed_why="", removed_by=None))
    assert path.exists()  # Until the transaction, which in a test never ends, is through.
    with pytest.raises(NotAllowed, match="already"):
        evidence.remove(paper, by=complainant, why="Again")


def test_what_has_ended_takes_no_papers(case, take, complainant, client_of):
    given(case, complainant)
    take(case, "resolved")
    assert client_of(complainant).get(add_url(case)).status_code == 403
    assert client_of(complainant).get(reverse("disputes:remove_paper", args=[case.reference, 1])).status_code == 403


# Viruses ----


@pytest.mark.slow
def test_with_clamd_up_and_down_nothing_is_given_out_unchecked(
    case, complainant, respondent, client_of, settings, django_capture_on_commit_callbacks
):
    def gets(number):
        return status(client_of(respondent), reverse("disputes:paper", args=[case.reference, number]))

    def shown():
        return client_of(respondent).get(case.get_absolute_url()).content.decode()

    with scanner.clamd() as address:
        settings.CLAMD_ADDRESS = address
        good, bad = given(case, complainant), given(case, complainant, data=papers.EICAR, name="test.txt")
        assert (gets(1), gets(2)) == (404, 404)
        assert "Waiting for the check for viruses" in shown()
        with django_capture_on_commit_callbacks(execute=True):
            work()
        assert (gets(1), gets(2)) == (200, 404)
    where = Path(bad.file.path)
    bad.refresh_from_db()
    assert (bad.scan, bool(bad.file)) == ("infected", False)
    assert not where.exists()
    assert (Path(ours.MEDIA_ROOT) / "quarantine" / where.name).read_bytes() == papers.EICAR
    assert "Held back: it holds a virus" in shown()
    told = Message.objects.get(subject__contains="held back")
    assert told.to == complainant.email
    refused(lambda: Evidence.objects.filter(pk=bad.pk).update(scan="clean"))

    # It is down now: what comes waits, and is checked once it is back.
    given(case, complainant, data=b"Another letter.")
    work()
    evidence.scan_waiting()
    assert gets(3) == 404
    assert gets(1) == 200
    good.refresh_from_db()
    with scanner.clamd() as address:
        settings.CLAMD_ADDRESS = address
        assert "1 papers checked" in evidence.scan_waiting()
        assert gets(3) == 200


def test_what_came_before_there_was_a_scanner_waits_for_it_too(case, complainant, settings):
    paper = given(case, complainant)
    assert paper.is_given_out
    settings.CLAMD_ADDRESS = "/nowhere/clamd.sock"
    assert not paper.is_given_out
    assert "0 papers checked" in evidence.scan_waiting()


def test_a_file_without_a_row_is_thrown_away_after_an_hour(case, complainant):
    paper = given(case, complainant)
    stray = Path(paper.file.path).with_name("stray")
    fresh = Path(paper.file.path).with_name("fresh")
    for path in (stray, fresh):
        path.write_bytes(b"x")
    an_hour_ago = time.time() - 3700
    for path in (stray, Path(paper.file.path)):
        os.utime(path, (an_hour_ago, an_hour_ago))
    evidence.scan_waiting()
    assert not stray.exists()
    assert fresh.exists()
    assert Path(paper.file.path).exists()
    fresh.unlink()


def test_the_queries_of_the_case_page_do_not_grow_with_the_papers(case, complainant, client_of):
    from tests.queries import assert_same_queries

    assert_same_queries(
        client_of(complainant),
        case.get_absolute_url(),
        lambda number: [given(case, complainant) for _ in range(number)],
    )


def test_another_disputes_paper_is_not_found_under_this_one(case, town, group, council, complainant, client_of):
    given(case, complainant)
    other = steps.raised(town, group, council, by=complainant)
    assert Dispute.objects.count() == 2
    assert client_of(complainant).get(reverse("disputes:paper", args=[other.reference, 1])).status_code == 404

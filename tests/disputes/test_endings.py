"""How disputes end: a settlement signed by both, what each says of the outcome, remedies followed to their end."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from actionplans.models import Action
from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from disputes import printing
from disputes.actions.keeping import anonymise
from disputes.models import CaseSummary, Dispute, Lesson, Remedy, Settlement, SettlementSignature
from disputes.words import State
from tests import factories
from tests.disputes import steps
from tests.disputes.test_steps import at_once
from tests.pdf.conformance import faults
from tests.queries import queries_of

TERMS = "The Council pays the money for three months, and tells us sooner the next time."


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def propose(case, by, *, days=20, terms=TERMS, **more):
    """A proposal with one remedy of each party."""
    remedies = [
        {"what": "Pay for three months", "owed_by": "respondent", "due_on": in_days(days).isoformat()},
        {"what": "Tell the members", "owed_by": "complainant", "due_on": in_days(days + 10).isoformat()},
    ]
    signed = {"name": f"{by.name} in full", "office": "Treasurer", "outcome": "money-restored", "remedy_met": "partly"}
    return case.propose(by=by, note=terms, remedies=remedies, **(signed | more))


@pytest.fixture
def agreed(case, complainant, respondent):
    """A case that both parties have settled."""
    propose(case, complainant)
    case.agree(by=respondent, name="Ray Respondent", office="Head of grants")
    return case


# Proposing and agreeing ----


def test_a_settlement_is_agreed_by_exactly_its_words(case, complainant, respondent):
    propose(case, complainant)
    proposal = case.open_proposal()
    assert proposal.digest == proposal.digest_now()
    with pytest.raises(NotAllowed):
        case.agree(by=complainant)  # One's own.
    with pytest.raises(NotAllowed, match="Somebody else has moved"):
        case.agree(by=respondent, digest="0" * 64)
    case.agree(by=respondent, digest=proposal.digest, name="Ray R", office="Head of grants")
    proposal.refresh_from_db()
    assert (case.state, case.outcome, case.remedy_met, proposal.state) == (
        State.RESOLVED,
        "money-restored",
        "partly",
        "agreed",
    )
    signed = [(one.side, one.whom, one.name, one.office, one.digest) for one in proposal.signatures.all()]
    assert signed == [
        ("complainant", "Testham Gardeners", f"{complainant.name} in full", "Treasurer", proposal.digest),
        ("respondent", "Testham Council", "Ray R", "Head of grants", proposal.digest),
    ]
    owed = [(one.number, one.what, one.owed_by, one.due_on) for one in case.remedies.all()]
    assert owed == [
        (1, "Pay for three months", "respondent", in_days(20)),
        (2, "Tell the members", "complainant", in_days(30)),
    ]


def test_another_proposal_takes_the_place_of_the_last_one(case, complainant, respondent):
    propose(case, complainant)
    first = case.open_proposal()
    mine = Dispute.objects.get(pk=case.pk)
    case.counter(by=respondent, digest=first.digest, note="Two months only.", name="Ray R", office="Head")
    second = case.open_proposal()
    first.refresh_from_db()
    assert (first.state, second.number, second.follows, second.side) == ("superseded", 2, first, "respondent")
    with pytest.raises(NotAllowed):
        mine.take_back(by=complainant)  # The page was opened before.
    case.take_back(by=respondent)
    propose(case, complainant, terms="Three and no fewer.")
    case.turn_down(by=respondent, note="No.")
    assert [one.state for one in case.settlements.all()] == ["superseded", "taken-back", "turned-down"]
    assert case.proposal_by == ""


def test_a_proposal_ends_with_the_case_and_stays_over_when_it_is_reopened(case, complainant, respondent):
    propose(case, respondent)
    case.settle(by=complainant, outcome="explanation", remedy_met="wholly")
    case.reopen(by=complainant, note="The remedy was not kept.")
    assert case.open_proposal() is None
    with pytest.raises(NotAllowed):
        case.agree(by=complainant)
    propose(case, respondent)
    assert case.open_proposal().number == 2


def test_nobody_but_the_parties_and_their_mediator_reads_terms(
    case, take, complainant, respondent, chair, mediator, admin, client_of
):
    take(case, "mediating")
    propose(case, complainant)
    case.look_in(by=admin, reason="A complaint about the portal.")
    proposal = case.open_proposal()
    assert proposal.audience == "mediation"
    for address in (case.get_absolute_url(), proposal.get_absolute_url()):
        for person in (complainant, respondent, mediator):
            words = "Read what is proposed" if address == case.get_absolute_url() else "pays the money"
            assert words in client_of(person).get(address).content.decode()
        for person in (chair, admin):
            response = client_of(person).get(address)
            assert "pays the money" not in response.content.decode()
            assert "proposed" not in response.content.decode().lower() or response.status_code == 404
    case.agree(by=respondent)
    paper = reverse("disputes:settlement_pdf", args=[case.reference, proposal.number])
    assert client_of(mediator).get(proposal.get_absolute_url()).status_code == 404
    for person, status in ((complainant, 202), (respondent, 202), (mediator, 404), (chair, 404), (admin, 404)):
        assert client_of(person).get(paper).status_code == status
    assert not Message.objects.filter(body__contains="pays the money").exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["take_back", "settle"])
def test_a_proposal_is_agreed_or_taken_back_and_never_both(case, complainant, respondent, verb):
    propose(case, complainant)
    details = {"outcome": "explanation", "remedy_met": "partly"} if verb == "settle" else {}
    assert at_once(case, [("agree", respondent, {}), (verb, complainant, details)]) == ["done", "refused"]
    proposal = case.settlements.get()
    case.refresh_from_db()
    assert (proposal.state == "agreed") == (proposal.signatures.count() == 2) == case.remedies.exists()


def test_the_database_keeps_what_was_signed(agreed):
    settlement = Settlement.objects.filter(dispute=agreed)
    signature = SettlementSignature.objects.filter(settlement__dispute=agreed)
    for change in (
        lambda: settlement.update(terms="Something else"),
        lambda: settlement.update(state="proposed", closed_at=None),
        lambda: signature.update(name="Somebody else"),
        lambda: signature._raw_delete("default"),
        lambda: settlement._raw_delete("default"),
        lambda: Remedy.objects.filter(dispute=agreed).update(confirmed_at=timezone.now()),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# The paper ----


def test_the_paper_is_sealed_for_the_parties_and_tells_nobody_else_anything(agreed, complainant, client, client_of):
    proposal = agreed.settlements.get()
    paper = printing.ask_for(proposal)
    assert printing.ask_for(proposal) == paper
    printing.print_settlement.call(paper.pk)
    address = reverse("disputes:settlement_pdf", args=[agreed.reference, 1])
    response = client_of(complainant).get(address)
    document = response.getvalue()
    assert "no-store" in response["Cache-Control"]
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages)
    for words in ("pays the money", "Testham Gardeners", "Ray Respondent, Head of grants", "Pay for three months"):
        assert words in " ".join(text.split())
    assert faults(document) == []
    paper.refresh_from_db()
    assert "settlement" not in str(paper.file.name).replace("settlements/", "")
    assert agreed.reference not in str(paper.file.name)
    by_number = client.get(f"/verify/{paper.short_id}/").content.decode()
    by_file = client.post("/verify/", {"file": SimpleUploadedFile("x.pdf", document)}).content.decode()
    for page in (by_number, by_file):
        assert "Settlement of a dispute, signed by both parties" in page
        for kept in (
            "Testham Gardeners",
            "Testham Council",
            agreed.reference,
            "money",
            "Ray",
            proposal.digest,
            paper.sealed_digest,
        ):
            assert kept not in page
    changed = document.replace(b"Settlement", b"settlement", 1)
    about = client.post("/verify/", {"file": SimpleUploadedFile("x.pdf", changed)}).content.decode()
    assert "Do not rely on it" in about


# What each party says ----


def test_the_outcome_is_recorded_point_by_point_and_the_other_party_adds_its_view(
    town, group, council, complainant, respondent, signatory, client_of
):
    case = steps.draft(town, group, council, by=complainant)
    case.describe(by=complainant, remedy="Three months' notice\n- The money back\n\n")
    case.lodge(by=complainant)
    address = reverse("disputes:act", args=[case.reference, "settle"])
    sent = {"moves": case.moves, "outcome": "notice-given", "met_0": "wholly", "note": "Thank you"}
    page = client_of(complainant).post(address, sent).content.decode()
    assert "Say how much of each thing asked for there was" in page
    client_of(complainant).post(address, sent | {"met_1": "not-at-all", "words_1": "It was not paid."})
    case.refresh_from_db()
    assert (case.state, case.remedy_met) == ("resolved", "partly")
    view = reverse("disputes:view", args=[case.reference])
    assert client_of(signatory).get(view).status_code == 403  # Their side has said it.
    page = client_of(respondent).post(view, {"agrees": "no"}).content.decode()
    assert "Say what you see differently" in page
    client_of(respondent).post(view, {"agrees": "no", "remedy_met": "wholly", "note": "We paid in May."})
    page = client_of(complainant).get(case.get_absolute_url()).content.decode()
    for words in ("None of what was asked for. It was not paid.", "Sees it differently:", "We paid in May."):
        assert words in page
    with pytest.raises(NotAllowed, match="already said"):
        case.give_view(by=respondent, agrees=True)


# Remedies ----


def test_a_remedy_is_followed_until_the_other_party_confirms_it(agreed, complainant, respondent, chair, client_of):
    pay = agreed.remedies.get(number=1)
    again = Remedy.objects.get(pk=pay.pk)
    with pytest.raises(NotAllowed):
        pay.report_done(by=complainant, on=in_days(0), note="x")
    with pytest.raises(NotAllowed, match="today or a day before"):
        pay.report_done(by=respondent, on=in_days(1), note="x")
    pay.report_done(by=respondent, on=in_days(0), note="Paid by transfer.")
    with pytest.raises(NotAllowed):
        again.ask_to_move(by=respondent, due_on=in_days(40), note="x")  # The page was opened before.
    pay.deny(by=complainant, note="Nothing has come.")
    assert (pay.done_on, pay.not_done_reason) == (None, "Nothing has come.")
    pay.report_done(by=respondent, on=in_days(0), note="Paid again.")
    pay.confirm(by=complainant)
    assert pay.standing() == "Done, and confirmed by the other party"
    assert pay.verbs_for(agreed.parties_of(complainant)) == []
    done = list(agreed.events.filter(action__startswith="remedy").values_list("action", "party", "audience"))
    assert done == [
        ("remedy-done", "respondent", "parties"),
        ("remedy-denied", "complainant", "parties"),
        ("remedy-done", "respondent", "parties"),
        ("remedy-confirmed", "complainant", "parties"),
    ]
    subjects = Message.objects.filter(to=complainant.email).values_list("subject", flat=True)
    assert f"{agreed.reference}: A remedy is said to be done" in subjects


def test_another_last_day_needs_both(agreed, complainant, respondent):
    pay = agreed.remedies.get(number=1)
    pay.ask_to_move(by=respondent, due_on=in_days(60), note="The bank is slow.")
    with pytest.raises(NotAllowed):
        pay.agree_move(by=respondent)
    assert pay.due_on == in_days(20)
    pay.agree_move(by=complainant)
    assert (pay.due_on, pay.first_due_on, pay.asked_due_on) == (in_days(60), in_days(20), None)
    pay.ask_to_move(by=complainant, due_on=in_days(50), note="We need it sooner.")
    pay.refuse_move(by=respondent)
    assert pay.due_on == in_days(60)
    pay.release(by=complainant, note="We no longer need it.")
    assert not pay.is_open


def test_what_is_overdue_is_shown_to_both_and_may_reopen_the_case(agreed, complainant, respondent, client_of):
    Remedy.objects.filter(dispute=agreed).update(due_on=in_days(-3))
    assert Remedy.objects.overdue().count() == 2
    assert not Remedy.objects.due_soon().exists()
    for person in (complainant, respondent):
        for address in (agreed.get_absolute_url(), "/disputes/"):
            assert "Overdue since" in client_of(person).get(address).content.decode()
        page = client_of(person).get("/dashboard/").content.decode()
        assert "Say when it is done" in page
        assert f"{agreed.reference}, remedy 1" in page
    page = client_of(complainant).get(agreed.remedies.get(number=1).get_absolute_url()).content.decode()
    assert "It is not kept: reopen the case" in page
    Remedy.objects.filter(dispute=agreed).update(due_on=in_days(7))
    assert Remedy.objects.due_soon().count() == 2
    assert Remedy.objects.due_soon().of_parties(respondent).count() == 2


def test_a_list_with_many_remedies_asks_no_more(agreed, respondent, client_of):
    browser = client_of(respondent)
    few = [len(queries_of(browser, address)) for address in (agreed.get_absolute_url(), "/disputes/", "/dashboard/")]
    for number in range(18):
        Remedy.promise(agreed, by=respondent, what=f"Promise {number}", due_on=in_days(2))
    many = [len(queries_of(browser, address)) for address in (agreed.get_absolute_url(), "/disputes/", "/dashboard/")]
    assert many[0] <= few[0] <= 15
    assert max(many[1:]) <= 15


# What leaves a case ----


def test_a_lesson_becomes_an_action_and_never_says_where_it_comes_from(
    agreed, town, council, officer, complainant, respondent, forum_member, client, client_of
):
    action = factories.plan(town, "2026", council, by=officer, agreed=True)
    offer = reverse("disputes:offer_lesson", args=[agreed.reference])
    clauses = [citation.clause_id for citation in agreed.citations.all()]
    for words in ("Testham Council gives notice.", "Ask Ray Respondent first.", f"As in {agreed.reference}."):
        page = client_of(complainant).post(offer, {"words": words, "clauses": clauses}).content.decode()
        assert "these words must name nobody" in page
    client_of(complainant).post(offer, {"words": "Give notice in writing.", "clauses": clauses})
    lesson = agreed.lessons.get()
    waiting = "/compacts/testham/disputes/lessons/"
    assert "in writing" not in client_of(officer).get(waiting).content.decode()
    Lesson.objects.filter(pk=lesson.pk).update(opens_on=in_days(0))
    for person in (officer, forum_member):
        page = client_of(person).get(waiting).content.decode()
        assert "Give notice in writing." in page
        assert agreed.reference not in page
        assert "Testham Gardeners" not in page
    answer = reverse("disputes:answer_lesson", args=[agreed.reference, lesson.pk])
    client_of(respondent).post(answer, {"says": "yes", "digest": lesson.digest})
    sent = {"theme": action.theme.pk, "what": "Give notice in writing.", "lead": council.pk}
    client_of(officer).post(f"{waiting}{lesson.pk}/take/", sent)
    made = Action.objects.get(what="Give notice in writing.")
    assert (made.origin, {clause.pk for clause in made.clauses.all()}) == ("dispute", set(clauses))
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Lesson from a dispute" in page
    assert agreed.reference not in page
    lesson.refresh_from_db()
    assert lesson.taken_as.startswith(made.reference)
    with pytest.raises(NotAllowed, match="meanwhile"):
        lesson.put_aside(by=officer, reason="Late")


def test_a_refused_lesson_stays_in_the_case(agreed, town, complainant, respondent):
    clauses = [citation.clause for citation in agreed.citations.all()]
    lesson = Lesson.offer(agreed, by=complainant, words="Answer letters.", clauses=clauses)
    lesson.answer(by=respondent, says="no", digest=lesson.digest)
    Lesson.objects.update(opens_on=in_days(-9))
    assert not Lesson.objects.offered_to(town).exists()


def test_a_summary_is_public_only_while_both_agree_to_its_very_words(
    agreed, town, complainant, respondent, client, client_of
):
    told = "/compacts/testham/disputes/told/"
    clauses = [citation.clause for citation in agreed.citations.all()]
    words = {"between": "A group and a body", "about": "Short notice was given.", "came_of_it": "It was put right."}
    summary = CaseSummary.draft(agreed, by=complainant, clauses=clauses, **words)
    assert "put right" not in client.get(told).content.decode()
    with pytest.raises(NotAllowed, match="Read them again"):
        summary.answer(by=respondent, says="yes", digest="0" * 64)
    with pytest.raises(NotAllowed, match="already"):
        CaseSummary.draft(agreed, by=respondent, clauses=clauses, **words)
    summary.answer(by=respondent, says="yes", digest=summary.digest)
    page = client.get(told).content.decode()
    assert "It was put right." in page
    assert agreed.reference not in page
    back = reverse("disputes:take_summary_back", args=[agreed.reference, summary.pk])
    client_of(respondent).post(back)
    assert "put right" not in client.get(told).content.decode()


def test_nothing_that_was_signed_outlives_the_case(agreed, complainant, respondent):
    printing.ask_for(agreed.settlements.get())
    clauses = [citation.clause for citation in agreed.citations.all()]
    lesson = Lesson.offer(agreed, by=complainant, words="Answer letters.", clauses=clauses)
    lesson.answer(by=respondent, says="yes", digest=lesson.digest)
    assert anonymise(agreed)
    left = (agreed.remedies, agreed.outcome_views, agreed.lessons)
    assert [rows.count() for rows in left] == [0, 0, 0]
    assert list(agreed.settlements.values_list("terms", "remedies")) == [("", [])]
    assert set(SettlementSignature.objects.values_list("person", "name", "whom")) == {(None, "", "")}

"""How disputes end: a settlement signed by both, what each says of the outcome, remedies followed to their end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from disputes.models import Dispute, Remedy, Settlement, SettlementSignature
from disputes.words import State
from tests.disputes.test_steps import at_once

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
            assert "pays the money" in client_of(person).get(address).content.decode()
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

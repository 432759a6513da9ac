"""The dashboard: what waits for a person by date, what waits for others, where they can go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compact_portal.compacts.models import Edition
from disputes.words import State
from tests import factories
from tests.disputes import steps
from tests.queries import assert_same_queries, queries_of

ADDRESS = "/dashboard/"


@pytest.fixture
def seen_by(client_of):
    """A function: the dashboard of a person, in two parts: before and after "Waiting for others"."""

    def look(person):
        text = client_of(person).get(ADDRESS).content.decode()
        before, _heading, after = text.partition("Waiting for others")
        return before, after

    return look


def test_it_is_for_people_who_are_signed_in(client):
    assert client.get(ADDRESS)["Location"] == "/account/login/?next=/dashboard/"


def test_with_nothing_to_do_it_says_what_will_appear(stranger, seen_by):
    mine, others = seen_by(stranger)
    assert "Nothing waits for you." in mine
    assert "You hold no role yet." in mine
    assert others == ""


def test_who_may_sign_is_asked_to_until_it_is_done(town, edition, group, signatory, complainant, seen_by):
    assert "Sign the Testham Compact" in seen_by(signatory)[0]
    assert "Sign the Testham Compact" not in seen_by(complainant)[0]
    factories.signature(edition, group, signatory)
    assert "Sign the Testham Compact" not in seen_by(signatory)[0]


def test_a_dispute_stands_with_whose_turn_it_is(
    town, group, council, complainant, respondent, chair, vice_chair, mediator, stranger, seen_by
):
    dispute = steps.raised(town, group, council, by=complainant)
    people = {"complainant": complainant, "respondent": respondent, "chair": chair, "mediator": mediator}
    steps.bring(dispute, State.AWAITING_ANSWER, **people)
    assert dispute.reference in seen_by(respondent)[0]
    assert "to answer." in seen_by(respondent)[0]
    assert dispute.reference in seen_by(complainant)[1]
    for outsider in [chair, mediator, stranger]:
        assert dispute.reference not in "".join(seen_by(outsider))


def test_the_chair_and_the_person_asked_to_mediate_see_their_turn(
    town, group, council, complainant, respondent, chair, vice_chair, mediator, seen_by
):
    dispute = steps.raised(town, group, council, by=complainant)
    people = {"complainant": complainant, "respondent": respondent, "chair": chair, "mediator": mediator}
    steps.bring(dispute, State.AWAITING_NOMINATION, **people)
    assert dispute.reference in seen_by(chair)[0]
    assert "to choose a mediator." in seen_by(chair)[0]
    assert "A request to mediate" not in seen_by(mediator)[0]


def test_what_is_asked_of_a_mediator_names_nobody(
    town, group, council, complainant, respondent, chair, vice_chair, mediator, seen_by
):
    dispute = steps.raised(town, group, council, by=complainant)
    people = {"complainant": complainant, "respondent": respondent, "chair": chair, "mediator": mediator}
    steps.bring(dispute, State.AWAITING_STATEMENT, **people)
    mine = seen_by(mediator)[0]
    assert "A request to mediate" in mine
    assert group.name not in mine
    assert council.name not in mine


def test_an_officer_sees_what_the_compact_waits_for(town, council, officer, stranger, seen_by):
    assert "Testham Compact: no action plan for this year" in seen_by(officer)[0]
    year = timezone.localdate().year
    action = factories.plan(town, str(year), council, by=officer, agreed=True)
    assert "no action plan for this year" not in seen_by(officer)[0]
    type(action).objects.update(due_on=timezone.localdate() - timedelta(days=1))
    Edition.begin(town.agreement, "next", by=officer)
    town.next_review_on = timezone.localdate() + timedelta(weeks=2)
    town.save()
    mine = seen_by(officer)[0]
    assert "1 action is overdue or has had no news" in mine
    assert "the draft “next”" in mine
    assert "Annual Review of the Testham Compact" in mine
    assert "Testham" not in seen_by(stranger)[0]


def test_people_find_what_they_look_after(town, officer, chair, complainant, admin, seen_by):
    assert 'href="/compacts/testham/"' in seen_by(officer)[0]
    assert "The Chair’s desk" in seen_by(chair)[0]
    assert "Raise a dispute under the Testham Compact" in seen_by(complainant)[0]
    assert 'href="/people/"' in seen_by(admin)[0]


def test_nobody_else_sees_what_an_officer_has_to_do(town, officer, chair, admin, complainant, seen_by):
    factories.draft(town, "next", by=officer)
    for other in [chair, admin, complainant]:
        assert "the draft “next”" not in seen_by(other)[0]


@pytest.mark.parametrize("who", ["officer", "chair", "admin", "signatory", "mediator", "stranger"])
def test_it_costs_few_queries_for_everybody(who, town, council, officer, request, client_of):
    factories.draft(town, "next")
    factories.plan(town, str(timezone.localdate().year), council, by=officer, agreed=True)
    browser = client_of(request.getfixturevalue(who))
    browser.get(ADDRESS)
    assert len(queries_of(browser, ADDRESS)) <= 15


def test_it_costs_the_same_for_many_disputes_and_groups(town, council, respondent, complainant, group, client_of):
    def add(number):
        for _one in range(number):
            steps.raised(town, group, council, by=complainant)

    assert_same_queries(client_of(complainant), ADDRESS, add)

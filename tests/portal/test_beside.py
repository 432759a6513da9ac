"""A clause shows what is being done about it, and how often it was said to be broken."""

from datetime import date

import pytest

from actionplans.models import Action, ActionPlan, Theme
from tests.disputes import steps
from tests.queries import assert_same_queries

EDITION = "/compacts/testham/agreement/revised/"
ADDRESS = "/compacts/testham/agreement/revised/3.1/"


@pytest.fixture
def clause(town):
    return town.current_edition.clauses.get(number="3.1")


@pytest.fixture
def plan(town, officer):
    made = ActionPlan.begin(town, by=officer, year="2026", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    made.theme = Theme.add(made, "Consultation", by=officer)
    return made


def act(plan, clause, lead, officer, what="Ask every group before the budget"):
    return Action.add(plan, by=officer, theme=plan.theme, what=what, lead=lead, clauses=[clause])


def test_its_actions_stand_there_once_the_plan_is_agreed(plan, clause, council, officer, client):
    act(plan, clause, council, officer)
    assert "Ask every group before the budget" not in client.get(ADDRESS).content.decode()
    plan.agree(by=officer)
    text = client.get(ADDRESS).content.decode()
    assert "Ask every group before the budget" in text
    assert "(1 action)" in text


def test_disputes_are_numbers_and_name_nobody(town, group, council, complainant, client):
    assert "Where it was said to be broken" not in client.get(ADDRESS).content.decode()
    steps.draft(town, group, council, by=complainant)
    assert "Where it was said to be broken" not in client.get(ADDRESS).content.decode()
    for _number in range(4):
        steps.raised(town, group, council, by=complainant)
    assert "Where it was said to be broken" not in client.get(ADDRESS).content.decode()
    dispute = steps.raised(town, group, council, by=complainant)
    text = client.get(ADDRESS).content.decode()
    assert "5 to 9 disputes have named this commitment." in text
    for secret in [dispute.reference, group.name, council.name]:
        assert secret not in text


def test_it_costs_the_same_for_many_actions(plan, clause, council, officer, client):
    first = act(plan, clause, council, officer)
    plan.agree(by=officer)

    def add(number):
        for one in range(number):
            act(plan, clause, council, officer, f"Do {one} of {number} more after {first.reference}")

    assert_same_queries(client, ADDRESS, add)


def test_the_text_counts_what_each_clause_led_to_also_on_a_page_that_was_kept(
    plan, clause, town, group, council, complainant, officer, client
):
    act(plan, clause, council, officer)
    assert "1 action<" not in client.get(EDITION).content.decode()
    plan.agree(by=officer)
    assert f'href="{ADDRESS}#actions">1 action<' in client.get(EDITION).content.decode()
    for _number in range(4):
        steps.raised(town, group, council, by=complainant)
    assert "disputes<" not in client.get(EDITION).content.decode()
    steps.raised(town, group, council, by=complainant)
    assert "5 to 9 disputes<" in client.get(EDITION).content.decode()


def test_the_text_costs_the_same_for_many_actions(plan, clause, council, officer, client_of, stranger):
    act(plan, clause, council, officer)
    plan.agree(by=officer)
    others = list(clause.edition.clauses.all())

    def add(number):
        for one in range(number):
            act(plan, others[one % len(others)], council, officer, f"Do {one} of {number}")

    assert_same_queries(client_of(stranger), EDITION, add)

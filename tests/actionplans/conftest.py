"""A town's plan, made by the steps that make real ones."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actionplans.models import Action, ActionPlan, Theme


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def draft_plan(town, officer, today):
    """This year's plan, not yet agreed, without actions."""
    return ActionPlan.begin(
        town,
        by=officer,
        year=str(today.year),
        starts_on=today - timedelta(days=200),
        ends_on=today + timedelta(days=160),
    )


@pytest.fixture
def theme(draft_plan, officer):
    return Theme.add(draft_plan, "Communication", by=officer, aim="Everybody knows whom to ask.")


@pytest.fixture
def add(draft_plan, theme, officer, council):
    """A function: adds an action, led by the council unless told."""

    def add(what="", **fields):
        what = what or f"Print leaflet {draft_plan.actions.count() + 1}"
        return Action.add(draft_plan, by=officer, **({"theme": theme, "what": what, "lead": council} | fields))

    return add


@pytest.fixture
def action(add, edition, group, today):
    """An action of the draft that carries out clause 3.1."""
    return add(
        "Print a leaflet",
        clauses=edition.clauses.filter(number="3.1"),
        joint_lead=group,
        due_on=today + timedelta(days=60),
        target="500",
    )


@pytest.fixture
def plan(draft_plan, action, officer, today):
    """This year's plan with one action, agreed."""
    draft_plan.agree(by=officer, on=today - timedelta(days=190))
    action.plan.refresh_from_db()
    return draft_plan

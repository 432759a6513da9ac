"""Disputes at each stage, reached by the real steps."""

import pytest

from tests.disputes import steps


@pytest.fixture
def case(town, group, council, complainant, respondent, chair, vice_chair, mediator):
    """A dispute that was raised today: the two parties talk."""
    return steps.raised(town, group, council, by=complainant)


@pytest.fixture
def take(complainant, respondent, chair, mediator):
    """A function that brings a dispute to a state by the real steps: `take(case, "mediating")`."""

    def bring(dispute, state):
        return steps.bring(
            dispute, state, complainant=complainant, respondent=respondent, chair=chair, mediator=mediator
        )

    return bring

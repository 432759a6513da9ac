"""The verbs of a dispute: what each changes, whom it tells, and what the database refuses."""

import pytest

from disputes.procedure import OPEN


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_dispute_reaches_each_state(case, take, state):
    take(case, state)

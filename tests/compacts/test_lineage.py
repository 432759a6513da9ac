"""Which clause goes on from which: carried on, compared over several editions, proposed, mended."""

import pytest

from compact_portal.compacts import actions
from compact_portal.compacts.comparing import Outcome
from compact_portal.compacts.lineage import compare_editions
from compact_portal.compacts.models import Relation
from tests import factories

DRAFT = "/compacts/testham/agreement/next/"


@pytest.fixture
def draft(edition, officer):
    """A draft begun from the edition in force."""
    return actions.begin_from(edition, "next", by=officer)


def test_an_edition_begun_from_another_says_the_same_and_goes_on_from_it(edition, draft):
    assert draft.canonical_text() == edition.canonical_text()
    for clause in draft.clauses.select_related("previous", "parent"):
        assert (clause.relation, clause.lineage) == (Relation.SAME, clause.previous.lineage)
        assert clause.previous.edition_id == edition.pk
        assert (clause.parent and clause.parent.previous_id) == clause.previous.parent_id
    assert compare_editions(edition, draft).is_same
    assert compare_editions(draft, edition).is_same


def test_lineage_is_followed_over_the_editions_between(edition, draft, officer):
    clause = draft.clauses.get(number="3.1")
    actions.amend(clause, by=officer, reason="", seen=clause.updated_at, body="We ask early.")
    factories.draft_of(draft.text, "other", [])
    last = actions.begin_from(draft, "last", by=officer)
    for pair in ((edition, last), (last, edition)):
        found = compare_editions(*pair)
        assert found.counts() == {Outcome.SAME: len(factories.CLAUSES) - 1, Outcome.CHANGED: 1}
    sister = actions.begin_from(edition, "sister", by=officer)
    assert compare_editions(sister, last).counts() == {Outcome.SAME: len(factories.CLAUSES) - 1, Outcome.CHANGED: 1}

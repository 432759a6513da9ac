"""Beginning a new edition: from the one before, from a model, from a file, or empty."""

import pytest

from compact_portal.compacts import starters
from compact_portal.compacts.kinds import ClauseKind, OwedBy
from compact_portal.compacts.models import Clause, Edition
from compact_portal.compacts.models.clause import NUMBER
from tests.queries import assert_same_queries

BEGIN = "/compacts/testham/agreement/begin/"


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("name", [one.name for one in starters.STARTERS])
def test_a_model_text_is_whole_and_has_guidance(name):
    parsed = starters.read(name, area="Testham")
    clauses = list(parsed.walk())
    assert "{" not in repr(parsed)
    assert len({clause.number for clause in clauses}) == len(clauses) >= 12
    assert all(clause.heading or clause.body for clause in clauses)
    assert sum(bool(clause.guidance) for clause in clauses) >= 3
    for clause in clauses:
        NUMBER(clause.number)
        assert (clause.kind == ClauseKind.COMMITMENT) == bool(clause.owed_by)
        assert all(child.number.startswith(f"{clause.number}.") for child in clause.children)
    assert {clause.owed_by for clause in clauses} >= {OwedBy.STATUTORY, OwedBy.VCS}


def test_there_is_no_model_but_those_offered():
    with pytest.raises(KeyError):
        starters.read("../forms", area="Testham")


def test_a_draft_begins_from_the_model_with_guidance_beside_its_clauses(town, browser):
    done = browser.post(BEGIN, {"label": "2027", "way": "compact"})
    edition = Edition.objects.get(slug="2027")
    assert done["Location"] == f"{edition.get_absolute_url()}edit/"
    assert 40 <= edition.clauses.count() <= 70
    assert "Testham" in edition.clauses.get(number="foreword").body
    clause = Clause.objects.get(edition=edition, number="3.1")
    assert clause.owed_by == OwedBy.STATUTORY
    page = text_of(browser.get(f"{edition.get_absolute_url()}3.1/edit/"))
    assert "Guidance for those who write this" in page
    assert "The duty to publish the reason" in page
    assert clause.guidance not in edition.canonical_text()


def test_a_draft_begins_from_the_edition_before(town, browser):
    before = town.current_edition
    assert "The edition revised (in force)" in text_of(browser.get(BEGIN))
    browser.post(BEGIN, {"label": "2027", "way": "before"})
    made = Edition.objects.get(slug="2027")
    assert list(made.clauses.values_list("lineage")) == list(before.clauses.values_list("lineage"))


def test_a_draft_begins_empty_or_goes_on_to_a_file(town, browser):
    browser.post(BEGIN, {"label": "empty one", "way": "empty"})
    assert not Edition.objects.get(slug="empty-one").clauses.exists()
    done = browser.post(BEGIN, {"label": "from & file", "way": "file"}, follow=True)
    assert done.redirect_chain[0][0] == "../import/?label=from+%26+file"
    assert 'value="from &amp; file"' in text_of(done)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"label": "2027"}, "Choose what you want to begin from."),
        ({"label": "", "way": "empty"}, "Name of the edition"),
        ({"label": "taken", "way": "empty"}, "already has an edition of that name"),
        ({"label": "begin", "way": "empty"}, "address of another page"),
        ({"label": "2027", "way": "code-funding"}, "Choose what you want to begin from."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(town, browser, asked, sentence):
    Edition.begin(town.agreement, "taken")
    before = Edition.objects.count()
    assert sentence in text_of(browser.post(BEGIN, asked))
    assert Edition.objects.count() == before


def test_the_page_costs_the_same_for_few_editions_and_for_many(town, browser):
    def add(many):
        for _ in range(many):
            Edition.begin(town.agreement, f"draft {town.agreement.editions.count()}")

    assert_same_queries(browser, BEGIN, add)

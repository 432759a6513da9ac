"""Searching: the words are found and marked, the citation finds its clause, and no draft's word comes out."""

import pytest
from django.utils.html import strip_tags

from codes.models import Adoption, Code, How
from compact_portal.compacts.kinds import ClauseKind, OwedBy, TextKind
from compact_portal.compacts.models import Clause, Edition
from compact_portal.compacts.searching import excerpt, find, marked, terms
from tests import factories
from tests.queries import assert_same_queries

SECRET = ("9", ClauseKind.TEXT, "", "Zebrafish heading", "An unpublished **zebrafish** policy.")


def page_of(browser, address="/search/", **asked):
    response = browser.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


def numbers(asked, **fields):
    found, _all = find(asked, Edition.objects.all(), **fields)
    return [hit.clause.number for hit in found[0:50]]


# What the databases find; the suite runs on both.


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("week", ["3.1"]),
        ("TWELVE weeks", ["3.1"]),
        ("asking", ["3.1", "4.1", "5.1"]),
        ('"twelve weeks"', ["3.1"]),
        ('"weeks twelve"', []),
        ("fund*", ["3.2"]),
        ("notice before the funding", ["3.2"]),
        ("weeks zebra", ["3.1"]),
        ("consultation", ["5.1"]),
        ("cônsultâtion", ["5.1"]),
        ("promise", ["3", "4"]),
        *[
            (nothing, [])
            for nothing in ("", "the", '"', "*", "()", "'; --", "NEAR(", "a AND", "\x00", "&|!<->:*", "x:")
        ],
    ],
)
def test_words_are_found_by_their_stems_and_nothing_typed_is_an_error(edition, asked, expected):
    assert sorted(numbers(asked)) == expected


def test_a_word_in_the_heading_counts_for_more(town):
    clauses = [
        (
            "1",
            ClauseKind.TEXT,
            "",
            "Other",
            "We say volunteering, and then a few words more about other things.",
        ),
        ("2", ClauseKind.TEXT, "", "Volunteering", "We say something else, and then a few words more about it all."),
    ]
    factories.draft(town, "next", clauses)
    assert numbers("volunteering") == ["2", "1"]


def test_what_changes_is_found_as_it_is_now(town, officer):
    draft = factories.draft(town, "next", [SECRET])
    clause = draft.clauses.get()
    assert numbers("zebrafish") == ["9"]
    clause.heading, clause.body = "Otters", "Plain."
    clause.save()
    assert (numbers("zebrafish"), numbers("otter")) == ([], ["9"])
    Clause.objects.bulk_update([Clause(pk=clause.pk, body="A heron.", heading="Otters")], ["body"])
    assert numbers("heron") == ["9"]
    clause.delete()
    assert numbers("heron") == []


def test_marks_are_html_and_nothing_else_is():
    assert marked("<b>\x02a\x03 \x02b\x03 \x02<i>\x03. \x02") == "&lt;b&gt;<mark>a b &lt;i&gt;</mark>. "
    assert excerpt("*one* [\x02two\x03](/x/) <script>", "*one* [two](/x/) <script>") == (
        "one <mark>two</mark> &lt;script&gt;"
    )
    long = f"{'word ' * 200}\x02found\x03{' word' * 200}"
    cut = excerpt(long, long)
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert "<mark>found</mark>" in cut
    assert len(cut) < 500


def test_accents_stay_in_what_is_shown(town):
    factories.draft(town, "next", [("1", ClauseKind.TEXT, "", "Dŵr", "Dŵr a llyn i bawb.")])
    found, _all = find("dwr", Edition.objects.all())
    assert (found[0].heading, found[0].excerpt) == ("<mark>Dŵr</mark>", "<mark>Dŵr</mark> a llyn i bawb.")


def test_words_are_read_as_they_are_typed():
    assert [(t.words, t.beginning) for t in terms('  "fair  notice" volunt* well-being ')] == [
        ("fair notice", False),
        ("volunt", True),
        ("well being", False),
    ]


# The page.


def test_the_page_shows_what_was_found_where_and_marks_it(town, client):
    page = page_of(client, q="weeks")
    assert "1 clause for “weeks”" in page
    assert "leave twelve <mark>weeks</mark> for an answer." in page
    assert 'href="/compacts/testham/agreement/revised/3.1/"' in page
    assert "Testham Compact, edition revised" in page
    assert "Statutory sector" in page
    assert "No clause has all these words. 1 has some of them" in page_of(client, q="weeks zebrafish")


def test_an_empty_search_tells_how_and_a_vain_one_what_to_try(town, client):
    assert "Consultation 11.1" in page_of(client)
    page = page_of(client, q="zebrafish<script>")
    assert "No clause for “zebrafish&lt;script&gt;”" in page
    assert "editions=all" in page
    assert "Use a word that tells more" in page_of(client, q="the")


def test_the_words_of_a_draft_come_out_for_nobody_who_may_not_read_it(town, officer, stranger, client, client_of):
    factories.draft(town, "next", [SECRET])
    for browser in (client, client_of(stranger)):
        for asked in ("zebrafish", "zebrafish weeks", "testham/next/9", "testham next 9"):
            page = page_of(browser, q=asked, editions="all").replace(asked, "")
            assert "unpublished" not in page
            assert "Zebrafish" not in page
        assert "No clause for" in page_of(browser, q="zebrafish", editions="all")
    assert "No clause for" in page_of(client_of(officer), q="zebrafish")
    assert "<mark>zebrafish</mark> policy" in page_of(client_of(officer), q="zebrafish", editions="all")


def test_a_local_code_or_annex_that_is_only_a_draft_does_not_exist_for_others(town, officer, client, client_of):
    code = Code.found(title="Zebrafish Code", short_name="Zebrafish", slug="zebrafish", compact=town)
    factories.draft_of(code.text, "first")
    annex = town.texts.create(kind=TextKind.ANNEX, slug="annexes/zebrafish", title="Zebrafish Annex")
    factories.draft_of(annex, "first")
    pages = ["/codes/zebrafish/", "/codes/zebrafish/editions/", "/annexes/zebrafish/", "/annexes/zebrafish/editions/"]
    for address in pages:
        assert client.get(address).status_code == 404
        assert client_of(officer).get(address).status_code == 200
    for address in ("/search/", "/compacts/testham/search/"):
        assert "Zebrafish Code" not in page_of(client, address, q="zebrafish")
        assert "Zebrafish Code" in page_of(client_of(officer), address, q="zebrafish")
    factories.publish(code.text.editions.get(), by=officer)
    assert "Zebrafish Code" in page_of(client, q="zebrafish")


def test_filters_take_away_what_is_not_asked_for(town, client):
    other = factories.compact("Fenside Compact")
    factories.edition(other)
    code = factories.code("Consultation")
    assert "3 clauses for" in page_of(client, q="weeks")
    assert "1 clause for" in page_of(client, q="weeks", compact="fenside")
    assert "1 clause for" in page_of(client, q="weeks", text="consultation")
    assert "2 clauses for" in page_of(client, q="weeks", text="agreements")
    assert "No clause for" in page_of(client, q="weeks", owed_by="vcs")
    assert "No clause for" in page_of(client, q="weeks", kind="definition")
    assert "3 clauses for" in page_of(client, q="weeks", kind="nonsense", owed_by="statutory")
    assert "1 clause for" in page_of(client, "/compacts/testham/search/", q="weeks")
    Adoption.adopt(town, code.text.editions.get(), how=How.AS_IT_IS, by=None)
    assert "2 clauses for" in page_of(client, "/compacts/testham/search/", q="weeks")
    factories.publish(factories.draft(town, "2030"), by=None)
    assert "2 clauses for" in page_of(client, "/compacts/testham/search/", q="weeks")
    assert "3 clauses for" in page_of(client, "/compacts/testham/search/", q="weeks", editions="all")


def test_what_both_owe_is_owed_by_each(town, client):
    clauses = [("1", ClauseKind.COMMITMENT, OwedBy.BOTH, "", "We share an otter.")]
    factories.edition(factories.compact("Fenside Compact"), "1", clauses)
    assert "1 clause for" in page_of(client, q="otter", owed_by="vcs")


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/search/", "Testham 3.1"),
        ("/search/", "testham compact clause 3.1"),
        ("/search/", "testham/revised/3.1"),
        ("/search/", "Testham revised 3.1."),
        ("/search/", "3.1"),
        ("/search/", "Lesser Testham 3.1"),
        ("/compacts/testham/search/", "3.1"),
        ("/compacts/lesser-testham/search/", "3.1"),
        ("/compacts/testham/search/", "revised 3.1"),
    ],
)
def test_a_citation_finds_its_clause_first(town, client, address, asked):
    factories.compact("Lesser Testham Compact", core=town)
    page = page_of(client, address, q=asked)
    assert 'id="cited-1"><a class="govuk-link" href="/compacts/testham/agreement/revised/3.1/">' in page
    assert strip_tags(page).count("We ask early, and leave twelve weeks for an answer.") == 1


def test_a_paragraph_of_a_code_is_found_by_its_short_name(town, client):
    factories.code("Asking Widely")
    for asked in ("Asking Widely 3.2", "asking widely, paragraph 3.2", "codes/asking-widely/first/3.2"):
        assert 'id="cited-1"><a class="govuk-link" href="/codes/asking-widely/first/3.2/">' in page_of(client, q=asked)
    assert "cited-1" not in page_of(client, q="Nobody 3.2")


def test_it_costs_the_same_for_many(town, officer, client_of):
    draft = factories.draft(town, "long", [])

    def add(count):
        first = draft.clauses.count() + 1
        for number in range(first, first + count):
            Clause.objects.create(edition=draft, position=number, number=str(number), body="An otter swims.")

    browser = client_of(officer)
    assert_same_queries(browser, "/search/?q=otter+weasel&compact=testham&editions=all", add)
    assert_same_queries(browser, "/compacts/testham/search/?q=otter&editions=all", add)
    assert "page=2" in page_of(browser, q="otter", editions="all")

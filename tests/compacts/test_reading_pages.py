"""Finding Compacts and reading their texts."""

import csv
import io

import pytest

from compact_portal.compacts.kinds import ClauseKind, OwedBy
from compact_portal.compacts.models import Clause
from compact_portal.compacts.reading import names, read
from tests import factories
from tests.queries import assert_same_queries

REVISED = "/compacts/testham/agreement/revised/"


def text_of(response):
    return response.content.decode()


# The directory.


@pytest.fixture
def places(town):
    factories.compact("Fenside Compact", nation="wales", places="Reedham\nMarsh End")
    return town


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Testham", "Fenside"}),
        ("?place=marsh+end", {"Fenside"}),
        ("?nation=wales", {"Fenside"}),
        ("?state=current", {"Testham"}),
        ("?state=none", {"Fenside"}),
        ("?state=nonsense", {"Testham", "Fenside"}),
        ("?place=Atlantis", set()),
        (f"?place={'x' * 200}", {"Testham", "Fenside"}),
    ],
)
def test_the_directory_finds_by_place_state_and_nation(places, client, query, found):
    page = text_of(client.get(f"/compacts/{query}"))
    assert {name for name in ("Testham", "Fenside") if f"{name} Compact</a>" in page} == found
    rows = client.get(f"/compacts.json{query}").json()["compacts"]
    assert {row["area"] for row in rows} == found
    assert len(list(csv.DictReader(io.StringIO(text_of(client.get(f"/compacts.csv{query}")))))) == len(found)


def test_a_name_is_no_formula_in_a_spreadsheet(db, client):
    factories.compact("=1+1 Compact", slug="sum")
    assert "'=1+1 Compact" in text_of(client.get("/compacts.csv"))


def test_the_directory_costs_the_same_for_many(db, client):
    def add(count):
        for number in range(count):
            compact = factories.compact(f"Place {count} {number} Compact")
            factories.edition(compact)

    assert_same_queries(client, "/compacts/", add)


# An edition.


def test_a_text_shows_its_clauses_who_owes_them_and_which_edition_it_is(town, client):
    page = text_of(client.get("/compacts/testham/agreement/"))
    assert "We ask early, and leave twelve weeks for an answer." in page
    assert "Statutory sector" in page
    assert "Voluntary and community sector" in page
    assert "Edition <strong>revised</strong>" in page
    assert 'href="#c-3"' in page
    assert f'href="{REVISED}3.1/"' in page


def test_how_many_commitments_each_sector_made_leads_to_them_alone(town, client):
    page = text_of(client.get(REVISED))
    assert "2 commitments of public bodies" in page
    assert "1 commitment of voluntary groups" in page
    alone = text_of(client.get(f"{REVISED}?only=vcs"))
    assert "We tell our members" in alone
    assert "What voluntary groups promise" in alone
    assert "We ask early" not in alone
    assert f'href="{REVISED}#c-3"' in alone
    assert "We ask early" in text_of(client.get(f"{REVISED}?only=nobody"))


def test_a_commitment_is_cited_in_place_in_one_piece_to_be_copied(town, client):
    page = text_of(client.get(REVISED))
    assert (
        "Testham Compact, edition revised, 3.1 (In force)\n"
        "“We ask early, and leave twelve weeks for an answer.”\n"
        "testham/revised/3.1\nhttp://testserver/compacts/testham/agreement/revised/3.1/</pre>"
    ) in page
    assert "“Consultation: Asking people before a decision is made.”" in page


def test_the_state_is_said_once(town, client):
    line = text_of(client.get(REVISED)).split("portal-edition__line")[1].split("</p>")[0]
    assert line.count("In force") == 1
    assert "Since 5 January 2026." in line


def test_what_is_quoted_is_words_without_markup(town):
    body = "One *word*,\n[two](/x/) & <i>three</i>:\n\n- four\n- five"
    draft = factories.draft(town, "quoted", [("1", ClauseKind.COMMITMENT, OwedBy.VCS, "", body)])
    assert read(draft).entry("1").wording == "One word, two & <i>three</i>:\nfour\nfive"


def test_a_word_of_the_glossary_is_explained_where_a_commitment_uses_it(town, client):
    clauses = [
        *factories.CLAUSES[:4],
        ("3.1", ClauseKind.COMMITMENT, OwedBy.STATUTORY, "", "Every consultation (see [consultation](/x/)) is open."),
        factories.CLAUSES[-2],
        factories.CLAUSES[-1],
    ]
    draft = factories.draft(town, "words", clauses)
    entry = read(draft).entry("3.1")
    assert [word.clause.heading for word in entry.words] == ["Consultation"]
    assert '<a href="#c-5.1" rel="noopener nofollow">consultation</a> (see' in entry.html
    assert entry.html.count("#c-5.1") == 1


def test_a_term_may_be_written_short():
    assert names("Local Area Agreement (LAA)") == ["Local Area Agreement", "LAA"]
    assert names("‘2040 Vision’") == ["2040 Vision"]


def test_markup_in_a_clause_does_nothing(town, client, officer, client_of):
    clauses = [("1", ClauseKind.TEXT, "", "<i>Odd</i>", "<script>alert(1)</script> [x](javascript:alert(1))")]
    factories.draft(town, "odd", clauses)
    page = text_of(client_of(officer).get("/compacts/testham/agreement/odd/"))
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "&lt;i&gt;Odd" in page


def test_an_adopted_core_text_is_shown_as_such(town, client):
    factories.compact("Lesser Testham Compact", core=town)
    page = text_of(client.get("/compacts/lesser-testham/agreement/"))
    assert "adopts the text of the Testham Compact" in page
    assert f'href="{REVISED}3.1/"' in page


def test_without_an_agreement_the_page_says_what_there_is(db, client):
    compact = factories.compact("Bare Compact")
    factories.draft(compact, "coming")
    page = text_of(client.get("/compacts/bare/agreement/"))
    assert "No agreement in force" in page
    assert "coming" not in page


def test_a_superseded_edition_says_so_and_stays_where_it_is(town, client):
    factories.publish(factories.draft(town, "2030"), by=None)
    page = text_of(client.get(REVISED))
    assert "no longer in force" in page
    assert "Edition <strong>2030</strong>" in text_of(client.get("/compacts/testham/agreement/"))


def test_a_public_text_is_kept_by_browsers_and_sets_no_cookie(town, client):
    for address in ("/compacts/testham/agreement/", REVISED, f"{REVISED}3.1/"):
        first = client.get(address)
        assert not first.cookies
        assert "public" in first["Cache-Control"]
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_text_costs_the_same_for_many_clauses(town, officer, client_of):
    draft = factories.draft(town, "long")

    def add(count):
        first = draft.clauses.count() + 1
        for position in range(first, first + count):
            fields = {"kind": ClauseKind.COMMITMENT, "owed_by": OwedBy.VCS, "body": "We try."}
            Clause.objects.create(edition=draft, position=position + 100, number=f"7.{position}", **fields)

    for page in ("", "edit/", "3.1/", "history/", "7.11/history/"):
        assert_same_queries(client_of(officer), f"/compacts/testham/agreement/long/{page}", add)


def test_the_list_of_editions_costs_the_same_for_many(town, client):
    def add(count):
        for number in range(count):
            factories.publish(factories.draft(town, f"of {count} {number}"), by=None)

    assert_same_queries(client, "/compacts/testham/agreement/editions/", add)


# A clause.


def test_a_clause_has_a_page_that_says_how_to_cite_it(town, client):
    page = text_of(client.get(f"{REVISED}3.1/"))
    assert "testham/revised/3.1" in page
    assert "http://testserver/compacts/testham/agreement/revised/3.1/" in page
    assert "In force" in page
    assert f'href="{REVISED}3.2/"' in page


def test_a_section_shows_what_stands_under_it(town, client):
    page = text_of(client.get(f"{REVISED}3/"))
    assert "three months" in page
    assert "We tell our members" not in page


def test_a_clause_names_itself_in_other_editions(town, edition, client):
    draft = factories.draft(town, "2030")
    clause = draft.clauses.get(number="3.2")
    clause.lineage = edition.clauses.get(number="3.1").lineage
    clause.save()
    assert "In other editions" not in text_of(client.get(f"{REVISED}3.1/"))
    factories.publish(draft, by=None)
    assert "3.2 in edition 2030" in text_of(client.get(f"{REVISED}3.1/"))

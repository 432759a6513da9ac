"""Which clause goes on from which: carried on, compared over several editions, proposed, mended."""

import re

import nh3
import pytest

from compact_portal.compacts import actions
from compact_portal.compacts.comparing import Outcome, word_changes
from compact_portal.compacts.importing import parse
from compact_portal.compacts.lineage import compare_editions, edition_before
from compact_portal.compacts.models import Relation
from compact_portal.compacts.proposing import Why, propose
from compact_portal.compacts.templatetags.comparing import marked
from compact_portal.templatetags.portal import ALLOWED
from tests import factories
from tests.queries import assert_same_queries

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


# The page.


@pytest.fixture
def after(draft, officer):
    """The next edition, in force: something of everything was done to it."""
    clause = draft.clauses.get(number="3.1")
    actions.amend(clause, by=officer, reason="", seen=clause.updated_at, body="We ask early, and wait sixteen weeks.")
    actions.delete(draft.clauses.get(number="5.1"), by=officer, reason="")
    new = {"number": "2.2", "kind": "principle", "body": "Groups & bodies trust <each> other."}
    actions.add(draft, by=officer, reason="", inside=draft.clauses.get(number="2"), after=None, **new)
    draft.refresh_from_db()
    factories.publish(draft, by=officer)
    return draft


def test_the_page_tells_what_changed_in_words_and_marks_that_need_no_colour(town, after, client):
    page = client.get("/compacts/testham/agreement/revised/compare/next/").content.decode()
    for words in ("8 the same", "1 changed", "1 new", "1 dropped", "4 clauses the same"):
        assert words in page
    assert '<del><span class="govuk-visually-hidden">[removed: </span>leave twelve' in page
    assert '<ins><span class="govuk-visually-hidden">[added: </span>wait sixteen' in page
    assert "Groups &amp; bodies trust &lt;each&gt; other." in page
    assert "months' notice" not in page
    whole = client.get("/compacts/testham/agreement/revised/compare/next/?all=1").content.decode()
    assert "months' notice" in whole
    back = client.get("/compacts/testham/agreement/next/compare/revised/").content.decode()
    assert "[removed: </span>wait sixteen" in back
    same = client.get("/compacts/testham/agreement/next/compare/next/").content.decode()
    assert "The two are the same" in same
    for page in ("next/", "editions/"):
        assert (
            "/compacts/testham/agreement/revised/compare/next/"
            in client.get(f"/compacts/testham/agreement/{page}").content.decode()
        )


def test_two_editions_are_chosen(town, after, client):
    address = "/compacts/testham/agreement/next/compare/"
    form = client.get(address).context["form"]
    assert (form["before"].value(), form["after"].value()) == ("revised", "next")
    done = client.get(f"{address}?before=next&after=revised")
    assert done["Location"] == "/compacts/testham/agreement/next/compare/revised/"
    assert "Choose another edition" in client.get(f"{address}?before=next&after=next").content.decode()
    assert client.get(f"{address}?before=next&after=never").status_code == 200


def test_a_draft_is_compared_by_those_who_may_read_it(draft, edition, client, client_of, officer, stranger):
    address = "/compacts/testham/agreement/revised/compare/next/"
    assert client_of(officer).get(address).status_code == 200
    assert client_of(stranger).get(address).status_code == 404
    assert client.get(address).status_code == 404
    choices = client.get("/compacts/testham/agreement/revised/compare/").content.decode()
    assert "only one edition" in choices


def test_codes_and_annexes_are_compared_too(town, client):
    for text in (factories.code("Asking").text, factories.annex(town, "Words")):
        first = text.editions.get()
        second = factories.publish(actions.begin_from(first, "second", by=None), by=None)
        assert (
            "The two are the same" in client.get(f"{first.get_absolute_url()}compare/{second.slug}/").content.decode()
        )


@pytest.mark.parametrize(
    ("before", "after", "html"),
    [
        ("We *ask* early.", "We *ask* late.", "<p>We <em>ask</em> <del>early</del> <ins>late</ins>.</p>"),
        (
            "To:\n\n- ask\n- pay",
            "To:\n\n- ask\n- listen\n- pay",
            "<p>To:</p>\n<ul>\n<li>ask</li>\n<li><ins>listen</ins></li>\n<li>pay</li>\n</ul>\n",
        ),
        ("One.", "One.\n\nTwo.", "<p>One.</p>\n<p><ins>Two.</ins></p>\n"),
        ("See [us](http://a.example/b).", "See [us](http://a.example/c).", None),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | <script> |", None),
        ("**bold** words", "bold words", None),
        ("\ue000 odd", "\ue000 even", None),
    ],
)
def test_changed_markdown_is_well_formed_whatever_was_changed(before, after, html):
    shown = marked(word_changes(before, after))
    bare = re.sub(r'<span class="govuk-visually-hidden">[^<]*</span>', "", shown)
    assert (
        nh3.clean(
            shown,
            tags=ALLOWED | {"del", "ins", "span"},
            attributes={"span": {"class"}, "p": {"class"}, "th": {"scope"}},
            link_rel=None,
        )
        == shown
    )
    assert "<script" not in shown
    if html:
        assert bare.strip() == html.strip()


# Proposed, confirmed, mended.

SECOND = """
# The Testham Compact

## 1. Why we have a Compact

We work better when each side knows what to expect.

## 2. Principles we share

Both sectors hold to these principles:

- Groups are free to speak, whoever pays them.

## 3. What public bodies promise

Public bodies will:

- Ask early.
- Leave twelve weeks for an answer, and longer over the summer.
- Give three months' notice before any funding ends.

## 4. A new heading

Nothing like it was there.
"""
FIRST = (
    SECOND.replace("- Ask early.\n- Leave", "- Ask early, and leave").split("## 4")[0]
    + "## 4. Cakes\n\nThere is tea.\n"
)


@pytest.fixture
def imported(town, officer):
    """A draft that was imported, after an edition in force of which each clause has lineage."""
    first = actions.import_edition(town.agreement, "first", parse(FIRST), by=officer)
    factories.publish(first, by=officer)
    return actions.import_edition(town.agreement, "next", parse(SECOND), by=officer)


def proposed(before, after):
    return [
        (made.previous and made.previous.number, [other.number for other in made.merged_from], made.why)
        for made in propose(list(parse(before).walk()), list(parse(after).walk()))
    ]


def test_what_is_alike_is_proposed_with_what_speaks_for_it():
    def points(*lines):
        return "# T\n\n## 1. Promises\n\nThe council will:\n\n" + "\n".join(f"- {line}" for line in lines)

    long = "Ask voluntary groups early about plans that touch their work, and answer within twelve weeks of a reply"
    cases = {
        (long, long): [("1.1", [], Why.SAME_WORDS)],
        (long, long.replace("twelve", "eight")): [("1.1", [], Why.ALIKE)],
        (long, "Plant a tree in every street and water it"): [(None, [], Why.NOTHING)],
    }
    for (before, after), expected in cases.items():
        assert proposed(points(before), points(after))[1:] == expected
    first, second = long.split(", and ")
    assert proposed(points(long), points(first, f"And {second}"))[1:] == [
        ("1.1", [], Why.ALIKE),
        ("1.1", [], Why.PART),
    ]
    assert proposed(points(first, second), points(long))[1:] == [("1.1", ["1.2"], Why.JOINED)]
    # Each forebear has one heir, however often its words are said again.
    assert proposed(points(long), points(long, long))[1:] == [("1.1", [], Why.SAME_WORDS), (None, [], Why.NOTHING)]


def test_an_officer_sees_why_each_clause_is_thought_to_come_from_where_and_confirms_it(imported, officer, client_of):
    browser = client_of(officer)
    page = browser.get(f"{DRAFT}lineage/")
    told = {line.row.after.number: line for line in page.context["lines"]}
    assert {number: line.row.outcome for number, line in told.items()} == {
        "1": Outcome.SAME,
        "2": Outcome.SAME,
        "2.1": Outcome.SAME,
        "3": Outcome.SAME,
        "3.1": Outcome.NEW,
        "3.2": Outcome.CHANGED,
        "3.3": Outcome.RENUMBERED,
        "4": Outcome.NEW,
    }
    assert [clause.number for clause in page.context["dropped"]] == ["4"]
    text = page.content.decode()
    assert "8 clauses were only matched by the portal" in text
    assert "Its wording is much the same." in text
    keys = re.findall(r'name="clause" value="(\d+)"', text)
    done = browser.post(f"{DRAFT}lineage/", {"clause": keys[:-1]}, follow=True).content.decode()
    assert "7 clauses were confirmed" in done
    assert "Confirmed by Olive Officer" in done
    assert "1 clause was only matched" in done


def test_an_officer_mends_where_a_clause_comes_from(imported, officer, client_of):
    browser = client_of(officer)
    address = f"{DRAFT}3.1/lineage/"
    before = {clause.number: clause for clause in edition_before(imported).clauses.all()}

    def send(**fields):
        form = browser.get(address).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}
        return browser.post(address, sent | fields, follow=True).content.decode()

    assert "Choose the clause that it mainly goes on from" in send(others="3.1")
    assert "has no clause 9.9" in send(previous=before["3.1"].pk, others="9.9")
    page = send(previous=before["3.1"].pk, reason="It was split")
    assert "3.1 comes from is settled" in page
    pieces = {number: imported.clauses.get(number=number) for number in ("3.1", "3.2")}
    assert {clause.relation for clause in pieces.values()} == {Relation.SPLIT}
    assert pieces["3.1"].lineage != pieces["3.2"].lineage == before["3.1"].lineage
    assert "Chosen by an officer" in page
    send(previous=before["4"].pk, others="3.1, 3.2")
    clause = imported.clauses.get(number="3.1")
    assert (clause.relation, clause.lineage) == (Relation.MERGED, before["4"].lineage)
    assert {other.number for other in clause.merged_from.all()} == {"3.1", "3.2"}
    send(previous="", others="")
    clause.refresh_from_db()
    assert (clause.relation, clause.previous, clause.merged_from.count()) == (Relation.NEW, None, 0)


def test_a_stale_page_mends_nothing(imported, officer, client_of):
    browser = client_of(officer)
    clause = imported.clauses.get(number="3.2")
    sent = {"key": clause.pk, "seen": clause.updated_at.isoformat(), "previous": "", "others": "", "reason": ""}
    actions.amend(clause, by=officer, reason="", seen=clause.updated_at, body="Else.")
    page = browser.post(f"{DRAFT}3.2/lineage/", sent)
    assert page.status_code == 409
    assert "[added: </span>Else" in page.content.decode()
    assert imported.clauses.get(number="3.2").previous


def test_the_lineage_page_costs_the_same_for_few_clauses_and_many(imported, officer, client_of):
    def add(count):
        for _clause in range(count):
            number = actions.next_number(imported, None)
            actions.add(imported, by=officer, reason="", inside=None, after=None, number=number, body="x")

    assert_same_queries(client_of(officer), f"{DRAFT}lineage/", add)


def test_what_changed_in_the_title_of_a_link_is_not_marked_up_inside_its_tag():
    before, after = '[a](http://a.example "one <b> two")', '[a](http://a.example "one <b> three")'
    shown = marked(word_changes(before, after))
    assert shown.startswith('<p class="portal-as-typed">[a](http://a.example &quot;one &lt;b&gt; <del>')

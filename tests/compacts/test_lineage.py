"""Which clause goes on from which: carried on, compared over several editions, proposed, mended."""

import re

import nh3
import pytest

from compact_portal.compacts import actions
from compact_portal.compacts.comparing import Outcome, word_changes
from compact_portal.compacts.lineage import compare_editions
from compact_portal.compacts.models import Relation
from compact_portal.compacts.templatetags.comparing import marked
from compact_portal.templatetags.portal import ALLOWED
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
            shown, tags=ALLOWED | {"del", "ins", "span"}, attributes={"span": {"class"}, "p": {"class"}}, link_rel=None
        )
        == shown
    )
    assert "<script" not in shown
    if html:
        assert bare.strip() == html.strip()

"""What is given away as a file comes back without loss: JSON, Markdown, Word."""

import copy
import io
import json
import unicodedata

import docx
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from compact_portal.compacts import actions
from compact_portal.compacts.exporting import as_json, as_markdown, as_word
from compact_portal.compacts.exporting.gathering import FORMATS, export
from compact_portal.compacts.exporting.shape import ExportedClause, ExportedEdition
from compact_portal.compacts.importing import NotAText, exported_json, parse_file
from compact_portal.compacts.importing.exported import recognise
from compact_portal.compacts.importing.readers import own_word
from compact_portal.compacts.kinds import ClauseKind, OwedBy
from compact_portal.compacts.models import Relation
from tests import factories

# Lines that a careless format would take for its own.
TRAPS = [
    "",
    "   ",
    "\\",
    "\\\\",
    "---",
    "# A heading",
    '## 4.1 Early {#c-4.1 .commitment owed-by="statutory"}',
    "\\## {#c-a .text}",
    "###### {#c-a .text level=9}  ",
    "## Early {#c-4.1 .promise}",
    "- a point\n    - under it\n\n  and on",
    "| Who | What |\n| --- | --- |\n| a \\| b | **c** |",
    "```\n# not a heading\n```",
    "> said *so*,  \nand `so`",
    "format: compact-portal/edition 1",
    "Cafe\u0301 \u00a0 caf\u00e9",
    "one\u2028two\x0bthree\rfour\r\nfive",
    "<b>&amp;</b> &#35; \\*",
    "\ufeffŵ ŷ",
    '{"format": 1}',
]
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
LINES = st.one_of(st.sampled_from(TRAPS), st.text(LETTERS, max_size=20), st.text('#{}\\* ac-4.1"=', max_size=20))
BODIES = st.lists(LINES, max_size=5).map("\n".join)
HEADINGS = st.one_of(
    st.just(""),
    st.sampled_from(
        ["4.1", "4.1 x", "  in ", "a\nb", "a {#c-1 .text}", "#", "a #", "\\*b* _c_", "&#35;", "foreword it"]
    ),
    st.text(LETTERS, max_size=20),
)


@st.composite
def editions(draw):
    """An edition of any words in a tree of any form."""
    numbers = draw(st.lists(st.from_regex(r"[a-z0-9]{1,3}([.-][a-z0-9]{1,2}){0,2}", fullmatch=True), unique=True))
    clauses, above = [], []
    for number in numbers:
        level = draw(st.integers(1, min(len(above) + 1, 9)))
        above = above[: level - 1]
        heading, body = draw(HEADINGS), draw(BODIES)
        kind = draw(st.sampled_from(ClauseKind))
        owed = draw(st.sampled_from(OwedBy if kind == ClauseKind.COMMITMENT else ["", *OwedBy]))
        clauses.append(
            ExportedClause(
                number=number,
                kind=kind.value,
                owed_by=str(owed),
                heading=heading,
                body=body if heading or body else "x",
                under=above[-1] if above else "",
                level=level,
                guidance=draw(HEADINGS),
            )
        )
        above.append(number)
    return edition_of(*clauses or [ONE], title=draw(HEADINGS))


ONE = ExportedClause(number="1", kind="text", body="x")


def edition_of(*clauses, title="The Testham Compact"):
    return ExportedEdition(
        kind="agreement", state="draft", label="new", reference="testham/new", title=title, clauses=clauses
    )


def canonical(clauses):
    """The canonical text of clauses, as `Edition.canonical_text` tells it."""
    parts = []
    for clause in clauses:
        words = f"{clause.number}\t{clause.kind}\t{clause.owed_by}\n{clause.heading}\n{clause.body}\n"
        parts.append("\n".join(line.rstrip() for line in words.splitlines()) + "\n")
    return unicodedata.normalize("NFC", "\n".join(parts))


def tree(clauses, under=""):
    """Which clause stands under which."""
    return [pair for clause in clauses for pair in [(clause.number, under), *tree(clause.children, clause.number)]]


@given(editions())
@settings(max_examples=60)
def test_any_edition_comes_back_from_markdown_byte_for_byte(edition):
    back = recognise(as_markdown.write(edition))
    assert canonical(back.walk()) == canonical(edition.clauses)
    assert tree(back.clauses) == [(clause.number, clause.under) for clause in edition.clauses]
    assert back.title == edition.title
    assert not back.left_out


@given(editions())
@settings(max_examples=40)
def test_any_edition_comes_back_from_json_as_it_was(edition):
    back = recognise(as_json.write(edition))
    assert canonical(back.walk()) == canonical(edition.clauses)
    assert tree(back.clauses) == [(clause.number, clause.under) for clause in edition.clauses]
    assert [clause.guidance for clause in back.walk()] == [clause.guidance for clause in edition.clauses]
    assert back.title == edition.title


ODD_WORDS = "\n\n## 1 {#c-1 .section}\n\\\n| a |\n| --- |\n| b |\n\u2028and\rleave  \nCafe\u0301\n"


def said(edition):
    return [(clause.number, clause.kind, clause.owed_by, clause.heading, clause.body) for clause in edition.clauses]


def from_word(data):
    """What the reader of our own documents says, read in this process."""
    told = json.loads(own_word.read(data)[0].text)
    return [
        tuple(clause[name] for name in ("number", "kind", "owed_by", "heading", "body")) for clause in told["clauses"]
    ]


@given(editions())
@settings(max_examples=40)
def test_any_edition_comes_back_from_word_with_equal_clauses(edition):
    data = as_word.write(edition)
    assert from_word(data) == said(edition)
    told = json.loads(own_word.read(data)[0].text)
    depths = [clause["depth"] for clause in told["clauses"]]
    assert depths == [clause.level for clause in edition.clauses]
    assert told["left_out"] == []


IN_WORD = edition_of(
    ExportedClause("1", "section", "", "What public bodies do", "They *will*:\n\n* ask\n* answer\n\nAlways."),
    ExportedClause("1.1", "commitment", "statutory", "", "We ask early. We **answer**.\n\nWe listen.", "1", 2),
    ExportedClause("1.2", "commitment", "vcs", "Speaking", "We speak up.", "1", 2),
    ExportedClause("foreword", "text", "", "", "It begins | here.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ExportedClause("glossary", "section", "", "Words", ""),
    ExportedClause("glossary.1", "definition", "", "Grant", "Money given.", "glossary", 2),
)


def edited(change):
    """What comes back after somebody has changed the document in a word processor."""
    document = docx.Document(io.BytesIO(as_word.write(IN_WORD)))
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return from_word(saved.getvalue())


def paragraph(document, words):
    return next(
        one for one in document.paragraphs if words in one.text and not one.style.name.lower().startswith("toc")
    )


def test_the_word_document_has_headings_a_language_and_tables_with_headers():
    document = docx.Document(io.BytesIO(as_word.write(IN_WORD)))
    assert document.core_properties.title == "The Testham Compact"
    assert document.core_properties.language == "en-GB"
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "1\tWhat public bodies do"),
        ("Heading 2", "1.2\tSpeaking"),
        ("Heading 1", "Words"),
    ]
    assert paragraph(document, "Commitment of the statutory sector").text.startswith("1.1\t")
    assert paragraph(document, "answer").style.name == "List Bullet"
    row = document.tables[0].rows[0]
    assert row._tr.trPr.xpath("w:tblHeader")
    assert [cell.text for cell in row.cells] == ["a", "b"]


def test_a_sentence_edited_in_word_comes_back_and_nothing_else_changes():
    def change(document):
        one = paragraph(document, "We ask early.")
        one.runs[0].text = "We ask very early. We "
        paragraph(document, "Speaking").runs[-1].text = "Speaking up"

    before = said(IN_WORD)
    after = edited(change)
    assert after[1] == ("1.1", "commitment", "statutory", "", "We ask very early. We **answer**.\n\nWe listen.")
    assert after[2] == ("1.2", "commitment", "vcs", "Speaking up", "We speak up.")
    assert [after[place] for place in (0, 3, 4, 5)] == [before[place] for place in (0, 3, 4, 5)]


def test_paragraphs_points_and_clauses_added_in_word_come_back():
    def change(document):
        paragraph(document, "Always.").insert_paragraph_before("answer *twice*", "List Bullet")
        paragraph(document, "Always.").insert_paragraph_before("1. Not a list")
        added = paragraph(document, "Words").insert_paragraph_before("Money", "heading 2")
        added._p.addnext(copy.deepcopy(paragraph(document, "We listen.")._p))

    after = edited(change)
    assert after[0][4] == "They *will*:\n\n- ask\n- answer\n- answer \\*twice\\*\n\n1\\. Not a list\n\nAlways."
    assert after[4] == ("", "section", "", "Money", "We listen.")
    assert [clause[0] for clause in after] == ["1", "1.1", "1.2", "foreword", "", "glossary", "glossary.1"]


def test_another_style_in_word_is_another_kind_and_who_owes_it():
    def change(document):
        paragraph(document, "1.1\t").style = "Clause commitment both sectors"
        paragraph(document, "Grant").style = "Clause text"

    after = edited(change)
    assert after[1][:3] == ("1.1", "commitment", "both")
    assert after[5][:3] == ("glossary.1", "text", "")


@pytest.fixture
def edition(db):
    """A draft that goes on from an edition in force, with odd words in it, guidance, and a clause made of two."""
    compact = factories.compact()
    before = factories.edition(compact, "2002")
    made = actions.begin_from(before, "revised", by=None)
    olive = factories.officer(compact)
    changed, merged, dropped = (made.clauses.get(number=number) for number in ("2.1", "3.1", "3.2"))
    actions.amend(changed, by=olive, reason="", seen=changed.updated_at, body=ODD_WORDS, guidance="In your own words.")
    merged.merged_from.add(dropped.previous)
    merged.relation = Relation.MERGED
    merged.save()
    actions.delete(dropped, by=olive, reason="")
    actions.add(made, by=olive, reason="", inside=None, after=changed, number="foreword", kind="text", body="x")
    return made


def bring_back(edition, ending, label="again"):
    return actions.import_edition(edition.text, label, parse_file(export(edition, ending)), by=None)


@pytest.mark.parametrize("ending", ["json", "md", "docx"])
def test_an_edition_of_the_database_comes_back_with_the_same_digest(edition, ending):
    back = bring_back(edition, ending)
    assert back.canonical_digest() == edition.canonical_digest()
    inside = [list(found.clauses.values_list("number", "parent__number")) for found in (edition, back)]
    assert inside[0] == inside[1]


def descent(edition):
    return [
        (clause.number, clause.lineage, clause.previous, clause.guidance, *clause.merged_from.all())
        for clause in edition.clauses.all()
    ]


def test_json_brings_back_where_each_clause_comes_from(edition):
    back = bring_back(edition, "json")
    assert descent(back) == descent(edition)
    assert dict(back.clauses.exclude(relation="same").values_list("number", "relation")) == {
        "2.1": "changed",
        "foreword": "new",
        "3.1": "merged",
    }


def test_no_file_ties_its_clauses_to_the_text_of_others(edition):
    elsewhere = factories.compact("Elsewhere Compact")
    parsed = parse_file(export(edition, "json"))
    back = actions.import_edition(elsewhere.agreement, "taken", parsed, by=None)
    assert not {clause.lineage for clause in back.clauses.all()} & {clause.lineage for clause in edition.clauses.all()}
    assert back.canonical_digest() == edition.canonical_digest()


def test_a_download_is_named_and_typed_and_seen_by_those_who_see_the_edition(edition, client):
    compact = edition.text.compact
    public = client.get("/compacts/testham/agreement/2002.json")
    assert public["Content-Disposition"] == 'attachment; filename="testham-2002.json"'
    assert public["Content-Type"] == "application/json"
    told = public.json()
    assert told["edition"]["digest"] == compact.current_edition.digest
    schema = client.get("/compacts/edition.schema.json")
    assert told["$schema"].endswith("/compacts/edition.schema.json")
    assert list(exported_json.faults(told, schema.json())) == []
    assert client.get("/compacts/testham/agreement/2002.md")["Content-Type"] == "text/markdown; charset=utf-8"
    for ending in FORMATS:
        assert (
            f"/compacts/testham/agreement/2002.{ending}" in client.get("/compacts/testham/agreement/").content.decode()
        )


def test_export_and_import_are_commands_too(edition, tmp_path, capsys):
    file = tmp_path / "text.json"
    call_command("export_text", "testham/revised", "--to", str(file))
    call_command("import_text", str(file), "--compact", "testham", "--edition", "again")
    assert edition.text.editions.get(slug="again").canonical_digest() == edition.canonical_digest()
    with pytest.raises(CommandError, match="testham/2002"):
        call_command("export_text", "testham/2003")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "other"}, "portal's own shape"),
        ({"version": 2}, "version is “2”"),
        ({"clauses": None}, "clauses is not what it must be: array"),
        ({"clauses": [{"number": "1"}]}, "clauses[0].kind is missing"),
        ({"clauses": [{"number": "1", "kind": "promise"}]}, "must be one of “section”"),
        ({"clauses": [{"number": "1 a", "kind": "text", "body": "x"}]}, "“1 a”, which is not written as it must be"),
        ({"clauses": [{"number": "1", "kind": "text"}]}, "neither a heading nor a body"),
        ({"clauses": [{"number": "1", "kind": "text", "heading": "x" * 251}]}, "more than 250 characters"),
        ({"clauses": [{"number": "1", "kind": "text", "body": "x\ud800"}]}, "a character that no text can have"),
        ({"clauses": [{"number": "1", "kind": "commitment", "body": "x"}]}, "commitment 1 says nobody"),
        ({"clauses": [{"number": "1", "kind": "text", "body": "x"}] * 2}, "two clauses have the number 1"),
        ({"clauses": [{"number": "2", "kind": "text", "body": "x", "under": "1"}]}, "2 stands under 1"),
        ({"clauses": [{"number": "edit", "kind": "text", "body": "x"}]}, "the address of a page"),
        ({"clauses": []}, "only a title"),
    ],
)
def test_json_of_another_shape_is_refused_with_a_sentence(change, said):
    with pytest.raises(NotAText) as refused:
        recognise(json.dumps(as_json_of(ONE) | change).encode())
    assert said in str(refused.value)


def as_json_of(*clauses):
    return edition_of(*clauses).as_dict()


@pytest.mark.parametrize("data", ['{"format": "compact-portal/edition", ', '{"a":' * 50_000 + "1" + "}" * 50_000])
def test_broken_json_is_refused_with_a_sentence(data):
    with pytest.raises(NotAText, match="JSON cannot be read"):
        recognise(data.encode())


def test_words_in_a_bracket_are_no_json():
    assert recognise(b"{Draft} The council will ask early.") is None


def test_markdown_that_somebody_broke_is_mended_and_told():
    back = recognise(
        b"# A Compact\n\nA word before.\n\n## 1 One {#c-1 .section}\n\n## 1 Two {#c-1 .commitment}\n\n"
        b"## Three {#c-3 .promise}\n\n### 2.1 {#c-2.1 .text}\n\n## " + b"x" * 300 + b" {#c-4 .text}\n"
    )
    clauses = list(back.walk())
    assert [(clause.number, clause.kind, clause.owed_by) for clause in clauses] == [
        ("1", "section", ""),
        ("1-1", "commitment", "both"),
        ("4", "text", ""),
    ]
    assert clauses[1].body == "## Three {#c-3 .promise}"
    assert clauses[2].body == "x" * 300
    assert [left.text for left in back.left_out] == ["A word before."]
    assert len(back.findings) == 5

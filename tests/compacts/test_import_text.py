"""The command that reads a file into a draft."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from compact_portal.compacts.models import Clause, Edition
from tests import factories

BOROUGH = Path(__file__).parent / "borough.md"


@pytest.fixture
def compact(db):
    return factories.compact("Borough Compact")


def run(file, *, compact="borough", edition="revised", **options):
    out = StringIO()
    call_command("import_text", str(file), compact=compact, edition=edition, stdout=out, no_color=True, **options)
    return out.getvalue()


def test_a_file_becomes_a_draft_in_reading_order(compact):
    told = run(BOROUGH)
    edition = Edition.objects.get()
    assert (edition.reference, edition.state) == ("borough/revised", "draft")
    numbers = list(edition.clauses.order_by("position").values_list("number", flat=True))
    assert len(numbers) == 36
    assert numbers[8:13] == ["4", "4.1", "4.2", "4.3", "5"]
    assert Clause.objects.get(number="6.3.2").parent.number == "6.3"
    assert Clause.history.filter(history_change_reason="import").count() == 36
    assert "Commitment, Statutory sector: 5" in told
    assert "“Minutes” is defined again" in told
    assert "borough/revised" in told


def test_a_dry_run_tells_and_saves_nothing(compact):
    assert "Nothing was saved." in run(BOROUGH, dry_run=True)
    assert not Edition.objects.exists()


def test_an_edition_of_that_name_is_refused_and_nothing_changes(compact):
    run(BOROUGH)
    with pytest.raises(CommandError, match="already has an edition of that name"):
        run(BOROUGH)
    assert Edition.objects.count() == 1
    assert Clause.objects.count() == 36


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "empty"), (b"\x00\x01", "binary"), (b"\xff\xfa\xfb", "UTF-8"), (b"a" * 20_000_001, "20 MB")],
)
def test_a_file_that_is_no_text_is_refused_and_nothing_changes(compact, tmp_path, data, sentence):
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(CommandError, match=sentence):
        run(tmp_path / "file")
    assert not Edition.objects.exists()


def test_an_unknown_compact_and_a_missing_file_are_named(compact, tmp_path):
    with pytest.raises(CommandError, match="There are: borough"):
        run(BOROUGH, compact="elsewhere")
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "missing")


def test_a_label_that_makes_no_address_is_refused(compact):
    with pytest.raises(CommandError):
        run(BOROUGH, edition="!!!")
    assert not Edition.objects.exists()


def test_a_clause_that_says_the_same_goes_on_from_the_edition_before(compact, tmp_path):
    run(BOROUGH, edition="first")
    first = Edition.objects.get()
    factories.publish(first, by=None)
    text = (
        BOROUGH.read_text()
        .replace("- Pay in the month", "- Pay in the week")
        .replace("- Teach it", "- Say why.\n- Teach it")
    )
    (tmp_path / "second.md").write_text(text)
    run(tmp_path / "second.md", edition="second")

    def descent(number):
        clause = Clause.objects.get(edition__slug="second", number=number)
        return clause.relation, clause.previous and clause.previous.number

    assert descent("4.1") == ("same", "4.1")
    assert descent("4.3") == ("changed", "4.3")
    assert descent("6.3.2") == ("new", None)
    assert descent("6.3.3") == ("moved", "6.3.2")
    assert descent("glossary.4") == ("same", "glossary.4")
    heir = Clause.objects.get(edition__slug="second", number="4.1")
    assert heir.lineage == first.clauses.get(number="4.1").lineage


def test_a_code_is_imported_by_its_own_name(compact, tmp_path):
    factories.code("Tea", compact=compact)
    (tmp_path / "code.html").write_bytes(b"<h1>Tea</h1><h2>1. Kettle</h2><p>Public bodies will:</p><ul><li>boil</ul>")
    told = run(tmp_path / "code.html", code="tea")
    assert "Found: 2 clauses" in told
    assert Edition.objects.get(slug="revised").text.slug == "codes/tea"
    with pytest.raises(CommandError, match="There are: tea"):
        run(tmp_path / "code.html", code="coffee")
    with pytest.raises(CommandError, match="There are: none yet"):
        run(tmp_path / "code.html", compact=None, code="tea")
    with pytest.raises(CommandError, match="Say whose text it is"):
        run(tmp_path / "code.html", compact=None)


def test_what_was_found_is_counted_in_clauses(compact):
    told = run(BOROUGH, dry_run=True)
    assert "Found: 36 clauses\n" in told
    assert "Left out, because it belongs to the page and not to the text (10)" in told

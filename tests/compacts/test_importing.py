"""Reading a text with every quirk that real agreements have, written for this test."""

import contextlib
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compact_portal.compacts.importing import NotAText, decode, parse
from compact_portal.compacts.importing.blocks import plain
from compact_portal.compacts.importing.wording import owed_by, promise
from compact_portal.compacts.kinds import ClauseKind, OwedBy

BOROUGH = (Path(__file__).parent / "borough.md").read_text()
LETTERS = re.compile(r"[^\W\d_]")
NUMBER = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


@pytest.fixture(scope="module")
def borough():
    return parse(BOROUGH)


def outline(parsed):
    """Every clause as "number kind owed-by heading", in order."""
    return [
        " ".join(filter(None, [clause.number, str(clause.kind.value), clause.owed_by, clause.heading]))
        for clause in parsed.walk()
    ]


def clause(parsed, number):
    return next(clause for clause in parsed.walk() if clause.number == number)


def messages(parsed):
    return [(finding.line, finding.message) for finding in parsed.findings]


def test_every_clause_gets_its_kind_its_sector_and_a_stable_number(borough):
    assert borough.title == "Our Borough Compact"
    assert outline(borough) == [
        "preamble text",
        "foreword section Foreword",
        "1 section Why write it down?",
        "1.1 section Aim",
        "2 section Who is it for?",
        "3 section Principles",
        "3.1 principle Candour",
        "3.2 principle Patience",
        "4 section What the statutory sector promises",
        "4.1 commitment statutory",
        "4.2 commitment statutory",
        "4.3 commitment statutory",
        "5 section What the voluntary sector promises",
        "5.1 commitment vcs",
        "5.2 commitment vcs",
        "6 section Making it work",
        "6.1 section Codes of practice",
        "6.2 section Yearly look back",
        "6.3 section Keeping it alive",
        "6.3.1 commitment statutory",
        "6.3.2 commitment statutory",
        "6.3.2a text",
        "6.3.3 commitment vcs",
        "6.3.4 commitment vcs",
        "7 section When we fall out: disputes",
        "steps-in-a-quarrel section Our Borough Compact: steps in a quarrel",
        "steps-in-a-quarrel.1 section A worry",
        "steps-in-a-quarrel.1.1 section A worry said aloud",
        "steps-in-a-quarrel.1.2 section A worry in writing",
        "steps-in-a-quarrel.2 section The circle listens",
        "glossary section Glossary",
        "glossary.1 definition Club",
        "glossary.2 definition Borough Office (BO)",
        "glossary.3 definition Kettle",
        "glossary.4 definition Minutes",
        "glossary.5 definition Minutes",
    ]


def test_words_stand_where_they_belong(borough):
    assert clause(borough, "4.2").body == "Answer each letter within ten days, or say when."
    assert clause(borough, "3.1").body == "bad news travels as fast as good."
    assert clause(borough, "glossary.2").body == "is where the letters go."
    assert clause(borough, "glossary.4").body == "notes that somebody can read."
    assert clause(borough, "6.3").body.endswith("Public bodies agree to:")
    assert "- Street Party Code\n- Lending Tools Code" in clause(borough, "6.1").body
    assert clause(borough, "6.3.2a").body == "Voluntary organisations agree to:"


def test_codes_and_places_for_signatures_are_named(borough):
    assert borough.codes == ["Street Party Code", "Lending Tools Code", "Shared Rooms Code"]
    assert borough.signatories == ["Head of the Borough Office", "Chair of the Allotment Union", "Bell Ringers' Circle"]
    assert "- Chair of the Allotment Union" in clause(borough, "foreword").body


def test_page_furniture_is_left_out_and_listed(borough):
    assert [left.text for left in borough.left_out] == [
        "**Borough**  \nside by side",
        "YES",
        "Settled?",
        "NO",
        "NO",
        "Settled?",
        "YES",
        "OR",
        "page 12",
        "Signed ____________________",
    ]


def test_what_is_unsure_is_told_with_its_line(borough):
    told = messages(borough)
    lines = BOROUGH.split("\n")
    assert all(lines[line - 1].strip() for line, _ in told)
    for beginning in (
        "Section 3 is marked at heading level 3",
        "“Yearly look back” is marked at the level of section 6",
        "The text says “on page 12”",
        "“Minutes” runs on",
        "“Minutes” is defined again (first at line ",
    ):
        assert any(message.startswith(beginning) for _, message in told), beginning


def test_what_was_found_is_told_with_counts(borough):
    found = borough.found()
    assert "Commitment, Statutory sector: 5" in found
    assert "Commitment, Voluntary and community sector: 4" in found
    assert "Definition: 5" in found
    assert any("Street Party Code; Lending Tools Code" in line for line in found)


def test_reading_twice_gives_the_same(borough):
    assert parse(BOROUGH) == borough


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(borough):
    data = b"\xef\xbb\xbf" + BOROUGH.replace("\n", "\r\n").encode()
    assert outline(parse(decode(data))) == outline(borough)
    assert outline(parse(decode(BOROUGH.encode("utf-16")))) == outline(borough)


def test_a_plain_text_without_marks_gets_its_headings_from_short_lines():
    parsed = parse(
        "The Village Compact\n\n1. Tea and talk\n\nWe meet on the first Monday, and whoever comes first puts the\n\n"
        "kettle on for the others.\n\n2. Money\n\nPublic bodies will:\n\n- pay on time\n- say what it is for\n\n"
        "Anything else\n\nAsk the clerk.\n"
    )
    assert outline(parsed) == [
        "1 section Tea and talk",
        "2 section Money",
        "2.1 commitment statutory",
        "2.2 commitment statutory",
        "anything-else section Anything else",
    ]
    assert parsed.title == "The Village Compact"
    assert clause(parsed, "1").body.endswith("first puts the\nkettle on for the others.")
    assert any("taken for a heading" in message for _, message in messages(parsed))


def test_numbered_paragraphs_are_clauses_under_their_printed_numbers():
    parsed = parse(
        "## 11. Asking people\n\n11.1 Government will ask early.\n\nAnd often.\n\n11.2 Some background.\n\n"
        "11.4 Voluntary groups will answer.\n"
    )
    assert outline(parsed) == [
        "11 section Asking people",
        "11.1 commitment statutory",
        "11.2 text",
        "11.4 commitment vcs",
    ]
    assert clause(parsed, "11.1").body == "Government will ask early.\n\nAnd often."


def test_a_number_printed_twice_and_a_number_left_out_are_reported():
    parsed = parse("## 1. One\n\nWords.\n\n## 3. Three\n\nWords.\n\n## 3. Three again\n\nWords.\n")
    assert len({clause.number for clause in parsed.walk()}) == 3
    assert any("comes where 2 was expected" in message for _, message in messages(parsed))
    assert any("printed twice" in message for _, message in messages(parsed))


def test_points_inside_points_are_clauses_of_their_own():
    parsed = parse("## 2. Promises\n\nThe council will:\n\n- when it asks\n  - write plainly\n  - wait\n- pay\n")
    assert outline(parsed)[1:] == [
        "2.1 commitment statutory",
        "2.1.1 commitment statutory",
        "2.1.2 commitment statutory",
        "2.2 commitment statutory",
    ]


def test_a_commitment_whose_sector_is_unclear_is_owed_by_both_and_reported():
    parsed = parse("## Promises\n\n- Be kind.\n")
    assert outline(parsed)[1] == "promises.1 commitment both"
    assert any("not clear who owes" in message for _, message in messages(parsed))


def test_addresses_of_pages_are_not_given_to_clauses():
    assert outline(parse("## History\n\nLong ago.\n")) == ["history-2 section History"]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Statutory sector partners", OwedBy.STATUTORY),
        ("The council and voluntary groups", OwedBy.BOTH),
        ("The council's duties to voluntary groups", OwedBy.STATUTORY),
        ("Testham Council for Voluntary Service", OwedBy.VCS),
        ("Voluntary and community sector commitments", OwedBy.VCS),
        ("All partners", OwedBy.BOTH),
        ("Weather", ""),
    ],
)
def test_who_owes_is_read_from_the_words(words, who):
    assert owed_by(words) == who


def test_a_text_that_describes_itself_promises_nothing():
    assert promise("The Compact will:") == (False, "")
    assert promise("Local authorities will:") == (True, OwedBy.STATUTORY)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n\n \t",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"PK\x03\x04\x14\x00\x06\x00",
        "café".encode("latin-1"),
        b"words \x00 words",
        b"a" * 20_000_001,
        b"# Only a title\n",
        b"w\n\n" * 70_000,
        b"a" * 200_000,
    ],
    ids=["empty", "blank", "picture", "pdf", "word", "latin-1", "nul", "large", "title", "lines", "paragraph"],
)
def test_a_file_that_is_no_text_is_refused_with_a_sentence(data):
    with pytest.raises(NotAText, match=r"[A-Z].*\.$"):
        parse(decode(data))


@pytest.mark.parametrize(
    "piece",
    [
        "The council will ask people before it decides.  " * 40 + "\n\n",
        "- give notice\n",
        "**a** - [b](c",
        "## 1. A\n",
        "- " * 40,
    ],
    ids=["paragraphs", "points", "marks", "headings", "dashes"],
)
def test_a_text_of_five_megabytes_is_read_or_refused_in_seconds(piece):
    text = (piece * (5_000_000 // len(piece)))[:5_000_000]
    began = time.perf_counter()
    with contextlib.suppress(NotAText):
        parse(decode(text.encode()))
    assert time.perf_counter() - began < 10


def all_letters(parsed):
    words = [parsed.title, *(left.text for left in parsed.left_out)]
    words += [part for clause in parsed.walk() for part in (clause.heading, clause.body)]
    return Counter(LETTERS.findall(" ".join(words)))


PIECES = st.sampled_from(
    [
        "# ",
        "## ",
        "### ",
        "#### ",
        "1. ",
        "2) ",
        "- ",
        "* ",
        "  - ",
        "    ",
        "\t",
        "> ",
        "**",
        "*",
        "__",
        "_",
        "***",
        "Glossary",
        "Principles",
        "Statutory commitments",
        "The council will:",
        "We agree to:",
        "Term",
        "means",
        "3.",
        "words of it",
        "4.1 ",
        "4.1.2 ",
        "YES",
        "page 9",
        "\n",
        "\n\n",
        "\n",
        "\n\n\n",
        "---",
        "===",
        "____",
        "......",
        "```",
        "[x]: /url",
        "[a](b)",
        "<b>",
        "\\",
        "|",
        ": ",
        " - ",
        "Contents",
        "Foreword",
        "codes of practice",
        "Funding Code",
        "ŵ",
        "(DCP)",
        ".",
        "  \n",
        "1998. ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=300)))
def test_no_text_breaks_it_and_no_word_is_lost(text):
    try:
        parsed = parse(text)
    except NotAText:
        return
    numbers = [clause.number for clause in parsed.walk()]
    assert len(numbers) == len(set(numbers))
    assert all(NUMBER.fullmatch(number) and len(number) <= 80 for number in numbers)
    assert all(clause.heading or clause.body for clause in parsed.walk())
    assert all(clause.owed_by for clause in parsed.walk() if clause.kind == ClauseKind.COMMITMENT)
    if "&" not in text:  # An entity in a heading becomes its character.
        assert not Counter(LETTERS.findall(text)) - all_letters(parsed)


def test_a_star_that_was_typed_stays_in_a_heading():
    assert plain(r"\*\*Mission\*\*, **boldly**") == "**Mission**, boldly"

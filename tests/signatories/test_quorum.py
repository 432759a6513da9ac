"""The quorum and the steps of a meeting, compared with tables written by hand."""

import io
import zipfile

import pytest

from signatories.filing import FileKind, kind_of
from signatories.quorum import Present, Rule, in_words, is_quorate, verdict
from signatories.sitting import MeetingState, steps_in


@pytest.mark.parametrize(
    ("rule", "present", "answer", "words"),
    [
        (Rule(), (0, 0), None, "so nobody can say whether they were enough"),
        (Rule(2, 2), (2, 2), True, "The meeting was quorate: 2 of the statutory sector and 2 of the"),
        (Rule(2, 2), (5, 5), True, "The meeting was quorate: 5 of the statutory sector and 5 of the"),
        (Rule(2, 2), (1, 5), False, "and 1 of the statutory sector was missing."),
        (Rule(2, 3), (2, 0), False, "and 3 of the voluntary and community sector were missing."),
        (Rule(2, 3), (0, 2), False, "2 of the statutory sector were missing and 1 of the voluntary"),
        (Rule(None, 3), (0, 3), True, "The meeting was quorate: 0 of the statutory sector"),
        (Rule(0, 0), (0, 0), True, "The meeting was quorate"),
    ],
)
def test_a_meeting_is_quorate_when_each_sector_has_its_number(rule, present, answer, words):
    assert is_quorate(rule, Present(*present)) is answer
    assert words in verdict(rule, Present(*present))


def test_a_forum_without_a_rule_says_so():
    assert in_words(Rule()) == "No quorum is set for this Forum."
    assert in_words(Rule(2, None)) == ("Quorum: 2 of the statutory sector and 0 of the voluntary and community sector.")


STEPS = """
#            before it begins             once it has begun
planned      call move cancel             move cancel attendance
called       move cancel                  move cancel attendance
held         -                            attendance confirm
confirmed    -                            -
cancelled    restore                      -
"""


def test_the_steps_of_a_meeting_are_those_of_the_table():
    for line in STEPS.strip().splitlines()[1:]:
        state, before, begun = line[:13].strip(), line[13:42].split(), line[42:].split()
        for expected, has_begun in ((before, False), (begun, True)):
            found = [step.value for step in steps_in(MeetingState(state), begun=has_begun)]
            assert found == [step for step in expected if step != "-"], (state, has_begun)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\x89PNG\r\n\x1a\n....", FileKind.PNG),
        (b"\xff\xd8\xff\xe0..", FileKind.JPG),
    ],
)
def test_a_file_is_what_its_first_bytes_say(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"#!/bin/sh\nrm -rf /", "Choose a PDF, a .docx, .odt or .xlsx file"),
        (b"<html><script>alert(1)</script></html>", "Choose a PDF, a .docx, .odt or .xlsx file"),
        (b"GIF89a....", "Choose a PDF, a .docx, .odt or .xlsx file"),
        (b"MZ\x90\x00" + b"\0" * 60, "Choose a PDF, a .docx, .odt or .xlsx file"),
        (b"PK\x03\x04 not really", "The file is damaged."),
        (b"%PDF-" + b"0" * 20_000_000, "The file is larger than 20 MB."),
    ],
)
def test_another_file_is_refused_in_words(data, sentence):
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")):
        kind_of(data)


def package(content_type, **parts):
    """A package of Office Open XML with one main part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("[Content_Types].xml", f"<Types><Override ContentType='{content_type}'/></Types>")
        for name, words in parts.items():
            made.writestr(name, words)
    return file.getvalue()


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def test_a_spreadsheet_is_taken_and_one_with_macros_is_not():
    assert kind_of(package(SHEET)) == FileKind.XLSX
    with pytest.raises(ValueError, match="holds macros"):
        kind_of(package("application/vnd.ms-excel.sheet.macroEnabled.main+xml"))
    with pytest.raises(ValueError, match="holds macros"):
        kind_of(package(SHEET, **{"xl/vbaProject.bin": "x"}))

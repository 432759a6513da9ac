"""What a paper that somebody hands over is, and its name. It is looked at in a process of its own."""

import json
import re
import unicodedata
from enum import StrEnum
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal import apart

SECONDS = 35.0
MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120


class PaperKind(StrEnum):
    """What a paper can be, which is also how its name ends."""

    PDF = "pdf"
    PNG = "png"
    JPG = "jpg"
    TXT = "txt"
    CSV = "csv"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"
    EML = "eml"


CONTENT_TYPES = {
    PaperKind.PDF: "application/pdf",
    PaperKind.PNG: "image/png",
    PaperKind.JPG: "image/jpeg",
    PaperKind.TXT: "text/plain",
    PaperKind.CSV: "text/csv",
    PaperKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PaperKind.ODT: "application/vnd.oasis.opendocument.text",
    PaperKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    PaperKind.EML: "message/rfc822",
}
KIND_NAMES = {
    PaperKind.PDF: _l("PDF"),
    PaperKind.PNG: _l("picture (PNG)"),
    PaperKind.JPG: _l("picture (JPEG)"),
    PaperKind.TXT: _l("plain text"),
    PaperKind.CSV: _l("table (CSV)"),
    PaperKind.DOCX: _l("Word document"),
    PaperKind.XLSX: _l("Excel workbook"),
    PaperKind.ODT: _l("OpenDocument text"),
    PaperKind.ODS: _l("OpenDocument spreadsheet"),
    PaperKind.EML: _l("mail"),
}
TAKEN = _l(
    "a PDF, a picture (PNG or JPEG), a .docx, .xlsx, .odt or .ods document, a .txt or .csv text, or a mail (.eml)"
)

REFUSALS = {
    "empty": _l("The file is empty. Choose another file."),
    "large": _l("The file is larger than 20 MB. Make the pictures in it smaller, or part it."),
    "macros": _l("The file holds macros (small programs). Save it without them, and choose it again."),
    "encrypted": _l("The file is locked with a password. Save it without one, and choose it again."),
    "bomb": _l("The file unpacks to far more than a paper needs. Save it anew, and choose it again."),
    "broken": _l("The file is damaged. Open it where it was written, save it anew, and choose it again."),
    "two": _l("The file is two things at once, as no ordinary paper is. Print it as PDF, and choose that."),
    "program": _l("The file is a program, and programs are not taken. Choose a document or a picture."),
    "archive": _l("The file is an archive. Unpack it, and add the papers in it one by one."),
    "old_word": _l("The file is of an old Microsoft Office (.doc, .xls or .ppt). Save it as .docx, .xlsx or PDF."),
    "outlook": _l("The file is a mail of Outlook (.msg). Save it as .eml or print it as PDF, and choose that."),
    "phone": _l("The file is a picture as some telephones take it (HEIC). Save it as JPEG, and choose that."),
    "page": _l("The file is a web page or XML. Print it as PDF, and choose that."),
    "slow": _l("Looking at the file takes too long. Print it as PDF, or part it, and choose that."),
}
# What cannot be seen, or changes the direction of writing: with it a program can be made to read as a PDF.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NOT_IN_NAMES = re.compile(r'[<>:"|?*\\/]')


class NotTaken(ValueError):
    """A file that is not taken; the message is a sentence that says what to do."""


def ending_of(name: str) -> str:
    """How a name ends: "pdf"."""
    return PurePosixPath(safe_name(name)).suffix.lower().lstrip(".")


def safe_name(name: str) -> str:
    """The name that a paper is listed and given out under: without folders, and without what nobody sees."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", last))
    seen = "".join(letter for letter in seen if unicodedata.category(letter) not in UNSEEN)
    words = " ".join(NOT_IN_NAMES.sub("-", seen).split()).strip(" .")
    stem, dot, ending = words.rpartition(".")
    if not dot:
        stem, ending = words, ""
    stem = stem.strip(" .")[: LONGEST_NAME - len(ending) - 1] or _("paper")
    return f"{stem}.{ending[:10]}" if ending else stem


def examine(name: str, data: bytes) -> PaperKind:
    """Return what a file is. Raises NotTaken with a sentence where it cannot be taken."""
    ending = ending_of(name)
    if not data.strip():
        raise NotTaken(str(REFUSALS["empty"]))
    if len(data) > MOST_BYTES:
        raise NotTaken(str(REFUSALS["large"]))
    try:
        done = apart.ask("disputes.examined", ending or "-", given=[data], seconds=SECONDS)
    except apart.TakesTooLong:
        raise NotTaken(str(REFUSALS["slow"])) from None
    try:
        said = json.loads(done.written)
        if "kind" in said:
            return PaperKind(said["kind"])
        reason, about = str(said["refused"]), str(said["about"])
    except (ValueError, KeyError, TypeError):
        reason, about = "broken", ""
    raise NotTaken(_sentence(reason, about, ending))


def _sentence(reason: str, about: str, ending: str) -> str:
    """Why a file is not taken, and what to do."""
    if reason == "ending" and about in set(PaperKind):
        words = {"kind": KIND_NAMES[PaperKind(about)], "ending": ending, "right": about}
        if ending:
            return (
                _("The name ends in “.%(ending)s”, but the file is a %(kind)s. Name it “.%(right)s” if that is right.")
                % words
            )
        return _("The name does not say what the file is. It is a %(kind)s: name it “.%(right)s”.") % words
    if reason == "attachment":
        return _("The mail carries “%(name)s”, which cannot be taken. Print the mail as PDF, and add papers alone.") % {
            "name": safe_name(about)
        }
    if reason in REFUSALS:
        return str(REFUSALS[reason])
    return _("This kind of file is not taken. Choose %(taken)s.") % {"taken": TAKEN}

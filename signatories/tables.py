"""The register of organisations as a file of comma-separated values: its columns, writing it and reading it.

The same columns go out and come in, so that what was exported is imported without a change. A cell that begins like a
formula gets an apostrophe before it (which spreadsheets take for "this is text") and loses it again on the way in.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from compact_portal.compacts.kinds import Sector
from signatories.models import Kind, NameKind, Ombudsman, Organisation

MOST_BYTES = 1024 * 1024
MOST_ROWS = 1000
MARK = "\ufeff"  # By which spreadsheets know UTF-8.
FORMULA = re.compile(r"'*[=+\-@\t\r]")

# The key of each column, and what it is called in the first row. Keys are fields of Organisation where it has them.
COLUMNS = {
    "slug": "Address",
    "name": "Name",
    "sector": "Sector",
    "kind": "Kind",
    "aliases": "Also known as",
    "former": "Former names",
    "charity_number": "Charity number",
    "company_number": "Company number",
    "public_number": "Public-body number",
    "umbrella": "Umbrella body",
    "area_served": "Area it serves",
    "complaints_days": "Complaints time limit in working days",
    "ombudsman": "Ombudsman",
    "contact_name": "Contact",
    "email": "Email address",
    "contact_phone": "Telephone",
    "postal_address": "Postal address",
    "website": "Website",
    "successor": "Successor",
    "succeeded_on": "Followed by it since",
}
CHOICES = {"sector": Sector, "kind": Kind, "ombudsman": Ombudsman}
NAMES = {"aliases": NameKind.ALIAS, "former": NameKind.FORMER}
OTHERS = ("umbrella", "successor")  # Cells that name another organisation.


class NotATable(ValueError):
    """A file that cannot be read at all; its text says what to do."""


class Line(NamedTuple):
    """A row of the file: the number of its line, counted from 1 as a spreadsheet does, and its cells by column."""

    number: int
    cells: dict[str, str]


class Named(NamedTuple):
    """A name in a cell, with its days where they are known."""

    name: str
    from_on: date | None = None
    until_on: date | None = None


# Writing ----


def cells_of(organisation: Organisation) -> dict[str, str]:
    """What the file says of an organisation, by column. Umbrella, successor and other names are to be at hand."""
    found = {}
    with override("en-gb"):  # The words of a file are the same in every language.
        for key in COLUMNS:
            if key in NAMES:
                names = [name for name in organisation.other_names.all() if name.kind == NAMES[key]]
                found[key] = "; ".join(sorted(map(in_a_cell, names), key=str.casefold))
            elif key in CHOICES:
                found[key] = str(dict(CHOICES[key].choices).get(getattr(organisation, key), ""))
            elif key in OTHERS:
                other = getattr(organisation, key)
                found[key] = other.name if other else ""
            else:
                value = getattr(organisation, key)
                found[key] = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return {key: "\n".join(value.splitlines()) for key, value in found.items()}


def in_a_cell(name) -> str:
    """A name with its days: "Old Name (from 2001-04-01 until 2019-03-31)"."""
    days = [f"from {name.from_on.isoformat()}"] if name.from_on else []
    days += [f"until {name.until_on.isoformat()}"] if name.until_on else []
    return f"{name.name} ({' '.join(days)})" if days else name.name


def harmless(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if FORMULA.match(value) else value


def written(organisations: Iterable[Organisation]) -> str:
    """The whole file."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out)
    writer.writerow(COLUMNS.values())
    for organisation in organisations:
        writer.writerow([harmless(cell) for cell in cells_of(organisation).values()])
    return out.getvalue()


# Reading ----


def read(data: bytes) -> tuple[list[str], list[Line]]:
    """The columns and rows of a file, whatever program saved it. NotATable with a sentence where it is none.

    UTF-8 with or without a mark, UTF-16 with one, or Windows-1252; parted by commas, semicolons or tabs.
    """
    if len(data) > MOST_BYTES:
        raise NotATable(_t("The file is larger than 1 MB. Part it into several."))
    text = _decoded(data)
    first = text.lstrip().split("\n", 1)[0]
    parted_by = max(",;\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=parted_by, strict=True)
        lines = []
        number = 1  # A cell may hold several lines; a spreadsheet counts rows.
        for number, row in enumerate(rows, 1):
            if any(cell.strip() for cell in row):
                lines.append((number, row))
            if len(lines) > MOST_ROWS + 1:
                raise NotATable(
                    _t("The file has more than %(most)s rows. Part it into several.") % {"most": f"{MOST_ROWS:,}"}
                )
    except csv.Error as error:
        raise NotATable(
            _t("Row %(number)s cannot be read. Look for a quotation mark that is not closed.") % {"number": number + 1}
        ) from error
    if not lines:
        raise NotATable(_t("The file is empty. Choose another file."))
    columns = _columns(lines[0][1])
    if len(lines) == 1:
        raise NotATable(_t("The file has the names of the columns and nothing below them."))
    return columns, [_line(number, row, columns) for number, row in lines[1:]]


def _decoded(data: bytes) -> str:
    try:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise NotATable(_t("This is no file of comma-separated values. In your spreadsheet, save it as CSV (UTF-8)."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain(header: str) -> str:
    return re.sub(r"[^a-z0-9]", "", header.casefold())


def _columns(headers: list[str]) -> list[str]:
    """The keys of the columns, in the order of the file."""
    known = {_plain(name): key for key, name in COLUMNS.items()}
    while headers and not headers[-1].strip():
        headers = headers[:-1]
    found = []
    for header in headers:
        key = known.get(_plain(header))
        if key is None:
            raise NotATable(
                _t("The column “%(column)s” is not known. Take it out, or give it a name from the list of columns.")
                % {"column": header.strip()[:60]}
            )
        if key in found:
            raise NotATable(_t("The column “%(column)s” is there twice. Take one out.") % {"column": COLUMNS[key]})
        found.append(key)
    if not {"name", "slug"} & set(found):
        raise NotATable(_t("The file has neither a column “Name” nor a column “Address”: one of them is needed."))
    return found


def _line(number: int, row: list[str], columns: list[str]) -> Line:
    cells = [*row, *[""] * (len(columns) - len(row))]
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise NotATable(
            _t("Row %(number)s has more cells than there are columns. Put cells with a comma into quotation marks.")
            % {"number": number}
        )
    return Line(number, {key: _as_typed(cell) for key, cell in zip(columns, cells, strict=False)})


def _as_typed(cell: str) -> str:
    """A cell as somebody typed it: without the apostrophe that `harmless` put before it, and without stray spaces."""
    cell = cell.strip(" \n")
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def a_date(words: str) -> date:
    """A date in a cell: 2019-03-31, or 31/3/2019 as a spreadsheet may have made of it. ValueError for anything else."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words.strip()):
        return date(*map(int, found.groups()))
    if found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", words.strip()):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    raise ValueError(words)


IN_BRACKETS = re.compile(
    r"^(?P<name>.*?)\s*\((?:from (?P<start>[\d/.-]+))?\s*(?:until (?P<end>[\d/.-]+))?\)$", re.DOTALL
)


def names_in(cell: str) -> list[Named]:
    """The names in a cell, parted by semicolons. ValueError where what stands in brackets is no date."""
    found = []
    for part in filter(None, (" ".join(part.split()) for part in cell.split(";"))):
        days = IN_BRACKETS.match(part)
        if days and (days["start"] or days["end"]):
            start, end = (a_date(days[name]) if days[name] else None for name in ("start", "end"))
            found.append(Named(days["name"], start, end))
        else:
            found.append(Named(part))
    return found


def a_choice(key: str, cell: str) -> str:
    """The value that a cell means: by its words, in English or the reader's language, or as it is stored.

    ValueError where it is none of them.
    """
    for value, label in CHOICES[key].choices:
        with override("en-gb"):
            english = str(label)
        if cell.casefold() in {value.casefold(), str(label).casefold(), english.casefold()}:
            return value
    raise ValueError(cell)


COLUMN_HINTS = {
    "slug": _("The last part of the address of its page. Empty for a new one."),
    "aliases": _("Several are parted by semicolons"),
    "former": _("Like Old Name (from 2001-04-01 until 2019-03-31); Older Name"),
    "umbrella": _("The name of another organisation of the register or of the file"),
    "successor": _("The name of the organisation that followed it"),
    "succeeded_on": _("Like 2019-04-01"),
}

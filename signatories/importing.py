"""What a file of organisations would change in the register of a Compact: row by row, before anything is written.

A row is of the organisation with its address; without one, of the organisation of the Compact with its name; else it
is a new one. An empty cell empties the field; a column that the file does not have leaves it as it is. Nobody is ever
removed by a file.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from compact_portal.compacts.models import Compact
from signatories import numbers
from signatories.likeness import likeness
from signatories.models import Organisation
from signatories.tables import CHOICES, COLUMNS, NAMES, OTHERS, Line, a_choice, a_date, cells_of, in_a_cell, names_in

ADDED, CHANGED, UNCHANGED, WRONG = "added", "changed", "unchanged", "wrong"
NUMBERS = {"charity_number", "company_number", "public_number"}
LENGTH_OF_COMPANY_NUMBER = 8
FEWEST_DIGITS_LEFT = 5
LONGEST_NAME = 160


@dataclass
class Row:
    """A row of the file against the register.

    `changes` are (column, before, after) in words; `errors` are (column, what to do); `values` what would be written.
    """

    number: int
    name: str
    organisation: Organisation | None
    errors: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """What would become of it."""
        if self.errors:
            return WRONG
        if self.organisation is None:
            return ADDED
        return CHANGED if self.changes else UNCHANGED

    def wrong(self, key: str, sentence: str) -> None:
        """Note an error at a column."""
        self.errors.append((COLUMNS.get(key, ""), sentence))


class Plan:
    """What a file would do to the register of a Compact now."""

    def __init__(self, compact: Compact, columns: list[str], lines: list[Line]) -> None:
        self.compact, self.columns = compact, columns
        everybody = Organisation.objects.standing().select_related("umbrella", "successor")
        own = everybody.filter(compacts=compact).prefetch_related("other_names")
        self.own = {organisation.slug: organisation for organisation in own}
        self.own_names = {organisation.name.casefold(): organisation for organisation in self.own.values()}
        rows = list(Organisation.objects.values_list("pk", "name", "slug", "merged_into"))
        self.taken = {name.casefold(): pk for pk, name, _slug, _merged in rows}
        self.known = {name: pk for pk, full, slug, merged in rows if merged is None for name in (full.casefold(), slug)}
        self.alike = {likeness(name): name for _pk, name, _slug, merged in rows if merged is None}
        self.in_file = {line.cells["name"].casefold() for line in lines if line.cells.get("name")}
        self.seen: dict[Any, int] = {}
        self.rows = [self._row(line) for line in lines]

    def counted(self, status: str) -> list[Row]:
        """The rows of one status."""
        return [row for row in self.rows if row.status == status]

    @cached_property
    def digest(self) -> str:
        """What tells this plan from the plan of the same file after somebody changed the register."""
        said = [
            [row.number, row.status, row.organisation and row.organisation.pk, row.changes, row.errors]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()

    def _row(self, line: Line) -> Row:
        cells = {key: line.cells.get(key, "") for key in self.columns}
        organisation = self._organisation_of(cells)
        row = Row(line.number, cells.get("name") or (organisation.name if organisation else ""), organisation)
        self._check_who(row, cells)
        self._check_once(row)
        for key, cell in cells.items():
            if key not in {"slug", *OTHERS, *NAMES}:
                self._plain_cell(row, key, cell)
        for key in set(NAMES) & set(cells):
            self._names_cell(row, key, cells[key])
        for key in set(OTHERS) & set(cells):
            self._other_cell(row, key, cells[key])
        self._check_whole(row)
        if organisation is None:
            row.changes = [
                (COLUMNS[key], "", _in_words(key, row.values[key], cell))
                for key, cell in cells.items()
                if cell and key in row.values
            ]
            similar = self.alike.get(likeness(row.name))
            if similar and not row.errors:
                row.notes.append(_("“%(name)s” is in the register and may be the same.") % {"name": similar})
        else:
            before = cells_of(organisation)
            row.changes = [
                (COLUMNS[key], before[key], after)
                for key in self.columns
                if cells[key] != before[key]
                and key in row.values
                and (after := _in_words(key, row.values[key], cells[key])) != before[key]
            ]
        return row

    def _organisation_of(self, cells: dict[str, str]) -> Organisation | None:
        if slug := cells.get("slug", "").strip().strip("/").rpartition("/")[2]:
            return self.own.get(slug)
        return self.own_names.get(cells.get("name", "").casefold())

    def _check_who(self, row: Row, cells: dict[str, str]) -> None:
        """Say where the row is of nobody, or of somebody whom this officer does not keep."""
        if cells.get("slug") and row.organisation is None:
            row.wrong(
                "slug", _("No organisation of this Compact has this address. Leave the cell empty for a new one.")
            )
        elif "name" in cells and not slugify(cells["name"]):
            row.wrong("name", _("Enter a name with letters in it."))
        elif row.organisation is None and "name" not in cells:
            row.wrong("slug", _("Enter the address of an organisation, or add a column “Name” for new ones."))
        holder = self.taken.get(cells.get("name", "").casefold())
        if holder and (row.organisation is None or row.organisation.pk != holder) and not row.errors:
            row.wrong(
                "name",
                _(
                    "An organisation of that name is in the register of the portal already, but not under this row's "
                    "address. Ask the officer of its Compact, or give this one a name that tells them apart."
                ),
            )

    def _check_once(self, row: Row) -> None:
        key = row.organisation.pk if row.organisation else row.name.casefold()
        first = self.seen.setdefault(key, row.number)
        if first != row.number:
            row.wrong("name", _("Row %(number)s is of the same organisation. Take one out.") % {"number": first})

    def _plain_cell(self, row: Row, key: str, cell: str) -> None:
        try:
            value = _value(key, cell)
            if value is not None and value != "":
                Organisation._meta.get_field(key).clean(value, None)
        except ValidationError as error:
            row.wrong(key, " ".join(map(str, error.messages)))
        except ValueError:
            row.wrong(key, _what_to_enter(key))
        else:
            row.values[key] = value

    def _names_cell(self, row: Row, key: str, cell: str) -> None:
        try:
            names = names_in(cell)
        except ValueError:
            row.wrong(key, _("Write the days like this: Old Name (from 2001-04-01 until 2019-03-31)."))
            return
        if any(name.from_on and name.until_on and name.until_on < name.from_on for name in names):
            row.wrong(key, _("The last day must be the first day or later."))
        if len({name.name.casefold() for name in names}) < len(names):
            row.wrong(key, _("The same name stands there twice. Take one out."))
        if any(len(name.name) > LONGEST_NAME for name in names):
            row.wrong(key, _("Shorten each name to 160 characters or fewer."))
        row.values[key] = names

    def _other_cell(self, row: Row, key: str, cell: str) -> None:
        """Another organisation, of the register or of this file, by its name or address."""
        name = cell.casefold()
        if not name:
            row.values[key] = None
        elif name == row.name.casefold() or (row.organisation and self.known.get(name) == row.organisation.pk):
            row.wrong(key, _("An organisation cannot be its own. Name another, or leave the cell empty."))
        elif row.organisation and (other := self.own_names.get(name)) and getattr(other, key) == row.organisation:
            row.wrong(key, _("%(name)s names this organisation as its own. Mend that first.") % {"name": other})
        elif name in self.known or name in self.in_file:
            row.values[key] = cell
        else:
            row.wrong(key, _("No organisation is called so, in the register or in this file. Check the name."))

    def _check_whole(self, row: Row) -> None:
        """What needs more than one cell."""
        organisation = row.organisation
        for key in ("sector", "kind"):
            wanted = row.values.get(key, "" if organisation is None else getattr(organisation, key))
            if not wanted and not any(column == COLUMNS[key] for column, _sentence in row.errors):
                row.wrong(key, _what_to_enter(key))
        successor = row.values.get("successor", organisation and organisation.successor)
        day = row.values.get("succeeded_on", organisation and organisation.succeeded_on)
        if bool(successor) != bool(day) and not row.errors:
            missing = "succeeded_on" if successor else "successor"
            row.wrong(missing, _("Enter both the successor and the day it followed, or neither."))


def _value(key: str, cell: str) -> Any:
    """What is stored of a cell; ValueError where it cannot be."""
    if key in CHOICES:
        return a_choice(key, cell) if cell else ""
    if key == "complaints_days":
        return int(cell) if cell else None
    if key == "succeeded_on":
        return a_date(cell) if cell else None
    if key in NUMBERS:
        number = numbers.written(cell)
        few = number.isdigit() and FEWEST_DIGITS_LEFT <= len(number) < LENGTH_OF_COMPANY_NUMBER
        # Spreadsheets take the zeros from the front.
        return number.zfill(LENGTH_OF_COMPANY_NUMBER) if key == "company_number" and few else number
    if key == "postal_address":
        return "\n".join(line.strip() for line in cell.splitlines() if line.strip())
    words = " ".join(cell.split())
    return f"https://{words}" if key == "website" and words and "://" not in words else words


def _in_words(key: str, value: Any, cell: str) -> str:
    """A new value as the file would write it."""
    if key in NAMES:
        return "; ".join(sorted(map(in_a_cell, value), key=str.casefold))
    if key in CHOICES:
        with override("en-gb"):
            return str(dict(CHOICES[key].choices)[value]) if value else ""
    if key in OTHERS or value is None:
        return cell if value else ""
    return str(value)


def _what_to_enter(key: str) -> str:
    if key in CHOICES:
        return _("Enter one of these: %(words)s.") % {"words": ", ".join(str(label) for label in CHOICES[key].labels)}
    if key == "complaints_days":
        return _("Enter a whole number of working days, like 20, or leave it empty.")
    return _("Enter a date like 2019-04-01, or leave it empty.")

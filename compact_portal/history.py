"""History: what was done (`Event`, only ever added to), and every earlier state of editable records, in words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class NotAllowed(Exception):
    """A step that cannot be taken, now or by this person; its text is a sentence that says why."""


class Event(models.Model):
    """One thing that was done: when (a moment, UTC), by whom (nobody: by the portal itself, by time), what, and why.

    Rows are only ever added. Each concrete event puts `append_only(table)` into its migration.
    """

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    action = models.CharField(_("what"), max_length=40)
    note = models.TextField(_("why"), blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
        get_latest_by = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.action} ({self.at:%Y-%m-%d %H:%M})"


def keep_history(**options) -> HistoricalRecords:
    """The history of an editable record: every earlier state, who changed it, when and why."""
    return HistoricalRecords(history_change_reason_field=models.TextField(null=True, blank=True), **options)


def because(record: Any, reason: str, *, by: Any = None) -> Any:
    """A record whose next save (or deletion) stands in its history with this reason, and this person where told."""
    record._change_reason = reason
    if by is not None:
        record._history_user = by
    return record


class OwnSQL(migrations.operations.base.Operation):
    """A migration step with the SQL of the database in use. It changes no model and cannot be undone.

    Not a RunPython, which would have Django build all its models anew for every step. `trigger` names the trigger it
    makes, if it makes one.
    """

    def __init__(self, *, sqlite: list[str], postgresql: list[str], trigger: str = "") -> None:
        self.sqlite, self.postgresql, self.trigger = sqlite, postgresql, trigger

    def state_forwards(self, app_label, state) -> None:
        """No model changes."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for statement in getattr(self, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return "What the database refuses"


def refuse(name: str, table: str, operation: str, because: str, *, when: str = "TRUE") -> OwnSQL:
    """A migration step after which the database refuses an operation on a table's rows.

    `operation` is INSERT, UPDATE or DELETE; `because` the sentence of the error; `when` a condition in SQL that both
    databases know, over OLD and NEW. Raises django.db.IntegrityError where it is broken, on both databases.

    It may be repeated, and must be after every migration that alters the table: to do so Django makes the table of
    SQLite anew, and its triggers are lost with the old one.
    """
    returned = "OLD" if operation == "DELETE" else "NEW"
    because = because.replace("'", "''")
    return OwnSQL(
        trigger=name,
        sqlite=[
            f"DROP TRIGGER IF EXISTS {name}",
            (
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{because}'); END"
            ),
        ],
        postgresql=[
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{because}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {returned}; END $$",
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ],
    )


def lift(refusals: list[OwnSQL]) -> OwnSQL:
    """A migration step that lifts refusals for the steps after it, which must put them in force again.

    SQLite makes a table anew to alter it, and cannot while a trigger of another table looks into it.
    """
    return OwnSQL(sqlite=[f"DROP TRIGGER IF EXISTS {refusal.trigger}" for refusal in refusals], postgresql=[])


def append_only(table: str, *, but: str = "FALSE") -> list[OwnSQL]:
    """Migration steps after which rows of a table can be added but neither changed nor removed.

    `but` is a condition in SQL, over OLD and NEW, under which a row may be changed all the same (see forgetting.py).
    """
    because = "History is only ever added to."
    return [
        refuse(f"{table}_is_never_changed", table, "UPDATE", because, when=f"NOT COALESCE({but}, FALSE)"),
        refuse(f"{table}_is_never_removed", table, "DELETE", because),
    ]


def unchanged(*columns: str) -> str:
    """A condition in SQL: an UPDATE leaves these columns as they are."""
    return " AND ".join(
        f'(NEW."{column}" = OLD."{column}" OR (NEW."{column}" IS NULL AND OLD."{column}" IS NULL))'
        for column in columns
    )


class FieldChange(NamedTuple):
    """What one field said before and after a change, in words."""

    label: str
    before: str
    after: str


class Change(NamedTuple):
    """One saved change of a record: when (UTC), by whom (None: the portal), why, what, and about which record."""

    at: datetime
    who: models.Model | None
    reason: str
    what: str
    fields: list[FieldChange]
    about: str = ""
    state: int | None = None  # The key of the history row, which holds all that the record said then.


WHAT = {"+": _("Added"), "~": _("Changed"), "-": _("Removed")}


def changes(*querysets, about: Callable[[Any], str] = lambda row: "") -> list[Change]:
    """Every saved change in the histories given, newest first: `changes(clause.history.all())`.

    `about` names the record of a history row, where a list tells of several.

    Saves that changed nothing a reader can see are left out. Costs one query for each history and one for each kind of
    record that its foreign keys point to, however many rows there are; two more for each tracked many-to-many field.
    """
    found = []
    told = [
        list(queryset.select_related("history_user").order_by("id", "history_date", "history_id"))
        for queryset in querysets
    ]
    names = _names_of_related(told)
    for rows in told:
        members = _members(rows)
        for index, row in enumerate(rows):
            before = rows[index - 1] if index and rows[index - 1].id == row.id else None
            fields = [*_field_changes(before, row, names), *_member_changes(before, row, members)]
            if fields or row.history_type != "~":
                reason = row.history_change_reason or ""
                what = str(WHAT[row.history_type])
                found.append(
                    Change(row.history_date, row.history_user, reason, what, fields, about(row), row.history_id)
                )
    return sorted(found, key=lambda change: change.at, reverse=True)


def _names_of_related(histories) -> dict:
    """(model, key) → name, for everything the foreign keys of some histories point to. One query for each model.

    A model whose name is that of another record it may have says so: `NAMED_BY`, its foreign keys to those.
    """
    keys: dict[type[models.Model], set] = {}
    for rows in histories:
        for field in rows[0].tracked_fields if rows else []:
            if field.is_relation and field.editable:
                keys.setdefault(field.related_model, set()).update({getattr(row, field.attname) for row in rows})
    return {
        (related, record.pk): str(record)
        for related, wanted in keys.items()
        for record in related._default_manager.select_related(*getattr(related, "NAMED_BY", ())).filter(
            pk__in=wanted - {None}
        )
    }


def _members(rows) -> dict:
    """Field → history row → the names of what it held, for the tracked many-to-many fields."""
    found: dict[models.Field, dict[object, list[str]]] = {}
    for field in getattr(rows[0], "_history_m2m_fields", []) if rows else []:
        held = getattr(type(rows[0]), field.name).model
        target = field.m2m_reverse_field_name()
        pairs = held.objects.filter(history__in=[row.pk for row in rows]).values_list("history", f"{target}_id")
        records = field.related_model.objects.filter(pk__in={key for _row, key in pairs})
        names = {record.pk: str(record) for record in records}
        found[field] = {}
        for row, key in pairs:
            found[field].setdefault(row, []).append(names.get(key, ""))
    return found


def _member_changes(before, after, members) -> list[FieldChange]:
    if after.history_type == "-":
        return []
    found = []
    for field, held in members.items():
        old, new = (", ".join(sorted(held.get(row.pk, []))) if row else "" for row in (before, after))
        if old != new:
            found.append(FieldChange(capfirst(field.verbose_name), old, new))
    return found


def _field_changes(before, after, names) -> list[FieldChange]:
    if after.history_type == "-":
        return []
    found = []
    for field in after.tracked_fields:
        if not field.editable or field.primary_key:
            continue
        old, new = (_in_words(field, row, names) if row else "" for row in (before, after))
        if old != new:
            found.append(FieldChange(capfirst(field.verbose_name), old, new))
    return found


def _in_words(field, row, names) -> str:
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.get((field.related_model, value), "")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, date):
        return date_format(value, "DATETIME_FORMAT" if isinstance(value, datetime) else "DATE_FORMAT")
    return str(value)

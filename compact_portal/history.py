"""The append-only record of what was done: `Event`, and the database rules that keep it append-only."""

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone
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


def per_database(*, sqlite: list[str], postgresql: list[str], undo: list[str] | None = None) -> migrations.RunPython:
    """A migration step with the SQL of the database in use; `undo` serves both."""
    statements = {"sqlite": sqlite, "postgresql": postgresql}

    def forwards(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    def backwards(apps, schema_editor):
        for statement in undo or []:
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(forwards, backwards, elidable=False)


def refuse(name: str, table: str, operation: str, because: str, *, when: str = "TRUE") -> migrations.RunPython:
    """A migration step after which the database refuses an operation on a table's rows.

    `operation` is INSERT, UPDATE or DELETE; `because` the sentence of the error; `when` a condition in SQL that both
    databases know, over OLD and NEW. Raises django.db.IntegrityError where it is broken, on both databases.
    """
    returned = "OLD" if operation == "DELETE" else "NEW"
    because = because.replace("'", "''")
    return per_database(
        sqlite=[
            (
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{because}'); END"
            )
        ],
        postgresql=[
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{because}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {returned}; END $$",
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ],
    )


def append_only(table: str) -> list[migrations.RunPython]:
    """Migration steps after which rows of a table can be added but neither changed nor removed."""
    because = "History is only ever added to."
    return [
        refuse(f"{table}_is_never_changed", table, "UPDATE", because),
        refuse(f"{table}_is_never_removed", table, "DELETE", because),
    ]

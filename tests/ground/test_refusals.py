"""What the database refuses is still there after every migration."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from compact_portal.history import OwnSQL

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.mark.django_db
def test_altering_a_table_loses_none_of_its_triggers():
    made = {
        operation.trigger
        for migration in MigrationLoader(connection).disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, OwnSQL) and operation.trigger
    }
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    assert made
    # PostgreSQL cuts long names.
    assert {name[:63] for name in made} <= there
